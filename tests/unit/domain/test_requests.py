"""The stored states of a request."""

from datetime import timedelta

import pytest

from orchestrator.domain.requests import TRANSITIONS, RequestIsOver, RequestState
from tests.unit.domain.examples import NOW, ask

ALLOWED = {(RequestState.OPEN, RequestState.WITHDRAWN), (RequestState.OPEN, RequestState.CLOSED)}


@pytest.mark.parametrize("old", RequestState)
@pytest.mark.parametrize("new", RequestState)
def test_only_an_open_request_ends_and_it_ends_once(old: RequestState, new: RequestState) -> None:
    request = ask("r1", "app") if old is RequestState.OPEN else ask("r1", "app").moved_to(old, NOW)
    later = NOW + timedelta(hours=1)
    if (old, new) in ALLOWED:
        moved = request.moved_to(new, later)
        assert (moved.state, moved.ended_at) == (new, later)
        assert (moved.id, moved.created_at) == (request.id, request.created_at)
    else:
        with pytest.raises(RequestIsOver) as refused:
            request.moved_to(new, later)
        assert refused.value.details() == {"request_id": "r1", "state": old}


def test_every_state_has_its_row_in_the_table() -> None:
    assert set(TRANSITIONS) == set(RequestState)
