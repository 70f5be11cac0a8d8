"""What lists of advisories suggest, over HTTP: told first, kept when told so, dismissed with words."""

import pytest

from tests.api.answers.suggestions import IDENTITY, LISTS, dismiss, suggest
from tests.api.people import ADA, MARTA, ROOT, TIM
from tests.api.service import Service

KEV_ID = "kev:CVE-2026-10001:firefox"
BASE = "/safeguards/suggestions"


def test_an_import_says_what_it_would_keep_and_of_which_day_each_list_is(service: Service) -> None:
    shown = suggest(service, apply=False).json()
    assert (shown["applied"], shown["new"], shown["unchanged"]) == (False, 2, 0)
    assert [file["text"] for file in shown["files"]] == [
        "GHSA-2x4c-5g6h-7j8m.json: OSV list of 11 Nov 2026, 1 entry.",
        "known_exploited_vulnerabilities.json: CISA's catalogue of exploited flaws of 12 Nov 2026, 2 entries.",
    ]
    assert "Nothing has been changed." in shown["text"]
    assert service.get(BASE, headers=MARTA).json()["suggestions"] == []


def test_what_is_kept_is_listed_in_words_and_binds_nobody(service: Service) -> None:
    """R4.2: a list suggests; a safeguard has an owner, words and evidence, and is made by people."""
    kept = suggest(service).json()
    assert kept["text"].endswith("Nothing binds before somebody makes a safeguard of it.")
    osv, kev = service.get(BASE, headers=MARTA).json()["suggestions"]
    assert osv["text"] == (
        "GHSA-2x4c-5g6h-7j8m suggests a minimum version of 145.0.1 for Mozilla Firefox. Attackers are known to use the "
        "flaw. The list wants it mended by 1 Dec 2026. Affected and on offer: 144.0.2. From the file of 11 Nov 2026."
    )
    assert (kev["kind"]["code"], kev["version"], kev["ranges"], kev["affected"]) == ("look", None, None, None)
    # A request for the very version is accepted and delivered as before.
    asked = service.post("/requests", {"classroom": "B-204", "items": [{"item": "firefox", "version": "144.0.2"}]})
    assert asked.status_code == 201


def test_a_german_reader_is_told_in_german(service: Service) -> None:
    suggest(service)
    german = service.get(BASE, headers={**MARTA, "Accept-Language": "de"}).json()["suggestions"]
    assert german[0]["text"].endswith("Aus der Datei vom 11. Nov. 2026.")
    assert german[1]["text"].startswith("CVE-2026-10001 betrifft Mozilla Firefox und nennt die betroffenen Versionen")


def test_a_dismissal_keeps_its_words_and_stands_in_the_record(service: Service) -> None:
    suggest(service)
    done = dismiss(service, reason="We deliver the mended build.").json()
    assert (done["dismissal"]["by"]["name"], done["dismissal"]["reason"]) == (
        "Marta Manager",
        "We deliver the mended build.",
    )
    assert [s["id"] for s in service.get(BASE, headers=MARTA).json()["suggestions"]] == [KEV_ID]
    assert [s["id"] for s in service.get(BASE, dismissed=True, headers=MARTA).json()["suggestions"]] == [IDENTITY]
    texts = [e["text"] for e in service.get("/record", headers=MARTA).json()["entries"]]
    assert "Marta Manager dismissed the suggestion about Mozilla Firefox that came of GHSA-2x4c-5g6h-7j8m." in texts
    assert "Marta Manager imported lists of advisories (2 suggestions changed)." in texts


def test_a_second_dismissal_leaves_the_first_words(service: Service) -> None:
    suggest(service)
    dismiss(service)
    again = dismiss(service, reason="Other words.")
    assert (again.status_code, again.json()["code"]) == (409, "suggestion-is-dismissed")
    assert again.json()["detail"].startswith("This suggestion was dismissed before")


@pytest.mark.parametrize("headers", [ADA, TIM, ROOT])
def test_who_sets_no_safeguards_does_not_see_where_the_site_can_be_attacked(
    service: Service, headers: dict[str, str]
) -> None:
    suggest(service)
    assert service.get(BASE, headers=headers).status_code == 403
    assert service.post(f"{BASE}/import", {"files": LISTS}, headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("form", "field", "problem"),
    [
        ({"files": {"a.json": "{"}}, "", "json-form"),
        ({"files": {"a.json": "[" * 90_000}}, "", "too-deep"),
        ({"files": {"a.json": '{"id": "\\ud800", "modified": 7}'}}, "id", "control-character"),
        ({"files": {"a.zip": "UEsDBA=="}}, "", "not-a-zip"),
        ({"files": {"a.zip": "ä"}}, "", "not-a-zip"),
        ({"files": {}}, "", "file-missing"),
        ({"files": LISTS, "mapping": "kev: [*"}, "", "not-yaml"),
        ({"files": LISTS, "mapping": 7}, "mapping", "not-text"),
        ({"files": LISTS, "bind": True}, "bind", "unknown-key"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_no_list_is_refused_with_file_and_field(
    service: Service, form: dict[str, object], field: str, problem: str
) -> None:
    answer = service.post(f"{BASE}/import", {**form, "apply": True}, headers=MARTA)
    assert answer.status_code == 422, answer.text
    assert (field, problem) in [(p["field"], p["problem"]) for p in answer.json()["problems"]]
    assert all(p["text"] for p in answer.json()["problems"])


@pytest.mark.parametrize("identity", ["a%20b", "a%00", "x" * 201, "kev%2Ffirefox"])
def test_an_id_that_can_be_none_is_refused(service: Service, identity: str) -> None:
    answer = service.post(f"{BASE}/{identity}/dismiss", {"reason": "No."}, headers=MARTA)
    assert answer.status_code in {404, 422}


@pytest.mark.parametrize("reason", ["", "  ", "a\nb", "x" * 501, 7, None])
def test_words_that_are_none_are_refused(service: Service, reason: object) -> None:
    suggest(service)
    answer = service.post(f"{BASE}/{IDENTITY}/dismiss", {"reason": reason}, headers=MARTA)
    assert (answer.status_code, [p["field"] for p in answer.json()["problems"]]) == (422, ["reason"])


def test_the_list_comes_in_pages(service: Service) -> None:
    suggest(service)
    first = service.get(BASE, limit=1, headers=MARTA)
    assert first.json()["next"] == IDENTITY
    second = service.get(BASE, limit=1, after=IDENTITY, headers=MARTA).json()
    assert ([s["id"] for s in second["suggestions"]], second["next"]) == ([KEV_ID], None)
    assert service.get(BASE, item="git", headers=MARTA).json()["suggestions"] == []
