"""The door: files of advisories, whatever their kind, as values; or every problem of them, and nothing is lost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from orchestrator.domain.advisories import Advisory, AdvisorySource
from orchestrator.domain.errors import InvalidInput
from orchestrator.services.advisory_files.archive import members
from orchestrator.services.advisory_files.json_objects import JsonObject, parse_json
from orchestrator.services.advisory_files.kev import is_kev, read_kev
from orchestrator.services.advisory_files.osv import is_osv, read_osv
from orchestrator.services.site_files.problems import Place, ProblemCode, Problems

MOST_FILES = 1_000
MOST_ADVISORIES = 50_000
ARCHIVE_SUFFIX = ".zip"
_KINDS = "CISA KEV (JSON), OSV (JSON, zip)"
_ZIP = b"PK"


@dataclass(frozen=True, slots=True)
class AdvisoryFile:
    """What one file, or one archive, held of one kind.

    Attributes:
        name: The file's.
        source: Kind of the list.
        dated: The day that the list is of, or of its newest entry; None where it says none.
        advisories: Its entries.
    """

    name: str
    source: AdvisorySource
    dated: date | None
    advisories: tuple[Advisory, ...]


def read_advisories(files: Mapping[str, str | bytes]) -> tuple[AdvisoryFile, ...]:
    """Read files of advisories: CISA's catalogue, OSV entries alone or in a list, archives of such files.

    Args:
        files: Text by name; bytes of an archive, or of a text in UTF-8.

    Raises:
        InvalidInput: With all problems of all files; then nothing of them is given.
    """
    problems = Problems()
    if not files:
        problems.add(Place(""), ProblemCode.FILE_MISSING, expected=_KINDS)
    if len(files) > MOST_FILES:
        problems.add(Place(""), ProblemCode.TOO_MANY_FILES, str(len(files)), str(MOST_FILES))
        raise InvalidInput(problems=problems.listed())
    found: dict[tuple[str, AdvisorySource], AdvisoryFile] = {}
    seen: set[tuple[AdvisorySource, str]] = set()
    for file in sorted(files):
        gathered: dict[AdvisorySource, list[Advisory]] = {}
        dates: dict[AdvisorySource, date] = {}
        for document in _documents(file, files[file], problems):
            gathered.setdefault(document.source, []).extend(document.advisories)
            if document.dated is not None:
                dates[document.source] = max(dates.get(document.source, document.dated), document.dated)
            _each_once(document, seen, problems)
            if len(seen) > MOST_ADVISORIES:
                problems.add(Place(file), ProblemCode.TOO_LONG, "", str(MOST_ADVISORIES))
                raise InvalidInput(problems=problems.listed())
        for source, advisories in gathered.items():
            found[file, source] = AdvisoryFile(file, source, dates.get(source), tuple(advisories))
    if problems:
        raise InvalidInput(problems=problems.listed())
    return tuple(found.values())


def _each_once(document: AdvisoryFile, seen: set[tuple[AdvisorySource, str]], problems: Problems) -> None:
    for advisory in document.advisories:
        key = (advisory.source, advisory.id)
        if key in seen and advisory.id:
            problems.add(Place(document.name, advisory.id), ProblemCode.LISTED_TWICE, advisory.id)
        seen.add(key)


def _documents(file: str, content: str | bytes, problems: Problems) -> Iterator[AdvisoryFile]:
    if isinstance(content, bytes) and content.startswith(_ZIP):
        for name, member in members(file, content, problems):
            yield from _values(name, member, problems)
    elif file.lower().endswith(ARCHIVE_SUFFIX):
        problems.add(Place(file), ProblemCode.NOT_A_ZIP)
    else:
        yield from _values(file, content, problems)


def _values(name: str, content: str | bytes, problems: Problems) -> Iterator[AdvisoryFile]:
    """What one JSON text holds: a whole catalogue, one entry, or a list of entries."""
    if isinstance(content, bytes):
        try:
            content = content.decode("utf-8")
        except UnicodeDecodeError as error:
            problems.add(Place(name), ProblemCode.JSON_FORM, expected=f"UTF-8, byte {error.start}")
            return
    data = parse_json(name, content, problems)
    if isinstance(data, dict) and "vulns" in data:
        data = data["vulns"]  # an answer of OSV's own service
    if is_kev(data):
        dated, advisories = read_kev(JsonObject(name, "", data, problems))
        yield AdvisoryFile(name, AdvisorySource.KEV, dated, tuple(advisories))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _entry(name, f"[{number}]", value, problems)
    elif data is not None:
        yield from _entry(name, "", data, problems)


def _entry(name: str, path: str, value: Any, problems: Problems) -> Iterator[AdvisoryFile]:  # noqa: ANN401 - JSON
    if not is_osv(value):
        problems.add(Place(name, path), ProblemCode.NOT_AN_ADVISORY, expected=_KINDS)
        return
    dated, advisory = read_osv(JsonObject(name, path, value, problems))
    yield AdvisoryFile(name, AdvisorySource.OSV, dated, (advisory,))
