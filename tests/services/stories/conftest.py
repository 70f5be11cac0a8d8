"""A room with people who decide, and the same room over HTTP."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from orchestrator.domain.people import Actor, Role
from tests.api.people import bearer, give_token
from tests.api.service import ORIGIN, Service
from tests.services.court import CAST, Court
from tests.services.deciders import Deciders
from tests.services.story import Story

OLGA = Actor("person:olga", "Olga Auditor")


@dataclass
class Web:
    """The story over HTTP, where each of its people has a token."""

    client: TestClient

    def get(self, path: str, who: Actor, **query: str) -> Response:
        return self.client.get(f"/api/v1{path}", params=query, headers=_of(who))

    def post(self, path: str, body: object, who: Actor) -> Response:
        return self.client.post(f"/api/v1{path}", json=body, headers=_of(who))


@pytest.fixture
def court(story: Story) -> Court:
    """Whole lists of who rules, over a room of four seats."""
    return Court(story)


@pytest.fixture
def deciders(court: Court) -> Deciders:
    """Those who record overrides there."""
    return Deciders(court.story)


@pytest.fixture
def over_http() -> Callable[[Court], Web]:
    """Serves a story, with an auditor."""

    def serve(court: Court) -> Web:
        story = court.story
        Deciders(story).hire("olga", Role.AUDITOR)
        for actor in (*CAST, OLGA):
            login = actor.id.removeprefix("person:")
            give_token(story.database, login, login)
        app = Service(story.database).app(
            transactions=story.transactions, reads=story.reads, clock=story.clock, new_id=story.tools.new_id
        )
        return Web(TestClient(app, ORIGIN, raise_server_exceptions=False))

    return serve


def _of(who: Actor) -> dict[str, str]:
    return bearer(who.id.removeprefix("person:"))
