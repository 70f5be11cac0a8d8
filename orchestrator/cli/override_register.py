"""``classroom overrides list``: the register, on the screen or as a file."""

from pathlib import Path
from typing import Annotated

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, stopped
from orchestrator.cli.exit_codes import ExitCode
from orchestrator.cli.moments import moment_of
from orchestrator.cli.new_file import writing
from orchestrator.cli.output import print_json, say, table

_SHOWN = 20


def list_overrides(
    classroom: Annotated[str | None, typer.Option(help="Only in this room.")] = None,
    team: Annotated[str | None, typer.Option(help="Only in rooms that this unit owns.")] = None,
    person: Annotated[str | None, typer.Option(help="Only those in which this login took part; or me.")] = None,
    item: Annotated[str | None, typer.Option(help="Only of requests for this item.")] = None,
    request: Annotated[str | None, typer.Option(help="Only of the request with this id.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only of this kind.")] = None,
    category: Annotated[str | None, typer.Option(help="Only for this reason.")] = None,
    state: Annotated[str | None, typer.Option(help="Only in this state, such as proposed or live.")] = None,
    since: Annotated[
        str | None,
        typer.Option(help='Recorded from then on: 2027-01-12, or "2027-01-12 08:00" in this terminal\'s time.'),
    ] = None,
    until: Annotated[str | None, typer.Option(help="Recorded before then.")] = None,
    contested: Annotated[bool | None, typer.Option(help="Only those that somebody contested, or nobody.")] = None,
    contest: Annotated[
        str | None, typer.Option(help="Only with a contest that stands like this, such as open or overturned.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--csv", help="Write all that fit to this CSV file instead; it is replaced.")
    ] = None,
    after: Annotated[str | None, typer.Option(help="Older than this override: the next page.")] = None,
    limit: Annotated[int | None, typer.Option(help=f"How many at most; {_SHOWN} without it.")] = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List overrides, newest first, also those that are over; or write them to a file, whole or not at all.

    Example: classroom overrides list --team Physics --since 2027-01-01 --csv overrides.csv
    """
    filters = {
        "classroom": classroom,
        "team": team,
        "person": person,
        "item": item,
        "request": request,
        "kind": kind,
        "category": category,
        "state": state,
        "since": moment_of(since),
        "until": moment_of(until),
        "contested": None if contested is None else str(contested).lower(),
        "contest": contest,
    }
    if file is not None:
        if as_json or after is not None or limit is not None:
            raise typer.BadParameter("--csv writes all that fit: leave --json, --after and --limit away.")
        _write(file, server, filters)
        return
    with calling(server) as client:
        page = client.get("/overrides", **filters, after=after, limit=_SHOWN if limit is None else limit)
    if as_json:
        print_json(page)
        return
    rows = [(o["id"], o["classroom"], o["state"]["text"], o["text"]) for o in page["overrides"]]
    empty = "There are no such overrides: what was asked for is delivered."
    table(("Override", "Room", "State of it", "What it does"), rows, empty=empty)
    if page["next"]:
        say("", f"There are more: add --after {page['next']}")


def _write(path: Path, server: str, filters: dict[str, str | None]) -> None:
    try:
        with calling(server) as client, writing(path) as file:
            for piece in client.parts("/overrides.csv", **filters):
                file.write(piece)
    except OSError as error:
        raise stopped(ExitCode.FAULT, f"{path} cannot be written: {error.strerror or error}") from None
    say(f"{path} holds them.")
