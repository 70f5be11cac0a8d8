"""What the OpenAPI description says beyond what FastAPI finds out: problems, and the header that says who calls."""

from collections import defaultdict
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.dependencies import ACTOR_EXAMPLE, ACTOR_HEADER
from api.problems import MEDIA_TYPE, Problem
from api.statuses import STATUSES
from orchestrator.services.wording import Language, Speaker

TITLE = "Classroom software"
VERSION = "0.1.0"
DESCRIPTION = """Software that instructors ask for, on the classroom machines, in time: silence means yes.

Moments are in UTC; the room's `timezone` stands beside them. Every code has its words in `text`, in the language that
`Accept-Language` asks for (English, German). What is refused comes as problem details (RFC 9457) with a stable `code`.
"""

_ALWAYS = ("not-identified", "identity-malformed", "not-permitted", "internal-fault", "transaction-lost")
_SCHEME = "demoActor"


def refuses(*codes: str, takes_input: bool = True, open_to_all: bool = False) -> dict[int | str, dict[str, Any]]:
    """A route's ``responses``: what it may refuse, by HTTP status.

    Args:
        codes: Codes of refusals, beyond those of every route.
        takes_input: Whether there is anything in the call that could be malformed.
        open_to_all: Whether anybody may call it; then only ``codes`` are meant.
    """
    by_status: defaultdict[int, list[str]] = defaultdict(list)
    common = () if open_to_all else _ALWAYS
    for code in (*codes, *common, *(("invalid-input",) if takes_input else ())):
        by_status[STATUSES[code].value].append(code)
    return {status: _documented(by_status[status]) for status in sorted(by_status)}


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description of ``app``."""
    if app.openapi_schema is None:
        schema = get_openapi(title=TITLE, version=VERSION, description=DESCRIPTION, routes=app.routes)
        components = schema.setdefault("components", {})
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        parts = problem.pop("$defs")
        components.setdefault("schemas", {}).update({"Problem": problem, **parts})
        components["securitySchemes"] = {
            _SCHEME: {
                "type": "apiKey",
                "in": "header",
                "name": ACTOR_HEADER,
                "description": f"Demo mode only: who calls, as an id and a name, such as `{ACTOR_EXAMPLE}`.",
            }
        }
        schema["security"] = [{_SCHEME: []}]
        app.openapi_schema = schema
    return app.openapi_schema


def _documented(codes: list[str]) -> dict[str, Any]:
    refusals = Speaker(Language.EN).book.refusals
    return {
        "description": "; ".join(f"`{code}`: {refusals[code].title}" for code in codes),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
