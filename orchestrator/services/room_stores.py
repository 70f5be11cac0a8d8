"""The ports to the site: rooms with their machines, the catalog, and the calendar.

The contracts of ``unit_of_work`` hold here, too.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from orchestrator.domain.calendars import Site
from orchestrator.domain.catalog import Catalog, CatalogItem
from orchestrator.domain.classrooms import Assignment, Classroom
from orchestrator.domain.machines import ConnectionProfile, Machine


class Classrooms(Protocol):
    """Rooms with their seats, and who stands where. Seats and assignments are never deleted: they end."""

    def all(self) -> Sequence[Classroom]:
        """All rooms by code."""
        ...

    def page(self, *, after: str | None, limit: int, codes: Collection[str] = ()) -> Sequence[Classroom]:
        """Rooms by code, at most ``limit``, those whose code comes after ``after``; only these if codes are given."""
        ...

    def get(self, classroom_id: str) -> Classroom | None:
        """One room by id."""
        ...

    def by_code(self, code: str) -> Classroom | None:
        """One room by code, compared without case."""
        ...

    def put(self, classroom: Classroom) -> None:
        """Insert or update the room and exactly its seats; a seat that is missing is retired, its history kept."""
        ...

    def assignments(self, classroom_id: str) -> Sequence[Assignment]:
        """Present assignments of the room's seats, in seat order."""
        ...

    def assignments_in(self, classroom_ids: Collection[str]) -> Sequence[Assignment]:
        """Present assignments of the seats of these rooms."""
        ...

    def assign(self, seat_id: str, machine_id: str, at: datetime) -> None:
        """Put the machine at the seat from ``at`` on; ends what stood at either before. No change, no row."""
        ...

    def unassign(self, seat_id: str, at: datetime) -> None:
        """End the seat's present assignment, if any."""
        ...


class Machines(Protocol):
    """Machines and how they are reached."""

    def all(self) -> Sequence[Machine]:
        """All machines by name."""
        ...

    def get(self, machine_id: str) -> Machine | None:
        """One machine by id."""
        ...

    def of_classroom(self, classroom_id: str) -> Sequence[Machine]:
        """Machines that stand in the room now, in seat order."""
        ...

    def of_classrooms(self, classroom_ids: Collection[str]) -> Sequence[Machine]:
        """Machines that stand in one of these rooms now."""
        ...

    def put(self, machine: Machine) -> None:
        """Insert or update."""
        ...

    def profiles(self) -> Mapping[str, ConnectionProfile]:
        """All connection profiles by name."""
        ...

    def put_profile(self, profile: ConnectionProfile) -> None:
        """Insert or update."""
        ...


class CatalogStore(Protocol):
    """What is on offer, and the site's calendar."""

    def load(self) -> Catalog:
        """The whole catalog."""
        ...

    def put(self, item: CatalogItem) -> None:
        """Insert or update one item with its releases."""
        ...

    def remove(self, item_id: str) -> None:
        """Take one item off offer. Requests keep their item id."""
        ...


class Sites(Protocol):
    """The site's own facts."""

    def load(self) -> Site:
        """Timezone, holidays, notice; the defaults before any import."""
        ...

    def put(self, site: Site) -> None:
        """Replace them."""
        ...
