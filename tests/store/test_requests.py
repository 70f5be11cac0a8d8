"""Software requests."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from orchestrator.adapters.db.errors import RowMissing
from orchestrator.domain.classrooms import SeatTarget
from orchestrator.domain.requests import RequestState, SoftwareRequest, Wanted
from orchestrator.services.unit_of_work import UnitOfWork
from tests.store.databases import Database
from tests.store.values import LATER, LATEST, NOON, a_request

FULL = SoftwareRequest(
    id="r9",
    classroom_id="b204",
    item_id="7zip",
    requester_id="person:ada",
    entered_by="person:bob",
    needed_by=LATER,
    created_at=NOON,
    wanted=Wanted.ABSENT,
    version="24.09",
    target=SeatTarget.STUDENT_SEATS,
    enough=2,
    course="CS-101",
    until=LATEST,
    group_id="g1",
    state=RequestState.OPEN,
)


def ids(uow: UnitOfWork, **filters: str | RequestState | None) -> list[str]:
    chosen = {"classroom_id": None, "requester_id": None, "state": None, "item_id": None, "after": None} | filters
    return [request.id for request in uow.requests.page(**chosen, limit=3)]  # type: ignore[arg-type]


@pytest.mark.parametrize("request_", [FULL, a_request()], ids=["every field", "defaults"])
def test_a_request_comes_back_as_it_was_added(campus: Database, request_: SoftwareRequest) -> None:
    with campus.transactions() as uow:
        uow.requests.add(request_)
        uow.commit()
    with campus.reads() as uow:
        assert uow.requests.get(request_.id) == request_
        assert uow.requests.get("unheard") is None


def test_an_update_stores_state_and_end_and_nothing_else(campus: Database) -> None:
    ended = FULL.moved_to(RequestState.WITHDRAWN, LATER)
    with campus.transactions() as uow:
        uow.requests.add(FULL)
        uow.requests.update(replace(ended, version="1.0", requester_id="person:eve"))
        assert uow.requests.get("r9") == ended


def test_updating_what_is_not_there_is_an_error(campus: Database) -> None:
    with campus.transactions() as uow, pytest.raises(RowMissing, match="no request r9"):
        uow.requests.update(FULL)


def test_an_id_is_added_once(campus: Database) -> None:
    with campus.transactions() as uow:
        uow.requests.add(a_request())
        with pytest.raises(IntegrityError):
            uow.requests.add(a_request())


def test_a_room_s_requests_come_oldest_first_whatever_their_state(campus: Database) -> None:
    with campus.transactions() as uow:
        uow.requests.add(a_request("r2", at=NOON))
        uow.requests.add(a_request("r3", at=NOON - timedelta(seconds=1)))
        uow.requests.add(a_request("r1", at=NOON))
        uow.requests.add(a_request("r4", room="c101"))
        uow.requests.update(a_request("r1").moved_to(RequestState.CLOSED, LATER))
        assert [r.id for r in uow.requests.of_classroom("b204")] == ["r3", "r1", "r2"]


def test_pages_come_newest_first_and_filtered(campus: Database) -> None:
    with campus.transactions() as uow:
        for number, (room, item) in enumerate(
            [("b204", "a"), ("b204", "b"), ("c101", "a"), ("b204", "a"), ("c101", "b")]
        ):
            uow.requests.add(a_request(f"r{number}", room=room, item=item))
        uow.requests.add(replace(FULL, requester_id="person:eve"))
        uow.requests.update(a_request("r1").moved_to(RequestState.WITHDRAWN, LATER))
        assert ids(uow) == ["r9", "r4", "r3"]
        assert ids(uow, after="r3") == ["r2", "r1", "r0"]
        assert ids(uow, after="r0") == []
        assert ids(uow, classroom_id="c101") == ["r4", "r2"]
        assert ids(uow, requester_id="person:eve") == ["r9"]
        assert ids(uow, state=RequestState.WITHDRAWN) == ["r1"]
        assert ids(uow, item_id="a", after="r3") == ["r2", "r0"]
        assert ids(uow, classroom_id="b204", item_id="a", state=RequestState.OPEN, requester_id="person:ada") == [
            "r3",
            "r0",
        ]


@pytest.mark.parametrize("field", ["needed_by", "created_at", "until"])
def test_a_time_without_a_zone_is_refused(campus: Database, field: str) -> None:
    naive = datetime(2027, 1, 12, 12, 0)  # noqa: DTZ001 - what is refused
    with campus.transactions() as uow, pytest.raises(ValueError, match="no time zone"):
        uow.requests.add(replace(FULL, **{field: naive}))  # type: ignore[arg-type]


@pytest.mark.parametrize("column", ["wanted", "target", "state"])
def test_the_database_knows_the_closed_sets_of_values(campus: Database, column: str) -> None:
    with campus.transactions() as uow:
        uow.requests.add(FULL)
        uow.commit()
    with pytest.raises(IntegrityError, match=f"ck_cs_requests_{column}"):
        campus.sql(f"UPDATE cs_requests SET {column} = 'maybe'")  # noqa: S608 - our own names
