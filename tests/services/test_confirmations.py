"""Who confirms a category (R3.2), always somebody outside the technician's line, and whom that is told."""

from datetime import timedelta

import pytest

from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.override_refusals import CannotConfirm
from orchestrator.domain.overrides import Confirmation, Override, OverrideState
from orchestrator.domain.people import CAMPUS, Caller, Grant, Role, RoleScope, ScopeKind
from tests.services.deciders import Deciders
from tests.services.owed_cast import entry_of
from tests.services.story import ADA, Story

SECURITY = Evidence(advisory="CVE-2026-12345", affected="< 9.0")


def declined(
    story: Story, deciders: Deciders, tim: Caller, category: Category = Category.SECURITY, said: Evidence = SECURITY
) -> Override:
    asked = story.ask("editor").requests[0].request
    command = deciders.command(asked.id, category=category, evidence=said, expires_at=deciders.after(days=29))
    return deciders.record(tim, command)


def becomes(story: Story, person: Caller, role: Role, scope: RoleScope = CAMPUS) -> None:
    with story.transactions() as uow:
        grant = Grant(f"later-{person.person.login}", person.person.id, role, scope, story.clock.now(), "host:root")
        uow.accounts.add_grant(grant)
        uow.commit()


class TestOutsideTheLine:
    """R3.2: time stands still until a person outside the technician's line says so."""

    def test_an_officer_who_has_become_a_technician_vouches_for_nothing(
        self, story: Story, deciders: Deciders, tim: Caller
    ) -> None:
        lena = deciders.hire("lena", Role.INSTRUCTOR)
        override = declined(story, deciders, tim, Category.LEGAL, Evidence(clause="§ 5", officer=lena.actor.id))
        becomes(story, lena, Role.TECHNICIAN)
        with pytest.raises(CannotConfirm):
            deciders.confirm(lena, override)
        assert deciders.stored(override).confirmation is Confirmation.WAITING

    def test_a_technician_of_the_room_confirms_nothing_whatever_else_they_are(
        self, story: Story, deciders: Deciders, tim: Caller
    ) -> None:
        both = deciders.hire("sam", Role.TECHNICIAN, Role.SECURITY_OFFICER)
        override = declined(story, deciders, tim)
        assert deciders.told(both.actor.id) == []
        with pytest.raises(CannotConfirm):
            deciders.confirm(both, override)
        # Nobody else could: it counts as an ordinary one after its term, and the clock runs.
        assert override.confirm_by is not None
        story.wait_until(override.confirm_by)
        assert deciders.stored(override).confirmation is Confirmation.NONE_CAME
        entry = entry_of(story, override.request_ids[0])
        assert entry is not None
        assert not entry.clock.stands_still

    def test_a_technician_of_another_room_is_outside_this_ones_line(
        self, story: Story, deciders: Deciders, tim: Caller
    ) -> None:
        sam = deciders.hire("sam", Role.SECURITY_OFFICER)
        becomes(story, sam, Role.TECHNICIAN, RoleScope(ScopeKind.BUILDING, "Elsewhere"))
        confirmed = deciders.confirm(sam, declined(story, deciders, tim))
        assert confirmed.confirmation is Confirmation.CONFIRMED


class TestWhoIsTold:
    """R3.2, R3.5: each of them once."""

    def test_the_requester_hears_that_the_reason_was_confirmed(
        self, story: Story, deciders: Deciders, tim: Caller
    ) -> None:
        sam = deciders.hire("sam", Role.SECURITY_OFFICER)
        deciders.confirm(sam, declined(story, deciders, tim))
        assert deciders.told(ADA.id) == ["override_binds", "override_confirmed"]
        assert deciders.told(tim.actor.id) == ["override_decided"]

    def test_the_requester_hears_that_it_was_refused(self, story: Story, deciders: Deciders, tim: Caller) -> None:
        sam = deciders.hire("sam", Role.SECURITY_OFFICER)
        assert deciders.refuse_category(sam, declined(story, deciders, tim)).state is OverrideState.REFUSED
        assert deciders.told(ADA.id) == ["override_binds", "override_ended"]

    def test_of_one_that_does_not_bind_yet_the_requester_hears_when_it_does(
        self, story: Story, deciders: Deciders, tim: Caller
    ) -> None:
        sam, marta = deciders.hire("sam", Role.SECURITY_OFFICER), deciders.hire("marta", Role.MANAGER)
        asked = story.ask("editor").requests[0].request
        command = deciders.command(asked.id, category=Category.SECURITY, evidence=SECURITY, seats=("02",))
        override = deciders.record(tim, command)
        assert override.state is OverrideState.PROPOSED
        deciders.confirm(sam, override)
        assert deciders.told(ADA.id) == []
        deciders.approve(marta, override)
        assert deciders.told(ADA.id) == ["override_binds"]

    def test_recorder_and_approvers_hear_that_nobody_approved_in_time(
        self, story: Story, deciders: Deciders, tim: Caller
    ) -> None:
        marta = deciders.hire("marta", Role.MANAGER)
        asked = story.ask("editor").requests[0].request
        override = deciders.record(tim, deciders.command(asked.id, category=Category.OTHER))
        story.wait_until(override.expires_at + timedelta(days=1))
        assert deciders.stored(override).state is OverrideState.EXPIRED
        assert deciders.told(tim.actor.id) == ["override_unanswered"]
        assert deciders.told(marta.actor.id) == ["override_to_approve", "override_unanswered"]
        assert deciders.told(ADA.id) == []
