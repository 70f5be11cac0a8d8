"""What stands in the store of what people ask of each other: wishes, advice, second persons, letters, sign-offs."""

from collections.abc import Mapping
from typing import Any

from orchestrator.domain.advice import SignOff
from tests.api.answers import advice, figures, overrides, owed, rules
from tests.api.letters import write_letter
from tests.api.moments import NOON
from tests.api.people import MARTA, ROOT, TIM, bearer
from tests.api.service import Service
from tests.api.site_files import catalog_files


def furnish_asked(service: Service, request: str, known_to_all: str) -> Mapping[str, tuple[Any, ...]]:
    """Wishes, advice, delay notes, letters and notices, and of each kind something that waits for a second person.

    Args:
        service: Over a campus whose B-204 has a request of Ada's.
        request: Ada's, for Firefox.
        known_to_all: Login of somebody who holds every role.
    """
    everybody = bearer(known_to_all)
    asks = service.ask("git", "firefox", room="C-101", headers=everybody)["requests"]
    own, other = (str(asked["id"]) for asked in asks)
    for asked in (request, own):
        service.post(f"/requests/{asked}/recommendations", advice.WORDS, headers=TIM)
        service.post(f"/requests/{asked}/delay-notes", owed.NOTE, headers=TIM)
    with service.database.transactions() as uow:
        uow.sign_offs.put(SignOff(own, f"person:{known_to_all}", NOON, NOON))
        uow.commit()
    wishes = [
        str(service.post("/wishes", {**owed.WISH, "title": title}, headers=everybody).json()["id"])
        for title in ("Stellarium", "Celestia", "Audacity")
    ]
    service.post(f"/wishes/{wishes[2]}/link", {"item": "firefox"}, headers=TIM)
    instead = {"kind": "substitute", "substitute_item": "student-records-forms"}
    substitute = _override(service, {**overrides.HEAVY, **instead}, own)
    secure = _override(service, overrides.FORM, other)
    number = rules.propose(service).json()["id"]
    decision = figures.proposed(service)
    allowed = {**figures.DECISION, "audience": [known_to_all]}
    approved = service.post("/figures/decisions", allowed, headers=MARTA).json()["id"]
    service.post(f"/figures/decisions/{approved}/answer", {"answer": "approve"}, headers=ROOT)
    letter = write_letter(service)
    free = str(service.ask("git", room="C-101")["requests"][0]["id"])
    # Last: it is approved only as long as nothing else is asked for of what it takes away.
    fewer = {"files": catalog_files(without="git"), "apply": True, "reason": owed.WHY}
    change = service.post("/catalog/import", fewer, headers=MARTA).json()["proposed"]
    notices = [notice["id"] for notice in service.get("/me/notices", headers=everybody).json()["notices"]]
    return {
        "make_recommendation request_id": (other,),
        "answer_recommendation request_id": (own, request),
        "take_back_recommendation request_id": (own, request),
        "get_sign_off request_id": (own,),
        "sign_off request_id": (own,),
        # Of all that can be said of an override, much of it belongs to one kind only.
        "record_override +request": (free,),
        "record_override +explanation": (overrides.FORM["explanation"],),
        "record_override starts_at": (None,),
        "record_override expires_at": ("2027-01-13T18:00:00+01:00", overrides.FORM["expires_at"]),
        "record_override classroom": (None,),
        "record_override item": (None,),
        "record_override kind": ("decline", "defer", "exclude"),
        "record_override category": ("other", "security"),
        "record_override evidence": ({}, overrides.FORM["evidence"]),
        "record_override substitute_item": (None,),
        "record_override pin_version": (None,),
        "agree_to_substitute override_id": (substitute,),
        "confirm_override override_id": (secure,),
        # Whoever holds every role is a technician, too, and such a one confirms nothing (R3.2).
        "confirm_override caller": ("sam",),
        "wish_id": (*wishes[:2],),
        "unlink_wish wish_id": (wishes[2],),
        "confirm_wish wish_id": (wishes[2],),
        "list_wishes after": tuple(wishes),
        "get_catalog_change change_id": (change,),
        "approve_catalog_change change_id": (change,),
        "refuse_catalog_change change_id": (change,),
        "list_catalog_changes after": (change,),
        "approve_rules change_id": (number,),
        "refuse_rules change_id": (number,),
        "list_rule_changes after": (number,),
        "numbers": ({"hold_hours": 48}, {"freeze_days": 14, "term_days": 100}),
        "decision_id": (decision,),
        "list_person_figure_decisions after": (decision, approved),
        "get_person_figures login": ("tim", "wanda"),
        "audience": (["olga"],),
        "letter_id": (letter,),
        "list_letters after": (letter,),
        "notices": (notices,),
        "list_notices after": tuple(notices),
        "suggests": (None, "git"),
        "list_holds classroom": ("B-204",),
        "expected_at": ("2027-02-01T08:00:00+01:00",),
    }


def _override(service: Service, form: Mapping[str, Any], request: str) -> str:
    said = {**form, "classroom": None, "item": None, "request": request}
    return str(service.post("/overrides", said, headers=TIM).json()["id"])
