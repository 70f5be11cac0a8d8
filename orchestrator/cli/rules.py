"""``classroom rules``: the numbers of the rules, and changing them with two persons."""

from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part
from orchestrator.cli.output import here, print_json, say, table

app = typer.Typer(help="The numbers of the rules, and changing them with two persons.", no_args_is_help=True)

ChangeId = Annotated[str, typer.Argument(help="Id of the proposed change.", show_default=False)]


@app.command()
def show(server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Show the numbers that hold now, with their bounds.

    Example: classroom rules show
    """
    with calling(server) as client:
        found = client.get("/rules")
    if as_json:
        print_json(found)
        return
    rows = [
        (
            n["name"],
            str(n["value"]),
            "" if n["value"] == n["default"] else str(n["default"]),
            f"{n['least']} to {n['most']}",
        )
        for n in found["numbers"]
    ]
    table(("Number", "Holds", "Default", "Bounds"), rows, empty="The service names no numbers.")


@app.command()
def propose(
    file: Annotated[
        Path,
        typer.Argument(help="A file of numbers, such as inventory/rules.yml.", exists=True, dir_okay=False),
    ],
    reason: Annotated[str, typer.Option(help="Why, in a sentence.", show_default=False)],
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Propose the numbers of a file. They hold when another person has approved them.

    Example: classroom rules propose inventory/rules.yml --reason "Two days are enough for a hold."
    """
    numbers = _numbers(file)
    with calling(server) as client:
        change = client.post("/rules/changes", {"numbers": numbers, "reason": reason})
    _show(change, as_json=as_json)


@app.command()
def changes(
    after: Annotated[str | None, typer.Option(help="Older than this change: the next page.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 20,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List proposed and decided changes, newest first.

    Example: classroom rules changes
    """
    with calling(server) as client:
        page = client.get("/rules/changes", after=after, limit=limit)
    if as_json:
        print_json(page)
        return
    rows = [(c["id"], here(c["proposed_at"]), c["proposed_by"]["name"], c["state"]["text"]) for c in page["changes"]]
    empty = "Nobody has proposed other numbers. To do so: classroom rules propose FILE --reason WHY"
    table(("Change", "Proposed", "By", "State"), rows, empty=empty)
    if page["next"]:
        say("", f"There are more: add --after {page['next']}")


@app.command()
def approve(change_id: ChangeId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Approve what somebody else has proposed. The numbers hold from then on.

    Example: classroom rules approve 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        change = client.post(f"/rules/changes/{part(change_id)}/approve")
    _show(change, as_json=as_json)


@app.command()
def refuse(change_id: ChangeId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Refuse what somebody else has proposed. The numbers stay as they are.

    Example: classroom rules refuse 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        change = client.post(f"/rules/changes/{part(change_id)}/refuse")
    _show(change, as_json=as_json)


def _numbers(file: Path) -> dict[str, int]:
    """The numbers of a file: a mapping of names to whole numbers."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{file} is no YAML: {str(error).splitlines()[0]}") from None
    if not isinstance(content, dict):
        raise typer.BadParameter(f"{file} must name numbers, line by line, such as: hold_hours: 48")
    wrong = [str(name) for name, value in content.items() if not isinstance(value, int) or isinstance(value, bool)]
    if wrong:
        raise typer.BadParameter(f"{file}: {', '.join(wrong)} must be a whole number")
    return {str(name): value for name, value in content.items()}


def _show(change: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(change)
        return
    say(f"This change is {change['state']['text']}. {change['reason']}", "")
    rows = [(c["name"], str(c["before"]), str(c["after"])) for c in change["changes"]]
    table(("Number", "In force", "Then"), rows, empty="Its numbers are in force.")
    if change["state"]["code"] == "proposed":
        say("", f"Another person may: classroom rules approve {change['id']}")
