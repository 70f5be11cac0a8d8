"""Figures of one person: one's own at any time, another's only after a recorded decision (RULES R4.7).

One person at a time, by name: there is no list of persons with figures, so nothing could be put in order by them.
Each look is in the record.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from orchestrator.domain.errors import FieldProblem, InvalidInput, NotFound
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import Actor, Permission, Person, Role, are_two_persons
from orchestrator.domain.person_figures import (
    MOST_DAYS,
    PersonFigureDecision,
    PersonFiguresDecided,
    PersonFiguresNeedSecond,
    PersonFiguresNotDecided,
    PersonFigureState,
)
from orchestrator.services.figures import FigureReport, period, read_figures
from orchestrator.services.notices import holders, tell
from orchestrator.services.role_holders import must_still, role_holders
from orchestrator.services.roles import person_by_login
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork


class PersonFigureAnswer(StrEnum):
    """What becomes of a decision."""

    APPROVE = "approve"  # a second person says yes
    REFUSE = "refuse"  # a second person says no
    END = "end"  # it is taken back before its time, by anybody who may decide


@dataclass(frozen=True, slots=True)
class ProposePersonFigures:
    """A decision that is proposed.

    Attributes:
        purpose: Why, in words that everybody concerned may read.
        audience: Logins of who may look.
        until: When it is over, UTC.
    """

    purpose: str
    audience: tuple[str, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class PersonFigureDecisionView:
    """A decision with the names of all people in it, by id."""

    decision: PersonFigureDecision
    names: Mapping[str, str]


_ANSWERS: Mapping[PersonFigureAnswer, tuple[PersonFigureState, PersonFigureState]] = {
    PersonFigureAnswer.APPROVE: (PersonFigureState.PROPOSED, PersonFigureState.LIVE),
    PersonFigureAnswer.REFUSE: (PersonFigureState.PROPOSED, PersonFigureState.REFUSED),
    PersonFigureAnswer.END: (PersonFigureState.LIVE, PersonFigureState.ENDED),
}
"""From which state to which each answer leads."""

_KINDS: Mapping[PersonFigureAnswer, str] = {
    PersonFigureAnswer.APPROVE: "person_figures.approved",
    PersonFigureAnswer.REFUSE: "person_figures.refused",
    PersonFigureAnswer.END: "person_figures.ended",
}


_COUNTED = (Role.TECHNICIAN, Role.COORDINATOR, Role.MANAGER, Role.SECURITY_OFFICER)
"""Whose work the figures of single persons count: overrides, holds, approvals, confirmations."""

_TO_THE_COUNTED: Mapping[PersonFigureState, NoticeKind] = {
    PersonFigureState.LIVE: NoticeKind.PERSON_FIGURES_OPEN,
    PersonFigureState.ENDED: NoticeKind.PERSON_FIGURES_CLOSED,
}
"""What they are told; a proposal that was refused has changed nothing for them."""


def propose_person_figures(
    command: ProposePersonFigures,
    *,
    actor: Actor,
    transactions: Transactions,
    clock: Clock,
    new_id: Callable[[], str],
) -> PersonFigureDecisionView:
    """Propose that some people may look at the figures of single persons, for a purpose and a time (R4.7).

    Raises:
        NotFound: Nobody of the audience's logins.
        InvalidInput: It would be over already, or hold for longer than a year.
    """
    now = clock.now()
    if not now < command.until <= now + timedelta(days=MOST_DAYS):
        expected = f"within {MOST_DAYS} days from now"
        raise InvalidInput((FieldProblem("until", command.until.isoformat(), "out-of-range", expected),))
    with transactions() as uow:
        people = [person_by_login(uow, login) for login in dict.fromkeys(command.audience)]
        ids = tuple(person.id for person in people)
        decision = PersonFigureDecision(new_id(), command.purpose, ids, command.until, actor.id, now)
        uow.person_figures.add(decision)
        others = [person.id for person in holders(uow, Permission.GOVERN, None) if person.id != actor.id]
        tell(uow, others, NoticeKind.PERSON_FIGURES_TO_APPROVE, decision.id, {"decision": decision.id}, now)
        uow.people.remember(actor)
        view = _view(uow, decision)
        texts = {"purpose": command.purpose, "audience": ", ".join(person.login for person in people)}
        subjects = {"decision": decision.id}
        uow.audit.append(at=now, actor=actor, kind="person_figures.proposed", subjects=subjects, texts=texts)
        uow.commit()
    return view


def answer_person_figures(
    decision_id: str, answer: PersonFigureAnswer, *, actor: Actor, transactions: Transactions, clock: Clock
) -> PersonFigureDecisionView:
    """Approve or refuse what somebody else proposed, or take it back. Those whom it concerns are told.

    Raises:
        NotPermitted: Whoever answers may not govern any more.
        NotFound: No such decision.
        PersonFiguresDecided: It is not in the state in which it could be answered so.
        PersonFiguresNeedSecond: Whoever proposed it cannot approve or refuse it (R3.6).
    """
    now = clock.now()
    before, after = _ANSWERS[answer]
    with transactions() as uow:
        must_still(uow, actor, Permission.GOVERN)
        decision = uow.person_figures.get(decision_id)
        if decision is None:
            raise NotFound(kind="decision about figures", name=decision_id)
        if decision.state is not before:
            raise PersonFiguresDecided(decision_id=decision.id, state=decision.state)
        if answer is not PersonFigureAnswer.END and not are_two_persons(actor.id, decision.by):
            raise PersonFiguresNeedSecond(decision_id=decision.id)
        ending = answer is PersonFigureAnswer.END
        decided = replace(
            decision,
            state=after,
            decided_by=decision.decided_by if ending else actor.id,
            decided_at=decision.decided_at if ending else now,
        )
        uow.person_figures.update(decided)
        _tell_concerned(uow, decided, actor, now)
        uow.people.remember(actor)
        view = _view(uow, decided)
        uow.audit.append(at=now, actor=actor, kind=_KINDS[answer], subjects={"decision": decision.id})
        uow.commit()
    return view


def list_person_figure_decisions(
    *, reads: Reads, after: str | None = None, limit: int = 50
) -> tuple[PersonFigureDecisionView, ...]:
    """All of them, newest first: whoever may be looked at sees who may look, and why."""
    with reads() as uow:
        return tuple(_view(uow, decision) for decision in uow.person_figures.page(after=after, limit=limit))


def own_figures(
    actor: Actor, *, reads: Reads, clock: Clock, since: datetime | None = None, until: datetime | None = None
) -> FigureReport:
    """One's own: of one's requests, and of one's decisions (R4.7). Nobody needs to decide that.

    Raises:
        InvalidInput: The period cannot be.
    """
    return read_figures(reads=reads, clock=clock, since=since, until=until, person_id=actor.id)


def figures_of_person(
    login: str,
    *,
    actor: Actor,
    transactions: Transactions,
    reads: Reads,
    clock: Clock,
    since: datetime | None = None,
    until: datetime | None = None,
) -> tuple[Person, FigureReport]:
    """Another person's figures, where a decision that is in force names whoever asks (R4.7).

    Raises:
        PersonFiguresNotDecided: There is none.
        NotFound: Nobody signs in with this name.
        InvalidInput: The period cannot be.
    """
    now = clock.now()
    begin, end = period(since, until, now)
    with transactions() as uow:
        # Looked at before the login: whoever may not look learns nothing of who is there.
        why = next((d for d in uow.person_figures.live_at(now) if d.lets(actor.id, now)), None)
        if why is None:
            raise PersonFiguresNotDecided(login=login)
        person = person_by_login(uow, login)
        subjects = {"decision": why.id, "person": person.id}
        uow.audit.append(at=now, actor=actor, kind="person_figures.read", subjects=subjects)
        uow.commit()
    return person, read_figures(reads=reads, clock=clock, since=begin, until=end, person_id=person.id)


def _tell_concerned(uow: UnitOfWork, decision: PersonFigureDecision, actor: Actor, at: datetime) -> None:
    """Tell whoever proposed it and whoever may look, and, where it opens or closes, those who may be looked at."""
    about = {"decision": decision.id, "state": decision.state.value, "until": decision.until.isoformat()}
    key, named = f"{decision.id}:{decision.state.value}", {decision.by, *decision.audience}
    tell(uow, sorted(named - {actor.id}), NoticeKind.PERSON_FIGURES_DECIDED, key, about, at)
    kind = _TO_THE_COUNTED.get(decision.state)
    if kind is not None:
        staff = role_holders(uow)
        counted = {person_id for role in _COUNTED for person_id in staff.with_role(role)}
        tell(uow, sorted(counted - named - {actor.id}), kind, decision.id, about, at)


def _view(uow: UnitOfWork, decision: PersonFigureDecision) -> PersonFigureDecisionView:
    ids = {*decision.audience, decision.by, *filter(None, [decision.decided_by])}
    return PersonFigureDecisionView(decision, uow.people.names(ids))
