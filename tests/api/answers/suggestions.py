"""Answers about what lists of advisories suggest."""

from httpx2 import Response

from api.schemas.imports import MOST_BYTES
from tests.api.answers.call import Answers, Malformed, large
from tests.api.people import MARTA
from tests.api.service import Service
from tests.unit.advisories.lists import KEV_ELSEWHERE, KEV_FIREFOX, kev, osv_text

LISTS = {
    "known_exploited_vulnerabilities.json": kev(KEV_FIREFOX, KEV_ELSEWHERE),
    "GHSA-2x4c-5g6h-7j8m.json": osv_text(),
}
IDENTITY = "osv:GHSA-2x4c-5g6h-7j8m:firefox"
_BASE = "/safeguards/suggestions"


def suggest(service: Service, *, apply: bool = True) -> Response:
    """Both lists, imported."""
    return service.post(f"{_BASE}/import", {"files": LISTS, "apply": apply}, headers=MARTA)


def dismiss(service: Service, identity: str = IDENTITY, reason: str = "We deliver the mended build.") -> Response:
    """Dismissed by Marta."""
    return service.post(f"{_BASE}/{identity}/dismiss", {"reason": reason}, headers=MARTA)


ANSWERS: Answers = {
    ("import_suggestions", 200): lambda s: suggest(s, apply=False),
    ("import_suggestions", 413): large(MOST_BYTES, f"{_BASE}/import"),
    ("list_suggestions", 200): lambda s: (suggest(s), s.get(_BASE, headers=MARTA))[1],
    ("dismiss_suggestion", 200): lambda s: (suggest(s), dismiss(s))[1],
    ("dismiss_suggestion", 404): dismiss,
    ("dismiss_suggestion", 409): lambda s: (suggest(s), dismiss(s), dismiss(s))[2],
    ("dismiss_suggestion", 413): large(262_144, f"{_BASE}/{IDENTITY}/dismiss"),
}
MALFORMED: Malformed = {
    "import_suggestions": lambda s: s.post(f"{_BASE}/import", {"files": {"kev.json": "{"}}, headers=MARTA),
    "list_suggestions": lambda s: s.get(_BASE, dismissed="perhaps", headers=MARTA),
    "dismiss_suggestion": lambda s: dismiss(s, reason=" "),
}
