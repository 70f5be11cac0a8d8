"""``classroom sessions``: where you are signed in with your password."""

from typing import Annotated

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part
from orchestrator.cli.output import here, print_json, say, table

app = typer.Typer(help="Where you are signed in with your password.", no_args_is_help=True)


@app.command(name="list")
def list_sessions(
    after: Annotated[str | None, typer.Option(help="Older than this session: the next page.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 50,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List your sessions, newest first.

    Example: classroom sessions list
    """
    with calling(server) as client:
        page = client.get("/sessions", after=after, limit=limit)
    if as_json:
        print_json(page)
        return
    rows = [(s["id"], s["client"], here(s["used_at"]), here(s["ends_at"])) for s in page["sessions"]]
    empty = "You have no session: you are signed in by a token only. To see those: classroom tokens list"
    table(("Session", "Browser", "Last used", "Ends unused"), rows, empty=empty)
    if page["next"]:
        say("", f"There are more: add --after {page['next']}")


@app.command()
def end(
    session_id: Annotated[str, typer.Argument(help="Id of the session.", show_default=False)],
    server: Server = DEFAULT_SERVER,
) -> None:
    """End one of your sessions, from its next call on.

    Example: classroom sessions end 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        client.delete(f"/sessions/{part(session_id)}")
    say("The session is over.")
