"""What was decided about a request and holds now: exactly that can be contested for its sake (RULES R4.1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from orchestrator.domain.catalog_narrowing import CatalogChangeState
from orchestrator.domain.clock import needs
from orchestrator.domain.contests import ContestState, ContestSubject
from orchestrator.domain.evidence import Category
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.services.contested import look
from orchestrator.services.request_lookup import one_request
from orchestrator.services.unit_of_work import Clock, Reads, UnitOfWork

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class RequestDecision:
    """One decision that is in force and touches a request.

    Attributes:
        subject: Which kind it is.
        decision_id: Id of it.
        category: Why; its list rules on a contest.
        contest_id: The contest of it for this request that waits for a ruling; None where there is none.
    """

    subject: ContestSubject
    decision_id: str
    category: Category
    contest_id: str | None


def decisions_about(request_id: str, *, reads: Reads, clock: Clock) -> tuple[RequestDecision, ...]:
    """All decisions that hold for a request now; none where it is over.

    Raises:
        NotFound: There is no such request.
    """
    now = clock.now()
    with reads() as uow:
        request = one_request(uow, request_id)
        if not request.counts_at(now):
            return ()
        contested = _contested(uow, request)
        return tuple(
            RequestDecision(subject, decision_id, seen.category, contested.get((subject, decision_id)))
            for subject, decision_id in _possible(uow, request)
            # The same look as a contest's, so that what is offered to be contested is what may be.
            if (seen := look(uow, subject, decision_id, request, now)) and seen.binds
        )


def _contested(uow: UnitOfWork, request: SoftwareRequest) -> dict[tuple[ContestSubject, str], str]:
    found = uow.contests.page(
        subject=None,
        decision_id=None,
        request_id=request.id,
        classroom_id=None,
        state=ContestState.OPEN,
        after=None,
        limit=_AT_ONCE,
    )
    return {(contest.subject, contest.decision_id): contest.id for contest in found}


def _possible(uow: UnitOfWork, request: SoftwareRequest) -> Iterator[tuple[ContestSubject, str]]:
    """What may hold for it, cheaply found; whether it does, a closer look says."""
    for override in uow.overrides.of_requests({request.id}):
        yield ContestSubject.OVERRIDE, override.id
    if guards := uow.safeguards.live():
        catalog = uow.catalog.load()
        needed = {name: catalog.get(name) for name in needs(request.item_id, catalog)}
        for guard in guards:
            if any(guard.aim.fits(item) if item else guard.aim.item_id == name for name, item in needed.items()):
                yield ContestSubject.SAFEGUARD, guard.id
    for change_id in _changes_since(uow, request.created_at, request.id):
        yield ContestSubject.CATALOG_CHANGE, change_id


def _changes_since(uow: UnitOfWork, at: datetime, request_id: str) -> Iterator[str]:
    """Changes of the catalog that took something from the request; one that was over before it was made cannot."""
    after: str | None = None
    while changes := uow.catalog_changes.page(state=CatalogChangeState.APPLIED, after=after, limit=_AT_ONCE):
        for change in changes:
            if request_id in change.touched.request_ids:
                yield change.id
        after = changes[-1].id
        if changes[-1].at < at:
            return
