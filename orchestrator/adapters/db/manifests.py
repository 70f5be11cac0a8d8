"""Revisions of the rooms' manifests: appended, never changed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, insert, select

from orchestrator.adapters.db.errors import NotTheNext
from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.tables.asked import revisions
from orchestrator.domain.classrooms import SeatTarget
from orchestrator.domain.manifests import ChangeKind, ManifestLine, Revision
from orchestrator.domain.requests import Wanted


class SqlManifests(Repository):
    """``services.unit_of_work.Manifests`` in SQL."""

    __slots__ = ()

    def latest(self, classroom_id: str) -> Revision | None:
        """The room's newest revision, or None before the first."""
        return next(iter(self.page(classroom_id, before=None, limit=1)), None)

    def get(self, classroom_id: str, number: int) -> Revision | None:
        """One revision."""
        wanted = select(revisions).where(revisions.c.classroom_id == classroom_id, revisions.c.number == number)
        row = self._connection.execute(wanted).one_or_none()
        return None if row is None else _revision(row)

    def page(self, classroom_id: str, *, before: int | None, limit: int) -> Sequence[Revision]:
        """Newest first, numbers below ``before``."""
        found = select(revisions).where(revisions.c.classroom_id == classroom_id)
        if before is not None:
            found = found.where(revisions.c.number < before)
        rows = self._connection.execute(found.order_by(revisions.c.number.desc()).limit(limit))
        return [_revision(row) for row in rows]

    def append(self, revision: Revision) -> None:
        """Insert; the number must be the next one.

        Raises:
            NotTheNext: It isn't.
        """
        newest = select(func.coalesce(func.max(revisions.c.number), 0)).where(
            revisions.c.classroom_id == revision.classroom_id
        )
        expected = self._connection.execute(newest).scalar_one() + 1
        if revision.number != expected:
            raise NotTheNext("revision", expected=expected, given=revision.number)
        self._connection.execute(
            insert(revisions).values(
                classroom_id=revision.classroom_id,
                number=revision.number,
                lines=[_line_json(line) for line in revision.lines],
                change=revision.change.value,
                request_id=revision.request_id,
                actor_id=revision.actor_id,
                at=revision.at,
            )
        )


def _revision(row: Row[Any]) -> Revision:
    return Revision(
        classroom_id=row.classroom_id,
        number=row.number,
        lines=tuple(map(_line, row.lines)),
        change=ChangeKind(row.change),
        request_id=row.request_id,
        actor_id=row.actor_id,
        at=row.at,
    )


def _line(line: dict[str, Any]) -> ManifestLine:
    return ManifestLine(
        item_id=line["item"],
        request_id=line["request"],
        wanted=Wanted(line["wanted"]),
        version=line["version"],
        target=SeatTarget(line["target"]),
        enough=line["enough"],
    )


def _line_json(line: ManifestLine) -> dict[str, Any]:
    return {
        "item": line.item_id,
        "request": line.request_id,
        "wanted": line.wanted.value,
        "version": line.version,
        "target": line.target.value,
        "enough": line.enough,
    }
