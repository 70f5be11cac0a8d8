"""What waits for the decision of one person: exactly what they could decide now, and nobody can for their own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol, TypeVar

from orchestrator.domain.awaited import AwaitedEnd, AwaitedKind
from orchestrator.domain.catalog_narrowing import CatalogChangeState
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.contests import Contest, ContestStage, next_term, terms_of
from orchestrator.domain.evidence import Category
from orchestrator.domain.exemptions import may_approve
from orchestrator.domain.overrides import Override, OverrideState
from orchestrator.domain.people import Caller, Permission, are_two_persons
from orchestrator.domain.person_figures import PersonFigureState
from orchestrator.domain.rule_numbers import RuleChangeState
from orchestrator.domain.rulers import may_rule
from orchestrator.domain.safeguard_rules import are_emergency_pair
from orchestrator.domain.safeguards import ExemptionState, SafeguardState
from orchestrator.services.contested import look
from orchestrator.services.contests import matter_of, open_contests
from orchestrator.services.decision_stores import OverrideQuery
from orchestrator.services.override_approvals import confirms
from orchestrator.services.request_lookup import one_request
from orchestrator.services.safeguards import site_roles
from orchestrator.services.unit_of_work import Clock, Reads, UnitOfWork

_PAGE = 200


@dataclass(frozen=True, slots=True)
class Awaited:
    """One thing that waits for somebody's decision.

    Attributes:
        kind: What is to be decided.
        id: Identity of what it is decided about.
        since: Since when it waits, UTC.
        until: When it goes on without them, UTC. None where it just waits.
        end: What becomes of it then; None where nothing does.
        room: The room that it is about, or None.
        item_id: The software that it is about, or None.
        category: Why it was decided, or None.
        words: What whoever asks says about it, or what it is called; may be empty.
    """

    kind: AwaitedKind
    id: str
    since: datetime
    until: datetime | None = None
    end: AwaitedEnd | None = None
    room: Classroom | None = None
    item_id: str | None = None
    category: Category | None = None
    words: str = ""


def awaited_by(caller: Caller, *, reads: Reads, clock: Clock) -> tuple[Awaited, ...]:
    """All that waits for somebody's decision, what goes on without them soonest first, then the oldest."""
    now = clock.now()
    with reads() as uow:
        found = [one for find in _FINDERS for one in find(uow, caller, now)]
    return tuple(sorted(found, key=lambda one: (one.until is None, one.until or one.since, one.since, one.id)))


class _Kept(Protocol):
    @property
    def id(self) -> str: ...


_T = TypeVar("_T", bound=_Kept)


def _every(page: Callable[..., Sequence[_T]]) -> Iterator[_T]:
    after: str | None = None
    while found := page(after=after, limit=_PAGE):
        yield from found
        after = found[-1].id


def _unconfirmed(uow: UnitOfWork, caller: Caller, now: datetime) -> Iterator[Awaited]:
    for override, room in _overrides(uow, OverrideQuery(unconfirmed=True), now):
        in_time = override.confirm_by is None or now < override.confirm_by
        if in_time and confirms(uow, override, room, caller):
            yield _of_override(AwaitedKind.CONFIRM_CATEGORY, override, room)


def _unapproved(uow: UnitOfWork, caller: Caller, now: datetime) -> Iterator[Awaited]:
    if Permission.APPROVE not in caller.permissions:
        return
    for override, room in _overrides(uow, OverrideQuery(state=OverrideState.PROPOSED), now):
        if caller.may(Permission.APPROVE, room) and are_two_persons(override.by, caller.actor.id):
            yield _of_override(AwaitedKind.APPROVE_OVERRIDE, override, room)


def _overrides(uow: UnitOfWork, query: OverrideQuery, now: datetime) -> Iterator[tuple[Override, Classroom]]:
    for override in _every(partial(uow.overrides.page, query)):
        room = uow.classrooms.get(override.classroom_id)
        if room is not None and now < override.expires_at:
            yield override, room


def _of_override(kind: AwaitedKind, override: Override, room: Classroom) -> Awaited:
    until, end = override.expires_at, AwaitedEnd.LAPSES
    if kind is AwaitedKind.CONFIRM_CATEGORY:
        end = AwaitedEnd.RUNS_OUT
        if override.confirm_by is not None and override.confirm_by < until:
            until, end = override.confirm_by, AwaitedEnd.ORDINARY
    return Awaited(
        kind=kind,
        id=override.id,
        since=override.created_at,
        until=until,
        end=end,
        room=room,
        item_id=override.item_id,
        category=override.category,
        words=override.explanation,
    )


def _unruled(uow: UnitOfWork, caller: Caller, now: datetime) -> Iterator[Awaited]:
    me = caller.actor.id
    named = {ruler.category for ruler in uow.rulers.all() if ruler.person_id == me}
    if not named or not caller.may(Permission.RULE):
        return
    superiors, site, numbers = uow.rulers.superiors(), uow.site.load(), uow.rules.load()
    for contest in (one for one in open_contests(uow) if one.category in named):
        request, room = one_request(uow, contest.request_id), uow.classrooms.get(contest.classroom_id)
        decision = look(uow, contest.subject, contest.decision_id, request, now)
        if decision is None or not decision.binds or not request.counts_at(now):
            continue
        matter = matter_of(uow, contest, decision, [me])
        if may_rule(matter, me, uow.rulers.of(contest.category), superiors):
            until = next_term(contest, terms_of(contest, site, numbers), holds=decision.holds)
            yield Awaited(
                kind=AwaitedKind.RULE_CONTEST,
                id=contest.id,
                since=contest.at,
                until=until,
                end=_unruled_end(contest, holds=decision.holds) if until else None,
                room=room,
                item_id=contest.item_id,
                category=contest.category,
                words=contest.words,
            )


def _unruled_end(contest: Contest, *, holds: bool) -> AwaitedEnd:
    if contest.stage is ContestStage.LIST:
        return AwaitedEnd.RISES
    return AwaitedEnd.LEAVES_IT if holds else AwaitedEnd.IS_UNDONE


def _safeguards(uow: UnitOfWork, caller: Caller, now: datetime) -> Iterator[Awaited]:
    if not caller.may(Permission.SAFEGUARD):
        return
    mine = site_roles(uow, caller.actor.id)
    for guard in _every(partial(uow.safeguards.page, state=SafeguardState.PROPOSED)):
        able = not guard.emergency or are_emergency_pair(site_roles(uow, guard.by), mine)
        if able and now < guard.expires_at and are_two_persons(guard.by, caller.actor.id):
            yield Awaited(
                kind=AwaitedKind.APPROVE_SAFEGUARD,
                id=guard.id,
                since=guard.created_at,
                until=guard.expires_at,
                end=AwaitedEnd.LAPSES,
                item_id=guard.aim.item_id,
                category=guard.category,
                words=guard.title,
            )


def _exemptions(uow: UnitOfWork, caller: Caller, now: datetime) -> Iterator[Awaited]:
    me = caller.actor.id
    signs, approves = caller.may(Permission.RULE), caller.may(Permission.APPROVE)
    if not signs and not approves:
        return
    for one in _every(partial(uow.exemptions.page, safeguard_id=None, state=ExemptionState.PROPOSED)):
        if now >= one.expires_at:
            continue
        contest = uow.contests.get(one.contest_id) if one.contest_id else None
        guard = uow.safeguards.seen(one.safeguard_id)
        room = uow.classrooms.get(one.classroom_ids[0]) if len(one.classroom_ids) == 1 else None
        waits = partial(
            Awaited,
            id=one.id,
            since=one.created_at,
            until=one.expires_at,
            end=AwaitedEnd.LAPSES,
            room=room,
            item_id=one.item_id,
            category=guard.category if guard else None,
            words=guard.title if guard else "",
        )
        if signs and one.risk_owner == me and one.signed_at is None:
            yield waits(AwaitedKind.SIGN_EXEMPTION)
        missing = one.needs_approval and one.approved_at is None
        if approves and missing and may_approve(one, me, {contest.by} if contest else ()):
            yield waits(AwaitedKind.APPROVE_EXEMPTION)


def _catalog_changes(uow: UnitOfWork, caller: Caller, now: datetime) -> Iterator[Awaited]:  # noqa: ARG001 - as every finder
    if not (caller.may(Permission.CONFIGURE) and caller.may(Permission.APPROVE)):
        return
    for change in _every(partial(uow.catalog_changes.page, state=CatalogChangeState.PROPOSED)):
        if are_two_persons(change.by, caller.actor.id):
            yield Awaited(AwaitedKind.APPROVE_CATALOG_CHANGE, change.id, change.at, words=change.reason)


def _rules(uow: UnitOfWork, caller: Caller, now: datetime) -> Iterator[Awaited]:  # noqa: ARG001 - as every finder
    if not caller.may(Permission.GOVERN):
        return
    for change in _every(uow.rules.page):
        if change.state is RuleChangeState.PROPOSED and are_two_persons(change.by, caller.actor.id):
            yield Awaited(AwaitedKind.APPROVE_RULES, change.id, change.at, words=change.reason)


def _person_figures(uow: UnitOfWork, caller: Caller, now: datetime) -> Iterator[Awaited]:
    if not caller.may(Permission.GOVERN):
        return
    for one in _every(uow.person_figures.page):
        waits = one.state is PersonFigureState.PROPOSED and now < one.until
        if waits and are_two_persons(one.by, caller.actor.id):
            kind, end = AwaitedKind.APPROVE_PERSON_FIGURES, AwaitedEnd.LAPSES
            yield Awaited(kind, one.id, one.at, one.until, end, words=one.purpose)


_FINDERS: tuple[Callable[[UnitOfWork, Caller, datetime], Iterator[Awaited]], ...] = (
    _unconfirmed,
    _unapproved,
    _unruled,
    _safeguards,
    _exemptions,
    _catalog_changes,
    _rules,
    _person_figures,
)
"""One for each kind of thing that somebody decides on."""
