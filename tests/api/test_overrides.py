"""Overrides and holds over HTTP: who sees whose name, what is told to whoever asked, what is refused and how."""

from typing import Any

import pytest

from orchestrator.domain.people import Role, RoleScope, ScopeKind
from tests.api.answers.overrides import FORM, HEAVY, HOLD, LONGER, held, recorded, waiting
from tests.api.people import ADA, CLEO, GRACE, MARTA, OLGA, SAM, TIM, bearer, hire
from tests.api.service import Service


def problem(service: Service, path: str, form: object, who: dict[str, str] = TIM) -> dict[str, Any]:
    answer = service.post(path, form, headers=who)
    assert answer.status_code >= 400, answer.text
    found = answer.json()
    assert isinstance(found, dict)
    return found


def test_the_list_of_reasons_is_closed(service: Service) -> None:
    """R3.2: "because I do not like it" is not on it."""
    service.ask("firefox")
    refused = problem(service, "/overrides", {**FORM, "category": "because I do not like it"})
    (wrong,) = refused["problems"]
    assert (refused["status"], wrong["field"], wrong["problem"]) == (422, "category", "unknown-choice")
    assert "security, licence, legal, incompatibility" in wrong["expected"]


def test_fields_that_its_length_needs_are_named_one_by_one(service: Service) -> None:
    """R3.3."""
    service.ask("firefox")
    refused = problem(service, "/overrides", LONGER)
    assert (refused["status"], refused["code"]) == (422, "override-incomplete")
    assert {p["field"] for p in refused["problems"]} == {"alternative", "would_lift", "compensation"}
    assert all(p["text"] for p in refused["problems"])


def test_evidence_that_is_not_so_is_refused_with_what_was_found(service: Service) -> None:
    """R3.2."""
    service.ask("firefox")
    spared = {**FORM, "evidence": {"advisory": "CVE-2026-12345", "affected": "< 144.0"}}
    refused = problem(service, "/overrides", spared)
    assert (refused["status"], refused["code"], refused["checks"]) == (409, "evidence-not-met", ["advisory_covers"])
    assert "145.0.1" in refused["detail"]


def test_to_whoever_asked_the_team_speaks_and_the_record_knows_the_name(service: Service) -> None:
    """R4.7."""
    override = recorded(service)
    for who, name in ((ADA, None), (CLEO, None), (TIM, "Tim Technician"), (MARTA, "Tim Technician")):
        shown = service.get(f"/overrides/{override}", headers=who).json()
        assert shown["team"] == "the classroom team (Physics)"
        assert (shown["by"] or {"name": None})["name"] == name
        assert ("Tim" in str(shown)) == bool(name)


def test_the_request_names_its_overrides_and_its_life_tells_of_them(service: Service) -> None:
    override = recorded(service)
    (request,) = service.get("/requests").json()["requests"]
    assert request["overrides"] == [override]
    assert request["standing"]["code"] == "overridden"
    life = service.get(f"/requests/{request['id']}/life").json()
    assert "override.recorded" in str(life)
    service.post(f"/overrides/{override}/lift", headers=TIM)
    assert service.get(f"/requests/{request['id']}").json()["overrides"] == []


def test_the_register_is_filtered_and_paged(service: Service) -> None:
    first = recorded(service)
    service.ask("git")
    second = service.post("/overrides", {**HEAVY, "item": "git", "kind": "defer"}, headers=TIM).json()["id"]

    def found(**query: Any) -> list[str]:  # noqa: ANN401 - its text
        answer = service.get("/overrides", headers=OLGA, **query)
        assert answer.status_code == 200, answer.text
        return [o["id"] for o in answer.json()["overrides"]]

    assert found() == found(classroom="B-204") == found(person="tim") == found(person="ada") == [second, first]
    assert found(classroom="C-101") == found(person="grace") == found(person="me") == []
    assert (
        found(item="firefox") == found(kind="decline") == found(category="security") == found(state="live") == [first]
    )
    assert found(state="proposed") == [second]
    page = service.get("/overrides", limit=1).json()
    assert [o["id"] for o in page["overrides"]] == [second]
    assert [o["id"] for o in service.get("/overrides", after=page["next"]).json()["overrides"]] == [first]


def test_nobody_looks_up_what_somebody_else_decides_but_who_reads_the_record(service: Service) -> None:
    """R4.7."""
    recorded(service)
    for who in (ADA, TIM, CLEO):
        assert service.get("/overrides", headers=who, person="tim" if who is not TIM else "ada").status_code == 403
    assert len(service.get("/overrides", headers=TIM, person="me").json()["overrides"]) == 1
    assert len(service.get("/overrides", headers=ADA, person="me").json()["overrides"]) == 1
    assert len(service.get("/overrides", headers=MARTA, person="tim").json()["overrides"]) == 1


@pytest.mark.parametrize(("path", "form"), [("/overrides", FORM), ("/overrides/preview", FORM), ("/holds", HOLD)])
def test_a_role_for_another_building_is_none_for_this_room(service: Service, path: str, form: object) -> None:
    service.ask("firefox")
    for login, building in (("near", "Main building"), ("far", "Annex")):
        hire(service.database, login, (Role.TECHNICIAN, RoleScope(ScopeKind.BUILDING, building)))
    assert problem(service, path, form, bearer("far"))["code"] == "not-permitted"
    assert service.post(path, form, headers=bearer("near")).status_code < 300


def test_a_wrong_officer_is_told_and_the_right_one_confirms_law(service: Service) -> None:
    """R3.2."""
    service.ask("firefox")
    legal = {**FORM, "category": "legal", "evidence": {"clause": "§ 5", "officer": "nobody"}}
    assert problem(service, "/overrides", legal)["code"] == "not-found"
    legal["evidence"] = {"clause": "§ 5", "officer": "grace"}
    override = service.post("/overrides", legal, headers=TIM).json()["id"]
    path, yes = f"/overrides/{override}/confirm", {"confirmed": True}
    assert problem(service, path, yes, SAM)["code"] == "cannot-confirm"
    assert problem(service, path, yes, ADA)["code"] == "not-permitted"
    assert service.post(path, yes, headers=GRACE).json()["confirmation"]["code"] == "confirmed"


def test_a_category_that_is_refused_gives_the_request_back(service: Service) -> None:
    override = recorded(service)
    done = service.post(f"/overrides/{override}/confirm", {"confirmed": False, "reason": "Mended."}, headers=SAM)
    assert done.json()["state"]["code"] == "refused"
    assert "It has been over since" in done.json()["text"]


def test_one_person_in_two_roles_is_refused_by_name_of_the_rule(service: Service) -> None:
    """R3.6."""
    hire(service.database, "kim", *((role, RoleScope(ScopeKind.CAMPUS)) for role in (Role.TECHNICIAN, Role.MANAGER)))
    service.ask("firefox")
    override = service.post("/overrides", HEAVY, headers=bearer("kim")).json()["id"]
    for what, body in (("approve", None), ("refuse", {"reason": "No."})):
        refused = problem(service, f"/overrides/{override}/{what}", body, bearer("kim"))
        assert (refused["status"], refused["code"]) == (403, "not-a-second-person")


def test_a_preview_tells_all_that_speaks_against_it_at_once(service: Service) -> None:
    first = waiting(service)
    form = {**LONGER, "kind": "defer", "evidence": {"advisory": "CVE-2026-12345", "affected": "< 144.0"}}
    found = service.post("/overrides/preview", form, headers=TIM).json()
    assert not found["possible"]
    assert [against["code"] for against in found["against"]] == [
        "new-evidence-needed",
        "override-incomplete",
        "cannot-combine",
        "evidence-not-met",
    ]
    assert [against["override_id"] for against in found["against"]] == [first, None, first, None]
    assert "“Mozilla Firefox in B-204, until " in found["against"][2]["detail"]
    assert [reason["code"] for reason in found["second_persons"]] == ["heavy", "follow_up"]
    assert len(service.get("/overrides").json()["overrides"]) == 1


def test_a_preview_shows_the_letter_as_it_would_be_sent_with_advice_on_its_words(service: Service) -> None:
    """R3.3: hints while writing, and no score; R4.7: the team signs."""
    service.ask("firefox")
    hard = {**FORM, "explanation": "The rollout of this manifest breaks the projector."}
    found = service.post("/overrides/preview", hard, headers=TIM).json()
    (letter,) = found["letters"]
    assert letter["to"] == {"id": "person:ada", "name": "Prof. Ada Lovelace"}
    assert letter["team"] == "The classroom team (Physics)"
    assert hard["explanation"] in letter["body"]
    assert "Tim" not in letter["body"]
    assert [hint["code"] for hint in found["hints"]] == ["product_words"]
    assert service.get("/me/letters").json()["letters"] == []
    service.post("/overrides", hard, headers=TIM)
    (sent,) = service.get("/me/letters").json()["letters"]
    assert sent["subject"] == letter["subject"]


def test_german_is_whole(service: Service) -> None:
    override = recorded(service)
    shown = service.get(f"/overrides/{override}", headers={**ADA, "Accept-Language": "de"}).json()
    assert shown["text"].startswith("Mozilla Firefox wird in B-204 bis Do., 14. Jan.")
    assert shown["team"] == "das Team für die Unterrichtsräume (Physics)"


def test_a_hold_tells_the_instructor_the_team_and_the_sentence(service: Service) -> None:
    """R3.8, R4.7."""
    hold = held(service)
    for who, name in ((ADA, None), (TIM, "Tim Technician"), (OLGA, "Tim Technician")):
        (shown,) = service.get("/holds", headers=who, classroom="B-204").json()["holds"]
        assert (shown["id"], shown["holds"], shown["sentence"]) == (hold, True, HOLD["sentence"])
        assert (shown["by"] or {"name": None})["name"] == name
    assert "is held in B-204 until Fri 15 Jan" in shown["text"]
    lifted = service.post(f"/holds/{hold}/lift", headers=CLEO).json()
    assert not lifted["holds"]
    assert "has been over since" in lifted["text"]
