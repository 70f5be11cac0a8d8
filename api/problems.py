"""Problem details (RFC 9457): what the API answers when it refuses."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import MutableHeaders

from api.statuses import STATUSES
from orchestrator.domain.errors import FieldProblem, Refusal
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.refusals import say_problem, say_refusal

MEDIA_TYPE = "application/problem+json"


class FieldProblemOut(BaseModel):
    """One thing that is wrong with one field, or one line of a file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str = Field(description="Dotted path of the field.", examples=["items.0.item"])
    value: str = Field(description="What was found, shortened.")
    problem: str = Field(description="Stable code.", examples=["missing"])
    expected: str = Field(description="What would be right, as far as that can be said.")
    where: str = Field(description="File of an import; empty for a payload.")
    line: int | None = Field(description="Line in that file, from 1.")
    text: str = Field(description="The same in words.")


class Problem(BaseModel):
    """What was refused and why. Besides these, a problem has the fields of its code, such as ``rollout_id``."""

    model_config = ConfigDict(frozen=True, extra="allow")

    type: str = Field(examples=["urn:classroom:problem:not-found"])
    title: str = Field(description="The kind of problem in a few words.", examples=["Not found"])
    status: int = Field(examples=[404])
    detail: str = Field(description="What, why, and what you can do.", examples=["There is no room B-999."])
    code: str = Field(description="Stable code.", examples=["not-found"])
    problems: list[FieldProblemOut] | None = Field(
        default=None, description="What is wrong with single fields; only with code invalid-input."
    )


def problem_response(refusal: Refusal, speaker: Speaker, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The answer to something refused, with the refusal's typed fields."""
    status = STATUSES[refusal.code]
    said = say_refusal(speaker, refusal)
    body = {
        "type": f"urn:classroom:problem:{refusal.code}",
        "title": said.title,
        "status": status.value,
        "detail": said.detail,
        "code": refusal.code,
        **{name: _plain(value, speaker) for name, value in refusal.details().items()},
    }
    response = JSONResponse(body, status_code=status, media_type=MEDIA_TYPE)
    told = MutableHeaders(raw=response.raw_headers)
    told.update({"Content-Language": speaker.language.value, "Vary": "Accept-Language", **(headers or {})})
    return response


def _plain(value: Any, speaker: Speaker) -> Any:  # noqa: ANN401 - a refusal's fields are of any type
    """A refusal's field as JSON; times in UTC."""
    if isinstance(value, FieldProblem):
        return field_problem(value, speaker).model_dump()
    if isinstance(value, tuple | list):
        return [_plain(item, speaker) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value


def field_problem(problem: FieldProblem, speaker: Speaker) -> FieldProblemOut:
    """A problem of a field with its words."""
    return FieldProblemOut(
        field=problem.field,
        value=problem.value,
        problem=problem.problem,
        expected=problem.expected,
        where=problem.where,
        line=problem.line,
        text=say_problem(speaker, problem),
    )
