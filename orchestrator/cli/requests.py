"""``classroom requests``: asking for software, and seeing what became of it."""

from typing import Annotated, Any

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part
from orchestrator.cli.moments import moment_in
from orchestrator.cli.output import facts, local, print_json, say, table

app = typer.Typer(help="Asking for software, and seeing what became of it.", no_args_is_help=True)

_ERASED = "(the words were erased)"
RequestId = Annotated[str, typer.Argument(help="Id of the request.", show_default=False)]


@app.command()
def submit(
    code: Annotated[str, typer.Argument(help="Code of the room, such as B-204.", show_default=False)],
    items: Annotated[list[str], typer.Argument(help="Ids from the catalogue; firefox=145.0.1 names a version.")],
    needed_by: Annotated[str | None, typer.Option(help="When it must be there, in the room's time.")] = None,
    until: Annotated[str | None, typer.Option(help="When it may go again, in the room's time.")] = None,
    seats: Annotated[str, typer.Option(help="all, podium or student_seats.")] = "all",
    enough: Annotated[int | None, typer.Option(help="How many of those seats suffice.")] = None,
    absent: Annotated[bool, typer.Option("--absent", help="Ask that it is not there.")] = False,
    course: Annotated[str | None, typer.Option(help="Code of the course.")] = None,
    settings: Annotated[
        str | None, typer.Option(help="A line about settings and add-ons of the one item; somebody sees to it by hand.")
    ] = None,
    behalf: Annotated[str | None, typer.Option("--for", help="On whose behalf: their login.")] = None,
    key: Annotated[str | None, typer.Option(help="Idempotency key: sent twice, it asks once.")] = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Ask for software in a room. It is accepted at once and delivered in time; nobody has to approve it.

    Example: classroom requests submit B-204 firefox --needed-by "2027-01-12 08:00"
    """
    if settings and len(items) > 1:
        raise typer.BadParameter("it is about one item; ask for the others by themselves", param_hint="--settings")
    with calling(server) as client:
        form: dict[str, Any] = {"classroom": code, "items": [_ask(i, seats, enough, absent=absent) for i in items]}
        if settings:
            form["items"][0]["settings_line"] = settings
        if needed_by or until:
            zone = client.get(f"/classrooms/{part(code)}")["timezone"]
            form |= {"needed_by": moment_in(needed_by, zone), "until": moment_in(until, zone)}
        if course:
            form["course"] = course
        if behalf:
            form["on_behalf_of"] = behalf
        done = client.post("/requests", form, headers={"Idempotency-Key": key} if key else None)
    if as_json:
        print_json(done)
        return
    for request in done["requests"]:
        say(request["standing"]["text"])
    say("", *(f"To follow it: classroom requests show {request['id']}" for request in done["requests"]))


@app.command(name="list")
def list_requests(
    classroom: Annotated[str | None, typer.Option(help="Only for this room.")] = None,
    requester: Annotated[str | None, typer.Option(help="Only of this person: their login.")] = None,
    state: Annotated[str | None, typer.Option(help="Only open, withdrawn or closed.")] = None,
    item: Annotated[str | None, typer.Option(help="Only for this item.")] = None,
    after: Annotated[str | None, typer.Option(help="Older than this request: the next page.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 20,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List requests, newest first, each with what has become of it.

    Example: classroom requests list --classroom B-204 --state open
    """
    with calling(server) as client:
        page = client.get(
            "/requests", classroom=classroom, requester=requester, state=state, item=item, after=after, limit=limit
        )
    if as_json:
        print_json(page)
        return
    rows = [(r["id"], r["classroom"], r["item"]["title"], r["standing"]["text"]) for r in page["requests"]]
    empty = "There are no such requests. To ask for something: classroom requests submit CODE ITEM"
    table(("Request", "Room", "Software", "What has become of it"), rows, empty=empty)
    if page["next"]:
        say("", f"There are more: add --after {page['next']}")


@app.command()
def show(request_id: RequestId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Show one request.

    Example: classroom requests show 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        request = client.get(f"/requests/{part(request_id)}")
    _show(request, as_json=as_json)


@app.command()
def delay(
    request_id: RequestId,
    words: Annotated[str, typer.Argument(help="Why, in words for whoever asked.", show_default=False)],
    until: Annotated[str, typer.Option(help="When it is expected to be there, in the room's time.")],
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Say honestly when it will be there. The requester is told; no clock stops for it.

    Example: classroom requests delay 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d --until "2027-01-20 18:00" "Maker is late"
    """
    with calling(server) as client:
        zone = client.get(f"/requests/{part(request_id)}")["timezone"]
        form = {"words": words, "expected_at": moment_in(until, zone)}
        note = client.post(f"/requests/{part(request_id)}/delay-notes", form)
    if as_json:
        print_json(note)
        return
    say(f"The requester is told that it is expected on {local(note['expected_at'], zone)}. Its clock runs on.")


@app.command()
def withdraw(request_id: RequestId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Take your own request back. Nothing is removed from machines.

    Example: classroom requests withdraw 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        request = client.post(f"/requests/{part(request_id)}/withdraw")
    _show(request, as_json=as_json)


@app.command()
def settings(
    request_id: RequestId,
    words: Annotated[str | None, typer.Argument(help="What they should be.", show_default=False)] = None,
    drop: Annotated[bool, typer.Option("--drop", help="Take the line away.")] = False,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Say anew what the settings and add-ons of your own request should be. The line then waits for an answer.

    Example: classroom requests settings 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d "with the uBlock extension"
    """
    if (words is None) is not drop:
        raise typer.BadParameter("say what they should be, or --drop; not both", param_hint="WORDS")
    with calling(server) as client:
        request = client.post(f"/requests/{part(request_id)}/settings-line", {"words": words})
    _show(request, as_json=as_json)


@app.command()
def tick(
    request_id: RequestId,
    evidence: Annotated[
        str, typer.Option(help="What was done, or is there instead, in plain words.", show_default=False)
    ],
    why: Annotated[
        str | None, typer.Option(help="Why it is not as asked. It then stays owed until whoever asked says yes.")
    ] = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """State that work by hand, or a line about settings, is done. Whoever asked for it then says whether it is so.

    Example: classroom requests tick 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d --evidence "Rule 4711 lets the site through"
    """
    with calling(server) as client:
        line = client.get(f"/requests/{part(request_id)}")["settings_line"]
        form = {"evidence": evidence, "line": line["id"] if line else None, "as_asked": why is None, "why": why}
        request = client.post(f"/requests/{part(request_id)}/ticks", form)
    _show(request, as_json=as_json)


@app.command()
def answer(
    request_id: RequestId,
    works: Annotated[
        bool, typer.Option("--yes/--no", help="Whether it works, or what is there instead will do.", show_default=False)
    ],
    words: Annotated[str | None, typer.Option(help="What whoever did it should know: what is missing.")] = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Say whether work by hand that you asked for, and that somebody states to be done, works.

    Example: classroom requests answer 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d --yes
    """
    with calling(server) as client:
        request = client.post(f"/requests/{part(request_id)}/ticks/answer", {"works": works, "words": words})
    _show(request, as_json=as_json)


def _show(request: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(request)
        return
    zone, standing = request["timezone"], request["standing"]
    absent = request["wanted"]["code"] == "absent"
    say(standing["text"], "")
    facts(
        [
            ("Request", request["id"]),
            ("Software", request["item"]["title"]),
            ("Wanted", "not there" if absent else ""),
            ("Version", "" if absent else request["version"]),
            ("Room", request["classroom"]),
            ("Seats", request["seats"]["text"]),
            ("Asked for by", request["requester"]["name"]),
            ("Settings, add-ons", request["settings_line"]["words"] if request["settings_line"] else ""),
            ("Course", request["course"] or ""),
            ("Needed by", local(request["needed_by"], zone)),
            ("Until", local(request["until"], zone)),
            ("Accepted", local(request["created_at"], zone)),
            ("State", request["state"]["text"]),
            ("Overrides", ", ".join(request["overrides"])),
            ("Still at" if absent else "Missing at", ", ".join(standing["missing_seats"])),
        ]
    )
    for stated in request["ticks"]:
        at, by, answered = local(stated["at"], zone), stated["by"]["name"], stated["answer"]["text"]
        words = stated["evidence"] or _ERASED
        if not stated["as_asked"]:
            words = f"Not as asked: {stated['why'] or _ERASED} Instead: {words}"
        said = f" Answer: {stated['answer_words']}" if stated["answer_words"] else ""
        say("", f"Stated {at} by {by} ({answered}): {words}{said}")


def _ask(item: str, seats: str, enough: int | None, *, absent: bool) -> dict[str, Any]:
    name, _, version = item.partition("=")
    ask: dict[str, Any] = {"item": name, "seats": seats, "wanted": "absent" if absent else "present"}
    if version:
        ask["version"] = version
    if enough is not None:
        ask["enough"] = enough
    return ask
