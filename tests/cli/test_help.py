"""What every command says of itself: a line of what it does, and an example to copy, within a hundred columns."""

from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from orchestrator.cli.main import app

_COLUMNS = 100


def _commands(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:  # noqa: ANN401 - typer's own
    inner = getattr(command, "commands", None)
    if inner is None:
        yield words
        return
    for name, one in inner.items():
        yield from _commands(one, (*words, name))


@pytest.mark.parametrize("words", list(_commands(get_command(app))), ids=" ".join)
def test_a_command_says_what_it_does_with_an_example(words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": str(_COLUMNS)})
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= _COLUMNS
    said = " ".join(done.stdout.split())
    assert f"Example: classroom {' '.join(words)}" in said
    summary = next(line.strip() for line in lines if line.strip() and "Usage:" not in line)
    assert summary[0].isupper()
    assert any(mark in said.partition("Example:")[0] for mark in ".?")


def test_what_belongs_to_safeguards_stands_in_one_place() -> None:
    found = [words for words in _commands(get_command(app)) if "suggestions" in words]
    assert [words[:2] for words in found] == [("safeguards", "suggestions")] * 3
