"""Refusals as whoever sits before a page reads them: beside their field, in plain words, with links and without ids."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.api.answers.overrides import FORM, recorded
from tests.api.answers.safeguards import made as set_up
from tests.api.moments import NOON
from tests.api.people import TIM
from tests.api.service import Service
from tests.web.visit import Shown, Visit

Visitor = Callable[..., Visit]
OURS = {"Sec-Fetch-Site": "same-origin"}


def beside(page: Shown, field: str) -> None:
    """The field itself is marked, and its words stand with it and in the list above that leads there."""
    shown = field.replace(".", "-")
    assert page.status >= 400
    assert f'id="{shown}-amiss"' in page.html
    assert f'href="#{shown}"' in page.html
    assert f'id="{shown}"' in page.html


def marked(page: Shown, field: str) -> None:
    beside(page, field)
    (tag,) = [one for one in page.html.split("<") if f'id="{field.replace(".", "-")}" name="{field}"' in one]
    assert 'aria-invalid="true"' in tag


@pytest.mark.parametrize(
    ("login", "field", "typed"),
    [
        ("ada", "needed_by", {"needed_by": "2026-12-01T18:00"}),
        ("ada", "needed_by", {"needed_by": "some day"}),
        ("ada", "until", {"needed_by": "2027-03-01T18:00", "until": "2027-02-01T18:00"}),
        ("ada", "version", {"version": "1.0"}),
        ("tim", "on_behalf_of", {"on_behalf_of": "nobody"}),
        ("tim", "on_behalf_of", {"on_behalf_of": "olga"}),
    ],
)
def test_what_is_wrong_with_an_ask_stands_beside_its_field(
    visit: Visitor, login: str, field: str, typed: dict[str, str]
) -> None:
    one = visit(login)
    form = one.get("/ask").form("/ask")["fields"]
    page = one._see(one.client.post("/ask", data={**form, "room": "B-204", "item": "Git", **typed}, headers=OURS))
    marked(page, field)
    assert "offset" not in page.text


def test_a_delay_note_for_the_past_stands_beside_its_field(service: Service, visit: Visitor) -> None:
    (asked,) = service.ask("git")["requests"]
    tim = visit("tim")
    tim.get(f"/requests/{asked['id']}/team-words")
    page = tim.send(f"/requests/{asked['id']}/delay-notes", words="It takes long.", expected_at="2027-01-02T18:00")
    marked(page, "expected_at")


@pytest.mark.parametrize(
    ("kind", "category", "field", "typed"),
    [
        ("decline", "legal", "evidence.officer", {"evidence.clause": "§ 5", "evidence.officer": "nobody"}),
        ("decline", "incompatibility", "evidence.seat", {"evidence.symptom": "It stays black.", "evidence.seat": "99"}),
        (
            "substitute",
            "other",
            "pin_version",
            {"substitute_item": "git", "pin_version": "99", "evidence.words": "So."},
        ),
        ("decline", "other", "expires_at", {"expires_at": "2029-01-01T18:00", "evidence.words": "So."}),
    ],
)
def test_what_is_wrong_with_an_override_stands_beside_its_field(
    service: Service, visit: Visitor, kind: str, category: str, field: str, typed: dict[str, str]
) -> None:
    (asked,) = service.ask("firefox")["requests"]
    tim = visit("tim")
    tim.get(f"/requests/{asked['id']}/override?kind={kind}&category={category}")
    action = f"/requests/{asked['id']}/override"
    page = tim.send(action, explanation="It would not work.", kind=kind, category=category, step="look", **typed)
    marked(page, field)
    assert "<p></p>" not in page.html


def _safeguard(one: Visit, **typed: str) -> Shown:
    one.get("/safeguards/new?kind=block&category=other")
    filled = {
        "kind": "block",
        "category": "other",
        "aim.item": "firefox",
        "title": "Firefox",
        "explanation": "It is attacked.",
        "evidence.words": "So.",
        "step": "look",
    }
    return one.send("/safeguards/new", **{**filled, **typed})


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("owner", {"owner": "nobody"}),
        ("expires_at", {"expires_at": "2029-06-01T18:00"}),
        ("expires_at", {"expires_at": "2026-06-01T18:00"}),
        ("review_at", {"review_at": "2027-12-01T18:00"}),
        ("title", {"title": "x" * 500}),
        ("aim.name_pattern", {"aim.item": "", "aim.name_pattern": "*a*"}),
        ("aim.item", {"aim.item": ""}),
        ("aim.item", {"aim.item": "nothing"}),
    ],
)
def test_a_safeguard_that_could_not_be_set_is_refused_before_one_sees_what_it_would_do(
    visit: Visitor, field: str, typed: dict[str, str]
) -> None:
    sam = visit("sam")
    page = _safeguard(sam, **typed)
    marked(page, field)
    assert page.text.count("T16:00") == 0
    assert _safeguard(sam).status == 200


def test_a_review_after_the_end_names_the_end_as_people_say_it(visit: Visitor) -> None:
    sam = visit("sam")
    page = _safeguard(sam, review_at="2027-12-01T18:00", expires_at="2027-03-01T18:00")
    assert "This is after the end, Mon 1 Mar, 18:00." in page.text


def test_a_blackout_without_dates_and_of_nowhere_is_refused_in_plain_words(visit: Visitor) -> None:
    marta = visit("marta")
    form = marta.get("/blackouts").form("/blackouts")["fields"]
    typed = {**form, "reason": "Exams", "starts_at": "", "ends_at": "some day"}
    page = marta._see(marta.client.post("/blackouts", data=typed, headers=OURS))
    marked(page, "starts_at")
    marked(page, "ends_at")
    assert "Give a day and a time, such as" in page.text
    assert "offset" not in page.text
    typed |= {"scope": "building", "name": "Nowhere", "starts_at": "2027-02-01T08:00", "ends_at": "2027-02-02T08:00"}
    marked(marta._see(marta.client.post("/blackouts", data=typed, headers=OURS)), "name")
    typed |= {"scope": "campus", "name": "B-204"}
    marked(marta._see(marta.client.post("/blackouts", data=typed, headers=OURS)), "name")


def test_an_exemption_is_refused_beside_its_fields(service: Service, visit: Visitor) -> None:
    sam = visit("sam")
    sam.get(f"/exemptions/new?safeguard={set_up(service)}")
    for field, typed in (
        ("classrooms", {"classrooms": "Z-999"}),
        ("terms.expires_at", {"terms.expires_at": "some day"}),
        ("terms.risk_owner", {"terms.risk_owner": "nobody"}),
    ):
        form: dict[str, Any] = {
            "classrooms": "B-204",
            "terms.compensation": "A network of its own",
            "terms.expires_at": (NOON + timedelta(days=20)).strftime("%Y-%m-%dT%H:%M"),
            "terms.risk_owner": "marta",
            **typed,
        }
        page = sam.send("/exemptions/new", **form)
        marked(page, field)
        assert "offset" not in page.text


@pytest.mark.parametrize("path", ["/requests", "/overrides", "/safeguards", "/exemptions", "/contests", "/rollouts"])
def test_a_filter_that_there_is_not_is_told_without_codes_and_with_its_status(visit: Visitor, path: str) -> None:
    page = visit("marta").get(f"{path}?state=nonsense")
    assert page.status == 422
    assert "“nonsense” is not among what can be chosen here" in page.text
    assert "nothing has been changed" not in page.text
    assert "closed," not in page.text


def test_a_period_of_figures_that_cannot_be_is_told_beside_its_field_in_words(visit: Visitor) -> None:
    marta = visit("marta")
    page = marta.get("/figures?since=2030-01-01")
    marked(page, "since")
    assert "This is still to come" in page.text
    page = marta.get("/figures?since=2026-06-01&until=2026-05-01")
    marked(page, "until")
    assert "This ends before it begins, on Mon 1 Jun 2026, 00:00." in page.text
    assert "nothing has been changed" not in page.text


def test_what_the_catalogue_has_is_named_by_title(visit: Visitor) -> None:
    page = visit("ada").get("/catalog/nothing")
    assert page.status == 404
    assert "The software catalogue has no “nothing”." in page.text
    assert "Student Records Forms" in page.text
    assert "student-records-forms" not in page.text


def test_a_refusal_leads_to_what_it_is_about_and_says_no_id(service: Service, visit: Visitor) -> None:
    first = recorded(service)
    (asked,) = service.get("/requests").json()["requests"]
    tim = visit("tim")
    tim.get(f"/requests/{asked['id']}/override?kind=defer&category=other")
    page = tim.send(
        f"/requests/{asked['id']}/override",
        kind="defer",
        category="other",
        explanation="Later.",
        step="look",
        **{"evidence.words": "So."},
    )
    assert page.status == 422
    assert "by override “Mozilla Firefox in B-204, until Thu 14 Jan, 18:00”" in page.text
    assert first not in page.text
    assert f"/overrides/{first}" in page.links
    assert service.post("/overrides", FORM, headers=TIM).status_code >= 400


def test_a_rollout_that_is_under_way_is_linked_once(service: Service, visit: Visitor) -> None:
    service.ask("git")
    rollout = service.post("/classrooms/B-204/rollouts", headers=TIM).json()["id"]
    tim = visit("tim")
    csrf = tim.get("/account").form("/sign-out")["fields"]
    page = tim._see(tim.client.post("/rooms/B-204/rollouts", data=csrf, headers=OURS))
    assert page.status == 409
    assert rollout not in page.text
    assert f"/rollouts/{rollout}" in page.links


def test_a_life_says_evidence_with_the_names_of_its_fields(service: Service, visit: Visitor) -> None:
    evidence = {"occasion": "Midterm; a_b: c", "words": "So."}
    recorded(service, category="freeze", evidence=evidence)
    (asked,) = service.get("/requests").json()["requests"]
    page = visit("olga").get(f"/requests/{asked['id']}/life")
    assert "exam or outage: Midterm; a_b: c; the reason in words: So." in page.text


def test_what_is_sent_again_names_the_fields_of_evidence(service: Service, visit: Visitor) -> None:
    (asked,) = service.ask("firefox")["requests"]
    tim = visit("tim")
    tim.get(f"/requests/{asked['id']}/override?kind=decline&category=other")
    action = f"/requests/{asked['id']}/override"
    form = {**tim.page.form(action)["fields"], "evidence.words": "It is loud.", "step": "look"}
    tim.sign_in("tim")
    page = tim._see(tim.client.post(action, data=form, headers=OURS))
    assert "The reason in words It is loud." in page.text
    assert "evidence.words" not in page.text
