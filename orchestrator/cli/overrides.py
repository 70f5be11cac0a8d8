"""``classroom overrides``: looking before recording, recording, deciding, taking back, reading."""

from typing import Annotated, Any

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Client, Json, Server, calling, part
from orchestrator.cli.moments import moment_in
from orchestrator.cli.output import facts, local, print_json, say, table
from orchestrator.cli.override_register import list_overrides

app = typer.Typer(help="Dated, reasoned exceptions from what was asked for.", no_args_is_help=True)

OverrideId = Annotated[str, typer.Argument(help="Id of the override.", show_default=False)]
Kind = Annotated[str, typer.Argument(help="decline, defer, substitute, pin or exclude.", show_default=False)]
Category = Annotated[str, typer.Option(help="The reason, such as security, incompatibility or hardware.")]
Until = Annotated[str, typer.Option(help="Until when, in the room's time.")]
Because = Annotated[str, typer.Option(help="Plain words for whoever asked.")]
Request = Annotated[str | None, typer.Option(help="Id of the request.")]
Room = Annotated[str | None, typer.Option(help="Code of the room, to mean all requests for an item in it.")]
Item = Annotated[str | None, typer.Option(help="The item, together with --room.")]
From = Annotated[str | None, typer.Option("--from", help="From when on, in the room's time; now without it.")]
Seats = Annotated[list[str] | None, typer.Option("--seat", help="Label of a seat; again for several.")]
Evidence = Annotated[
    list[str] | None,
    typer.Option("--evidence", help="A piece of evidence, such as advisory=CVE-2026-12345; again for several."),
]
Substitute = Annotated[str | None, typer.Option(help="Item that is installed instead.")]
Version = Annotated[str | None, typer.Option(help="Version that is installed instead.")]
Alternative = Annotated[str, typer.Option(help="What whoever asked gets or can do instead.")]
WouldLift = Annotated[str, typer.Option("--would-lift", help="What would lift it.")]
Compensation = Annotated[str, typer.Option(help="What is done meanwhile.")]

_NUMBERS = frozenset({"seats_needed", "seats_owned", "memory_mb", "disk_free_mb", "cpu_cores"})


@app.command()
def record(
    kind: Kind,
    category: Category,
    until: Until,
    because: Because = "",
    request: Request = None,
    room: Room = None,
    item: Item = None,
    starts: From = None,
    seats: Seats = None,
    evidence: Evidence = None,
    substitute: Substitute = None,
    version: Version = None,
    alternative: Alternative = "",
    would_lift: WouldLift = "",
    compensation: Compensation = "",
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Record an override. It binds at once and is told to whoever asked, or waits for a second person.

    Example: classroom overrides record decline --room B-204 --item firefox --category security
    --until "2027-01-15 18:00" --because "This version is being attacked."
    """
    told = (kind, category, until, because, request, room, item, starts, seats, evidence, substitute, version)
    with calling(server) as client:
        form = _form(client, *told) | _instead(alternative, would_lift, compensation)
        done = client.post("/overrides", form)
    _show(done, as_json=as_json)


@app.command()
def preview(
    kind: Kind,
    category: Category,
    until: Until,
    because: Because = "",
    request: Request = None,
    room: Room = None,
    item: Item = None,
    starts: From = None,
    seats: Seats = None,
    evidence: Evidence = None,
    substitute: Substitute = None,
    version: Version = None,
    alternative: Alternative = "",
    would_lift: WouldLift = "",
    compensation: Compensation = "",
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Look at an override before recording it: what it needs, what speaks against it, the letters it would send.

    Example: classroom overrides preview defer --request 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    --category freeze --until "2027-01-22 18:00" --evidence occasion="Exam in B-204"
    """
    told = (kind, category, until, because, request, room, item, starts, seats, evidence, substitute, version)
    with calling(server) as client:
        form = _form(client, *told) | _instead(alternative, would_lift, compensation)
        found = client.post("/overrides/preview", form)
        zone = client.get(f"/classrooms/{part(room)}")["timezone"] if room else "UTC"
    if as_json:
        print_json(found)
        return
    say(found["text"], found["days_text"], "")
    facts(
        [
            ("Would be recorded", "yes" if found["possible"] else "no"),
            ("Weight", found["weight"]["text"]),
            ("Needs", ", ".join(found["fields"])),
            ("Second person", "; ".join(reason["text"] for reason in found["second_persons"])),
            ("Begins", local(found["starts_at"], zone)),
            ("Ends", local(found["expires_at"], zone)),
            ("Follows", found["follows"] or ""),
        ]
    )
    _checks(found["checks"])
    for against in found["against"]:
        say("", f"{against['title']}. {against['detail']}")
        for problem in against["problems"]:
            say(f"- {problem['field']}: {problem['text']}")
    for letter in found["letters"]:
        say("", f"Letter to {letter['to']['name']}: {letter['subject']}", "", letter["body"])
    if found["hints"]:
        say("", "Hints on what you wrote, as advice:", *(f"- {hint['text']}" for hint in found["hints"]))


app.command(name="list")(list_overrides)


@app.command()
def show(override_id: OverrideId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Show one override: what, why, on which evidence, until when, and who may contest it.

    Example: classroom overrides show 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        found = client.get(f"/overrides/{part(override_id)}")
    _show(found, as_json=as_json)


@app.command()
def approve(override_id: OverrideId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Approve an override as the second person: from now on it binds.

    Example: classroom overrides approve 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    _decide(server, override_id, "approve", None, as_json=as_json)


@app.command()
def refuse(
    override_id: OverrideId,
    because: Annotated[str, typer.Option(help="Why not, in one sentence.")],
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Refuse an override as the second person: it never binds.

    Example: classroom overrides refuse 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d --because "It is mended."
    """
    _decide(server, override_id, "refuse", {"reason": because}, as_json=as_json)


@app.command()
def confirm(
    override_id: OverrideId,
    no: Annotated[str | None, typer.Option(help="Say that it is no such reason, and why not.")] = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Confirm the reason of an override (security, licence, law), or with --no say that it is none.

    Example: classroom overrides confirm 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    body = {"confirmed": True} if no is None else {"confirmed": False, "reason": no}
    _decide(server, override_id, "confirm", body, as_json=as_json)


@app.command()
def lift(override_id: OverrideId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Take an override back before its time: what was asked for is owed again.

    Example: classroom overrides lift 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    _decide(server, override_id, "lift", None, as_json=as_json)


@app.command()
def agree(override_id: OverrideId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Say yes to what stands in the place of your own request.

    Example: classroom overrides agree 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    _decide(server, override_id, "agree", None, as_json=as_json)


def _decide(server: str, override_id: str, what: str, body: object, *, as_json: bool) -> None:
    with calling(server) as client:
        done = client.post(f"/overrides/{part(override_id)}/{what}", body)
    _show(done, as_json=as_json)


def _form(
    client: Client,
    kind: str,
    category: str,
    until: str,
    because: str,
    request: str | None,
    room: str | None,
    item: str | None,
    starts: str | None,
    seats: list[str] | None,
    evidence: list[str] | None,
    substitute: str | None,
    version: str | None,
) -> dict[str, Any]:
    where = f"/requests/{part(request)}" if request else f"/classrooms/{part(room)}" if room else ""
    zone = client.get(where)["timezone"] if where else "UTC"
    form: dict[str, Any] = {
        "kind": kind,
        "category": category,
        "explanation": because,
        "expires_at": moment_in(until, zone),
        "starts_at": moment_in(starts, zone),
        "request": request,
        "classroom": room,
        "item": item,
        "seats": seats or [],
        "evidence": _evidence(evidence or []),
        "substitute_item": substitute,
        "pin_version": version,
    }
    return {name: value for name, value in form.items() if value is not None}


def _instead(alternative: str, would_lift: str, compensation: str) -> dict[str, Any]:
    return {"alternative": alternative, "would_lift": would_lift, "compensation": compensation}


def _evidence(words: list[str]) -> dict[str, Any]:
    """``name=value`` pairs; several rollouts are named one by one."""
    found: dict[str, Any] = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign:
            raise typer.BadParameter(f"{word!r} is no evidence. Write it like advisory=CVE-2026-12345.")
        if name == "rollouts":
            found.setdefault(name, []).append(value)
        else:
            found[name] = int(value) if name in _NUMBERS and value.isdecimal() else value
    return found


def _show(override: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(override)
        return
    zone = override["timezone"]
    say(override["text"], "")
    names = {key: override[key]["name"] if override[key] else "" for key in ("by", "approved_by", "confirmed_by")}
    facts(
        [
            ("Override", override["id"]),
            ("Room", override["classroom"]),
            ("Software", override["item"]["title"]),
            ("Requests", ", ".join(override["requests"])),
            ("Seats", ", ".join(override["seats"])),
            ("State", override["state"]["text"]),
            ("Reason", override["category"]["text"]),
            ("Why", override["explanation"]),
            ("Instead", override["alternative"]),
            ("What would lift it", override["would_lift"]),
            ("Meanwhile", override["compensation"]),
            ("Begins", local(override["starts_at"], zone)),
            ("Ends", local(override["expires_at"], zone)),
            ("Confirmation", override["confirmation"]["text"]),
            ("Signed by", override["team"]),
            ("Recorded by", names["by"]),
            ("Approved by", names["approved_by"]),
            ("Confirmed by", names["confirmed_by"]),
            ("Follows", override["follows"] or ""),
            ("Days in all", str(override["days_withheld"])),
        ]
    )
    _checks(override["checks"])


def _checks(checks: list[dict[str, Any]]) -> None:
    if checks:
        say("")
        table(("What was looked at",), [(check["text"],) for check in checks], empty="")
