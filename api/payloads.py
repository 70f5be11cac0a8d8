"""What a payload's validation found, as problems of fields with stable codes."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from orchestrator.domain.errors import FieldProblem

MAX_PROBLEMS = 100
"""More than this nobody reads; the rest of them are left away."""
_SHOWN = 80
_FIELD_SHOWN = 200
_SECRETS = frozenset({"password", "old", "new", "code"})
"""Fields of whose value nothing is repeated."""


class PayloadProblem(StrEnum):
    """What can be wrong with a field of a payload, a query or a path. The comment says what stands in ``expected``."""

    NOT_JSON = "not-json"  # the body is no JSON, or is not sent as such
    MISSING = "missing"
    UNKNOWN_KEY = "unknown-key"
    NOT_TEXT = "not-text"
    NOT_A_WHOLE_NUMBER = "not-a-whole-number"
    NOT_TRUE_OR_FALSE = "not-true-or-false"
    NOT_A_MOMENT = "not-a-moment"  # an example
    NOT_A_LIST = "not-a-list"
    NOT_A_MAPPING = "not-a-mapping"
    NOT_AN_OBJECT = "not-an-object"
    EMPTY = "empty"
    TOO_LONG = "too-long"  # the limit
    TOO_SHORT = "too-short"  # the least length
    OUT_OF_RANGE = "out-of-range"  # the bound
    UNKNOWN_CHOICE = "unknown-choice"  # the choices
    WRONG_FORM = "wrong-form"  # the form, as a program reads it
    NOT_AN_ADDRESS = "not-an-address"  # the form, likewise
    NOT_A_LOGIN = "not-a-login"  # the form, likewise
    NOT_A_PLACE = "not-a-place"  # the form of a cursor, likewise
    CONTROL_CHARACTER = "control-character"
    BEFORE_NEEDED_BY = "before-needed-by"
    WHY_NOT_AS_ASKED = "why-not-as-asked"
    WHY_AS_ASKED = "why-as-asked"
    NAME_OF_THE_WHOLE_SITE = "name-of-the-whole-site"


MOMENT_EXAMPLE = "2027-01-12T08:00:00+01:00"
_P = PayloadProblem

_CODES: Mapping[str, PayloadProblem] = {
    "json_invalid": _P.NOT_JSON,
    "missing": _P.MISSING,
    "extra_forbidden": _P.UNKNOWN_KEY,
    "string_type": _P.NOT_TEXT,
    "string_unicode": _P.CONTROL_CHARACTER,
    "string_too_long": _P.TOO_LONG,
    "string_too_short": _P.EMPTY,
    "string_pattern_mismatch": _P.WRONG_FORM,
    "int_type": _P.NOT_A_WHOLE_NUMBER,
    "int_parsing": _P.NOT_A_WHOLE_NUMBER,
    "int_parsing_size": _P.NOT_A_WHOLE_NUMBER,
    "int_from_float": _P.NOT_A_WHOLE_NUMBER,
    "bool_type": _P.NOT_TRUE_OR_FALSE,
    "bool_parsing": _P.NOT_TRUE_OR_FALSE,
    "list_type": _P.NOT_A_LIST,
    "tuple_type": _P.NOT_A_LIST,
    "too_long": _P.TOO_LONG,
    "too_short": _P.TOO_SHORT,
    "dict_type": _P.NOT_A_MAPPING,
    "model_type": _P.NOT_AN_OBJECT,
    "model_attributes_type": _P.NOT_AN_OBJECT,
    "enum": _P.UNKNOWN_CHOICE,
    "literal_error": _P.UNKNOWN_CHOICE,
    "greater_than": _P.OUT_OF_RANGE,
    "greater_than_equal": _P.OUT_OF_RANGE,
    "less_than": _P.OUT_OF_RANGE,
    "less_than_equal": _P.OUT_OF_RANGE,
    "datetime_type": _P.NOT_A_MOMENT,
    "datetime_parsing": _P.NOT_A_MOMENT,
    "datetime_from_date_parsing": _P.NOT_A_MOMENT,
    "datetime_object_invalid": _P.NOT_A_MOMENT,
    "timezone_aware": _P.NOT_A_MOMENT,
}
"""By pydantic's own codes; ours come through as they are, everything else is a wrong form."""

_FORMS: Mapping[str, PayloadProblem] = {
    "^(https?://": PayloadProblem.NOT_AN_ADDRESS,
    "^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$": PayloadProblem.NOT_A_LOGIN,
}
"""By how a pattern begins, what people are told of it."""

_BOUNDS: Mapping[str, str] = {"ge": "≥ {}", "gt": "> {}", "le": "≤ {}", "lt": "< {}"}


def field_problems(errors: Sequence[Mapping[str, Any]]) -> tuple[FieldProblem, ...]:
    """Problems of fields from pydantic's list of errors."""
    return tuple(_problem(error) for error in errors[:MAX_PROBLEMS])


def _problem(error: Mapping[str, Any]) -> FieldProblem:
    kind, place = str(error["type"]), tuple(error["loc"])
    found = error.get("input")
    code = _CODES.get(kind) or _ours(kind)
    if kind == "model_attributes_type" and isinstance(found, bytes):
        # The framework hands bytes on when they were not sent as JSON.
        code = PayloadProblem.NOT_JSON
    if code is PayloadProblem.TOO_SHORT and isinstance(found, str):
        code = PayloadProblem.EMPTY
    if code is PayloadProblem.NOT_JSON:
        return FieldProblem("body", "", code.value)
    expected = _expected(code, error.get("ctx") or {})
    if code is PayloadProblem.WRONG_FORM:
        code = _of_form(place, expected)
    hidden = code is PayloadProblem.MISSING or place[-1] in _SECRETS
    value = "" if hidden else _shown(found)
    return FieldProblem(_field(place), value, code.value, expected)


def _ours(kind: str) -> PayloadProblem:
    try:
        return PayloadProblem(kind)
    except ValueError:
        return PayloadProblem.WRONG_FORM


def _of_form(place: tuple[str | int, ...], pattern: str) -> PayloadProblem:
    """What people are told of a pattern, which none of them has to read."""
    if place == ("query", "after"):
        return PayloadProblem.NOT_A_PLACE
    return next((code for start, code in _FORMS.items() if pattern.startswith(start)), PayloadProblem.WRONG_FORM)


def _field(place: tuple[str | int, ...]) -> str:
    """The dotted path of a field: without ``body``, because that is where everything is."""
    path = place[1:] if place[:1] == ("body",) else place
    return _visible(".".join(map(str, path)) or "body")[:_FIELD_SHOWN]


def _expected(code: PayloadProblem, context: Mapping[str, Any]) -> str:
    if code is PayloadProblem.NOT_A_MOMENT:
        return MOMENT_EXAMPLE
    if code is PayloadProblem.UNKNOWN_CHOICE:
        # Pydantic lists them as Python would: 'a', 'b' or 'c'.
        return str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
    for name, form in _BOUNDS.items():
        if name in context:
            return form.format(context[name])
    for name in ("max_length", "min_length", "expected", "pattern"):
        if name in context:
            return str(context[name])
    return ""


def _shown(value: object) -> str:
    """A value as it may be shown: short and visible. What is no plain value is not repeated."""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str | int | float):
        return ""
    # A long number is cut before it is made text, which Python refuses beyond some thousand digits.
    text = value if isinstance(value, str) else format(value, "g") if abs(value) > 10**_SHOWN else str(value)
    return _visible(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
