"""``classroom safeguards``: how the institution protects itself, in the open."""

from typing import Annotated, Any

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part
from orchestrator.cli.confirmation import ask_whether
from orchestrator.cli.moments import typed_moment
from orchestrator.cli.output import facts, here, print_json, say, table

app = typer.Typer(help="Blocks, least versions and protective updates.", no_args_is_help=True)

SafeguardId = Annotated[str, typer.Argument(help="Id of the safeguard.", show_default=False)]
Kind = Annotated[str, typer.Argument(help="block, minimum_version or protective_update.", show_default=False)]
Item = Annotated[str | None, typer.Option(help="Id from the catalogue; or else patterns.")]
NamePattern = Annotated[str | None, typer.Option(help="Names that are meant; * is a wildcard.")]
PublisherPattern = Annotated[str | None, typer.Option(help="Publishers that are meant; * is a wildcard.")]
Minimum = Annotated[str | None, typer.Option(help="Least version.")]
Impact = Annotated[str | None, typer.Option(help="Digest that the preview showed; patterns need it.")]
Reason = Annotated[str, typer.Option(help="Why.", show_default=False)]


@app.command(name="list")
def list_safeguards(
    state: Annotated[str | None, typer.Option(help="Only proposed, live, refused, lifted or expired.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only of this kind.")] = None,
    after: Annotated[str | None, typer.Option(help="Older than this safeguard: the next page.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 20,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List the register of safeguards, newest first.

    Example: classroom safeguards list --state live
    """
    with calling(server) as client:
        page = client.get("/safeguards", state=state, kind=kind, after=after, limit=limit)
    if as_json:
        print_json(page)
        return
    rows = [(s["id"], s["state"]["text"], s["category"]["text"], s["text"]) for s in page["safeguards"]]
    table(("Safeguard", "State", "Category", "What it says"), rows, empty="There are no such safeguards.")
    if page["next"]:
        say("", f"There are more: add --after {page['next']}")


@app.command()
def show(safeguard_id: SafeguardId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Show one safeguard, with its reason, its evidence and its owner.

    Example: classroom safeguards show 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        found = client.get(f"/safeguards/{part(safeguard_id)}")
    _show(found, as_json=as_json)


@app.command()
def preview(
    kind: Kind,
    item: Item = None,
    name: NamePattern = None,
    publisher: PublisherPattern = None,
    minimum: Minimum = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Show what a safeguard would do: rooms, requests, seats, installed copies. It binds nothing.

    Example: classroom safeguards preview block --name "*Torrent*"
    """
    form = {"kind": kind, "aim": _aim(item, name, publisher), "minimum": minimum}
    with calling(server) as client:
        found = client.post("/safeguards/preview", form)
    _show_impact(found, as_json=as_json)


@app.command()
def impact(safeguard_id: SafeguardId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Show what a safeguard does, or would do if it were approved now.

    Example: classroom safeguards impact 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        found = client.get(f"/safeguards/{part(safeguard_id)}/impact")
    _show_impact(found, as_json=as_json)


@app.command(name="set")
def set_safeguard(
    kind: Kind,
    category: Annotated[str, typer.Option(help="security, licence, legal, policy, end_of_support or other.")],
    title: Annotated[str, typer.Option(help="What it says in a few words.")],
    explanation: Annotated[str, typer.Option(help="Plain words for whoever is refused.")],
    owner: Annotated[str, typer.Option(help="Login of who answers for it.")],
    review: Annotated[str, typer.Option(help="When it is looked at again: 2027-03-01 or 2027-03-01 18:00.")],
    expires: Annotated[str, typer.Option(help="When it ends.")],
    evidence: Annotated[
        list[str], typer.Option("--evidence", help='advisory=CVE-2026-12345, affected="< 2.0" …; repeat it.')
    ] = [],  # noqa: B006 - typer's way to declare a repeated option
    item: Item = None,
    name: NamePattern = None,
    publisher: PublisherPattern = None,
    minimum: Minimum = None,
    deadline: Annotated[str | None, typer.Option(help="By when a protective update is to be everywhere.")] = None,
    emergency: Annotated[bool, typer.Option("--emergency", help="It may enter a blackout.")] = False,
    instead: Annotated[str | None, typer.Option(help="What people can use instead.")] = None,
    impact: Impact = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Set a safeguard. A pattern, a long one and an emergency bind when a second person has approved them.

    Example: classroom safeguards set block --item weather --category policy --evidence document=P-7
    --title "Ad-ware" --explanation "It shows advertisements." --owner sam --review 2027-03-01 --expires 2027-06-01
    """
    form: dict[str, Any] = {
        "kind": kind,
        "aim": _aim(item, name, publisher),
        "minimum": minimum,
        "category": category,
        "title": title,
        "explanation": explanation,
        "evidence": dict(map(_evidence, evidence)),
        "owner": owner,
        "review_at": typed_moment(review),
        "expires_at": typed_moment(expires),
        "deadline": typed_moment(deadline) if deadline else None,
        "emergency": emergency,
        "instead": instead,
        "impact": impact,
    }
    with calling(server) as client:
        made = client.post("/safeguards", form)
    _show(made, as_json=as_json)


@app.command()
def approve(
    safeguard_id: SafeguardId, impact: Impact = None, server: Server = DEFAULT_SERVER, as_json: Json = False
) -> None:
    """Approve a safeguard as the second person. It binds from now on.

    Example: classroom safeguards approve 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        done = client.post(f"/safeguards/{part(safeguard_id)}/approve", {"impact": impact})
    _show(done, as_json=as_json)


@app.command()
def refuse(safeguard_id: SafeguardId, reason: Reason, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Refuse a safeguard as the second person. It never binds.

    Example: classroom safeguards refuse 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d --reason "We don't use it like that."
    """
    with calling(server) as client:
        done = client.post(f"/safeguards/{part(safeguard_id)}/refuse", {"reason": reason})
    _show(done, as_json=as_json)


@app.command()
def lift(
    safeguard_id: SafeguardId,
    reason: Reason,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask whether you mean it.")] = False,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Lift a safeguard. What it kept away returns by itself.

    Example: classroom safeguards lift 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d --reason "The maker has mended it."
    """
    with calling(server) as client:
        if not yes:
            found = client.get(f"/safeguards/{part(safeguard_id)}")
            ask_whether(f"{found['text']} That will hold no more. Go on?")
        done = client.post(f"/safeguards/{part(safeguard_id)}/lift", {"reason": reason})
    _show(done, as_json=as_json)


@app.command()
def exposed(server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """List rooms in which an update's deadline is over, and an older copy is still there.

    Example: classroom safeguards exposed
    """
    with calling(server) as client:
        found = client.get("/safeguards/exposed")
    if as_json:
        print_json(found)
        return
    rows = [
        (room["classroom"], ", ".join(seat["seat"] for seat in room["seats"]), room["text"])
        for room in found["exposed"]
    ]
    table(("Room", "Seats", "What is the matter"), rows, empty="No room is exposed.")


def _aim(item: str | None, name: str | None, publisher: str | None) -> dict[str, str | None]:
    return {"item": item, "name_pattern": name, "publisher_pattern": publisher}


def _evidence(text: str) -> tuple[str, str | int]:
    """One part of the evidence as people type it."""
    name, _, value = text.partition("=")
    return name.strip(), int(value) if value.isdecimal() and name.strip().startswith("seats_") else value.strip()


def _show(safeguard: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(safeguard)
        return
    say(safeguard["text"], "", safeguard["explanation"], "")
    evidence = "; ".join(
        f"{name}: {value['name'] if isinstance(value, dict) else value}"
        for name, value in safeguard["evidence"].items()
        if value is not None
    )
    facts(
        [
            ("Safeguard", safeguard["id"]),
            ("State", safeguard["state"]["text"]),
            ("Category", safeguard["category"]["text"]),
            ("Evidence", evidence),
            ("Instead", safeguard["instead"]),
            ("Emergency", "yes" if safeguard["emergency"] else ""),
            ("Deadline", here(safeguard["deadline"])),
            ("Owner", safeguard["owner"]["name"]),
            ("Set by", safeguard["set_by"]["name"]),
            ("Approved by", (safeguard["approved_by"] or {}).get("name", "")),
            ("Review", here(safeguard["review_at"])),
            ("Ends", here(safeguard["expires_at"])),
            ("Ended", here(safeguard["ended_at"])),
        ]
    )


def _show_impact(impact: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(impact)
        return
    say(impact["text"], "")
    if impact["copies"]:
        copies = [(c["name"], c["publisher"] or "", str(c["ours"]), str(c["others"])) for c in impact["copies"]]
        table(("Installed", "Publisher", "Ours", "Others"), copies, empty="", right=("Ours", "Others"))
        say("")
    rooms = [
        (r["classroom"], str(len(r["requests"])), str(len(r["withheld"])), str(len(r["raised"])), str(len(r["seats"])))
        for r in impact["rooms"]
    ]
    if rooms:
        columns = ("Room", "Requests", "Kept away", "Raised", "Seats")
        table(columns, rows=rooms, empty="", right=columns[1:])
        say("")
    say(f"Digest of this impact, for --impact: {impact['digest']}")
