"""``classroom catalog``: software on offer."""

from pathlib import Path
from typing import Annotated

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part
from orchestrator.cli.output import facts, print_json, say, table
from orchestrator.cli.site import Apply, Folder, read_files, show_changes

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
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Compare the catalogue with the files of a folder; with --apply, bring it to what they say.

    Example: classroom catalog import inventory/catalog --apply
    """
    files = read_files(Path(folder))
    with calling(server) as client:
        done = client.post("/catalog/import", {"files": files, "apply": apply})
    show_changes(done, as_json=as_json)


def _titles(items: list[dict[str, str]]) -> str:
    return ", ".join(item["title"] for item in items)
