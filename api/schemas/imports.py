"""Imports on the wire: files in, changes out."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, StringConstraints

from api.schemas.wire import Term, Wire
from orchestrator.domain.changes import Change
from orchestrator.domain.seat_plans import KeptPlan
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.imports import say_change, say_import, say_kept_plan

MOST_BYTES = 16 * 1024 * 1024
"""Bytes of a body with files."""
MOST_FILES = 20_000
_Path = Annotated[str, StringConstraints(min_length=1, max_length=400)]


class FilesIn(Wire):
    """The files of a folder: all of them, as the import takes what is missing for removed."""

    files: dict[_Path, str] = Field(
        max_length=MOST_FILES,
        description="Text by path below the folder, with forward slashes.",
        examples=[{"hosts.yml": "all: …"}],
    )
    apply: bool = Field(default=False, strict=True, description="Whether to change anything, or only to say what.")


class SiteFilesIn(FilesIn):
    """The files of a site's folder."""

    plans_from_files: bool = Field(
        default=False,
        strict=True,
        description="Whether plans of seats that were drawn here give way to the files' ones; else they stay as drawn.",
    )


class ImportedFieldOut(Wire):
    """One field as text, before and after; null where there is nothing."""

    field: str
    before: str | None
    after: str | None


class ChangeOut(Wire):
    """One thing that is added, changed or removed."""

    thing: Term
    type: Term
    name: str
    within: str = Field(description="Code of the room, or id of the item, that it belongs to; empty for the rest.")
    fields: tuple[ImportedFieldOut, ...]
    text: str = Field(examples=["Seat 07 (B-204): added."])


class PlanKeptOut(Wire):
    """A plan of seats that was drawn here and stays so, where the files say something else."""

    classroom: str = Field(examples=["B-204"])
    seats: tuple[str, ...] = Field(description="Labels of the seats that the files have elsewhere.")
    door: bool = Field(description="Whether they have the door elsewhere.")
    text: str


class ImportOut(Wire):
    """What an import changed, or would change."""

    applied: bool
    changes: tuple[ChangeOut, ...]
    classrooms_not_in_files: tuple[str, ...] = Field(description="Rooms that only the store knows; left alone.")
    machines_not_in_files: tuple[str, ...] = Field(description="Machines that only the store knows.")
    plans_kept: tuple[PlanKeptOut, ...] = Field(
        description="Plans that were drawn here and stay so; with plans_from_files there are none."
    )
    text: str = Field(examples=["14 changes would be made; nothing has been changed. Apply it to make them."])


def import_out(
    changes: Sequence[Change],
    speaker: Speaker,
    *,
    applied: bool,
    classrooms_not_in_files: tuple[str, ...] = (),
    machines_not_in_files: tuple[str, ...] = (),
    plans_kept: Sequence[KeptPlan] = (),
) -> ImportOut:
    """What an import changed, with its words."""
    return ImportOut(
        applied=applied,
        changes=tuple(
            ChangeOut(
                thing=Term.of(change.thing, speaker),
                type=Term.of(change.type, speaker),
                name=change.name,
                within=change.within,
                fields=tuple(
                    ImportedFieldOut(field=field.field, before=field.before, after=field.after)
                    for field in change.fields
                ),
                text=say_change(speaker, change),
            )
            for change in changes
        ),
        classrooms_not_in_files=classrooms_not_in_files,
        machines_not_in_files=machines_not_in_files,
        plans_kept=tuple(
            PlanKeptOut(classroom=kept.classroom, seats=kept.seats, door=kept.door, text=say_kept_plan(speaker, kept))
            for kept in plans_kept
        ),
        text=say_import(speaker, changes, applied=applied, kept=bool(plans_kept)),
    )
