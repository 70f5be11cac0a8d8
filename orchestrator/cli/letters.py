"""``classroom letters``: what you were written, as it was sent."""

import textwrap
from typing import Annotated, Any

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part
from orchestrator.cli.output import local, print_json, say, table

app = typer.Typer(help="What you were written, as it was sent.", no_args_is_help=True)

_LINE = 74
"""Characters of a letter's line: more are hard to read."""


@app.command(name="list")
def list_letters(
    after: Annotated[str | None, typer.Option(help="Older than this letter: the next page.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 20,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List your letters, newest first.

    Example: classroom letters list
    """
    with calling(server) as client:
        page = client.get("/me/letters", after=after, limit=limit)
    if as_json:
        print_json(page)
        return
    rows = [(x["id"], local(x["at"], x["timezone"])[:10], x["subject"] or _gone(x)) for x in page["letters"]]
    table(("Letter", "Date", "About"), rows, empty="You have no letters: all is as you asked.")
    if page["letters"]:
        say("", "To read one: classroom letters show LETTER")
    if page["next"]:
        say("", f"There are more: add --after {page['next']}")


@app.command()
def show(
    letter_id: Annotated[str, typer.Argument(metavar="LETTER", help="Id of the letter.", show_default=False)],
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Show one letter as it was sent.

    Example: classroom letters show 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        letter = client.get(f"/letters/{part(letter_id)}")
    if as_json:
        print_json(letter)
        return
    date = local(letter["at"], letter["timezone"])[:10]
    say(letter["team"], date, "", f"To {letter['to']['name'] or letter['to']['id']}", "")
    if letter["erased_at"]:
        say(_gone(letter))
        return
    say(*textwrap.wrap(letter["subject"], _LINE), "")
    for line in letter["body"].split("\n"):
        say(*_wrapped(line))


def _gone(letter: dict[str, Any]) -> str:
    return f"Its words were erased on {local(letter['erased_at'], letter['timezone'])[:10]}."


def _wrapped(line: str) -> list[str]:
    """One line of a letter as lines of the terminal; those of a list are indented under their mark."""
    mark = line.split(" ", 1)[0]
    hanging = " " * (len(mark) + 1) if mark == "-" or mark.rstrip(".").isdecimal() else ""
    return textwrap.wrap(line, _LINE, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False) or [""]
