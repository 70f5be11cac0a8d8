"""Changing the rules' numbers: one person proposes, another approves, and the record holds both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from orchestrator.domain.changes import FieldChange
from orchestrator.domain.errors import NotFound, Refusal
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import Actor, NeedsAnotherPerson, Permission, are_two_persons
from orchestrator.domain.recorded_changes import CHANGES, changes_text
from orchestrator.domain.rule_numbers import RuleChange, RuleChangeState, RuleNumbers
from orchestrator.services.notices import holders, tell
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
    """A change with the numbers that it changes: those before it, those after it, and the names of the people."""

    change: RuleChange
    before: RuleNumbers
    after: RuleNumbers
    names: Mapping[str, str]

    @property
    def differing(self) -> tuple[FieldChange, ...]:
        """What it changes, number by number."""
        before, after = self.before.as_mapping(), self.after.as_mapping()
        return tuple(FieldChange(n, str(before[n]), str(after[n])) for n in before if before[n] != after[n])


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
        numbers: Those that shall differ from the defaults, by name; what is not named has its default.
        reason: Why, in words.
        actor: Who.
        transactions: The store.
        clock: Tells the time.
        new_id: Makes identities.

    Raises:
        RuleNumbersWrong: A name is unknown, or a number is outside its bounds.
        NothingChanges: They are in force already.
    """
    after = RuleNumbers().with_numbers(numbers)
    now = clock.now()
    with transactions() as uow:
        before = uow.rules.load()
        if after == before:
            raise NothingChanges
        defaults = RuleNumbers().as_mapping()
        kept = {name: value for name, value in after.as_mapping().items() if value != defaults[name]}
        change = RuleChange(new_id(), kept, reason, actor.id, now)
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

    Raises:
        NotFound: There is no such change.
        RuleChangeDecided: It was approved or refused already.
        NeedsAnotherPerson: Whoever proposed it cannot be the second person (RULES R3.6).
        NothingChanges: Meanwhile the same numbers have come into force.
    """
    now = clock.now()
    with transactions() as uow:
        change = uow.rules.get(change_id)
        if change is None:
            raise NotFound(kind="rule change", name=change_id)
        if change.state is not RuleChangeState.PROPOSED:
            raise RuleChangeDecided(change_id=change.id, state=change.state)
        if not are_two_persons(change.by, actor.id):
            raise NeedsAnotherPerson
        before = uow.rules.load()
        if approve and RuleNumbers().with_numbers(change.numbers) == before:
            raise NothingChanges
        state = RuleChangeState.IN_FORCE if approve else RuleChangeState.REFUSED
        decided = replace(change, state=state, decided_by=actor.id, decided_at=now)
        uow.rules.update(decided)
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


def _view(uow: UnitOfWork, change: RuleChange, before: RuleNumbers) -> RuleChangeView:
    names = uow.people.names({change.by, *filter(None, [change.decided_by])})
    return RuleChangeView(change, before, RuleNumbers().with_numbers(change.numbers), names)
