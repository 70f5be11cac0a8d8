"""People over HTTP: inviting, roles, codes, deactivating; and asking for software on somebody's behalf."""

from datetime import timedelta

import pytest

from orchestrator.domain.people import CAMPUS, Role, RoleScope, ScopeKind
from tests.api.browser import Browser
from tests.api.moments import NOON
from tests.api.people import ADA, CLEO, MARTA, PASSWORD, ROOT, RULES, TIM, bearer, hire
from tests.api.service import Service

OTHER = "seven green bottles"
KIM = {"login": "Kim", "name": "Kim Novak", "email": "kim@example.edu", "language": "de"}
IN_B_204 = {"role": "technician", "scope": {"kind": "classroom", "name": "b-204"}}
FORM = {"classroom": "B-204", "items": [{"item": "firefox"}]}


def _redeem(service: Service, code: str, password: str = OTHER) -> tuple[int, str]:
    answer = service.post("/password-codes/redeem", {"code": code, "password": password}, headers={})
    body = answer.json()
    return answer.status_code, body.get("code") or body["login"]


def _kinds(service: Service) -> list[str]:
    rows = service.database.sql("SELECT json_extract(body, '$.kind') FROM cs_audit_entries ORDER BY entry_index")
    return [str(kind) for (kind,) in rows]


class TestInviting:
    def test_an_invitation_lets_somebody_set_a_password_and_sign_in(self, service: Service) -> None:
        answer = service.post("/people", {**KIM, "roles": [IN_B_204]}, headers=MARTA)
        invited = answer.json()
        assert answer.status_code == 201
        assert answer.headers["Location"] == "/api/v1/people/kim"
        assert answer.headers["Cache-Control"] == "no-store"
        assert invited["expires_at"] == "2027-01-19T12:00:00Z"
        assert Browser(service).sign_in("kim").status_code == 401
        assert _redeem(service, invited["code"]) == (200, "kim")
        assert Browser(service).sign_in("kim", OTHER).status_code == 201

    def test_who_was_invited_is_listed_with_role_and_room_as_people_say_them(self, service: Service) -> None:
        service.post("/people", {**KIM, "roles": [IN_B_204]}, headers=MARTA)
        person = service.get("/people/KIM", headers=MARTA).json()
        (role,) = person["roles"]
        assert (person["login"], person["email"], person["language"]) == ("kim", "kim@example.edu", "de")
        assert (role["role"], role["scope"]) == (
            {"code": "technician", "text": "technician"},
            {"kind": {"code": "classroom", "text": "a room"}, "name": "B-204"},
        )
        assert role["by"] == {"id": "person:marta", "name": "Marta Manager"}

    def test_who_has_set_no_password_yet_is_told_from_who_has(self, service: Service) -> None:
        code = service.post("/people", KIM, headers=MARTA).json()["code"]

        def invited() -> tuple[bool, set[str]]:
            page = service.get("/people", headers=MARTA).json()["people"]
            return service.get("/people/kim", headers=MARTA).json()["invited"], {
                person["login"] for person in page if person["invited"]
            }

        assert invited() == (True, {"kim"})
        _redeem(service, code)
        assert invited() == (False, set())

    def test_what_is_refused_leaves_no_account(self, service: Service) -> None:
        nowhere = {"role": "technician", "scope": {"kind": "building", "name": "Nowhere"}}
        answer = service.post("/people", {**KIM, "roles": [IN_B_204, nowhere]}, headers=MARTA)
        assert (answer.status_code, answer.json()["known"]) == (404, ["Annex", "Main building"])
        assert service.get("/people/kim", headers=MARTA).status_code == 404
        assert _kinds(service) == []

    def test_another_invitation_voids_the_one_before_and_is_only_for_whoever_has_no_password(
        self, service: Service
    ) -> None:
        first = service.post("/people", KIM, headers=MARTA).json()["code"]
        service.clock.moment = NOON + timedelta(days=8)
        second = service.post("/people/kim/invitation", headers=MARTA).json()["code"]
        assert _redeem(service, first) == (409, "code-not-valid")
        assert _redeem(service, second) == (200, "kim")
        refused = service.post("/people/kim/invitation", headers=MARTA)
        assert (refused.status_code, refused.json()["code"]) == (409, "has-a-password")

    def test_a_code_expires(self, service: Service) -> None:
        code = service.post("/people", KIM, headers=MARTA).json()["code"]
        service.clock.moment = NOON + RULES.invitation
        assert _redeem(service, code) == (409, "code-not-valid")

    def test_a_password_that_is_refused_leaves_the_code_as_it_is(self, service: Service) -> None:
        code = service.post("/people", KIM, headers=MARTA).json()["code"]
        assert _redeem(service, code, "password1234") == (409, "password-refused")
        assert _redeem(service, code) == (200, "kim")

    @pytest.mark.parametrize("login", ["me", "Ärger", "a b", "", "-kim", "k" * 65, "kim/roles", "kim\n"])
    def test_a_login_that_cannot_be_one_is_refused(self, service: Service, login: str) -> None:
        answer = service.post("/people", {**KIM, "login": login}, headers=MARTA)
        assert (answer.status_code, [p["field"] for p in answer.json()["problems"]]) == (422, ["login"])

    @pytest.mark.parametrize("email", ["kim", "kim@", "a b@example.edu", "kim@example.edu\r\nBcc: x@example.edu"])
    def test_an_address_that_cannot_be_one_is_refused(self, service: Service, email: str) -> None:
        answer = service.post("/people", {**KIM, "email": email}, headers=MARTA)
        assert (answer.status_code, [p["field"] for p in answer.json()["problems"]]) == (422, ["email"])

    def test_people_are_listed_in_pages_by_login(self, service: Service) -> None:
        first = service.get("/people", headers=MARTA, limit=5).json()
        rest = service.get("/people", headers=MARTA, limit=5, after=first["next"]).json()
        logins = [person["login"] for person in first["people"] + rest["people"]]
        assert logins == ["ada", "cleo", "grace", "marta", "olga", "root", "sam", "tim"]
        assert rest["next"] is None


class TestCodes:
    def test_codes_cannot_be_guessed_in_bulk_from_one_address(self, service: Service) -> None:
        for _ in range(RULES.throttle.per_address):
            assert _redeem(service, "guess") == (409, "code-not-valid")
        assert _redeem(service, "guess") == (429, "sign-in-throttled")

    def test_a_crowd_behind_one_address_may_use_theirs(self, service: Service) -> None:
        for number in range(RULES.throttle.per_address + 2):
            code = service.post("/people", {**KIM, "login": f"kim{number}"}, headers=MARTA).json()["code"]
            assert _redeem(service, code)[0] == 200

    def test_a_reset_keeps_the_old_password_until_the_new_one_is_set_and_then_ends_everything(
        self, service: Service
    ) -> None:
        browser = Browser(service)
        browser.sign_in()
        answer = service.post("/people/ada/password-reset", headers=ROOT)
        assert answer.headers["Cache-Control"] == "no-store"
        assert Browser(service).sign_in().status_code == 201
        assert _redeem(service, answer.json()["code"]) == (200, "ada")
        assert browser.get("/me").status_code == 401
        assert service.get("/me", headers=ADA).status_code == 401
        assert Browser(service).sign_in(password=PASSWORD).status_code == 401
        assert Browser(service).sign_in(password=OTHER).status_code == 201

    def test_a_manager_resets_nobodys_password(self, service: Service) -> None:
        refused = service.post("/people/ada/password-reset", headers=MARTA)
        assert (refused.status_code, refused.json()["permission"]) == (403, "administer")


class TestRoles:
    def test_a_role_holds_in_its_room_and_not_in_the_next(self, service: Service) -> None:
        person = service.post("/people/ada/roles", IN_B_204, headers=MARTA).json()
        assert {role["role"]["code"] for role in person["roles"]} == {"instructor", "technician"}
        assert service.post("/classrooms/B-204/rollouts").status_code == 201
        refused = service.post("/classrooms/C-101/rollouts").json()
        assert (refused["code"], refused["detail"]) == (
            "not-permitted",
            "You may not steer rollouts here. Nothing has been changed.",
        )

    def test_a_role_that_was_taken_is_gone_with_the_next_call(self, service: Service) -> None:
        roles = service.post("/people/ada/roles", IN_B_204, headers=MARTA).json()["roles"]
        role = next(held["id"] for held in roles if held["role"]["code"] == "technician")
        person = service.delete(f"/people/ada/roles/{role}", headers=MARTA).json()
        assert [held["role"]["code"] for held in person["roles"]] == ["instructor"]
        assert service.post("/classrooms/B-204/rollouts").status_code == 403

    def test_a_manager_makes_and_unmakes_no_administrator(self, service: Service) -> None:
        hire(service.database, "second", (Role.ADMINISTRATOR, CAMPUS))
        answers = [
            service.post("/people/marta/roles", {"role": "administrator"}, headers=MARTA),
            service.delete("/people/second/roles/second-1", headers=MARTA),
            service.post("/people/second/deactivation", headers=MARTA),
        ]
        assert [answer.json()["code"] for answer in answers] == ["not-permitted"] * 3
        assert service.post("/people/second/deactivation", headers=ROOT).status_code == 200

    def test_the_last_administrator_stays(self, service: Service) -> None:
        answers = [
            service.delete("/people/root/roles/root-1", headers=ROOT),
            service.post("/people/root/deactivation", headers=ROOT),
        ]
        assert [answer.json()["code"] for answer in answers] == ["last-administrator"] * 2

    def test_an_administrator_is_one_for_the_whole_site(self, service: Service) -> None:
        form = {"role": "administrator", "scope": {"kind": "building", "name": "Annex"}}
        refused = service.post("/people/ada/roles", form, headers=ROOT)
        assert (refused.status_code, refused.json()["code"]) == (409, "role-only-for-campus")

    def test_an_auditor_is_one_for_the_whole_site(self, service: Service) -> None:
        form = {"role": "auditor", "scope": {"kind": "classroom", "name": "C-101"}}
        refused = service.post("/people/ada/roles", form, headers=ROOT)
        assert (refused.status_code, refused.json()["code"]) == (409, "role-only-for-campus")

    def test_who_asks_who_they_are_is_told_where_each_permission_holds(self, service: Service) -> None:
        room, building = RoleScope(ScopeKind.CLASSROOM, "b204"), RoleScope(ScopeKind.BUILDING, "Annex")
        hire(service.database, "kim", (Role.TECHNICIAN, room), (Role.MANAGER, building), (Role.TECHNICIAN, building))
        told = service.get("/me", headers=bearer("kim")).json()["permissions"]
        assert {p["code"]: (p["everywhere"], [scope["name"] for scope in p["scopes"]]) for p in told} == {
            "read": (True, []),
            "on_behalf": (True, []),
            "steer": (False, ["B-204", "Annex"]),
            "hold": (False, ["B-204", "Annex"]),
            "draw": (False, ["B-204", "Annex"]),
            "connect": (False, ["B-204", "Annex"]),
            "override": (False, ["B-204", "Annex"]),
            "approve": (False, ["Annex"]),
            "rule": (True, []),
            "read_record": (False, ["Annex"]),
            "account": (True, []),
        }

    def test_history_stays_when_somebody_is_deactivated(self, service: Service) -> None:
        request = service.ask("firefox")["requests"][0]["id"]
        service.post("/people/ada/deactivation", headers=MARTA)
        assert service.get(f"/requests/{request}", headers=TIM).json()["requester"]["name"] == "Prof. Ada Lovelace"
        assert service.get("/people/ada", headers=MARTA).json()["roles"]
        assert _kinds(service) == ["request.accepted", "account.deactivated"]


class TestAskingForSomebody:
    def test_a_technician_enters_what_an_instructor_asked_for_and_that_person_holds_the_rights(
        self, service: Service
    ) -> None:
        request = service.ask("firefox", on_behalf_of="ADA", headers=TIM)["requests"][0]
        assert request["requester"] == {"id": "person:ada", "name": "Prof. Ada Lovelace"}
        assert request["entered_by"] == "person:tim"
        assert service.post(f"/requests/{request['id']}/withdraw", headers=TIM).json()["code"] == "not-permitted"
        assert service.post(f"/requests/{request['id']}/withdraw").status_code == 200

    def test_a_technician_asks_for_nothing_in_their_own_name(self, service: Service) -> None:
        refused = service.post("/requests", FORM, headers=TIM).json()
        assert (refused["code"], refused["permission"]) == ("not-permitted", "request")
        refused = service.post("/requests", {**FORM, "on_behalf_of": "tim"}, headers=TIM).json()
        assert refused["code"] == "cannot-ask"

    def test_an_instructor_asks_only_in_their_own_name(self, service: Service) -> None:
        refused = service.post("/requests", {**FORM, "on_behalf_of": "grace"}).json()
        assert (refused["code"], refused["permission"]) == ("not-permitted", "on_behalf")

    def test_a_coordinator_may_do_both(self, service: Service) -> None:
        service.ask("firefox", headers=CLEO)
        service.ask("git", on_behalf_of="grace", headers=CLEO)
        assert [len(service.get("/requests", requester=who).json()["requests"]) for who in ("cleo", "grace")] == [1, 1]

    @pytest.mark.parametrize(("who", "status", "code"), [("nobody", 404, "not-found"), ("olga", 409, "cannot-ask")])
    def test_nothing_is_asked_for_on_behalf_of_who_could_not(
        self, service: Service, who: str, status: int, code: str
    ) -> None:
        refused = service.post("/requests", {**FORM, "on_behalf_of": who}, headers=TIM)
        assert (refused.status_code, refused.json()["code"]) == (status, code)

    def test_nor_on_behalf_of_somebody_deactivated(self, service: Service) -> None:
        service.post("/people/ada/deactivation", headers=MARTA)
        refused = service.post("/requests", {**FORM, "on_behalf_of": "ada"}, headers=TIM)
        assert (refused.status_code, refused.json()["code"]) == (409, "person-deactivated")

    def test_a_filter_by_a_login_that_nobody_has_says_so(self, service: Service) -> None:
        answer = service.get("/requests", requester="nobody")
        assert (answer.status_code, answer.json()["kind"]) == (404, "person")
