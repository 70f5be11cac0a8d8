"""The site's files: rooms, seats, machines, baselines."""

from typing import Annotated

from fastapi import APIRouter

from api.dependencies import Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.schemas.imports import ImportOut, SiteFilesIn, import_out
from orchestrator.domain.people import Actor, Permission
from orchestrator.services.site_import import import_site

router = APIRouter(prefix="/site", tags=["site"])


@router.post(
    "/import",
    summary="Import the site's files, or see what that would change",
    responses=refuses("too-large"),
    name="import_site",
)
def import_files(
    form: SiteFilesIn,
    tools: Tools,
    speaker: Spoken,
    actor: Annotated[Actor, requires(Permission.CONFIGURE, Scope.SITE)],
) -> ImportOut:
    """``hosts.yml``, ``group_vars/….yml``, ``host_vars/….yml``. Bad files change nothing, and all is told at once."""
    done = import_site(
        form.files,
        apply=form.apply,
        plans_from_files=form.plans_from_files,
        actor=actor,
        transactions=tools.transactions,
        clock=tools.clock,
        new_id=tools.new_id,
    )
    return import_out(
        done.changes,
        speaker,
        applied=done.applied,
        classrooms_not_in_files=done.not_in_files,
        machines_not_in_files=done.machines_not_in_files,
        plans_kept=done.plans_kept,
    )
