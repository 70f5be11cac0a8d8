"""All figures behind one port."""

from collections.abc import Sequence

from orchestrator.adapters.db.figures.asked import figures_of_requests
from orchestrator.adapters.db.figures.held import figures_of_holds
from orchestrator.adapters.db.figures.overridden import (
    figures_of_answers,
    figures_of_overrides,
    figures_of_withheld_days,
)
from orchestrator.adapters.db.repository import Repository
from orchestrator.domain.figures import Figure
from orchestrator.services.figure_stores import FigureQuery, Guarded


class SqlFigures(Repository):
    """``services.figure_stores.Figures`` in SQL."""

    __slots__ = ()

    def of_requests(self, query: FigureQuery, guarded: Sequence[Guarded]) -> Sequence[Figure]:
        """Of requests whose needed-by lies in the period and is over."""
        return figures_of_requests(self._connection, query, guarded)

    def of_overrides(self, query: FigureQuery) -> Sequence[Figure]:
        """Of overrides that were recorded in the period and came into force."""
        return figures_of_overrides(self._connection, query)

    def of_withheld_days(self, query: FigureQuery) -> Sequence[Figure]:
        """For how long the same overrides kept something from requests."""
        return figures_of_withheld_days(self._connection, query)

    def of_answers(self, query: FigureQuery) -> Sequence[Figure]:
        """How long second persons and confirmations took."""
        return figures_of_answers(self._connection, query)

    def of_holds(self, query: FigureQuery) -> Sequence[Figure]:
        """Of brakes that were put on in the period."""
        return figures_of_holds(self._connection, query)
