"""Safeguards and the exemptions from them."""

from collections.abc import Sequence

from sqlalchemy import insert, select, update

from orchestrator.adapters.db.records import row_of, value_of
from orchestrator.adapters.db.repository import Repository, must_exist
from orchestrator.adapters.db.tables.decisions import exemptions, safeguards
from orchestrator.domain.safeguards import Exemption, ExemptionState, Safeguard, SafeguardKind, SafeguardState

_SAFEGUARD_CHANGES = (
    "approved_by",
    "approved_at",
    "state",
    "ended_at",
    "ended_by",
    "reminded_at",
    "overdue_at",
)
_EXEMPTION_CHANGES = (
    "signed_at",
    "approved_by",
    "approved_at",
    "canary_seat_id",
    "canary_passed_at",
    "state",
    "ended_at",
    "ended_by",
)


class SqlSafeguards(Repository):
    """``services.decision_stores.Safeguards`` in SQL."""

    __slots__ = ()

    def add(self, safeguard: Safeguard) -> None:
        """Insert."""
        self._connection.execute(insert(safeguards).values(row_of(safeguard, safeguards)))

    def update(self, safeguard: Safeguard) -> None:
        """Store what became of it.

        Raises:
            RowMissing: There is no such safeguard.
        """
        changed = row_of(safeguard, safeguards, only=_SAFEGUARD_CHANGES)
        done = self._connection.execute(update(safeguards).where(safeguards.c.id == safeguard.id).values(changed))
        must_exist(done, "safeguard", safeguard.id)

    def get(self, safeguard_id: str) -> Safeguard | None:
        """One safeguard. In a unit of work that may write, nobody else changes it until that ends."""
        wanted = self._held(select(safeguards).where(safeguards.c.id == safeguard_id))
        row = self._connection.execute(wanted).one_or_none()
        return None if row is None else value_of(Safeguard, row)

    def seen(self, safeguard_id: str) -> Safeguard | None:
        """One safeguard as it is now, for whoever holds a room already: safeguards are held before rooms."""
        row = self._connection.execute(select(safeguards).where(safeguards.c.id == safeguard_id)).one_or_none()
        return None if row is None else value_of(Safeguard, row)

    def live(self) -> Sequence[Safeguard]:
        """All in the state LIVE, oldest first."""
        found = select(safeguards).where(safeguards.c.state == SafeguardState.LIVE.value).order_by(safeguards.c.id)
        return [value_of(Safeguard, row) for row in self._connection.execute(found)]

    def page(
        self, *, state: SafeguardState | None, after: str | None, limit: int, kind: SafeguardKind | None = None
    ) -> Sequence[Safeguard]:
        """Newest first, strictly older than ``after``."""
        found = select(safeguards).order_by(safeguards.c.id.desc()).limit(limit)
        if state is not None:
            found = found.where(safeguards.c.state == state.value)
        if kind is not None:
            found = found.where(safeguards.c.kind == kind.value)
        if after is not None:
            found = found.where(safeguards.c.id < after)
        return [value_of(Safeguard, row) for row in self._connection.execute(found)]


class SqlExemptions(Repository):
    """``services.decision_stores.Exemptions`` in SQL."""

    __slots__ = ()

    def add(self, exemption: Exemption) -> None:
        """Insert."""
        self._connection.execute(insert(exemptions).values(row_of(exemption, exemptions)))

    def update(self, exemption: Exemption) -> None:
        """Store what became of it.

        Raises:
            RowMissing: There is no such exemption.
        """
        changed = row_of(exemption, exemptions, only=_EXEMPTION_CHANGES)
        done = self._connection.execute(update(exemptions).where(exemptions.c.id == exemption.id).values(changed))
        must_exist(done, "exemption", exemption.id)

    def get(self, exemption_id: str) -> Exemption | None:
        """One exemption. In a unit of work that may write, nobody else changes it or its rooms until that ends."""
        found = select(exemptions.c.classroom_ids).where(exemptions.c.id == exemption_id)
        self._hold_rooms(self._connection.execute(found).scalar_one_or_none() or ())
        wanted = self._held(select(exemptions).where(exemptions.c.id == exemption_id))
        row = self._connection.execute(wanted).one_or_none()
        return None if row is None else value_of(Exemption, row)

    def live(self) -> Sequence[Exemption]:
        """All in the state LIVE, oldest first."""
        found = select(exemptions).where(exemptions.c.state == ExemptionState.LIVE.value).order_by(exemptions.c.id)
        return [value_of(Exemption, row) for row in self._connection.execute(found)]

    def page(
        self, *, safeguard_id: str | None, state: ExemptionState | None, after: str | None, limit: int
    ) -> Sequence[Exemption]:
        """Newest first, strictly older than ``after``."""
        found = select(exemptions).order_by(exemptions.c.id.desc()).limit(limit)
        if safeguard_id is not None:
            found = found.where(exemptions.c.safeguard_id == safeguard_id)
        if state is not None:
            found = found.where(exemptions.c.state == state.value)
        if after is not None:
            found = found.where(exemptions.c.id < after)
        return [value_of(Exemption, row) for row in self._connection.execute(found)]
