"""What a database URL says, and what of it may be shown."""

from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from orchestrator.adapters.db.errors import UnsupportedDatabase

_FORMS = "sqlite:///path/to/file, or postgresql://role:password@host/database"
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}


def parsed(url: str) -> URL:
    """The URL taken apart, with the driver that we use.

    Raises:
        UnsupportedDatabase: It is neither a SQLite file nor a PostgreSQL database; the text tells no password.
    """
    try:
        found = make_url(url)
    except (ArgumentError, ValueError):
        # The cause would tell the URL, and with it the password.
        raise UnsupportedDatabase(f"the database's URL cannot be read; it looks like {_FORMS}") from None
    kind = found.get_backend_name()
    if kind not in _DRIVERS:
        raise UnsupportedDatabase(f"{kind}: the store is a SQLite file or a PostgreSQL database: {_FORMS}")
    if kind == "sqlite" and (not found.database or found.database.startswith((":", "file:"))):
        raise UnsupportedDatabase("the store is no SQLite database in memory, but a file: sqlite:///path/to/file")
    if kind == "postgresql" and not (found.username and found.database):
        raise UnsupportedDatabase(f"the database's URL names no role or no database; it looks like {_FORMS}")
    if {"password", "sslpassword"} & set(found.query):
        raise UnsupportedDatabase("a password has no place behind the question mark of a database's URL")
    return found.set(drivername=_DRIVERS[kind])


def is_file(url: str) -> bool:
    """Whether it is a SQLite file.

    Raises:
        UnsupportedDatabase: It is none of the databases that the store can use.
    """
    return parsed(url).get_backend_name() == "sqlite"


def database_file(url: str) -> Path:
    """The SQLite file that ``url`` names.

    Raises:
        UnsupportedDatabase: It is no SQLite file.
    """
    if not is_file(url):
        raise UnsupportedDatabase(f"{shown(url)} is no SQLite file")
    return Path(str(parsed(url).database))


def shown(url: str) -> str:
    """The database as people may see it, in logs too: the file, or the server and the database's name.

    Raises:
        UnsupportedDatabase: It is none of the databases that the store can use.
    """
    found = parsed(url)
    if found.get_backend_name() == "sqlite":
        return str(found.database)
    where = f"{found.host or 'this host'}" + (f":{found.port}" if found.port else "")
    return f"PostgreSQL database {found.database} at {where}"


def owners_url(service: str, owner: str | None) -> str:
    """The URL by which tables are made and changed: the owner's on PostgreSQL, the only one on SQLite.

    Args:
        service: The database as the service connects to it.
        owner: The same database as the owner of the tables connects to it, if there is one.

    Raises:
        UnsupportedDatabase: It is missing on PostgreSQL, or the two name different databases.
    """
    if is_file(service) and owner is None:
        return service
    if owner is None:
        raise UnsupportedDatabase(
            f"{shown(service)}: tables are made by a role that owns them, which is not the service's: name its URL,"
            " CLASSROOM_DATABASE_OWNER_URL"
        )
    if shown(owner) != shown(service):
        raise UnsupportedDatabase(f"the owner's URL names {shown(owner)}, the service's {shown(service)}")
    return owner
