"""Changing the rules' numbers: one person proposes, another approves, and the record holds both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from orchestrator.domain.changes import FieldChange
from orchestrator.domain.errors import NotFound, Refusal
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import Actor, NeedsAnotherPerson, Permission, are_two_persons
from orchestrator.domain.recorded_changes import CHANGES, changes_text
from orchestrator.domain.rule_numbers import RuleChange, RuleChangeState, RuleNumbers, RuleNumbersMoved
from orchestrator.services.notices import holders, tell
from orchestrator.services.role_holders import must_still
from orchestrator.services.terms_again import follow_anew
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork

_KINDS = {RuleChangeState.IN_FORCE: "rules.changed", RuleChangeState.REFUSED: "rules.refused"}
"""Kinds of entries by how a change was decided."""


@dataclass(eq=False)
class RuleChangeDecided(Refusal):
    """The change was approved or refused already."""

    change_id: str
    state: RuleChangeState
    code: ClassVar[str] = "rule-change-decided"


@dataclass(eq=False)
class NothingChanges(Refusal):
    """The numbers are in force already."""

    code: ClassVar[str] = "nothing-changes"


@dataclass(frozen=True, slots=True)
class RuleChangeView:
    """A change with what it changes, number by number, and the names of the people."""

    change: RuleChange
    differing: tuple[FieldChange, ...]
    names: Mapping[str, str]


def propose_numbers(
    numbers: Mapping[str, int],
    reason: str,
    *,
    actor: Actor,
    transactions: Transactions,
    clock: Clock,
    new_id: Callable[[], str],
) -> RuleChangeView:
    """Propose numbers; nothing changes until another person approves.

    Args:
        numbers: What they shall be, by name; what is not named, or is so already, stays as it is.
        reason: Why, in words.
        actor: Who.
        transactions: The store.
        clock: Tells the time.
        new_id: Makes identities.

    Raises:
        RuleNumbersWrong: A name is unknown, or a number is outside its bounds.
        NothingChanges: They are in force already.
    """
    now = clock.now()
    with transactions() as uow:
        before = uow.rules.load()
        before.with_numbers(numbers)
        held = before.as_mapping()
        named = {name: value for name, value in numbers.items() if value != held[name]}
        if not named:
            raise NothingChanges
        base = {name: held[name] for name in named}
        change = RuleChange(new_id(), named, reason, actor.id, now, base=base)
        uow.rules.add(change)
        others = [person.id for person in holders(uow, Permission.GOVERN, None) if person.id != actor.id]
        tell(uow, others, NoticeKind.RULES_TO_APPROVE, change.id, {"rule_change": change.id}, now)
        uow.people.remember(actor)
        view = _view(uow, change, before)
        texts = {"reason": reason, CHANGES: changes_text(view.differing)}
        uow.audit.append(at=now, actor=actor, kind="rules.proposed", subjects={"rule_change": change.id}, texts=texts)
        uow.commit()
    return view


def decide_numbers(
    change_id: str, *, approve: bool, actor: Actor, transactions: Transactions, clock: Clock
) -> RuleChangeView:
    """Approve or refuse what somebody else has proposed; with the approval the numbers are in force.

    Contests that wait for a ruling have their terms by the new numbers, where those are shorter.

    Raises:
        NotPermitted: Whoever decides may not govern any more.
        NotFound: There is no such change.
        RuleChangeDecided: It was approved or refused already.
        NeedsAnotherPerson: Whoever proposed it cannot be the second person (RULES R3.6).
        RuleNumbersMoved: Meanwhile some of its numbers have been changed by another one.
        RuleNumbersWrong: With what holds now its numbers do not go together.
        NothingChanges: They are in force already.
    """
    now = clock.now()
    with transactions() as uow:
        must_still(uow, actor, Permission.GOVERN)
        change = uow.rules.get(change_id)
        if change is None:
            raise NotFound(kind="rule change", name=change_id)
        if change.state is not RuleChangeState.PROPOSED:
            raise RuleChangeDecided(change_id=change.id, state=change.state)
        if not are_two_persons(change.by, actor.id):
            raise NeedsAnotherPerson
        before = uow.rules.load()
        if approve:
            _can_come_into_force(change, before)
        state = RuleChangeState.IN_FORCE if approve else RuleChangeState.REFUSED
        decided = replace(change, state=state, decided_by=actor.id, decided_at=now)
        uow.rules.update(decided)
        if approve:
            follow_anew(uow, change.id, change.numbers)
        about = {"rule_change": change.id, "state": state.value}
        tell(uow, [change.by], NoticeKind.RULES_DECIDED, change.id, about, now)
        uow.people.remember(actor)
        view = _view(uow, decided, before)
        texts = {CHANGES: changes_text(view.differing)}
        subjects = {"rule_change": change.id, "person": change.by}
        uow.audit.append(at=now, actor=actor, kind=_KINDS[state], subjects=subjects, texts=texts)
        uow.commit()
    return view


def numbers_in_force(*, reads: Reads) -> RuleNumbers:
    """The numbers that hold now."""
    with reads() as uow:
        return uow.rules.load()


def list_rule_changes(*, reads: Reads, after: str | None = None, limit: int = 50) -> tuple[RuleChangeView, ...]:
    """Proposed and decided changes, newest first, each against the numbers that are in force now."""
    with reads() as uow:
        in_force = uow.rules.load()
        return tuple(_view(uow, change, in_force) for change in uow.rules.page(after=after, limit=limit))


def _can_come_into_force(change: RuleChange, before: RuleNumbers) -> None:
    if moved := change.moved_since(before):
        raise RuleNumbersMoved(change_id=change.id, numbers=moved)
    if change.applied_to(before) == before:
        raise NothingChanges


def _view(uow: UnitOfWork, change: RuleChange, in_force: RuleNumbers) -> RuleChangeView:
    names = uow.people.names({change.by, *filter(None, [change.decided_by])})
    return RuleChangeView(change, _differing(change, in_force), names)


def _differing(change: RuleChange, in_force: RuleNumbers) -> tuple[FieldChange, ...]:
    """What it changes: of the numbers that are in force now, or, once it is decided, of those that were then."""
    decided = change.state is not RuleChangeState.PROPOSED
    before = change.base if change.base is not None and decided else in_force.as_mapping()
    after = RuleNumbers().with_numbers(change.numbers).as_mapping() if change.base is None else change.numbers
    return tuple(FieldChange(n, str(before[n]), str(after[n])) for n in before if n in after and before[n] != after[n])
