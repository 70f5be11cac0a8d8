"""Headers that every answer carries, so that a browser does with it nothing that nobody meant."""

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""For data: a browser that is made to show it loads nothing, frames nothing, sends nothing."""

_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # What is told to one person is no business of a cache; an answer that may be kept says so itself.
    "Cache-Control": "no-store",
}
_STRICT_TRANSPORT = "max-age=31536000"


class SecurityHeaders:
    """Outermost middleware. A header that the answer brings along stays as it is: a page may need another policy."""

    def __init__(self, app: ASGIApp, *, https_only: bool) -> None:
        """Set the middleware up.

        Args:
            app: What comes behind it.
            https_only: Whether browsers are told to reach this host by HTTPS only, for a year.
        """
        self._app = app
        self._headers = {**_HEADERS, **({"Strict-Transport-Security": _STRICT_TRANSPORT} if https_only else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the call on, and put the headers on its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)
