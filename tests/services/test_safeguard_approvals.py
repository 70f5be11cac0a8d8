"""Two persons, an impact that was looked at, and what an emergency needs (RULES R4.2, R4.4, R3.6)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from orchestrator.domain.errors import NotFound
from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import CAMPUS, Caller, Grant, NeedsAnotherPerson, NotPermitted, Role
from orchestrator.domain.safeguard_rules import (
    EmergencyNeedsBothRoles,
    ImpactChanged,
    ImpactNotSeen,
)
from orchestrator.domain.safeguards import Aim, SafeguardIsOver, SafeguardKind, SafeguardState
from orchestrator.domain.standing import StandingCode
from orchestrator.services.safeguard_register import get_safeguard, list_safeguards
from tests.services.guarding import approve, guard, hire, lift, look_at, preview, recorded, refuse, told
from tests.services.story import Story

MakeStory = Callable[..., Story]
BLOCK, UPDATE = SafeguardKind.BLOCK, SafeguardKind.PROTECTIVE_UPDATE
PATTERN = Aim(name_pattern="*brow*")


@pytest.fixture
def sam(story: Story) -> Caller:
    return hire(story, "sam", Role.SECURITY_OFFICER)


@pytest.fixture
def marta(story: Story) -> Caller:
    return hire(story, "marta", Role.MANAGER)


def test_a_pattern_binds_when_two_persons_have_looked_at_what_it_would_do(
    story: Story, sam: Caller, marta: Caller
) -> None:
    """R4.2"""
    asked = story.ask("browser")
    with pytest.raises(ImpactNotSeen):
        guard(story, sam, BLOCK, None, aim=PATTERN)
    waiting = guard(story, sam, BLOCK, None, aim=PATTERN, seen=preview(story, BLOCK, PATTERN).digest)
    assert waiting.state is SafeguardState.PROPOSED
    assert story.view(asked).standing.code is StandingCode.OWED
    assert (told(story, "marta"), told(story, "ada")) == ([NoticeKind.SAFEGUARD_TO_APPROVE], [])
    with pytest.raises(ImpactNotSeen):
        approve(story, waiting, marta)
    live = approve(story, waiting, marta, seen=look_at(story, waiting))
    assert (live.state, live.approved_by) == (SafeguardState.LIVE, "person:marta")
    assert story.view(asked).standing.code is StandingCode.SAFEGUARDED
    assert told(story, "ada") == [NoticeKind.SAFEGUARD_REFUSES]
    assert told(story, "sam") == [NoticeKind.SAFEGUARD_DECIDED]
    assert recorded(story, "safeguard.") == ["safeguard.proposed", "safeguard.approved"]


def test_the_preview_counts_rooms_requests_seats_and_copies_also_of_what_the_catalog_does_not_know(
    make_story: MakeStory,
) -> None:
    """R4.2: rooms, requests, seats, installed copies."""
    story = make_story(machines=3, software={"editor": "4.0"})
    story.ask("browser")
    story.work()
    story.world.machines["m1"].software["browser"] = "1.0"
    story.look()
    impact = preview(story, BLOCK, PATTERN)
    assert (len(impact.rooms), impact.requests, impact.seats, impact.items) == (1, 1, 3, ("browser",))
    assert [(c.name, c.ours, c.others) for c in impact.copies] == [("Browser", 3, 0)]
    assert len(impact.rooms[0].withheld) == 1
    strangers = preview(story, BLOCK, Aim(name_pattern="*(x64)"))
    assert {(c.name, c.item_id, c.others) for c in strangers.copies} == {
        ("browser (x64)", None, 3),
        ("editor (x64)", None, 3),
    }
    assert preview(story, BLOCK, Aim("pinned")).rooms == ()


def test_nothing_binds_on_an_impact_that_has_changed_since(story: Story, sam: Caller, marta: Caller) -> None:
    """R4.2"""
    seen = preview(story, BLOCK, PATTERN).digest
    story.ask("browser")
    with pytest.raises(ImpactChanged):
        guard(story, sam, BLOCK, None, aim=PATTERN, seen=seen)
    waiting = guard(story, sam, BLOCK, None, aim=PATTERN, seen=preview(story, BLOCK, PATTERN).digest)
    looked = look_at(story, waiting)
    story.ask("browser", actor=marta.actor)
    with pytest.raises(ImpactChanged):
        approve(story, waiting, marta, seen=looked)
    assert get_safeguard(waiting.id, reads=story.reads).safeguard.state is SafeguardState.PROPOSED
    with pytest.raises(ImpactChanged):
        guard(story, sam, BLOCK, seen=looked)


def test_the_second_person_is_somebody_else_in_whichever_role(story: Story, marta: Caller) -> None:
    """R3.6: two roles in one person never make two persons; nor do two sessions."""
    both = hire(story, "kim", Role.SECURITY_OFFICER, Role.MANAGER)
    waiting = guard(story, both, BLOCK, category=Category.OTHER, evidence=Evidence(words="It is like this."))
    for other in (both, Caller(both.person, both.grants, session_id="another")):
        with pytest.raises(NeedsAnotherPerson):
            approve(story, waiting, other)
        with pytest.raises(NeedsAnotherPerson):
            refuse(story, waiting, other)
    assert approve(story, waiting, marta).state is SafeguardState.LIVE
    with pytest.raises(SafeguardIsOver):
        approve(story, waiting, marta)


def test_whoever_has_lost_the_role_meanwhile_is_no_second_person(story: Story, sam: Caller, marta: Caller) -> None:
    waiting = guard(story, sam, BLOCK, expires_at=story.clock.now() + timedelta(days=200))
    with story.transactions() as uow:
        uow.accounts.end_grant(marta.grants[0].id, by="host:root", at=story.clock.now())
        uow.commit()
    with pytest.raises(NotPermitted):
        approve(story, waiting, marta)
    assert recorded(story, "safeguard.") == ["safeguard.proposed"]


def test_a_refused_one_never_binds(story: Story, sam: Caller, marta: Caller) -> None:
    waiting = guard(story, sam, BLOCK, expires_at=story.clock.now() + timedelta(days=300))
    assert refuse(story, waiting, marta).state is SafeguardState.REFUSED
    with pytest.raises(SafeguardIsOver):
        lift(story, waiting, sam)
    story.wait_until(waiting.expires_at + timedelta(days=1))
    assert recorded(story, "safeguard.") == ["safeguard.proposed", "safeguard.refused"]


def test_one_that_nobody_approves_expires(story: Story, sam: Caller, marta: Caller) -> None:
    waiting = guard(story, sam, BLOCK, expires_at=story.clock.now() + timedelta(days=300))
    story.wait_until(waiting.expires_at)
    assert recorded(story, "safeguard.") == ["safeguard.proposed", "safeguard.expired"]
    with pytest.raises(SafeguardIsOver):
        approve(story, waiting, marta)


class TestAnEmergency:
    def test_is_declared_by_a_manager_and_a_security_officer_together(
        self, story: Story, sam: Caller, marta: Caller
    ) -> None:
        """R4.4"""
        waiting = guard(story, sam, UPDATE, emergency=True)
        assert waiting.state is SafeguardState.PROPOSED
        with pytest.raises(EmergencyNeedsBothRoles):
            approve(story, waiting, hire(story, "sven", Role.SECURITY_OFFICER))
        assert approve(story, waiting, marta).state is SafeguardState.LIVE

    def test_counts_the_roles_that_they_hold_when_it_begins(self, story: Story, sam: Caller, marta: Caller) -> None:
        """Somebody who gained a role in between may use it, and somebody who lost one may not."""
        waiting = guard(story, sam, UPDATE, emergency=True)
        sven = hire(story, "sven", Role.SECURITY_OFFICER)
        with story.transactions() as uow:
            uow.accounts.end_grant(sam.grants[0].id, by="host:root", at=story.clock.now())
            uow.commit()
        with pytest.raises(EmergencyNeedsBothRoles):
            approve(story, waiting, marta)
        with story.transactions() as uow:
            uow.accounts.add_grant(Grant("new", "person:sam", Role.MANAGER, CAMPUS, story.clock.now(), "host:root"))
            uow.commit()
        assert approve(story, waiting, sven).state is SafeguardState.LIVE


def test_an_owner_an_officer_and_an_item_have_to_be_there(story: Story, sam: Caller) -> None:
    with pytest.raises(NotFound):
        guard(story, sam, BLOCK, "nothing-of-that-name")
    with pytest.raises(NotFound):
        guard(
            story,
            sam,
            BLOCK,
            category=Category.LEGAL,
            evidence=Evidence(clause="§ 3", officer="nobody"),
        )
    assert list_safeguards(reads=story.reads) == ()


def test_the_register_can_be_narrowed(story: Story, sam: Caller) -> None:
    block = guard(story, sam, BLOCK)
    update = guard(story, sam, UPDATE, "editor")
    lift(story, block, sam)

    def listed(**filters: object) -> list[str]:
        return [view.safeguard.id for view in list_safeguards(reads=story.reads, **filters)]  # type: ignore[arg-type]

    assert listed() == [update.id, block.id]
    assert listed(state=SafeguardState.LIFTED) == [block.id]
    assert listed(kind=UPDATE) == [update.id]
    assert listed(after=update.id) == [block.id]
