"""Rollouts and their events on the wire."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pydantic import Field

from api.schemas.causes import CauseOut, causes_out
from api.schemas.fields import Code
from api.schemas.wire import PersonRef, Term, Wire
from orchestrator.domain.rollouts import MachineRun, RunState
from orchestrator.services.rollouts import RolloutView
from orchestrator.services.seat_history import SeatHistory
from orchestrator.services.stored_values import StoredEvent
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.causes import Place
from orchestrator.services.wording.rollouts import place_of, say_event, say_rollout, say_run, say_work


class StartIn(Wire):
    """What a rollout leaves out, for this once."""

    skip: list[Code] = Field(default_factory=list, max_length=1_000, description="Labels of seats.", examples=[["07"]])


class RolloutRef(Wire):
    """A rollout in a list."""

    id: str
    classroom: str
    timezone: str
    trigger: Term
    state: Term
    actor: PersonRef
    revision: int = Field(description="Manifest revision that it started from.")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    ready: int
    seats_in_all: int
    text: str = Field(examples=["The rollout in B-204 ended on Mon 12 Jan, 08:04: 11 of 12 seats ready."])


class RunOut(Wire):
    """One machine in the rollout."""

    seat: str | None = Field(description="Label of its seat; null when the seat has left the room since.")
    machine: str
    state: Term
    wave: int = Field(description="Wave that it is in, from 1; 0 when it needed no work.")
    changed_at: datetime
    causes: tuple[CauseOut, ...]
    text: str = Field(examples=["Seat 07 is ready."])


class SeatRunOut(RunOut):
    """One machine at a seat, in one rollout."""

    rollout: str = Field(description="Id of the rollout.")
    work: str = Field(
        description="What was done; empty while it is under way, or where the machine was not worked on.",
        examples=["Installed: Mozilla Firefox 145.0.1."],
    )


class SeatRunsOut(Wire):
    """A page of what was done at a seat, newest rollout first."""

    classroom: str = Field(examples=["B-204"])
    timezone: str
    label: str = Field(examples=["07"])
    runs: tuple[SeatRunOut, ...]
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


class WaveOut(Wire):
    """The desired state that a wave ran with."""

    number: int
    at: datetime
    digest: str = Field(description="SHA-256 of the desired state's canonical JSON.")
    changes: tuple[dict[str, Any], ...] = Field(description="Items that changed since the wave before.")


class RolloutOut(RolloutRef):
    """One rollout, seat by seat."""

    only_machines: tuple[str, ...] | None = Field(description="Machines it is limited to; null for all of the room.")
    skipped: tuple[str, ...] = Field(description="Labels of seats that it leaves out for this once.")
    cancelled_by: PersonRef | None
    seats: tuple[RunOut, ...]
    waves: tuple[WaveOut, ...]


class RolloutsOut(Wire):
    """A page of rollouts, newest first."""

    rollouts: tuple[RolloutRef, ...]
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


class EventOut(Wire):
    """One live event."""

    sequence: int = Field(description="Counts from 1 within the rollout, without gaps.")
    at: datetime
    kind: str = Field(examples=["machine.state"])
    seat: str | None
    machine: str | None
    data: dict[str, Any] = Field(description="Plain facts of this kind of event.")
    text: str = Field(examples=["Seat 07 is ready."])


class EventsOut(Wire):
    """Events in order."""

    rollout: str
    classroom: str
    timezone: str
    state: Term
    events: tuple[EventOut, ...]
    next: int = Field(description="Value for after, to go on from here.")
    over: bool = Field(description="Whether there will be no further events.")


def rollout_ref(view: RolloutView, speaker: Speaker) -> RolloutRef:
    """A rollout in a list."""
    return RolloutRef(**_head(view, _own(view, speaker)))


def rollout_out(view: RolloutView, speaker: Speaker) -> RolloutOut:
    """One rollout; the speaker knows the titles."""
    own = _own(view, speaker)
    only = view.rollout.machine_ids
    return RolloutOut(
        **_head(view, own),
        only_machines=None if only is None else tuple(view.machine_names.get(m, m) for m in only),
        skipped=tuple(own.seat(seat_id) for seat_id in view.rollout.skipped),
        cancelled_by=PersonRef(id=by, name=view.cancelled_by or by) if (by := view.rollout.cancelled_by) else None,
        seats=tuple(_run(run, view, own) for run in view.runs),
        waves=tuple(
            WaveOut(number=wave.number, at=wave.at, digest=wave.digest, changes=wave.changes) for wave in view.waves
        ),
    )


def seat_run_out(run: MachineRun, history: SeatHistory, speaker: Speaker) -> SeatRunOut:
    """What was done at a seat in one rollout; the speaker knows the titles."""
    own = speaker.about(history.room, titles=speaker.titles)
    told = _run_out(run, Place(history.seat.label, history.room.mode), history.machine_names, own)
    work = say_work(own, run, history.intents[run.rollout_id])
    return SeatRunOut(**told.model_dump(), rollout=run.rollout_id, work=work)


def events_out(
    view: RolloutView, events: Iterable[StoredEvent], speaker: Speaker, *, after: int, over: bool
) -> EventsOut:
    """Events of a rollout, said in words.

    Args:
        view: The rollout.
        events: Its events after ``after``.
        speaker: Who knows the titles.
        after: Where to go on from when there are no events.
        over: Whether nothing can follow.
    """
    own = _own(view, speaker)
    places = {run.machine_id: place_of(own, view, run) for run in view.runs}
    said = tuple(_event(event, view, places.get(event.machine_id or ""), own) for event in events)
    return EventsOut(
        rollout=view.rollout.id,
        classroom=view.room.code,
        timezone=view.room.timezone,
        state=Term.of(view.rollout.state, own),
        events=said,
        next=said[-1].sequence if said else after,
        over=over,
    )


def _own(view: RolloutView, speaker: Speaker) -> Speaker:
    return speaker.about(view.room, titles=speaker.titles, people={view.rollout.actor_id: view.actor})


def _head(view: RolloutView, speaker: Speaker) -> dict[str, Any]:
    rollout = view.rollout
    return {
        "id": rollout.id,
        "classroom": view.room.code,
        "timezone": view.room.timezone,
        "trigger": Term.of(rollout.trigger, speaker),
        "state": Term.of(rollout.state, speaker),
        "actor": PersonRef.of(rollout.actor_id, speaker),
        "revision": rollout.revision,
        "created_at": rollout.created_at,
        "started_at": rollout.started_at,
        "finished_at": rollout.finished_at,
        "ready": sum(run.state is RunState.READY for run in view.runs),
        "seats_in_all": len(view.runs),
        "text": say_rollout(speaker, view),
    }


def _run(run: MachineRun, view: RolloutView, speaker: Speaker) -> RunOut:
    return _run_out(run, place_of(speaker, view, run), view.machine_names, speaker)


def _run_out(run: MachineRun, place: Place, machine_names: Mapping[str, str], speaker: Speaker) -> RunOut:
    return RunOut(
        seat=place.label if place.is_seat else None,
        machine=machine_names.get(run.machine_id, run.machine_id),
        state=Term.of(run.state, speaker),
        wave=run.wave,
        changed_at=run.changed_at,
        causes=causes_out(run.causes, speaker, place, run.changed_at),
        text=say_run(speaker, run, place),
    )


def _event(event: StoredEvent, view: RolloutView, place: Place | None, speaker: Speaker) -> EventOut:
    machine = view.machine_names.get(event.machine_id, event.machine_id) if event.machine_id else None
    if place is None and machine is not None:
        place = Place(machine, view.room.mode, is_seat=False)
    return EventOut(
        sequence=event.sequence,
        at=event.at,
        kind=event.kind,
        seat=place.label if place and place.is_seat else None,
        machine=machine,
        data=event.data,
        text=say_event(speaker, event, place),
    )
