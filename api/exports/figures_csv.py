"""Figures as CSV: a line a figure, in the form in which the record is exported."""

from api.exports.csv_file import BYTE_ORDER_MARK, lines_of
from api.exports.rows import moment_cell
from orchestrator.services.figures import FigureReport
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.figures import say_figure, say_group, say_part

COLUMNS = (
    "since",
    "until",
    "at",
    "by",
    "group",
    "figure",
    "part",
    "value",
    "of",
    "unit",
    "percent",
    "days",
    "name",
    "in",
    "text",
)
"""Names of the columns; ``value`` is in seconds where the unit is days. An unknown value is an empty cell."""


def figures_csv(report: FigureReport, speaker: Speaker) -> bytes:
    """The whole file; every cell is guarded against spreadsheets that would take it for a formula."""
    period = tuple(map(moment_cell, (report.since, report.until, report.at)))
    rows = [
        (
            *period,
            report.grouping.value,
            figure.group,
            figure.name.value,
            figure.part,
            "" if figure.value is None else str(figure.value),
            "" if figure.of is None else str(figure.of),
            figure.unit.value,
            figure.percent or "",
            figure.days or "",
            speaker.term(figure.name),
            say_part(speaker, figure) or say_group(speaker, report.grouping, figure.group),
            say_figure(speaker, figure),
        )
        for figure in report.figures
    ]
    return (BYTE_ORDER_MARK + lines_of([COLUMNS, *rows])).encode()
