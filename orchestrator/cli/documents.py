"""``classroom documents``: the register that reasons of policy refer to."""

from typing import Annotated

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part
from orchestrator.cli.output import here, print_json, say, table

app = typer.Typer(help="The register of documents that a policy can be made of.", no_args_is_help=True)


@app.command(name="list")
def list_documents(
    retired: Annotated[bool, typer.Option("--retired", help="Also those that hold no more.")] = False,
    after: Annotated[str | None, typer.Option(help="Older than this document: the next page.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 50,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List the register, newest first.

    Example: classroom documents list
    """
    with calling(server) as client:
        page = client.get("/documents", retired=str(retired).lower(), after=after, limit=limit)
    if as_json:
        print_json(page)
        return
    rows = [
        (d["id"], d["title"], d["owner"], "yes" if d["owner_outside_it"] else "no", here(d["retired_at"])[:10])
        for d in page["documents"]
    ]
    empty = "The register is empty. To enter a document: classroom documents add TITLE --owner WHO --outside-it"
    table(("Document", "Title", "Owner", "Outside IT", "Retired"), rows, empty=empty)
    if page["next"]:
        say("", f"There are more: add --after {page['next']}")


@app.command()
def add(
    title: Annotated[str, typer.Argument(help="What it is called.", show_default=False)],
    owner: Annotated[str, typer.Option(help="Who owns it, in words.", show_default=False)],
    outside_it: Annotated[
        bool, typer.Option("--outside-it/--inside-it", help="Whether the owner is outside IT.", show_default=False)
    ],
    url: Annotated[str, typer.Option(help="Where it can be read.")] = "",
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Enter a document. A policy can be made of it only if its owner is outside IT.

    Example: classroom documents add "Acceptable use" --owner "Senate committee for teaching" --outside-it
    """
    form = {"title": title, "owner": owner, "owner_outside_it": outside_it, "url": url}
    with calling(server) as client:
        document = client.post("/documents", form)
    if as_json:
        print_json(document)
        return
    say(f"“{document['title']}” is in the register, as {document['id']}.")


@app.command()
def retire(
    document_id: Annotated[str, typer.Argument(help="Id of the document.", show_default=False)],
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Let a document hold no more. What was decided with it stays as it was decided.

    Example: classroom documents retire 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        document = client.post(f"/documents/{part(document_id)}/retirement")
    if as_json:
        print_json(document)
        return
    say(f"“{document['title']}” holds no more.")
