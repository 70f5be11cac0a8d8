"""Import of lists of advisories. A dry run unless told to apply; it keeps suggestions, and nothing binds by itself."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from orchestrator.domain.advisories import AdvisorySource
from orchestrator.domain.catalog import Catalog
from orchestrator.domain.changes import FieldChange
from orchestrator.domain.errors import InvalidInput
from orchestrator.domain.people import Actor
from orchestrator.domain.recorded_changes import CHANGES, changes_text
from orchestrator.domain.suggestions import Found
from orchestrator.services.advisory_files.mapping import AdvisoryMapping, read_mapping, shipped_mapping
from orchestrator.services.advisory_files.reading import ARCHIVE_SUFFIX, AdvisoryFile, read_advisories
from orchestrator.services.advisory_suggestions import matches as matches_of
from orchestrator.services.site_files.digest import digest_of
from orchestrator.services.site_files.problems import Place, ProblemCode, Problems
from orchestrator.services.suggestion_stores import KeptSuggestion
from orchestrator.services.unit_of_work import Clock, Transactions

IMPORTED = "suggestions.imported"


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What was in one file.

    Attributes:
        name: The file's.
        source: Kind of the list.
        dated: The day that it is of, or None.
        advisories: How many entries it has.
    """

    name: str
    source: AdvisorySource
    dated: date | None
    advisories: int


@dataclass(frozen=True, slots=True)
class ImportedSuggestions:
    """What an import of lists changes, and whether the store was changed.

    Attributes:
        files: What was read.
        new: About items of the catalogue, and not known before.
        changed: Known, and the advisory says something else now; dismissed ones are open again.
        unchanged: Known as they are; how many.
        withdrawn: Known, and taken back by those who published them.
        catalog: What is on offer.
        applied: Whether the store was changed.
    """

    files: tuple[ReadFile, ...]
    new: tuple[Found, ...]
    changed: tuple[Found, ...]
    unchanged: int
    withdrawn: tuple[Found, ...]
    catalog: Catalog
    applied: bool


def import_suggestions(
    files: Mapping[str, str],
    *,
    mapping: str | None,
    apply: bool,
    actor: Actor,
    transactions: Transactions,
    clock: Clock,
) -> ImportedSuggestions:
    """Read lists of advisories and, if told so, keep what they say of items of the catalogue.

    Args:
        files: Text by file name; an archive, by its name, in base64.
        mapping: Text of the file that says which products are which items; None for the one that we ship.
        apply: Whether to keep anything.
        actor: Who imports.
        transactions: The store.
        clock: Tells the time.

    Raises:
        InvalidInput: Something is wrong with a file; all of it is listed, and nothing was changed.
    """
    read = read_advisories(_unpacked(files))
    now = clock.now()
    with transactions() as uow:
        catalog = uow.catalog.load()
        found = matches_of(read, _mapping(mapping, catalog), catalog)
        kept = uow.suggestions.kept([one.id for one in found])
        withdrawn = tuple(one for one in found if one.advisory.withdrawn and one.id in kept)
        valid = [one for one in found if one.advisory.withdrawn is None]
        new = tuple(one for one in valid if one.id not in kept)
        changed = tuple(one for one in valid if one.id in kept and _says_something_else(one, kept[one.id]))
        same = [one for one in valid if one.id in kept and one not in changed]
        if apply:
            uow.suggestions.put([*new, *changed], now, reopen=True)
            uow.suggestions.put(same, now, reopen=False)
            uow.suggestions.remove([one.id for one in withdrawn])
            uow.people.remember(actor)
            subjects, texts = {"files": digest_of(files)}, {CHANGES: _changes(new, changed, withdrawn)}
            uow.audit.append(at=now, actor=actor, kind=IMPORTED, subjects=subjects, texts=texts)
            uow.commit()
    told = tuple(ReadFile(file.name, file.source, file.dated, len(file.advisories)) for file in _in_order(read))
    return ImportedSuggestions(told, new, changed, len(same), withdrawn, catalog, applied=apply)


def _unpacked(files: Mapping[str, str]) -> dict[str, str | bytes]:
    problems = Problems()
    unpacked: dict[str, str | bytes] = {}
    for name, text in files.items():
        unpacked[name] = text
        if name.lower().endswith(ARCHIVE_SUFFIX):
            try:
                unpacked[name] = base64.b64decode(text, validate=True)
            except (binascii.Error, ValueError):
                problems.add(Place(name), ProblemCode.NOT_A_ZIP, expected="base64")
    if problems:
        raise InvalidInput(problems=problems.listed())
    return unpacked


def _mapping(text: str | None, catalog: Catalog) -> AdvisoryMapping:
    # Ours names items that a site need not have; the site's own would only be mistaken.
    return shipped_mapping() if text is None else read_mapping(text, known=catalog.items)


def _says_something_else(found: Found, kept: KeptSuggestion) -> bool:
    return found.advisory != kept.found.advisory


def _in_order(files: Sequence[AdvisoryFile]) -> list[AdvisoryFile]:
    return sorted(files, key=lambda file: (file.name, file.source))


def _changes(new: Sequence[Found], changed: Sequence[Found], withdrawn: Sequence[Found]) -> str:
    return changes_text(
        [
            *(FieldChange(one.id, None, "new") for one in new),
            *(FieldChange(one.id, "kept", "changed") for one in changed),
            *(FieldChange(one.id, "kept", None) for one in withdrawn),
        ]
    )
