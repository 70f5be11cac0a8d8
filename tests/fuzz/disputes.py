"""What stands in the store of what is contested, exempted and registered, and who may say something about it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from orchestrator.domain.evidence import Category
from tests.api.answers.contests import CONTEST, DECLINE, EXEMPTION, OVERRIDE, SAFEGUARD, TERMS, block, put
from tests.api.answers.documents import enter
from tests.api.people import ADA, MARTA, bearer
from tests.api.service import Service

POLICY, SECURITY = SAFEGUARD, "00000000-0000-7000-8000-cccccccccccc"
_OTHERS = ("00000000-0000-7000-8000-dddddddddddd", "00000000-0000-7000-8000-eeeeeeeeeeee")


def furnish_disputes(service: Service, request: str, known_to_all: str) -> Mapping[str, tuple[Any, ...]]:
    """Overrides and safeguards with contests and exemptions in all states, documents, and who rules.

    Args:
        service: Over a campus whose B-204 has a request of Ada's.
        request: Ada's.
        known_to_all: Login of somebody who holds every role.
    """
    everybody = bearer(known_to_all)
    own = str(service.ask("student-records-forms", headers=everybody)["requests"][0]["id"])
    overrides = [_override(service, *one) for one in ((OVERRIDE, request), (_OTHERS[0], own), (_OTHERS[1], own))]
    rulers = [{"login": "grace", "side": "teaching"}, {"login": known_to_all, "side": "it"}]
    put(service, "/rulers/hardware", {"rulers": rulers})
    block(service)
    with service.database.transactions() as uow:
        policy = uow.safeguards.get(POLICY)
        assert policy is not None
        uow.safeguards.add(replace(policy, id=SECURITY, category=Category.SECURITY))
        uow.commit()
    contests = [
        service.post("/contests", {**CONTEST, "decision": decision, "request": one}, headers=headers).json()["id"]
        for decision, one, headers in ((overrides[0], request, ADA), (overrides[1], own, everybody))
    ]
    ordinary = [_exemption(service, POLICY, owner) for owner in ("ada", "grace", "cleo")]
    secure = [_exemption(service, SECURITY, owner) for owner in ("grace", "cleo")]
    documents = [enter(service).json()["id"] for _ in range(2)]
    return {
        "list_contests after": tuple(contests),
        "list_exemptions after": (*ordinary, *secure),
        "list_documents after": tuple(documents),
        "sign_exemption exemption_id": tuple(ordinary),
        "approve_exemption exemption_id": tuple(secure),
        "refuse_exemption exemption_id": tuple(secure),
        "make_contest request": (own,),
        "contest_id": tuple(contests),
        "exemption_id": (*ordinary, *secure),
        "document_id": tuple(documents),
        "decision": tuple(overrides),
        "subject": ("override",),
        "safeguard": (POLICY, SECURITY),
        "category": ("hardware", "security"),
        "rulers": ([], rulers),
        "superiors": ([], ["marta"]),
        "classrooms": (["B-204"],),
        "risk_owner": ("grace", "cleo"),
        "canary_seat": (None, "01"),
        "expires_at": (TERMS["expires_at"],),
        "exemption": (None, TERMS),
    }


def _override(service: Service, override_id: str, request_id: str) -> str:
    with service.database.transactions() as uow:
        request = uow.requests.get(request_id)
        assert request is not None
        uow.overrides.add(replace(DECLINE, id=override_id, item_id=request.item_id, request_ids=(request_id,)))
        uow.commit()
    return override_id


def _exemption(service: Service, safeguard: str, owner: str) -> str:
    terms = {**TERMS, "risk_owner": owner}
    made = service.post("/exemptions", {**EXEMPTION, "safeguard": safeguard, "terms": terms}, headers=MARTA)
    return str(made.json()["id"])
