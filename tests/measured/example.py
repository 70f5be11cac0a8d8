"""Every way in which a statement leads to the next one, some of them taken; for the test beside it."""

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

LIMIT = 3
"""A word about it, which is a statement to whoever compiles it."""


def twice(function: Callable[[int], str]) -> Callable[[int], str]:
    @functools.wraps(function)
    def both(number: int) -> str:
        return function(number) + function(number)

    return both


class Door:
    """Opens and closes."""

    opened = 0

    def __enter__(self) -> Self:
        self.opened += 1
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: "TracebackType | None",
    ) -> None:
        if error:
            self.opened = 0


@twice
@functools.cache
def sign(number: int) -> str:
    if number > LIMIT:
        return "many"
    elif number < 0:  # noqa: RET505 - the chain is the example
        return "none"
    else:
        return "some"


def past_an_if(number: int) -> int:
    if number:
        number += 1
    if (
        number > LIMIT
        and number < LIMIT * 2
    ):  # fmt: skip
        number += 1
    return number


def last_is_an_if(number: int, into: list[int]) -> None:
    if number:
        into.append(number)


def loops(numbers: list[int]) -> int:
    total = 0
    for number in numbers:
        if number < 0:
            continue
        if number > LIMIT:
            break
        total += number
    else:
        total = -1
    while total > LIMIT:
        total -= 1
    while True:
        total += 1
        if total > 0:
            break
    for _ in numbers:
        total += sum(
            each
            for each in numbers
        )  # fmt: skip
    return total


def cases(thing: object) -> str:
    match thing:
        case int() if thing > LIMIT:
            return "large"
        case int():
            return "small"
        case str() | bytes():
            word = "text"
        case _:
            word = "thing"
    match thing:
        case "a":
            word = "letter"
        case "b":
            word = "another"
    return word


def tries(what: Callable[[], object]) -> str:
    try:
        what()
    except (KeyError, IndexError):
        said = "missing"
    except ZeroDivisionError:
        said = "divided"
        raise
    else:
        said = "fine"
    finally:
        said = "over"
    for _ in range(LIMIT):
        try:
            if said:
                return said
        finally:
            said = "left"
    return said


def doors(opens: bool) -> int:
    with Door() as door, contextlib.suppress(ValueError):
        if opens:
            raise ValueError
    with door:
        if opens:
            door.opened += 1
    return door.opened


def yields(numbers: list[int]) -> Iterator[int]:
    for number in numbers:
        if number:
            yield number


async def waits() -> list[int]:
    async def numbers() -> AsyncIterator[int]:
        for number in yields([1, 0, 2]):
            yield number

    found = []
    async for number in numbers():
        found.append(number)  # noqa: PERF401 - the loop is the example
    async with contextlib.AsyncExitStack():
        found += [number for number in found if number]
    return found


def never() -> None:
    for number in range(LIMIT):
        if number:
            return


sign(1)
sign(5)
past_an_if(0)
last_is_an_if(0, [])
loops([1, 2])
loops([-1, 5])
cases(5)
cases("b")
cases(None)
tries(lambda: [LIMIT].pop(LIMIT))
with contextlib.suppress(ZeroDivisionError):
    tries(lambda: 1 // 0)
doors(opens=True)
next(yields([1, 2]))
asyncio.run(waits())
