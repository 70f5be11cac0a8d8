"""The first page: each finds what they came for, first."""

from collections.abc import Callable
from datetime import timedelta

from orchestrator.domain.observations import ScanFailure, ScanFailureCause
from orchestrator.domain.people import Role, RoleScope, ScopeKind
from orchestrator.domain.rollouts import Cause, CauseCode, RunState
from tests.api.answers import contests, overrides, safeguards
from tests.api.moments import NOON
from tests.api.people import CLEO, GRACE, TIM, hire
from tests.api.service import Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]


def test_a_technician_sees_what_is_owed_and_where_seats_were_left(service: Service, visit: Visitor) -> None:
    service.ask("firefox")
    rollout = service.post("/classrooms/B-204/rollouts", headers=TIM).json()["id"]
    states = {1: RunState.READY, 2: RunState.READY, 3: RunState.FAILED}
    service.finish(rollout, states, {3: Cause(CauseCode.INSTALLER_FAILED, "firefox", exit_code=1603)})
    page = visit("tim").page
    assert "What your rooms are owed" in page.text
    assert "Mozilla Firefox is ready on 0 of 4 seats in B-204" in page.text
    assert "Rollouts that run or have left something undone" in page.text
    assert f"/rollouts/{rollout}" in page.links


def test_where_nothing_is_owed_it_says_so(visit: Visitor) -> None:
    page = visit("tim").page
    assert "Nothing is owed: everything that was asked for is there." in page.text
    assert "Rollouts that run" not in page.text


def test_each_has_their_own_first_page(visit: Visitor) -> None:
    firsts = {"ada": "Your rooms", "tim": "What your rooms are owed", "marta": "What waits for your decision"}
    for login, first in firsts.items():
        html = visit(login).page.html
        assert html.count("<h1>") == 1
        assert f"<h1>{first}</h1>" in html
    assert "/record" in visit("olga").page.links
    assert "/people" in visit("root").page.links


def test_german_is_spoken_to_whose_browser_asks_for_it(service: Service) -> None:
    one = Visit(service, language="de-DE,de;q=0.9")
    page = one.sign_in("ada")
    assert '<html lang="de">' in page.html
    assert "Ihre Räume" in page.text
    assert page.headers["content-language"] == "de"


def test_a_technicians_page_goes_from_owed_over_failed_and_pending_to_the_intake(
    service: Service, visit: Visitor
) -> None:
    service.ask("firefox")
    service.scanner.results = {"b204-m2": ScanFailure("", NOON, ScanFailureCause.WRONG_MACHINE, "4711")}
    assert service.post("/classrooms/B-204/dry-run", headers=TIM).status_code == 200
    text = visit("tim").page.text
    heads = (
        "Nothing is at risk.",
        "Failed seats",
        "1 seat in B-204",
        "Pending seats",
        "No wish waits for your rooms.",
        "Owed, and in time",
        "Mozilla Firefox is ready on 0 of",
    )
    places = [text.find(one) for one in heads]
    assert places == sorted(places), text


def test_an_auditor_begins_with_the_register_and_how_the_record_stands(visit: Visitor) -> None:
    page = visit("olga").page
    assert "<h1>Register of overrides</h1>" in page.html
    assert "No contest waits for a ruling." in page.text
    assert {"/overrides", "/contests", "/safeguards?state=live", "/record/verify"} <= set(page.links)


def test_an_administrator_begins_with_whether_the_service_works(visit: Visitor) -> None:
    page = visit("root").page
    assert "<h1>The service works</h1>" in page.html
    assert {"/health", "/connections", "/people"} <= set(page.links)


def test_whatever_waits_for_somebodys_decision_stands_on_their_first_page(service: Service, visit: Visitor) -> None:
    override = overrides.recorded(service)
    guard = safeguards.proposed(service)
    sam, marta = visit("sam").page, visit("marta").page
    assert f"/overrides/{override}" in sam.links
    assert f"/safeguards/{guard}" not in sam.links
    assert "If nobody decides before Thu 14 Jan, 18:00, it ends unconfirmed." in sam.text
    assert f"/safeguards/{guard}" in marta.links
    assert f"/overrides/{override}" not in marta.links
    assert "Nothing waits for your decision." in visit("olga").get("/decisions").text
    assert f"/safeguards/{guard}" in visit("marta").get("/decisions").links


def test_a_contest_that_others_rule_on_is_counted_and_not_listed_as_ones_own(service: Service, visit: Visitor) -> None:
    contests.name_rulers(service)
    made = contests.contest(service).json()["id"]
    grace, sam = visit("grace").page, visit("sam").page
    assert f"/contests/{made}" in grace.links
    assert f"/contests/{made}" not in sam.links
    assert "1 contest waits for the ruling of others." in sam.text


def test_who_answers_for_rooms_sees_what_is_late_in_them_and_finds_all_of_it(service: Service, visit: Visitor) -> None:
    hire(service.database, "mia", (Role.MANAGER, RoleScope(ScopeKind.CLASSROOM, "c101")))
    request = service.ask("firefox")["requests"][0]["id"]
    service.clock.moment = NOON + timedelta(days=30)
    for login in ("marta", "sam"):
        page = visit(login).page
        assert "What is overdue" in page.text
        assert "1 late" in page.text
        assert {f"/requests/{request}", "/owed", "/owed?mine=1"} <= set(page.links)
    mia = visit("mia").page
    assert "0 late" in mia.text
    assert f"/requests/{request}" not in mia.links


def test_a_coordinator_finds_what_they_entered_for_others(service: Service, visit: Visitor) -> None:
    request = service.ask("firefox", headers=CLEO, on_behalf_of="ada")["requests"][0]["id"]
    own = service.ask("git", headers=CLEO)["requests"][0]["id"]
    wish = service.post(
        "/wishes",
        {"classroom": "B-204", "title": "Rhino", "purpose": "For a course", "on_behalf_of": "grace"},
        headers=CLEO,
    ).json()["id"]
    cleo = visit("cleo")
    text = cleo.page.text
    assert "What you entered for others" in text
    assert "For Prof. Ada Lovelace, needed by" in text
    assert {f"/requests/{request}", f"/wishes/{wish}", "/owed"} <= set(cleo.page.links)
    listed = cleo.get("/requests?by=me").links
    assert f"/requests/{request}" in listed
    assert f"/requests/{own}" not in listed
    assert f"/wishes/{wish}" in cleo.get("/wishes?by=me").links
    assert "What you entered for others" not in visit("ada").page.text


def test_a_request_says_who_entered_it_and_to_the_requester_that_is_the_team(service: Service, visit: Visitor) -> None:
    request = service.ask("firefox", headers=TIM, on_behalf_of="ada")["requests"][0]["id"]
    here = f"/requests/{request}"
    assert "Entered by Tim Technician" in visit("marta").get(here).text
    assert "Entered by you" in visit("tim").get(here).text
    ada = visit("ada").get(here).text
    assert "Entered by" in ada
    assert "Tim Technician" not in ada
    assert "Entered by somebody else on their behalf" in visit("grace").get(here).text
    own = service.ask("git", headers=GRACE)["requests"][0]["id"]
    assert "Entered by" not in visit("marta").get(f"/requests/{own}").text


def test_where_a_technician_starts_each_rollout_pending_seats_say_that_a_start_is_missing(
    service: Service, visit: Visitor
) -> None:
    missing = "Nothing starts by itself in this room: a technician has to start the work."
    for room in ("B-204", "C-101"):
        service.ask("firefox", room=room)
        service.scanner.results = {
            f"{code}-m{n}": ScanFailure("", NOON, ScanFailureCause.TIMED_OUT)
            for code in ("b204", "c101")
            for n in (1, 2)
        }
        assert service.post(f"/classrooms/{room}/dry-run", headers=TIM).status_code == 200
    page = visit("tim").page
    assert page.text.count(missing) == 1
    assert "/rooms/C-101/plan" in page.links
    assert service.post("/classrooms/C-101/rollouts", headers=TIM).status_code == 201
    assert missing not in visit("tim").page.text


def test_the_intake_begins_with_the_longest_waiting_wish_however_many_there_are(
    service: Service, visit: Visitor
) -> None:
    made = []
    for number in range(202):
        wish = {"classroom": "B-204", "title": f"Title {number}", "purpose": "For a course"}
        made.append(service.post("/wishes", wish).json()["id"])
    shown = [link for link in visit("tim").page.links if link.startswith("/wishes/")]
    assert shown == [f"/wishes/{one}" for one in made[:5]]
