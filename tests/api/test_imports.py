"""Importing the site and the catalog over HTTP, with the files that the project ships."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.people import MARTA
from tests.api.service import Service
from tests.api.site_files import catalog_files, site_files
from tests.store.databases import opened_copy


@pytest.fixture
def empty(staffed: Path, tmp_path: Path) -> Iterator[Service]:
    """A service over a database with nothing but people in it."""
    with opened_copy(staffed, tmp_path) as database:
        yield Service(database)


def test_the_shipped_catalog_and_site_are_shown_first_then_applied_then_nothing_is_left(empty: Service) -> None:
    for what, files in (("catalog", catalog_files()), ("site", site_files())):
        shown = empty.post(f"/{what}/import", {"files": files}, headers=MARTA).json()
        assert (shown["applied"], bool(shown["changes"])) == (False, True)
        assert shown["text"].endswith("nothing has been changed. Apply it to make them.")
        applied = empty.post(f"/{what}/import", {"files": files, "apply": True}, headers=MARTA).json()
        assert (applied["applied"], applied["changes"]) == (True, shown["changes"])
        again = empty.post(f"/{what}/import", {"files": files, "apply": True}, headers=MARTA).json()
        assert (again["applied"], again["changes"]) == (False, [])
        assert again["text"] == "There is nothing to change: everything is as the files say."
    assert [room["code"] for room in empty.get("/classrooms").json()["classrooms"]] == ["B-204", "C-101"]
    assert empty.get("/catalog/firefox").json()["latest"] == "145.0.1"


def test_a_change_is_said_in_words_with_its_fields(empty: Service) -> None:
    empty.post("/catalog/import", {"files": catalog_files(), "apply": True}, headers=MARTA)
    files = catalog_files()
    files["firefox.yml"] = files["firefox.yml"].replace("minutes: 3", "minutes: 4")
    (change,) = empty.post("/catalog/import", {"files": files}, headers=MARTA).json()["changes"]
    assert change["fields"] == [{"field": "minutes", "before": "3", "after": "4"}]
    assert change["text"] == "Title firefox: changed (minutes: 3 → 4)."


def test_a_bad_file_gives_file_line_field_value_and_remedy_and_changes_nothing(empty: Service) -> None:
    files = catalog_files()
    files["firefox.yml"] = files["firefox.yml"].replace("provider: chocolatey", "provider: floppy")
    answer = empty.post("/catalog/import", {"files": files, "apply": True}, headers=MARTA)
    problem = answer.json()["problems"][0]
    assert answer.status_code == 422
    assert (problem["where"], problem["field"], problem["value"]) == ("firefox.yml", "provider", "floppy")
    assert files["firefox.yml"].splitlines()[problem["line"] - 1] == "provider: floppy"
    assert problem["text"].startswith("“floppy” is not possible here.")
    assert empty.get("/catalog").json()["items"] == []


def test_what_a_request_needs_cannot_be_dropped_from_the_catalog(service: Service) -> None:
    request = service.ask("git")["requests"][0]["id"]
    answer = service.post("/catalog/import", {"files": catalog_files(without="git"), "apply": True}, headers=MARTA)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "item-in-use")
    assert (problem["item"], problem["requests"]) == ("git", [request])
    assert problem["detail"].startswith("Git cannot be taken off offer while it is asked for in B-204.")


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({}, "files"),
        ({"files": []}, "files"),
        ({"files": {"hosts.yml": 7}}, "files.hosts.yml"),
        ({"files": {"hosts.yml": ""}, "apply": "yes"}, "apply"),
        ({"files": {"": "x"}}, "files..[key]"),
        ({"files": {}, "force": True}, "force"),
    ],
)
def test_a_form_without_files_names_the_field(service: Service, form: dict[str, object], field: str) -> None:
    answer = service.post("/site/import", form, headers=MARTA)
    assert answer.status_code == 422
    assert [problem["field"] for problem in answer.json()["problems"]] == [field]


def test_rooms_that_the_files_do_not_have_are_left_alone_and_named(service: Service) -> None:
    files = {path: text for path, text in site_files().items() if "c_101" not in path}
    files["hosts.yml"] = files["hosts.yml"].split("        room_c_101:")[0]
    shown = service.post("/site/import", {"files": files}, headers=MARTA).json()
    assert shown["classrooms_not_in_files"] == ["C-101"]
