"""Contests: whoever holds rights on a request may have a decision about it looked at by others (RULES R4.1)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.calendars import Site, working_days
from orchestrator.domain.errors import Refusal
from orchestrator.domain.evidence import Category
from orchestrator.domain.rule_numbers import RuleNumbers


class ContestSubject(StrEnum):
    """What is contested."""

    OVERRIDE = "override"  # an override that binds one's request
    SAFEGUARD = "safeguard"  # a safeguard that refuses one's request
    CATALOG_CHANGE = "catalog_change"  # a change of the catalog that took something from one's request


class ContestStage(StrEnum):
    """Before whom it is."""

    LIST = "list"  # the category's list
    RISEN = "risen"  # nobody of them ruled in time: the managers know, too
    OUTSIDE = "outside"  # it holds, and a named person outside IT is asked


class ContestState(StrEnum):
    """The stored states."""

    OPEN = "open"  # waits for a ruling
    UPHELD = "upheld"  # ruled: the decision stays
    OVERTURNED = "overturned"  # ruled: the decision goes
    LAPSED = "lapsed"  # nobody ruled in time, so the decision went by itself
    WITHDRAWN = "withdrawn"  # taken back by whoever made it
    MOOT = "moot"  # the decision, or the request, ended in another way


_ENDS = frozenset(ContestState) - {ContestState.OPEN}
CONTEST_TRANSITIONS: Mapping[ContestState, frozenset[ContestState]] = {
    ContestState.OPEN: _ENDS,
    **{state: frozenset[ContestState]() for state in _ENDS},
}


@dataclass(frozen=True, slots=True)
class Contest:
    """One contest.

    Attributes:
        id: Identity in the store.
        subject: See ContestSubject.
        decision_id: Id of what is contested.
        category: The category of that; its list rules.
        request_id, classroom_id, item_id: The request for whose sake it is contested, with its room and item.
        words: Why, in the words of whoever contests.
        by: Actor who contests.
        at: Since when, UTC.
        stage: See ContestStage.
        rose_at: When it rose, UTC; None until then.
        outside_at: When it left IT, UTC; None until then.
        state: See ContestState.
        ended_at, ended_by: When it ended and by whom; None until then.
        ruling: The words of whoever ruled; empty until then.
        rises_by, lapses_by: Until when it goes on by itself at the latest, as people were told when it was made, UTC;
            None for what is older than that.
    """

    id: str
    subject: ContestSubject
    decision_id: str
    category: Category
    request_id: str
    classroom_id: str
    item_id: str
    words: str
    by: str
    at: datetime
    stage: ContestStage = ContestStage.LIST
    rose_at: datetime | None = None
    outside_at: datetime | None = None
    state: ContestState = ContestState.OPEN
    ended_at: datetime | None = None
    ended_by: str | None = None
    ruling: str = ""
    rises_by: datetime | None = None
    lapses_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class ContestTerms:
    """When an unanswered contest goes on by itself, UTC: it rises, then the decision lapses or it leaves IT (R4.1)."""

    rises_at: datetime
    lapses_at: datetime


def terms_of(contest: Contest, site: Site, numbers: RuleNumbers) -> ContestTerms:
    """The terms of a contest, by the site's calendar and the rules' numbers of now.

    Never later than people were told: who adds a holiday, or lengthens a term, does so for what is contested from then
    on (R2). What shortens one holds at once, as time runs for whoever teaches.
    """
    end = working_days(site)
    rises_at = end(contest.at, numbers.contest_rises_working_days)
    lapses_at = end(contest.at, numbers.contest_lapses_working_days)
    return ContestTerms(min(rises_at, contest.rises_by or rises_at), min(lapses_at, contest.lapses_by or lapses_at))


def with_terms(contest: Contest, site: Site, numbers: RuleNumbers) -> Contest:
    """A new contest with its terms as people are told them."""
    terms = terms_of(contest, site, numbers)
    return replace(contest, rises_by=terms.rises_at, lapses_by=terms.lapses_at)


def next_term(contest: Contest, terms: ContestTerms, *, holds: bool = True) -> datetime | None:
    """When an unanswered contest goes on next by itself; None where nothing more comes but a ruling.

    Args:
        contest: The contest.
        terms: Its terms.
        holds: Whether what is contested stays until somebody rules. Of what has left IT, something may turn out to be
            ordinary only then, because nobody confirmed it (R3.2); then it lapses like anything ordinary.
    """
    if contest.state is not ContestState.OPEN or (contest.stage is ContestStage.OUTSIDE and holds):
        return None
    return terms.rises_at if contest.stage is ContestStage.LIST else terms.lapses_at


@dataclass(eq=False)
class NothingToContest(Refusal):
    """The decision is not in force, or does not touch this request."""

    subject: ContestSubject
    decision_id: str
    request_id: str
    code: ClassVar[str] = "nothing-to-contest"


@dataclass(eq=False)
class AlreadyContested(Refusal):
    """The same decision is contested for the same request already; that contest is named."""

    contest_id: str
    code: ClassVar[str] = "already-contested"


@dataclass(eq=False)
class ContestIsOver(Refusal):
    """The contest has ended already."""

    contest_id: str
    state: ContestState
    code: ClassVar[str] = "contest-is-over"


@dataclass(eq=False)
class NoRightsOnRequest(Refusal):
    """Only whoever holds the rights on a request may contest what was decided about it, or take the contest back."""

    request_id: str
    requester: str
    code: ClassVar[str] = "no-rights-on-request"
