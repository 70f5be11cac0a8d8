"""Software requests."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, select, update

from orchestrator.adapters.db.repository import Repository, must_exist
from orchestrator.adapters.db.tables.asked import requests
from orchestrator.domain.classrooms import SeatTarget
from orchestrator.domain.requests import RequestState, SoftwareRequest, Wanted


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

    def update(self, request: SoftwareRequest) -> None:
        """Store its state and when it ended; all else of a request never changes.

        Raises:
            RowMissing: There is no such request.
        """
        changed = self._connection.execute(
            update(requests)
            .where(requests.c.id == request.id)
            .values(state=request.state.value, ended_at=request.ended_at)
        )
        must_exist(changed, "request", request.id)

    def get(self, request_id: str) -> SoftwareRequest | None:
        """One request."""
        self._hold_room_of(select(requests.c.classroom_id).where(requests.c.id == request_id))
        row = self._connection.execute(select(requests).where(requests.c.id == request_id)).one_or_none()
        return None if row is None else _request(row)

    def of_classroom(self, classroom_id: str) -> Sequence[SoftwareRequest]:
        """All requests of a room, oldest first."""
        found = select(requests).where(requests.c.classroom_id == classroom_id)
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
    ) -> Sequence[SoftwareRequest]:
        """Newest first (ids sort by age), at most ``limit``, strictly older than the request with id ``after``."""
        found = select(requests).order_by(requests.c.id.desc()).limit(limit)
        if classroom_id is not None:
            found = found.where(requests.c.classroom_id == classroom_id)
        if requester_id is not None:
            found = found.where(requests.c.requester_id == requester_id)
        if state is not None:
            found = found.where(requests.c.state == state.value)
        if item_id is not None:
            found = found.where(requests.c.item_id == item_id)
        if after is not None:
            found = found.where(requests.c.id < after)
        return [_request(row) for row in self._connection.execute(found)]


def _request(row: Row[Any]) -> SoftwareRequest:
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
    )
