"""``classroom wishes``: software that the catalogue does not have."""

from typing import Annotated, Any

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part
from orchestrator.cli.moments import moment_in
from orchestrator.cli.output import facts, local, print_json, say, table

app = typer.Typer(help="Software that the catalogue does not have.", no_args_is_help=True)

WishId = Annotated[str, typer.Argument(help="Id of the wish.", show_default=False)]


@app.command()
def make(
    code: Annotated[str, typer.Argument(help="Code of the room, such as B-204.", show_default=False)],
    title: Annotated[str, typer.Argument(help="What it is called.", show_default=False)],
    purpose: Annotated[str, typer.Option("--purpose", help="What for.")],
    url: Annotated[str, typer.Option(help="Where it can be seen.")] = "",
    needed_by: Annotated[str | None, typer.Option(help="When it must be there, in the room's time.")] = None,
    seats: Annotated[str, typer.Option(help="all, podium or student_seats.")] = "all",
    behalf: Annotated[str | None, typer.Option("--for", help="On whose behalf: their login.")] = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Wish for software that the catalogue does not have. Its clock runs from now on.

    Example: classroom wishes make B-204 Stellarium --purpose "Night sky for the astronomy course"
    """
    with calling(server) as client:
        form: dict[str, Any] = {"classroom": code, "title": title, "purpose": purpose, "url": url, "seats": seats}
        if needed_by:
            form["needed_by"] = moment_in(needed_by, client.get(f"/classrooms/{part(code)}")["timezone"])
        if behalf:
            form["on_behalf_of"] = behalf
        wish = client.post("/wishes", form)
    _show(wish, as_json=as_json)


@app.command(name="list")
def list_wishes(
    classroom: Annotated[str | None, typer.Option(help="Only for this room.")] = None,
    requester: Annotated[str | None, typer.Option(help="Only of this person: their login.")] = None,
    state: Annotated[str | None, typer.Option(help="Only open, linked or withdrawn.")] = None,
    after: Annotated[str | None, typer.Option(help="Older than this wish: the next page.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 20,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List wishes, newest first.

    Example: classroom wishes list --state open
    """
    with calling(server) as client:
        page = client.get("/wishes", classroom=classroom, requester=requester, state=state, after=after, limit=limit)
    if as_json:
        print_json(page)
        return
    rows = [(w["id"], w["requester"]["name"], w["text"]) for w in page["wishes"]]
    empty = "There are no such wishes. To make one: classroom wishes make CODE TITLE --purpose WORDS"
    table(("Wish", "Whose", "State of it"), rows, empty=empty)
    if page["next"]:
        say("", f"There are more: add --after {page['next']}")


@app.command()
def answer(
    wish_id: WishId,
    words: Annotated[str, typer.Argument(help="What you have to say about it.", show_default=False)],
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Say something about a wish. It refuses nothing: the wish stays open, and its clock runs.

    Example: classroom wishes answer 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d "We are asking the maker for an installer."
    """
    with calling(server) as client:
        wish = client.post(f"/wishes/{part(wish_id)}/answers", {"words": words})
    _show(wish, as_json=as_json)


@app.command()
def link(
    wish_id: WishId,
    item: Annotated[str, typer.Argument(help="Id from the catalogue; firefox=145.0.1 names a version.")],
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Make a request of a wish, once the catalogue has what was meant.

    Example: classroom wishes link 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d stellarium
    """
    name, _, version = item.partition("=")
    with calling(server) as client:
        form = {"item": name, "version": version} if version else {"item": name}
        wish = client.post(f"/wishes/{part(wish_id)}/link", form)
    _show(wish, as_json=as_json)


@app.command()
def confirm(wish_id: WishId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Say that what became of your wish is what you meant. Silence says the same after a while.

    Example: classroom wishes confirm 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        wish = client.post(f"/wishes/{part(wish_id)}/confirm")
    _show(wish, as_json=as_json)


@app.command()
def unlink(wish_id: WishId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Say that something else was meant by your wish: it is open again.

    Example: classroom wishes unlink 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        wish = client.post(f"/wishes/{part(wish_id)}/unlink")
    _show(wish, as_json=as_json)


@app.command()
def withdraw(wish_id: WishId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Take your own wish back.

    Example: classroom wishes withdraw 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        wish = client.post(f"/wishes/{part(wish_id)}/withdraw")
    _show(wish, as_json=as_json)


def _show(wish: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(wish)
        return
    zone = wish["timezone"]
    say(wish["text"], "")
    facts(
        [
            ("Wish", wish["id"]),
            ("Room", wish["classroom"]),
            ("What for", wish["purpose"]),
            ("Page", wish["url"]),
            ("Seats", wish["seats"]["text"]),
            ("Wished by", wish["requester"]["name"]),
            ("Needed by", local(wish["needed_by"], zone)),
            ("Made", local(wish["created_at"], zone)),
            ("Answer by", "" if wish["answered_at"] else local(wish["answer_by"], zone)),
            ("State", wish["state"]["text"]),
            ("Request", wish["request"] or ""),
        ]
    )
    if wish["answers"]:
        say("")
        rows = [(local(a["at"], zone), a["by"]["name"], a["words"]) for a in wish["answers"]]
        table(("When", "Who", "What they said"), rows, empty="")
