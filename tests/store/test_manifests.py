"""Revisions of manifests."""

from dataclasses import replace

import pytest

from orchestrator.adapters.db.errors import NotTheNext
from orchestrator.domain.classrooms import SeatTarget
from orchestrator.domain.manifests import ChangeKind, ManifestLine
from orchestrator.domain.requests import Wanted
from tests.store.databases import Database
from tests.store.values import a_request, a_revision

LINES = (
    ManifestLine("edge", None, Wanted.PRESENT, "latest", SeatTarget.ALL, None),
    ManifestLine("firefox", "r1", Wanted.ABSENT, "145.0", SeatTarget.PODIUM, 1),
)


def test_a_revision_comes_back_as_it_was_appended(campus: Database) -> None:
    revision = replace(a_revision(1), lines=LINES, change=ChangeKind.REQUESTED, request_id="r1")
    with campus.transactions() as uow:
        uow.requests.add(a_request())
        uow.manifests.append(revision)
        uow.commit()
    with campus.reads() as uow:
        assert uow.manifests.get("b204", 1) == revision
        assert uow.manifests.latest("b204") == revision
        assert uow.manifests.latest("c101") is None
        assert uow.manifests.get("b204", 2) is None


def test_pages_come_newest_first_below_a_number(campus: Database) -> None:
    with campus.transactions() as uow:
        for number in range(1, 6):
            uow.manifests.append(a_revision(number))
        uow.manifests.append(a_revision(1, room="c101"))
        assert [r.number for r in uow.manifests.page("b204", before=None, limit=2)] == [5, 4]
        assert [r.number for r in uow.manifests.page("b204", before=4, limit=9)] == [3, 2, 1]
        assert uow.manifests.page("b204", before=1, limit=9) == []


@pytest.mark.parametrize("number", [0, 1, 2, 4])
def test_a_number_that_is_not_the_next_is_refused(campus: Database, number: int) -> None:
    with campus.transactions() as uow:
        uow.manifests.append(a_revision(1))
        uow.manifests.append(a_revision(2))
        with pytest.raises(NotTheNext, match=f"revision {number} was appended where 3 is next") as refused:
            uow.manifests.append(a_revision(number))
    assert (refused.value.expected, refused.value.given) == (3, number)
