"""Rows that figures are counted from, made at random: few moments, rooms and people, so that they meet."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from orchestrator.domain.advice import Recommendation, RecommendationState, SignOff
from orchestrator.domain.catalog_narrowing import NOTHING_TOUCHED, CatalogChange, CatalogChangeState
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.contests import Contest, ContestState, ContestSubject
from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.figures import Figure, Grouping, months_of
from orchestrator.domain.holds import Hold, HoldScope
from orchestrator.domain.milestones import Milestone, Promise, PromiseKind
from orchestrator.domain.overrides import Confirmation, Override, OverrideKind, OverrideScope, OverrideState
from orchestrator.domain.requests import RequestState, SettingsLine, SoftwareRequest, Wanted
from orchestrator.domain.waiting import WaitingDay, WaitingOwner, evenings_between
from orchestrator.domain.wishes import Wish, WishState
from orchestrator.services.figure_stores import FigureQuery, Freed, Guarded
from orchestrator.services.unit_of_work import UnitOfWork
from tests.store.naive_figures import Rows

ZONE = "Europe/Berlin"
FIRST = datetime(2027, 1, 30, 12, 0, tzinfo=UTC)
NOW = FIRST + timedelta(days=5)
ROOMS = (
    Classroom("b204", "B-204", "Main", ZONE, department="Physics"),
    Classroom("b205", "B-205", "Main", ZONE, department="Chemistry"),
    Classroom("c101", "C-101", "Annex", ZONE),
)
ITEMS = ("firefox", "git", "site-access")
PEOPLE = ("person:ada", "person:bo")
FEW = st.integers(min_value=0, max_value=6)
# Few moments, so that they meet; some a little beside a whole second.
MOMENTS = st.builds(
    lambda hours, micros: FIRST + timedelta(hours=hours, microseconds=micros),
    st.integers(min_value=-24, max_value=168).map(lambda n: n - n % 12),
    st.sampled_from([0, 0, 0, 1, 999_999]),
)
WHO = st.sampled_from(PEOPLE)
ROOM = st.sampled_from(ROOMS).map(lambda room: room.id)


@st.composite
def _requests(draw: st.DrawFn) -> tuple[SoftwareRequest, Promise | None, Milestone | None]:
    state = draw(st.sampled_from(RequestState))
    request = SoftwareRequest(
        id="",
        classroom_id=draw(ROOM),
        item_id=draw(st.sampled_from(ITEMS)),
        requester_id=draw(WHO),
        entered_by="person:ada",
        needed_by=draw(MOMENTS),
        created_at=draw(MOMENTS),
        wanted=draw(st.sampled_from(Wanted)),
        version=draw(st.sampled_from(["latest", "1.0", "2.0"])),
        until=draw(st.none() | MOMENTS),
        state=state,
        ended_at=None if state is RequestState.OPEN else draw(MOMENTS),
        settings_line=draw(st.none() | st.builds(SettingsLine, st.just(""), st.just("words"), MOMENTS)),
    )
    promise = draw(st.none() | st.builds(Promise, st.just(""), st.sampled_from(PromiseKind), MOMENTS))
    reached = st.builds(
        Milestone,
        request_id=st.just(""),
        ready_at=MOMENTS,
        as_asked_at=st.none() | MOMENTS,
        seats_ready=st.just(1),
        enough=st.just(1),
        target=st.just(1),
        out_of_service=st.just(0),
        needed_by=MOMENTS,
        stated=st.booleans(),
    )
    return request, promise, draw(st.none() | reached)


def _called(request: SoftwareRequest, request_id: str) -> SoftwareRequest:
    line = request.settings_line
    return replace(request, id=request_id, settings_line=line and replace(line, id=f"line of {request_id}"))


@st.composite
def _overrides(draw: st.DrawFn, request_ids: Sequence[str]) -> Override:
    approved = draw(st.none() | MOMENTS)
    confirmation = draw(st.sampled_from(Confirmation))
    confirmed = confirmation is Confirmation.CONFIRMED
    bound = draw(st.lists(st.sampled_from(request_ids), unique=True, max_size=3)) if request_ids else []
    return Override(
        id="",
        kind=draw(st.sampled_from(OverrideKind)),
        scope=OverrideScope.REQUEST,
        category=draw(st.sampled_from([Category.SECURITY, Category.LICENCE, Category.OTHER, Category.HARDWARE])),
        classroom_id=draw(ROOM),
        item_id="firefox",
        request_ids=tuple(sorted(bound)),
        evidence=Evidence(),
        explanation="words",
        by=draw(WHO),
        created_at=draw(MOMENTS),
        starts_at=draw(MOMENTS),
        expires_at=draw(MOMENTS),
        seat_ids=draw(st.sampled_from([(), (), ("s1",)])),
        follows=draw(st.none() | st.just("o")),
        needs_approval=draw(st.booleans()),
        approved_by=draw(WHO) if approved else None,
        approved_at=approved,
        confirmation=confirmation,
        confirmed_by=draw(WHO) if confirmed else None,
        confirmed_at=draw(MOMENTS) if confirmed else None,
        agreed_at=draw(st.none() | MOMENTS),
        state=draw(st.sampled_from(OverrideState)),
        ended_at=draw(st.none() | MOMENTS),
    )


HOLDS = st.builds(
    Hold,
    id=st.just(""),
    scope=st.sampled_from(HoldScope),
    classroom_id=ROOM,
    request_ids=st.just(()),
    sentence=st.just("words"),
    by=WHO,
    at=MOMENTS,
    until=MOMENTS,
    ended_at=st.none() | MOMENTS,
)
CONTESTS = st.builds(
    Contest,
    id=st.just(""),
    subject=st.sampled_from(ContestSubject),
    decision_id=st.sampled_from(["g1", "g2"]),
    category=st.sampled_from([Category.SECURITY, Category.OTHER]),
    request_id=st.just(""),
    classroom_id=ROOM,
    item_id=st.sampled_from(ITEMS),
    words=st.just("words"),
    by=WHO,
    at=MOMENTS,
    state=st.sampled_from(ContestState),
    ended_at=st.none() | MOMENTS,
    ended_by=WHO,
)
ADVICE = st.builds(
    Recommendation,
    id=st.just(""),
    request_id=st.just(""),
    by=WHO,
    at=MOMENTS,
    words=st.just("words"),
    lapses_at=MOMENTS,
    state=st.sampled_from(RecommendationState),
)
SIGN_OFFS = st.builds(SignOff, st.just(""), WHO, asked_at=MOMENTS, remind_at=MOMENTS, works=st.none() | st.booleans())
WISHES = st.builds(
    Wish,
    id=st.just(""),
    classroom_id=ROOM,
    requester_id=WHO,
    entered_by=WHO,
    title=st.just("words"),
    purpose=st.just("words"),
    needed_by=MOMENTS,
    created_at=MOMENTS,
    answer_by=MOMENTS,
    answered_at=st.none() | MOMENTS,
    rose_at=st.none() | MOMENTS,
    state=st.sampled_from(WishState),
)
NARROWINGS = st.builds(
    CatalogChange,
    id=st.just(""),
    files=st.just({}),
    digest=st.just(""),
    base=st.just(""),
    former=st.just(()),
    touched=st.just(NOTHING_TOUCHED),
    reason=st.just("words"),
    by=WHO,
    at=MOMENTS,
    state=st.sampled_from(CatalogChangeState),
    decided_at=st.none() | MOMENTS,
)
FREED = st.builds(Freed, st.lists(ROOM, min_size=1, max_size=2).map(tuple), MOMENTS, MOMENTS)
GUARDED = st.builds(
    Guarded,
    item_ids=st.lists(st.sampled_from(ITEMS), min_size=1, max_size=2, unique=True).map(tuple),
    versions=st.none() | st.just(("1.0",)),
    since=MOMENTS,
    until=MOMENTS,
    freed=st.lists(FREED, max_size=2).map(tuple),
    safeguard_id=st.sampled_from(["g1", "g2"]),
)
EVENINGS = evenings_between(FIRST - timedelta(days=1), FIRST + timedelta(days=8), ZONE)


@st.composite
def _contests(draw: st.DrawFn, request_ids: Sequence[str]) -> list[Contest]:
    if not request_ids:
        return []
    found = draw(st.lists(st.tuples(CONTESTS, st.sampled_from(request_ids)), max_size=7))
    return [replace(one, id=f"c{n}", request_id=request_id) for n, (one, request_id) in enumerate(found)]


@st.composite
def decided(draw: st.DrawFn) -> Rows:
    """Requests, and what was decided about them."""
    asked = draw(st.lists(_requests(), max_size=8))
    ids = [f"r{number}" for number in range(len(asked))]
    overrides = draw(st.lists(_overrides(ids), max_size=6))
    return Rows(
        rooms={room.id: room for room in ROOMS},
        requests=[_called(request, i) for i, (request, _, _) in zip(ids, asked, strict=True)],
        promises={i: replace(p, request_id=i) for i, (_, p, _) in zip(ids, asked, strict=True) if p},
        milestones={i: replace(m, request_id=i) for i, (_, _, m) in zip(ids, asked, strict=True) if m},
        overrides=[replace(override, id=f"o{number}") for number, override in enumerate(overrides)],
        holds=[replace(hold, id=f"h{number}") for number, hold in enumerate(draw(st.lists(HOLDS, max_size=4)))],
        guarded=draw(st.lists(GUARDED, max_size=3)),
        contests=draw(_contests(ids)),
        by_hand=frozenset({"site-access"}),
    )


@st.composite
def said(draw: st.DrawFn) -> Rows:
    """Requests, what people said to each other about them, and what was owed in some evenings."""
    asked = draw(st.lists(_requests(), min_size=1, max_size=5))
    ids = [f"r{number}" for number in range(len(asked))]
    evenings = draw(st.lists(st.sampled_from(EVENINGS), unique=True, max_size=5))
    waited = [
        WaitingDay(owed_id, draw(ROOM), evening.day, draw(st.sampled_from(WaitingOwner)))
        for evening in evenings
        for owed_id in draw(st.lists(st.sampled_from(["w0", *ids]), unique=True, max_size=3))
    ]
    advice = draw(st.lists(st.tuples(ADVICE, st.sampled_from(ids)), max_size=6))
    signed = draw(st.lists(st.tuples(SIGN_OFFS, st.sampled_from(ids)), unique_by=lambda one: one[1], max_size=5))
    return Rows(
        rooms={room.id: room for room in ROOMS},
        requests=[_called(request, i) for i, (request, _, _) in zip(ids, asked, strict=True)],
        promises={},
        milestones={},
        contests=draw(_contests(ids)),
        recommendations=[replace(one, id=f"a{n}", request_id=i) for n, (one, i) in enumerate(advice)],
        sign_offs=[replace(one, request_id=i) for one, i in signed],
        wishes=[replace(one, id=f"w{n}") for n, one in enumerate(draw(st.lists(WISHES, max_size=6)))],
        narrowings=[replace(one, id=f"n{n}") for n, one in enumerate(draw(st.lists(NARROWINGS, max_size=4)))],
        evenings=evenings,
        waiting=waited,
    )


@st.composite
def queries(draw: st.DrawFn) -> FigureQuery:
    since = FIRST + timedelta(hours=12 * draw(st.integers(min_value=-2, max_value=8)))
    until = since + timedelta(hours=12 * draw(st.integers(min_value=1, max_value=12)))
    person = draw(st.none() | WHO)
    return FigureQuery(since, until, NOW, draw(st.sampled_from(Grouping)), months_of(since, until, ZONE), person)


RELAXED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


Families = dict[
    str,
    tuple[
        Callable[[UnitOfWork, FigureQuery, Rows], Sequence[Figure]],
        Callable[[Rows, FigureQuery, str], list[Figure]],
    ],
]
"""By name: what counts in the database, and what counts by hand."""


def store(uow: UnitOfWork, rows: Rows) -> None:
    for request in rows.requests:
        uow.requests.add(request)
    for promise in rows.promises.values():
        uow.milestones.promise(promise)
    uow.milestones.keep(list(rows.milestones.values()))
    for override in rows.overrides:
        uow.overrides.add(override)
    for hold in rows.holds:
        uow.holds.add(hold)
    _store_words(uow, rows)


def _store_words(uow: UnitOfWork, rows: Rows) -> None:
    for contest in rows.contests:
        uow.contests.add(contest)
    for advice in rows.recommendations:
        uow.recommendations.add(advice)
    for sign_off in rows.sign_offs:
        uow.sign_offs.put(sign_off)
    for wish in rows.wishes:
        uow.wishes.add(wish)
    for narrowing in rows.narrowings:
        uow.catalog_changes.add(narrowing)
    for evening in rows.evenings:
        days = [day for day in rows.waiting if day.day == evening.day]
        assert uow.waiting_days.keep(evening, evening.at, days)
