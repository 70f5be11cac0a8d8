"""Import of the catalog's files. A dry run unless told to apply; refused where it would take away what is live."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from orchestrator.domain.catalog import Catalog
from orchestrator.domain.catalog_changes import LiveRoom, differences, forbid_losses
from orchestrator.domain.changes import Change
from orchestrator.domain.people import Actor
from orchestrator.domain.recorded_changes import CHANGES, changes_text, imported
from orchestrator.domain.requests import RequestState, SoftwareRequest
from orchestrator.services.site_files.catalog import read_catalog
from orchestrator.services.site_files.digest import digest_of
from orchestrator.services.unit_of_work import Clock, Transactions, UnitOfWork

_PAGE = 500


@dataclass(frozen=True, slots=True)
class CatalogChanges:
    """What an import of catalog files changes, item by item, and whether the store was changed."""

    changes: tuple[Change, ...]
    applied: bool


def import_catalog(
    files: Mapping[str, str], *, apply: bool, actor: Actor, transactions: Transactions, clock: Clock
) -> CatalogChanges:
    """Compare the catalog's files with the store and, if told so, bring the store to what they say.

    The files are the whole catalog: an item without a file goes off offer.

    Args:
        files: Text by file name, one file per item.
        apply: Whether to change anything.
        actor: Who imports.
        transactions: The store.
        clock: Tells the time.

    Raises:
        InvalidInput: Something is wrong with the files; all of it is listed, and nothing was changed.
        ItemIsRequired, ItemInUse, ReleaseInUse, ItemsWouldConflict: The change would take away what a live line or
            another item needs; nothing was changed. A dry run says so too.
    """
    reading = read_catalog(files)
    now = clock.now()
    with transactions() as uow:
        before = uow.catalog.load()
        after = reading.declared(before)
        changes = tuple(differences(before, after))
        if changes:
            forbid_losses(before, after, _live_rooms(uow), now)
        applied = apply and bool(changes)
        if applied:
            _store(uow, before, after)
            uow.people.remember(actor)
            subjects, texts = {"files": digest_of(files)}, {CHANGES: changes_text(imported(changes))}
            uow.audit.append(at=now, actor=actor, kind="catalog.imported", subjects=subjects, texts=texts)
            uow.commit()
    return CatalogChanges(changes, applied)


def _store(uow: UnitOfWork, before: Catalog, after: Catalog) -> None:
    for item_id in before.items:
        if item_id not in after.items:
            uow.catalog.remove(item_id)
    for item_id, item in after.items.items():
        if item != before.get(item_id):
            uow.catalog.put(item)


def _live_rooms(uow: UnitOfWork) -> list[LiveRoom]:
    """All rooms with their open requests."""
    requests: defaultdict[str, list[SoftwareRequest]] = defaultdict(list)
    after: str | None = None
    while page := uow.requests.page(
        classroom_id=None, requester_id=None, state=RequestState.OPEN, item_id=None, after=after, limit=_PAGE
    ):
        for request in page:
            requests[request.classroom_id].append(request)
        after = page[-1].id
    return [LiveRoom(room, tuple(requests[room.id])) for room in uow.classrooms.all()]
