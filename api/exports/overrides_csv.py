"""The register of overrides as CSV: a line an override, in the form in which the record is exported."""

import contextlib
from collections.abc import Generator

from api.exports.csv_file import BYTE_ORDER_MARK, lines_of
from api.exports.rows import moment_cell
from api.schemas.overrides import OverrideOut, override_out
from api.schemas.wire import PersonRef
from orchestrator.services.override_reading import OverrideView
from orchestrator.services.wording import Speaker

COLUMNS = (
    "id",
    "recorded_at",
    "classroom",
    "team",
    "item",
    "title",
    "kind",
    "category",
    "state",
    "starts_at",
    "expires_at",
    "ended_at",
    "days_withheld",
    "counts_as_decline",
    "by",
    "approved_by",
    "confirmed_by",
    "confirmation",
    "signed_by",
    "requests",
    "requested_by",
    "seats",
    "substitute",
    "version",
    "explanation",
    "evidence",
    "checks",
    "alternative",
    "would_lift",
    "compensation",
    "follows",
    "contests",
    "rulings",
    "text",
)
"""Names of the columns.

Closed lists stand there by their codes, as the filters take them, and moments in UTC. ``evidence`` is ``part: value``,
a line each, and ``contests`` and ``rulings`` are of the oldest contest first. Who nobody may know is an empty cell.
"""


def overrides_csv(pages: Generator[tuple[OverrideView, ...]], speaker: Speaker) -> Generator[bytes]:
    """The file, page by page; ``pages`` are closed with it. Each cell is guarded against spreadsheets."""
    with contextlib.closing(pages):
        yield (BYTE_ORDER_MARK + lines_of([COLUMNS])).encode()
        for page in pages:
            yield lines_of([_row(view, speaker) for view in page]).encode()


def _row(view: OverrideView, speaker: Speaker) -> tuple[str, ...]:
    # What the API shows of it to the same person, and so with the same names.
    shown = override_out(view, speaker)
    asked = dict.fromkeys(view.names[r.requester_id] for r in view.requests if r.requester_id in view.names)
    return (
        shown.id,
        moment_cell(shown.created_at),
        shown.classroom,
        view.room.department,
        shown.item.id,
        shown.item.title,
        shown.kind.code,
        shown.category.code,
        shown.state.code,
        moment_cell(shown.starts_at),
        moment_cell(shown.expires_at),
        moment_cell(shown.ended_at),
        str(shown.days_withheld),
        "yes" if shown.counts_as_decline else "no",
        _name(shown.by),
        _name(shown.approved_by),
        _name(shown.confirmed_by),
        shown.confirmation.code,
        shown.team,
        ", ".join(shown.requests),
        ", ".join(asked),
        ", ".join(shown.seats),
        shown.substitute.id if shown.substitute else "",
        shown.version or "",
        shown.explanation,
        _evidence(shown),
        "\n".join(check.text for check in shown.checks),
        shown.alternative,
        shown.would_lift,
        shown.compensation,
        shown.follows or "",
        ", ".join(contest.state.value for contest in view.contests),
        "\n".join(contest.ruling for contest in view.contests if contest.ruling),
        shown.text,
    )


def _name(person: PersonRef | None) -> str:
    return person.name if person else ""


def _evidence(shown: OverrideOut) -> str:
    given = shown.evidence.model_dump(mode="json") | {"officer": _name(shown.evidence.officer)}
    return "\n".join(
        f"{name}: {', '.join(value) if isinstance(value, list) else value}"
        for name, value in given.items()
        if value not in (None, "", [])
    )
