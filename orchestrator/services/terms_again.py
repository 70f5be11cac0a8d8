"""Looking anew at what runs when what its terms are counted by has changed: the rules' numbers, or the calendar (R4.1).

Most terms are kept as moments; contests, and requests that wait for packaging, count theirs each time.
"""

from collections.abc import Callable, Mapping

from orchestrator.domain.requests import RequestState
from orchestrator.services.contests import CONTEST, open_contests
from orchestrator.services.deadlines import follow
from orchestrator.services.packaging import PACKAGING
from orchestrator.services.unit_of_work import UnitOfWork

_PAGE = 500


def follow_anew(uow: UnitOfWork, because: str, numbers: Mapping[str, int] | None = None) -> None:
    """Have it looked at once more: whoever follows it sleeps until the moment that was known.

    Args:
        uow: The unit of work in which the terms change.
        because: What has changed them, such as the id of a change of the numbers.
        numbers: Which numbers have changed, by name; None where the calendar has, by which all terms are counted.
    """
    for again, counted_by in _COUNTED_BY.items():
        if numbers is None or not counted_by.isdisjoint(numbers):
            again(uow, because)


def _contests(uow: UnitOfWork, because: str) -> None:
    for contest in open_contests(uow):
        follow(uow, CONTEST, contest.id, because=because)


def _requests_that_wait_for_packaging(uow: UnitOfWork, because: str) -> None:
    catalog, after = uow.catalog.load(), None
    while page := uow.requests.page(
        classroom_id=None, requester_id=None, state=RequestState.OPEN, item_id=None, after=after, limit=_PAGE
    ):
        for request in page:
            item = catalog.get(request.item_id)
            if item is None or item.is_to_be_packaged:
                follow(uow, PACKAGING, request.id, because=because)
        after = page[-1].id


_COUNTED_BY: Mapping[Callable[[UnitOfWork, str], None], frozenset[str]] = {
    _contests: frozenset({"contest_rises_working_days", "contest_lapses_working_days"}),
    _requests_that_wait_for_packaging: frozenset({"intake_working_days"}),
}
"""By which numbers the terms of each are counted."""
