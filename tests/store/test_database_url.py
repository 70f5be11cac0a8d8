"""Which databases are taken, and what of their URLs is shown."""

import pytest

from orchestrator.adapters.db.database_url import owners_url, parsed, shown
from orchestrator.adapters.db.engine import open_engines
from orchestrator.adapters.db.errors import UnsupportedDatabase
from orchestrator.settings import Settings

SERVICE = "postgresql://service:hunter2@db.example.edu:5433/classroom?sslmode=verify-full"
OWNER = "postgresql://owner:hunter3@db.example.edu:5433/classroom"

REFUSED = {
    "sqlite://": "in memory",
    "sqlite:///:memory:": "in memory",
    "sqlite:///file:x?mode=memory&uri=true": "in memory",
    "mysql://user:hunter2@host/store": "mysql: the store is",
    "no url with hunter2": "cannot be read",
    "postgresql://user:hunter2@host:port/store": "cannot be read",
    "postgresql://user:hunter2@host": "names no role or no database",
    "postgresql:///store": "names no role or no database",
    "postgresql://user@host/store?password=hunter2": "behind the question mark",
    "postgresql://user@host/store?sslpassword=hunter2": "behind the question mark",
}


@pytest.mark.parametrize(("url", "because"), REFUSED.items(), ids=REFUSED.keys())
def test_what_the_store_cannot_use_is_refused_without_telling_a_password(url: str, because: str) -> None:
    with pytest.raises(UnsupportedDatabase, match=because) as refused:
        open_engines(url)
    assert "hunter2" not in f"{refused.value} {refused.value.__cause__}"
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


@pytest.mark.parametrize(
    "url", ["postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d", "postgresql+psycopg2://u:p@h/d"]
)
def test_a_server_is_reached_by_the_one_driver_that_is_installed(url: str) -> None:
    assert parsed(url).drivername == "postgresql+psycopg"


def test_a_database_is_shown_without_role_and_password() -> None:
    assert shown(SERVICE) == "PostgreSQL database classroom at db.example.edu:5433"
    assert shown("postgresql://u:hunter2@/d?host=/run") == "PostgreSQL database d at this host"
    assert shown("sqlite:////srv/classroom.sqlite") == "/srv/classroom.sqlite"


def test_a_file_is_migrated_by_its_one_url_and_a_server_by_its_owner_s() -> None:
    assert owners_url("sqlite:///a", None) == "sqlite:///a"
    assert owners_url(SERVICE, OWNER) == OWNER


@pytest.mark.parametrize(
    ("service", "owner", "because"),
    [
        (SERVICE, None, "CLASSROOM_DATABASE_OWNER_URL"),
        (SERVICE, OWNER.replace("5433", "5434"), "the owner's URL names"),
        (SERVICE, OWNER.replace("/classroom", "/other"), "the owner's URL names"),
        (SERVICE, "sqlite:///a", "the owner's URL names"),
        ("sqlite:///a", OWNER, "the owner's URL names"),
    ],
)
def test_two_urls_that_do_not_fit_are_refused(service: str, owner: str | None, because: str) -> None:
    with pytest.raises(UnsupportedDatabase, match=because) as refused:
        owners_url(service, owner)
    assert "hunter" not in str(refused.value)


def test_settings_and_engines_do_not_tell_passwords() -> None:
    settings = Settings(database_url=SERVICE, database_owner_url=OWNER)
    engines = open_engines(SERVICE)
    assert "hunter" not in f"{settings!r} {settings} {engines!r} {engines.write.url} {engines.read!r}"
