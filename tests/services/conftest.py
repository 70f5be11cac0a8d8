"""A room, its machines and a worker, on a real store."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from orchestrator.domain.people import Caller, Role
from tests.services.deciders import Deciders
from tests.services.staff import Staff
from tests.services.story import Story, furnished
from tests.store.databases import make_template, open_copy, opened_copy


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file to copy."""
    return make_template(tmp_path_factory.mktemp("stories"))


@pytest.fixture
def make_story(migrated: Path, tmp_path: Path) -> Iterator[Callable[..., Story]]:
    """Makes the story of one room; see ``furnished`` for what can be chosen."""
    made: list[Story] = []

    def make(**choices: object) -> Story:
        story = furnished(open_copy(migrated, tmp_path), **choices)  # type: ignore[arg-type]
        made.append(story)
        return story

    yield make
    for story in made:
        story.database.close()


@pytest.fixture
def story(make_story: Callable[..., Story]) -> Story:
    """A room of four machines without any software, automatic, without notice."""
    return make_story()


@pytest.fixture(params=["sqlite", "postgresql"])
def staff(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Staff]:
    """A site with one administrator, on either database."""
    template = request.getfixturevalue("migrated" if request.param == "sqlite" else "postgres")
    with opened_copy(template, tmp_path) as database:
        yield Staff(database)


@pytest.fixture
def deciders(story: Story) -> Deciders:
    return Deciders(story)


@pytest.fixture
def tim(deciders: Deciders) -> Caller:
    return deciders.hire("tim", Role.TECHNICIAN)


@pytest.fixture
def marta(deciders: Deciders) -> Caller:
    return deciders.hire("marta", Role.MANAGER)
