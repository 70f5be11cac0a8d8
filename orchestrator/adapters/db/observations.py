"""What scans saw last, one row a machine. Never in one table with what is desired."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, update

from orchestrator.adapters.db.repository import Repository, insert
from orchestrator.adapters.db.tables.done import observations
from orchestrator.domain.observations import (
    ChocolateyPackage,
    Hardware,
    InstalledProduct,
    Observation,
    ScanFailure,
    ScanFailureCause,
    ScanResult,
)
from orchestrator.services.stored_values import Seen


class SqlObservations(Repository):
    """``services.unit_of_work.Observations`` in SQL. Results that come late never hide what was seen after them."""

    __slots__ = ()

    def record(self, result: ScanResult) -> None:
        """Keep as the machine's latest; an observation clears an older failure, a failure keeps the observation."""
        if isinstance(result, Observation):
            self._record_observation(result)
        else:
            self._record_failure(result)

    def latest(self, machine_ids: Collection[str]) -> Mapping[str, Seen]:
        """By machine id; machines that no scan has tried are missing."""
        found = select(observations).where(observations.c.machine_id.in_(list(machine_ids)))
        return {
            row.machine_id: Seen(
                observation=_observation(row.machine_id, row.observed_at, row.observation),
                failure=_failure(row.machine_id, row.failed_at, row.failure),
            )
            for row in self._connection.execute(found.order_by(observations.c.machine_id))
        }

    def _record_observation(self, seen: Observation) -> None:
        columns = observations.c
        statement = insert(self._connection, observations).values(
            machine_id=seen.machine_id, observed_at=seen.at, observation=_observation_json(seen)
        )
        incoming = statement.excluded
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["machine_id"],
                set_={"observed_at": incoming.observed_at, "observation": incoming.observation},
                where=or_(columns.observed_at.is_(None), columns.observed_at <= incoming.observed_at),
            )
        )
        self._connection.execute(
            update(observations)
            .where(columns.machine_id == seen.machine_id, columns.failed_at <= seen.at)
            .values(failed_at=None, failure=None)
        )

    def _record_failure(self, failure: ScanFailure) -> None:
        columns = observations.c
        failure = replace(failure, since=self._off_since(failure))
        statement = insert(self._connection, observations).values(
            machine_id=failure.machine_id, failed_at=failure.at, failure=_failure_json(failure)
        )
        incoming = statement.excluded
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["machine_id"],
                set_={"failed_at": incoming.failed_at, "failure": incoming.failure},
                where=and_(
                    or_(columns.failed_at.is_(None), columns.failed_at <= incoming.failed_at),
                    or_(columns.observed_at.is_(None), columns.observed_at <= incoming.failed_at),
                ),
            )
        )

    def _off_since(self, failure: ScanFailure) -> datetime | None:
        """Since when a machine that does not answer has not: an answer in between has cleared what was kept."""
        known = self.latest([failure.machine_id]).get(failure.machine_id)
        before = known.failure if known else None
        absent = before is not None and before.cause.machine_is_absent and failure.cause.machine_is_absent
        return (before.since or before.at) if before and absent else None


def _observation(machine_id: str, at: datetime, body: dict[str, Any] | None) -> Observation | None:
    if body is None:
        return None
    packages = body["chocolatey"]
    hardware = body.get("hardware")  # Scans did not ask for it at first.
    return Observation(
        machine_id=machine_id,
        at=at,
        computer_name=body["computer_name"],
        hardware_id=body["hardware_id"],
        products=tuple(InstalledProduct(*product) for product in body["products"]),
        chocolatey=None if packages is None else tuple(ChocolateyPackage(*package) for package in packages),
        reboot_pending=tuple(body["reboot_pending"]),
        hardware=None if hardware is None else Hardware(**hardware),
    )


def _observation_json(seen: Observation) -> dict[str, Any]:
    return {
        "computer_name": seen.computer_name,
        "hardware_id": seen.hardware_id,
        # Lists without names: a machine has some 150 products, and a campus is read on every page.
        "products": [[p.key, p.hive, p.name, p.version, p.publisher, p.windows_installer] for p in seen.products],
        "chocolatey": None if seen.chocolatey is None else [[p.id, p.version] for p in seen.chocolatey],
        "reboot_pending": list(seen.reboot_pending),
        "hardware": None if seen.hardware is None else asdict(seen.hardware),
    }


def _failure(machine_id: str, at: datetime, body: dict[str, Any] | None) -> ScanFailure | None:
    if body is None:
        return None
    since = body.get("since")  # Not kept at first.
    return ScanFailure(
        machine_id=machine_id,
        at=at,
        cause=ScanFailureCause(body["cause"]),
        detail=body["detail"],
        since=datetime.fromisoformat(since) if since else None,
    )


def _failure_json(failure: ScanFailure) -> dict[str, Any]:
    since = failure.since.isoformat() if failure.since else None
    return {"cause": failure.cause.value, "detail": failure.detail, "since": since}
