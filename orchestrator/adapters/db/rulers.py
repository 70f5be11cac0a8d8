"""Who rules, per category, and who answers to whom."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from orchestrator.adapters.db.records import row_of, value_of
from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.tables.contests import rulers, superiors
from orchestrator.domain.evidence import Category
from orchestrator.domain.rulers import Ruler, Superior


class SqlRulers(Repository):
    """``services.contest_stores.Rulers`` in SQL."""

    __slots__ = ()

    def all(self) -> Sequence[Ruler]:
        """All lists, by category and person."""
        found = select(rulers).order_by(rulers.c.category, rulers.c.person_id)
        return [value_of(Ruler, row) for row in self._connection.execute(found)]

    def of(self, category: Category) -> Sequence[Ruler]:
        """One list. In a unit of work that may write, nobody else changes it until that ends."""
        self._hold_name(f"rulers {category.value}")
        found = select(rulers).where(rulers.c.category == category.value).order_by(rulers.c.person_id)
        return [value_of(Ruler, row) for row in self._connection.execute(found)]

    def put(self, category: Category, named: Sequence[Ruler]) -> None:
        """Replace one list."""
        self._hold_name(f"rulers {category.value}")
        self._connection.execute(delete(rulers).where(rulers.c.category == category.value))
        if named:
            self._connection.execute(insert(rulers), [row_of(ruler, rulers) for ruler in named])

    def superiors(self) -> Sequence[Superior]:
        """Who answers to whom, by person."""
        found = select(superiors).order_by(superiors.c.person_id, superiors.c.superior_id)
        return [value_of(Superior, row) for row in self._connection.execute(found)]

    def put_superiors(self, person_id: str, named: Sequence[Superior]) -> None:
        """Replace those to whom one person answers."""
        self._hold_name(f"superiors {person_id}")
        self._connection.execute(delete(superiors).where(superiors.c.person_id == person_id))
        if named:
            self._connection.execute(insert(superiors), [row_of(superior, superiors) for superior in named])
