"""Answers about rooms, software on offer, and the site's files."""

from httpx2 import Response
from structlog.testing import capture_logs

from api.schemas.imports import MOST_BYTES
from tests.api.answers.call import Answers, Malformed, large
from tests.api.people import MARTA, TIM
from tests.api.service import Service
from tests.api.site_files import catalog_files, site_files


def _seen(service: Service) -> Response:
    service.see("B-204", 1)
    service.post("/classrooms/B-204/dry-run", headers=TIM)
    return service.get("/classrooms/B-204/seats/01/observed")


def _import_without_what_is_asked_for(service: Service) -> Response:
    service.ask("firefox")
    return service.post("/catalog/import", {"files": catalog_files(without="firefox")}, headers=MARTA)


def _without_database(service: Service) -> Response:
    service.database.sql("ALTER TABLE cs_site RENAME TO elsewhere")
    with capture_logs() as logs:
        answer = service.get("/health")
    assert [entry["incident"] for entry in logs if "incident" in entry] == [answer.json()["incident"]]
    return answer


ANSWERS: Answers = {
    ("get_health", 200): lambda s: s.get("/health", headers={}),
    ("get_health", 503): _without_database,
    ("get_openapi_description", 200): lambda s: s.get("/openapi.json", headers={}),
    ("list_classrooms", 200): lambda s: s.get("/classrooms"),
    ("get_classroom", 200): lambda s: s.get("/classrooms/B-204"),
    ("get_classroom", 404): lambda s: s.get("/classrooms/B-999"),
    ("list_seats", 200): lambda s: s.get("/classrooms/B-204/seats"),
    ("list_seats", 404): lambda s: s.get("/classrooms/B-999/seats"),
    ("get_seat", 200): lambda s: s.get("/classrooms/B-204/seats/01"),
    ("get_seat", 404): lambda s: s.get("/classrooms/B-204/seats/99"),
    ("list_observed", 200): lambda s: s.get("/classrooms/B-204/observed"),
    ("list_observed", 404): lambda s: s.get("/classrooms/B-999/observed"),
    ("get_observed", 200): _seen,
    ("get_observed", 404): lambda s: s.get("/classrooms/B-204/seats/01/observed"),
    ("get_plan", 200): lambda s: s.get("/classrooms/B-204/plan"),
    ("get_plan", 404): lambda s: s.get("/classrooms/B-999/plan"),
    ("dry_run_classroom", 200): lambda s: s.post("/classrooms/B-204/dry-run", headers=TIM),
    ("dry_run_classroom", 404): lambda s: s.post("/classrooms/B-999/dry-run", headers=TIM),
    ("get_manifest", 200): lambda s: s.get("/classrooms/B-204/manifest"),
    ("get_manifest", 404): lambda s: s.get("/classrooms/B-999/manifest"),
    ("list_revisions", 200): lambda s: s.get("/classrooms/B-204/revisions"),
    ("list_revisions", 404): lambda s: s.get("/classrooms/B-999/revisions"),
    ("get_revision", 200): lambda s: (s.ask("firefox"), s.get("/classrooms/B-204/revisions/1"))[1],
    ("get_revision", 404): lambda s: s.get("/classrooms/B-204/revisions/7"),
    ("compare_revisions", 200): lambda s: (s.ask("firefox"), s.get("/classrooms/B-204/revisions/1/diff"))[1],
    ("compare_revisions", 404): lambda s: s.get("/classrooms/B-204/revisions/7/diff"),
    ("list_catalog", 200): lambda s: s.get("/catalog"),
    ("list_catalog", 404): lambda s: s.get("/catalog", after="netscape"),
    ("get_catalog_item", 200): lambda s: s.get("/catalog/firefox"),
    ("get_catalog_item", 404): lambda s: s.get("/catalog/netscape"),
    ("import_catalog", 200): lambda s: s.post("/catalog/import", {"files": catalog_files()}, headers=MARTA),
    ("import_catalog", 409): _import_without_what_is_asked_for,
    ("import_catalog", 413): large(MOST_BYTES, "/catalog/import"),
    ("import_site", 200): lambda s: s.post("/site/import", {"files": site_files()}, headers=MARTA),
    ("import_site", 413): large(MOST_BYTES, "/site/import"),
}
MALFORMED: Malformed = {
    "list_classrooms": lambda s: s.get("/classrooms", limit=0),
    "get_classroom": lambda s: s.get("/classrooms/B%00"),
    "list_seats": lambda s: s.get("/classrooms/B%00/seats"),
    "get_seat": lambda s: s.get("/classrooms/B-204/seats/%0A"),
    "list_observed": lambda s: s.get("/classrooms/B%00/observed"),
    "get_observed": lambda s: s.get("/classrooms/B-204/seats/%0A/observed"),
    "get_plan": lambda s: s.get("/classrooms/B%00/plan"),
    "dry_run_classroom": lambda s: s.post("/classrooms/B%00/dry-run", headers=TIM),
    "get_manifest": lambda s: s.get("/classrooms/B%00/manifest"),
    "list_revisions": lambda s: s.get("/classrooms/B-204/revisions", before=0),
    "get_revision": lambda s: s.get("/classrooms/B-204/revisions/first"),
    "compare_revisions": lambda s: s.get("/classrooms/B-204/revisions/1/diff", against=-1),
    "list_catalog": lambda s: s.get("/catalog", provider="floppy"),
    "get_catalog_item": lambda s: s.get("/catalog/a%00"),
    "import_catalog": lambda s: s.post("/catalog/import", {"files": {"firefox.yml": "id: [firefox"}}, headers=MARTA),
    "import_site": lambda s: s.post("/site/import", {"files": {"hosts.yml": "all: {{ x }}"}}, headers=MARTA),
}
