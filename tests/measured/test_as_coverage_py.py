"""The probes see what coverage.py's own tracer sees, and see it in processes that are killed, too."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from coverage import Coverage

from tests.measured.measurement import hand_over, prepare

HERE = Path(__file__).parent
PLAIN = {name: value for name, value in os.environ.items() if name not in {"COVERAGE_PROBES", "PYTHONPATH"}}


def _found(data: Path, file: Path) -> tuple[list[int], list[int], dict[int, tuple[int, int]]]:
    """Statements, those that did not run, and how many of its ways each branch has taken."""
    measured = Coverage(str(data), config_file=False, branch=True)
    measured.load()
    _, statements, _, missing, _ = measured.analysis2(str(file))
    return statements, missing, measured.branch_stats(str(file))


def test_the_same_lines_and_branches_are_found_when_the_process_is_killed(tmp_path: Path) -> None:
    file = Path(shutil.copy(HERE / "example.py", tmp_path))
    traced = [sys.executable, "-m", "coverage", "run", "--branch", "--rcfile=", "--data-file=traced", file.name]
    subprocess.run(traced, cwd=tmp_path, env=PLAIN, check=True)

    prepare(tmp_path / "probes", [file])
    seen = {**PLAIN, "COVERAGE_PROBES": str(tmp_path / "probes"), "PYTHONPATH": f"{HERE}{os.pathsep}{tmp_path}"}
    killed = subprocess.run(
        [sys.executable, "-c", "import example, os; os.kill(os.getpid(), 9)"], cwd=tmp_path, env=seen, check=False
    )
    assert killed.returncode == -9
    hand_over(tmp_path / "probes", [file])

    by_coverage, by_probes = _found(tmp_path / "traced", file), _found(tmp_path / "probes" / "data", file)
    assert by_probes == by_coverage
    assert by_coverage[1], "something did not run"
    assert {taken for total, taken in by_coverage[2].values()} == {0, 1, 2}


def test_a_file_that_changed_since_runs_as_it_is_now(tmp_path: Path) -> None:
    file = tmp_path / "changing.py"
    file.write_text("print('as it was')\n")
    prepare(tmp_path / "probes", [file])
    file.write_text("print('as it is now')\n")
    seen = {**PLAIN, "COVERAGE_PROBES": str(tmp_path / "probes"), "PYTHONPATH": f"{HERE}{os.pathsep}{tmp_path}"}
    ran = subprocess.run(
        [sys.executable, "-c", "import changing"], env=seen, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "as it is now\n"


def test_a_file_that_nobody_loads_counts_as_missing(tmp_path: Path) -> None:
    file = Path(shutil.copy(HERE / "example.py", tmp_path))
    prepare(tmp_path / "probes", [file])
    hand_over(tmp_path / "probes", [file])
    statements, missing, branches = _found(tmp_path / "probes" / "data", file)
    assert statements == missing
    assert {taken for _, taken in branches.values()} == {0}
