"""``classroom rulers``: who rules on contests, and who answers to whom."""

from typing import Annotated, Any

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part
from orchestrator.cli.output import print_json, say, table

app = typer.Typer(help="Who rules on contests, per category, and who answers to whom.", no_args_is_help=True)

Category = Annotated[
    str, typer.Argument(help="Category of reasons, such as hardware, security or other.", show_default=False)
]


@app.command(name="list")
def list_rulers(server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """List who rules, category by category, and what is missing where nobody independent exists.

    Example: classroom rulers list
    """
    with calling(server) as client:
        found = client.get("/rulers")
    if as_json:
        print_json(found)
        return
    rows = [(one["category"]["text"], _named(one), _gaps(one)) for one in found["lists"]]
    table(("Category", "Who rules", "Missing"), rows, empty="There are no categories.")


@app.command(name="set")
def set_rulers(
    category: Category,
    named: Annotated[
        list[str] | None,
        typer.Argument(help="Who, each as LOGIN:SIDE with the side teaching, it or outside.", show_default=False),
    ] = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Say who rules on contests of a category. The whole list; nobody named empties it.

    Example: classroom rulers set hardware grace.hopper:teaching marta.manager:it
    """
    with calling(server) as client:
        listed = client.put(f"/rulers/{part(category)}", {"rulers": [_ruler(one) for one in named or []]})
    if as_json:
        print_json(listed)
        return
    say(f"{listed['category']['text']}: {_named(listed) or 'nobody'}")
    for gap in listed["gaps"]:
        say(f"Missing: {gap['kind']['text']}.")


@app.command()
def superiors(server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """List who answers to whom. Superiors of whoever decided never rule on a contest of that decision.

    Example: classroom rulers superiors
    """
    with calling(server) as client:
        found = client.get("/superiors")
    _show_superiors(found, as_json=as_json)


@app.command(name="set-superiors")
def set_superiors(
    login: Annotated[str, typer.Argument(help="What the person signs in with.", show_default=False)],
    above: Annotated[
        list[str] | None, typer.Argument(help="Logins of those to whom that person answers.", show_default=False)
    ] = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Say to whom somebody answers directly. Nobody named: to nobody.

    Example: classroom rulers set-superiors tom.kilburn marta.manager
    """
    with calling(server) as client:
        found = client.put(f"/superiors/{part(login)}", {"superiors": above or []})
    _show_superiors(found, as_json=as_json)


def _show_superiors(found: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    rows = [
        (line["person"]["name"], line["person"]["login"], ", ".join(s["login"] for s in line["superiors"]))
        for line in found["people"]
    ]
    empty = "Nobody has said who answers to whom. To say it: classroom rulers set-superiors LOGIN SUPERIOR"
    table(("Name", "Login", "Answers to"), rows, empty=empty)


def _ruler(text: str) -> dict[str, str]:
    """Somebody as people type it: ``grace.hopper:teaching``; the service checks it."""
    login, _, side = text.partition(":")
    return {"login": login.strip(), "side": side.strip()}


def _named(listed: dict[str, Any]) -> str:
    return ", ".join(f"{one['person']['name']} ({one['side']['text']})" for one in listed["rulers"])


def _gaps(listed: dict[str, Any]) -> str:
    return "; ".join(gap["kind"]["text"] for gap in listed["gaps"])
