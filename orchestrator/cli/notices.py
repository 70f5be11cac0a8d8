"""``classroom notices``: what you are told."""

from typing import Annotated

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling
from orchestrator.cli.output import here, print_json, say, table

app = typer.Typer(help="What you are told.", no_args_is_help=True)


@app.command(name="list")
def list_notices(
    unread: Annotated[bool, typer.Option("--unread", help="Only those that you have not read.")] = False,
    after: Annotated[str | None, typer.Option(help="Older than this notice: the next page.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 20,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List what you are told, newest first.

    Example: classroom notices list --unread
    """
    with calling(server) as client:
        page = client.get("/me/notices", unread=unread, after=after, limit=limit)
    if as_json:
        print_json(page)
        return
    rows = [(here(n["at"]), "" if n["read_at"] else "new", n["text"]) for n in page["notices"]]
    table(("When", "", "What"), rows, empty="There is nothing that you would have to be told.")
    for letter in dict.fromkeys(n["letter"] for n in page["notices"] if n["letter"] and not n["read_at"]):
        say(f"The letter: classroom letters show {letter}")
    if any(not n["read_at"] for n in page["notices"]):
        say("", "To mark them as read: classroom notices read")
    if page["next"]:
        say("", f"There are more: add --after {page['next']}")


@app.command()
def read(
    notices: Annotated[list[str] | None, typer.Argument(help="Ids; without any, all that are unread.")] = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Mark notices as read.

    Example: classroom notices read
    """
    with calling(server) as client:
        chosen, count = list(notices or ()), 0
        if chosen:
            count = client.post("/me/notices/read", {"notices": chosen})["read"]
        else:
            while page := [n["id"] for n in client.get("/me/notices", unread=True, limit=_AT_ONCE)["notices"]]:
                count += client.post("/me/notices/read", {"notices": page})["read"]
    if as_json:
        print_json({"read": count})
        return
    say(f"{count} {'notice is' if count == 1 else 'notices are'} marked as read.")


_AT_ONCE = 200
"""Notices that are marked with one call."""
