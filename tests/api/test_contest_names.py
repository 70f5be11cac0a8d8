"""R4.7: who of the team took a decision back is not told to whoever contested it."""

import pytest

from api.schemas.contests import contest_out
from orchestrator.domain.contests import Contest, ContestState, ContestSubject, ContestTerms
from orchestrator.domain.evidence import Category
from orchestrator.domain.people import WORKER
from orchestrator.services.contests import ContestView
from orchestrator.services.wording import Language, Speaker
from tests.unit.domain.examples import NOW, room

NAMES = {"person:ada": "Ada", "person:tia": "Tia", "person:peter": "Peter"}


@pytest.mark.parametrize(
    ("state", "ended_by", "named"),
    [
        (ContestState.MOOT, "person:tia", None),
        (ContestState.MOOT, "person:ada", "person:ada"),
        (ContestState.MOOT, WORKER.id, WORKER.id),
        (ContestState.WITHDRAWN, "person:ada", "person:ada"),
        (ContestState.OVERTURNED, "person:peter", "person:peter"),
    ],
)
def test_who_ended_a_contest_is_named_unless_the_team_did(
    state: ContestState, ended_by: str, named: str | None
) -> None:
    """R4.7"""
    contest = Contest(
        "c1",
        ContestSubject.OVERRIDE,
        "o1",
        Category.HARDWARE,
        "r1",
        "room",
        "editor",
        "It is needed.",
        "person:ada",
        NOW,
        state=state,
        ended_at=NOW,
        ended_by=ended_by,
    )
    view = ContestView(contest, room(), "Editor", NAMES, ContestTerms(NOW, NOW), None)
    out = contest_out(view, Speaker(Language.EN))
    assert (out.ended_by.id if out.ended_by else None) == named
    assert ("Tia" in out.model_dump_json()) is (ended_by == "person:tia" and named is not None)
