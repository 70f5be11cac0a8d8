"""``classroom db``: the database's tables, on the host itself."""

import json
from typing import Annotated, NoReturn

import typer

from orchestrator.adapters.db import migrate as tables
from orchestrator.adapters.db.engine import database_file
from orchestrator.adapters.db.errors import UnmigratedDatabase, UnsupportedDatabase
from orchestrator.settings import load_settings

app = typer.Typer(help="The database's tables.", no_args_is_help=True)

Url = Annotated[str | None, typer.Option("--url", help="Database; without it, the one of the settings.")]
AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]

_NEXT_STEP = "Next: classroom db migrate"


@app.command()
def migrate(url: Url = None) -> None:
    """Bring all tables up to date, creating the database where there is none. Stop the service first.

    Example: classroom db migrate --url sqlite:////srv/classroom/classroom.sqlite
    """
    # Loading the durable engine takes seconds, and no other command of this file has to do with it.
    from orchestrator.adapters.workflows.schema import migrate_engine

    chosen = url or load_settings().database_url
    try:
        missing = tables.pending(chosen)
        tables.migrate(chosen)
        migrate_engine(chosen)
    except (UnsupportedDatabase, UnmigratedDatabase) as error:
        _stop(error)
    done = f"steps taken: {len(missing)}" if missing else "nothing to do"
    typer.echo(f"{database_file(chosen)}: {done}; its tables are at {tables.head()}")


@app.command()
def status(url: Url = None, as_json: AsJson = False) -> None:
    """Say whether the tables are those that this version works with; exit status 1 if they are not.

    Example: classroom db status --json
    """
    chosen = url or load_settings().database_url
    try:
        present, missing = tables.current(chosen), tables.pending(chosen)
    except (UnsupportedDatabase, UnmigratedDatabase) as error:
        _stop(error)
    file = database_file(chosen)
    if as_json:
        told = {"database": str(file), "present": present, "wanted": tables.head(), "missing": list(missing)}
        typer.echo(json.dumps(told))
    elif missing:
        there = f"its tables are at {present}" if present else "there are no tables yet"
        typer.echo(f"{file}: {there}; this version needs {tables.head()}")
    else:
        typer.echo(f"{file}: its tables are up to date, at {present}")
    if missing:
        if not as_json:
            typer.echo(_NEXT_STEP, err=True)
        raise typer.Exit(1)


def _stop(error: Exception) -> NoReturn:
    typer.echo(str(error), err=True)
    if isinstance(error, UnmigratedDatabase):
        typer.echo("A newer version made these tables. Next: install that version again", err=True)
    raise typer.Exit(1)
