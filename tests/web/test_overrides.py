"""Deciding otherwise by pages alone, the register, and what becomes of each override."""

from collections.abc import Callable

import pytest

from orchestrator.domain.classrooms import Classroom, RolloutMode, Seat
from tests.api.answers.overrides import HEAVY, recorded
from tests.api.people import TIM
from tests.api.service import Service
from tests.web.visit import Shown, Visit

Visitor = Callable[[str], Visit]
SECURITY = {"evidence.advisory": "CVE-2026-12345", "evidence.affected": "< 146.0"}
WORDS = "This version is being attacked. The next one is expected on Thursday."


def asked(service: Service, item: str = "firefox") -> str:
    """The id of what Ada asks for."""
    return str(service.ask(item)["requests"][0]["id"])


def fields(tim: Visit, request: str, kind: str = "decline", category: str = "security") -> str:
    """Where the form with only these fields is sent."""
    tim.get(f"/requests/{request}/override?kind={kind}&category={category}")
    return f"/requests/{request}/override"


def look(visit: Visitor, service: Service, **typed: str) -> tuple[Visit, str, Shown]:
    """Tim has looked at a decline for security."""
    tim = visit("tim")
    to = fields(tim, asked(service))
    page = tim.send(to, step="look", explanation=WORDS, **{**SECURITY, **typed})
    return tim, to, page


def test_first_what_and_why_each_with_a_sentence(service: Service, visit: Visitor) -> None:
    tim = visit("tim")
    request = asked(service)
    page = tim.get(f"/requests/{request}/override")
    assert "Decide otherwise about Mozilla Firefox in B-204" in page.text
    assert "taste is no reason" in page.text
    assert page.html.count('name="kind"') == 5
    assert page.html.count('name="category"') == 10
    assert "evidence." not in page.html


def test_a_seat_that_the_room_has_not_is_said_beside_the_seats(service: Service, visit: Visitor) -> None:
    _, _, page = look(visit, service, **{"seats[]": "99"})
    assert page.status == 404
    assert 'id="seats-amiss"' in page.html


@pytest.mark.parametrize(
    ("category", "names"),
    [
        ("security", {"advisory", "affected"}),
        ("licence", {"seats_needed", "seats_owned"}),
        ("legal", {"clause", "officer"}),
        (
            "incompatibility",
            {"symptom", "other_item", "windows_build", "driver", "agent", "product", "seat", "new_evidence"},
        ),
        ("hardware", {"memory_mb", "disk_free_mb", "cpu_cores", "windows_build"}),
        ("not_deployable", set()),
        ("policy", {"document"}),
        ("end_of_support", {"day", "source"}),
        ("freeze", {"occasion"}),
        ("other", {"words"}),
    ],
)
def test_only_the_fields_of_the_reason_are_asked_for(
    service: Service, visit: Visitor, category: str, names: set[str]
) -> None:
    tim = visit("tim")
    to = fields(tim, asked(service), category=category)
    given = tim.page.form(to)["fields"]
    assert {name.removeprefix("evidence.") for name in given if name.startswith("evidence.")} == names
    assert given["expires_at"] == "2027-01-14T18:00"
    assert "substitute_item" not in given


@pytest.mark.parametrize(("kind", "name"), [("substitute", "substitute_item"), ("pin", "pin_version")])
def test_only_the_fields_of_the_kind_are_asked_for(service: Service, visit: Visitor, kind: str, name: str) -> None:
    tim = visit("tim")
    to = fields(tim, asked(service), kind=kind)
    assert name in tim.page.form(to)["fields"]
    assert 'name="seats[]"' in tim.page.html


def test_one_looks_at_the_letter_and_then_records_it(service: Service, visit: Visitor) -> None:
    tim, to, page = look(visit, service)
    assert page.status == 200
    assert "Dear Prof. Ada Lovelace" in page.text
    assert "it is so (CVE-2026-12345, < 146.0 and 145.0.1)" in page.text
    assert "It needs no second person and binds at once." in page.text
    assert service.get("/overrides").json()["overrides"] == []
    page = tim.send(to, step="record")
    assert page.status == 200
    assert "It is recorded. Whoever asked has got the letter." in page.text
    assert page.url.endswith(f"/overrides/{service.get('/overrides').json()['overrides'][0]['id']}")
    assert "It is recorded." not in tim.get(page.url).text  # neither a reload nor a link says it again
    assert "Number of the public warning" in page.text
    (made,) = service.get("/overrides").json()["overrides"]
    assert made["scope"]["code"] == "request"


def test_one_can_go_back_from_the_letter_and_nothing_is_lost(service: Service, visit: Visitor) -> None:
    tim, to, _ = look(visit, service)
    page = tim.send(to, step="edit")
    kept = page.form(to)["fields"]
    assert kept["explanation"] == WORDS
    assert kept["evidence.affected"] == "< 146.0"
    page = tim.send(to, step="choose", kind="pin", category="other")
    kept = page.form(to)["fields"]
    assert (kept["explanation"], kept["kind"], kept["category"]) == (WORDS, "pin", "other")
    assert "evidence.words" in kept


def test_what_is_missing_stands_beside_its_field_and_all_is_kept(service: Service, visit: Visitor) -> None:
    _, to, page = look(visit, service, expires_at="2027-03-29T18:00", **{"evidence.affected": "< 144.0"})
    assert page.status == 422
    assert "It cannot be recorded like this yet" in page.text
    assert 'href="#alternative"' in page.html
    assert "What speaks against it" in page.text
    assert "CVE-2026-12345, < 144.0 and 145.0.1" in page.text
    kept = page.form(to)["fields"]
    assert kept["expires_at"] == "2027-03-29T18:00"
    assert kept["explanation"] == WORDS


def test_every_seat_of_a_hall_is_offered(service: Service, visit: Visitor) -> None:
    places = tuple(Seat(f"hall-s{n}", f"{n:03}", 1 + n // 20, 1 + n % 20) for n in range(230))
    with service.database.transactions() as uow:
        hall = Classroom("hall", "H-001", "Hall", "Europe/Berlin", RolloutMode.BY_TECHNICIAN, (), places)
        uow.classrooms.put(hall)
        uow.commit()
    request = service.ask("firefox", room="H-001")["requests"][0]["id"]
    tim = visit("tim")
    fields(tim, request, kind="exclude", category="other")
    assert tim.page.html.count('name="seats[]"') == 230


def test_a_date_that_is_none_is_told(service: Service, visit: Visitor) -> None:
    _, to, page = look(visit, service, expires_at="soon")
    assert page.status == 422
    assert 'id="expires_at-amiss"' in page.html
    assert page.form(to)["fields"]["evidence.advisory"] == "CVE-2026-12345"


def test_numbers_are_numbers_and_what_is_none_is_told(service: Service, visit: Visitor) -> None:
    tim = visit("tim")
    to = fields(tim, asked(service), category="licence")
    counts = {"evidence.seats_needed": "4", "evidence.seats_owned": "many"}
    page = tim.send(to, step="look", explanation=WORDS, **counts)
    assert page.status == 422
    assert 'id="evidence-seats_owned-amiss"' in page.html
    page = tim.send(to, step="look", **{"evidence.seats_owned": "0"})
    assert page.status == 200


def test_seats_are_chosen_and_all_of_a_room_can_be_meant(service: Service, visit: Visitor) -> None:
    tim = visit("tim")
    to = fields(tim, asked(service), kind="exclude", category="other")
    more = {"seats[]": ["02"], "scope": "classroom", "evidence.words": "The screen of this seat is gone."}
    page = tim.send(to, step="look", explanation="Seat 02 has no screen until Thursday.", **more)
    assert page.status == 200
    assert "It binds only when a second person has approved it" in page.text
    page = tim.send(to, step="record")
    assert "It is recorded and waits for a second person." in page.text
    (made,) = service.get("/overrides").json()["overrides"]
    assert made["seats"] == ["02"]
    assert made["scope"]["code"] in {"classroom", "seats"}


def test_the_register_is_filtered_by_its_address(service: Service, visit: Visitor) -> None:
    override = recorded(service)
    marta = visit("marta")
    page = marta.get("/overrides")
    assert f"/overrides/{override}" in page.links
    assert "Tim Technician" in page.text
    assert f"/overrides/{override}" in marta.get("/overrides?room=B-204&category=security&person=tim").links
    assert f"/overrides/{override}" in marta.get("/overrides?item=mozilla+firefox").links
    assert "No override fits these filters." in marta.get("/overrides?item=nothing").text
    page = marta.get("/overrides?state=proposed")
    assert "No override fits these filters." in page.text
    page = marta.get("/overrides?room=Z-9")
    assert "There is no room Z-9" in page.text
    assert page.form("/overrides")["fields"]["room"] == "Z-9"
    assert 'id="kind-amiss"' in marta.get("/overrides?kind=ignore").html


def test_the_register_says_so_when_it_is_empty_and_has_pages(service: Service, visit: Visitor) -> None:
    olga = visit("olga")
    assert "Nothing was decided otherwise than it was asked for." in olga.get("/overrides").text
    override = recorded(service)
    after = f"/overrides?after={override}"
    assert "No override fits these filters." in olga.get(after).text


def test_to_whoever_asked_the_team_speaks(service: Service, visit: Visitor) -> None:
    page = visit("ada").get(f"/overrides/{recorded(service)}")
    assert "the classroom team (Physics)" in page.text
    assert "Tim" not in page.text
    assert "Take this override back" not in page.text
    assert "Contest this decision" in page.text


def test_whoever_asked_contests_it(service: Service, visit: Visitor) -> None:
    override = recorded(service)
    ada = visit("ada")
    ada.get(f"/overrides/{override}")
    page = ada.send(f"/overrides/{override}/contest", words=" ")
    assert page.status == 422
    page = ada.send(f"/overrides/{override}/contest", words="The course needs it from May.")
    assert "/contests/" in page.url
    assert "The course needs it from May." in page.text
    assert "Contest this decision" not in ada.get(f"/overrides/{override}").text


def test_a_second_person_approves_or_refuses(service: Service, visit: Visitor) -> None:
    override = recorded(service, **HEAVY)
    marta = visit("marta")
    page = marta.get(f"/overrides/{override}")
    assert "It waits for a second person" in page.text
    page = marta.send(f"/overrides/{override}/refuse", reason="x" * 301)
    assert page.status == 422
    assert page.form(f"/overrides/{override}/refuse")["fields"]["reason"] == "x" * 301
    page = marta.send(f"/overrides/{override}/approve")
    assert "Approved: it is in force now." in page.text
    answer = marta.client.post(
        f"/overrides/{override}/approve",
        data={"csrf": marta.page.form("/sign-out")["fields"]["csrf"]},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 409


def test_a_refusal_ends_it(service: Service, visit: Visitor) -> None:
    override = recorded(service, **HEAVY)
    marta = visit("marta")
    marta.get(f"/overrides/{override}")
    page = marta.send(f"/overrides/{override}/refuse", reason="The seats work.")
    assert "Refused: it never binds." in page.text
    assert "Over since" in page.text


def test_a_security_officer_confirms_the_reason(service: Service, visit: Visitor) -> None:
    override = recorded(service)
    assert "Confirm the reason" not in visit("marta").get(f"/overrides/{override}").text
    sam = visit("sam")
    sam.get(f"/overrides/{override}")
    page = sam.send(f"/overrides/{override}/confirm", confirmed="yes")
    assert "Confirmed: the clock of the request stands still as long as this lives." in page.text
    assert "confirmed, Sam Security" in page.text


def test_a_security_officer_says_that_it_is_none(service: Service, visit: Visitor) -> None:
    override = recorded(service)
    sam = visit("sam")
    sam.get(f"/overrides/{override}")
    page = sam.send(f"/overrides/{override}/confirm", confirmed="no", reason="")
    assert page.status == 422
    page = sam.send(f"/overrides/{override}/confirm", confirmed="no", reason="It has been mended.")
    assert "It is recorded that it is none" in page.text
    assert "It has been over since" in page.text


def test_taking_it_back_names_what_happens(service: Service, visit: Visitor) -> None:
    override = recorded(service)
    tim = visit("tim")
    page = tim.get(f"/overrides/{override}")
    assert "Mozilla Firefox is then owed in B-204 again at once" in page.text
    page = tim.send(f"/overrides/{override}/lift")
    assert "Over since" in page.text
    assert "Take this override back" not in page.text


def test_the_requester_says_yes_to_a_substitute(service: Service, visit: Visitor) -> None:
    override = recorded(service, kind="substitute", substitute_item="git")
    ada = visit("ada")
    page = ada.get(f"/overrides/{override}")
    assert "Is Git all right for you?" in page.text
    page = ada.send(f"/overrides/{override}/agree")
    assert "Agree to Git" not in page.text


def test_a_request_that_was_changed_before_is_told_so(service: Service, visit: Visitor) -> None:
    override = recorded(service)
    service.post(f"/overrides/{override}/lift", headers=TIM)
    (request,) = service.get("/requests").json()["requests"]
    tim = visit("tim")
    to = fields(tim, request["id"])
    assert "This request was changed before" in tim.page.text
    assert "evidence.new_evidence" in tim.page.form(to)["fields"]


def test_what_is_not_there_is_a_page(visit: Visitor) -> None:
    tim = visit("tim")
    assert tim.get("/overrides/nothing").status == 404
    assert tim.get("/requests/nothing/override").status == 404


def test_every_page_of_decisions_is_one_page_without_scripts_of_its_own(service: Service, visit: Visitor) -> None:
    override = recorded(service)
    (request,) = service.get("/requests").json()["requests"]
    marta = visit("marta")
    for path in (
        f"/requests/{request['id']}/override",
        f"/requests/{request['id']}/override?kind=exclude&category=incompatibility",
        f"/requests/{request['id']}/team-words",
        f"/overrides/{override}",
        "/overrides",
        "/contests",
        "/exemptions",
        "/exemptions/new",
        "/safeguards",
        "/safeguards/new",
        "/safeguards/new?kind=minimum_version&category=policy",
        "/safeguards/suggestions",
        "/exposed",
    ):
        page = marta.get(path)
        assert page.status == 200, path
        assert page.html.count("<h1") == 1, path
        assert "<script>" not in page.html
        assert " style=" not in page.html
        found = [part.split('"')[0] for part in page.html.split(' id="')[1:]]
        assert len(found) == len(set(found)), path
