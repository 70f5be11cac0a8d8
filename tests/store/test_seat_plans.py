"""Plans of seats in a real store: drawing them side by side, and what an import does with one that was drawn here."""

import json
from dataclasses import replace
from typing import Any

import pytest

from orchestrator.domain.changes import ChangedThing, FieldChange
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.doors import Door, Wall
from orchestrator.domain.errors import NotFound
from orchestrator.domain.people import Actor
from orchestrator.domain.seat_plans import KeptPlan, SeatPlace, SeatPlan, SeatPlanChanged, plan_of
from orchestrator.services.seat_plans import draw_seat_plan, view_seat_plan
from tests.store.databases import Database
from tests.store.site_fixture import Importer, StandingClock
from tests.store.together import at_once
from tests.store.values import LATER
from tests.unit.site_files.example import catalog_files, edited, site_files
from tests.unit.site_files.site_slips import C101

TIM = Actor("person:tim", "Tim")
PLACES = {"01": (1, 2), "02": (2, 1), "03": (2, 3), "04": (3, 1)}


def a_plan(places: dict[str, tuple[int, int]] = PLACES, door: Door | None = None) -> SeatPlan:
    return SeatPlan(tuple(SeatPlace(label, *place) for label, place in places.items()), door)


def draw(database: Database, plan: SeatPlan, known: SeatPlan | None = None, code: str = "C-101") -> None:
    draw_seat_plan(
        code,
        plan,
        is_known=lambda stored: known is None or stored == known,
        actor=TIM,
        transactions=database.transactions,
        clock=StandingClock(),
    )


def stored(database: Database, code: str = "C-101") -> Classroom:
    return view_seat_plan(code, reads=database.reads).room


def where(database: Database) -> dict[str, tuple[int, int]]:
    return {seat.label: (seat.row, seat.column) for seat in stored(database).seats}


@pytest.fixture
def importer(database: Database) -> Importer:
    """A store that has the example catalog and site; an hour has passed since."""
    importer = Importer(database)
    importer.catalog(catalog_files())
    importer.site(site_files())
    importer.clock.moment = LATER
    return importer


def _but_the_drawing(everything: dict[str, Any]) -> dict[str, Any]:
    drawn = {"cs_seats", "cs_classrooms"}
    return {
        name: rows
        for name, rows in everything.items()
        if name not in drawn and not name.startswith("cs_audit_") and name != "cs_actors" and "people" not in name
    }


def test_drawing_touches_the_room_the_places_and_the_record_and_nothing_else(importer: Importer) -> None:
    before, ids = importer.everything(), {seat.label: seat.id for seat in stored(importer.database).seats}
    draw(importer.database, a_plan(door=Door(Wall.BACK, 2)))
    assert where(importer.database) == PLACES
    assert stored(importer.database).door == Door(Wall.BACK, 2)
    assert {seat.label: seat.id for seat in stored(importer.database).seats} == ids
    assert _but_the_drawing(importer.everything()) == _but_the_drawing(before)
    entry = importer.record()[-1]
    assert (entry["kind"], entry["actor"]) == ("seat_plan.drawn", TIM.id)
    assert entry["subjects"] == {"classroom": stored(importer.database).id}
    ((told,),) = importer.database.sql("SELECT text FROM cs_audit_texts ORDER BY entry_index DESC LIMIT 1")
    assert json.loads(told)["door"] == [None, "back 2"]


def test_of_two_who_draw_what_both_had_read_one_is_refused(importer: Importer) -> None:
    known = plan_of(stored(importer.database))
    mirrored = a_plan({label: (column, row) for label, (row, column) in PLACES.items()})

    def drawn(plan: SeatPlan) -> str:
        try:
            draw(importer.database, plan, known)
        except SeatPlanChanged:
            return "refused"
        return "drawn"

    assert set(at_once(lambda: drawn(a_plan()), lambda: drawn(mirrored))) == {"drawn", "refused"}
    assert [entry["kind"] for entry in importer.record()].count("seat_plan.drawn") == 1


def test_an_unknown_room_has_no_plan(database: Database) -> None:
    with pytest.raises(NotFound):
        view_seat_plan("Z-999", reads=database.reads)
    with pytest.raises(NotFound):
        draw(database, a_plan(), code="Z-999")


def test_an_import_leaves_a_plan_that_was_drawn_here_and_names_it(importer: Importer) -> None:
    draw(importer.database, a_plan())
    files = edited(
        site_files(), C101, "classroom_building: Chemistry", "classroom_building: North\nclassroom_door: left 1"
    )
    for apply in (False, True):
        told = importer.site(files, apply=apply)
        assert [(c.thing, c.name, c.fields) for c in told.changes] == [
            (ChangedThing.CLASSROOM, "C-101", (FieldChange("building", "Chemistry", "North"),))
        ]
        assert told.plans_kept == (KeptPlan("C-101", ("03", "04"), door=True),)
    assert where(importer.database) == PLACES
    assert (stored(importer.database).building, stored(importer.database).door) == ("North", None)


def test_told_so_an_import_takes_the_plans_of_the_files_and_names_every_place(importer: Importer) -> None:
    as_imported = where(importer.database)
    draw(importer.database, a_plan(door=Door(Wall.BACK, 1)))
    told = importer.site(site_files(), apply=False, plans_from_files=True)
    assert told.plans_kept == ()
    assert {(c.thing.value, c.name) for c in told.changes} >= {("classroom", "C-101"), ("seat", "03")}
    assert {field.field for change in told.changes for field in change.fields} <= {"door", "drawn_at", "row", "column"}
    assert where(importer.database) == PLACES
    done = importer.site(site_files(), plans_from_files=True)
    assert done == replace(told, applied=True)
    assert (where(importer.database), stored(importer.database).drawn_at) == (as_imported, None)
    again = importer.site(site_files())
    assert (again.changes, again.plans_kept) == ((), ())


def test_a_plan_that_nobody_drew_here_follows_the_files(importer: Importer) -> None:
    files = edited(
        site_files(), C101, "classroom_building: Chemistry", "classroom_building: Chemistry\nclassroom_door: left 1"
    )
    told = importer.site(files)
    assert [c.fields for c in told.changes] == [(FieldChange("door", None, "left 1"),)]
    assert stored(importer.database).door == Door(Wall.LEFT, 1)
