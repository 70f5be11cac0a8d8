"""Software requests."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from orchestrator.adapters.db.repository import Repository, must_exist
from orchestrator.adapters.db.tables.asked import requests, settings_lines
from orchestrator.domain.classrooms import SeatTarget
from orchestrator.domain.requests import RequestState, SettingsLine, SoftwareRequest, Wanted

_LINE = settings_lines.c
_FOUND = select(requests, _LINE.words.label("line_words"), _LINE.since.label("line_since")).select_from(
    requests.outerjoin(settings_lines, _LINE.id == requests.c.settings_line_id)
)


class SqlRequests(Repository):
    """``services.unit_of_work.Requests`` in SQL."""

    __slots__ = ()

    def add(self, request: SoftwareRequest) -> None:
        """Insert."""
        self._connection.execute(
            insert(requests).values(
                id=request.id,
                classroom_id=request.classroom_id,
                item_id=request.item_id,
                requester_id=request.requester_id,
                entered_by=request.entered_by,
                needed_by=request.needed_by,
                created_at=request.created_at,
                wanted=request.wanted.value,
                version=request.version,
                target=request.target.value,
                enough=request.enough,
                course=request.course,
                until=request.until,
                group_id=request.group_id,
                state=request.state.value,
                ended_at=request.ended_at,
            )
        )
        if request.settings_line is not None:
            self.put_line(request)

    def update(self, request: SoftwareRequest) -> None:
        """Store its state and when it ended; all else of a request never changes, but its settings line.

        Raises:
            RowMissing: There is no such request.
        """
        changed = self._connection.execute(
            update(requests)
            .where(requests.c.id == request.id)
            .values(state=request.state.value, ended_at=request.ended_at)
        )
        must_exist(changed, "request", request.id)

    def put_line(self, request: SoftwareRequest) -> None:
        """Insert its settings line, which is a new one, and store that it has this one now; or none.

        Raises:
            RowMissing: There is no such request.
        """
        line = request.settings_line
        named = update(requests).where(requests.c.id == request.id).values(settings_line_id=line.id if line else None)
        must_exist(self._connection.execute(named), "request", request.id)
        if line is not None:
            its = {"id": line.id, "request_id": request.id, "words": line.words, "since": line.since}
            self._connection.execute(insert(settings_lines).values(its))

    def erase_line(self, line_id: str, at: datetime) -> bool:
        """Erase the words of a settings line for good; whether there were any left. It stays as open as it was."""
        there = update(settings_lines).where(_LINE.id == line_id, _LINE.erased_at.is_(None))
        return self._connection.execute(there.values(words="", erased_at=at)).rowcount == 1

    def get(self, request_id: str) -> SoftwareRequest | None:
        """One request."""
        self._hold_room_of(select(requests.c.classroom_id).where(requests.c.id == request_id))
        row = self._connection.execute(_FOUND.where(requests.c.id == request_id)).one_or_none()
        return None if row is None else _request(row)

    def seen(self, request_ids: Collection[str]) -> Sequence[SoftwareRequest]:
        """Those of these requests that there are, by id, as they are now: they may change until they are held."""
        found = _FOUND.where(requests.c.id.in_(list(request_ids))).order_by(requests.c.id)
        return [_request(row) for row in self._connection.execute(found)]

    def of_classroom(self, classroom_id: str) -> Sequence[SoftwareRequest]:
        """All requests of a room, oldest first."""
        return self.of_classrooms([classroom_id])

    def of_classrooms(self, classroom_ids: Collection[str]) -> Sequence[SoftwareRequest]:
        """All requests of these rooms, oldest first."""
        found = _FOUND.where(requests.c.classroom_id.in_(list(classroom_ids)))
        return [_request(row) for row in self._connection.execute(found.order_by(requests.c.created_at, requests.c.id))]

    def page(
        self,
        *,
        classroom_id: str | None,
        requester_id: str | None,
        state: RequestState | None,
        item_id: str | None,
        after: str | None,
        limit: int,
        on_behalf_by: str | None = None,
    ) -> Sequence[SoftwareRequest]:
        """Newest first (ids sort by age), at most ``limit``, strictly older than the request with id ``after``."""
        found = _FOUND.order_by(requests.c.id.desc()).limit(limit)
        if classroom_id is not None:
            found = found.where(requests.c.classroom_id == classroom_id)
        if requester_id is not None:
            found = found.where(requests.c.requester_id == requester_id)
        if state is not None:
            found = found.where(requests.c.state == state.value)
        if item_id is not None:
            found = found.where(requests.c.item_id == item_id)
        if on_behalf_by is not None:
            found = found.where(requests.c.entered_by == on_behalf_by, requests.c.requester_id != on_behalf_by)
        if after is not None:
            found = found.where(requests.c.id < after)
        return [_request(row) for row in self._connection.execute(found)]


def _request(row: Row[Any]) -> SoftwareRequest:
    line_id = row.settings_line_id
    return SoftwareRequest(
        id=row.id,
        classroom_id=row.classroom_id,
        item_id=row.item_id,
        requester_id=row.requester_id,
        entered_by=row.entered_by,
        needed_by=row.needed_by,
        created_at=row.created_at,
        wanted=Wanted(row.wanted),
        version=row.version,
        target=SeatTarget(row.target),
        enough=row.enough,
        course=row.course,
        until=row.until,
        group_id=row.group_id,
        state=RequestState(row.state),
        ended_at=row.ended_at,
        settings_line=SettingsLine(line_id, row.line_words, row.line_since) if line_id else None,
    )
