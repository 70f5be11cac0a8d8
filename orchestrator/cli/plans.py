"""``classroom plans``: what a rollout would do in a room."""

from typing import Annotated, Any

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part
from orchestrator.cli.output import print_json, say, seat_ranges, table

app = typer.Typer(help="What a rollout would do in a room.", no_args_is_help=True)

Code = Annotated[str, typer.Argument(help="Code of the room, such as B-204.", show_default=False)]


@app.command()
def show(code: Code, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Show the plan as it follows from what was last seen.

    Example: classroom plans show B-204
    """
    with calling(server) as client:
        plan = client.get(f"/classrooms/{part(code)}/plan")
    _show(plan, as_json=as_json)


@app.command(name="dry-run")
def dry_run(code: Code, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Look at all machines of the room now and show the plan; nothing is changed on them.

    Example: classroom plans dry-run B-204
    """
    with calling(server) as client:
        plan = client.post(f"/classrooms/{part(code)}/dry-run")
    _show(plan, as_json=as_json)


def _show(plan: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(plan)
        return
    say(plan["text"], "")
    every = [seat["label"] for seat in plan["seats"]]
    rows = [
        (
            seat_ranges(group["seats"], every),
            line["item"]["title"],
            line["action"]["text"],
            line["observed"] or "",
            line["wanted_text"] or "",
            " ".join(why["text"] for why in line["whys"]),
        )
        for group in plan["groups"]
        for line in group["lines"]
    ]
    empty = "No machine of the room has been looked at yet: classroom plans dry-run " + plan["classroom"]
    table(("Seats", "Software", "To do", "There", "Wanted", "Why"), rows, empty=empty)
    unready = [seat for seat in plan["seats"] if seat["state"] != "R" and seat["text"]]
    if unready:
        say("")
        states = [(seat["label"], f"{seat['state']} {seat['word']}", seat["text"]) for seat in unready]
        table(("Seat", "State", "Why"), states, empty="")
    for entry in plan["waiting"]:
        say("", f"Waiting: {entry['item']['title']}. {entry['text']}")
