"""Step results are kept as JSON, so what a step gives must be what JSON gives back."""

import json
from typing import Any

from orchestrator.adapters.workflows.errors import ResultNotPlain


def plain_json(step: str, value: object) -> Any:  # noqa: ANN401 - plain JSON
    """``value`` as it would come back from the store, so that a first run and a replay work with the same thing.

    Raises:
        ResultNotPlain: It would come back as something else.
    """
    try:
        kept = json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError):
        kept = None
        same = False
    else:
        same = bool(kept == value)
    if not same:
        raise ResultNotPlain(step, type(value).__name__)
    return kept
