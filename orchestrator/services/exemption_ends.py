"""How an exemption ends: the safeguard binds again by itself, and the rooms are owed that (RULES R3.5, R4.3)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.clock import needs
from orchestrator.domain.exemptions import ExemptionDecided
from orchestrator.domain.letters import LetterOccasion
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import WORKER
from orchestrator.domain.recorded_changes import CHANGES, moved
from orchestrator.domain.requests import SoftwareRequest, Wanted
from orchestrator.domain.safeguards import EXEMPTION_TRANSITIONS, Exemption, ExemptionState
from orchestrator.services.deadlines import DeadlineTools, Followed
from orchestrator.services.exemption_entries import exemption_about, exemption_subjects
from orchestrator.services.letters import send_letters
from orchestrator.services.notices import tell
from orchestrator.services.owing import owe_for
from orchestrator.services.unit_of_work import UnitOfWork


def end_exemption(
    uow: UnitOfWork,
    exemption: Exemption,
    state: ExemptionState,
    by: str,
    at: datetime,
    new_id: Callable[[], str] | None = None,
) -> Exemption:
    """End an exemption; where it was in force, owe its rooms what the safeguard wants, and tell whom it concerns.

    The audit entry is the caller's.

    Args:
        uow: The caller's unit of work, which holds the exemption and its rooms.
        exemption: As it is in the store.
        state: How it ends.
        by: Id of the actor.
        at: When, UTC.
        new_id: Makes identities, for letters; needed where it may be in force.

    Raises:
        ExemptionDecided: The table of transitions doesn't allow it.
    """
    if state not in EXEMPTION_TRANSITIONS[exemption.state]:
        raise ExemptionDecided(exemption_id=exemption.id, state=exemption.state)
    ended = replace(exemption, state=state, ended_at=at, ended_by=by)
    uow.exemptions.update(ended)
    if exemption.state is not ExemptionState.LIVE:
        return ended
    safeguard = uow.safeguards.seen(exemption.safeguard_id)
    binds = safeguard is not None and safeguard.binds_at(at)
    about = exemption_about(ended)
    for room, requests in concerned_by(uow, ended, at):
        owe_for(uow, room, f"exemption:{ended.id}:{state.value}")
        letters: dict[str, str] = {}
        if safeguard is not None and binds and new_id is not None:
            letters = send_letters(uow, LetterOccasion.SAFEGUARD, safeguard, requests, room, at, new_id)
        people = [request.requester_id for request in requests]
        thing = f"{ended.id}:{room.id}"
        tell(uow, people, NoticeKind.EXEMPTION_ENDED, thing, about | {"classroom": room.id}, at, letters=letters)
    tell(uow, (ended.risk_owner, ended.by), NoticeKind.EXEMPTION_ENDED, ended.id, about, at)
    return ended


def rooms_of(uow: UnitOfWork, exemption: Exemption) -> tuple[Classroom, ...]:
    """The rooms of an exemption, as they are now."""
    return tuple(room for one in exemption.classroom_ids if (room := uow.classrooms.get(one)))


def concerned_by(
    uow: UnitOfWork, exemption: Exemption, at: datetime
) -> Iterator[tuple[Classroom, list[SoftwareRequest]]]:
    """Each room of an exemption with the open requests that ask for its item, or cannot do without it."""
    catalog = uow.catalog.load()
    for room in rooms_of(uow, exemption):
        asked = (r for r in uow.requests.of_classroom(room.id) if r.counts_at(at) and r.wanted is Wanted.PRESENT)
        yield room, [r for r in asked if exemption.item_id in needs(r.item_id, catalog)]


def _next_moment(uow: UnitOfWork, exemption_id: str) -> datetime | None:
    exemption = uow.exemptions.get(exemption_id)
    going_on = exemption is not None and ExemptionState.EXPIRED in EXEMPTION_TRANSITIONS[exemption.state]
    return exemption.expires_at if exemption and going_on else None


def _come_due(tools: DeadlineTools, exemption_id: str, at: datetime) -> None:
    with tools.transactions() as uow:
        exemption = uow.exemptions.get(exemption_id)
        if exemption is None or ExemptionState.EXPIRED not in EXEMPTION_TRANSITIONS[exemption.state]:
            return
        if at < exemption.expires_at:
            return
        expired = end_exemption(uow, exemption, ExemptionState.EXPIRED, WORKER.id, at, tools.new_id)
        texts = {CHANGES: moved("state", exemption.state.value, expired.state.value)}
        subjects = exemption_subjects(expired)
        uow.audit.append(at=at, actor=WORKER, kind="exemption.expired", subjects=subjects, texts=texts)
        uow.commit()


EXEMPTION_DEADLINES = Followed(_next_moment, _come_due)
"""An exemption expires, signed or not."""
