"""Finding entries of the record: which index leads, and what the others then have to confirm.

Each thing that is asked for is a list of entries by age: those with a term, or those with a word that begins so. An
index reads such a list from either end. The shortest list leads, and each of its entries is looked up in the others,
so it doesn't matter how many entries there are, but how many the rarest thing has. A period tells beforehand between
which entries its own can be.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, and_, cast, collate, func, literal, select
from sqlalchemy.dialects import postgresql

from orchestrator.adapters.db.column_types import PlainText, UtcTime
from orchestrator.adapters.db.tables.record import SPAN, audit_entries, audit_spans, audit_terms, audit_words
from orchestrator.domain.record_terms import KIND, PERSON, beginnings
from orchestrator.services.record_stores import RecordQuery

COUNTED = 20_000
"""How far a list is counted. What is longer is common: one common thing leads as well as another."""

ENDLESS = 2**31 - 1
"""No index is that high, and no column holds more."""

_LAST = "\U0010ffff"
"""Behind every character of a word."""


@dataclass(frozen=True, slots=True)
class _Term:
    """Entries with this term."""

    name: str
    value: str

    def listed(self) -> Select[int]:
        return select(audit_terms.c.entry_index).where(
            audit_terms.c.name == self.name, audit_terms.c.value == self.value
        )

    def holds_for(self, index: ColumnElement[int]) -> ColumnElement[bool]:
        looked_up = audit_terms.alias()
        return (
            select(literal(1))
            .where(looked_up.c.name == self.name, looked_up.c.value == self.value, looked_up.c.entry_index == index)
            .correlate_except(looked_up)
            .exists()
        )


@dataclass(frozen=True, slots=True)
class _Beginning:
    """Entries with a word that begins so."""

    word: str

    def listed(self) -> Select[int]:
        return select(audit_words.c.entry_index).where(*self._begins(audit_words.c.word))

    def holds_for(self, index: ColumnElement[int]) -> ColumnElement[bool]:
        looked_up = audit_words.alias()
        return (
            select(literal(1))
            .where(looked_up.c.entry_index == index, *self._begins(looked_up.c.word))
            .correlate_except(looked_up)
            .exists()
        )

    def _begins(self, column: ColumnElement[str]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return column >= self.word, column < self.word + _LAST


_Condition = _Term | _Beginning


@dataclass(frozen=True, slots=True)
class Search:
    """A search that is made ready; then it can be asked for one stretch of entries after the other.

    Attributes:
        first: No entry before this one fits.
        end: Nor this one or any behind it.
        leads: The list that is walked along; None walks along the log itself.
        others: What else has to hold.
        moments: What has to hold of the entry's own row.
    """

    first: int
    end: int
    leads: _Condition | None
    others: tuple[_Condition, ...]
    moments: tuple[ColumnElement[bool], ...]

    def indexes(self, *, first: int, end: int, limit: int, newest_first: bool) -> Select[int]:
        """Entries that fit from ``first`` to before ``end``, at most ``limit``, in that order."""
        found, index = self._walk()
        found = found.where(
            index >= max(first, self.first),
            index < max(0, min(end, self.end)),
            *(other.holds_for(index) for other in self.others),
        )
        if self.moments:
            found = found.where(self._at_the_time(index))
        return found.order_by(index.desc() if newest_first else index).limit(limit)

    def _walk(self) -> tuple[Select[int], ColumnElement[int]]:
        if isinstance(self.leads, _Beginning):
            # Several words may begin so, each with its list. The limit, which they don't reach, keeps the database
            # from walking along the log instead, only because it needn't sort then.
            several = self.leads.listed().limit(COUNTED).subquery()
            return select(several.c.entry_index).distinct(), several.c.entry_index
        if isinstance(self.leads, _Term):
            return self.leads.listed(), audit_terms.c.entry_index
        return select(audit_entries.c.entry_index), audit_entries.c.entry_index

    def _at_the_time(self, index: ColumnElement[int]) -> ColumnElement[bool]:
        if self.leads is None:
            return and_(*self.moments)
        at_the_time = select(literal(1)).where(audit_entries.c.entry_index == index, *self.moments)
        return at_the_time.correlate_except(audit_entries).exists()


def prepared(connection: Connection, query: RecordQuery) -> Search | None:
    """Choose how to search. None if nothing fits.

    Raises:
        UnstorableText: Something is asked for that no database keeps.
    """
    conditions = _conditions(query)
    moments = _moments(connection, query)
    stretch = _stretch(connection, query, moments)
    if stretch is None:
        return None
    first, end = stretch
    leads = None
    if len(conditions) > 1 or any(isinstance(condition, _Beginning) for condition in conditions):
        counts = _counts(connection, conditions)
        if 0 in counts:
            return None
        shortest = min(range(len(conditions)), key=lambda number: (counts[number], number))
        if counts[shortest] < COUNTED or isinstance(conditions[shortest], _Term):
            leads = conditions[shortest]
    elif conditions:
        leads = conditions[0]
    others = tuple(condition for condition in conditions if condition is not leads)
    return Search(first, end, leads, others, moments)


def _conditions(query: RecordQuery) -> list[_Condition]:
    """All that has to hold but for the period; terms first."""
    terms = [_Term(PERSON, query.person)] if query.person is not None else []
    terms += [_Term(name, value) for name, value in sorted(query.subjects.items())]
    terms += [_Term(KIND, query.kind)] if query.kind is not None else []
    return [*terms, *(_Beginning(word) for word in sorted(beginnings(query.words)))]


def _counts(connection: Connection, conditions: Sequence[_Condition]) -> list[int]:
    """How long each list is, as far as that is counted."""
    counted = [
        select(func.count()).select_from(condition.listed().limit(COUNTED).subquery()).scalar_subquery()
        for condition in conditions
    ]
    return list(connection.execute(select(*counted)).one())


def _moments(connection: Connection, query: RecordQuery) -> tuple[ColumnElement[bool], ...]:
    at = _at(connection)
    since = () if query.since is None else (at >= literal(query.since, UtcTime()),)
    until = () if query.until is None else (at < literal(query.until, UtcTime()),)
    return since + until


def _stretch(
    connection: Connection, query: RecordQuery, moments: Sequence[ColumnElement[bool]]
) -> tuple[int, int] | None:
    """Between which entries those of the period are."""
    if not moments:
        return 0, ENDLESS
    numbers = select(func.min(audit_spans.c.number), func.max(audit_spans.c.number))
    if query.since is not None:
        numbers = numbers.where(audit_spans.c.latest >= literal(query.since, UtcTime()))
    if query.until is not None:
        numbers = numbers.where(audit_spans.c.earliest < literal(query.until, UtcTime()))
    first_span, last_span = connection.execute(numbers).one()
    # The entries behind the last complete span are few enough to be looked at.
    complete = select(func.coalesce(func.max(audit_spans.c.number), -1) + 1).scalar_subquery()
    index = audit_entries.c.entry_index
    rest = select(func.min(index), func.max(index)).where(index >= complete * SPAN, *moments)
    first_left, last_left = connection.execute(rest).one()
    firsts = [first for first in (_times(first_span), first_left) if first is not None]
    ends = [end + 1 for end in (_times(last_span, SPAN - 1), last_left) if end is not None]
    return (min(firsts), max(ends)) if firsts else None


def _times(span: int | None, more: int = 0) -> int | None:
    return None if span is None else span * SPAN + more


def _at(connection: Connection) -> ColumnElement[str]:
    """The time of an entry, out of its body; text that sorts by age."""
    body = audit_entries.c.body
    if connection.dialect.name == "postgresql":
        at: ColumnElement[str] = cast(body, postgresql.JSON)["at"].astext
        return collate(at, "C")
    return func.json_extract(body, "$.at", type_=PlainText())
