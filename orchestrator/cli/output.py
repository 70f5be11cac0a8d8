"""What the command line prints: tables that fit 100 columns, sentences, JSON."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

WIDTH = 100
STYLES = {"R": "green", "W": "cyan", "P": "yellow", "F": "bold red", "D": "magenta", "O": "dim", "?": "yellow"}
"""Colour by the letter of a seat's state; the letter stands beside it, so that the colour is never alone."""


def print_json(body: Any) -> None:  # noqa: ANN401 - whatever the service answered
    """The service's answer as it is, for machines."""
    sys.stdout.write(json.dumps(body, indent=2, ensure_ascii=False) + "\n")


def say(*sentences: str) -> None:
    """Sentences on lines of their own."""
    console = _console()
    for sentence in sentences:
        console.print(Text(visible(sentence)))


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, empty: str, right: Sequence[str] = ()) -> None:
    """A table; its cells wrap, and a sentence stands instead of a table without rows.

    Args:
        columns: Headings. A column named "State" is coloured by its first letter, on a terminal.
        rows: Texts, as many as columns.
        empty: What is said when there are no rows: the next step.
        right: Columns of figures.
    """
    shown = [tuple(map(visible, row)) for row in rows]
    if not shown:
        say(empty)
        return
    console = _console()
    grid = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    longest = [max(len(name), *(len(row[number]) for row in shown)) for number, name in enumerate(columns)]
    whole = _WHOLE
    if sum(n if n <= whole else _LEAST for n in longest) + 2 * len(columns) > console.width:
        # With many columns only the shortest cells can stay in one piece, or the sentences would have no room at all.
        whole = _SHORT
    for name, length in zip(columns, longest, strict=True):
        # What is short stays in one piece; only sentences are broken into lines.
        side: JustifyMethod = "right" if name in right else "left"
        least = min(length, _LEAST if length > _WHOLE else _SHORT)
        grid.add_column(name, justify=side, no_wrap=length <= whole, min_width=least, overflow="fold")
    for row in shown:
        grid.add_row(*(Text(cell, style=_style(name, cell)) for name, cell in zip(columns, row, strict=True)))
    console.print(grid)


def seat_ranges(labels: Sequence[str], every: Sequence[str]) -> str:
    """Labels of seats with neighbours drawn together: ``01-04, 06, 08-12``.

    Args:
        labels: Those that are meant, in the order of ``every``.
        every: All labels of the room.
    """
    runs: list[list[str]] = []
    for label in labels:
        if runs and label in every and runs[-1][-1] in every and every.index(label) == every.index(runs[-1][-1]) + 1:
            runs[-1].append(label)
        else:
            runs.append([label])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def facts(pairs: Iterable[tuple[str, str]]) -> None:
    """Names with their values, those without a value left out."""
    console = _console()
    grid = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in pairs:
        if value:
            grid.add_row(Text(name, style="bold"), Text(visible(value)))
    console.print(grid)


def local(moment: str | None, zone: str) -> str:
    """A moment of the service in a room's zone: ``2027-01-12 08:00``; empty for none."""
    if not moment:
        return ""
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def here(moment: str | None) -> str:
    """A moment that is about no room, in the time of whoever sits at the terminal; empty for none."""
    if not moment:
        return ""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")


def visible(text: str) -> str:
    """Text without anything that a terminal would obey."""
    return "".join(c if c.isprintable() else " " if c in "\n\t" else f"\\u{ord(c):04x}" for c in text)


_LEAST = 20
"""Characters that a column of sentences gets at least."""
_SHORT = 13
"""Characters that stay in one piece even beside many columns."""
_WHOLE = 36
"""Characters of an id."""


def _style(column: str, cell: str) -> str:
    return STYLES.get(cell[:1], "") if column == "State" else ""


def _console() -> Console:
    """A console for the present standard output; without a terminal it has neither colour nor the terminal's width."""
    terminal = sys.stdout.isatty()
    width = min(Console().width, WIDTH) if terminal else WIDTH
    return Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)
