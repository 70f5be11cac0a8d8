"""Notices with what the ids in them stand for: the room, and the software that they are about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from orchestrator.domain.catalog import Catalog
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.notices import Notice
from orchestrator.services.unit_of_work import UnitOfWork

BY_TEAM = "team"
"""What a notice has in the place of the id of somebody of the room's team, of whom it tells no names (RULES R4.7)."""


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice as it is read.

    Attributes:
        notice: The notice.
        room: The room that it is about, or None.
        item: Title of the software that it is about, or None.
        by: Name of whoever did it, or None.
    """

    notice: Notice
    room: Classroom | None = None
    item: str | None = None
    by: str | None = None


def view_notices(uow: UnitOfWork, notices: Sequence[Notice]) -> tuple[NoticeView, ...]:
    """Each with its room and software; what a notice does not name itself is found by what it names."""
    if not notices:
        return ()
    catalog = uow.catalog.load()
    return tuple(_view(uow, notice, catalog) for notice in notices)


def _view(uow: UnitOfWork, notice: Notice, catalog: Catalog) -> NoticeView:
    about = notice.about
    rooms, items = [about.get("classroom")], [about.get("item")]
    for room_id, item_id in _named(uow, about):
        rooms.append(room_id)
        items.append(item_id)
    room_id, item_id = next(filter(None, rooms), None), next(filter(None, items), None)
    item = catalog.get(item_id) if item_id else None
    title = item.title if item else item_id or _safeguard(uow, about)
    by = uow.people.names({about["by"]}).get(about["by"]) if "by" in about else None
    return NoticeView(notice, uow.classrooms.get(room_id) if room_id else None, title, by)


def _named(uow: UnitOfWork, about: Mapping[str, str]) -> Iterable[tuple[str | None, str | None]]:
    """Room and item of each thing that a notice names."""
    if (request_id := about.get("request")) and (request := uow.requests.get(request_id)):
        yield request.classroom_id, request.item_id
    if (override_id := about.get("override")) and (override := uow.overrides.get(override_id)):
        yield override.classroom_id, override.item_id
    if (hold_id := about.get("hold")) and (hold := uow.holds.get(hold_id)):
        yield hold.classroom_id, hold.item_id
    if (exemption_id := about.get("exemption")) and (exemption := uow.exemptions.get(exemption_id)):
        yield None, exemption.item_id


def _safeguard(uow: UnitOfWork, about: Mapping[str, str]) -> str | None:
    safeguard = uow.safeguards.get(about["safeguard"]) if "safeguard" in about else None
    return safeguard.title if safeguard else None
