"""``classroom figures``: what was ready in time, what was overridden, how long people waited."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part, stopped
from orchestrator.cli.exit_codes import ExitCode
from orchestrator.cli.moments import moment_of
from orchestrator.cli.new_file import writing
from orchestrator.cli.output import here, print_json, say, table

app = typer.Typer(help="Figures: ready in time, overridden, waited for.", no_args_is_help=True)

By = Annotated[str, typer.Option(help="Apart by team, building, room, category or month.")]
Since = Annotated[
    str | None,
    typer.Option(help='From then on: 2027-01-12, or "2027-01-12 08:00" in this terminal\'s time; else a year.'),
]
Until = Annotated[str | None, typer.Option(help="Before then; else until now.")]
DecisionId = Annotated[str, typer.Argument(help="Id of the decision.", show_default=False)]


@app.command()
def show(
    by: By = "nothing", since: Since = None, until: Until = None, server: Server = DEFAULT_SERVER, as_json: Json = False
) -> None:
    """Show figures of a period. What each means stands in docs/figures.md.

    Example: classroom figures show --by team --since 2027-01-01
    """
    with calling(server) as client:
        report = client.get("/figures", by=by, since=moment_of(since), until=moment_of(until))
    _shown(report, as_json=as_json)


@app.command(name="csv")
def as_csv(
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write; it is replaced.", show_default=False)],
    by: By = "nothing",
    since: Since = None,
    until: Until = None,
    server: Server = DEFAULT_SERVER,
) -> None:
    """Write the same to a CSV file. It is there whole, or not at all.

    Example: classroom figures csv --by month --output figures.csv
    """
    try:
        with calling(server) as client, writing(output) as file:
            for piece in client.parts("/figures.csv", by=by, since=moment_of(since), until=moment_of(until)):
                file.write(piece)
    except OSError as error:
        raise stopped(ExitCode.FAULT, f"{output} cannot be written: {error.strerror or error}") from None
    say(f"{output} holds them.")


@app.command()
def mine(since: Since = None, until: Until = None, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Show your own: of your requests, and of what you decided. Nobody else needs to allow that.

    Example: classroom figures mine
    """
    with calling(server) as client:
        report = client.get("/me/figures", since=moment_of(since), until=moment_of(until))
    _shown(report, as_json=as_json)


@app.command()
def person(
    login: Annotated[str, typer.Argument(help="What the person signs in with.", show_default=False)],
    since: Since = None,
    until: Until = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Show figures of one person, where a decision that is in force names you. The record notes that you looked.

    Example: classroom figures person tim
    """
    with calling(server) as client:
        report = client.get(f"/figures/people/{part(login)}", since=moment_of(since), until=moment_of(until))
    _shown(report, as_json=as_json)


@app.command()
def decisions(
    after: Annotated[str | None, typer.Option(help="Older than this decision: the next page.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 20,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List who may look at figures of single persons, why, and until when.

    Example: classroom figures decisions
    """
    with calling(server) as client:
        page = client.get("/figures/decisions", after=after, limit=limit)
    if as_json:
        print_json(page)
        return
    rows = [
        (d["id"], d["state"]["text"], ", ".join(p["name"] for p in d["audience"]), here(d["until"]), d["purpose"])
        for d in page["decisions"]
    ]
    empty = "Nobody may look at figures of single persons, and nobody has asked to."
    table(("Decision", "State", "Who may look", "Until", "Why"), rows, empty=empty)
    if page["next"]:
        say("", f"There are more: add --after {page['next']}")


@app.command()
def propose(
    purpose: Annotated[str, typer.Argument(help="Why, in a sentence that everybody may read.", show_default=False)],
    audience: Annotated[list[str], typer.Option("--for", help="Login of somebody who may look; several times.")],
    until: Annotated[str, typer.Option(help="When it is over: at most a year from now.", show_default=False)],
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Propose that some people look at figures of single persons. A second person has to approve it.

    Example: classroom figures propose "See whether the team has too much to do" --for olga --until 2027-06-30
    """
    body = {"purpose": purpose, "audience": audience, "until": moment_of(until)}
    with calling(server) as client:
        made = client.post("/figures/decisions", body)
    if as_json:
        print_json(made)
        return
    say(f"Proposed as {made['id']}: {made['state']['text']}.")


@app.command()
def answer(
    decision_id: DecisionId,
    said: Annotated[str, typer.Argument(metavar="ANSWER", help="approve, refuse or end.", show_default=False)],
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Approve or refuse what somebody else proposed, or end what is in force.

    Example: classroom figures answer 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d approve
    """
    with calling(server) as client:
        decided = client.post(f"/figures/decisions/{part(decision_id)}/answer", {"answer": said})
    if as_json:
        print_json(decided)
        return
    say(f"This decision: {decided['state']['text']}.")


def _shown(report: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(report)
        return
    say(f"{here(report['since'])} to {here(report['until'])}")
    for group, its in groupby(report["figures"], key=lambda figure: str(figure["group_text"])):
        say("", group or _nameless(report))
        table(("Figure", "Number"), list(_rows(its)), empty="")
    if not report["figures"]:
        say("Nothing falls into this time.")


def _rows(figures: Iterator[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for figure in figures:
        name = figure["name"]["text"]
        yield (f"{name}: {figure['part_text']}" if figure["part"] else name, figure["text"])


def _nameless(report: dict[str, Any]) -> str:
    """What a group without a name is: all of it, or the rooms that have no team."""
    return "All" if report["by"]["code"] == "nothing" else "(none)"
