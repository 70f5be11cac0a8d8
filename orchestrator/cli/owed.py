"""``classroom owed``: what is not there as it was asked for, the late ones first."""

from typing import Annotated, Any

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling
from orchestrator.cli.output import local, print_json, say, table


def owed(
    classroom: Annotated[str | None, typer.Option(help="Only in this room.")] = None,
    building: Annotated[str | None, typer.Option(help="Only in this building.")] = None,
    department: Annotated[str | None, typer.Option(help="Only in rooms of this department.")] = None,
    person: Annotated[str | None, typer.Option(help="Only what this person asked for: their login, or me.")] = None,
    mine: Annotated[bool, typer.Option("--mine", help="Only what you asked for, and the rooms of your roles.")] = False,
    after: Annotated[str | None, typer.Option(help="What comes after this: the next page.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 20,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List what is owed: late first, then at risk, each with its why and whose turn it is.

    Example: classroom owed --building "Main building"
    """
    chosen = {"classroom": classroom, "building": building, "department": department, "person": person}
    with calling(server) as client:
        page = client.get("/owed", **chosen, mine=mine or None, after=after, limit=limit)
    if as_json:
        print_json(page)
        return
    rows = [
        (
            entry["rank"]["text"],
            local(entry["deadline"], entry["timezone"]),
            entry["owner"]["text"],
            " ".join([entry["text"], *_beside(entry)]),
        )
        for entry in page["entries"]
    ]
    table(("How urgent", "Deadline", "Whose turn", "Why"), rows, empty="Nothing is owed: all is there as asked.")
    counts = page["counts"]
    say(
        "",
        f"{counts['late']} late, {counts['at_risk']} at risk, {counts['in_time']} in time; "
        f"of these {counts['wishes']} not in the catalogue yet, {counts['short_notice']} asked for at short notice, "
        f"{counts['standing_still']} whose clock stands still.",
    )
    if page["next"]:
        say("", f"There are more: add --after {page['next']}")


def _beside(entry: dict[str, Any]) -> list[str]:
    """What stands beside its sentence: for how long, and what was decided and said about it."""
    zone = entry["timezone"]
    said = [f"Asked for by {entry['requester']['name']}, {_days(entry['age_days'])} ago."]
    said += [
        f"{o['kind']['text'].capitalize()} by {o['by']['name']} ({o['category']['text']}), {_days(o['age_days'])} ago."
        for o in entry["overrides"]
    ]
    if entry["delay_note"]:
        note = entry["delay_note"]
        said.append(f"{note['by']['name']} expects it on {local(note['expected_at'], zone)}: {note['words']}")
    if entry["does_not_work"]:
        said.append("Whoever asked for it says that it does not work.")
    if entry["stands_still"]:
        said.append("Its clock stands still.")
    if entry["short_notice"]:
        said.append("Short notice.")
    return said


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
