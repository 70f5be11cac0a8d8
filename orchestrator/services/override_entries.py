"""What the record says of an override: one entry for each request, so that each request's life shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from enum import StrEnum

from orchestrator.domain.evidence import Evidence
from orchestrator.domain.overrides import Override
from orchestrator.domain.people import Actor
from orchestrator.domain.recorded_changes import CHANGES, recorded
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.services.unit_of_work import UnitOfWork


class OverrideMoment(StrEnum):
    """What happened to an override."""

    RECORDED = "recorded"  # somebody recorded it
    APPROVED = "approved"  # a second person approved it
    REFUSED = "refused"  # a second person, or who had to confirm its category, said no
    CONFIRMED = "confirmed"  # its category was confirmed
    NONE_CONFIRMED = "none_confirmed"  # nobody confirmed its category in time
    BEGAN = "began"  # its start, which was later than its recording
    LIFTED = "lifted"  # somebody on duty took it back
    EXPIRED = "expired"  # its time was over
    OVERTURNED = "overturned"  # a contest was ruled for the instructor
    LAPSED = "lapsed"  # nobody ruled on a contest in time
    MOOT = "moot"  # the requests that it bound were over
    AGREED = "agreed"  # the requester said yes to the substitute


KINDS: Mapping[OverrideMoment, str] = {
    OverrideMoment.RECORDED: "override.recorded",
    OverrideMoment.APPROVED: "override.approved",
    OverrideMoment.REFUSED: "override.refused",
    OverrideMoment.CONFIRMED: "override.confirmed",
    OverrideMoment.NONE_CONFIRMED: "override.none_confirmed",
    OverrideMoment.BEGAN: "override.began",
    OverrideMoment.LIFTED: "override.lifted",
    OverrideMoment.EXPIRED: "override.expired",
    OverrideMoment.OVERTURNED: "override.overturned",
    OverrideMoment.LAPSED: "override.lapsed",
    OverrideMoment.MOOT: "override.moot",
    OverrideMoment.AGREED: "override.agreed",
}
"""Kind of the entry of each moment."""


def enter_override(
    uow: UnitOfWork,
    moment: OverrideMoment,
    override: Override,
    requests: Iterable[SoftwareRequest],
    actor: Actor,
    at: datetime,
    *,
    reason: str = "",
) -> None:
    """Enter what happened, once for each request. Last in the unit of work: it takes the log's head."""
    texts = {"reason": reason} if reason else {}
    if moment is OverrideMoment.RECORDED:
        texts |= _said(override)
    ends = {"outcome": override.state.value} if override.ended_at else {}
    for request in requests:
        subjects = {
            "override": override.id,
            "request": request.id,
            "classroom": override.classroom_id,
            "item": override.item_id,
            "category": override.category.value,
            "person": request.requester_id,
            **ends,
        }
        uow.audit.append(at=at, actor=actor, kind=KINDS[moment], subjects=subjects, texts=texts)


def evidence_text(evidence: Evidence) -> str:
    """All that was put forward, as one line of text."""
    given = ((f.name, getattr(evidence, f.name)) for f in fields(evidence))
    return "; ".join(
        f"{name}: {', '.join(value) if isinstance(value, tuple) else value}" for name, value in given if value
    )


def _said(override: Override) -> dict[str, str]:
    """What it says, as it was recorded."""
    changes = recorded(
        kind=override.kind.value,
        scope=override.scope.value,
        category=override.category.value,
        starts_at=override.starts_at.isoformat(),
        expires_at=override.expires_at.isoformat(),
        seats=len(override.seat_ids) or None,
        substitute=override.substitute_item,
        version=override.pin_version,
        alternative=override.alternative or None,
        would_lift=override.would_lift or None,
        compensation=override.compensation or None,
        follows=override.follows,
        state=override.state.value,
        checks=", ".join(f"{check.code.value}: {check.result.value}" for check in override.checks) or None,
    )
    evidence = evidence_text(override.evidence)
    return {CHANGES: changes, "explanation": override.explanation, **({"evidence": evidence} if evidence else {})}
