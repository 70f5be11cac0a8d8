"""All figures behind one port."""

from collections.abc import Mapping, Sequence

from orchestrator.adapters.db.figures.advised import figures_of_advice, figures_of_sign_offs
from orchestrator.adapters.db.figures.asked import figures_of_requests
from orchestrator.adapters.db.figures.contested import figures_of_contests
from orchestrator.adapters.db.figures.held import figures_of_holds
from orchestrator.adapters.db.figures.narrowed import figures_of_narrowings
from orchestrator.adapters.db.figures.overridden import (
    figures_of_answers,
    figures_of_overrides,
    figures_of_withheld_days,
)
from orchestrator.adapters.db.figures.waited import figures_of_waiting_days, recorded_evenings
from orchestrator.adapters.db.figures.wished import figures_of_wishes
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

    def of_contests(self, query: FigureQuery) -> Sequence[Figure]:
        """Of contests that were made in the period, and of the rulings on them."""
        return figures_of_contests(self._connection, query)

    def of_narrowings(self, query: FigureQuery) -> Sequence[Figure]:
        """Of changes that took something from the catalogue and were applied in the period."""
        return figures_of_narrowings(self._connection, query)

    def of_advice(self, query: FigureQuery, after_advice_days: int) -> Sequence[Figure]:
        """Of recommendations that were made in the period."""
        return figures_of_advice(self._connection, query, after_advice_days)

    def of_sign_offs(self, query: FigureQuery) -> Sequence[Figure]:
        """Of requesters who were asked in the period whether it works."""
        return figures_of_sign_offs(self._connection, query)

    def of_wishes(self, query: FigureQuery) -> Sequence[Figure]:
        """Of wishes that were made in the period."""
        return figures_of_wishes(self._connection, query)

    def of_waiting_days(self, query: FigureQuery) -> Sequence[Figure]:
        """Of recorded evenings in the period, by whose turn it was."""
        return figures_of_waiting_days(self._connection, query)

    def evenings(self, query: FigureQuery) -> Mapping[str, int]:
        """How many evenings of the period are recorded, by group."""
        return recorded_evenings(self._connection, query)
