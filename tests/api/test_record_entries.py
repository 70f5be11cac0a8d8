"""What use cases write into the record: whom and what an entry names, before and after."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orchestrator.domain.recorded_changes import MORE, MOST_FIELDS
from tests.api.people import CLEO, MARTA, OLGA
from tests.api.service import Service
from tests.api.site_files import catalog_files, site_files
from tests.store.databases import opened_copy


@pytest.fixture
def empty(staffed: Path, tmp_path: Path) -> Iterator[Service]:
    """A service over a database with nothing but people in it."""
    with opened_copy(staffed, tmp_path) as database:
        yield Service(database)


def _entries(service: Service, kind: str) -> list[dict[str, Any]]:
    """Entries of a kind, oldest first, each with its changes as a table."""
    found = service.get("/record", headers=OLGA, kind=kind).json()["entries"][::-1]
    return [
        {**entry, "changes": {change["field"]: (change["before"], change["after"]) for change in entry["changes"]}}
        for entry in found
    ]


def _import(service: Service, what: str, files: dict[str, str]) -> None:
    answer = service.post(f"/{what}/import", {"files": files, "apply": True}, headers=MARTA)
    assert (answer.status_code, answer.json()["applied"]) == (200, True), answer.text


def test_an_import_is_one_entry_that_tells_each_field_before_and_after(empty: Service) -> None:
    files = catalog_files()
    _import(empty, "catalog", files)
    files["firefox.yml"] = files["firefox.yml"].replace("minutes: 3", "minutes: 4")
    _import(empty, "catalog", files)
    first, second = _entries(empty, "catalog.imported")
    assert first["changes"]["item firefox"] == (None, "firefox")
    assert first["changes"]["release firefox/145.0.1"] == (None, "145.0.1")
    assert second["changes"] == {"item firefox: minutes": ("3", "4")}
    assert second["text"] == "Marta Manager imported the catalogue's files (1 field changed)."
    assert [subject["kind"] for subject in second["subjects"]] == ["files"]


def test_a_room_whose_standard_software_changes_says_what_it_was_and_is(empty: Service) -> None:
    _import(empty, "catalog", catalog_files())
    _import(empty, "site", site_files())
    (imported,) = _entries(empty, "site.imported")
    assert imported["changes"]["classroom B-204"] == (None, "B-204")
    assert len(imported["changes"]) <= MOST_FIELDS + 1
    assert (MORE in imported["changes"]) == (len(imported["changes"]) > MOST_FIELDS)
    changed = _entries(empty, "baseline.changed")
    assert changed
    for entry in changed:
        subjects = {subject["kind"]: subject["text"] for subject in entry["subjects"]}
        before, after = entry["changes"]["baseline"]
        assert before is None
        assert after
        assert subjects["classroom"] in entry["text"]
        assert subjects["revision"] == "1"


def test_a_role_that_comes_and_goes_and_an_account_that_rests_are_told(service: Service) -> None:
    scope = {"kind": "classroom", "name": "B-204"}
    held = service.post("/people/grace/roles", {"role": "coordinator", "scope": scope}, headers=MARTA).json()["roles"]
    (grant,) = (role["id"] for role in held if role["role"]["code"] == "coordinator")
    service.client.delete(f"/api/v1/people/grace/roles/{grant}", headers=MARTA)
    service.post("/people/grace/deactivation", headers=MARTA)
    service.client.delete("/api/v1/people/grace/deactivation", headers=MARTA)
    granted, revoked = _entries(service, "role.")
    assert granted["changes"] == {"role": (None, "coordinator")}
    assert revoked["changes"] == {"role": ("coordinator", None)}
    assert granted["text"] == "Marta Manager made Prof. Grace Hopper coordinator for B-204."
    rested, woken = _entries(service, "account.")
    assert rested["changes"] == {"state": ("active", "deactivated")}
    assert woken["changes"] == {"state": ("deactivated", "active")}
    found = service.get("/record", headers=OLGA, person="grace", classroom="B-204").json()["entries"]
    assert [entry["kind"]["code"] for entry in found] == ["role.revoked", "role.granted"]


def test_who_asks_on_behalf_of_somebody_is_told_apart_from_whom_it_is_for(service: Service) -> None:
    form = {"classroom": "B-204", "items": [{"item": "git"}], "on_behalf_of": "grace"}
    assert service.post("/requests", form, headers=OLGA).status_code == 403
    assert service.post("/requests", form, headers=CLEO).status_code == 201
    (entry,) = _entries(service, "request.accepted")
    assert entry["text"].startswith("Cleo Coordinator asked for Git in B-204, on behalf of Prof. Grace Hopper.")
    assert [e["index"] for e in service.get("/record", headers=OLGA, person="grace").json()["entries"]] == [0]
