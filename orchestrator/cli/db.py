"""``classroom db``: the database's tables, on the host itself."""

import json
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from orchestrator.cli.installation import not_usable, settings_or_stop, stop

if TYPE_CHECKING:
    from orchestrator.adapters.db.errors import UnusableDatabase

app = typer.Typer(help="The database's tables.", no_args_is_help=True)

Url = Annotated[
    str | None,
    typer.Option("--url", help="A SQLite file; without it, the database of the settings, which alone may be another."),
]
AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]

_NEXT_STEP = "Next: classroom db migrate"


@app.command()
def migrate(url: Url = None) -> None:
    """Bring all tables up to date, creating a SQLite file where there is none.

    Stop the service and its workers first; beside a worker of this host nothing is changed. All of it is done, or
    nothing.

    On PostgreSQL it connects as the owner of the tables (CLASSROOM_DATABASE_OWNER_URL) and gives the service's role
    (the one of CLASSROOM_DATABASE_URL) its rights.

    Example: classroom db migrate --url sqlite:////srv/classroom/classroom.sqlite
    """
    from orchestrator.adapters.db import migrate as tables
    from orchestrator.adapters.db.database_url import shown
    from orchestrator.adapters.db.errors import UnusableDatabase
    from orchestrator.adapters.workflows.schema import migrate_engine

    try:
        service, chosen = _urls(url)
        role = tables.service_role(service)
        missing = tables.pending(chosen)
        if missing and url is None:
            _refuse_beside_a_worker()
        tables.migrate(chosen, role)
        migrate_engine(chosen, role)
    except UnusableDatabase as error:
        _stop(error)
    except OSError as error:
        if error.filename is None:
            raise
        stop(*not_usable(error, "CLASSROOM_DATABASE_URL, or --url"))
    done = f"steps taken: {len(missing)}" if missing else "nothing to do"
    typer.echo(f"{shown(chosen)}: {done}; its tables are at {tables.head()}")


@app.command()
def status(url: Url = None, as_json: AsJson = False) -> None:
    """Say whether the tables are those that this version works with; exit status 1 if they are not.

    Example: classroom db status --json
    """
    from orchestrator.adapters.db import migrate as tables
    from orchestrator.adapters.db.database_url import shown
    from orchestrator.adapters.db.errors import UnusableDatabase

    try:
        service, _ = _urls(url, with_owner=False)
        present, missing = tables.current(service), tables.pending(service)
        if not missing:
            tables.ensure_migrated(service)
    except UnusableDatabase as error:
        _stop(error)
    where = shown(service)
    if as_json:
        told = {"database": where, "present": present, "wanted": tables.head(), "missing": list(missing)}
        typer.echo(json.dumps(told))
    elif missing:
        there = f"its tables are at {present}" if present else "there are no tables yet"
        typer.echo(f"{where}: {there}; this version needs {tables.head()}")
    else:
        typer.echo(f"{where}: its tables are up to date, at {present}")
    if missing:
        if not as_json:
            typer.echo(_NEXT_STEP, err=True)
        raise typer.Exit(1)


def _refuse_beside_a_worker() -> None:
    """A worker knows the tables that it was started with; one on another host, and the service, are not seen."""
    from orchestrator.adapters.workflows.process_lock import is_held

    settings = settings_or_stop()
    if is_held(settings.state_dir / f"worker-{settings.executor_id}.lock"):
        stop(
            f"A worker runs here as {settings.executor_id}, and nothing has been changed.",
            "Stop the worker and the service, then: classroom db migrate",
        )


def _urls(given: str | None, *, with_owner: bool = True) -> tuple[str, str]:
    """The database's URL for the service, and the one to migrate by.

    Raises:
        UnsupportedDatabase: One is missing or wrong, or a server was named on the command line.
    """
    from orchestrator.adapters.db.database_url import is_file, owners_url
    from orchestrator.adapters.db.errors import UnsupportedDatabase

    if given is not None:
        if not is_file(given):
            raise UnsupportedDatabase("what the command line says, others can read: name a server in the settings")
        return given, given
    settings = settings_or_stop()
    service = settings.database_url
    return service, owners_url(service, settings.database_owner_url) if with_owner else service


def _stop(error: "UnusableDatabase") -> NoReturn:
    from orchestrator.adapters.db.errors import UnmigratedDatabase

    typer.echo(str(error), err=True)
    if isinstance(error, UnmigratedDatabase):
        typer.echo("A newer version made these tables. Next: install that version again", err=True)
    raise typer.Exit(1)
