"""Files of the API under an address of the pages, sent on part by part as the API makes them."""

from collections.abc import Mapping
from http import HTTPStatus
from json import loads
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from api.web.inside import PREFIX, ProblemMet

_KEPT = (b"content-type", b"content-length", b"content-disposition", b"content-language", b"cache-control")
"""Headers of the API's answer that say what the file is. All others are made anew outside."""
_OF_THE_CALL = ("type", "asgi", "http_version", "scheme", "headers", "client", "server", "extensions", "state")


class PassedOn(Response):
    """What the API answers to the same browser under another address. Nothing of it is held in memory.

    A refusal is raised before anything is sent, so that it becomes a page.
    """

    def __init__(self, request: Request, path: str, query: Mapping[str, Any]) -> None:
        """Set it up; nothing is asked yet.

        Args:
            request: The page's request, whose cookies go along.
            path: Address below the API's prefix.
            query: What is asked; empty values are left out.
        """
        super().__init__()
        self._api = request.app.state.api
        asked = urlencode({name: value for name, value in query.items() if value not in (None, "")})
        whole = f"{PREFIX}{path}"
        self._address = {
            "method": "GET",
            "path": whole,
            "raw_path": whole.encode(),
            "root_path": "",
            "query_string": asked.encode(),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask, and send what comes."""
        refusal: list[bytes] = []
        status = HTTPStatus.OK.value

        async def pass_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                kept = [(name, value) for name, value in message.get("headers", ()) if name.lower() in _KEPT]
                message = {**message, "headers": kept}
            if status < HTTPStatus.BAD_REQUEST:
                await send(message)
            elif message["type"] == "http.response.body":
                refusal.append(message.get("body", b""))

        call = {name: scope[name] for name in _OF_THE_CALL if name in scope}
        await self._api({**call, **self._address}, receive, pass_on)
        if status >= HTTPStatus.BAD_REQUEST:
            raise ProblemMet(status, loads(b"".join(refusal) or b"{}"))
