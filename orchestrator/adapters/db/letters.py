"""Letters as they were sent."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select, update

from orchestrator.adapters.db.records import row_of, value_of
from orchestrator.adapters.db.repository import Repository, insert
from orchestrator.adapters.db.tables.letters import letters
from orchestrator.domain.letters import Letter

_t = letters.c


class SqlLetters(Repository):
    """``services.letter_stores.Letters`` in SQL."""

    __slots__ = ()

    def put(self, letter: Letter) -> str:
        """Insert; the same person and key again change nothing. The id of the letter that is kept."""
        statement = insert(self._connection, letters).values(row_of(letter, letters))
        self._connection.execute(statement.on_conflict_do_nothing(index_elements=["person_id", "key"]))
        kept = select(_t.id).where(_t.person_id == letter.person_id, _t.key == letter.key)
        return str(self._connection.execute(kept).scalar_one())

    def get(self, letter_id: str) -> Letter | None:
        """One letter."""
        return next(iter(self._found(select(letters).where(_t.id == letter_id))), None)

    def of_person(self, person_id: str, *, after: str | None, limit: int) -> Sequence[Letter]:
        """Newest first (ids sort by age), at most ``limit``, strictly older than the one with id ``after``."""
        found = select(letters).where(_t.person_id == person_id).order_by(_t.id.desc()).limit(limit)
        return self._found(found if after is None else found.where(_t.id < after))

    def of_decisions(self, decision_ids: Collection[str]) -> Sequence[Letter]:
        """All that tell of one of these decisions, oldest first."""
        return self._found(select(letters).where(_t.decision_id.in_(list(decision_ids))).order_by(_t.id))

    def erase(self, letter_id: str, at: datetime) -> bool:
        """Erase a letter's words for good; whether there were any left."""
        return self._erase(_t.id == letter_id, at) == 1

    def erase_of_person(self, person_id: str, at: datetime) -> int:
        """Erase the words of all letters to a person for good; of how many."""
        return self._erase(_t.person_id == person_id, at)

    def _erase(self, which: ColumnElement[bool], at: datetime) -> int:
        there = update(letters).where(which, _t.erased_at.is_(None))
        return self._connection.execute(there.values(subject="", body="", erased_at=at)).rowcount

    def _found(self, wanted: Select[Any]) -> Sequence[Letter]:
        return [value_of(Letter, row) for row in self._connection.execute(wanted)]
