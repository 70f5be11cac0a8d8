"""``classroom catalog``: software on offer."""

from pathlib import Path
from typing import Annotated

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part
from orchestrator.cli.output import facts, print_json, say, table
from orchestrator.cli.site import Apply, Folder, read_files, show_changes

ChangeId = Annotated[str, typer.Argument(help="Id of the change.", show_default=False)]
app = typer.Typer(help="Software on offer.", no_args_is_help=True)


@app.command(name="list")
def list_items(
    text: Annotated[list[str] | None, typer.Argument(help="Words to look for.", show_default=False)] = None,
    provider: Annotated[str | None, typer.Option(help="Only chocolatey, msi or external.")] = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List software on offer.

    Example: classroom catalog list browser
    """
    with calling(server) as client:
        items = client.every("/catalog", "items", text=" ".join(text or ()), provider=provider)
    if as_json:
        print_json(items)
        return
    rows = [(i["id"], i["title"], i["latest"] or "", i["provider"]["text"], i["summary"]) for i in items]
    empty = "Nothing matches." if text or provider else "The catalogue is empty. Fill it: classroom catalog import DIR"
    table(("Id", "Title", "Latest", "Delivery", "What it is"), rows, empty=empty)


@app.command()
def show(
    item: Annotated[str, typer.Argument(help="Id of the item, such as firefox.", show_default=False)],
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Show one item with its versions.

    Example: classroom catalog show firefox
    """
    with calling(server) as client:
        found = client.get(f"/catalog/{part(item)}")
    if as_json:
        print_json(found)
        return
    say(found["title"], found["summary"], "")
    facts(
        [
            ("Publisher", found["publisher"]),
            ("Delivery", found["provider"]["text"]),
            ("Updates", found["updates"]["text"]),
            ("Latest", found["latest"] or ""),
            ("Needs", _titles(found["requires"])),
            ("Excludes", _titles(found["conflicts_with"])),
            ("Works beside", _titles(found["coexists_with"])),
            ("Takes", f"{found['minutes']} min"),
        ]
    )
    say("")
    rows = [(r["version"], r["released"] or "", "yes" if r["approved"] else "no") for r in found["releases"]]
    table(("Version", "Released", "Approved"), rows, empty="It has no versions here: another tool delivers it.")


@app.command(name="import")
def import_items(
    folder: Folder,
    apply: Apply = False,
    reason: Annotated[
        str | None, typer.Option(help="Why, should it take away what is asked for; then a second person decides.")
    ] = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Compare the catalogue with the files of a folder; with --apply, bring it to what they say.

    What takes away something that is asked for needs a reason, and waits for a second person.

    Example: classroom catalog import inventory/catalog --apply
    """
    files = read_files(Path(folder))
    with calling(server) as client:
        done = client.post("/catalog/import", {"files": files, "apply": apply, "reason": reason})
    show_changes(done, as_json=as_json)
    if done["proposed"] and not as_json:
        say("", f"To decide on it, as another person: classroom catalog approve {done['proposed']}")


@app.command()
def changes(
    state: Annotated[str | None, typer.Option(help="Only proposed, applied, refused or overturned.")] = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List changes that take something away, newest first.

    Example: classroom catalog changes --state proposed
    """
    with calling(server) as client:
        found = client.every("/catalog-changes", "changes", state=state)
    if as_json:
        print_json(found)
        return
    rows = [(c["id"], c["state"]["text"], _titles(c["items"]), c["reason"]) for c in found]
    table(("Change", "State of it", "About", "Why"), rows, empty="There are none.")


@app.command()
def approve(change: ChangeId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Be the second person for a change that takes something away. All concerned are told.

    Example: classroom catalog approve 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    _decide(change, "approve", server, as_json=as_json)


@app.command()
def refuse(change: ChangeId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Keep the catalogue as it is; whoever proposed a change takes it back in the same way.

    Example: classroom catalog refuse 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    _decide(change, "refuse", server, as_json=as_json)


def _decide(change: str, verb: str, server: str, *, as_json: bool) -> None:
    with calling(server) as client:
        done = client.post(f"/catalog-changes/{part(change)}/{verb}")
    if as_json:
        print_json(done)
        return
    facts(
        [
            ("Change", done["id"]),
            ("State", done["state"]["text"]),
            ("About", _titles(done["items"])),
            ("Rooms", ", ".join(done["classrooms"])),
            ("Requests", ", ".join(done["requests"])),
            ("Why", done["reason"]),
        ]
    )


def _titles(items: list[dict[str, str]]) -> str:
    return ", ".join(item["title"] for item in items)
