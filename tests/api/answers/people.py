"""Answers about people and their roles."""

from httpx2 import Response

from api.body_limit import DEFAULT_LIMIT
from orchestrator.domain.people import CAMPUS, Role
from tests.api.answers.call import Answers, Malformed, large
from tests.api.people import MARTA, ROOT, hire
from tests.api.service import Service

KIM = {"login": "kim", "name": "Kim", "roles": [{"role": "instructor"}]}
TEACHES = {"role": "instructor"}


def invite(service: Service, **other: object) -> Response:
    """Marta invites Kim."""
    return service.post("/people", {**KIM, **other}, headers=MARTA)


def _after_invitation(service: Service, path: str) -> Response:
    invite(service)
    return service.post(path, headers=MARTA)


def _as_the_only_administrator(service: Service, method: str, path: str) -> Response:
    return service.client.request(method, f"/api/v1/people/root{path}", headers=ROOT)


def _dismissed(service: Service, path: str, body: object = None) -> Response:
    service.post("/people/ada/deactivation", headers=ROOT)
    return service.post(path, body, headers=ROOT)


def _by_a_manager_on_an_administrator(service: Service, method: str, path: str) -> Response:
    hire(service.database, "second", (Role.ADMINISTRATOR, CAMPUS))
    return service.client.request(method, f"/api/v1/people/second{path}", json=TEACHES, headers=MARTA)


ANSWERS: Answers = {
    ("list_people", 200): lambda s: s.get("/people", headers=MARTA),
    ("invite_person", 201): invite,
    ("invite_person", 403): lambda s: invite(s, roles=[{"role": "administrator"}]),
    ("invite_person", 404): lambda s: invite(s, roles=[{**TEACHES, "scope": {"kind": "classroom", "name": "B-999"}}]),
    ("invite_person", 409): lambda s: invite(s, login="ADA"),
    ("invite_person", 413): large(DEFAULT_LIMIT, "/people"),
    ("get_person", 200): lambda s: s.get("/people/ada", headers=MARTA),
    ("get_person", 404): lambda s: s.get("/people/nobody", headers=MARTA),
    ("grant_role", 201): lambda s: s.post("/people/tim/roles", TEACHES, headers=MARTA),
    ("grant_role", 404): lambda s: s.post("/people/nobody/roles", TEACHES, headers=MARTA),
    ("grant_role", 409): lambda s: s.post("/people/ada/roles", TEACHES, headers=MARTA),
    ("grant_role", 413): large(DEFAULT_LIMIT, "/people/ada/roles"),
    ("revoke_role", 200): lambda s: s.delete("/people/ada/roles/ada-1", headers=MARTA),
    ("revoke_role", 403): lambda s: _by_a_manager_on_an_administrator(s, "DELETE", "/roles/second-1"),
    ("revoke_role", 404): lambda s: s.delete("/people/ada/roles/tim-1", headers=MARTA),
    ("revoke_role", 409): lambda s: _as_the_only_administrator(s, "DELETE", "/roles/root-1"),
    ("deactivate_person", 200): lambda s: s.post("/people/ada/deactivation", headers=MARTA),
    ("deactivate_person", 403): lambda s: _by_a_manager_on_an_administrator(s, "POST", "/deactivation"),
    ("deactivate_person", 404): lambda s: s.post("/people/nobody/deactivation", headers=MARTA),
    ("deactivate_person", 409): lambda s: _as_the_only_administrator(s, "POST", "/deactivation"),
    ("reactivate_person", 200): lambda s: s.delete("/people/ada/deactivation", headers=MARTA),
    ("reactivate_person", 403): lambda s: _by_a_manager_on_an_administrator(s, "DELETE", "/deactivation"),
    ("reactivate_person", 404): lambda s: s.delete("/people/nobody/deactivation", headers=MARTA),
    ("reset_password", 201): lambda s: s.post("/people/ada/password-reset", headers=ROOT),
    ("reset_password", 404): lambda s: s.post("/people/nobody/password-reset", headers=ROOT),
    ("reset_password", 409): lambda s: _dismissed(s, "/people/ada/password-reset"),
    ("renew_invitation", 201): lambda s: _after_invitation(s, "/people/kim/invitation"),
    ("renew_invitation", 403): lambda s: _by_a_manager_on_an_administrator(s, "POST", "/invitation"),
    ("renew_invitation", 404): lambda s: s.post("/people/nobody/invitation", headers=MARTA),
    ("renew_invitation", 409): lambda s: s.post("/people/ada/invitation", headers=MARTA),
}
MALFORMED: Malformed = {
    "list_people": lambda s: s.get("/people", after="a b", headers=MARTA),
    "invite_person": lambda s: invite(s, login="a b"),
    "get_person": lambda s: s.get("/people/a b", headers=MARTA),
    "grant_role": lambda s: s.post("/people/ada/roles", {"role": "king"}, headers=MARTA),
    "revoke_role": lambda s: s.delete("/people/ada/roles/a b", headers=MARTA),
    "deactivate_person": lambda s: s.post("/people/a b/deactivation", headers=MARTA),
    "reactivate_person": lambda s: s.delete("/people/a b/deactivation", headers=MARTA),
    "reset_password": lambda s: s.post("/people/a b/password-reset", headers=ROOT),
    "renew_invitation": lambda s: s.post("/people/a b/invitation", headers=MARTA),
}
