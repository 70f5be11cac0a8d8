"""``classroom exemptions``: where a safeguard does not bind, because somebody outside IT has accepted the risk."""

from typing import Annotated, Any

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part
from orchestrator.cli.output import facts, here, print_json, say, table

app = typer.Typer(help="Exemptions from safeguards, and who accepts their risk.", no_args_is_help=True)

ExemptionId = Annotated[str, typer.Argument(help="Id of the exemption.", show_default=False)]


@app.command(name="list")
def list_exemptions(
    safeguard: Annotated[str | None, typer.Option(help="Only those from this safeguard.")] = None,
    state: Annotated[str | None, typer.Option(help="Only those in this state, such as live.")] = None,
    after: Annotated[str | None, typer.Option(help="Older than this exemption: the next page.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 50,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List exemptions, newest first.

    Example: classroom exemptions list --state live
    """
    with calling(server) as client:
        page = client.get("/exemptions", safeguard=safeguard, state=state, after=after, limit=limit)
    if as_json:
        print_json(page)
        return
    rows = [
        (
            e["id"],
            e["item"]["title"],
            ", ".join(e["classrooms"]),
            e["risk_owner"]["name"],
            e["state"]["text"],
            here(e["expires_at"])[:10],
        )
        for e in page["exemptions"]
    ]
    empty = "There are no exemptions."
    table(("Exemption", "Software", "Rooms", "Risk accepted by", "How it stands", "Until"), rows, empty=empty)
    if page["next"]:
        say("", f"There are more: add --after {page['next']}")


@app.command()
def make(
    safeguard: Annotated[str, typer.Argument(help="Id of the safeguard.", show_default=False)],
    item: Annotated[str, typer.Argument(help="Id of the catalogue item.", show_default=False)],
    classrooms: Annotated[list[str], typer.Argument(help="Codes of the rooms.", show_default=False)],
    compensation: Annotated[str, typer.Option(help="What keeps the risk small.", show_default=False)],
    until: Annotated[str, typer.Option(help="Until when, such as 2027-03-31.", show_default=False)],
    risk_owner: Annotated[
        str, typer.Option(help="Login of who outside IT is asked to accept the risk.", show_default=False)
    ],
    seat: Annotated[str | None, typer.Option(help="Seat of the first room that gets it first.")] = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Propose an exemption. The safeguard binds until its risk owner has signed.

    Example: classroom exemptions make 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d firefox B-204 \
--compensation "A network of its own" --until 2027-03-31 --risk-owner grace.hopper
    """
    form = {
        "safeguard": safeguard,
        "item": item,
        "classrooms": classrooms,
        "terms": terms_form(compensation, until, risk_owner, seat),
    }
    with calling(server) as client:
        exemption = client.post("/exemptions", form)
    _show(exemption, as_json=as_json)


@app.command()
def show(exemption_id: ExemptionId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Show an exemption, with who has signed and approved.

    Example: classroom exemptions show 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        exemption = client.get(f"/exemptions/{part(exemption_id)}")
    _show(exemption, as_json=as_json)


@app.command()
def sign(exemption_id: ExemptionId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Accept the risk, as the risk owner who is named.

    Example: classroom exemptions sign 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    _say(exemption_id, "signature", server, as_json=as_json)


@app.command()
def approve(exemption_id: ExemptionId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Be the second person that an exemption from a security safeguard takes.

    Example: classroom exemptions approve 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    _say(exemption_id, "approval", server, as_json=as_json)


@app.command()
def refuse(exemption_id: ExemptionId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Say no, as its risk owner or as a second person.

    Example: classroom exemptions refuse 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    _say(exemption_id, "refusal", server, as_json=as_json)


@app.command()
def lift(exemption_id: ExemptionId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Take an exemption back; the safeguard binds again at once.

    Example: classroom exemptions lift 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    _say(exemption_id, "lifting", server, as_json=as_json)


def terms_form(compensation: str, until: str, risk_owner: str, seat: str | None) -> dict[str, str | None]:
    """The terms of an exemption as the service takes them; a day alone is meant to its end, in UTC."""
    moment = until if "T" in until else f"{until}T23:59:00Z"
    return {
        "compensation": compensation,
        "expires_at": moment,
        "risk_owner": risk_owner,
        "canary_seat": seat,
    }


def _say(exemption_id: str, what: str, server: str, *, as_json: bool) -> None:
    with calling(server) as client:
        exemption = client.post(f"/exemptions/{part(exemption_id)}/{what}")
    _show(exemption, as_json=as_json)


def _show(exemption: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(exemption)
        return
    second = exemption["approved_by"]
    needed = "still needed" if exemption["needs_approval"] else ""
    facts(
        [
            ("Exemption", exemption["id"]),
            ("From", f"{exemption['title']} ({exemption['safeguard']})"),
            ("Software", exemption["item"]["title"]),
            ("Rooms", ", ".join(exemption["classrooms"])),
            ("Stands", exemption["state"]["text"]),
            ("Until", here(exemption["expires_at"])),
            ("What keeps the risk small", exemption["compensation"]),
            ("Made by", exemption["by"]["name"]),
            ("Risk accepted by", exemption["risk_owner"]["name"]),
            ("Signed", here(exemption["signed_at"]) or "not yet"),
            ("Second person", second["name"] if second else needed),
            ("First seat", exemption["canary_seat"] or ""),
        ]
    )
