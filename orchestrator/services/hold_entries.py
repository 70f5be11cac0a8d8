"""What the record says of a hold: one entry for each request that it holds, or one where it holds none."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from orchestrator.domain.holds import Hold
from orchestrator.domain.people import Actor
from orchestrator.domain.recorded_changes import CHANGES, recorded
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.services.unit_of_work import UnitOfWork


class HoldMoment(StrEnum):
    """What happened to a hold."""

    SET = "set"  # somebody on duty put the brake on
    ANNOUNCED = "announced"  # the technicians were told that a newer state comes back tomorrow
    LIFTED = "lifted"  # somebody on duty took it off
    OVER = "over"  # its time was over, and it resumes by itself


KINDS: Mapping[HoldMoment, str] = {
    HoldMoment.SET: "hold.set",
    HoldMoment.ANNOUNCED: "hold.announced",
    HoldMoment.LIFTED: "hold.lifted",
    HoldMoment.OVER: "hold.over",
}
"""Kind of the entry of each moment."""


def enter_hold(
    uow: UnitOfWork, moment: HoldMoment, hold: Hold, requests: Iterable[SoftwareRequest], actor: Actor, at: datetime
) -> None:
    """Enter what happened. Last in the unit of work: it takes the log's head."""
    mine = {"hold": hold.id, "classroom": hold.classroom_id}
    every = [
        mine | {"request": request.id, "item": request.item_id, "person": request.requester_id} for request in requests
    ]
    texts: dict[str, str] = {}
    if moment is HoldMoment.SET:
        changes = recorded(
            scope=hold.scope.value,
            until=hold.until.isoformat(),
            rollout=hold.rollout_id,
            revision=hold.revision,
            canary=hold.canary_seat_id,
        )
        texts = {CHANGES: changes, "sentence": hold.sentence}
    for subjects in every or [mine | ({"item": hold.item_id} if hold.item_id else {})]:
        uow.audit.append(at=at, actor=actor, kind=KINDS[moment], subjects=subjects, texts=texts)
