"""When a request was ready for the first time, and what it was promised (RULES R4.5, R4.6). Pure.

Everything else about a request is derived; these two are facts of a moment, and figures are counted from them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from orchestrator.domain.calendars import Site, working_days
from orchestrator.domain.catalog import CatalogItem
from orchestrator.domain.clock import Interval, stood_still
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.domain.rule_numbers import RuleNumbers
from orchestrator.domain.standing import DELIVERED, RequestStanding
from orchestrator.domain.wishes import Wish


class PromiseKind(StrEnum):
    """By what the service promise goes (R4.5)."""

    PACKAGED = "packaged"  # it could be delivered at once, or there is nothing to package
    TO_PACKAGE = "to_package"  # the catalogue has no release of it yet


@dataclass(frozen=True, slots=True)
class Promise:
    """By when a request could be expected to be ready, as of the moment at which it was accepted.

    Attributes:
        request_id: The request.
        kind: See PromiseKind.
        promised_by: UTC. A request that is needed earlier is accepted and tried, and reported apart (R4.5).
    """

    request_id: str
    kind: PromiseKind
    promised_by: datetime


@dataclass(frozen=True, slots=True)
class Milestone:
    """A request's first time ready. What it loses later changes nothing of it.

    Attributes:
        request_id: The request.
        ready_at: When it was first known to be ready, UTC.
        as_asked_at: When it was first known to be ready without a decision having changed anything of it, UTC; None
            as long as that has not been.
        seats_ready, enough, target, out_of_service: The seats of its standing at the later of the two moments.
        needed_by: Its needed-by, moved by the time for which its clock had stood still by then, UTC.
        stated: Whether that is stated of work by hand, or of its settings line, and no scan has seen it.
    """

    request_id: str
    ready_at: datetime
    as_asked_at: datetime | None
    seats_ready: int
    enough: int
    target: int
    out_of_service: int
    needed_by: datetime
    stated: bool = False


def promise_for(
    request: SoftwareRequest,
    item: CatalogItem | None,
    site: Site,
    numbers: RuleNumbers,
    *,
    wished_at: datetime | None = None,
) -> Promise:
    """What a request is promised when it is accepted (R4.5). Licences come with their counts.

    What came from a wish had to be packaged first, and its clock runs since the wish: whoever links it cannot begin
    another one.

    Args:
        request: The request.
        item: Its item, or None where the catalogue has none.
        site: Whose working days count.
        numbers: The rules' numbers in force.
        wished_at: When it was wished for, where it came from a wish: it had to be packaged first, and the time counts
            from then on.
    """
    there = item is not None and not item.is_to_be_packaged
    packaged = there and wished_at is None
    kind = PromiseKind.PACKAGED if packaged else PromiseKind.TO_PACKAGE
    days = numbers.promise_packaged_working_days if packaged else numbers.promise_to_package_working_days
    return Promise(request.id, kind, working_days(site)(wished_at or request.created_at, days))


def milestone_of(
    request: SoftwareRequest,
    standing: RequestStanding,
    known: Milestone | None,
    stops: Iterable[Interval],
    at: datetime,
    *,
    stated: bool,
    wish: Wish | None = None,
) -> Milestone | None:
    """What is to be kept of a request that stands so; None where nothing is new.

    Args:
        request: The request.
        standing: What has become of it.
        known: What is kept already, or None.
        stops: When its clock stood still, as far as that is proven; see ``clock.stopped``.
        at: When that was found out, UTC.
        stated: Whether the item is work by hand, or has a settings line, which is.
        wish: The wish that was linked to it, or None. It counts as granted when the wisher's yes, or silence, says that
            it is what was meant, and then since it was ready (RULES R2); until then only what is as asked is kept.
    """
    if standing.code not in DELIVERED or (known and (known.as_asked_at or not standing.as_asked)):
        return None
    meant_since = wish.counts_since(request) if wish else None
    awaits_yes = meant_since is not None and at < meant_since
    if awaits_yes and (known or not standing.as_asked):
        return None
    as_asked_since = known.ready_at if known and meant_since and known.ready_at < meant_since else at
    return Milestone(
        request_id=request.id,
        ready_at=known.ready_at if known else at,
        as_asked_at=as_asked_since if standing.as_asked and not awaits_yes else None,
        seats_ready=standing.ready,
        enough=standing.enough,
        target=standing.target,
        out_of_service=standing.out_of_service,
        needed_by=moved_needed_by(request, stops, at),
        stated=stated,
    )


def moved_needed_by(request: SoftwareRequest, stops: Iterable[Interval], at: datetime) -> datetime:
    """A request's needed-by, later by the time for which its clock had stood still until a moment."""
    return request.needed_by + stood_still(stops, request.created_at, at)
