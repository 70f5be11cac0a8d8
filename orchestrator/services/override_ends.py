"""How an override ends: the desired state returns by itself, and the room is owed it (RULES R3.5)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from orchestrator.domain.contests import ContestSubject
from orchestrator.domain.errors import NotFound
from orchestrator.domain.letters import LetterOccasion
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.overrides import OVERRIDE_TRANSITIONS, Override, OverrideIsOver, OverrideState
from orchestrator.services.contest_ends import moot_contests
from orchestrator.services.letters import send_letters
from orchestrator.services.notices import tell
from orchestrator.services.owing import owe_for
from orchestrator.services.readiness import note_readiness
from orchestrator.services.room_picture import picture
from orchestrator.services.unit_of_work import UnitOfWork


def end_override(
    uow: UnitOfWork, override: Override, state: OverrideState, by: str, at: datetime, new_id: Callable[[], str]
) -> Override:
    """End an override, owe the room what it kept away, and tell whom it concerned. The audit entry is the caller's.

    Args:
        uow: The caller's unit of work, which holds the override's room.
        override: As it is in the store.
        state: How it ends.
        by: Id of the actor.
        at: When, UTC.
        new_id: Makes identities.

    Raises:
        OverrideIsOver: The table of transitions doesn't allow it.
    """
    if state not in OVERRIDE_TRANSITIONS[override.state]:
        raise OverrideIsOver(override_id=override.id, state=override.state)
    ended = replace(override, state=state, ended_at=at, ended_by=by)
    uow.overrides.update(ended)
    moot_contests(uow, ContestSubject.OVERRIDE, override.id, by, at)
    if override.state is not OverrideState.LIVE:
        return ended
    room = uow.classrooms.get(override.classroom_id)
    if room is None:  # a foreign key holds this
        raise NotFound(kind="classroom", name=override.classroom_id)
    owe_for(uow, room, f"override:{override.id}:{state.value}")
    # What is there already may be as it was asked for from now on.
    note_readiness(uow, picture(uow, room, at))
    concerned = [r for i in override.request_ids if (r := uow.requests.get(i)) and r.counts_at(at)]
    letters = send_letters(uow, LetterOccasion.OVERRIDE_ENDED, ended, concerned, room, at, new_id)
    for request in concerned:
        about = {"request": request.id, "override": override.id, "classroom": room.id, "state": state.value}
        thing = f"{override.id}:{request.id}"
        tell(uow, {request.requester_id}, NoticeKind.OVERRIDE_ENDED, thing, about, at, letters=letters)
    return ended


def override_subjects(override: Override) -> dict[str, str]:
    """What an entry of the record about an override names; of several requests, the first."""
    named = {"override": override.id, "classroom": override.classroom_id, "item": override.item_id}
    return named | ({"request": override.request_ids[0]} if override.request_ids else {})
