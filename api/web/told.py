"""What a page says once after something was done, and how that is undone, on the way to the page that says it.

The browser carries it there in a cookie that only this session can have sealed, so that no other site can put words
into a page of ours, and no form can undo what was not done. The page that shows it takes the cookie back.
"""

import base64
import binascii
import hmac
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from fastapi import Request, Response

from api.identity import session_secret, toolbox_of
from orchestrator.services.credentials import same

FIELD = "done"
"""Name of the field with which a form brings back what is to be undone."""
_SECURE_COOKIE = "__Host-classroom-told"
_PLAIN_COOKIE = "classroom-told"
_MOST_BYTES = 3_800
"""Of a cookie that every browser keeps, with its name."""
_ON_THE_WAY = 60
"""Seconds from the answer to a form until the page that it leads to."""
_LASTS = timedelta(hours=1)
"""How long a page that still stands open can be taken at its word."""


@dataclass(frozen=True, slots=True)
class Undo:
    """How what was done is undone.

    Attributes:
        what: Name under which ``api.web.undoing`` knows the way back.
        facts: What it needs for that, as JSON: ids, and what must still be as it was left.
    """

    what: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What is said once.

    Attributes:
        words: In the visitor's language.
        to: Address of the page that says it, with its query and its place.
        amiss: Whether it did not come to what was wanted.
        undo: The way back, or None.
    """

    words: str
    to: str
    amiss: bool = False
    undo: Undo | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """The same on its page; ``sealed`` is what the button *Undo* sends, or empty."""

    words: str
    amiss: bool
    sealed: str


def tell(request: Request, answer: Response, told: Told, now: datetime) -> None:
    """Let the browser carry it to its page. Where nobody is signed in, nothing is said."""
    secret = session_secret(request)
    if secret is None:
        return
    sealed = _seal(secret, told, now)
    if len(sealed) > _MOST_BYTES:
        # Better no button than none of it: whoever did so much at once goes back by the ways that every page has.
        sealed = _seal(secret, Told(told.words, told.to, told.amiss), now)
    tools = toolbox_of(request)
    answer.set_cookie(
        _cookie(request),
        sealed,
        max_age=_ON_THE_WAY,
        path="/",
        secure=tools.secure_cookies,
        httponly=True,
        samesite="lax",
    )


def shown_on(request: Request, now: datetime) -> Shown | None:
    """What this page has to say, if it is the one that the browser was led to."""
    sealed = request.cookies.get(_cookie(request), "")
    told = opened(request, sealed, now)
    if told is None or unquote(urlsplit(told.to).path) != request.scope["path"]:
        return None
    return Shown(told.words, told.amiss, sealed if told.undo else "")


def take_back(request: Request, answer: Response) -> None:
    """Let the browser forget it: this answer says it."""
    secure = toolbox_of(request).secure_cookies
    answer.delete_cookie(_cookie(request), path="/", secure=secure, httponly=True, samesite="lax")


def opened(request: Request, sealed: str, now: datetime) -> Told | None:
    """What was sealed in this session, unless it is too long ago or nothing of the kind."""
    secret = session_secret(request)
    packed, _, seal = sealed.rpartition(".")
    if secret is None or not packed or not same(seal, _seal_of(secret, packed)):
        return None
    try:
        found = json.loads(zlib.decompress(base64.urlsafe_b64decode(packed)))
    except (ValueError, binascii.Error, zlib.error):  # pragma: no cover - it was sealed here
        return None
    if not timedelta() <= now - datetime.fromisoformat(found.pop("at")) <= _LASTS:
        return None
    undo = found.pop("undo")
    return Told(**found, undo=Undo(**undo) if undo else None)


def _seal(secret: str, told: Told, now: datetime) -> str:
    whole = json.dumps({**asdict(told), "at": now.isoformat()}, separators=(",", ":"))
    packed = base64.urlsafe_b64encode(zlib.compress(whole.encode(), 9)).decode()
    return f"{packed}.{_seal_of(secret, packed)}"


def _seal_of(secret: str, packed: str) -> str:
    return hmac.new(secret.encode(), b"told:" + packed.encode(), "sha256").hexdigest()


def _cookie(request: Request) -> str:
    return _SECURE_COOKIE if toolbox_of(request).secure_cookies else _PLAIN_COOKIE
