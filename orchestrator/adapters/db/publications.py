"""What became of publishing the checkpoints."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.tables.publications import checkpoint_publications
from orchestrator.services.publication_stores import Publication, PublicationProblem

_t = checkpoint_publications.c


class SqlPublications(Repository):
    """``services.publication_stores.Publications`` in SQL."""

    __slots__ = ()

    def put(self, publications: Sequence[Publication]) -> None:
        """Insert or update by (number, target). A failure never replaces a success."""
        rows = [
            {
                "number": result.number,
                "target": result.target,
                "at": result.at,
                "problem": None if result.problem is None else result.problem.value,
                "detail": result.detail,
            }
            for result in publications
        ]
        self._upsert(checkpoint_publications, rows, key=("number", "target"), where=_t.problem.is_not(None))

    def reached(self) -> Mapping[str, int]:
        """The greatest number that got to each target, by target; one that nothing ever got to is missing."""
        found = select(_t.target, func.max(_t.number).label("greatest")).where(_t.problem.is_(None)).group_by(_t.target)
        return {row.target: row.greatest for row in self._connection.execute(found)}

    def of(self, numbers: Sequence[int]) -> Sequence[Publication]:
        """Results of these checkpoints, by number and target."""
        found = select(checkpoint_publications).where(_t.number.in_(numbers)).order_by(_t.number, _t.target)
        return [
            Publication(
                number=row.number,
                target=row.target,
                at=row.at,
                problem=None if row.problem is None else PublicationProblem(row.problem),
                detail=row.detail,
            )
            for row in self._connection.execute(found)
        ]
