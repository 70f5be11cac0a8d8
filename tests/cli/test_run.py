"""The script ``./run``, called from somewhere else."""

import os
import subprocess
from pathlib import Path

import pytest

from orchestrator.settings import ROOT


def _run(folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / "run"), *words],
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_relative_paths_are_the_callers(tmp_path: Path) -> None:
    (tmp_path / "ours.env").write_text("CLASSROOM_PROT=8000\n")
    done = _run(tmp_path, "classroom", "db", "status", CLASSROOM_SETTINGS="ours.env")
    assert done.returncode == 1
    assert "ours.env, line 1: CLASSROOM_PROT is no setting" in done.stderr


def test_a_folder_of_the_callers_is_not_taken_for_the_product(tmp_path: Path) -> None:
    (tmp_path / "orchestrator").mkdir()
    (tmp_path / "orchestrator" / "__init__.py").write_text("raise SystemExit(99)\n")
    assert _run(tmp_path, "classroom", "--help").returncode == 0


@pytest.mark.parametrize("word", ["-h", "--help"])
def test_help_on_the_tests_names_the_groups_and_runs_none(tmp_path: Path, word: str) -> None:
    done = _run(tmp_path, "test", word)
    assert (done.returncode, done.stderr) == (0, "")
    assert "house unit store web browser fuzz lab survival" in done.stdout


def test_an_unknown_group_is_refused_before_anything_is_set_up(tmp_path: Path) -> None:
    done = _run(tmp_path, "test", "unit", "nonsense")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("There is no group 'nonsense'.")
