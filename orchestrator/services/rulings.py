"""Ruling on a contest: by somebody who is named for its category and independent of the decision (RULES R4.1)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from orchestrator.domain.contests import Contest, ContestIsOver, ContestState, ContestSubject, NothingToContest
from orchestrator.domain.errors import FieldProblem, InvalidInput, NotFound
from orchestrator.domain.letters import LetterOccasion, Ruling
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.overrides import OverrideState
from orchestrator.domain.people import Actor, Caller, NotPermitted, Permission
from orchestrator.domain.recorded_changes import CHANGES, moved
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.domain.rulers import NotIndependent, barred
from orchestrator.domain.safeguards import Exemption
from orchestrator.services.catalog_proposals import enter_undone, undo_catalog_change
from orchestrator.services.contest_ends import contest_about, contest_subjects, hold_what_it_ends
from orchestrator.services.contested import Contested, look, refused_items
from orchestrator.services.contests import contest_of, matter_of
from orchestrator.services.exemption_making import ExemptionTerms, propose, record_made
from orchestrator.services.letters import send_letters
from orchestrator.services.notices import tell
from orchestrator.services.override_binding import bound_requests
from orchestrator.services.override_ends import end_override
from orchestrator.services.override_entries import OverrideMoment, enter_override
from orchestrator.services.request_lookup import one_request
from orchestrator.services.unit_of_work import Clock, Transactions, UnitOfWork

_RULED = {ContestState.UPHELD: "contest.upheld", ContestState.OVERTURNED: "contest.overturned"}
"""Kind of the audit entry, by how it was ruled."""

Enter = Callable[[], None]
"""Writes the audit entries about what was ended; they come last."""
Undo = Callable[[UnitOfWork, Contest, Actor, datetime, Callable[[], str]], Enter]
"""Ends what was contested, as the contest's state says: overturned or lapsed."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling: whether the decision goes, why, and for a safeguard on what terms it does not bind (R4.3)."""

    contest_id: str
    overturn: bool
    words: str
    terms: ExemptionTerms | None = None


def rule(command: Rule, *, actor: Actor, transactions: Transactions, clock: Clock, new_id: Callable[[], str]) -> None:
    """Uphold or overturn what is contested. Of two rulings at once the first counts (R4.1).

    An override that is overturned ends, and the room is owed what it kept away. A safeguard stays; its refusal becomes
    an exemption, which frees the room when its risk owner has signed (R4.3).

    Raises:
        NotFound: There is no such contest.
        NotPermitted: The role that allowed ruling is gone.
        ContestIsOver: It has ended already.
        NothingToContest: The decision binds the request no more.
        NotIndependent: Whoever rules is not named for the category, or not independent.
        InvalidInput: A safeguard's refusal is overturned without terms, or anything else with them.
        NothingToExempt, PersonDeactivated, CannotRule, IsInsideIt, RiskOwnerTookPart: See ``propose``.
    """
    now = clock.now()
    with transactions() as uow:
        _may_still_rule(uow, actor)
        hold_what_it_ends(uow, command.contest_id)
        contest = contest_of(uow, command.contest_id)
        if contest.state is not ContestState.OPEN:
            raise ContestIsOver(contest_id=contest.id, state=contest.state)
        request, decision = _still_contested(uow, contest, now)
        matter = matter_of(uow, contest, decision, [actor.id])
        if bar := barred(matter, actor.id, uow.rulers.of(contest.category), uow.rulers.superiors()):
            raise NotIndependent(contest_id=contest.id, bar=bar)
        _check_terms(contest, command)
        state = ContestState.OVERTURNED if command.overturn else ContestState.UPHELD
        ruled = replace(contest, state=state, ended_at=now, ended_by=actor.id, ruling=command.words)
        uow.contests.update(ruled)
        exemption, enter = _carry_out(uow, ruled, request, command, actor, now, new_id)
        tell_ruling(uow, ruled, request, decision, now, new_id, exemption)
        uow.people.remember(actor)
        texts = {"words": command.words, CHANGES: moved("state", contest.state.value, state.value)}
        subjects = contest_subjects(ruled)
        uow.audit.append(at=now, actor=actor, kind=_RULED[state], subjects=subjects, texts=texts)
        if exemption:
            record_made(uow, exemption, actor, now)
        enter()
        uow.commit()


def undo_override(uow: UnitOfWork, contest: Contest, by: Actor, at: datetime, new_id: Callable[[], str]) -> Enter:
    """The override ends; the desired state returns by itself (R3.5), and the life of each request tells of it."""
    override = uow.overrides.get(contest.decision_id)
    if override is None:  # it was there when it was contested, and nothing is ever deleted
        raise NotFound(kind="override", name=contest.decision_id)
    ended = end_override(uow, override, OverrideState(contest.state.value), by.id, at, new_id)
    moment = OverrideMoment(contest.state.value)
    requests = bound_requests(uow, ended)
    return lambda: enter_override(uow, moment, ended, requests, by, at)


def undo_narrowing(uow: UnitOfWork, contest: Contest, by: Actor, at: datetime, new_id: Callable[[], str]) -> Enter:  # noqa: ARG001 - as every Undo
    """What a change of the catalog took away is back, for everybody whom it touched (R2)."""
    change = uow.catalog_changes.get(contest.decision_id)
    if change is None:  # it was there when it was contested, and nothing is ever deleted
        raise NotFound(kind="catalog change", name=contest.decision_id)
    undone = undo_catalog_change(uow, change, by.id, at)
    return lambda: enter_undone(uow, undone, by, at)


UNDO: Mapping[ContestSubject, Undo] = {
    ContestSubject.OVERRIDE: undo_override,
    ContestSubject.CATALOG_CHANGE: undo_narrowing,
}
"""By kind of decision; a safeguard is never undone by a contest: it gets an exemption (R4.3)."""


def tell_ruling(
    uow: UnitOfWork,
    contest: Contest,
    request: SoftwareRequest,
    decision: Contested,
    at: datetime,
    new_id: Callable[[], str],
    exemption: Exemption | None = None,
) -> None:
    """Tell whoever contested, with a letter where somebody has ruled, and whoever decided, how a contest ended."""
    letters: dict[str, str] = {}
    room = uow.classrooms.get(contest.classroom_id)
    lapsed = contest.state is ContestState.LAPSED
    # Of an override that lapsed, the letter about its end says all there is to say.
    said = lapsed and contest.subject is ContestSubject.OVERRIDE
    if decision.decision is not None and room is not None and not said:
        goes = contest.state is not ContestState.UPHELD
        ruling = Ruling(contest.id, decision.decision, goes, contest.ruling, exemption, lapsed=lapsed)
        letters = send_letters(uow, LetterOccasion.RULING, ruling, [request], room, at, new_id)
    people = (contest.by, *sorted(decision.deciders))
    tell(uow, people, NoticeKind.CONTEST_RULED, contest.id, contest_about(contest), at, letters=letters)


def _may_still_rule(uow: UnitOfWork, actor: Actor) -> None:
    """Hold the actor's account: what they may now is what they may until this is over."""
    person = uow.accounts.get(actor.id)
    grants = uow.accounts.grants({actor.id}).get(actor.id, ())
    if person is None or not person.active or not Caller(person, grants).may(Permission.RULE):
        raise NotPermitted(permission=Permission.RULE)


def _still_contested(uow: UnitOfWork, contest: Contest, now: datetime) -> tuple[SoftwareRequest, Contested]:
    request = one_request(uow, contest.request_id)
    decision = look(uow, contest.subject, contest.decision_id, request, now)
    if decision is None or not decision.binds or not request.counts_at(now):
        raise NothingToContest(subject=contest.subject, decision_id=contest.decision_id, request_id=contest.request_id)
    return request, decision


def _check_terms(contest: Contest, command: Rule) -> None:
    frees = command.overturn and contest.subject is ContestSubject.SAFEGUARD
    if frees and command.terms is None:
        raise InvalidInput((FieldProblem("exemption", "", "missing"),))
    if not frees and command.terms is not None:
        expected = "overturn, safeguard"
        raise InvalidInput((FieldProblem("exemption", contest.subject.value, "not-here", expected),))


def _carry_out(
    uow: UnitOfWork,
    contest: Contest,
    request: SoftwareRequest,
    command: Rule,
    actor: Actor,
    now: datetime,
    new_id: Callable[[], str],
) -> tuple[Exemption | None, Enter]:
    """Do what a ruling says; the exemption that it makes, and what writes the entries about what it ends."""
    if not command.overturn:
        return None, _nothing
    if contest.subject is not ContestSubject.SAFEGUARD:
        return None, UNDO[contest.subject](uow, contest, actor, now, new_id)
    room = uow.classrooms.get(contest.classroom_id)
    safeguard = uow.safeguards.seen(contest.decision_id)
    if room is None or safeguard is None or command.terms is None:  # all three were looked at before
        raise ContestIsOver(contest_id=contest.id, state=contest.state)
    # What is refused may be something that the request's item cannot do without.
    item_id = next(iter(refused_items(uow, safeguard, request, now)), contest.item_id)
    return propose(uow, safeguard, item_id, [room], command.terms, actor, now, new_id, contest), _nothing


def _nothing() -> None:
    """Nothing has ended of which there would be an entry."""
