"""What has become of a request, with its why."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from orchestrator.domain.catalog import Catalog, Provider
from orchestrator.domain.classrooms import Classroom, RolloutMode, SeatTarget
from orchestrator.domain.decisions import NO_DECISIONS, Decisions
from orchestrator.domain.holds import Hold, HoldScope
from orchestrator.domain.observations import Observation
from orchestrator.domain.planning import plan_machine
from orchestrator.domain.requests import RequestState, SoftwareRequest, Wanted
from orchestrator.domain.resolution import resolve
from orchestrator.domain.rollouts import Placement
from orchestrator.domain.standing import RequestStanding, SeatStanding, StandingCode, standing
from orchestrator.domain.verdicts import SeatState
from tests.unit.domain.examples import NOW, ask, catalog, item, observed, ours, room

ITEMS = catalog(item("app", "1.0", "2.0"), item("edge", provider=Provider.EXTERNAL))
HAS = {"app": "2.0"}
NEW = ask("r1", "app")


def stand(
    request: SoftwareRequest,
    *machines: dict[str, str] | None,
    place: Classroom | None = None,
    others: Iterable[SoftwareRequest] = (),
    items: Catalog = ITEMS,
    placed: Iterable[Placement] = (),
    out_of_service: Iterable[str] = (),
    at: datetime = NOW,
    under_way: bool = False,
    decisions: Decisions = NO_DECISIONS,
) -> RequestStanding:
    """``machines`` say what is on each seat's machine, in order; None was never read, and missing ones are bare."""
    place = place or room()
    desired = resolve(place, [request, *others], items, at, frozenset(p.item_id for p in placed), decisions=decisions)
    seats = {}
    for number, seat in enumerate(place.seats):
        software = machines[number] if number < len(machines) else {}
        seen: Observation | None = None if software is None else observed("m1", software)
        made = plan_machine(desired.for_seat(seat.id), seen, items, placed) if seen else None
        state = SeatState.OUT_OF_SERVICE if seat.id in out_of_service else SeatState.PENDING
        seats[seat.id] = SeatStanding(state, made)
    there = {
        seat.id for seat, software in zip(place.seats, machines, strict=False) if request.item_id in (software or {})
    }
    return standing(request, place, desired, seats, at, under_way=under_way, seen_there=there)


def test_owed_as_soon_as_it_is_accepted() -> None:
    """R0.3: the worker starts by itself."""
    found = stand(NEW)
    assert (found.code, found.ready, found.target, found.enough) == (StandingCode.OWED, 0, 3, 3)
    assert found.missing_seats == ("s1", "s2", "s3")
    assert not found.late


def test_owed_by_technician_where_one_starts_each_rollout_and_the_clock_runs_all_the_same() -> None:
    """R0.5"""
    by_technician = room(mode=RolloutMode.BY_TECHNICIAN)
    assert stand(NEW, place=by_technician).code is StandingCode.OWED_BY_TECHNICIAN
    late = stand(NEW, place=by_technician, at=NEW.needed_by + timedelta(seconds=1))
    assert (late.code, late.late) == (StandingCode.OWED_BY_TECHNICIAN, True)


def test_deploying_while_a_rollout_waits_or_runs() -> None:
    assert stand(NEW, HAS, under_way=True).code is StandingCode.DEPLOYING


@pytest.mark.parametrize("under_way", [False, True])
def test_ready_when_every_seat_has_it(under_way: bool) -> None:
    found = stand(NEW, HAS, HAS, HAS, under_way=under_way)
    assert (found.code, found.ready, found.missing_seats) == (StandingCode.READY, 3, ())


@pytest.mark.parametrize("state", [RequestState.WITHDRAWN, RequestState.CLOSED])
def test_nothing_is_missing_once_it_is_over(state: RequestState) -> None:
    assert stand(replace(NEW, state=state), HAS).missing_seats == ()


def test_ready_when_as_many_seats_have_it_as_suffice() -> None:
    """R1.3: ready = target met."""
    request = ask("r1", "app", enough=2)
    assert stand(request, HAS).code is StandingCode.OWED
    found = stand(request, HAS, {}, HAS)
    assert (found.code, found.ready, found.enough, found.missing_seats) == (StandingCode.READY, 2, 2, ("s2",))


def test_what_a_hold_leaves_there_is_counted() -> None:
    """R3.8: a hold changes nothing of what is there."""
    hold = Hold("h1", HoldScope.REQUEST, "room", ("r1",), "Wait.", "person:tia", NOW, NOW + timedelta(days=3))
    found = stand(NEW, HAS, HAS, placed=[ours("app", "2.0")], decisions=Decisions(holds=(hold,)))
    assert (found.code, found.ready, found.left_there) == (StandingCode.HELD, 0, 2)
    assert found.missing_seats == ("s3",)


def test_what_another_request_brought_is_counted_while_one_is_held() -> None:
    """R3.8"""
    hold = Hold("h1", HoldScope.REQUEST, "room", ("r1",), "Wait.", "person:tia", NOW, NOW + timedelta(days=3))
    found = stand(NEW, HAS, HAS, others=[ask("r2", "app")], decisions=Decisions(holds=(hold,)))
    assert (found.code, found.ready, found.left_there) == (StandingCode.HELD, 0, 2)


def test_without_a_hold_nothing_is_left_there() -> None:
    found = stand(NEW, HAS)
    assert (found.ready, found.left_there, found.missing_seats) == (1, 0, ("s2", "s3"))


def test_only_the_seats_that_it_aims_at_count() -> None:
    found = stand(ask("r1", "app", target=SeatTarget.PODIUM), HAS)
    assert (found.code, found.ready, found.target) == (StandingCode.READY, 1, 1)


def test_seats_out_of_service_are_told_and_neither_count_nor_hold_it_up() -> None:
    """R1.3: 38 of 40, 2 out of service."""
    found = stand(NEW, HAS, HAS, {}, out_of_service=["s3"])
    assert (found.code, found.ready, found.target, found.enough) == (StandingCode.READY, 2, 3, 2)
    assert (found.out_of_service, found.missing_seats) == (1, ())


def test_a_room_that_is_all_out_of_service_has_nothing_ready() -> None:
    """R5.4: unknown is not ready."""
    found = stand(NEW, HAS, HAS, HAS, out_of_service=["s1", "s2", "s3"])
    assert (found.code, found.out_of_service) == (StandingCode.OWED, 3)


def test_a_machine_that_was_never_read_is_not_ready() -> None:
    """R5.4"""
    assert stand(NEW, HAS, HAS, None).missing_seats == ("s3",)


def test_another_version_is_not_as_asked() -> None:
    assert stand(NEW, {"app": "1.0"}, HAS, {"app": "3.0"}).missing_seats == ("s1", "s3")


def test_what_waits_for_a_restart_is_not_ready() -> None:
    """R5.2: detected after the last reboot."""
    found = stand(NEW, HAS, HAS, HAS, placed=[ours("app", "2.0", awaiting_reboot=True)])
    assert (found.code, found.ready) == (StandingCode.OWED, 0)


def test_owed_elsewhere_where_nothing_but_another_tool_is_waited_for() -> None:
    """R1.2"""
    edge = ask("r1", "edge")
    assert stand(edge, {"edge": "140"}).code is StandingCode.OWED_ELSEWHERE
    assert stand(edge, {"edge": "140"}, None).code is StandingCode.OWED
    assert stand(edge, *[{"edge": "140"}] * 3).code is StandingCode.READY


class TestInConflict:
    def test_names_what_stands_in_its_way(self) -> None:
        older = ask("r0", "app", age=9)
        found = stand(ask("r1", "app", wanted=Wanted.ABSENT), others=[older])
        assert found.code is StandingCode.IN_CONFLICT
        assert found.conflict is not None
        assert (found.conflict.with_request, found.conflict.with_item) == ("r0", "app")

    def test_a_seat_that_satisfies_the_other_request_does_not_count_for_this_one(self) -> None:
        older = ask("r0", "app", age=9, version="1.0")
        for request in (ask("r1", "app", wanted=Wanted.ABSENT), ask("r1", "app", version="2.0")):
            found = stand(request, *[{"app": "1.0"}] * 3, others=[older])
            assert (found.code, found.ready) == (StandingCode.IN_CONFLICT, 0)
            assert found.missing_seats == ("s1", "s2", "s3")

    def test_a_conflict_on_seats_that_need_not_be_met_does_not_keep_it_from_being_ready(self) -> None:
        """R1.3: ready = target met."""
        older = ask("r0", "app", age=9, version="1.0", target=SeatTarget.PODIUM)
        found = stand(ask("r1", "app", enough=2), {"app": "1.0"}, HAS, HAS, others=[older])
        assert (found.code, found.ready) == (StandingCode.READY, 2)
        assert found.conflict is not None


class TestWaiting:
    def test_for_an_item_without_release(self) -> None:
        found = stand(NEW, HAS, items=catalog(item("app")))
        assert found.code is StandingCode.WAITING_FOR_PACKAGING
        assert found.waiting is not None
        assert found.ready == 0


class TestAbsent:
    AWAY = ask("r1", "app", wanted=Wanted.ABSENT)

    def test_ready_where_a_scan_proves_that_it_is_not_there(self) -> None:
        assert stand(self.AWAY).code is StandingCode.READY

    def test_owed_where_it_is_there_whoever_put_it_there(self) -> None:
        assert stand(self.AWAY, HAS).missing_seats == ("s1",)
        assert stand(self.AWAY, HAS, placed=[ours("app")]).missing_seats == ("s1",)

    def test_a_machine_that_was_never_read_proves_nothing(self) -> None:
        """R5.4: unknown is not ready."""
        assert stand(self.AWAY, None).missing_seats == ("s1",)

    def test_an_item_that_nothing_can_recognise_is_never_proved_away(self) -> None:
        found = stand(self.AWAY, items=catalog())
        assert (found.code, found.ready) == (StandingCode.WAITING_FOR_PACKAGING, 0)


class TestOver:
    @pytest.mark.parametrize(
        ("state", "code"),
        [(RequestState.WITHDRAWN, StandingCode.WITHDRAWN), (RequestState.CLOSED, StandingCode.CLOSED)],
    )
    def test_an_ended_request_is_told_as_such_and_is_never_late(self, state: RequestState, code: StandingCode) -> None:
        found = stand(NEW.moved_to(state, NOW), HAS, HAS, HAS, at=NEW.needed_by + timedelta(days=1))
        assert (found.code, found.late) == (code, False)

    def test_a_request_whose_time_is_over_is_closed_and_not_owed(self) -> None:
        over = replace(NEW, until=NEW.needed_by)
        found = stand(over, at=NEW.needed_by + timedelta(days=1))
        assert (found.code, found.late) == (StandingCode.CLOSED, False)
        assert stand(over, at=NEW.needed_by - timedelta(seconds=1)).code is StandingCode.OWED


class TestLate:
    @pytest.mark.parametrize(("seconds", "late"), [(0, False), (1, True)])
    def test_from_the_moment_on_when_it_was_needed(self, seconds: int, late: bool) -> None:
        assert stand(NEW, HAS, at=NEW.needed_by + timedelta(seconds=seconds)).late is late

    def test_never_once_it_is_ready(self) -> None:
        assert not stand(NEW, HAS, HAS, HAS, at=NEW.needed_by + timedelta(days=9)).late

    @pytest.mark.parametrize("under_way", [False, True])
    def test_a_conflict_a_wait_or_a_rollout_stops_no_clock(self, under_way: bool) -> None:
        """R2: whatever keeps a request from being delivered leaves its clock running."""
        at = NEW.needed_by + timedelta(days=1)
        assert stand(NEW, at=at, under_way=under_way).late
        assert stand(NEW, at=at, items=catalog(), under_way=under_way).late
        assert stand(NEW, at=at, others=[ask("r0", "app", age=9, wanted=Wanted.ABSENT)], under_way=under_way).late
