"""What stands in the store while the API is called with whatever: something of everything, so that ids exist."""

from typing import Any

from orchestrator.domain.checkpoints import Checkpoint
from orchestrator.domain.people import CAMPUS, Role
from orchestrator.domain.rollouts import Cause, CauseCode, RunState
from orchestrator.services.record_stores import StoredCheckpoint
from tests.api.answers import blackouts, overrides, safeguards, seat_plans
from tests.api.answers.suggestions import IDENTITY as SUGGESTION
from tests.api.answers.suggestions import LISTS, suggest
from tests.api.moments import NOON
from tests.api.people import MARTA, OLGA, PASSWORD, ROOT, SAM, TIM, bearer, hire
from tests.api.service import PORT, Service, edge, firefox
from tests.api.site_files import catalog_files, site_files
from tests.fuzz.asked_of_each_other import furnish_asked
from tests.fuzz.disputes import furnish_disputes

ALMA = "alma"
"""Somebody who holds every role, so that whatever can be done is done."""


class Known(dict[str, tuple[Any, ...]]):
    """Values that exist, by the name of the parameter or field that may hold them, or by its operation and its name.

    With a plus before the name, a field that may be left out is filled all the same.
    """

    def __repr__(self) -> str:
        """Short: whole files are in it, and Hypothesis warns of strategies that take pages to be named."""
        return f"<{len(self)} kinds of values>"


def furnish_all(service: Service) -> Known:
    """Requests, a rollout that is over and one that waits, observations, sessions, codes, people to do things to."""
    hire(service.database, ALMA, *((role, CAMPUS) for role in Role))
    for login in ("wanda", "victor"):
        hire(service.database, login, (Role.INSTRUCTOR, CAMPUS), (Role.TECHNICIAN, CAMPUS))
    asked = [r["id"] for r in service.ask("firefox", "git", course="CS-101")["requests"]]
    service.post(f"/requests/{asked[1]}/withdraw")
    service.offer(PORT)
    asked.append(service.ask(PORT.id)["requests"][0]["id"])
    asked.append(service.ask(PORT.id, room="C-101", headers=bearer(ALMA))["requests"][0]["id"])
    service.post(f"/requests/{asked[-1]}/ticks", {"evidence": "Rule 4711"}, headers=TIM)
    with_line = service.ask("student-records-forms", room="C-101", headers=bearer(ALMA))["requests"][0]["id"]
    service.see("B-204", 1, edge(), firefox(), packages=("firefox=145.0.1",))
    service.see("B-204", 2, edge())
    service.post("/classrooms/B-204/dry-run", headers=TIM)
    over = service.post("/classrooms/B-204/rollouts", headers=TIM).json()["id"]
    causes = {2: Cause(CauseCode.OFF), 3: Cause(CauseCode.INSTALLER_FAILED, item_id="firefox", exit_code=1603)}
    service.finish(over, {1: RunState.READY, 2: RunState.PENDING, 3: RunState.FAILED}, causes)
    waiting = service.post("/classrooms/C-101/rollouts", headers=TIM).json()["id"]
    invited = service.post("/people", {"login": "newcomer", "name": "Nora Newcomer"}, headers=ROOT)
    code = invited.json().get("code", "none")
    for _ in range(3):
        service.client.post("/api/v1/sessions", json={"login": ALMA, "password": PASSWORD})
        service.client.cookies.clear()
    sessions = [s["id"] for s in service.get("/sessions", headers=bearer(ALMA)).json()["sessions"]]
    suggest(service)
    _sign_the_record(service)
    overridden = service.post("/overrides", {**overrides.HEAVY, "item": "firefox"}, headers=TIM).json()["id"]
    held = service.post("/holds", overrides.HOLD, headers=TIM).json()["id"]
    guards = (_safeguard(service), _safeguard(service, category="other", evidence={"words": "It is so."}))
    frozen = (_blackout(service, "B-204"), _blackout(service, "C-101"))
    rooms, items, rollouts = ("B-204", "C-101"), ("firefox", "git", "student-records-forms"), (over, waiting)
    known = {
        "list_classrooms after": rooms,
        "list_catalog after": items,
        "list_seats after": ("01", "03", "04"),
        "list_observed after": ("01", "03", "04"),
        "list_requests after": tuple(asked),
        "tick_work request_id": (asked[-2], asked[-1]),
        "answer_tick request_id": (asked[-1],),
        "change_settings_line request_id": (with_line,),
        "tick_work line": (None,),
        "list_rollouts after": rollouts,
        "list_revisions after": (1, 2),
        "list_sessions after": tuple(sessions),
        "list_safeguards after": guards,
        "list_blackouts after": frozen,
        "safeguard_id": guards,
        "blackout_id": frozen,
        "owner": ("wanda", "sam"),
        "impact": (None,),
        "set_safeguard category": ("security", "other"),
        "import_catalog +reason": ("It ended.",),
        "draw_seat_plan If-Match": ("*",),
        "draw_seat_plan code": ("B-204",),
        "draw_seat_plan seats": (seat_plans.PLAN["seats"],),
        "draw_seat_plan door": (None, seat_plans.PLAN["door"]),
        "minimum": (None, None, "2.0"),
        "deadline": (None,),
        "emergency": (False,),
        "review_at": ("2027-02-01T08:00:00+01:00",),
        "set_safeguard expires_at": ("2027-03-01T08:00:00+01:00", "2027-12-01T08:00:00+01:00"),
        "set_safeguard evidence": ({"advisory": "CVE-2026-12345", "affected": "< 2", "words": "It is so."},),
        "aim": ({"item": "git"}, {"name_pattern": "*Git*"}),
        "after": (0, 1, 2),
        "code": (*rooms, code),
        "classroom": rooms,
        "label": ("01", "02", "03", "04"),
        "item": items,
        "item_id": items,
        "number": (1, 2),
        "against": (0, 1),
        "request_id": tuple(asked),
        "rollout_id": rollouts,
        "override_id": (overridden,),
        "hold_id": (held,),
        "list_overrides after": (overridden,),
        "expires_at": ("2027-01-14T18:00:00+01:00", "2027-03-01T18:00:00+01:00"),
        "starts_at": (None, "2027-01-13T08:00:00+01:00"),
        "record_override seats": ([], ["01"], ["02", "03"]),
        "substitute_item": (None, "git"),
        "pin_version": (None, "144.0.2"),
        "explanation": ("It crashes the projector software.",),
        "session_id": (*sessions, "none"),
        "token_id": ("ada", "wanda"),
        "suggestion_id": (SUGGESTION, "none"),
        "list_suggestions after": (SUGGESTION,),
        "files": (site_files(), catalog_files(), catalog_files(without="firefox"), LISTS),
        "login": ("wanda", "victor", "newcomer", "nele", "nils", "noor"),
        "roles": ([], [{"role": "instructor", "scope": {"kind": "campus"}}]),
        "email": ("", "somebody@example.edu"),
        "on_behalf_of": ("wanda", "grace"),
        "requester": ("ada", "person:wanda"),
        "grant_id": ("wanda-1", "wanda-2", "victor-1"),
        "index": (0, 1, 2),
        "person": ("ada", "wanda", "tim"),
        "room": rooms,
        "request": tuple(asked),
        "rollout": rollouts,
        "prove_consistency old": (0, 1, 2),
        "prove_consistency new": (2, 3, 4),
        "size": (1, 2, 3),
        "enough": (None, 1, 2),
        "needed_by": (None, "2027-02-01T08:00:00+01:00"),
        "until": (None, "2027-06-30T18:00:00+02:00"),
        "course": (None, "CS-101"),
        "version": ("latest", "145.0.1"),
        "password": (PASSWORD, "another violet cup of tea"),
        "old": (PASSWORD,),
        **furnish_asked(service, asked[0], ALMA),
        **furnish_disputes(service, asked[0], ALMA),
    }
    return Known(known)


def _sign_the_record(service: Service) -> None:
    head = service.get("/record/head", headers=OLGA).json()
    note = Checkpoint("example.org/record", head["size"], bytes.fromhex(head["root"])).text().encode()
    with service.database.transactions() as uow:
        uow.record.add_checkpoint(StoredCheckpoint(0, head["size"], NOON, note))
        uow.commit()


def _safeguard(service: Service, **other: object) -> str:
    said = {**safeguards.BLOCK, "aim": {"item": "old-browser"}, **other}
    return str(service.post("/safeguards", said, headers=SAM).json()["id"])


def _blackout(service: Service, room: str) -> str:
    ahead = {"starts_at": "2028-01-01T08:00:00+01:00", "ends_at": "2028-01-02T08:00:00+01:00"}
    said = {**blackouts.EXAMS, **ahead, "scope": {"kind": "classroom", "name": room}}
    return str(service.post("/blackouts", said, headers=MARTA).json()["id"])
