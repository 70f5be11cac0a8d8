"""Pages of lists: the cursor of the next one, in the body as ``next`` and in the header ``Link``."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from fastapi import Request, Response

T = TypeVar("T")
C = TypeVar("C", str, int)


def page_of(found: Sequence[T], limit: int, cursor: Callable[[T], C]) -> tuple[Sequence[T], C | None]:
    """The entries of a page, and the cursor of the next one or None.

    Args:
        found: What was found when one more than ``limit`` was looked for.
        limit: Entries of a page.
        cursor: What the next page begins after, by the last entry of this one.
    """
    shown = found[:limit]
    return shown, cursor(shown[-1]) if len(found) > limit else None


def link_next(request: Request, response: Response, cursor: str | int | None) -> None:
    """Name the next page in the header ``Link`` (RFC 8288), relative to the host; at the end there is none."""
    if cursor is not None:
        following = request.url.include_query_params(after=cursor)
        response.headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
