"""Overrides: looking before recording, recording, deciding as the second person, taking back, agreeing."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.dependencies import Calling, Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.refusal_names import naming
from api.schemas.fields import Identity
from api.schemas.overrides import (
    ConfirmationIn,
    OverrideIn,
    OverrideOut,
    OverridePreviewOut,
    RefusalIn,
    override_out,
    preview_out,
)
from orchestrator.domain.people import Caller, Permission
from orchestrator.services.catalog import item_titles
from orchestrator.services.override_aim import RecordOverride
from orchestrator.services.override_approvals import (
    approve_override,
    confirm_category,
    refuse_category,
    refuse_override,
)
from orchestrator.services.override_reading import get_override
from orchestrator.services.overrides import agree_to_substitute, lift_override, preview_override, record_override
from orchestrator.services.people import get_person
from orchestrator.services.toolbox import Toolbox
from orchestrator.services.wording import Speaker

router = APIRouter(prefix="/overrides", tags=["overrides"])

OverrideId = Annotated[Identity, Path(description="Id of an override.")]
_AIMING = (
    "not-found",
    "too-large",
    "request-is-over",
    "version-not-offered",
    "nothing-to-override",
    "seats-not-asked",
    "substitute-for-one-requester",
    "no-such-substitute",
)
_AGAINST = (
    "override-incomplete",
    "own-request",
    "only-for-presence",
    "no-reason-against-absence",
    "freeze-too-long",
    "override-too-long",
    "new-evidence-needed",
    "cannot-combine",
    "evidence-not-met",
    "instead-not-deliverable",
)


@router.post(
    "",
    status_code=201,
    summary="Record an override",
    dependencies=[requires(Permission.OVERRIDE, Scope.NAMED_ROOM)],
    responses=refuses(*_AIMING, *_AGAINST),
    name="record_override",
)
def record(form: OverrideIn, tools: Tools, speaker: Spoken, caller: Calling, response: Response) -> OverrideOut:
    """It binds at once and is told to whoever asked, or waits for a second person and changes nothing until then."""
    override = record_override(
        _command(form, tools),
        caller=caller,
        transactions=tools.transactions,
        clock=tools.clock,
        new_id=tools.new_id,
    )
    response.headers["Location"] = f"/api/v1/overrides/{override.id}"
    return _shown(override.id, tools, speaker, caller)


@router.post(
    "/preview",
    summary="Look at an override before recording it",
    dependencies=[requires(Permission.OVERRIDE, Scope.NAMED_ROOM)],
    responses=refuses(*_AIMING),
    name="preview_override",
)
def preview(form: OverrideIn, tools: Tools, speaker: Spoken, caller: Calling) -> OverridePreviewOut:
    """What it would need, what a machine finds out, what speaks against it, and the letters. Nothing is changed."""
    preview = preview_override(
        _command(form, tools), caller=caller, reads=tools.reads, clock=tools.clock, new_id=tools.new_id
    )
    known = naming(_speaking(tools, speaker), preview.found.refusals, reads=tools.reads)
    return preview_out(preview, known)


@router.get(
    "/{override_id}",
    summary="One override",
    dependencies=[requires(Permission.READ, Scope.OVERRIDE)],
    responses=refuses("not-found"),
    name="get_override",
)
def override(override_id: OverrideId, tools: Tools, speaker: Spoken, caller: Calling) -> OverrideOut:
    """What, why, on which evidence, until when, and who may contest it."""
    return _shown(override_id, tools, speaker, caller)


@router.post(
    "/{override_id}/approve",
    summary="Approve an override as the second person",
    dependencies=[requires(Permission.APPROVE, Scope.OVERRIDE)],
    responses=refuses("not-found", "not-a-second-person", "override-is-over", "instead-not-deliverable"),
    name="approve_override",
)
def approve(override_id: OverrideId, tools: Tools, speaker: Spoken, caller: Calling) -> OverrideOut:
    """From now on it binds. Never whoever recorded it, with whichever role."""
    approve_override(
        override_id, caller=caller, transactions=tools.transactions, clock=tools.clock, new_id=tools.new_id
    )
    return _shown(override_id, tools, speaker, caller)


@router.post(
    "/{override_id}/refuse",
    summary="Refuse an override as the second person",
    dependencies=[requires(Permission.APPROVE, Scope.OVERRIDE)],
    responses=refuses("not-found", "too-large", "not-a-second-person", "override-is-over"),
    name="refuse_override",
)
def refuse(override_id: OverrideId, form: RefusalIn, tools: Tools, speaker: Spoken, caller: Calling) -> OverrideOut:
    """It never binds."""
    refuse_override(
        override_id,
        caller=caller,
        reason=form.reason,
        transactions=tools.transactions,
        clock=tools.clock,
        new_id=tools.new_id,
    )
    return _shown(override_id, tools, speaker, caller)


@router.post(
    "/{override_id}/confirm",
    summary="Confirm the reason of an override, or say that it is none",
    dependencies=[requires(Permission.APPROVE, Scope.OVERRIDE, or_else=Permission.READ)],
    responses=refuses(
        "not-found", "too-large", "cannot-confirm", "not-a-second-person", "nothing-to-confirm", "override-is-over"
    ),
    name="confirm_override",
)
def confirm(
    override_id: OverrideId, form: ConfirmationIn, tools: Tools, speaker: Spoken, caller: Calling
) -> OverrideOut:
    """Security by a security officer, licences by a manager, law by the officer whom the evidence names."""
    if form.confirmed:
        confirm_category(override_id, caller=caller, transactions=tools.transactions, clock=tools.clock)
    else:
        refuse_category(
            override_id,
            caller=caller,
            reason=form.reason or "",
            transactions=tools.transactions,
            clock=tools.clock,
            new_id=tools.new_id,
        )
    return _shown(override_id, tools, speaker, caller)


@router.post(
    "/{override_id}/lift",
    summary="Take an override back before its time",
    dependencies=[requires(Permission.OVERRIDE, Scope.OVERRIDE)],
    responses=refuses("not-found", "override-is-over"),
    name="lift_override",
)
def lift(override_id: OverrideId, tools: Tools, speaker: Spoken, caller: Calling) -> OverrideOut:
    """Whoever is on duty may; what was asked for is owed again."""
    lift_override(override_id, caller=caller, transactions=tools.transactions, clock=tools.clock, new_id=tools.new_id)
    return _shown(override_id, tools, speaker, caller)


@router.post(
    "/{override_id}/agree",
    summary="Say yes to what stands in the place of one's own request",
    dependencies=[requires(Permission.REQUEST, Scope.OVERRIDE)],
    responses=refuses("not-found", "not-a-substitute", "only-the-requester-agrees", "override-is-over"),
    name="agree_to_substitute",
)
def agree(override_id: OverrideId, tools: Tools, speaker: Spoken, caller: Calling) -> OverrideOut:
    """Only whoever asked for it may; said once, it stays said."""
    agree_to_substitute(override_id, caller=caller, transactions=tools.transactions, clock=tools.clock)
    return _shown(override_id, tools, speaker, caller)


def _command(form: OverrideIn, tools: Toolbox) -> RecordOverride:
    """What is asked for, with the officer by id.

    Raises:
        NotFound: Nobody signs in as the officer.
    """
    login = form.evidence.officer
    return form.command(None if login is None else get_person(login, reads=tools.reads).person.id)


def _shown(override_id: str, tools: Toolbox, speaker: Speaker, caller: Caller) -> OverrideOut:
    view = get_override(override_id, caller=caller, reads=tools.reads, clock=tools.clock)
    return override_out(view, speaker)


def _speaking(tools: Toolbox, speaker: Speaker) -> Speaker:
    return Speaker(speaker.language, speaker.zone, speaker.now, item_titles(reads=tools.reads))
