"""Hashing takes turns: a crowd that signs in takes neither all memory nor the threads of other calls."""

import threading

import anyio
from anyio import from_thread, to_thread

from api.hashing import AT_ONCE, in_turn
from orchestrator.adapters.passwords import argon2id


def test_as_many_hash_at_once_as_have_a_turn_and_not_one_more() -> None:
    lock, running, most = threading.Lock(), 0, 0
    # Each waits for the rest of its batch: with fewer at once nobody would get on, and the barrier would break.
    together = threading.Barrier(AT_ONCE, timeout=20)

    def of_other_calls() -> float:
        return to_thread.current_default_thread_limiter().borrowed_tokens

    def work() -> float:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        together.wait()
        with lock:
            running -= 1
        return from_thread.run_sync(of_other_calls)

    async def crowd() -> list[float]:
        results: list[float] = []

        async def one() -> None:
            results.append(await in_turn(work))

        async with anyio.create_task_group() as group:
            for _ in range(3 * AT_ONCE):
                group.start_soon(one)
        return results

    assert anyio.run(crowd) == [0] * (3 * AT_ONCE)
    assert most == AT_ONCE


def test_whoever_has_a_turn_need_not_wait_for_the_hasher() -> None:
    assert AT_ONCE == argon2id.AT_ONCE
