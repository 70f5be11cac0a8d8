"""``classroom holds``: the fast brake."""

from typing import Annotated, Any

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part
from orchestrator.cli.output import facts, local, print_json, say, table

app = typer.Typer(help="The fast brake: holding for a while what was asked for.", no_args_is_help=True)


@app.command(name="set")
def set_hold(
    because: Annotated[str, typer.Option(help="Why, in one sentence that whoever asked reads.")],
    request: Annotated[str | None, typer.Option(help="Id of a request.")] = None,
    rollout: Annotated[str | None, typer.Option(help="Id of a rollout: all that its room is owed.")] = None,
    room: Annotated[str | None, typer.Option(help="Code of a room, with --item or --back-to.")] = None,
    item: Annotated[str | None, typer.Option(help="An item in the room.")] = None,
    back_to: Annotated[int | None, typer.Option(help="Revision that the room goes back to.")] = None,
    first: Annotated[str | None, typer.Option(help="Seat that gets the newer state first; else the podium.")] = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Hold a request, an item, a rollout, or all that came after a revision. It goes on by itself.

    Example: classroom holds set --room B-204 --item firefox --because "The projector has gone black."
    """
    named = {"request": request, "rollout": rollout, "classroom": room, "item": item}
    with calling(server) as client:
        if back_to is not None and room:
            body = {"sentence": because} | ({"canary_seat": first} if first else {})
            done = client.post(f"/classrooms/{part(room)}/back-to/{back_to}", body)
        else:
            given = {name: value for name, value in named.items() if value is not None}
            done = client.post("/holds", {"sentence": because, **given})
    _show(done, as_json=as_json)


@app.command(name="list")
def list_holds(
    code: Annotated[str, typer.Argument(help="Code of the room, such as B-204.", show_default=False)],
    after: Annotated[str | None, typer.Option(help="Older than this hold: the next page.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 20,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List a room's holds, newest first, also those that are over.

    Example: classroom holds list B-204
    """
    with calling(server) as client:
        page = client.get("/holds", classroom=code, after=after, limit=limit)
    if as_json:
        print_json(page)
        return
    rows = [(h["id"], h["text"], h["sentence"]) for h in page["holds"]]
    table(("Hold", "What it does", "Why"), rows, empty="Nothing has been held in this room.")
    if page["next"]:
        say("", f"There are more: add --after {page['next']}")


@app.command()
def lift(
    hold_id: Annotated[str, typer.Argument(help="Id of the hold.", show_default=False)],
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Take a hold off before its time: what was held goes on.

    Example: classroom holds lift 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        done = client.post(f"/holds/{part(hold_id)}/lift")
    _show(done, as_json=as_json)


def _show(hold: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(hold)
        return
    zone = hold["timezone"]
    say(hold["text"], "")
    facts(
        [
            ("Hold", hold["id"]),
            ("Room", hold["classroom"]),
            ("What", hold["scope"]["text"]),
            ("Requests", ", ".join(hold["requests"])),
            ("Why", hold["sentence"]),
            ("Since", local(hold["at"], zone)),
            ("Until", local(hold["until"], zone)),
            ("Taken off", local(hold["ended_at"], zone)),
            ("First at seat", hold["canary_seat"] or ""),
            ("Signed by", hold["team"]),
            ("Set by", hold["by"]["name"] if hold["by"] else ""),
        ]
    )
