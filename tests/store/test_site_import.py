"""Import of a site's files into a real store."""

from dataclasses import replace

import pytest

from orchestrator.domain.changes import ChangedThing, ChangeType
from orchestrator.domain.classrooms import RolloutMode
from orchestrator.domain.errors import InvalidInput
from orchestrator.domain.manifests import ChangeKind
from tests.store.databases import Database
from tests.store.site_fixture import MAX, Importer
from tests.store.values import LATER, a_request
from tests.unit.site_files.example import catalog_files, edited, site_files
from tests.unit.site_files.site_slips import B204, C101, HOSTS

SEAT_7 = 'classroom_seat: "07"\n              classroom_row: 2\n              classroom_column: 3'
SEAT_8 = 'classroom_seat: "08"\n              classroom_row: 2\n              classroom_column: 4'


@pytest.fixture
def importer(database: Database) -> Importer:
    """A store that has the example catalog."""
    importer = Importer(database)
    importer.catalog(catalog_files())
    return importer


@pytest.fixture
def furnished(importer: Importer) -> Importer:
    """A store that has the example site as well; nothing is enqueued and an hour has passed."""
    importer.site(site_files())
    importer.database.jobs.enqueued.clear()
    importer.clock.moment = LATER
    return importer


def standing(importer: Importer, code: str) -> dict[str, str]:
    """Machine name by seat label."""
    with importer.database.reads() as uow:
        room = uow.classrooms.by_code(code)
        assert room
        machines = {machine.id: machine.name for machine in uow.machines.all()}
        present = {a.seat_id: machines[a.machine_id] for a in uow.classrooms.assignments(room.id)}
        return {seat.label: present[seat.id] for seat in room.seats if seat.id in present}


def test_a_dry_run_tells_everything_and_changes_nothing(importer: Importer) -> None:
    before = importer.everything()
    told = importer.site(site_files(), apply=False)
    assert not told.applied
    assert {(c.thing, c.type) for c in told.changes if c.thing is not ChangedThing.SITE} == {
        (thing, ChangeType.ADDED)
        for thing in (
            ChangedThing.PROFILE,
            ChangedThing.MACHINE,
            ChangedThing.CLASSROOM,
            ChangedThing.SEAT,
            ChangedThing.ASSIGNMENT,
        )
    }
    assert importer.everything() == before
    assert importer.database.jobs.enqueued == []


def test_applied_it_does_what_the_dry_run_told(importer: Importer) -> None:
    told = importer.site(site_files(), apply=False)
    done = importer.site(site_files())
    assert done == replace(told, applied=True)
    assert standing(importer, "B-204") == {f"{n:02}": f"b204-{n:02}" for n in range(1, 13)}
    assert standing(importer, "C-101") == {f"{n:02}": f"c101-{n:02}" for n in range(1, 5)}
    with importer.database.reads() as uow:
        assert uow.site.load().timezone == "Europe/Berlin"
        assert uow.machines.profiles()["lab"].secret == "lab_admin"
        assert {room.code: room.mode for room in uow.classrooms.all()} == {
            "B-204": RolloutMode.AUTOMATIC,
            "C-101": RolloutMode.BY_TECHNICIAN,
        }


def test_a_baseline_makes_a_revision_and_only_an_automatic_room_owes_it(importer: Importer) -> None:
    importer.site(site_files())
    with importer.database.reads() as uow:
        rooms = {room.code: room.id for room in uow.classrooms.all()}
        for room_id in rooms.values():
            revision = uow.manifests.latest(room_id)
            assert revision
            assert (revision.number, revision.change, revision.actor_id) == (1, ChangeKind.BASELINE, MAX.id)
            assert [line.item_id for line in revision.lines] == ["microsoft-edge"]
    room_id = rooms["B-204"]
    assert importer.database.jobs.enqueued == [
        ("owe-room", f"{room_id}:r1", {"classroom_id": room_id, "revision": "1"}),
    ]


def test_the_record_tells_of_the_import_and_of_each_new_baseline(importer: Importer) -> None:
    importer.site(site_files())
    entries = importer.record()
    assert [(entry["kind"], sorted(entry["subjects"])) for entry in entries] == [
        ("catalog.imported", ["files"]),
        ("site.imported", ["files"]),
        ("baseline.changed", ["classroom", "revision"]),
        ("baseline.changed", ["classroom", "revision"]),
    ]
    assert {entry["actor"] for entry in entries} == {MAX.id}
    with importer.database.reads() as uow:
        assert uow.people.names([MAX.id]) == {MAX.id: MAX.name}


def test_a_second_import_of_the_same_files_changes_nothing(furnished: Importer) -> None:
    before = furnished.everything()
    done = furnished.site(site_files())
    assert (done.changes, done.applied) == ((), False)
    assert furnished.everything() == before
    assert furnished.database.jobs.enqueued == []


def test_bad_files_change_nothing(furnished: Importer) -> None:
    before = furnished.everything()
    files = edited(site_files(), HOSTS, "ansible_port: 26202", "ansible_port: 12345")
    files = edited(files, B204, "- microsoft-edge", "- netscape")
    with pytest.raises(InvalidInput) as caught:
        furnished.site(files)
    assert [(p.where, p.field, p.problem) for p in caught.value.problems] == [
        (B204, "classroom_baseline[0]", "unknown-item")
    ]
    assert furnished.everything() == before


def test_ids_survive_everything_but_another_name(furnished: Importer) -> None:
    with furnished.database.reads() as uow:
        room = uow.classrooms.by_code("B-204")
        machines = {machine.name: machine.id for machine in uow.machines.all()}
    files = edited(site_files(), B204, "Main building", "North wing")
    files = edited(files, HOSTS, "ansible_port: 26202", "ansible_port: 12345")
    files = edited(files, HOSTS, SEAT_7, SEAT_7.replace("column: 3", "column: 9"))
    done = furnished.site(files)
    assert [
        (c.thing.value, c.name, c.within, [(f.field, f.before, f.after) for f in c.fields]) for c in done.changes
    ] == [
        ("machine", "b204-02", "", [("port", "26202", "12345")]),
        ("classroom", "B-204", "", [("building", "Main building", "North wing")]),
        ("seat", "07", "B-204", [("column", "3", "9")]),
    ]
    with furnished.database.reads() as uow:
        after = uow.classrooms.by_code("B-204")
        assert room
        assert after
        assert after.id == room.id
        assert {seat.label: seat.id for seat in after.seats} == {seat.label: seat.id for seat in room.seats}
        assert {machine.name: machine.id for machine in uow.machines.all()} == machines
    assert [entry["kind"] for entry in furnished.record()][-1] == "site.imported"


def test_two_machines_change_places(furnished: Importer) -> None:
    files = edited(site_files(), HOSTS, SEAT_7, "SEAT 8")
    files = edited(files, HOSTS, SEAT_8, SEAT_7)
    files = edited(files, HOSTS, "SEAT 8", SEAT_8)
    done = furnished.site(files)
    assert {(c.thing.value, c.name) for c in done.changes} == {("assignment", "07"), ("assignment", "08")}
    assert standing(furnished, "B-204")["07"] == "b204-08"
    assert standing(furnished, "B-204")["08"] == "b204-07"


def without(files: dict[str, str], machine: str, successor: str) -> dict[str, str]:
    """The files less one machine's lines."""
    text = files[HOSTS]
    start, end = text.index(f"            {machine}:"), text.index(f"            {successor}:")
    return {**files, HOSTS: text[:start] + text[end:]}


def test_a_machine_that_the_files_lack_stands_nowhere_and_stays_known(furnished: Importer) -> None:
    done = furnished.site(without(site_files(), "b204-05", "b204-06"))
    assert done.machines_not_in_files == ("b204-05",)
    assert {(c.thing.value, c.type.value, c.name) for c in done.changes} == {
        ("seat", "removed", "05"),
        ("assignment", "removed", "05"),
    }
    assert "05" not in standing(furnished, "B-204")
    with furnished.database.reads() as uow:
        assert "b204-05" in {machine.name for machine in uow.machines.all()}
    back = furnished.site(site_files())
    assert {(c.thing.value, c.type.value, c.name) for c in back.changes} == {
        ("seat", "added", "05"),
        ("assignment", "added", "05"),
    }
    assert standing(furnished, "B-204")["05"] == "b204-05"


def test_a_machine_that_comes_to_an_automatic_room_is_owed_what_the_room_has(furnished: Importer) -> None:
    furnished.site(without(site_files(), "b204-05", "b204-06"))
    assert furnished.database.jobs.enqueued == [], "nobody new came"
    furnished.site(site_files())
    with furnished.database.reads() as uow:
        room = uow.classrooms.by_code("B-204")
        assert room
    [(kind, _, arguments)] = furnished.database.jobs.enqueued
    assert (kind, arguments) == ("owe-room", {"classroom_id": room.id, "revision": "1"})


def test_a_room_that_the_files_lack_is_named_and_left_alone(furnished: Importer) -> None:
    files = site_files()
    head, _, _ = files[HOSTS].partition("        room_c_101:")
    del files[C101]
    done = furnished.site({**files, HOSTS: head})
    assert done.not_in_files == ("C-101",)
    assert done.machines_not_in_files == ("c101-01", "c101-02", "c101-03", "c101-04")
    assert done.changes == ()
    assert len(standing(furnished, "C-101")) == 4


def test_what_a_scan_learnt_outlives_files_that_do_not_say_it(furnished: Importer) -> None:
    lines = [line for line in site_files()[HOSTS].splitlines() if "0AF81956" not in line]
    files = {**site_files(), HOSTS: "\n".join(lines)}
    assert furnished.site(files).changes == ()
    with furnished.database.reads() as uow:
        (machine,) = [machine for machine in uow.machines.all() if machine.name == "b204-01"]
        assert machine.hardware_id == "0AF81956-3C90-5560-A7F3-673D03A62BBE"


def test_a_changed_baseline_keeps_open_requests_and_is_owed(furnished: Importer) -> None:
    with furnished.database.transactions() as uow:
        room = uow.classrooms.by_code("B-204")
        assert room
        uow.requests.add(replace(a_request(), classroom_id=room.id))
        uow.commit()
    done = furnished.site(edited(site_files(), B204, "- microsoft-edge", "- microsoft-edge\n  - 7zip"))
    (change,) = done.changes
    assert [(f.field, f.before, f.after) for f in change.fields] == [
        ("baseline", "microsoft-edge", "microsoft-edge, 7zip")
    ]
    with furnished.database.reads() as uow:
        revision = uow.manifests.latest(room.id)
        assert revision
        assert (revision.number, revision.at) == (2, LATER)
        assert [(line.item_id, line.request_id) for line in revision.lines] == [
            ("microsoft-edge", None),
            ("7zip", None),
            ("firefox", "r1"),
        ]
    assert [key for _, key, _ in furnished.database.jobs.enqueued] == [f"{room.id}:r2"]


def test_a_room_by_technician_gets_the_revision_but_nothing_is_started(furnished: Importer) -> None:
    furnished.site(edited(site_files(), C101, "- microsoft-edge", "- 7zip"))
    with furnished.database.reads() as uow:
        room = uow.classrooms.by_code("C-101")
        assert room
        revision = uow.manifests.latest(room.id)
        assert revision
        assert revision.number == 2
    assert furnished.database.jobs.enqueued == []


def test_a_room_that_becomes_automatic_owes_what_it_has_not_got(furnished: Importer) -> None:
    furnished.site(edited(site_files(), C101, "by_technician", "automatic"))
    with furnished.database.reads() as uow:
        room = uow.classrooms.by_code("C-101")
        assert room
        revision = uow.manifests.latest(room.id)
        assert revision
        assert revision.number == 1
    [(kind, key, arguments)] = furnished.database.jobs.enqueued
    assert (kind, arguments) == ("owe-room", {"classroom_id": room.id, "revision": "1"})
    assert key != f"{room.id}:r1", "the same revision may have been served long ago"


def test_text_that_would_be_a_template_is_stored_as_text_only_when_it_is_tagged(furnished: Importer) -> None:
    template = "{{ lookup('pipe', 'id') }}"
    before = furnished.everything()
    with pytest.raises(InvalidInput):
        furnished.site(edited(site_files(), B204, "Main building", f'"{template}"'))
    assert furnished.everything() == before
    furnished.site(edited(site_files(), B204, "Main building", f'!unsafe "{template}"'))
    with furnished.database.reads() as uow:
        room = uow.classrooms.by_code("B-204")
        assert room
        assert room.building == template
