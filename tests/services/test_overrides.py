"""Overrides from their recording to their end, on a real room: what they change, who decides, how it comes back."""

import pytest

from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.override_combinations import CannotCombine
from orchestrator.domain.override_refusals import (
    CannotConfirm,
    EvidenceNotMet,
    NotASecondPerson,
    NotASubstitute,
    NothingToConfirm,
    NothingToOverride,
    OnlyTheRequesterAgrees,
    SubstituteForOneRequester,
)
from orchestrator.domain.override_rules import (
    NewEvidenceNeeded,
    OverrideIncomplete,
    OwnRequest,
    SecondPerson,
    Weight,
)
from orchestrator.domain.overrides import Confirmation, OverrideIsOver, OverrideKind, OverrideScope, OverrideState
from orchestrator.domain.people import Actor, Caller, NotPermitted, Role
from orchestrator.domain.requests import RequestIsOver
from orchestrator.domain.standing import StandingCode
from orchestrator.services.letters import list_letters
from tests.services.deciders import FULL, Deciders
from tests.services.owed_cast import entry_of
from tests.services.story import ADA, BO, ROOM, Story


def stands_still(story: Story, request_id: str) -> bool:
    """Whether the request's clock does so now."""
    entry = entry_of(story, request_id)
    return entry is not None and entry.clock.stands_still


def code(story: Story, request_id: str) -> StandingCode:
    return story.standing(request_id).code


class TestRecording:
    def test_a_light_one_binds_at_once_and_comes_back_by_itself(
        self, story: Story, deciders: Deciders, tim: Caller
    ) -> None:
        """R3.3, R3.5."""
        asked = story.ask("editor").requests[0].request
        override = deciders.record(tim, deciders.command(asked.id))
        story.work()
        assert (override.state, override.scope) == (OverrideState.LIVE, OverrideScope.REQUEST)
        assert code(story, asked.id) is StandingCode.OVERRIDDEN
        assert story.view(story.ask("zip")).overrides == ()
        assert story.executed()["m1"] == []
        story.wait_until(override.expires_at)
        assert deciders.stored(override).state is OverrideState.EXPIRED
        assert code(story, asked.id) is StandingCode.READY
        assert deciders.told(ADA.id) == ["override_binds", "override_ended"]
        assert deciders.recorded("override.") == ["override.recorded", "override.expired"]

    def test_the_request_names_its_live_overrides(self, story: Story, deciders: Deciders, tim: Caller) -> None:
        asked = story.ask("editor")
        override = deciders.record(tim, deciders.command(asked.requests[0].request.id))
        assert story.view(asked).overrides == (override.id,)

    def test_a_substitute_is_installed_in_its_place_and_what_was_asked_for_afterwards(
        self, story: Story, deciders: Deciders, tim: Caller
    ) -> None:
        asked = story.ask("editor").requests[0].request
        override = deciders.record(tim, deciders.command(asked.id, OverrideKind.SUBSTITUTE, substitute_item="zip"))
        story.work()
        assert set(story.placements()["m1"]) == {"zip"}
        deciders.lift(tim, override)
        story.work()
        assert "editor" in story.placements()["m1"]
        assert deciders.recorded("override.")[-1] == "override.lifted"

    def test_one_for_the_classroom_binds_the_requests_of_now_each_with_its_own_notice(
        self, story: Story, deciders: Deciders, tim: Caller
    ) -> None:
        """R3.1: a ban without a request is a safeguard."""
        first = story.ask("editor").requests[0].request
        second = story.ask("editor", actor=BO).requests[0].request
        override = deciders.record(tim, deciders.command(None, classroom=ROOM, item="editor"))
        later = story.ask("editor", actor=Actor("person:cy", "Cy")).requests[0].request
        assert override.scope is OverrideScope.CLASSROOM
        assert override.request_ids == (first.id, second.id)
        assert deciders.told(ADA.id) == deciders.told(BO.id) == ["override_binds"]
        assert code(story, later.id) is not StandingCode.OVERRIDDEN
        assert deciders.recorded("override.") == ["override.recorded"] * 2
        with pytest.raises(NothingToOverride):
            deciders.record(tim, deciders.command(None, classroom=ROOM, item="zip"))

    def test_a_preview_has_the_letter_that_is_then_sent(
        self, story: Story, deciders: Deciders, tim: Caller, marta: Caller
    ) -> None:
        """R3.3: also where a second person lets it bind; of what is refused there is no letter."""
        asked = story.ask("editor").requests[0].request
        excluded = deciders.command(asked.id, OverrideKind.EXCLUDE, seats=("02",))
        ahead = deciders.look_ahead(tim, excluded)
        override = deciders.record(tim, excluded)
        assert list_letters(ADA.id, reads=story.reads) == ()
        deciders.approve(marta, override)
        (sent,) = list_letters(ADA.id, reads=story.reads)
        told = ahead.letters[ADA.id].body.replace(ahead.found.override.id, override.id)
        assert (ahead.letters[ADA.id].subject, told) == (sent.letter.subject, sent.letter.body)
        assert ahead.names == {ADA.id: "Ada"}
        assert not deciders.look_ahead(tim, deciders.command(asked.id, expires_at=deciders.after(days=20))).letters

    def test_exclude_leaves_out_the_seats_and_more_than_a_few_take_a_second_person(
        self, story: Story, deciders: Deciders, tim: Caller
    ) -> None:
        """R3.6: one of four seats is more than a tenth."""
        asked = story.ask("editor").requests[0].request
        found = deciders.preview(tim, deciders.command(asked.id, OverrideKind.EXCLUDE, seats=("02",)))
        assert found.second_persons == (SecondPerson.MANY_SEATS,)
        assert found.override.state is OverrideState.PROPOSED

    def test_what_lasts_longer_needs_more(self, story: Story, deciders: Deciders, tim: Caller) -> None:
        """R3.3."""
        asked = story.ask("editor").requests[0].request
        command = deciders.command(asked.id, expires_at=deciders.after(days=20))
        with pytest.raises(OverrideIncomplete) as refused:
            deciders.record(tim, command)
        assert refused.value.weight is Weight.ORDINARY
        assert {problem.field for problem in refused.value.problems} == {"evidence.symptom", "evidence"}

    def test_who_may_not_decide_there_is_refused(self, story: Story, deciders: Deciders, marta: Caller) -> None:
        asked = story.ask("editor").requests[0].request
        with pytest.raises(NotPermitted):
            deciders.record(marta, deciders.command(asked.id))

    def test_nobody_overrides_a_request_of_their_own(self, story: Story, deciders: Deciders) -> None:
        both = deciders.hire("ada", Role.TECHNICIAN, Role.INSTRUCTOR)
        asked = story.ask("editor", actor=both.actor).requests[0].request
        with pytest.raises(OwnRequest):
            deciders.record(both, deciders.command(asked.id))

    def test_a_request_that_is_over_cannot_be_overridden(self, story: Story, deciders: Deciders, tim: Caller) -> None:
        asked = story.ask("editor")
        story.withdraw(asked)
        with pytest.raises(RequestIsOver):
            deciders.record(tim, deciders.command(asked.requests[0].request.id))

    def test_a_second_one_that_does_not_go_beside_it_names_the_first(
        self, story: Story, deciders: Deciders, tim: Caller
    ) -> None:
        """R3.7, also while the first only waits for its second person."""
        asked = story.ask("editor").requests[0].request
        first = deciders.record(tim, deciders.command(asked.id, category=Category.OTHER))
        later = deciders.command(asked.id, OverrideKind.DEFER, evidence=Evidence(new_evidence="It crashed again."))
        with pytest.raises(CannotCombine) as refused:
            deciders.record(tim, later)
        assert refused.value.override_id == first.id

    def test_a_follow_up_needs_something_new_and_a_second_person_and_shows_the_days(
        self, story: Story, deciders: Deciders, tim: Caller
    ) -> None:
        """R3.4."""
        asked = story.ask("editor").requests[0].request
        first = deciders.record(tim, deciders.command(asked.id))
        story.wait_until(first.expires_at)
        with pytest.raises(NewEvidenceNeeded) as refused:
            deciders.record(tim, deciders.command(asked.id))
        assert refused.value.override_id == first.id
        again = deciders.command(asked.id, evidence=Evidence(new_evidence="It crashed again."))
        found = deciders.preview(tim, again)
        assert found.second_persons == (SecondPerson.FOLLOW_UP,)
        assert found.override.follows == first.id
        assert found.days_withheld == 4

    def test_a_follow_up_of_one_that_still_binds_begins_when_that_is_over(
        self, story: Story, deciders: Deciders, tim: Caller, marta: Caller
    ) -> None:
        """R3.4, R3.7: of two of one kind and scope it would depend on the order which has its say."""
        asked = story.ask("editor").requests[0].request
        first = deciders.record(tim, deciders.command(asked.id))
        evidence = Evidence(new_evidence="It crashed again.")
        again = deciders.command(asked.id, expires_at=deciders.after(days=4), evidence=evidence)
        second = deciders.approve(marta, deciders.record(tim, again))
        assert second.starts_at == first.expires_at
        story.wait_until(first.expires_at)
        assert code(story, asked.id) is StandingCode.OVERRIDDEN
        assert deciders.recorded("override.began") == ["override.began"]

    def test_evidence_that_is_not_so_is_refused_and_what_nobody_knows_is_kept(
        self, story: Story, deciders: Deciders, tim: Caller
    ) -> None:
        """R3.2: unknown is stored and shown, and never taken for a yes."""
        asked = story.ask("editor").requests[0].request
        unread = deciders.command(asked.id, evidence=Evidence(other_item="zip", symptom="crash", driver="x"))
        assert {check.result.value for check in deciders.preview(tim, unread).override.checks} == {"unknown", "holds"}
        story.look()
        with pytest.raises(EvidenceNotMet):
            deciders.record(tim, unread)


class TestSecondPersons:
    def test_nothing_binds_before_the_second_person(
        self, story: Story, deciders: Deciders, tim: Caller, marta: Caller
    ) -> None:
        """R3.2, R3.3: a category that is none of the listed needs one from the start."""
        asked = story.ask("editor").requests[0].request
        override = deciders.record(tim, deciders.command(asked.id, category=Category.OTHER))
        assert override.state is OverrideState.PROPOSED
        assert deciders.told(marta.actor.id) == ["override_to_approve"]
        story.work()
        assert code(story, asked.id) is StandingCode.READY
        approved = deciders.approve(marta, override)
        assert (approved.state, approved.approved_by) == (OverrideState.LIVE, marta.actor.id)
        assert deciders.told(ADA.id) == ["override_binds"]
        assert deciders.told(tim.actor.id) == ["override_decided"]
        with pytest.raises(OverrideIsOver):
            deciders.approve(marta, override)

    def test_two_roles_in_one_person_are_one_person(self, story: Story, deciders: Deciders) -> None:
        """R3.6."""
        both = deciders.hire("kim", Role.TECHNICIAN, Role.MANAGER)
        asked = story.ask("editor").requests[0].request
        override = deciders.record(both, deciders.command(asked.id, category=Category.OTHER))
        assert "override_to_approve" not in deciders.told(both.actor.id)
        with pytest.raises(NotASecondPerson):
            deciders.approve(both, override)
        with pytest.raises(NotASecondPerson):
            deciders.refuse(both, override)

    def test_a_heavy_one_that_is_refused_never_binds(
        self, story: Story, deciders: Deciders, tim: Caller, marta: Caller
    ) -> None:
        asked = story.ask("editor").requests[0].request
        command = deciders.command(asked.id, category=Category.OTHER, expires_at=deciders.after(days=100), **FULL)
        refused = deciders.refuse(marta, deciders.record(tim, command))
        assert refused.state is OverrideState.REFUSED
        assert deciders.told(ADA.id) == []
        assert deciders.recorded("override.") == ["override.recorded", "override.refused"]

    def test_one_whose_time_is_over_cannot_be_approved_any_more(
        self, story: Story, deciders: Deciders, tim: Caller, marta: Caller
    ) -> None:
        asked = story.ask("editor").requests[0].request
        override = deciders.record(tim, deciders.command(asked.id, category=Category.OTHER))
        story.clock.move_to(override.expires_at)
        with pytest.raises(OverrideIsOver):
            deciders.approve(marta, override)


SECURITY = Evidence(advisory="CVE-2026-12345", affected="< 9.0")


class TestConfirmation:
    def test_a_security_officer_confirms_and_nobody_else(
        self, story: Story, deciders: Deciders, tim: Caller, marta: Caller
    ) -> None:
        """R3.2."""
        sam = deciders.hire("sam", Role.SECURITY_OFFICER)
        asked = story.ask("editor").requests[0].request
        command = deciders.command(asked.id, category=Category.SECURITY, evidence=SECURITY)
        override = deciders.record(tim, command)
        assert override.confirmation is Confirmation.WAITING
        assert deciders.told(sam.actor.id) == ["override_to_confirm"]
        assert deciders.told(marta.actor.id) == []
        with pytest.raises(CannotConfirm):
            deciders.confirm(marta, override)
        confirmed = deciders.confirm(sam, override)
        assert (confirmed.confirmation, confirmed.confirmed_by) == (Confirmation.CONFIRMED, sam.actor.id)
        assert stands_still(story, asked.id)
        with pytest.raises(NothingToConfirm):
            deciders.confirm(sam, override)

    def test_the_named_officer_confirms_law_without_any_role(
        self, story: Story, deciders: Deciders, tim: Caller, marta: Caller
    ) -> None:
        lena = deciders.hire("lena")
        asked = story.ask("editor").requests[0].request
        evidence = Evidence(clause="§ 5", officer=lena.actor.id)
        override = deciders.record(tim, deciders.command(asked.id, category=Category.LEGAL, evidence=evidence))
        with pytest.raises(CannotConfirm):
            deciders.confirm(marta, override)
        assert deciders.confirm(lena, override).confirmation is Confirmation.CONFIRMED

    def test_no_other_technician_is_the_officer(self, story: Story, deciders: Deciders, tim: Caller) -> None:
        """R3.2: time stands still until somebody outside the technician's line says so."""
        asked = story.ask("editor").requests[0].request
        evidence = Evidence(clause="§ 5", officer=deciders.hire("tom", Role.TECHNICIAN).actor.id)
        with pytest.raises(EvidenceNotMet):
            deciders.record(tim, deciders.command(asked.id, category=Category.LEGAL, evidence=evidence))

    def test_whoever_records_cannot_name_themselves_as_the_officer(
        self, story: Story, deciders: Deciders, tim: Caller
    ) -> None:
        asked = story.ask("editor").requests[0].request
        evidence = Evidence(clause="§ 5", officer=tim.actor.id)
        with pytest.raises(EvidenceNotMet):
            deciders.record(tim, deciders.command(asked.id, category=Category.LEGAL, evidence=evidence))

    def test_a_refused_category_ends_it(self, story: Story, deciders: Deciders, tim: Caller, marta: Caller) -> None:
        asked = story.ask("editor").requests[0].request
        evidence = Evidence(seats_needed=4, seats_owned=2)
        override = deciders.record(tim, deciders.command(asked.id, category=Category.LICENCE, evidence=evidence))
        assert deciders.refuse_category(marta, override).state is OverrideState.REFUSED
        story.work()
        assert code(story, asked.id) is StandingCode.READY

    def test_without_an_answer_in_time_it_counts_as_ordinary(
        self, story: Story, deciders: Deciders, tim: Caller
    ) -> None:
        """R3.2: the clock runs again."""
        asked = story.ask("editor").requests[0].request
        expires = deciders.after(days=20)
        command = deciders.command(asked.id, category=Category.SECURITY, evidence=SECURITY, expires_at=expires)
        override = deciders.record(tim, command)
        assert override.confirm_by is not None
        story.wait_until(override.confirm_by)
        later = deciders.stored(override)
        assert (later.state, later.confirmation) == (OverrideState.LIVE, Confirmation.NONE_CAME)
        assert not stands_still(story, asked.id)
        assert deciders.recorded("override.") == ["override.recorded", "override.none_confirmed"]


class TestSubstitutes:
    def test_only_the_requester_says_yes_and_once(self, story: Story, deciders: Deciders, tim: Caller) -> None:
        """R3.6."""
        ada, bo = deciders.hire("ada", Role.INSTRUCTOR), deciders.hire("bo", Role.INSTRUCTOR)
        asked = story.ask("editor").requests[0].request
        override = deciders.record(tim, deciders.command(asked.id, OverrideKind.SUBSTITUTE, substitute_item="zip"))
        for other in (bo, tim):
            with pytest.raises(OnlyTheRequesterAgrees):
                deciders.agree(other, override)
        agreed = deciders.agree(ada, override)
        assert agreed.agreed_at is not None
        assert deciders.agree(ada, override).agreed_at == agreed.agreed_at
        assert deciders.recorded("override.agreed") == ["override.agreed"]

    def test_there_is_nothing_to_agree_to_in_a_refusal(self, story: Story, deciders: Deciders, tim: Caller) -> None:
        ada = deciders.hire("ada", Role.INSTRUCTOR)
        asked = story.ask("editor").requests[0].request
        with pytest.raises(NotASubstitute):
            deciders.agree(ada, deciders.record(tim, deciders.command(asked.id)))

    def test_each_of_several_requesters_has_to_be_asked(self, story: Story, deciders: Deciders, tim: Caller) -> None:
        story.ask("editor")
        story.ask("editor", actor=BO)
        with pytest.raises(SubstituteForOneRequester):
            deciders.record(
                tim,
                deciders.command(None, OverrideKind.SUBSTITUTE, classroom=ROOM, item="editor", substitute_item="zip"),
            )
