"""``classroom safeguards suggestions``: what lists of advisories suggest for the software on offer."""

import base64
from pathlib import Path
from typing import Annotated, Any

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part, stopped
from orchestrator.cli.exit_codes import ExitCode
from orchestrator.cli.output import print_json, say, table
from orchestrator.cli.site import Apply

app = typer.Typer(help="What lists of advisories suggest; nothing binds by itself.", no_args_is_help=True)

_ARCHIVE = ".zip"


@app.command(name="import")
def import_files(
    files: Annotated[
        list[Path], typer.Argument(help="CISA's known_exploited_vulnerabilities.json, OSV files or archives.")
    ],
    apply: Apply = False,
    mapping: Annotated[
        Path | None, typer.Option(help="Your own advisory-mapping.yml, instead of the one that we ship.")
    ] = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Read lists of advisories from disk and say what they suggest; with --apply, keep it.

    Example: classroom safeguards suggestions import known_exploited_vulnerabilities.json --apply
    """
    form: dict[str, Any] = {"files": _texts(files), "apply": apply}
    if mapping is not None:
        form["mapping"] = _text(mapping)
    with calling(server) as client:
        done = client.post("/safeguards/suggestions/import", form)
    if as_json:
        print_json(done)
        return
    say(*(file["text"] for file in done["files"]), "")
    _show(done["suggestions"])
    say(done["text"])
    if (done["new"] or done["changed"] or done["withdrawn"]) and not done["applied"]:
        say("To apply it: the same command with --apply")


@app.command(name="list")
def list_suggestions(
    item: Annotated[str | None, typer.Option(help="Only about this item.")] = None,
    dismissed: Annotated[
        bool, typer.Option("--dismissed", help="The dismissed ones instead of the open ones.")
    ] = False,
    after: Annotated[str | None, typer.Option(help="After this suggestion: the next page.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 20,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List what is suggested, newest number first, each with the day of its list.

    Example: classroom safeguards suggestions list --item firefox
    """
    with calling(server) as client:
        page = client.get(
            "/safeguards/suggestions", item=item, dismissed=True if dismissed else None, after=after, limit=limit
        )
    if as_json:
        print_json(page)
        return
    if not page["suggestions"]:
        say("Nothing is suggested. To read a list of advisories: classroom safeguards suggestions import FILE")
    _show(page["suggestions"])
    if page["next"]:
        say(f"There are more: add --after {page['next']}")


@app.command()
def dismiss(
    suggestion: Annotated[str, typer.Argument(help="Id of the suggestion.", show_default=False)],
    reason: Annotated[str, typer.Option(help="Why nothing comes of it, in a sentence.", show_default=False)],
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Say why nothing comes of a suggestion. It comes back when its advisory says something else.

    Example: classroom safeguards suggestions dismiss kev:CVE-2026-10001:firefox --reason "We deliver the mended build."
    """
    with calling(server) as client:
        done = client.post(f"/safeguards/suggestions/{part(suggestion)}/dismiss", {"reason": reason})
    if as_json:
        print_json(done)
        return
    say(f"Dismissed: {done['id']}.", f"Reason: {done['dismissal']['reason']}")


def _show(suggestions: list[dict[str, Any]]) -> None:
    if not suggestions:
        return
    rows = [(s["id"], s["kind"]["text"], s["version"] or "", _said(s)) for s in suggestions]
    table(("Suggestion", "What", "Version", "Why"), rows, empty="")
    say("")


def _said(suggestion: dict[str, Any]) -> str:
    dismissal = suggestion.get("dismissal")
    if not dismissal:
        return str(suggestion["text"])
    reason = dismissal["reason"] or "(the words were erased)"
    return f"{suggestion['text']} Dismissed by {dismissal['by']['name']}: {reason}"


def _texts(files: list[Path]) -> dict[str, str]:
    """What the service takes: texts by name, archives in base64. Files of one name in two folders keep their paths."""
    names = [file.name for file in files]
    return {
        file.name if names.count(file.name) == 1 else file.as_posix(): _archive(file)
        if file.suffix.lower() == _ARCHIVE
        else _text(file)
        for file in files
    }


def _archive(file: Path) -> str:
    return base64.b64encode(_bytes(file)).decode("ascii")


def _text(file: Path) -> str:
    try:
        return _bytes(file).decode("utf-8")
    except UnicodeDecodeError as error:
        raise stopped(
            ExitCode.INVALID, f"{file} is no UTF-8 text: byte {error.start} cannot be read.", "Save it as UTF-8."
        ) from None


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise stopped(ExitCode.NOT_FOUND, f"{file} is not there.") from None
    except OSError as error:
        raise stopped(ExitCode.INVALID, f"{file} cannot be read: {error.strerror}.") from None
