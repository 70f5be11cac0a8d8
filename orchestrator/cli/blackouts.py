"""``classroom blackouts``: times in which nothing is started in a part of the site."""

from typing import Annotated, Any

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part
from orchestrator.cli.confirmation import ask_whether
from orchestrator.cli.moments import typed_moment
from orchestrator.cli.output import print_json, say, table

app = typer.Typer(help="Times in which nothing is started.", no_args_is_help=True)

BlackoutId = Annotated[str, typer.Argument(help="Id of the blackout.", show_default=False)]


@app.command(name="list")
def list_blackouts(
    after: Annotated[str | None, typer.Option(help="Older than this blackout: the next page.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 20,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List blackouts, newest first; those that are over, too.

    Example: classroom blackouts list
    """
    with calling(server) as client:
        page = client.get("/blackouts", after=after, limit=limit)
    if as_json:
        print_json(page)
        return
    rows = [(b["id"], _state(b), b["text"]) for b in page["blackouts"]]
    table(
        ("Blackout", "Now", "What it says"), rows, empty="There are no blackouts. To set one: classroom blackouts set"
    )
    if page["next"]:
        say("", f"There are more: add --after {page['next']}")


@app.command(name="set")
def set_blackout(
    starts: Annotated[str, typer.Argument(help="When it begins: 2027-01-18 08:00.", show_default=False)],
    ends: Annotated[str, typer.Argument(help="When it ends.", show_default=False)],
    reason: Annotated[str, typer.Option(help="Why, in words that everybody reads.")],
    where: Annotated[str, typer.Option(help="campus, building:NAME, department:NAME or classroom:CODE.")] = "campus",
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Set a blackout. What is owed starts by itself afterwards; the clock runs all the same.

    Example: classroom blackouts set "2027-01-18 08:00" "2027-01-29 18:00" --reason "Written exams."
    """
    kind, _, name = where.partition(":")
    form = {
        "scope": {"kind": kind.strip(), "name": name.strip() or None},
        "starts_at": typed_moment(starts),
        "ends_at": typed_moment(ends),
        "reason": reason,
    }
    with calling(server) as client:
        made = client.post("/blackouts", form)
    _show(made, as_json=as_json)


@app.command()
def lift(
    blackout_id: BlackoutId,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask whether you mean it.")] = False,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """End a blackout before its time. What it kept waiting starts by itself.

    Example: classroom blackouts lift 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        if not yes:
            found = client.get(f"/blackouts/{part(blackout_id)}")
            ask_whether(f"{found['text']} That will hold no more. Go on?")
        done = client.post(f"/blackouts/{part(blackout_id)}/lift")
    _show(done, as_json=as_json)


def _show(blackout: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(blackout)
        return
    say(blackout["text"])
    if not blackout["lifted_at"]:
        say("", f"To end it before its time: classroom blackouts lift {blackout['id']}")
    else:
        say("", "It was lifted; what it kept waiting starts by itself.")


def _state(blackout: dict[str, Any]) -> str:
    if blackout["lifted_at"]:
        return "lifted"
    return "on" if blackout["on"] else ""
