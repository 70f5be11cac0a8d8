"""Declared against stored: ids stay, and what an import says is what it does."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from orchestrator.domain.calendars import Site
from orchestrator.domain.changes import Change, ChangedThing, ChangeType, FieldChange
from orchestrator.domain.classrooms import Classroom, RolloutMode, Seat
from orchestrator.domain.machines import ConnectionProfile, Machine
from orchestrator.domain.site_changes import DeclaredSite, SiteState, Standing, differences, merged

EMPTY = SiteState(Site(), {}, {}, {}, {})
PROFILE = ConnectionProfile("lab", "basic", "admin", "lab_admin")


def ids() -> Iterator[str]:
    return (f"id-{n}" for n in count(1))


def a_machine(name: str, hardware_id: str | None = None) -> Machine:
    return Machine("", name, f"{name}.example.edu", 5986, "lab", hardware_id)


def a_site(*standing: tuple[str, str, str], spare: tuple[str, ...] = ()) -> DeclaredSite:
    """Rooms, seats and machines in the order in which they are first named."""
    rooms: dict[str, list[str]] = {}
    for code, label, _ in standing:
        rooms.setdefault(code, []).append(label)
    return DeclaredSite(
        Site("Europe/Berlin"),
        (PROFILE,),
        tuple(
            Classroom("", code, "Main", "UTC", seats=tuple(Seat("", label, 1, n) for n, label in enumerate(labels, 1)))
            for code, labels in rooms.items()
        ),
        tuple(a_machine(name) for name in dict.fromkeys((*(name for _, _, name in standing), *spare))),
        tuple(Standing(*place) for place in standing),
    )


def names(changes: Iterator[Change], thing: ChangedThing) -> list[tuple[str, str, str]]:
    return [(c.type.value, c.within, c.name) for c in changes if c.thing is thing]


def stored(site: DeclaredSite) -> SiteState:
    return merged(EMPTY, site, ids().__next__)


def again(before: SiteState, site: DeclaredSite) -> SiteState:
    new = (f"new-{n}" for n in count(1))
    return merged(before, site, new.__next__)


def test_all_of_a_first_import_is_new() -> None:
    site = a_site(("B-204", "01", "pc1"), ("B-204", "02", "pc2"))
    changes = list(differences(EMPTY, stored(site)))
    assert [(c.thing.value, c.type.value, c.within, c.name) for c in changes] == [
        ("site", "changed", "", ""),
        ("profile", "added", "", "lab"),
        ("machine", "added", "", "pc1"),
        ("machine", "added", "", "pc2"),
        ("classroom", "added", "", "B-204"),
        ("seat", "added", "B-204", "01"),
        ("assignment", "added", "B-204", "01"),
        ("seat", "added", "B-204", "02"),
        ("assignment", "added", "B-204", "02"),
    ]
    assert changes[0].fields == (FieldChange("timezone", "UTC", "Europe/Berlin"),)
    assert changes[6].fields == (FieldChange("machine", None, "pc1"),)


def test_ids_survive_a_change_of_everything_but_the_name() -> None:
    before = stored(a_site(("B-204", "01", "pc1")))
    site = a_site(("b-204", "01", "PC1"))
    moved = replace(site.rooms[0], building="North", seats=(Seat("", "01", 9, 9, podium=True),))
    after = again(before, replace(site, rooms=(moved,), machines=(replace(site.machines[0], port=1),)))
    assert after.rooms["b-204"].id == before.rooms["b-204"].id
    assert after.rooms["b-204"].seats[0].id == before.rooms["b-204"].seats[0].id
    assert after.machines["pc1"].id == before.machines["pc1"].id
    assert after.standing == before.standing
    assert {(c.thing.value, c.type.value, f.field) for c in differences(before, after) for f in c.fields} == {
        ("machine", "changed", "name"),
        ("machine", "changed", "address"),
        ("machine", "changed", "port"),
        ("classroom", "changed", "code"),
        ("classroom", "changed", "building"),
        ("seat", "changed", "row"),
        ("seat", "changed", "column"),
        ("seat", "changed", "podium"),
    }


def test_machines_that_change_places_are_told_by_seat() -> None:
    before = stored(a_site(("B-204", "01", "pc1"), ("B-204", "02", "pc2")))
    after = again(before, a_site(("B-204", "01", "pc2"), ("B-204", "02", "pc1")))
    assert [(c.thing, c.name, c.fields) for c in differences(before, after)] == [
        (ChangedThing.ASSIGNMENT, "01", (FieldChange("machine", "pc1", "pc2"),)),
        (ChangedThing.ASSIGNMENT, "02", (FieldChange("machine", "pc2", "pc1"),)),
    ]


def test_a_machine_that_the_files_lack_leaves_its_seat_and_stays_known() -> None:
    before = stored(a_site(("B-204", "01", "pc1"), ("B-204", "02", "pc2")))
    after = again(before, a_site(("B-204", "01", "pc1")))
    assert after.machines == before.machines
    assert names(differences(before, after), ChangedThing.ASSIGNMENT) == [("removed", "B-204", "02")]
    assert names(differences(before, after), ChangedThing.SEAT) == [("removed", "B-204", "02")]


def test_a_room_that_the_files_lack_is_left_alone() -> None:
    before = stored(a_site(("B-204", "01", "pc1"), ("C-101", "01", "pc9")))
    after = again(before, a_site(("B-204", "01", "pc1")))
    assert list(differences(before, after)) == []
    assert after == before


def test_a_machine_may_come_from_a_room_that_the_files_lack() -> None:
    before = stored(a_site(("B-204", "01", "pc1"), ("C-101", "01", "pc9")))
    after = again(before, a_site(("B-204", "01", "pc1"), ("B-204", "02", "pc9")))
    assert names(differences(before, after), ChangedThing.ASSIGNMENT) == [
        ("added", "B-204", "02"),
        ("removed", "C-101", "01"),
    ]


def test_a_learnt_hardware_id_outlives_files_that_have_none() -> None:
    before = stored(a_site(("B-204", "01", "pc1")))
    learnt = replace(before, machines={"pc1": replace(before.machines["pc1"], hardware_id="AA")})
    assert list(differences(learnt, again(learnt, a_site(("B-204", "01", "pc1"))))) == []
    other = replace(a_site(("B-204", "01", "pc1")), machines=(a_machine("pc1", "BB"),))
    (change,) = differences(learnt, again(learnt, other))
    assert change.fields == (FieldChange("hardware_id", "AA", "BB"),)


def test_a_learnt_hardware_id_goes_where_the_files_say_that_it_belongs() -> None:
    before = stored(a_site(("B-204", "01", "pc1"), ("B-204", "02", "pc2")))
    learnt = replace(before, machines={**before.machines, "pc1": replace(before.machines["pc1"], hardware_id="AA")})
    site = a_site(("B-204", "01", "pc1"), ("B-204", "02", "pc2"))
    after = again(learnt, replace(site, machines=(a_machine("pc1"), a_machine("pc2", "AA"))))
    assert [m.hardware_id for m in after.machines.values()] == [None, "AA"]


def test_a_profile_keeps_what_the_files_do_not_say() -> None:
    before = stored(a_site())
    slow = replace(before, profiles={"lab": replace(PROFILE, connect_timeout=30)})
    assert again(slow, a_site()).profiles["lab"].connect_timeout == 30
    assert list(differences(slow, again(slow, a_site()))) == []


def test_a_baseline_is_told_in_its_order() -> None:
    before = stored(a_site(("B-204", "01", "pc1")))
    site = a_site(("B-204", "01", "pc1"))
    room = replace(site.rooms[0], baseline=("vlc", "7zip"), mode=RolloutMode.BY_TECHNICIAN)
    (change,) = differences(before, again(before, replace(site, rooms=(room,))))
    assert (change.thing, change.type) == (ChangedThing.CLASSROOM, ChangeType.CHANGED)
    assert change.fields == (
        FieldChange("mode", "automatic", "by_technician"),
        FieldChange("baseline", None, "vlc, 7zip"),
    )


ROOMS = ["A", "B", "C"]
LABELS = ["1", "2", "3"]
MACHINES = [f"pc{n}" for n in range(1, 7)]


@st.composite
def sites(draw: st.DrawFn) -> DeclaredSite:
    """Some machines at some seats, each at one, and some that stand nowhere."""
    places = draw(st.lists(st.tuples(st.sampled_from(ROOMS), st.sampled_from(LABELS)), unique=True, max_size=6))
    order = draw(st.permutations(MACHINES))
    standing = [(*place, machine) for place, machine in zip(places, order, strict=False)]
    return a_site(*standing, spare=tuple(draw(st.sets(st.sampled_from(order[len(places) :] or ["pc0"])))))


@given(one=sites(), two=sites())
@settings(max_examples=200, deadline=None)
def test_an_import_brings_about_what_the_files_say_and_a_second_one_nothing(
    one: DeclaredSite, two: DeclaredSite
) -> None:
    before = stored(one)
    after = again(before, two)
    seats = {seat.id: (room.code, seat.label) for room in after.rooms.values() for seat in room.seats}
    known = {machine.id: machine.name for machine in after.machines.values()}
    standing = {(*seats[seat], known[machine]) for seat, machine in after.standing.items()}
    assert {(s.classroom, s.seat, s.machine) for s in two.standing} <= standing
    assert len(set(after.standing.values())) == len(after.standing)
    declared = {room.code for room in two.rooms}
    assert {code for code, _, _ in standing} - declared <= {room.code for room in one.rooms}
    assert list(differences(after, again(after, two))) == []
    # Nothing that was there loses its identity.
    assert {m.id for m in before.machines.values()} <= set(known)
    assert {room.id for room in before.rooms.values()} <= {room.id for room in after.rooms.values()}
