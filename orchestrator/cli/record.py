"""``classroom record``: reading the record, following one request, exporting, and checking proofs."""

import base64
import hashlib
from pathlib import Path
from typing import Annotated, Any

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part, stopped
from orchestrator.cli.exit_codes import ExitCode
from orchestrator.cli.moments import moment_of
from orchestrator.cli.new_file import writing
from orchestrator.cli.output import facts, here, local, print_json, say, table
from orchestrator.domain.merkle import consistency_verifies, inclusion_verifies

app = typer.Typer(help="Reading the record: who did what, when, and the proof of it.", no_args_is_help=True)

Person = Annotated[str | None, typer.Option(help="Who acted, or to whom it happened: a login, me, or an id.")]
Room = Annotated[str | None, typer.Option("--classroom", help="Only in this room.")]
Item = Annotated[str | None, typer.Option(help="Only about this item.")]
Request = Annotated[str | None, typer.Option(help="Only about this request.")]
Rollout = Annotated[str | None, typer.Option(help="Only about this rollout.")]
Kind = Annotated[str | None, typer.Option(help="What happened: request.accepted, or request. for all of requests.")]
Category = Annotated[str | None, typer.Option(help="Why something was overridden.")]
Outcome = Annotated[str | None, typer.Option(help="How it ended: done, incomplete, withdrawn …")]
Since = Annotated[
    str | None, typer.Option(help='From then on: 2027-01-12, or "2027-01-12 08:00" in this terminal\'s time.')
]
Until = Annotated[str | None, typer.Option(help="Before then.")]
Words = Annotated[
    str | None, typer.Option("--words", help="Words (or their beginnings) of the texts that stand beside entries.")
]
Index = Annotated[int, typer.Argument(help="Number of the entry, from 0.", show_default=False)]


@app.command(name="list")
def list_entries(
    person: Person = None,
    classroom: Room = None,
    item: Item = None,
    request: Request = None,
    rollout: Rollout = None,
    kind: Kind = None,
    category: Category = None,
    outcome: Outcome = None,
    since: Since = None,
    until: Until = None,
    words: Words = None,
    after: Annotated[int | None, typer.Option(help="Older than this entry: the next page.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 20,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List entries, newest first.

    Example: classroom record list --classroom B-204 --kind request.
    """
    filters = _filters(person, classroom, item, request, rollout, kind, category, outcome, since, until, words)
    with calling(server) as client:
        page = client.get("/record", **filters, after=after, limit=limit)
    if as_json:
        print_json(page)
        return
    rows = [(str(e["index"]), here(e["at"]), e["kind"]["text"], e["text"]) for e in page["entries"]]
    table(("Entry", "When", "What", "In words"), rows, empty="No entry fits.", right=("Entry",))
    if page["next"] is not None:
        say("", f"There are more: add --after {page['next']}")


@app.command()
def show(index: Index, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Show one entry with what stands beside it.

    Example: classroom record show 17
    """
    with calling(server) as client:
        entry = client.get(f"/record/{index}")
    if as_json:
        print_json(entry)
        return
    say(entry["text"], "")
    facts(
        [
            ("Entry", str(entry["index"])),
            ("When", here(entry["at"])),
            ("What", f"{entry['kind']['text']} ({entry['kind']['code']})"),
            ("Who", f"{entry['actor']['name']} ({entry['actor']['id']})"),
            *((s["kind"].capitalize(), _named(s)) for s in entry["subjects"]),
            *((t["field"].capitalize(), t["text"]) for t in entry["texts"]),
            ("Changed", "; ".join(change["text"] for change in entry["changes"])),
            ("Erased", ", ".join(entry["erased"])),
            ("Leaf", entry["leaf"]),
        ]
    )


@app.command()
def life(
    request_id: Annotated[str, typer.Argument(help="Id of the request.", show_default=False)],
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Tell the whole life of one request as one document, to read or to print.

    Example: classroom record life 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        told = client.get(f"/requests/{part(request_id)}/life")
    if as_json:
        print_json(told)
        return
    request = told["request"]
    zone = request["timezone"]
    say(f"{request['item']['title']} in {request['classroom']}", request["standing"]["text"], "")
    facts(
        [
            ("Request", request["id"]),
            ("Asked for by", request["requester"]["name"]),
            ("Accepted", local(request["created_at"], zone)),
            ("Needed by", local(request["needed_by"], zone)),
            ("State", request["state"]["text"]),
        ]
    )
    say("")
    rows = [
        (local(moment["at"], zone), str(moment["entry"]["index"]) if moment["entry"] else "", _in_full(moment))
        for moment in told["moments"]
    ]
    table(("When", "Entry", "What happened"), rows, empty="The record tells nothing of it.", right=("Entry",))
    say("", f"Read {local(told['made_at'], zone)} ({zone}) out of {told['record_size']} entries under the root")
    say(told["record_root"])


@app.command()
def export(
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write; it is replaced.", show_default=False)],
    form: Annotated[str, typer.Option("--format", help="csv, jsonl or xlsx.")] = "csv",
    person: Person = None,
    classroom: Room = None,
    item: Item = None,
    request: Request = None,
    rollout: Rollout = None,
    kind: Kind = None,
    category: Category = None,
    outcome: Outcome = None,
    since: Since = None,
    until: Until = None,
    words: Words = None,
    server: Server = DEFAULT_SERVER,
) -> None:
    """Write entries to a file, oldest first. The file is there whole, or not at all. The record notes it.

    Example: classroom record export --format xlsx --output january.xlsx --until 2027-02-01T00:00:00+01:00
    """
    if form not in {"csv", "jsonl", "xlsx"}:
        raise typer.BadParameter(f"{form!r} is no format. Possible: csv, jsonl, xlsx.")
    filters = _filters(person, classroom, item, request, rollout, kind, category, outcome, since, until, words)
    try:
        with calling(server) as client, writing(output) as file:
            for piece in client.parts(f"/record/export.{form}", **filters):
                file.write(piece)
            size = file.tell()
    except OSError as error:
        raise stopped(ExitCode.FAULT, f"{output} cannot be written: {error.strerror or error}") from None
    say(f"{output} holds them ({size} bytes).")


@app.command()
def checkpoints(
    latest: Annotated[bool, typer.Option("--latest", help="Print the newest one as it is published.")] = False,
    after: Annotated[int | None, typer.Option(help="Older than this one: the next page.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 20,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List checkpoints, newest first: signed heads of the record.

    Example: classroom record checkpoints --latest > checkpoint
    """
    with calling(server) as client:
        if latest:
            typer.echo(client.text("/record/checkpoints/latest"), nl=False)
            return
        page = client.get("/record/checkpoints", after=after, limit=limit)
    if as_json:
        print_json(page)
        return
    rows = [
        (str(c["number"]), str(c["size"]), here(c["at"]), c["note"].split("\n")[2], _whereabouts(c["published"]))
        for c in page["checkpoints"]
    ]
    empty = "None has been signed yet. The worker signs one at least once an hour."
    table(("Number", "Entries", "Signed", "Root", "Published"), rows, empty=empty, right=("Number", "Entries"))
    if page["next"] is not None:
        say("", f"There are more: add --after {page['next']}")


@app.command()
def proof(
    index: Index,
    size: Annotated[
        int | None, typer.Option(help="Of the first so many entries; else those of the newest checkpoint that has it.")
    ] = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Prove that an entry is in the record; the proof is worked out again here, from the entry's own bytes.

    Example: classroom record proof 17 --size 40
    """
    with calling(server) as client:
        entry = client.get(f"/record/{index}")
        if size is None:
            newest = client.get("/record/checkpoints", limit=1)["checkpoints"]
            size = next((c["size"] for c in newest if c["size"] > index), None)
        given = client.get(f"/record/{index}/inclusion", size=size)
    leaf = hashlib.sha256(b"\0" + entry["body"].encode()).digest()
    holds = inclusion_verifies(index, given["size"], leaf, _hashes(given["hashes"]), bytes.fromhex(given["root"]))
    said = f"Entry {index} is one of the first {given['size']}."
    _proven(given, said, given["root"], holds=holds, as_json=as_json)


@app.command()
def growth(
    old: Annotated[int, typer.Argument(help="Entries in the smaller tree.", show_default=False)],
    new: Annotated[int | None, typer.Argument(help="Entries in the larger one; else all there are.")] = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Prove that the record only grew between two sizes, such as those of two checkpoints.

    Example: classroom record growth 17 40
    """
    with calling(server) as client:
        given = client.get("/record/consistency", old=old, new=new)
    roots = _hashes([given["old_root"], given["new_root"]])
    holds = consistency_verifies(old, given["new"], roots[0], roots[1], _hashes(given["hashes"]))
    said = f"The first {given['new']} entries begin with the first {old}, whose root is {_base64(given['old_root'])}."
    _proven(given, said, given["new_root"], holds=holds, as_json=as_json)


@app.command()
def keys(server: Server = DEFAULT_SERVER) -> None:
    """Print the keys that the service names. Trust them when they are those that you were given from elsewhere.

    Example: classroom record keys > verifier-keys
    """
    with calling(server) as client:
        typer.echo(client.text("/record/keys"), nl=False)


def _proven(given: dict[str, Any], said: str, root: str, *, holds: bool, as_json: bool) -> None:
    if not holds:
        raise stopped(
            ExitCode.FAULT,
            "The proof that the service gave does not hold. Do not rely on what it says of its record.",
            "To find out what was changed: classroom audit verify",
        )
    if as_json:
        print_json(given)
        return
    say(
        said,
        "The proof holds. Compare this root with the third line of the checkpoint of that size that you have from "
        "elsewhere:",
        _base64(root),
        f"(hexadecimal: {root})",
    )


def _filters(*values: str | None) -> dict[str, str | None]:
    names = ("person", "classroom", "item", "request", "rollout", "kind", "category", "outcome", "since", "until", "q")
    filters = dict(zip(names, values, strict=True))
    return {**filters, "since": moment_of(filters["since"]), "until": moment_of(filters["until"])}


def _in_full(moment: dict[str, Any]) -> str:
    """A moment's sentence, with the texts and changes that stand beside its entry."""
    entry = moment["entry"] or {"texts": (), "changes": (), "erased": ()}
    beside = [f"{text['field']}: {text['text']}" for text in entry["texts"]]
    beside += [change["text"] for change in entry["changes"]]
    beside += [f"{field} (erased)" for field in entry["erased"]]
    return f"{moment['text']} [{'; '.join(beside)}]" if beside else str(moment["text"])


def _whereabouts(published: list[dict[str, Any]]) -> str:
    """Where a checkpoint got to, and where it did not."""
    return ", ".join(
        f"{p['target']} ({' '.join(filter(None, [p['problem'], p['detail']]))})" if p["problem"] else p["target"]
        for p in published
    )


def _named(subject: dict[str, str]) -> str:
    return subject["text"] if subject["text"] == subject["id"] else f"{subject['text']} ({subject['id']})"


def _base64(root: str) -> str:
    """A root as checkpoints write it."""
    return base64.b64encode(bytes.fromhex(root)).decode()


def _hashes(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]
