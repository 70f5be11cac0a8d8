"""A record with a few hundred entries, and the list of what was appended, to search naively."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from orchestrator.domain.people import Actor
from tests.store.databases import Database
from tests.store.values import NOON

ENTRIES = 700
"""Two complete spans of 256 entries and a part of a third one."""

PEOPLE = ("person:ada", "person:bob", "person:cy", "worker")
ROOMS = ("b204", "b205", "c101")
ITEMS = ("firefox", "geogebra")
KINDS = ("request.accepted", "request.withdrawn", "rollout.started", "requested")
SURFACES = {
    "Für": "fur",
    "GRÖSSE": "grosse",
    "größer": "grosser",
    "naïve": "naive",
    "Firefox": "firefox",
    "fire-wall": "fire wall",
    "ÅNGSTRÖM": "angstrom",
    "2027": "2027",
    "Straße": "strasse",
}
"""Words as people write them, and what they are found by."""


@dataclass(frozen=True)
class Appended:
    """What was said when an entry was appended.

    Attributes:
        plain: The words by which it is found.
    """

    index: int
    at: datetime
    actor: str
    kind: str
    subjects: Mapping[str, str]
    texts: Mapping[str, str]
    plain: frozenset[str]


def append_many(database: Database, count: int = ENTRIES) -> list[Appended]:
    """Append entries that differ in everything. Their times do not quite follow their order, one not at all."""
    choice = random.Random(6962)  # noqa: S311 - a repeatable choice, not a secret
    done = []
    with database.transactions() as uow:
        for index in range(count):
            late = timedelta(minutes=choice.randrange(-3, 4)) if index != count // 2 else timedelta(hours=-12)
            subjects = {
                "classroom": choice.choice(ROOMS),
                "item": choice.choice(ITEMS),
                "person": choice.choice(PEOPLE),
            }
            subjects = {name: subjects[name] for name in choice.sample(sorted(subjects), choice.randrange(4))}
            written = {
                field: choice.sample(sorted(SURFACES), choice.randrange(4))
                for field in choice.sample(("reason", "evidence"), choice.randrange(3))
            }
            entry = Appended(
                index,
                NOON + timedelta(minutes=index) + late,
                choice.choice(PEOPLE),
                choice.choice(KINDS),
                subjects,
                {field: ", ".join(words) for field, words in written.items()},
                frozenset(plain for words in written.values() for word in words for plain in SURFACES[word].split()),
            )
            uow.audit.append(
                at=entry.at,
                actor=Actor(entry.actor, entry.actor.title()),
                kind=entry.kind,
                subjects=entry.subjects,
                texts=entry.texts,
            )
            done.append(entry)
        uow.commit()
    return done
