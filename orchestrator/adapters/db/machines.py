"""Machines and how they are reached."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select

from orchestrator.adapters.db.classrooms import SEAT_ORDER, STANDING
from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.tables.rooms import assignments, connection_profiles, machines, seats
from orchestrator.domain.machines import ConnectionProfile, Machine, MachineStatus


class SqlMachines(Repository):
    """``services.unit_of_work.Machines`` in SQL."""

    __slots__ = ()

    def all(self) -> Sequence[Machine]:
        """All machines by name."""
        return [_machine(row) for row in self._connection.execute(select(machines).order_by(machines.c.name))]

    def get(self, machine_id: str) -> Machine | None:
        """One machine by id."""
        row = self._connection.execute(select(machines).where(machines.c.id == machine_id)).one_or_none()
        return None if row is None else _machine(row)

    def of_classroom(self, classroom_id: str) -> Sequence[Machine]:
        """Machines that stand in the room now, in seat order."""
        return self.of_classrooms([classroom_id])

    def of_classrooms(self, classroom_ids: Collection[str]) -> Sequence[Machine]:
        """Machines that stand in one of these rooms now."""
        standing = (
            select(machines)
            .join(assignments, assignments.c.machine_id == machines.c.id)
            .join(seats, seats.c.id == assignments.c.seat_id)
            .where(seats.c.classroom_id.in_(list(classroom_ids)), STANDING, assignments.c.until.is_(None))
            .order_by(*SEAT_ORDER)
        )
        return [_machine(row) for row in self._connection.execute(standing)]

    def put(self, machine: Machine) -> None:
        """Insert or update."""
        self._upsert(
            machines,
            [
                {
                    "id": machine.id,
                    "name": machine.name,
                    "address": machine.address,
                    "port": machine.port,
                    "profile": machine.profile,
                    "hardware_id": machine.hardware_id,
                    "status": machine.status.value,
                    "status_reason": machine.status_reason,
                    "status_until": machine.status_until,
                }
            ],
            key=("id",),
        )

    def profiles(self) -> Mapping[str, ConnectionProfile]:
        """All connection profiles by name."""
        rows = self._connection.execute(select(connection_profiles).order_by(connection_profiles.c.name))
        return {row.name: _profile(row) for row in rows}

    def put_profile(self, profile: ConnectionProfile) -> None:
        """Insert or update."""
        self._upsert(
            connection_profiles,
            [
                {
                    "name": profile.name,
                    "transport": profile.transport,
                    "user": profile.user,
                    "secret": profile.secret,
                    "ca_file": profile.ca_file,
                    "connect_timeout": profile.connect_timeout,
                }
            ],
            key=("name",),
        )


def _machine(row: Row[Any]) -> Machine:
    return Machine(
        id=row.id,
        name=row.name,
        address=row.address,
        port=row.port,
        profile=row.profile,
        hardware_id=row.hardware_id,
        status=MachineStatus(row.status),
        status_reason=row.status_reason,
        status_until=row.status_until,
    )


def _profile(row: Row[Any]) -> ConnectionProfile:
    return ConnectionProfile(
        name=row.name,
        transport=row.transport,
        user=row.user,
        secret=row.secret,
        ca_file=row.ca_file,
        connect_timeout=row.connect_timeout,
    )
