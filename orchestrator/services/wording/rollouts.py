"""Rollouts and their live events in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from orchestrator.domain.rollouts import Cause, CauseCode, Intent, IntentOutcome, MachineRun, RolloutState, RunState
from orchestrator.services.rollouts import RolloutView
from orchestrator.services.stored_values import StoredEvent
from orchestrator.services.wording.causes import Place, say_causes, say_place
from orchestrator.services.wording.speaker import Speaker

MACHINE_STATE = "machine.state"
"""Kind of the events that say how a machine run goes."""


def say_rollout(speaker: Speaker, view: RolloutView) -> str:
    """Where a rollout is, and which seats are not ready when it is over."""
    sentences, rollout, runs = speaker.book.sentences, view.rollout, view.runs
    own = speaker.at(view.room.timezone)
    figures = {
        "room": view.room.code,
        "ready": sum(run.state is RunState.READY for run in runs),
        "seats": len(runs),
        "when": own.moment(rollout.finished_at) if rollout.finished_at else None,
    }
    if rollout.state is RolloutState.QUEUED:
        return own.say(sentences.rollout_waits, **figures)
    if rollout.state is RolloutState.RUNNING:
        return own.say(sentences.rollout_runs, **figures)
    if rollout.state is RolloutState.CANCELLED:
        return own.say(sentences.rollout_cancelled, **figures, by=view.cancelled_by)
    said = [own.say(sentences.rollout_over, **figures)]
    left = [say_place(own, place_of(own, view, run)) for run in runs if not _settled(run)]
    if left:
        said.append(own.say(sentences.rollout_left, labels=left))
    if rollout.skipped:
        skipped = [own.seat(seat_id) for seat_id in rollout.skipped]
        said.append(own.say(sentences.rollout_skipped, labels=skipped))
    return " ".join(said)


def place_of(speaker: Speaker, view: RolloutView, run: MachineRun) -> Place:
    """Where a machine run takes place: its seat, or its machine where the seat has left the room since."""
    label = speaker.seats.get(run.seat_id)
    if label is None:
        return Place(view.machine_names.get(run.machine_id, run.machine_id), view.room.mode, is_seat=False)
    return Place(label, view.room.mode)


def say_run(speaker: Speaker, run: MachineRun, place: Place) -> str:
    """How a machine run stands, with its causes."""
    causes = say_causes(speaker, run.causes, place, run.changed_at)
    return speaker.say(speaker.book.runs[run.state], seat=say_place(speaker, place), causes=causes)


def say_work(speaker: Speaker, run: MachineRun, intents: Iterable[Intent]) -> str:
    """What was done to a machine in a rollout; empty while it is under way, or where nothing of it came about.

    Args:
        speaker: Who knows the titles.
        run: How it ended.
        intents: What the rollout had announced for the machine.
    """
    if not _over(run):
        return ""
    installed: list[str] = []
    removed: list[str] = []
    failed: list[str] = []
    for intent in intents:
        title = speaker.title(intent.item_id)
        if intent.removes:
            (removed if run.state is RunState.READY else failed).append(title)
        elif run.state is RunState.READY or intent.outcome is IntentOutcome.PLACED:
            installed.append(f"{title} {intent.version}")
        else:
            failed.append(title)
    if installed or removed or failed:
        sentence = speaker.book.sentences.seat_work
        said = speaker.say(sentence, installed=installed or None, removed=removed or None, failed=failed or None)
        return said.strip()
    return speaker.book.sentences.seat_no_work if run.state is RunState.READY else ""


def say_event(speaker: Speaker, event: StoredEvent, place: Place | None) -> str:
    """One line of a live log. ``place`` is where it happened, or None for events of the rollout as a whole."""
    data = event.data
    seat = say_place(speaker, place) if place else ""
    if event.kind == MACHINE_STATE and place:
        causes = say_causes(speaker, map(_cause, data.get("causes", ())), place, event.at)
        return speaker.say(speaker.book.runs[RunState(data["state"])], seat=seat, causes=causes)
    fields: dict[str, object] = {"msg": "", "rc": None, **data}
    fields["items"] = [speaker.title(item) for item in data.get("items", ())] or [speaker.title(None)]
    return speaker.say(speaker.book.events[event.kind], seat=seat, **fields)


def _cause(data: Mapping[str, Any]) -> Cause:
    """A cause as an event's data keeps it."""
    return Cause(**{**data, "code": CauseCode(data["code"])})


def _over(run: MachineRun) -> bool:
    return run.state in {RunState.READY, RunState.FAILED, RunState.DIFFERS, RunState.REBOOT_NEEDED}


def _settled(run: MachineRun) -> bool:
    return run.state in {RunState.READY, RunState.OUT_OF_SERVICE}
