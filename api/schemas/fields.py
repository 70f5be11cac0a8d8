"""Kinds of text, number and moment that payloads, queries and addresses may hold."""

import unicodedata
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

ME = "me"
"""In the place of a login: whoever calls."""
_FIRST_YEAR, _LAST_YEAR = 2000, 2199
_INVISIBLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _visible(text: str) -> str:
    """Refuse what cannot be seen, or makes a line read otherwise than it is."""
    if any(unicodedata.category(c) in _INVISIBLE or c in _DIRECTION_MARKS for c in text):
        raise PydanticCustomError("control-character", "a character that cannot be seen")
    return text


def _visible_in_lines(text: str) -> str:
    """The same for a text that may have several lines."""
    _visible(text.replace("\r\n", "").replace("\n", ""))
    return text


def _filled(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("empty", "nothing but blanks")
    return text


def _not_oneself(login: str) -> str:
    """Keep ``me`` for whoever calls."""
    if login.casefold() == ME:
        raise PydanticCustomError("wrong-form", "me is the caller")
    return login


def _is_text(value: object) -> object:
    """Refuse numbers as moments: nobody sends seconds since 1970 on purpose."""
    if not isinstance(value, str):
        raise PydanticCustomError("not-a-moment", "no text")
    return value


def _in_utc(moment: datetime) -> datetime:
    # The year is checked first: at either end of the calendar the conversion itself would fail.
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise PydanticCustomError("out-of-range", "year", {"expected": f"{_FIRST_YEAR}..{_LAST_YEAR}"})
    return moment.astimezone(UTC)


_Line = Annotated[str, StringConstraints(strict=True), AfterValidator(_visible)]
Name = Annotated[_Line, StringConstraints(min_length=1, max_length=100), AfterValidator(_filled)]
"""A line of text that people wrote: a name, a course."""
Code = Annotated[_Line, StringConstraints(min_length=1, max_length=64), AfterValidator(_filled)]
"""A room's code, a seat's label, an item's id, a version: short, and looked up rather than shaped."""
Sentence = Annotated[_Line, StringConstraints(min_length=1, max_length=300), AfterValidator(_filled)]
"""One sentence that people read."""
Identity = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,64}$")]
"""The id of something stored."""
Cursor = Annotated[str, StringConstraints(pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")]
"""The id of something stored, as the cursor of its lists: a UUID, for of anything else nothing would come after it."""
NoticeId = Annotated[str, StringConstraints(pattern=r"^[0-9]{8}T[0-9]{12}(-[0-9a-fA-F]{4,12}){5}$")]
"""The id of a notice: when, and a UUID."""
Login = Annotated[
    str, StringConstraints(strict=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$"), AfterValidator(_not_oneself)
]
"""What somebody signs in with, compared without case."""
Somebody = Annotated[str, StringConstraints(pattern=r"^(person:[A-Za-z0-9.-]{1,64}|[A-Za-z0-9][A-Za-z0-9._@-]{0,63})$")]
"""Whom a list is about: a login, an id, or ``me``."""
Prose = Annotated[str, StringConstraints(strict=True, max_length=5_000), AfterValidator(_visible_in_lines)]
"""What somebody explains, in one or more lines."""
Remark = Annotated[_Line, StringConstraints(min_length=1, max_length=500), AfterValidator(_filled)]
"""A sentence or two that somebody wrote for others to read."""
Link = Annotated[str, StringConstraints(strict=True, pattern=r"^(https?://[\x21-\x7e]{1,400})?$")]
"""The address of a page, or nothing."""
Words = Annotated[_Line, StringConstraints(max_length=100)]
"""What is searched for."""
Statement = Annotated[
    str,
    StringConstraints(strict=True, min_length=1, max_length=4_000),
    AfterValidator(_visible_in_lines),
    AfterValidator(_filled),
]
"""Words for people, perhaps in several paragraphs."""
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 in lower-case hexadecimal digits."""
Key = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,100}$")]
"""An idempotency key: visible ASCII."""
Mail = Annotated[_Line, StringConstraints(max_length=254, pattern=r"^([^@\s]+@[^@\s]+)?$")]
"""An e-mail address, or nothing."""
Password = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=1000)]
"""A password as typed; what it must be is not a matter of form."""
Secret = Annotated[str, StringConstraints(strict=True, pattern=r"^[\x21-\x7e]{1,200}$")]
"""A one-time code: visible ASCII."""
Moment = Annotated[AwareDatetime, BeforeValidator(_is_text), AfterValidator(_in_utc)]
"""A moment with its offset from UTC, given on in UTC."""
Count = Annotated[int, Field(ge=1, le=10_000, strict=True)]
"""A number of seats."""
Number = Annotated[int, Field(ge=1, le=1_000_000_000)]
"""The number of a revision, in an address."""
Limit = Annotated[int, Field(ge=1, le=200)]
"""How many entries a page may have."""
