"""Import of the catalog's files into a real store."""

from dataclasses import replace

import pytest

from orchestrator.domain.catalog import Catalog, ItemInUse, ItemIsRequired, ReleaseInUse
from orchestrator.domain.changes import ChangedThing, ChangeType
from orchestrator.domain.errors import InvalidInput, Refusal
from orchestrator.domain.requests import RequestState
from orchestrator.services.site_files.catalog import read_catalog
from tests.store.databases import Database
from tests.store.site_fixture import MAX, Importer
from tests.store.values import LATER, NOON, a_request
from tests.unit.site_files.catalog_slips import EDGE, FIREFOX, STOCKROOM
from tests.unit.site_files.example import catalog_files, edited, site_files


@pytest.fixture
def importer(database: Database) -> Importer:
    """An empty store."""
    return Importer(database)


@pytest.fixture
def furnished(importer: Importer) -> Importer:
    """A store with the example catalog and site, an hour later."""
    importer.catalog(catalog_files())
    importer.site(site_files())
    importer.clock.moment = LATER
    return importer


def ask(importer: Importer, item: str, *, version: str = "latest") -> str:
    """Ada asks for an item in B-204."""
    with importer.database.transactions() as uow:
        room = uow.classrooms.by_code("B-204")
        assert room
        uow.requests.add(replace(a_request("r1"), classroom_id=room.id, item_id=item, version=version))
        uow.commit()
    return "r1"


def refused(importer: Importer, files: dict[str, str], kind: type[Refusal]) -> Refusal:
    """The refusal of an import, applied or not, that leaves everything as it was."""
    before = importer.everything()
    for apply in (False, True):
        with pytest.raises(kind) as caught:
            importer.catalog(files, apply=apply)
    assert importer.everything() == before
    return caught.value


def without(*names: str) -> dict[str, str]:
    return {name: text for name, text in catalog_files().items() if name not in names}


def test_a_dry_run_tells_everything_and_changes_nothing(importer: Importer) -> None:
    before = importer.everything()
    told = importer.catalog(catalog_files(), apply=False)
    assert not told.applied
    assert {c.type for c in told.changes} == {ChangeType.ADDED}
    assert [c.name for c in told.changes if c.thing is ChangedThing.ITEM] == sorted(
        name.removesuffix(".yml") for name in catalog_files()
    )
    assert importer.everything() == before


def test_applied_the_store_has_what_the_files_say(importer: Importer) -> None:
    told = importer.catalog(catalog_files(), apply=False)
    assert importer.catalog(catalog_files()) == replace(told, applied=True)
    with importer.database.reads() as uow:
        assert uow.catalog.load() == read_catalog(catalog_files()).declared(Catalog())
    (entry,) = importer.record()
    assert (entry["kind"], entry["actor"], list(entry["subjects"])) == ("catalog.imported", MAX.id, ["files"])


def test_a_second_import_of_the_same_files_changes_nothing(furnished: Importer) -> None:
    before = furnished.everything()
    done = furnished.catalog(catalog_files())
    assert (done.changes, done.applied) == ((), False)
    assert furnished.everything() == before


def test_a_new_release_is_told_and_stored(furnished: Importer) -> None:
    files = edited(catalog_files(), FIREFOX, "releases:\n", 'releases:\n  - version: "146.0"\n')
    done = furnished.catalog(files)
    assert [(c.thing.value, c.type.value, c.within, c.name) for c in done.changes] == [
        ("release", "added", "firefox", "146.0")
    ]
    with furnished.database.reads() as uow:
        latest = uow.catalog.load().items["firefox"].latest()
        assert latest
        assert latest.version == "146.0"


def test_an_item_that_nobody_has_goes_off_offer(furnished: Importer) -> None:
    done = furnished.catalog(without("vlc.yml"))
    assert ("item", "removed", "vlc") in {(c.thing.value, c.type.value, c.name) for c in done.changes}
    with furnished.database.reads() as uow:
        assert uow.catalog.load().get("vlc") is None


def test_bad_files_change_nothing(furnished: Importer) -> None:
    refusal = refused(furnished, edited(catalog_files(), FIREFOX, "minutes: 3", "minutes: many"), InvalidInput)
    assert isinstance(refusal, InvalidInput)
    assert [(p.where, p.field, p.problem) for p in refusal.problems] == [(FIREFOX, "minutes", "not-a-whole-number")]


def test_what_another_item_requires_may_not_go(furnished: Importer) -> None:
    ask(furnished, "stockroom")
    files = without(EDGE)
    files = edited(files, FIREFOX, "coexists_with: [microsoft-edge]\n", "")
    refusal = refused(furnished, files, ItemIsRequired)
    assert refusal.details() == {
        "item": "microsoft-edge",
        "required_by": ("stockroom", "student-records-forms"),
        "classrooms": ("B-204",),
    }


def test_what_a_baseline_names_may_not_go(furnished: Importer) -> None:
    files = without(EDGE, STOCKROOM, "student-records-forms.yml")
    files = edited(files, FIREFOX, "coexists_with: [microsoft-edge]\n", "")
    refusal = refused(furnished, files, ItemInUse)
    assert refusal.details() == {"item": "microsoft-edge", "classrooms": ("B-204", "C-101"), "requests": ()}


def test_what_an_open_request_names_may_not_go_until_the_request_is_over(furnished: Importer) -> None:
    request_id = ask(furnished, "vlc")
    refusal = refused(furnished, without("vlc.yml"), ItemInUse)
    assert refusal.details() == {"item": "vlc", "classrooms": ("B-204",), "requests": (request_id,)}
    with furnished.database.transactions() as uow:
        request = uow.requests.get(request_id)
        assert request
        uow.requests.update(request.moved_to(RequestState.WITHDRAWN, LATER))
        uow.commit()
    assert furnished.catalog(without("vlc.yml")).applied


def test_a_version_that_an_open_request_names_may_not_go(furnished: Importer) -> None:
    request_id = ask(furnished, "firefox", version="144.0.2")
    files = edited(catalog_files(), FIREFOX, '  - version: "144.0.2"\n    released: 2025-10-28\n', "")
    refusal = refused(furnished, files, ReleaseInUse)
    assert refusal.details() == {"item": "firefox", "version": "144.0.2", "requests": (request_id,)}


def test_requests_of_all_pages_count(furnished: Importer) -> None:
    with furnished.database.transactions() as uow:
        room = uow.classrooms.by_code("B-204")
        assert room
        uow.requests.add(replace(a_request("a-first"), classroom_id=room.id, item_id="vlc", created_at=NOON))
        for number in range(600):
            later = replace(a_request(f"b-{number:04}"), classroom_id=room.id, item_id="git", created_at=NOON)
            uow.requests.add(later)
        uow.commit()
    refusal = refused(furnished, without("vlc.yml"), ItemInUse)
    assert refusal.details()["requests"] == ("a-first",)
