"""HEAD wherever GET is: the same answer without its body (RFC 9110 section 9.3.2)."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEAD = "HEAD"


def method_of(scope: Scope) -> str:
    """The method that a call was made with, although it is answered as another."""
    method: str = scope.get("state", {}).get("made_with", scope["method"])
    return method


class HeadCalls:
    """Middleware that has a HEAD answered as a GET, and sends the head of that answer only.

    Why this exists: the framework's routes answer HEAD only where each of them says so, and the description would
    then list it as an operation of its own.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Set the middleware up before ``app``."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the call on; of a HEAD as a GET."""
        if scope["type"] != "http" or scope["method"] != HEAD:
            await self._app(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        state = {**scope.get("state", {}), "made_with": HEAD}
        await self._app({**scope, "method": "GET", "state": state}, receive, send_without_body)
