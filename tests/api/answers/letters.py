"""Answers about what people are told."""

from httpx2 import Response

from api.body_limit import DEFAULT_LIMIT
from tests.api.answers.call import NOBODY, Answers, Malformed, large
from tests.api.letters import write_letter
from tests.api.service import Service

NO_NOTICE = f"20270112T120000000000-{NOBODY}"
"""The id of no notice."""

DRAFT = {"text": "The rollout of the manifest would break on this baseline.", "language": "en"}
"""What a technician could write without thinking of who reads it."""


def _written(service: Service) -> str:
    service.ask("firefox")
    return write_letter(service)


def _read(service: Service) -> Response:
    _written(service)
    return service.post("/me/notices/read", {"notices": [service.get("/me/notices").json()["notices"][0]["id"]]})


def _unread(service: Service) -> Response:
    _read(service)
    return service.post("/me/notices/unread", {"notices": [service.get("/me/notices").json()["notices"][0]["id"]]})


ANSWERS: Answers = {
    ("list_notices", 200): lambda s: (_written(s), s.get("/me/notices", unread=True))[1],
    ("read_notices", 200): _read,
    ("read_notices", 413): large(DEFAULT_LIMIT, "/me/notices/read"),
    ("unread_notices", 200): _unread,
    ("unread_notices", 413): large(DEFAULT_LIMIT, "/me/notices/unread"),
    ("list_letters", 200): lambda s: (_written(s), s.get("/me/letters"))[1],
    ("get_letter", 200): lambda s: s.get(f"/letters/{_written(s)}"),
    ("advise_on_letter", 200): lambda s: s.post("/letters/hints", DRAFT),
    ("advise_on_letter", 413): large(DEFAULT_LIMIT, "/letters/hints"),
    ("get_letter", 404): lambda s: s.get(f"/letters/{NOBODY}"),
}
MALFORMED: Malformed = {
    "list_notices": lambda s: s.get("/me/notices", after="yesterday"),
    "read_notices": lambda s: s.post("/me/notices/read", {"notices": []}),
    "unread_notices": lambda s: s.post("/me/notices/unread", {"notices": []}),
    "list_letters": lambda s: s.get("/me/letters", limit=0),
    "advise_on_letter": lambda s: s.post("/letters/hints", {"text": "a\x00b"}),
    "get_letter": lambda s: s.get("/letters/a b"),
}
