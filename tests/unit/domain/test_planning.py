"""Desired minus observed, for one machine and for a room."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.catalog import Catalog, CatalogItem, DetectionRule, Provider, Updates
from orchestrator.domain.observations import Observation
from orchestrator.domain.planning import Action, MachinePlan, PlanLine, group, needed_minutes, plan_machine
from orchestrator.domain.requests import Wanted
from orchestrator.domain.resolution import DesiredLine
from orchestrator.domain.rollouts import REMOVAL, Placement
from orchestrator.domain.whys import Why, WhyCode
from tests.unit.domain.examples import catalog, item, observed, ours, release

WHY = (Why(WhyCode.REQUEST, request_id="r1"),)
EXTERNAL = Provider.EXTERNAL
BLIND = CatalogItem("app", "App", "Maker", Provider.CHOCOLATEY, DetectionRule(), releases=(release("2.0"),))


def want(item_id: str = "app", version: str | None = "2.0", wanted: Wanted = Wanted.PRESENT) -> DesiredLine:
    return DesiredLine(item_id, wanted, version if wanted is Wanted.PRESENT else None, WHY)


def absent() -> DesiredLine:
    return want(wanted=Wanted.ABSENT)


def blocked() -> DesiredLine:
    """Absent, and what is ours goes now."""
    return replace(absent(), removes=True)


def app(**more: object) -> CatalogItem:
    return item("app", "1.0", "2.0", **more)  # type: ignore[arg-type]


def plan(desired: DesiredLine | None, seen: Observation, offered: CatalogItem, *placed: Placement) -> MachinePlan:
    return plan_machine([desired] if desired else [], seen, catalog(offered), placed)


@pytest.mark.parametrize(
    ("action", "desired", "seen", "offered", "placed"),
    [
        (Action.INSTALL, want(), observed(), app(), []),
        (Action.UPGRADE, want(), observed(app="1.0"), app(), []),
        (Action.UPGRADE, want(), observed(app="1.0", registry_only=["app"]), app(), []),
        (Action.NOTHING, want(), observed(app="2.0"), app(), []),
        (Action.NOTHING, want(), observed(app="2.0.0.0"), app(), [ours("app", "2.0")]),
        (Action.NOTHING, want(), observed(app="3.0"), app(updates=Updates.SELF), []),
        (Action.NOTHING, want(version=None), observed(app="0.1"), app(provider=EXTERNAL), []),
        (Action.NOTHING, want(), observed(app="2.0", reboot_pending=["file_rename"]), app(), []),
        (Action.REBOOT, want(), observed(app="2.0"), app(), [ours("app", "2.0", awaiting_reboot=True)]),
        (Action.OWED_ELSEWHERE, want(version=None), observed(), app(provider=EXTERNAL), []),
        (Action.NEWER_THAN_WANTED, want(), observed(app="3.0"), app(), []),
        (
            Action.HALF,
            want(),
            Observation("m1", observed().at, None, None, (), observed(app="1").chocolatey),
            app(),
            [],
        ),
        (Action.UNVERIFIABLE, want(), observed(app="2.0"), BLIND, []),
        (Action.NOTHING, absent(), observed(), app(), []),
        (Action.REMOVAL_NOT_DUE, absent(), observed(app="2.0"), app(), [ours("app", "2.0")]),
        (Action.NOT_OURS, absent(), observed(app="2.0"), app(), []),
        (Action.NOTHING, blocked(), observed(), app(), [ours("app", "2.0")]),
        (Action.REMOVE, blocked(), observed(app="2.0"), app(), [ours("app", "2.0")]),
        (Action.REMOVE, blocked(), observed(app="3.0", registry_only=["gone"]), app(), [ours("app", "2.0")]),
        (Action.NOT_OURS, blocked(), observed(app="2.0"), app(), []),
        (Action.NOT_OURS, blocked(), observed(app="2.0"), app(provider=EXTERNAL), [ours("app", "2.0")]),
        (Action.REMOVAL_NOT_DUE, None, observed(app="2.0"), app(), [ours("app", "2.0")]),
    ],
)
def test_what_is_done_about_a_line(
    action: Action, desired: DesiredLine | None, seen: Observation, offered: CatalogItem, placed: list[Placement]
) -> None:
    made = plan(desired, seen, offered, *placed)
    (line,) = made.lines
    assert line.action is action
    assert line.whys == (desired.whys if desired else ())
    assert line.ours is bool(placed)
    assert bool(made.calls) is action.is_work


def test_the_table_above_has_every_action() -> None:
    (mark,) = (m for m in test_what_is_done_about_a_line.pytestmark if m.name == "parametrize")  # type: ignore[attr-defined]
    assert {row[0] for row in mark.args[1]} == set(Action)


def test_only_what_is_there_as_wanted_or_has_its_time_keeps_no_seat_from_being_ready() -> None:
    assert {a for a in Action if a.satisfied} == {Action.NOTHING, Action.REMOVAL_NOT_DUE, Action.NOT_OURS}
    assert {a for a in Action if a.is_work} == {Action.INSTALL, Action.UPGRADE, Action.REMOVE}


def test_what_is_ours_and_wanted_no_more_is_shown_and_never_removed() -> None:
    """R1.7: removal only between terms."""
    made = plan(None, observed(app="2.0"), app(), ours("app", "2.0"))
    assert made.lines == (PlanLine("app", Action.REMOVAL_NOT_DUE, "2.0", None, ours=True),)
    assert made.calls == ()
    assert made.ready


def test_what_is_ours_and_blocked_goes_now_and_keeps_the_seat_from_being_ready_until_it_is_gone() -> None:
    """R4.2: a block removes installed copies that are ours."""
    made = plan(blocked(), observed(app="2.0"), app(), ours("app", "2.0"))
    assert made.lines == (PlanLine("app", Action.REMOVE, "2.0", None, ours=True, whys=WHY),)
    (call,) = made.calls
    assert (call.items, call.removes) == (("app",), True)
    assert not made.ready
    assert plan(blocked(), observed(), app(), ours("app", "2.0")).ready


def test_a_blocked_copy_of_others_is_reported_and_left_alone() -> None:
    """R4.2: others are only reported."""
    made = plan(blocked(), observed(app="2.0"), app(), ours("app", machine_id="m2"))
    assert (made.lines[0].action, made.calls, made.ready) == (Action.NOT_OURS, (), True)


def test_a_removal_that_was_tried_keeps_its_line_and_gets_no_call() -> None:
    made = plan_machine([blocked()], observed(app="2.0"), catalog(app()), [ours("app")], tried={("app", REMOVAL)})
    assert ([line.action for line in made.lines], made.calls) == ([Action.REMOVE], ())
    again = plan_machine([blocked()], observed(app="2.0"), catalog(app()), [ours("app")], tried={("app", "2.0")})
    assert len(again.calls) == 1


def test_a_removal_that_no_provider_can_carry_out_gets_no_call_and_is_owed() -> None:
    """The package manager knows nothing of it: asked, it would do nothing and call it success."""
    made = plan(blocked(), observed(app="2.0", registry_only=["app"]), app(), ours("app", "2.0"))
    assert ([line.action for line in made.lines], made.calls, made.ready) == ([Action.REMOVE], (), False)


def test_what_others_put_there_and_nobody_wants_is_no_line() -> None:
    """R1.1: what was there is never removed by us."""
    assert plan(None, observed(app="2.0"), app()).lines == ()


def test_what_is_ours_and_already_gone_is_no_line() -> None:
    assert plan(None, observed(), app(), ours("app")).lines == ()


def test_a_pulled_in_package_is_no_line_of_its_own() -> None:
    assert plan(None, observed(app="2.0"), app(), ours("app", dependency_of=["browser"])).lines == ()


def test_placements_of_other_machines_say_nothing_here() -> None:
    elsewhere = ours("app", machine_id="m2", awaiting_reboot=True)
    (line,) = plan(want(), observed(app="2.0"), app(), elsewhere).lines
    assert (line.action, line.ours) == (Action.NOTHING, False)


def test_what_the_catalog_does_not_know_is_passed_over() -> None:
    assert plan(want("other"), observed(), app(), ours("third")).lines == ()


def test_what_was_tried_keeps_its_line_and_gets_no_call() -> None:
    made = plan_machine([want()], observed(), catalog(app()), [], tried={("app", "2.0")})
    assert [line.action for line in made.lines] == [Action.INSTALL]
    assert made.calls == ()
    assert not made.ready


def test_another_version_than_the_one_that_was_tried_gets_its_call() -> None:
    made = plan_machine([want()], observed(), catalog(app()), [], tried={("app", "1.0"), ("other", "2.0")})
    assert len(made.calls) == 1


def test_equal_machines_are_grouped_in_the_order_in_which_each_kind_first_appears() -> None:
    states = {"m1": {}, "m2": {"app": "1.0"}, "m3": {}, "m4": {"app": "2.0"}, "m5": {"app": "1.0"}}
    plans = [plan(want(), observed(m, software), app()) for m, software in states.items()]
    groups = group(plans)
    assert [g.machine_ids for g in groups] == [("m1", "m3"), ("m2", "m5"), ("m4",)]
    assert [g.lines[0].action for g in groups] == [Action.INSTALL, Action.UPGRADE, Action.NOTHING]
    assert groups[0].calls == plans[0].calls


def test_machines_that_differ_only_in_what_is_ours_are_not_equal() -> None:
    plans = [plan(want(), observed(m, app="2.0"), app(), ours("app", "2.0")) for m in ("m1", "m2")]
    assert len(group(plans)) == 2


def test_the_minutes_are_those_of_the_longest_machine() -> None:
    items = catalog(app(), item("tool", "1"))
    wants = [want(), want("tool", "1")]
    plans = [plan_machine(wants, observed("m1", app="2.0"), items, []), plan_machine(wants, observed("m2"), items, [])]
    assert needed_minutes(plans, {"app": 3, "tool": 4}) == 7
    assert needed_minutes(plans[:1], {"app": 3, "tool": 4}) == 4
    assert needed_minutes([], {"app": 3}) == 0


_versions = st.sampled_from([None, "1.0", "2.0", "3.0"])
_machines = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.sampled_from(["1.0", "2.0", "3.0"]))


@st.composite
def _items(draw: st.DrawFn) -> Catalog:
    return catalog(
        *(
            item(
                name,
                "1.0",
                "2.0",
                updates=draw(st.sampled_from(Updates)),
                provider=draw(st.sampled_from([Provider.CHOCOLATEY, Provider.MSI, EXTERNAL])),
                feed_newest=draw(st.sampled_from([None, "1.0", "2.0"])),
            )
            for name in ("a", "b", "c")
        )
    )


_wants = st.lists(
    st.builds(
        want,
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(["1.0", "2.0"]),
        st.sampled_from(Wanted),
    ),
    unique_by=lambda line: line.item_id,
)


@given(_items(), _wants, _machines)
def test_each_item_to_be_worked_on_is_in_exactly_one_call(
    items: Catalog, wants: list[DesiredLine], software: dict[str, str]
) -> None:
    made = plan_machine(wants, observed("m1", software), items, [])
    called = [item_id for call in made.calls for item_id in call.items]
    assert sorted(called) == [line.item_id for line in made.lines if line.action.is_work]


@given(_items(), _wants, _machines)
def test_when_all_calls_have_done_their_work_nothing_is_left_to_do(
    items: Catalog, wants: list[DesiredLine], software: dict[str, str]
) -> None:
    before = plan_machine(wants, observed("m1", software), items, [])
    done = {line.item_id: line.wanted for line in before.lines if line.action.is_work and line.wanted}
    after = plan_machine(wants, observed("m1", {**software, **done}), items, [])
    assert after.calls == ()
    assert all(line.action is Action.NOTHING for line in after.lines if line.item_id in done)


@given(_items(), _wants, _machines, st.frozensets(st.sampled_from(["a", "b", "c"])))
def test_nothing_is_ever_removed_or_set_back(
    items: Catalog, wants: list[DesiredLine], software: dict[str, str], placed: frozenset[str]
) -> None:
    """R1.6, R1.7: a downgrade is its own, confirmed action; a removal waits for the end of term."""
    placements = [ours(item_id) for item_id in placed]
    made = plan_machine(wants, observed("m1", software), items, placements)
    wanted = {line.item_id: line for line in wants if line.wanted is Wanted.PRESENT}
    for call in made.calls:
        for item_id in call.items:
            assert item_id in wanted
            assert item_id not in software or software[item_id] < (wanted[item_id].version or "")
