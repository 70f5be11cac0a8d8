"""What the OpenAPI description says beyond what FastAPI finds out: problems, and how a call says who makes it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.examples import illustrate
from api.identity import CSRF_HEADER, SECURE_COOKIE
from api.problems import MEDIA_TYPE, Problem
from api.statuses import STATUSES
from orchestrator.services.wording import Language, Speaker

TITLE = "Classroom software"
VERSION = "0.1.0"
DESCRIPTION = """Software that instructors ask for, on the classroom machines, in time: silence means yes.

Moments are in UTC; the room's `timezone` stands beside them. Every code has its words in `text`, in the language that
`Accept-Language` asks for (English, German). What is refused comes as problem details (RFC 9457) with a stable `code`.
"""

_ALWAYS = ("not-identified", "sign-in-over", "not-permitted", "internal-fault", "transaction-lost")
_JSON = "application/json"
_NEVER_KEPT = frozenset({"get_me"})
"""Operations that read a secret, which no cache may keep: they have no entity tag."""
_OF_BROWSERS = ("cross-site-call", "csrf-token-wrong")
"""What only a change may meet that comes with a session's cookie."""
_SCHEMES: dict[str, dict[str, str]] = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "For programs: a token that its owner made with `POST /api/v1/tokens`.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": SECURE_COOKIE,
        "description": "For browsers: the session that `POST /api/v1/sessions` began. Whatever changes something needs "
        f"its `csrf_token` in the header `{CSRF_HEADER}`, and must come from a page of the same origin.",
    },
}


def gives_file(media_type: str) -> dict[int | str, dict[str, Any]]:
    """A route's ``responses`` where its answer is a file of this kind."""
    body = {"schema": {"type": "string", "format": "binary"}}
    return {200: {"content": {media_type.partition(";")[0]: body}, "description": "The file"}}


def refuses(*codes: str, takes_input: bool = True, open_to_all: bool = False) -> dict[int | str, dict[str, Any]]:
    """A route's ``responses``: what it may refuse, by HTTP status.

    Args:
        codes: Codes of refusals, beyond those of every route.
        takes_input: Whether there is anything in the call that could be malformed.
        open_to_all: Whether anybody may call it; then only ``codes`` are meant.
    """
    by_status: defaultdict[int, list[str]] = defaultdict(list)
    common = () if open_to_all else _ALWAYS
    for code in (*codes, *common, "rate-limited", *(("invalid-input",) if takes_input else ())):
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
        components["securitySchemes"] = _SCHEMES
        schema["security"] = [{name: []} for name in _SCHEMES]
        for methods in schema["paths"].values():
            for method, operation in methods.items():
                if method != "get" and operation.get("security") != []:
                    operation["responses"]["403"]["description"] += f"; {_named(_OF_BROWSERS)}"
                if method == "get":
                    _say_how_it_is_kept(operation)
        illustrate(schema)
        app.openapi_schema = schema
    return app.openapi_schema


def _named(codes: Sequence[str]) -> str:
    refusals = Speaker(Language.EN).book.refusals
    return "; ".join(f"`{code}`: {refusals[code].title}" for code in codes)


def _say_how_it_is_kept(operation: dict[str, Any]) -> None:
    """Describe the entity tag of what a GET gives as JSON, and the answer to whoever has that already."""
    found = operation["responses"].get("200", {})
    if _JSON not in found.get("content", {}) or operation["operationId"] in _NEVER_KEPT:
        return
    tag = {"description": "Of this answer, for If-None-Match.", "schema": {"type": "string"}}
    found["headers"] = {**found.get("headers", {}), "ETag": tag}
    operation["responses"]["304"] = {"description": "Nothing has changed since the answer that If-None-Match names."}
    named = {"type": "string", "maxLength": 1_000}
    operation.setdefault("parameters", []).append(
        {
            "name": "If-None-Match",
            "in": "header",
            "required": False,
            "description": "Entity tag of the answer that the caller has.",
            "schema": named,
        }
    )


def _documented(codes: Sequence[str]) -> dict[str, Any]:
    return {
        "description": _named(codes),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
