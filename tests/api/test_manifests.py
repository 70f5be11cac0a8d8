"""Manifests and their revisions over HTTP."""

from typing import Any

from tests.api.people import GRACE
from tests.api.service import Service


def test_the_manifest_lists_baseline_and_requests_with_who_changed_it(service: Service) -> None:
    request = service.ask("firefox")["requests"][0]["id"]
    manifest = service.get("/classrooms/B-204/manifest").json()
    assert [(line["item"]["title"], line["request"]) for line in manifest["lines"]] == [
        ("Microsoft Edge", None),
        ("Mozilla Firefox", request),
    ]
    revision = manifest["revision"]
    assert (revision["number"], revision["change"]) == (1, {"code": "requested", "text": "a request was accepted"})
    assert revision["actor"] == {"id": "person:ada", "name": "Prof. Ada Lovelace"}


def test_a_room_without_a_revision_has_an_empty_manifest(service: Service) -> None:
    manifest = service.get("/classrooms/C-101/manifest").json()
    assert (manifest["revision"], manifest["lines"]) == (None, [])


def test_an_old_revision_stays_as_it_was(service: Service) -> None:
    service.ask("firefox")
    before = service.get("/classrooms/B-204/revisions/1").json()
    service.ask("git")
    assert service.get("/classrooms/B-204/revisions/1").json() == before


def test_revisions_page_by_number_newest_first(service: Service) -> None:
    for item in ("firefox", "git", "old-browser"):
        service.ask(item)
    first = service.get("/classrooms/B-204/revisions", limit=2).json()
    service.ask("firefox", headers=GRACE)
    second = service.get("/classrooms/B-204/revisions", limit=2, after=first["next"]).json()
    assert [r["number"] for page in (first, second) for r in page["revisions"]] == [3, 2, 1]
    assert second["next"] is None


def test_a_revision_is_compared_with_the_one_before_or_with_any_other(service: Service) -> None:
    request = service.ask("firefox")["requests"][0]["id"]
    service.ask("git")
    service.post(f"/requests/{request}/withdraw")

    def changed(number: int, **query: Any) -> tuple[list[str], list[str]]:  # noqa: ANN401 - the other revision
        found = service.get(f"/classrooms/B-204/revisions/{number}/diff", **query).json()
        return [x["item"]["id"] for x in found["added"]], [x["item"]["id"] for x in found["removed"]]

    assert changed(2) == (["git"], [])
    assert changed(3) == ([], ["firefox"])
    assert changed(3, against=1) == (["git"], ["firefox"])
    assert changed(1, against=3) == (["firefox"], ["git"])
    assert changed(1, against=0) == (["microsoft-edge", "firefox"], [])


def test_a_revision_that_is_not_there_names_the_newest(service: Service) -> None:
    service.ask("firefox")
    problem = service.get("/classrooms/B-204/revisions/9").json()
    assert problem["detail"] == "The manifest of this room has no revision 9. The newest is 1."
