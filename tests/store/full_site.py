"""A site in which something of everything has happened: rows for each table, to see what becomes of them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, inspect, text

from orchestrator.adapters.db.tables import PREFIX, metadata
from orchestrator.domain.checkpoints import Checkpoint
from tests.api.people import bearer, hire_cast
from tests.api.service import EDGE, Service, furnish
from tests.fuzz.furnished import ALMA, Known, furnish_all
from tests.store.databases import Database, opened_copy
from tests.store.record.written import ORIGIN, SIGNER
from tests.store.recorded import append_many
from tests.store.values import NOON

ALL_ROLES = bearer(ALMA)
"""Whoever may do and see everything there."""

_A_SPAN = 256

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]
"""Rows by table, as they are stored."""


@dataclass(frozen=True)
class FullSite:
    """The site with what is stored of it.

    Attributes:
        service: Over its database.
        rows: All that is stored.
    """

    service: Service
    rows: Rows


@contextmanager
def full_site(template: Path, folder: Path) -> Iterator[FullSite]:
    """A site that people and machines have worked with, in a copy of a migrated file."""
    with opened_copy(template, folder) as database:
        hire_cast(database)
        furnish(database)
        service = Service(database)
        known = furnish_all(service)
        service.ask_with_line(EDGE.id, "Without the news on its first page")
        append_many(database, _A_SPAN)
        with database.owner.begin() as connection:
            for table, row in _rest(known).items():
                connection.execute(insert(metadata.tables[PREFIX + table]).values(row))
        with database.owner.connect() as connection:
            found = stored(connection)
        yield FullSite(service, {**found, "cs_audit_checkpoints": [_signed(database, found)]})


def stored(connection: Connection) -> Rows:
    """All rows of all tables of ours, in the order of their keys."""
    there = set(inspect(connection).get_table_names())
    return {
        table.name: [
            {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}
            for row in connection.execute(
                text(f"SELECT * FROM {table.name} ORDER BY {', '.join(table.primary_key.columns.keys())}")  # noqa: S608 - our own names
            ).mappings()
        ]
        for table in metadata.sorted_tables
        if table.name in there
    }


def _signed(database: Database, rows: Rows) -> Row:
    """The checkpoint of the whole record, signed by a key that tests know."""
    with database.reads() as uow:
        head = uow.record.frontier()
    (unsigned,) = rows["cs_audit_checkpoints"]
    note = Checkpoint(ORIGIN, head.size, head.root()).signed_by([SIGNER]).to_bytes()
    return {**unsigned, "size": head.size, "note": note}


def _rest(known: Known) -> Mapping[str, Row]:
    """What machines, workers and time would have left."""
    request, rollout, wish = (known[name][0] for name in ("request_id", "rollout_id", "wish_id"))
    at_work = {"rollout_id": rollout, "machine_id": "b204-m1", "item_id": "firefox", "version": "145.0.1"}
    seats = {"seats_ready": 3, "enough": 3, "target": 4, "out_of_service": 1, "stated": False}
    day = NOON.date()
    return {
        "site": {"id": 1, "timezone": "Europe/Berlin", "holidays": [], "notice_working_days": 3, "team": "Campus IT"},
        "waves": {"rollout_id": rollout, "number": 1, "at": NOON, "desired": "{}", "digest": "0" * 64, "changes": []},
        "intents": {**at_work, "wave": 1, "packages_before": {}, "created_at": NOON, "outcome": "placed"},
        "placements": {**at_work, "placed_at": NOON, "dependency_of": [], "awaiting_reboot": False},
        "room_fences": {"classroom_id": "b204", "token": 1, "rollout_id": rollout},
        "idempotency_keys": {"actor_id": ALMA, "key": "k", "fingerprint": "f" * 64, "ids": [request], "at": NOON},
        "checkpoint_publications": {"number": 0, "target": "folder", "at": NOON, "problem": None, "detail": ""},
        "request_milestones": {"request_id": request, "ready_at": NOON, "needed_by": NOON, **seats},
        "superiors": {"person_id": "person:tim", "superior_id": "person:marta"},
        "wish_answers": {"id": "answer-1", "wish_id": wish, "by": "person:tim", "at": NOON, "words": "Next term."},
        "waiting_evenings": {"day": day, "evening": NOON, "looked_at": NOON + timedelta(hours=1)},
        "waiting_days": {"owed_id": request, "day": day, "classroom_id": "b204", "owner": "machine"},
    }
