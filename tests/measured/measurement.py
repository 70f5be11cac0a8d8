"""One measurement: a folder with the code that has probes, what the probes noted, and at the end coverage.py's data."""

import marshal
import sys
from collections.abc import Iterable
from pathlib import Path

from coverage import CoverageData
from coverage.parser import PythonParser
from coverage.types import TArc

from tests.measured.probes import Fact, Probes


def prepare(folder: Path, files: Iterable[Path]) -> None:
    """Write what processes with ``COVERAGE_PROBES=folder`` load instead of these files."""
    folder.mkdir(parents=True, exist_ok=True)
    index = {}
    place = 0
    for number, file in enumerate(_in_order(files)):
        probes = Probes(file.read_bytes(), str(file), place)
        place += len(probes.facts)
        (folder / f"{number}.code").write_bytes(marshal.dumps(probes.code))
        state = file.stat()
        index[str(file)] = (number, state.st_mtime_ns, state.st_size)
    (folder / "hits").write_bytes(bytes(place))
    (folder / "index").write_bytes(marshal.dumps(index))


def noted(folder: Path, files: Iterable[Path]) -> dict[str, set[TArc]]:
    """What ran, as the arcs from line to line that coverage.py would have seen in each file."""
    hits = (folder / "hits").read_bytes()
    place = 0
    found = {}
    for file in _in_order(files):
        facts = Probes(file.read_bytes(), str(file), place).facts
        passed = [fact for number, some in enumerate(facts, place) if hits[number] for fact in some]
        place += len(facts)
        found[str(file)] = _arcs(file, facts, passed)
    return found


def _arcs(file: Path, facts: list[list[Fact]], passed: Iterable[Fact]) -> set[TArc]:
    parser = PythonParser(filename=str(file))
    parser.parse_source()
    ways: dict[int, set[int]] = {}
    for arc in parser.arcs():
        ways.setdefault(arc[0], set()).add(arc[1])
    for start, end in (fact for some in facts for fact in some):
        if end is not None and start != end:
            ways.get(parser.first_line(start), set()).discard(parser.first_line(end))
    # What is left of a branch's ways are those that no statement's beginning tells of.
    made: set[TArc] = set()
    for start, end in passed:
        first = parser.first_line(start)
        ends = ways.get(first, set()) if end is None else {parser.first_line(end)}
        made.update((first, way) for way in ends)
    return made


def hand_over(folder: Path, files: Iterable[Path]) -> None:
    """Store what ran as ``data``, for ``coverage report``. Files that nobody loaded count as well."""
    found = noted(folder, files)
    data = CoverageData(str(folder / "data"))
    data.add_arcs(found)
    data.touch_files(found)
    data.write()


def _in_order(files: Iterable[Path]) -> list[Path]:
    return sorted(files)


def _ours() -> list[Path]:
    root = Path(__file__).parents[2]
    return [file for package in ("orchestrator", "api") for file in (root / package).rglob("*.py")]


if __name__ == "__main__":
    {"prepare": prepare, "hand-over": hand_over}[sys.argv[1]](Path(sys.argv[2]), _ours())
