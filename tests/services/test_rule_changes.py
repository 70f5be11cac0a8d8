"""The rules' numbers: within bounds, changed by two persons, and the record knows."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import yaml

from orchestrator.domain.errors import NotFound
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import CAMPUS, Actor, Grant, NeedsAnotherPerson, NotPermitted, Role
from orchestrator.domain.rule_numbers import BOUNDS, RuleNumbers, RuleNumbersMoved, RuleNumbersWrong
from orchestrator.services.notices import list_notices
from orchestrator.services.record_reading import read_entry
from orchestrator.services.record_stores import RecordQuery
from orchestrator.services.rule_changes import (
    NothingChanges,
    RuleChangeDecided,
    RuleChangeView,
    decide_numbers,
    list_rule_changes,
    numbers_in_force,
    propose_numbers,
)
from orchestrator.services.wording import Language
from orchestrator.services.wording.refusals import words
from orchestrator.settings import ROOT
from tests.api.people import hire
from tests.services.story import Story

ONE, OTHER = Actor("person:one", "One"), Actor("person:other", "Other")


@pytest.fixture(autouse=True)
def managers(story: Story) -> None:
    """Two persons who govern."""
    for login in ("one", "other"):
        hire(story.database, login, (Role.MANAGER, CAMPUS))


def propose(story: Story, **numbers: int) -> RuleChangeView:
    return propose_numbers(
        numbers, "Because.", actor=ONE, transactions=story.transactions, clock=story.clock, new_id=story.tools.new_id
    )


def decide(story: Story, view: RuleChangeView, actor: Actor = OTHER, *, approve: bool = True) -> RuleChangeView:
    return decide_numbers(
        view.change.id, approve=approve, actor=actor, transactions=story.transactions, clock=story.clock
    )


def test_numbers_change_only_with_a_second_person(story: Story) -> None:
    view = propose(story, hold_hours=48)
    assert [(c.field, c.before, c.after) for c in view.differing] == [("hold_hours", "72", "48")]
    assert numbers_in_force(reads=story.reads) == RuleNumbers()
    with pytest.raises(NeedsAnotherPerson):
        decide(story, view, ONE)
    decide(story, view)
    assert numbers_in_force(reads=story.reads).hold_hours == 48


def test_whoever_proposed_and_gains_another_role_in_between_is_still_one_person(story: Story) -> None:
    """R3.6: two roles in one person never make two persons."""
    view = propose(story, hold_hours=48)
    with story.transactions() as uow:
        uow.accounts.add_grant(Grant("more", ONE.id, Role.ADMINISTRATOR, CAMPUS, story.clock.now(), "host:root"))
        uow.commit()
    with pytest.raises(NeedsAnotherPerson):
        decide(story, view, ONE)


def test_of_two_that_decide_at_once_one_counts(story: Story) -> None:
    view = propose(story, hold_hours=48)

    def attempt(approve: bool) -> str:
        try:
            return decide(story, view, approve=approve).change.state.value
        except RuleChangeDecided as refusal:
            return refusal.code

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(attempt, [True, True, True, True]))
    assert outcomes == ["in_force", *["rule-change-decided"] * 3]


def test_what_is_refused_leaves_the_numbers_as_they_are(story: Story) -> None:
    view = propose(story, hold_hours=48)
    decide(story, view, approve=False)
    assert numbers_in_force(reads=story.reads) == RuleNumbers()
    with pytest.raises(RuleChangeDecided):
        decide(story, view)
    with pytest.raises(NotFound):
        decide_numbers("none", approve=True, actor=OTHER, transactions=story.transactions, clock=story.clock)


def test_a_change_is_of_the_numbers_that_it_names_and_of_no_others(story: Story) -> None:
    decide(story, propose(story, hold_hours=48))
    decide(story, propose(story, freeze_days=14, hold_hours=48))
    assert numbers_in_force(reads=story.reads) == RuleNumbers(hold_hours=48, freeze_days=14)
    with pytest.raises(NothingChanges):
        propose(story, freeze_days=14)
    with pytest.raises(NothingChanges):
        propose(story)
    newest = list_rule_changes(reads=story.reads, limit=1)[0]
    assert newest.change.numbers == {"freeze_days": 14}
    assert [(c.field, c.before, c.after) for c in newest.differing] == [("freeze_days", "21", "14")]
    decide(story, propose(story, hold_hours=72))
    assert numbers_in_force(reads=story.reads) == RuleNumbers(freeze_days=14)


def test_a_proposal_puts_nothing_back_that_was_approved_meanwhile(story: Story) -> None:
    """Two persons have agreed on each number that holds."""
    older = propose(story, hold_hours=48)
    decide(story, propose(story, freeze_days=7))
    done = decide(story, older)
    assert [(c.field, c.before, c.after) for c in done.differing] == [("hold_hours", "72", "48")]
    assert numbers_in_force(reads=story.reads) == RuleNumbers(hold_hours=48, freeze_days=7)


def test_a_proposal_for_a_number_that_has_changed_since_is_refused_with_its_name(story: Story) -> None:
    older = propose(story, hold_hours=48, freeze_days=7)
    decide(story, propose(story, hold_hours=24))
    with pytest.raises(RuleNumbersMoved) as refused:
        decide(story, older)
    assert refused.value.numbers == ("hold_hours",)
    assert "hold_hours" in words(refused.value, Language.EN)
    assert numbers_in_force(reads=story.reads) == RuleNumbers(hold_hours=24)
    decide(story, older, approve=False)


def test_numbers_that_go_apart_do_not_come_together_by_two_proposals(story: Story) -> None:
    one, other = propose(story, contest_rises_working_days=9), propose(story, contest_lapses_working_days=7)
    decide(story, one)
    with pytest.raises(RuleNumbersWrong):
        decide(story, other)


@pytest.mark.parametrize("approve", [True, False])
def test_whoever_lost_the_role_since_is_no_second_person(story: Story, approve: bool) -> None:
    """R3.6: what they may is looked at once more when they decide."""
    view = propose(story, hold_hours=48)
    with story.transactions() as uow:
        (grant,) = uow.accounts.grants({OTHER.id})[OTHER.id]
        uow.accounts.end_grant(grant.id, by="host:root", at=story.clock.now())
        uow.commit()
    with pytest.raises(NotPermitted):
        decide(story, view, approve=approve)
    assert numbers_in_force(reads=story.reads) == RuleNumbers()


def test_the_record_tells_who_proposed_and_who_approved(story: Story) -> None:
    view = propose(story, hold_hours=48)
    decide(story, view)
    with story.reads() as uow:
        entries = [
            read_entry(e)
            for e in uow.record.page(RecordQuery(subjects={"rule_change": view.change.id}), before=None, limit=9)
        ]
    assert [(e.kind, e.actor_id) for e in entries] == [("rules.changed", OTHER.id), ("rules.proposed", ONE.id)]
    assert [(c.field, c.before, c.after) for c in entries[0].changes] == [("hold_hours", "72", "48")]
    told = list_notices(OTHER.id, reads=story.reads)
    assert [n.notice.kind for n in told] == [NoticeKind.RULES_TO_APPROVE]
    assert [n.notice.kind for n in list_notices(ONE.id, reads=story.reads)] == [NoticeKind.RULES_DECIDED]


@pytest.mark.parametrize("name", BOUNDS)
def test_a_number_outside_its_bounds_is_refused_with_them(name: str) -> None:
    least, most = BOUNDS[name]
    for wrong in (least - 1, most + 1):
        with pytest.raises(RuleNumbersWrong) as refused:
            RuleNumbers().with_numbers({name: wrong})
        assert [(p.field, p.value, p.expected) for p in refused.value.problems] == [
            (name, str(wrong), f"{least} to {most}")
        ]


def test_a_name_that_is_no_number_is_refused_and_a_contest_must_rise_before_it_lapses() -> None:
    with pytest.raises(RuleNumbersWrong) as refused:
        RuleNumbers().with_numbers({"taste": 1})
    assert "hold_hours" in refused.value.problems[0].expected
    with pytest.raises(RuleNumbersWrong):
        RuleNumbers().with_numbers({"contest_rises_working_days": 9, "contest_lapses_working_days": 9})


def test_the_shipped_file_has_every_number_with_its_default() -> None:
    shipped = yaml.safe_load((ROOT / "inventory" / "rules.yml").read_text())
    assert shipped == RuleNumbers().as_mapping()
    assert set(BOUNDS) == set(shipped)
