"""Proposing an exemption: terms, risk owner, second person, canary (RULES R4.3). Unsigned it frees nothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.contests import Contest
from orchestrator.domain.errors import FieldProblem, InvalidInput, NotFound
from orchestrator.domain.exemptions import (
    NothingToExempt,
    RiskOwnerTookPart,
    first_seat,
    latest_expiry,
    may_accept,
    needs_second_person,
)
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import CAMPUS, Actor, Permission, Person, PersonDeactivated, permissions_of
from orchestrator.domain.recorded_changes import CHANGES, recorded
from orchestrator.domain.rulers import CannotRule, IsInsideIt
from orchestrator.domain.safeguards import Exemption, Safeguard
from orchestrator.services.deadlines import follow
from orchestrator.services.exemption_entries import exemption_about, exemption_subjects
from orchestrator.services.notices import holders, tell
from orchestrator.services.roles import person_by_login
from orchestrator.services.room_picture import room_by_code
from orchestrator.services.staffing import is_inside_it
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork

EXEMPTION = "exemption"
"""Name under which the deadline of exemptions is followed."""


@dataclass(frozen=True, slots=True)
class ExemptionTerms:
    """On what terms a safeguard shall not bind.

    Attributes:
        compensation: Compensating control, in words.
        expires_at: Until when, UTC.
        risk_owner: Who accepts the risk; see ``named_risk_owner``.
        canary_seat: Label of the seat of the first room that gets it first; None for the podium, where one is needed.
    """

    compensation: str
    expires_at: datetime
    risk_owner: Person
    canary_seat: str | None = None


@dataclass(frozen=True, slots=True)
class MakeExemption:
    """An exemption that somebody makes without a contest: safeguard, item, codes of rooms, terms."""

    safeguard_id: str
    item_id: str
    rooms: tuple[str, ...]
    terms: ExemptionTerms


def named_risk_owner(login: str, *, reads: Reads) -> Person:
    """Who is named to accept the risk. Whether they may is looked at when it is proposed, and when they sign.

    Raises:
        NotFound: Nobody has this login.
    """
    with reads() as uow:
        return person_by_login(uow, login)


def make_exemption(
    command: MakeExemption, *, actor: Actor, transactions: Transactions, clock: Clock, new_id: Callable[[], str]
) -> Exemption:
    """Propose an exemption; the safeguard binds until the risk owner has signed (R4.3).

    Raises:
        NotFound: There is no such safeguard, room or seat.
        NothingToExempt: The safeguard is not in force, or not about this item.
        InvalidInput, PersonDeactivated, CannotRule, IsInsideIt, RiskOwnerTookPart: See ``propose``.
    """
    now = clock.now()
    with transactions() as uow:
        # Rooms are held in the order of their codes, as everywhere.
        rooms = [room_by_code(uow, code) for code in sorted({code.casefold(): code for code in command.rooms}.values())]
        safeguard = uow.safeguards.seen(command.safeguard_id)
        if safeguard is None:
            raise NotFound(kind="safeguard", name=command.safeguard_id)
        exemption = propose(uow, safeguard, command.item_id, rooms, command.terms, actor, now, new_id)
        record_made(uow, exemption, actor, now)
        uow.commit()
    return exemption


def propose(
    uow: UnitOfWork,
    safeguard: Safeguard,
    item_id: str,
    rooms: Sequence[Classroom],
    terms: ExemptionTerms,
    actor: Actor,
    now: datetime,
    new_id: Callable[[], str],
    contest: Contest | None = None,
) -> Exemption:
    """Add a proposed exemption and ask whom it takes. The audit entry is the caller's: ``record_made``.

    The risk owner may be anybody active who may rule and holds no role of IT, but whoever makes it or asked for it:
    the exemption itself names that person, for everybody to read, so no further list of risk owners is kept.

    Raises:
        NothingToExempt: The safeguard is not in force, or not about this item.
        InvalidInput: It would expire in the past, or later than the rules' numbers allow.
        PersonDeactivated, CannotRule: The risk owner may do nothing any more, or not sign.
        IsInsideIt: They hold a role of IT.
        RiskOwnerTookPart: They make it themselves, or asked for it.
        NotFound: The first room has no such seat.
    """
    item = uow.catalog.load().get(item_id)
    if not safeguard.binds_at(now) or item is None or not safeguard.aim.fits(item):
        raise NothingToExempt(safeguard_id=safeguard.id, item=item_id)
    latest = latest_expiry(now, uow.rules.load())
    if not now < terms.expires_at <= latest:
        expected = f"{now:%Y-%m-%d} … {latest:%Y-%m-%d}"
        raise InvalidInput((FieldProblem("expires_at", terms.expires_at.isoformat(), "out-of-range", expected),))
    two = needs_second_person(safeguard.category)
    exemption = Exemption(
        id=new_id(),
        safeguard_id=safeguard.id,
        item_id=item_id,
        classroom_ids=tuple(room.id for room in rooms),
        compensation=terms.compensation,
        by=actor.id,
        created_at=now,
        expires_at=terms.expires_at,
        risk_owner=terms.risk_owner.id,
        contest_id=contest.id if contest else None,
        needs_approval=two,
        canary_seat_id=_canary(rooms[0], terms.canary_seat, needed=two),
    )
    check_risk_owner(uow, terms.risk_owner, exemption, contest.by if contest else None)
    uow.exemptions.add(exemption)
    follow(uow, EXEMPTION, exemption.id)
    about = exemption_about(exemption)
    tell(uow, {exemption.risk_owner}, NoticeKind.EXEMPTION_TO_SIGN, exemption.id, about, now)
    if two:
        seconds = [person_id for person_id in _seconds(uow) if person_id != actor.id]
        tell(uow, seconds, NoticeKind.EXEMPTION_TO_APPROVE, exemption.id, about, now)
    uow.people.remember(actor)
    return exemption


def record_made(uow: UnitOfWork, exemption: Exemption, actor: Actor, now: datetime) -> None:
    """Write into the record that an exemption was made."""
    changes = recorded(
        risk_owner=exemption.risk_owner,
        rooms=", ".join(exemption.classroom_ids),
        expires_at=exemption.expires_at.isoformat(),
        canary_seat=exemption.canary_seat_id,
    )
    texts = {"compensation": exemption.compensation, CHANGES: changes}
    uow.audit.append(at=now, actor=actor, kind="exemption.made", subjects=exemption_subjects(exemption), texts=texts)


def check_risk_owner(uow: UnitOfWork, person: Person, exemption: Exemption, asked_by: str | None) -> None:
    """See to it that the named risk owner may accept this risk now (R4.3).

    Raises:
        PersonDeactivated, CannotRule, IsInsideIt, RiskOwnerTookPart: They may not.
    """
    grants = uow.accounts.grants({person.id}).get(person.id, ())
    if not person.active:
        raise PersonDeactivated(login=person.login)
    if Permission.RULE not in permissions_of(grants):
        raise CannotRule(login=person.login)
    if is_inside_it(grants):
        raise IsInsideIt(login=person.login)
    if not may_accept(exemption, {asked_by} if asked_by else ()):
        raise RiskOwnerTookPart(login=person.login)


def _seconds(uow: UnitOfWork) -> Iterator[str]:
    """Who may be the second person: those who may approve for the whole site, as safeguards are the whole site's."""
    people = holders(uow, Permission.APPROVE, None)
    grants = uow.accounts.grants([person.id for person in people])
    for person in people:
        if Permission.APPROVE in permissions_of(grant for grant in grants[person.id] if grant.scope == CAMPUS):
            yield person.id


def _canary(room: Classroom, label: str | None, *, needed: bool) -> str | None:
    if label is None:
        return first_seat(room) if needed else None
    seat = next((seat.id for seat in room.seats if seat.label == label), None)
    if seat is None:
        raise NotFound(kind="seat", name=label, known=tuple(seat.label for seat in room.seats))
    return seat
