"""Owed work: what the worker starts by itself, because silence means yes (RULES R0.3, R5.4)."""

from datetime import datetime, timedelta

from orchestrator.domain.calendars import end_of_notice, next_slot
from orchestrator.domain.classrooms import RolloutMode
from orchestrator.domain.observations import Observation
from orchestrator.domain.planning import needed_minutes
from orchestrator.domain.requests import RequestState
from orchestrator.domain.rollouts import RolloutTrigger, RunState
from orchestrator.services.blackouts import BLACKOUT, in_blackout, owe_after_blackout
from orchestrator.services.durable import WorkflowContext
from orchestrator.services.emergencies import is_emergency
from orchestrator.services.readiness import note_readiness
from orchestrator.services.request_ends import close_requests
from orchestrator.services.rollouts import RUN_ROLLOUT
from orchestrator.services.room_picture import RoomPicture, picture
from orchestrator.services.targets import scan_machines, silent_machines
from orchestrator.services.unit_of_work import UnitOfWork
from orchestrator.services.waves import RolloutTools


def owe_room(
    context: WorkflowContext,
    tools: RolloutTools,
    *,
    classroom_id: str,
    revision: str,
    until: str | None = None,
    because: str | None = None,
    earliest: str | None = None,
) -> None:
    """Wait for the room's slot after the notice period, then let a rollout begin.

    With ``until``, an ISO moment, wait for the end of the requests that made the revision instead, and close them: that
    makes another revision, which owes what they stood in the way of.

    With ``because`` the manifest has not changed, but a decision began or ended: the rollout is then not for a revision
    that another one may have served already. With ``earliest``, an ISO moment, it does not begin before that.
    """
    if until is not None:
        context.sleep_until(datetime.fromisoformat(until))
        context.step("end", lambda: close_requests(classroom_id, transactions=tools.transactions, clock=tools.clock))
        return
    enters = because is None or not because.startswith(BLACKOUT)
    moment = context.step(
        "slot", lambda: find_slot(tools, classroom_id, int(revision), earliest, enters_blackouts=enters)
    )
    if moment is None:
        return
    context.sleep_until(datetime.fromisoformat(moment))
    if because is not None:
        key = f"{classroom_id}:{because}:{moment}"
        context.step("begin", lambda: begin(tools, classroom_id, key, RolloutTrigger.OWED))
        return
    # The moment is part of it, because a new machine may owe a rollout of a revision that had one long ago.
    key = f"{classroom_id}:r{revision}:{moment}"
    context.step("begin", lambda: begin(tools, classroom_id, key, RolloutTrigger.OWED, revision))


def await_machines(context: WorkflowContext, tools: RolloutTools, *, classroom_id: str, rollout_id: str) -> None:
    """Come back for seats that were off: look again from time to time, and roll out when one answers."""
    attempt = 1
    while moment := context.step(f"next-{attempt}", lambda n=attempt: _next_look(tools, n)):
        context.sleep_until(datetime.fromisoformat(moment))
        verdict = context.step(f"look-{attempt}", lambda: look(tools, classroom_id, rollout_id))
        if verdict == "answered":
            key = f"{rollout_id}:pending-{attempt}"
            context.step(f"begin-{attempt}", lambda k=key: begin(tools, classroom_id, k, RolloutTrigger.PENDING))
        if verdict != "silent":
            return
        attempt += 1


def find_slot(
    tools: RolloutTools,
    classroom_id: str,
    revision: int,
    not_before: str | None = None,
    *,
    enters_blackouts: bool = True,
) -> str | None:
    """When the room's owed rollout may start, as ISO text; None when a technician starts its rollouts.

    An emergency's update may enter a blackout, unless what is owed is the rest that could not be done in one; the wave
    sees to it that nothing else enters with it (RULES R4.4).
    """
    with tools.transactions() as uow:
        room = uow.classrooms.get(classroom_id)
        if room is None or room.mode is not RolloutMode.AUTOMATIC:
            return None
        now = tools.clock.now()
        seen = picture(uow, room, now)
        minutes = _minutes(seen)
        earliest = max(_end_of_notice(uow, seen, revision, minutes, now), now)
        if not_before is not None:
            earliest = max(earliest, datetime.fromisoformat(not_before))
        blackouts = () if enters_blackouts and is_emergency(seen) else uow.blackouts.ahead(now)
        return next_slot(room, minutes, earliest, blackouts).isoformat()


def _minutes(seen: RoomPicture) -> int:
    """Expected minutes of the longest machine; on one that was never read, all is still to be done."""
    minutes = {item.id: item.minutes for item in seen.catalog.items.values()}
    unread = (
        sum(minutes.get(line.item_id, 0) for line in seen.desired.for_seat(seat.seat.id))
        for seat in seen.seats
        if seat.machine is not None and seat.plan is None
    )
    return max(needed_minutes((seat.plan for seat in seen.seats if seat.plan), minutes), *unread, 0)


def _end_of_notice(uow: UnitOfWork, seen: RoomPicture, revision: int, minutes: int, now: datetime) -> datetime:
    """End of the notice for the request that made the revision; a changed baseline gives no notice."""
    made = uow.manifests.get(seen.room.id, revision)
    request = uow.requests.get(made.request_id) if made and made.request_id else None
    if request is None or request.state is not RequestState.OPEN:
        return now
    return end_of_notice(uow.site.load(), request.created_at, request.needed_by, minutes)


def begin(
    tools: RolloutTools, classroom_id: str, key: str, trigger: RolloutTrigger, revision: str | None = None
) -> None:
    """Enqueue a rollout. It finds out itself whether the room is still owed anything when its turn comes.

    Not in a room that has come to a technician meanwhile (RULES R0.5), and not in a blackout that was set meanwhile:
    then the room is owed it afterwards (RULES R4.4).
    """
    with tools.transactions() as uow:
        room = uow.classrooms.get(classroom_id)
        if room is None or room.mode is not RolloutMode.AUTOMATIC:
            return
        now = tools.clock.now()
        blackout = in_blackout(uow, room, now)
        if blackout is not None and not is_emergency(picture(uow, room, now)):
            owe_after_blackout(uow, room, blackout)
            uow.commit()
            return
        arguments: dict[str, str | None] = {
            "classroom_id": classroom_id,
            "rollout_id": tools.new_id(),
            "trigger": trigger.value,
            "revision": revision,
        }
        uow.jobs.enqueue(RUN_ROLLOUT, key, arguments)
        uow.commit()


def look(tools: RolloutTools, classroom_id: str, rollout_id: str) -> str:
    """Whether machines that were off answer now and are owed work: ``answered``, else ``silent`` as long as one is
    off, else ``over``.
    """
    with tools.transactions() as uow:
        newest = uow.rollouts.page(classroom_id=classroom_id, after=None, limit=1)
        if not newest or newest[0].id != rollout_id:
            return "over"
        machines = silent_machines(uow, classroom_id, tools.clock.now())
    results = scan_machines(
        machines, transactions=tools.transactions, scanner=tools.scanner, ca_file=tools.ca_file, settles=False
    )
    answered = {machine_id for machine_id, result in results.items() if isinstance(result, Observation)}
    with tools.transactions() as uow:
        room = uow.classrooms.get(classroom_id)
        if room is None:
            return "over"
        now = tools.clock.now()
        seen = picture(uow, room, now)
        note_readiness(uow, seen)
        silent = {machine.id for machine in silent_machines(uow, classroom_id, now)}
        # Somebody else's look may have found it on meanwhile: then it is waited for no less.
        pending = {run.machine_id for run in uow.rollouts.runs(rollout_id) if run.state is RunState.PENDING}
        answered |= pending - silent
        uow.commit()
    if any(seat.plan and seat.plan.calls for seat in seen.seats if seat.machine and seat.machine.id in answered):
        return "answered"
    return "silent" if silent else "over"


def _next_look(tools: RolloutTools, attempt: int) -> str:
    """Twice as long each time, at most a day: a machine that is off for weeks costs one look a day."""
    minutes = min(tools.retry_pending_minutes * 2 ** min(attempt - 1, 10), 24 * 60)
    return (tools.clock.now() + timedelta(minutes=minutes)).isoformat()
