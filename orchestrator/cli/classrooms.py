"""``classroom classrooms``: rooms and their seats."""

from typing import Annotated

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part
from orchestrator.cli.output import facts, local, print_json, say, table

app = typer.Typer(help="Rooms and their seats.", no_args_is_help=True)

Code = Annotated[str, typer.Argument(help="Code of the room, such as B-204.", show_default=False)]


@app.command(name="list")
def list_classrooms(server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """List all rooms.

    Example: classroom classrooms list
    """
    with calling(server) as client:
        rooms = client.every("/classrooms", "classrooms")
    if as_json:
        print_json(rooms)
        return
    rows = [(r["code"], r["building"], str(r["seats"]), r["mode"]["text"], r["timezone"]) for r in rooms]
    table(
        ("Room", "Building", "Seats", "Rollouts", "Timezone"),
        rows,
        right=("Seats",),
        empty="There are no rooms yet. Import the site's files: classroom site import DIR",
    )


@app.command()
def show(code: Code, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Show a room: which seats are in which state, and why.

    Example: classroom classrooms show B-204
    """
    with calling(server) as client:
        room = client.get(f"/classrooms/{part(code)}")
        seats = client.every(f"/classrooms/{part(code)}/seats", "seats")
    if as_json:
        print_json({**room, "seat_list": seats})
        return
    say(room["text"], "")
    facts(
        [
            ("Building", room["building"]),
            ("Rollouts", room["mode"]["text"]),
            ("Standard software", ", ".join(item["title"] for item in room["baseline"])),
            ("Manifest revision", str(room["revision"])),
            ("Rollout under way", room["rollout_under_way"] or ""),
        ]
    )
    say("")
    rows = [
        (
            seat["label"],
            f"{seat['state']} {seat['word']}",
            seat["machine"]["name"] if seat["machine"] else "",
            " ".join(dict.fromkeys(cause["text"] for cause in seat["causes"])),
        )
        for seat in seats
    ]
    table(("Seat", "State", "Machine", "Why"), rows, empty="The room has no seats. The site's files name them.")
    for entry in room["waiting"]:
        say("", f"Waiting: {entry['item']['title']}. {entry['text']}")


@app.command()
def seat(
    code: Code,
    label: Annotated[str, typer.Argument(help="Label of the seat, such as 07.", show_default=False)],
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Show one seat: what is there, what should be, and why.

    Example: classroom classrooms seat B-204 07
    """
    with calling(server) as client:
        found = client.get(f"/classrooms/{part(code)}/seats/{part(label)}")
    if as_json:
        print_json(found)
        return
    say(found["text"], *dict.fromkeys(cause["advice"] for cause in found["causes"]))
    machine, hardware = found["machine"] or {}, found["hardware"] or {}
    facts(
        [
            ("State", f"{found['state']} {found['word']}"),
            ("Machine", machine.get("name", "")),
            ("Hardware", hardware.get("text", "")),
            ("Last read", local(found["scanned_at"], found["timezone"])),
            ("Last tried", local(found["tried_at"], found["timezone"])),
            ("Details", "; ".join(dict.fromkeys(c["detail"] for c in found["causes"] if c["detail"]))),
        ]
    )
    say("")
    rows = [
        (
            line["item"]["title"],
            line["action"]["text"] if line["action"] else "not known yet",
            line["observed"] or "",
            line["wanted_text"] or "",
            " ".join(why["text"] for why in line["whys"]),
        )
        for line in found["lines"]
    ]
    table(("Software", "To do", "There", "Wanted", "Why"), rows, empty="Nothing is asked for at this seat.")
