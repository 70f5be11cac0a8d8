"""Entity tags: whoever has an answer already is told that it still holds, instead of being sent it again."""

import hashlib
import re
from collections.abc import Iterable

from fastapi import Response
from pydantic import BaseModel
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

VARIES_WITH = ("Accept-Language", "Authorization", "Cookie")
"""What of a call changes its answer: the language, and what the caller may see."""
MAY_BE_KEPT = "private, no-cache"
"""Kept by the caller alone, and used only after asking whether it still holds."""
_JSON = "application/json"
_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_NO_BODY = ("content-length", "content-type")


def tag_of(body: bytes) -> str:
    """The strong entity tag of these bytes."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def tag_apart_from(response: Response, body: BaseModel, *fields: str) -> None:
    """Give an answer a weak tag over all of it but ``fields``: moments of looking, which are another each time."""
    response.headers["ETag"] = f"W/{tag_of(body.model_dump_json(exclude=set(fields)).encode())}"


def tag_text(mark: str) -> str:
    """The strong tag that has this text between its quotes."""
    return f'"{mark}"'


def is_named(wanted: str, mark: str) -> bool:
    """Whether If-Match names the strong tag of ``mark``, or whatever there is.

    Weak tags name nothing there, by RFC 9110 section 13.1.1.
    """
    if wanted.strip() == "*":
        return True
    return any(found.group() == tag_text(mark) for found in _TAG.finditer(wanted))


class ETags:
    """Middleware that tags what a GET gives as JSON, and answers 304 to whoever names that tag.

    An answer that is streamed in parts is none of it, nor one that says ``Cache-Control`` itself.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Set the middleware up before ``app``."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the call on; look at its answer when that is one to be tagged."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        wanted = Headers(scope=scope).getlist("if-none-match")
        start: Message | None = None

        async def send_tagged(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_to_be_tagged(message):
                start = message
            elif start is None:
                await send(message)
            else:
                begun, start = start, None
                if message["type"] == "http.response.body" and not message.get("more_body", False):
                    message = _tagged(begun, message, wanted)
                await send(begun)
                await send(message)

        await self._app(scope, receive, send_tagged)


def _is_to_be_tagged(start: Message) -> bool:
    headers = Headers(scope=start)
    is_json = headers.get("content-type", "").partition(";")[0].strip() == _JSON
    return start["status"] == 200 and is_json and "cache-control" not in headers  # noqa: PLR2004 - the status


def _tagged(start: Message, message: Message, wanted: Iterable[str]) -> Message:
    """Put the tag into the answer's head; the body is empty when the caller has it."""
    headers = MutableHeaders(scope=start)
    tag = headers.setdefault("ETag", tag_of(message.get("body", b"")))
    headers.setdefault("Cache-Control", MAY_BE_KEPT)
    named = [name.strip() for line in headers.getlist("vary") for name in line.split(",")]
    headers["Vary"] = ", ".join(dict.fromkeys([*named, *VARIES_WITH]))
    if not _names(wanted, tag):
        return message
    start["status"] = 304
    for name in _NO_BODY:
        del headers[name]
    return {**message, "body": b""}


def _names(wanted: Iterable[str], tag: str) -> bool:
    """Whether If-None-Match names the tag; by RFC 9110 section 13.1.2 weak and strong are alike here."""
    lines = list(wanted)
    return "*" in (line.strip() for line in lines) or tag.removeprefix("W/") in _TAG.findall(", ".join(lines))
