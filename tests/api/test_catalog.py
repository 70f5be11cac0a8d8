"""The software on offer, over HTTP."""

from typing import Any

import pytest

from tests.api.service import Service


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["git", "microsoft-edge", "firefox", "old-browser", "student-records-forms"]),
        ({"text": "BROWSER"}, ["firefox", "old-browser"]),
        ({"text": "browser mozilla edge"}, ["firefox"]),
        ({"text": "campus it"}, ["student-records-forms"]),
        ({"text": "netscape"}, []),
        ({"provider": "external"}, ["microsoft-edge"]),
        ({"provider": "chocolatey", "text": "web"}, ["firefox"]),
    ],
)
def test_items_are_found_by_words_and_provider_in_the_order_of_their_titles(
    service: Service, query: dict[str, Any], found: list[str]
) -> None:
    assert [item["id"] for item in service.get("/catalog", **query).json()["items"]] == found


def test_an_item_says_what_latest_means_and_what_it_needs(service: Service) -> None:
    firefox = service.get("/catalog/firefox").json()
    assert (firefox["latest"], [r["version"] for r in firefox["releases"]]) == ("145.0.1", ["144.0.2", "145.0.1"])
    assert firefox["coexists_with"] == [{"id": "microsoft-edge", "title": "Microsoft Edge"}]
    assert firefox["provider"] == {"code": "chocolatey", "text": "Chocolatey package"}
    forms = service.get("/catalog/student-records-forms").json()
    assert forms["requires"] == [{"id": "microsoft-edge", "title": "Microsoft Edge"}]


def test_what_another_tool_delivers_has_no_version_of_ours(service: Service) -> None:
    edge = service.get("/catalog/microsoft-edge").json()
    assert (edge["latest"], edge["releases"]) == (None, [])
