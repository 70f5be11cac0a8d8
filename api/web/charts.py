"""Charts as SVG, made here: no style in them, so that they keep the pages' policy, and no legend, so that they read."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

_WIDTH, _SAID = 500, 184
_ROW, _BAR, _TOP = 44, 14, 24
_LETTERS = 60
"""Letters of a name that fit over its bar; the table has all of it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart.

    Attributes:
        name: Of what.
        share: How long it is, from 0 to 1; None where nothing is known.
        said: Its number in words.
        good: Whether it reaches its goal; None where it has none.
    """

    name: str
    share: float | None
    said: str
    good: bool | None = None


def bars(title: str, rows: Sequence[Bar], *, goal: float | None = None, goal_said: str = "") -> Markup:
    """Horizontal bars from a common zero, each with its name above and its number behind.

    Args:
        title: What the chart says, for whoever does not see it.
        rows: From top to bottom.
        goal: Where the line of the goal stands, from 0 to 1.
        goal_said: What it says.
    """
    length = _WIDTH - _SAID
    top = _TOP if goal is not None else 0
    height = top + _ROW * len(rows)
    parts = [_opened(title, height), _axis(top, height)]
    for number, row in enumerate(rows):
        parts.append(_row(row, top + number * _ROW, length, in_line=goal is not None))
    if goal is not None:
        at = round(goal * length, 1)
        parts.append(f'<line class="goal" x1="{at}" x2="{at}" y1="{top - 4}" y2="{height}" stroke-dasharray="5 3"/>')
        parts.append(f'<text class="said" x="{at}" y="12" text-anchor="end">{escape(goal_said)}</text>')
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704 - each text in it is escaped


def _row(row: Bar, y: int, length: int, *, in_line: bool) -> str:
    name = row.name if len(row.name) <= _LETTERS else f"{row.name[: _LETTERS - 1]}…"
    said = [f'<text class="name" x="6" y="{y + 16}">{escape(name)}</text>']
    width = round((row.share or 0) * length, 1)
    if row.share is not None:
        kind = {True: "bar met", False: "bar missed", None: "bar"}[row.good]
        said.append(f'<rect class="{kind}" x="0" y="{y + 22}" width="{width}" height="{_BAR}"/>')
    at = round((length if in_line else width) + 8, 1)  # behind the goal's line, which would run through it
    said.append(f'<text class="number" x="{at}" y="{y + 34}">{escape(row.said)}</text>')
    return "".join(said)


def _axis(top: int, height: int) -> str:
    return f'<line class="axis" x1="0.5" x2="0.5" y1="{top}" y2="{height}"/>'


def _opened(title: str, height: int) -> str:
    said = escape(title)
    return (
        f'<svg class="chart" role="img" aria-label="{said}" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}"><title>{said}</title>'
    )
