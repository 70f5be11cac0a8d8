"""Causes on the wire: why a seat is not ready, with advice."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import Field

from api.schemas.wire import ItemRef, Wire
from orchestrator.domain.rollouts import Cause
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.causes import Place, say_cause


class CauseOut(Wire):
    """Why a seat is not ready."""

    code: str = Field(examples=["installer_failed"])
    item: ItemRef | None = Field(description="Item that it is about, if any.")
    exit_code: int | None = Field(description="The installer's exit code.", examples=[1603])
    observed: str | None = Field(description="Version that is there.")
    wanted: str | None = Field(description="Version that should be there.")
    detail: str = Field(description="Technical words of the machine or of Ansible, for technicians.")
    text: str = Field(description="What is the matter, in words.")
    advice: str = Field(description="What can be done about it.")


def causes_out(
    causes: Iterable[Cause], speaker: Speaker, place: Place, at: datetime | None = None
) -> tuple[CauseOut, ...]:
    """Causes of one place, found out at a moment."""
    return tuple(_cause(cause, speaker, place, at) for cause in causes)


def _cause(cause: Cause, speaker: Speaker, place: Place, at: datetime | None) -> CauseOut:
    said = say_cause(speaker, cause, place, at)
    return CauseOut(
        code=cause.code.value,
        item=ItemRef.of(cause.item_id, speaker) if cause.item_id else None,
        exit_code=cause.exit_code,
        observed=cause.observed,
        wanted=cause.wanted,
        detail=cause.detail,
        text=said.text,
        advice=said.advice,
    )
