"""Calls of one operation, drawn from the API's description: right ones, wrong ones, by everybody."""

import os
from collections.abc import Mapping
from typing import Any, TypeAlias

from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.core import NotSet
from schemathesis.schemas import APIOperation

from tests.api.people import CAST, bearer
from tests.fuzz.furnished import ALMA, Known

SEED = int(os.environ.get("CLASSROOM_FUZZ_SEED", "20270112"))
EXAMPLES = int(os.environ.get("CLASSROOM_FUZZ_CALLS", "45"))
"""Calls of each operation: with some 150 of them together about a minute on two processors."""
AnyCase: TypeAlias = Case[Any]
_STRANGER = "nobody-we-know"
CALLERS: tuple[str | None, ...] = (*CAST, _STRANGER, None)
"""One of each role, somebody with a token that is made up, and somebody without any."""
_LONGEST_WAIT = 0
_OFTEN = 4


def headers_of(caller: str | None) -> dict[str, str]:
    """What a caller shows."""
    return bearer(caller) if caller else {}


@st.composite
def calls(draw: st.DrawFn, operation: APIOperation[Any, Any, Any, Any], known: Known) -> tuple[AnyCase, str | None]:
    """A call and who makes it.

    A right call mostly names things that exist; a wrong one stays as wrong as it was drawn.
    """
    mode = draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
    case: AnyCase = draw(operation.as_strategy(generation_mode=mode))
    if mode is GenerationMode.POSITIVE:
        for place in (case.path_parameters, case.query, case.headers):
            for name in place or ():
                here = known.get(f"{operation.definition.raw['operationId']} {name}", known.get(name, ()))
                place[name] = _existing(draw, name, place[name], Known({name: here} if here else {}))
        if not isinstance(case.body, NotSet):
            case.body = _existing(draw, "", case.body, Known({**known, **_own(operation, known)}))
            if isinstance(case.body, dict):
                case.body |= _offered(draw, _own(operation, known))
    if "wait" in (case.query or {}):
        # Whoever waits for events would wait in earnest.
        case.query["wait"] = _LONGEST_WAIT
    # Half of the calls are somebody's who may do it: nothing is found behind a closed door.
    able = known.get(f"{operation.definition.raw['operationId']} caller", (ALMA,))
    return case, draw(st.sampled_from(able) | st.sampled_from(CALLERS))


def _own(operation: APIOperation[Any, Any, Any, Any], known: Known) -> Known:
    """What is known for this operation alone, by the plain names of its fields."""
    mine = f"{operation.definition.raw['operationId']} "
    return Known({name.removeprefix(mine): values for name, values in known.items() if name.startswith(mine)})


def _offered(draw: st.DrawFn, own: Known) -> dict[str, Any]:
    """Fields that are often filled even though nobody has to: without them nothing comes of the call."""
    often = {name.removeprefix("+"): values for name, values in own.items() if name.startswith("+")}
    return {n: draw(st.sampled_from(values)) for n, values in often.items() if draw(st.integers(1, _OFTEN)) < _OFTEN}


def _existing(draw: st.DrawFn, name: str, value: Any, known: Known) -> Any:  # noqa: ANN401 - JSON
    """The value with what is known by name in the place of what was made up, here and inside."""
    if name in known and draw(st.integers(1, _OFTEN)) < _OFTEN:
        return draw(st.sampled_from(known[name]))
    if isinstance(value, Mapping):
        return {key: _existing(draw, str(key), inner, known) for key, inner in value.items()}
    if isinstance(value, list):
        return [_existing(draw, name, inner, known) for inner in value]
    return value
