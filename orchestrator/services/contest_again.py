"""Looking anew at open contests when what their terms are counted by has changed: numbers, or the calendar (R4.1)."""

from orchestrator.domain.contests import ContestState
from orchestrator.services.contests import CONTEST
from orchestrator.services.deadlines import follow
from orchestrator.services.unit_of_work import UnitOfWork

_PAGE = 500


def follow_open_contests(uow: UnitOfWork, because: str) -> None:
    """Have all open contests looked at once more: whoever follows one sleeps until the moment that was known.

    Args:
        uow: The unit of work in which the terms change.
        because: What has changed them, such as the id of a change of the numbers.
    """
    after: str | None = None
    while page := uow.contests.page(
        subject=None,
        decision_id=None,
        request_id=None,
        classroom_id=None,
        state=ContestState.OPEN,
        after=after,
        limit=_PAGE,
    ):
        for contest in page:
            follow(uow, CONTEST, contest.id, because=because)
        after = page[-1].id
