"""Import of the catalog's files. A dry run unless told to apply.

Where it would take away what is live it is refused, or, with a reason, waits for a second person (RULES R2).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from orchestrator.domain.catalog_changes import differences, forbid_losses
from orchestrator.domain.catalog_narrowing import NOTHING_TOUCHED, CatalogChange, Touched, touched
from orchestrator.domain.changes import Change
from orchestrator.domain.people import Actor
from orchestrator.domain.recorded_changes import CHANGES, changes_text, imported
from orchestrator.services.catalog_proposals import Narrowing, live_rooms, propose, store
from orchestrator.services.catalog_returns import enter_returned, give_back
from orchestrator.services.site_files.catalog import read_catalog
from orchestrator.services.site_files.digest import digest_of
from orchestrator.services.unit_of_work import Clock, Transactions


@dataclass(frozen=True, slots=True)
class CatalogChanges:
    """What an import of catalog files changes.

    Attributes:
        changes: Every change, item by item.
        applied: Whether the catalog was changed.
        touched: What it takes away from what is live; nothing where it only adds.
        proposed: What waits for a second person now, or None.
    """

    changes: tuple[Change, ...]
    applied: bool
    touched: Touched = NOTHING_TOUCHED
    proposed: CatalogChange | None = None


def import_catalog(
    files: Mapping[str, str],
    *,
    apply: bool,
    actor: Actor,
    transactions: Transactions,
    clock: Clock,
    new_id: Callable[[], str],
    reason: str | None = None,
) -> CatalogChanges:
    """Compare the catalog's files with the store and, if told so, bring the store to what they say.

    The files are the whole catalog: an item without a file goes off offer.

    Args:
        files: Text by file name, one file per item.
        apply: Whether to change anything.
        actor: Who imports.
        transactions: The store.
        clock: Tells the time.
        new_id: Gives ids.
        reason: Why, in plain words, should it take away what is live; then it waits for a second person.

    Raises:
        InvalidInput: Something is wrong with the files; all of it is listed, and nothing was changed.
        ItemIsRequired, ItemInUse, ReleaseInUse, ItemsWouldConflict, ItemWouldBeBlocked, CoexistenceInUse: The change
            would take away what a live line or another item needs; nothing was changed. A dry run says so too.
    """
    reading = read_catalog(files)
    now = clock.now()
    with transactions() as uow:
        before = uow.catalog.load()
        after = reading.declared(before)
        changes = tuple(differences(before, after))
        if changes:
            rooms = live_rooms(uow)
            # Read anew: another import may have come while the rooms were waited for.
            before = uow.catalog.load()
            after = reading.declared(before)
            changes = tuple(differences(before, after))
            taken = touched(before, after, rooms, now) if reason else NOTHING_TOUCHED
            if reason and taken != NOTHING_TOUCHED:
                if not apply:
                    return CatalogChanges(changes, applied=False, touched=taken)
                narrowing = Narrowing(files, before, after, taken, changes, reason)
                proposed = propose(uow, narrowing, actor=actor, at=now, new_id=new_id)
                uow.commit()
                return CatalogChanges(changes, applied=False, touched=taken, proposed=proposed)
            forbid_losses(before, after, rooms, now)
        applied = apply and bool(changes)
        if applied:
            store(uow, before, after)
            returned = give_back(uow, before, after, rooms, actor, now)
            uow.people.remember(actor)
            subjects, texts = {"files": digest_of(files)}, {CHANGES: changes_text(imported(changes))}
            uow.audit.append(at=now, actor=actor, kind="catalog.imported", subjects=subjects, texts=texts)
            enter_returned(uow, returned, actor, now)
            uow.commit()
    return CatalogChanges(changes, applied)
