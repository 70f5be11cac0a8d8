"""The rules' numbers, with their history."""

from collections.abc import Sequence

from sqlalchemy import insert, select, update

from orchestrator.adapters.db.records import row_of, value_of
from orchestrator.adapters.db.repository import Repository, must_exist
from orchestrator.adapters.db.tables.decisions import rule_changes
from orchestrator.domain.rule_numbers import RuleChange, RuleChangeState, RuleNumbers

_t = rule_changes.c


class SqlRules(Repository):
    """``services.decision_stores.Rules`` in SQL."""

    __slots__ = ()

    def load(self) -> RuleNumbers:
        """The numbers in force: the defaults, changed by one after another of what was approved."""
        approved = select(rule_changes).where(_t.state == RuleChangeState.IN_FORCE.value)
        numbers = RuleNumbers()
        for row in self._connection.execute(approved.order_by(_t.decided_at, _t.id)):
            numbers = value_of(RuleChange, row).applied_to(numbers)
        return numbers

    def add(self, change: RuleChange) -> None:
        """Insert."""
        self._connection.execute(insert(rule_changes).values(row_of(change, rule_changes)))

    def update(self, change: RuleChange) -> None:
        """Store what became of it.

        Raises:
            RowMissing: There is no such change.
        """
        changed = row_of(change, rule_changes, only=("decided_by", "decided_at", "state"))
        done = self._connection.execute(update(rule_changes).where(_t.id == change.id).values(changed))
        must_exist(done, "rule change", change.id)

    def get(self, change_id: str) -> RuleChange | None:
        """One change. In a unit of work that may write, nobody else changes any number until that ends."""
        self._hold_name("numbers of the rules")
        row = self._connection.execute(self._held(select(rule_changes).where(_t.id == change_id))).one_or_none()
        return None if row is None else value_of(RuleChange, row)

    def page(self, *, after: str | None, limit: int) -> Sequence[RuleChange]:
        """Newest first, strictly older than ``after``."""
        found = select(rule_changes).order_by(_t.id.desc()).limit(limit)
        if after is not None:
            found = found.where(_t.id < after)
        return [value_of(RuleChange, row) for row in self._connection.execute(found)]
