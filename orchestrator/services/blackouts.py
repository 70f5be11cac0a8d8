"""Blackouts: one record freezes a part of the site for a while, and moves slots behind it (RULES R4.4).

Nothing of it stops the clock of what is owed. Only an emergency's protective update may enter one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from orchestrator.domain.blackouts import Blackout, BlackoutIsOver, InBlackout, blackout_at
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.errors import FieldProblem, InvalidInput, NotFound
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import Actor, RoleScope, ScopeKind
from orchestrator.domain.recorded_changes import CHANGES, recorded
from orchestrator.services.blackout_notices import tell_team, tell_those_who_wait
from orchestrator.services.emergencies import is_emergency
from orchestrator.services.owing import owe_for
from orchestrator.services.roles import scope_of
from orchestrator.services.room_picture import picture
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork

BLACKOUT = "blackout:"
"""Begins what a room is owed for, where it could not be done in a blackout."""


@dataclass(frozen=True, slots=True)
class SetBlackout:
    """A freeze that somebody wants.

    Attributes:
        kind: How far it reaches.
        name: The building, the department, or the room's code; empty for the campus.
        starts_at, ends_at: UTC.
        reason: Why, in words.
    """

    kind: ScopeKind
    name: str
    starts_at: datetime
    ends_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class BlackoutView:
    """A blackout, where it holds as people say it, the zone of its moments, and who had to do with it by name."""

    blackout: Blackout
    where: str
    zone: str
    people: Mapping[str, str]
    on: bool


def set_blackout(
    command: SetBlackout, *, actor: Actor, transactions: Transactions, clock: Clock, new_id: Callable[[], str]
) -> Blackout:
    """Freeze a part of the site for a while. What already runs there finishes its wave. Whoever looks after one of the
    rooms is told, and whoever waits for something there.

    Raises:
        InvalidInput: It ends before it begins, or is over already.
        NotFound: No such room, building or department.
    """
    now = clock.now()
    _check(command, now)
    with transactions() as uow:
        rooms = uow.classrooms.all()
        scope = scope_of(uow, command.kind, command.name)
        blackout = Blackout(new_id(), scope, command.starts_at, command.ends_at, command.reason, actor.id, now)
        uow.blackouts.add(blackout)
        covered = [room for room in rooms if blackout.covers(room)]
        tell_team(uow, blackout, NoticeKind.BLACKOUT_SET, covered, actor, now)
        tell_those_who_wait(uow, blackout, covered, now)
        uow.people.remember(actor)
        changes = recorded(
            scope=scope.kind.value, starts_at=command.starts_at.isoformat(), ends_at=command.ends_at.isoformat()
        )
        texts = {"reason": command.reason, CHANGES: changes}
        uow.audit.append(at=now, actor=actor, kind="blackout.set", subjects=_subjects(blackout), texts=texts)
        uow.commit()
    return blackout


def lift_blackout(blackout_id: str, *, actor: Actor, transactions: Transactions, clock: Clock) -> Blackout:
    """End a freeze before its time; the rooms are owed at once what it kept waiting.

    Raises:
        NotFound: No such blackout.
        BlackoutIsOver: It is over, or was lifted already.
    """
    now = clock.now()
    with transactions() as uow:
        rooms = uow.classrooms.all()
        blackout = uow.blackouts.get(blackout_id)
        if blackout is None:
            raise NotFound(kind="blackout", name=blackout_id)
        if blackout.lifted_at is not None or blackout.ends_at <= now:
            raise BlackoutIsOver(blackout_id=blackout.id)
        lifted = replace(blackout, lifted_at=now, lifted_by=actor.id)
        uow.blackouts.update(lifted)
        covered = [room for room in rooms if blackout.covers(room)]
        for room in covered:
            owe_for(uow, room, f"{BLACKOUT}{blackout.id}:lifted")
        tell_team(uow, blackout, NoticeKind.BLACKOUT_LIFTED, covered, actor, now)
        uow.people.remember(actor)
        texts = {CHANGES: recorded(lifted_at=now.isoformat())}
        uow.audit.append(at=now, actor=actor, kind="blackout.lifted", subjects=_subjects(lifted), texts=texts)
        uow.commit()
    return lifted


def get_blackout(blackout_id: str, *, reads: Reads, clock: Clock) -> BlackoutView:
    """One blackout.

    Raises:
        NotFound: There is none of this id.
    """
    with reads() as uow:
        blackout = uow.blackouts.get(blackout_id)
        if blackout is None:
            raise NotFound(kind="blackout", name=blackout_id)
        return _view(uow, blackout, clock.now())


def list_blackouts(
    *, reads: Reads, clock: Clock, after: str | None = None, limit: int = 50
) -> tuple[BlackoutView, ...]:
    """All that ever were, newest first, older than the one with id ``after``."""
    now = clock.now()
    with reads() as uow:
        return tuple(_view(uow, blackout, now) for blackout in uow.blackouts.page(after=after, limit=limit))


def in_blackout(uow: UnitOfWork, room: Classroom, at: datetime) -> Blackout | None:
    """The blackout of a room at a moment, or None."""
    return blackout_at(uow.blackouts.ahead(at), room, at)


def refuse_in_blackout(uow: UnitOfWork, room: Classroom, at: datetime) -> None:
    """Keep a technician's start out of a blackout, unless an emergency's update is due in the room (R4.4).

    Raises:
        InBlackout: The room has one now.
    """
    blackout = in_blackout(uow, room, at)
    if blackout is not None and not is_emergency(picture(uow, room, at)):
        raise InBlackout(classroom=room.code, reason=blackout.reason, until=blackout.ends_at)


def owe_after_blackout(uow: UnitOfWork, room: Classroom, blackout: Blackout, because: str = "") -> None:
    """Owe a room after its blackout what could not be done in it.

    Args:
        uow: The unit of work of whoever could not.
        room: The room.
        blackout: Which.
        because: What tells this from what else could not be done in it, such as the id of a rollout that it ended.
    """
    owe_for(uow, room, f"{BLACKOUT}{blackout.id}:over{because and ':'}{because}")


def _check(command: SetBlackout, now: datetime) -> None:
    problems: list[FieldProblem] = []
    if not command.reason.strip():
        problems.append(FieldProblem("reason", "", "empty"))
    if command.ends_at <= command.starts_at:
        expected = command.starts_at.isoformat()
        problems.append(FieldProblem("ends_at", command.ends_at.isoformat(), "before-its-start", expected))
    elif command.ends_at <= now:
        problems.append(FieldProblem("ends_at", command.ends_at.isoformat(), "in-the-past"))
    if problems:
        raise InvalidInput(tuple(problems))


def _view(uow: UnitOfWork, blackout: Blackout, now: datetime) -> BlackoutView:
    where, zone = blackout.scope.name, uow.site.load().timezone
    if blackout.scope.kind is ScopeKind.CLASSROOM and (room := uow.classrooms.get(where)):
        where, zone = room.code, room.timezone
    people = uow.people.names({p for p in (blackout.by, blackout.lifted_by) if p})
    return BlackoutView(blackout, where, zone, people, blackout.is_on_at(now))


def _subjects(blackout: Blackout) -> dict[str, str]:
    scope: RoleScope = blackout.scope
    return {"blackout": blackout.id, **({scope.kind.value: scope.name} if scope.name else {})}
