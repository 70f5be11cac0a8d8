"""A record as large as that of many years, written by the code that writes entries in life.

Only its transactions differ: each holds thousands of entries, so that no entry waits for the disk alone.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Engine

from orchestrator.adapters.db.unit_of_work import SqlUnitOfWork
from orchestrator.adapters.signing.ed25519 import public_bytes
from orchestrator.domain.checkpoints import Checkpoint
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.people import WORKER, Actor
from orchestrator.domain.recorded_changes import CHANGES, moved
from orchestrator.domain.signed_notes import Signer, VerifierKey
from orchestrator.services.record_stores import StoredCheckpoint

ORIGIN = "example.org/record"
BEGIN = datetime(2024, 1, 8, 8, tzinfo=UTC)
STEP = timedelta(seconds=60)
"""From one entry to the next: a million of them take about two years."""
ROOMS = 300
PEOPLE = 500
ITEMS = 150
_WORDS = 3_000
_AT_ONCE = 10_000
_SEED = 20_240_108


@dataclass(frozen=True, slots=True)
class _Entry:
    actor: Actor
    kind: str
    subjects: dict[str, str]
    texts: dict[str, str]


def room_id(number: int) -> str:
    """Id of one of the rooms."""
    return f"room-{number:03}"


def room_code(number: int) -> str:
    """What people call it."""
    return f"R-{number:03}"


def person_id(number: int) -> str:
    """Id of one of the people."""
    return f"person:{number:04}"


def word(number: int) -> str:
    """One of the words of the explanations; the higher its number, the rarer it is."""
    letters = "abcdefghijklmnoprstuvwz"
    return "".join(letters[(number // len(letters) ** place) % len(letters)] for place in range(3)) + f"o{number % 7}"


def fill(engine: Engine, entries: int) -> VerifierKey:
    """Append so many entries, with a signed checkpoint after each transaction; the key that it was signed with."""
    key = Ed25519PrivateKey.generate()
    signer = Signer(VerifierKey(ORIGIN, public_bytes(key)), key.sign)
    with SqlUnitOfWork(engine) as uow:
        for number in range(ROOMS):
            uow.classrooms.put(Classroom(room_id(number), room_code(number), "Main building", "Europe/Berlin"))
        uow.commit()
    waiting = enumerate(_entries(entries))
    for number in range(-(-entries // _AT_ONCE)):
        with SqlUnitOfWork(engine) as uow:
            for index, entry in islice(waiting, _AT_ONCE):
                uow.audit.append(
                    at=at(index), actor=entry.actor, kind=entry.kind, subjects=entry.subjects, texts=entry.texts
                )
            frontier = uow.record.frontier()
            note = Checkpoint(ORIGIN, frontier.size, frontier.root()).signed_by([signer]).to_bytes()
            uow.record.add_checkpoint(StoredCheckpoint(number, frontier.size, at(frontier.size), note))
            uow.commit()
    return signer.key


def at(index: int) -> datetime:
    """When an entry was written."""
    return BEGIN + index * STEP


def _entries(count: int) -> Iterator[_Entry]:
    chance = random.Random(_SEED)  # noqa: S311 - a repeatable record, not a secret
    for number in range(count):
        yield _request(chance, number) if number % 3 else _rollout(chance, number)


def _request(chance: random.Random, number: int) -> _Entry:
    who = chance.randrange(PEOPLE)
    subjects = {
        "request": f"0197c0de-0000-7000-8000-{number:012x}",
        "classroom": room_id(chance.randrange(ROOMS)),
        "item": f"item-{_rare(chance, ITEMS):03}",
    }
    kind = chance.choice(("request.accepted", "request.accepted", "request.withdrawn", "request.closed"))
    texts = {}
    if kind == "request.withdrawn":
        texts[CHANGES] = moved("state", "open", "withdrawn")
    if number % 4 == 1:
        texts["explanation"] = " ".join(word(_rare(chance, _WORDS)) for _ in range(8))
    return _Entry(Actor(person_id(who), f"Person {who:04}"), kind, subjects, texts)


def _rollout(chance: random.Random, number: int) -> _Entry:
    state = chance.choice(("started", "done", "done", "incomplete"))
    subjects = {"rollout": f"0197c0df-0000-7000-8000-{number // 2:012x}", "classroom": room_id(chance.randrange(ROOMS))}
    if state != "started":
        subjects["outcome"] = state
    return _Entry(WORKER, f"rollout.{state}", subjects, {CHANGES: moved("state", "running", state)})


def _rare(chance: random.Random, count: int) -> int:
    """A number below ``count``, high ones more seldom."""
    return int(count * chance.random() ** 3)
