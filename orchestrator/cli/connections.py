"""``classroom connections``: how machines are reached."""

from typing import Annotated, Any

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part
from orchestrator.cli.exit_codes import ExitCode
from orchestrator.cli.output import print_json, say, table

app = typer.Typer(help="How machines are reached, and a test of it.", no_args_is_help=True)


@app.command(name="list")
def list_connections(server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """List the connection profiles with the rooms that use them. Passwords are shown nowhere.

    Example: classroom connections list
    """
    with calling(server) as client:
        found = client.every("/connections", "connections")
    if as_json:
        print_json({"connections": found})
        return
    rows = [
        (one["name"], one["transport"], one["user"], one["secret"], one["authorities"] or "of this system", _users(one))
        for one in found
    ]
    empty = "There are no connections yet. They come from the site's files: classroom site import FOLDER"
    table(("Name", "Transport", "User", "Secret", "Authorities", "Machines"), rows, empty=empty)


@app.command(name="test")
def try_connection(
    code: Annotated[str, typer.Argument(help="Code of the room, such as B-204.", show_default=False)],
    seat: Annotated[str, typer.Argument(help="Label of the seat, such as 05.", show_default=False)],
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Test how the machine of a seat is reached, step by step; exits with 9 when it is not. Nothing is changed there.

    Example: classroom connections test B-204 05
    """
    with calling(server) as client:
        found = client.post(f"/classrooms/{part(code)}/seats/{part(seat)}/connection-test")
    if as_json:
        print_json(found)
    else:
        _show(found)
    if not found["reached"]:
        raise typer.Exit(ExitCode.NOT_REACHED)


def _users(one: dict[str, Any]) -> str:
    users = [f"{room['machines']} of {room['of']} in {room['classroom']}" for room in one["rooms"]]
    if one["elsewhere"]:
        users.append(f"{one['elsewhere']} in no room")
    return ", ".join(users) or "none"


def _show(found: dict[str, Any]) -> None:
    say(found["text"], f"{found['machine']}, {found['address']}:{found['port']}, by {found['connection']}.", "")
    rows = [
        (
            one["step"]["text"],
            one["state"]["text"],
            "" if one["milliseconds"] is None else f"{one['milliseconds']} ms",
            one["text"],
        )
        for one in found["steps"]
    ]
    table(("Step", "Result", "Took", "What was found"), rows, empty="", right=("Took",))
    for one in found["steps"]:
        if one["advice"]:
            say("", f"What to do: {one['advice']}")
        if one["detail"]:
            say(f"Technical words: {one['detail']}")
