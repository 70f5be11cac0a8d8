"""Items that have to go from every room, before anything in the product says so by itself."""

from dataclasses import replace
from typing import Any

import pytest

from orchestrator.domain.requests import Wanted
from orchestrator.domain.resolution import DesiredLine, DesiredState, resolve
from orchestrator.services import room_picture


def let_go(monkeypatch: pytest.MonkeyPatch, *items: str) -> None:
    """From now on resolution wants ``items`` absent everywhere, and what is ours of them gone; none for nothing."""

    def resolved(*given: Any, **more: Any) -> DesiredState:  # noqa: ANN401 - whatever resolution takes
        state = resolve(*given, **more)
        gone = tuple(DesiredLine(item, Wanted.ABSENT, None, (), removes=True) for item in sorted(items))
        return replace(state, lines=(*(line for line in state.lines if line.item_id not in items), *gone))

    monkeypatch.setattr(room_picture, "resolve", resolved)
