"""``classroom contests``: having a decision about one's request looked at by others."""

from typing import Annotated, Any

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part
from orchestrator.cli.exemptions import terms_form
from orchestrator.cli.output import facts, here, print_json, say, table

app = typer.Typer(help="Contests of decisions about one's requests, and rulings on them.", no_args_is_help=True)

ContestId = Annotated[str, typer.Argument(help="Id of the contest.", show_default=False)]


@app.command()
def make(
    request: Annotated[str, typer.Argument(help="Id of your request.", show_default=False)],
    decision: Annotated[str, typer.Argument(help="Id of the decision that you contest.", show_default=False)],
    words: Annotated[str, typer.Option(help="Why, in your own words.", show_default=False)],
    subject: Annotated[str, typer.Option(help="override, safeguard or catalog_change.")] = "override",
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Contest a decision about your request. Unanswered, it rises, and then most decisions lapse by themselves.

    Example: classroom contests make 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d 0192f0c1-8b4f-7c55-8d1e-5c6f7a8b9c0d \
--words "The course needs it from May."
    """
    form = {"subject": subject, "decision": decision, "request": request, "words": words}
    with calling(server) as client:
        contest = client.post("/contests", form)
    _show(contest, as_json=as_json)


@app.command(name="list")
def list_contests(
    classroom: Annotated[str | None, typer.Option(help="Only those in this room.")] = None,
    request: Annotated[str | None, typer.Option(help="Only those for the sake of this request.")] = None,
    state: Annotated[str | None, typer.Option(help="Only those in this state, such as open.")] = None,
    after: Annotated[str | None, typer.Option(help="Older than this contest: the next page.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 50,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List contests, newest first.

    Example: classroom contests list --state open
    """
    with calling(server) as client:
        page = client.get("/contests", classroom=classroom, request=request, state=state, after=after, limit=limit)
    if as_json:
        print_json(page)
        return
    rows = [
        (c["id"], c["classroom"], c["item"]["title"], c["category"]["text"], _where(c), here(c["next_at"])[:10])
        for c in page["contests"]
    ]
    empty = "Nothing is contested."
    table(("Contest", "Room", "Software", "Category", "How it stands", "Goes on"), rows, empty=empty)
    if page["next"]:
        say("", f"There are more: add --after {page['next']}")


@app.command()
def show(contest_id: ContestId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Show a contest, with its ruling once there is one.

    Example: classroom contests show 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        contest = client.get(f"/contests/{part(contest_id)}")
    _show(contest, as_json=as_json)


@app.command(name="rule")
def rule_on(
    contest_id: ContestId,
    overturn: Annotated[
        bool, typer.Option("--overturn/--uphold", help="Whether the decision goes or stays.", show_default=False)
    ],
    words: Annotated[str, typer.Option(help="Why, for both sides.", show_default=False)],
    compensation: Annotated[
        str | None, typer.Option(help="Of a safeguard that is overturned: what keeps the risk small.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="Likewise: until when, such as 2027-03-31.")] = None,
    risk_owner: Annotated[str | None, typer.Option(help="Likewise: login of who accepts the risk.")] = None,
    seat: Annotated[str | None, typer.Option(help="Likewise: seat that gets it first.")] = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Rule on a contest, if the list of its category names you and you had no part in the decision.

    Example: classroom contests rule 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d --overturn --words "It was measured again."
    """
    form: dict[str, Any] = {"overturn": overturn, "words": words}
    if compensation or until or risk_owner:
        form["exemption"] = terms_form(compensation or "", until or "", risk_owner or "", seat)
    with calling(server) as client:
        contest = client.post(f"/contests/{part(contest_id)}/ruling", form)
    _show(contest, as_json=as_json)


@app.command()
def withdraw(contest_id: ContestId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Take your contest back; the decision stays as it is.

    Example: classroom contests withdraw 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        contest = client.post(f"/contests/{part(contest_id)}/withdrawal")
    _show(contest, as_json=as_json)


def _where(contest: dict[str, Any]) -> str:
    """How a contest stands: before whom while it waits, else how it ended."""
    part_of_it = contest["stage"] if contest["state"]["code"] == "open" else contest["state"]
    return str(part_of_it["text"])


def _show(contest: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(contest)
        return
    ended = contest["ended_by"]
    facts(
        [
            ("Contest", contest["id"]),
            ("Room", contest["classroom"]),
            ("Software", contest["item"]["title"]),
            ("Of the", f"{contest['subject']['text']} {contest['decision']}"),
            ("Category", contest["category"]["text"]),
            ("By", f"{contest['by']['name']}, {here(contest['at'])}"),
            ("Why", contest["words"]),
            ("Stands", _where(contest)),
            ("Goes on", here(contest["next_at"])),
            ("Ended", f"{here(contest['ended_at'])}, {ended['name']}" if ended else ""),
            ("Ruling", contest["ruling"]),
        ]
    )
