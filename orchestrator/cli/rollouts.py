"""``classroom rollouts``: starting, watching, trying again."""

import json
import sys
from typing import Annotated, Any

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Client, Json, Server, calling, part
from orchestrator.cli.exit_codes import ExitCode
from orchestrator.cli.output import facts, local, print_json, say, table

app = typer.Typer(help="Starting, watching, trying again.", no_args_is_help=True)

RolloutId = Annotated[str, typer.Argument(help="Id of the rollout.", show_default=False)]
Watch = Annotated[bool, typer.Option("--watch", help="Stay and watch it to its end.")]
WAIT_SECONDS = 20
"""How long one call waits for the next event."""


@app.command()
def start(
    code: Annotated[str, typer.Argument(help="Code of the room, such as B-204.", show_default=False)],
    skip: Annotated[list[str] | None, typer.Option(help="Label of a seat to leave out this once; repeatable.")] = None,
    watch: Watch = False,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Start a rollout in a room now. Seats may be left out this once; they are owed again.

    Example: classroom rollouts start C-101 --skip 07 --watch
    """
    with calling(server) as client:
        form = {"skip": skip} if skip else None
        _begun(client, client.post(f"/classrooms/{part(code)}/rollouts", form), watch=watch, as_json=as_json)


@app.command(name="list")
def list_rollouts(
    classroom: Annotated[str | None, typer.Option(help="Only in this room.")] = None,
    after: Annotated[str | None, typer.Option(help="Older than this rollout: the next page.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 20,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List rollouts, newest first.

    Example: classroom rollouts list --classroom B-204
    """
    with calling(server) as client:
        page = client.get("/rollouts", classroom=classroom, after=after, limit=limit)
    if as_json:
        print_json(page)
        return
    rows = [(r["id"], r["text"], r["trigger"]["text"]) for r in page["rollouts"]]
    empty = "There are no rollouts. Those that a room is owed begin by themselves; or: classroom rollouts start CODE"
    table(("Rollout", "State of it", "Why it began"), rows, empty=empty)
    if page["next"]:
        say("", f"There are more: add --after {page['next']}")


@app.command()
def show(rollout_id: RolloutId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Show one rollout seat by seat, with causes and advice.

    Example: classroom rollouts show 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        rollout = client.get(f"/rollouts/{part(rollout_id)}")
    if as_json:
        print_json(rollout)
        return
    _show(rollout)


@app.command()
def watch(rollout_id: RolloutId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Watch a rollout to its end; exits with 8 when not every seat is ready. With --json, one event a line.

    Example: classroom rollouts watch 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        _watch(client, rollout_id, as_json=as_json)


@app.command()
def retry(
    rollout_id: RolloutId,
    watch: Watch = False,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Try exactly the seats again that are not ready.

    Example: classroom rollouts retry 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d --watch
    """
    with calling(server) as client:
        _begun(client, client.post(f"/rollouts/{part(rollout_id)}/retry"), watch=watch, as_json=as_json)


@app.command()
def cancel(rollout_id: RolloutId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Stop a rollout. What it did not get to is owed all the same.

    Example: classroom rollouts cancel 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        rollout = client.post(f"/rollouts/{part(rollout_id)}/cancel")
    if as_json:
        print_json(rollout)
        return
    _show(rollout)


def _begun(client: Client, rollout: dict[str, Any], *, watch: bool, as_json: bool) -> None:
    if watch:
        _watch(client, rollout["id"], as_json=as_json)
    elif as_json:
        print_json(rollout)
    else:
        say(rollout["text"], f"To watch it: classroom rollouts watch {rollout['id']}")


def _watch(client: Client, rollout_id: str, *, as_json: bool) -> None:
    path, after, over = f"/rollouts/{part(rollout_id)}", 0, False
    while not over:
        news = client.get(f"{path}/events", after=after, wait=WAIT_SECONDS)
        for event in news["events"]:
            if as_json:
                sys.stdout.write(json.dumps(event, ensure_ascii=False) + "\n")
            else:
                say(f"{local(event['at'], news['timezone'])[-5:]}  {event['text']}")
        sys.stdout.flush()
        after, over = news["next"], news["over"]
    rollout = client.get(path)
    if not as_json:
        say("")
        _show(rollout)
    if rollout["state"]["code"] != "done":
        raise typer.Exit(ExitCode.NOT_READY)


def _show(rollout: dict[str, Any]) -> None:
    zone = rollout["timezone"]
    say(rollout["text"], "")
    facts(
        [
            ("Rollout", rollout["id"]),
            ("Room", rollout["classroom"]),
            ("Began", rollout["trigger"]["text"]),
            ("By", rollout["actor"]["name"]),
            ("Left out", ", ".join(rollout["skipped"])),
            ("Cancelled by", (rollout["cancelled_by"] or {}).get("name", "")),
            ("Manifest revision", str(rollout["revision"])),
            ("Accepted", local(rollout["created_at"], zone)),
            ("Started", local(rollout["started_at"], zone)),
            ("Ended", local(rollout["finished_at"], zone)),
        ]
    )
    say("")
    rows = [
        (
            seat["seat"] or "",
            seat["machine"],
            seat["state"]["text"],
            " ".join(dict.fromkeys(cause["text"] for cause in seat["causes"])),
        )
        for seat in rollout["seats"]
    ]
    table(("Seat", "Machine", "State of it", "Why"), rows, empty="No machine has been looked at yet.")
    advice = [(s["seat"] or s["machine"], c["advice"], c["detail"]) for s in rollout["seats"] for c in s["causes"]]
    if advice:
        say("")
        table(("Seat", "What can be done", "Technical words"), dict.fromkeys(advice), empty="")
        say("", f"To try these seats again: classroom rollouts retry {rollout['id']}")
