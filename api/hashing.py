"""Calls that hash a password, a few at a time: each takes a tenth of a second and a lot of memory."""

from collections.abc import Callable
from typing import TypeVar

import anyio
from anyio import to_thread
from anyio.lowlevel import RunVar

AT_ONCE = 4
"""As many as the hasher lets run; whoever waits for a turn waits here, and takes no thread from other calls."""

Result = TypeVar("Result")
_turns: RunVar[anyio.CapacityLimiter] = RunVar("turns")


async def in_turn(work: Callable[[], Result]) -> Result:
    """Do work that hashes in a thread, as soon as it is its turn."""
    try:
        turns = _turns.get()
    except LookupError:
        turns = anyio.CapacityLimiter(AT_ONCE)
        _turns.set(turns)
    return await to_thread.run_sync(work, limiter=turns)
