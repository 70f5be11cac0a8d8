"""Answers about what is owed: the list, wishes, delay notes, and changes of the catalog that take something away."""

from httpx2 import Response

from api.body_limit import DEFAULT_LIMIT
from orchestrator.domain.people import CAMPUS, Role
from tests.api.answers.call import NOBODY, Answers, Malformed, large
from tests.api.people import MARTA, TIM, bearer, hire
from tests.api.service import Service
from tests.api.site_files import catalog_files

WISH = {"classroom": "B-204", "title": "Stellarium", "purpose": "Night sky for the astronomy course"}
WORDS = {"words": "We are asking the maker for an installer without a question in it."}
ITEM = {"item": "firefox"}
NOTE = {"words": "The maker is late.", "expected_at": "2027-03-01T08:00:00Z"}
WHY = "The maker has ended its support."


def _request(service: Service) -> str:
    return str(service.ask("firefox")["requests"][0]["id"])


def _wish(service: Service) -> str:
    return str(service.post("/wishes", WISH).json()["id"])


def _linked(service: Service) -> str:
    wish = _wish(service)
    service.post(f"/wishes/{wish}/link", ITEM, headers=TIM)
    return wish


def _withdrawn(service: Service) -> str:
    wish = _wish(service)
    service.post(f"/wishes/{wish}/withdraw")
    return wish


def _noted_when_over(service: Service) -> Response:
    request = _request(service)
    service.post(f"/requests/{request}/withdraw")
    return service.post(f"/requests/{request}/delay-notes", NOTE, headers=TIM)


def _noted(service: Service) -> Response:
    request = _request(service)
    service.post(f"/requests/{request}/delay-notes", NOTE, headers=TIM)
    return service.get(f"/requests/{request}/delay-notes")


def _owed(service: Service) -> Response:
    request = _request(service)
    service.post(f"/requests/{request}/delay-notes", NOTE, headers=TIM)
    _wish(service)
    return service.get("/owed")


def proposed(service: Service) -> str:
    """A change that takes Firefox away, which is asked for."""
    service.ask("firefox")
    form = {"files": catalog_files(without="firefox"), "apply": True, "reason": WHY}
    done = service.post("/catalog/import", form, headers=MARTA)
    assert done.status_code == 200, done.text
    return str(done.json()["proposed"])


def approved(service: Service) -> Response:
    """By another manager."""
    hire(service.database, "max", (Role.MANAGER, CAMPUS), name="Max Manager")
    return service.post(f"/catalog-changes/{proposed(service)}/approve", headers=bearer("max"))


def _refused(service: Service) -> Response:
    return service.post(f"/catalog-changes/{proposed(service)}/refuse", headers=MARTA)


def _refused_twice(service: Service) -> Response:
    change = _refused(service).json()["id"]
    return service.post(f"/catalog-changes/{change}/refuse", headers=MARTA)


ANSWERS: Answers = {
    ("list_owed", 200): _owed,
    ("list_owed", 404): lambda s: s.get("/owed", classroom="B-999"),
    ("note_delay", 201): lambda s: s.post(f"/requests/{_request(s)}/delay-notes", NOTE, headers=TIM),
    ("note_delay", 404): lambda s: s.post(f"/requests/{NOBODY}/delay-notes", NOTE, headers=TIM),
    ("note_delay", 409): _noted_when_over,
    ("note_delay", 413): large(DEFAULT_LIMIT, f"/requests/{NOBODY}/delay-notes"),
    ("get_delay_notes", 200): _noted,
    ("get_delay_notes", 404): lambda s: s.get(f"/requests/{NOBODY}/delay-notes"),
    ("make_wish", 201): lambda s: s.post("/wishes", WISH),
    ("make_wish", 404): lambda s: s.post("/wishes", {**WISH, "classroom": "B-999"}),
    ("make_wish", 409): lambda s: (s.post("/wishes", WISH), s.post("/wishes", WISH))[1],
    ("make_wish", 413): large(DEFAULT_LIMIT, "/wishes"),
    ("list_wishes", 200): lambda s: (_wish(s), s.get("/wishes"))[1],
    ("list_wishes", 404): lambda s: s.get("/wishes", classroom="B-999"),
    ("get_wish", 200): lambda s: s.get(f"/wishes/{_wish(s)}"),
    ("get_wish", 404): lambda s: s.get(f"/wishes/{NOBODY}"),
    ("answer_wish", 200): lambda s: s.post(f"/wishes/{_wish(s)}/answers", WORDS, headers=TIM),
    ("answer_wish", 404): lambda s: s.post(f"/wishes/{NOBODY}/answers", WORDS, headers=TIM),
    ("answer_wish", 409): lambda s: s.post(f"/wishes/{_withdrawn(s)}/answers", WORDS, headers=TIM),
    ("answer_wish", 413): large(DEFAULT_LIMIT, f"/wishes/{NOBODY}/answers"),
    ("link_wish", 200): lambda s: s.post(f"/wishes/{_wish(s)}/link", ITEM, headers=TIM),
    ("link_wish", 404): lambda s: s.post(f"/wishes/{_wish(s)}/link", {"item": "netscape"}, headers=TIM),
    ("link_wish", 409): lambda s: s.post(f"/wishes/{_withdrawn(s)}/link", ITEM, headers=TIM),
    ("link_wish", 413): large(DEFAULT_LIMIT, f"/wishes/{NOBODY}/link"),
    ("confirm_wish", 200): lambda s: s.post(f"/wishes/{_linked(s)}/confirm"),
    ("confirm_wish", 404): lambda s: s.post(f"/wishes/{NOBODY}/confirm"),
    ("confirm_wish", 409): lambda s: s.post(f"/wishes/{_wish(s)}/confirm"),
    ("unlink_wish", 200): lambda s: s.post(f"/wishes/{_linked(s)}/unlink"),
    ("unlink_wish", 404): lambda s: s.post(f"/wishes/{NOBODY}/unlink"),
    ("unlink_wish", 409): lambda s: s.post(f"/wishes/{_wish(s)}/unlink"),
    ("withdraw_wish", 200): lambda s: s.post(f"/wishes/{_wish(s)}/withdraw"),
    ("withdraw_wish", 404): lambda s: s.post(f"/wishes/{NOBODY}/withdraw"),
    ("withdraw_wish", 409): lambda s: s.post(f"/wishes/{_withdrawn(s)}/withdraw"),
    ("list_catalog_changes", 200): lambda s: (proposed(s), s.get("/catalog-changes"))[1],
    ("get_catalog_change", 200): lambda s: s.get(f"/catalog-changes/{proposed(s)}"),
    ("get_catalog_change", 404): lambda s: s.get(f"/catalog-changes/{NOBODY}"),
    ("approve_catalog_change", 200): approved,
    ("approve_catalog_change", 404): lambda s: s.post(f"/catalog-changes/{NOBODY}/approve", headers=MARTA),
    ("approve_catalog_change", 409): lambda s: s.post(f"/catalog-changes/{proposed(s)}/approve", headers=MARTA),
    ("refuse_catalog_change", 200): _refused,
    ("refuse_catalog_change", 404): lambda s: s.post(f"/catalog-changes/{NOBODY}/refuse", headers=MARTA),
    ("refuse_catalog_change", 409): _refused_twice,
}
MALFORMED: Malformed = {
    "list_owed": lambda s: s.get("/owed", after="somewhere"),
    "note_delay": lambda s: s.post("/requests/o1/delay-notes", {**NOTE, "expected_at": "soon"}, headers=TIM),
    "get_delay_notes": lambda s: s.get("/requests/a b/delay-notes"),
    "make_wish": lambda s: s.post("/wishes", {**WISH, "url": "javascript:alert(1)"}),
    "list_wishes": lambda s: s.get("/wishes", state="lost"),
    "get_wish": lambda s: s.get("/wishes/a b"),
    "answer_wish": lambda s: s.post("/wishes/o1/answers", {"words": " "}, headers=TIM),
    "link_wish": lambda s: s.post("/wishes/o1/link", {}, headers=TIM),
    "confirm_wish": lambda s: s.post("/wishes/a b/confirm"),
    "unlink_wish": lambda s: s.post("/wishes/a b/unlink"),
    "withdraw_wish": lambda s: s.post("/wishes/a b/withdraw"),
    "list_catalog_changes": lambda s: s.get("/catalog-changes", limit=0),
    "get_catalog_change": lambda s: s.get("/catalog-changes/a b"),
    "approve_catalog_change": lambda s: s.post("/catalog-changes/a b/approve", headers=MARTA),
    "refuse_catalog_change": lambda s: s.post("/catalog-changes/a b/refuse", headers=MARTA),
}
