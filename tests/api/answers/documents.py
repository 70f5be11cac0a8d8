"""Answers about the register of documents."""

from httpx2 import Response

from api.body_limit import DEFAULT_LIMIT
from tests.api.answers.call import NOBODY, Answers, Malformed, large
from tests.api.people import MARTA
from tests.api.service import Service

USE = {
    "title": "Acceptable use of software in teaching rooms",
    "owner": "Senate committee for teaching",
    "owner_outside_it": True,
    "url": "https://example.edu/policies/17",
}


def enter(service: Service, **other: object) -> Response:
    """Marta enters a document."""
    return service.post("/documents", {**USE, **other}, headers=MARTA)


def retire(service: Service, times: int = 1) -> Response:
    """Marta enters a document and retires it."""
    path = f"/documents/{enter(service).json()['id']}/retirement"
    return [service.post(path, headers=MARTA) for _ in range(times)][-1]


def _listed(service: Service) -> Response:
    enter(service)
    return service.get("/documents")


ANSWERS: Answers = {
    ("list_documents", 200): _listed,
    ("add_document", 201): enter,
    ("add_document", 413): large(DEFAULT_LIMIT, "/documents"),
    ("retire_document", 200): retire,
    ("retire_document", 404): lambda s: s.post(f"/documents/{NOBODY}/retirement", headers=MARTA),
    ("retire_document", 409): lambda s: retire(s, 2),
}
MALFORMED: Malformed = {
    "list_documents": lambda s: s.get("/documents", after="a b"),
    "add_document": lambda s: enter(s, url="javascript:alert(1)"),
    "retire_document": lambda s: s.post("/documents/a b/retirement", headers=MARTA),
}
