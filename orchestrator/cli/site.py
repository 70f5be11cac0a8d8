"""``classroom site``: the files that describe rooms, seats and machines."""

from pathlib import Path
from typing import Annotated, Any

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, stopped
from orchestrator.cli.exit_codes import ExitCode
from orchestrator.cli.output import print_json, say, table

app = typer.Typer(help="The files that describe rooms, seats and machines.", no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(help="Folder with the files.", show_default=False)]
Apply = Annotated[bool, typer.Option("--apply", help="Change what differs, instead of only saying so.")]
PlansFromFiles = Annotated[
    bool,
    typer.Option(
        "--plans-from-files", help="Draw the seats as the files say, also where their plan was drawn in the service."
    ),
]
_SUFFIXES = {".yml", ".yaml"}


@app.callback()
def _site() -> None:
    """The files that describe rooms, seats and machines."""


@app.command(name="import")
def import_files(
    folder: Folder,
    apply: Apply = False,
    plans_from_files: PlansFromFiles = False,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Compare the rooms with the files of a folder; with --apply, bring them to what the files say.

    Example: classroom site import inventory/example --apply
    """
    files = read_files(folder)
    with calling(server) as client:
        done = client.post("/site/import", {"files": files, "apply": apply, "plans_from_files": plans_from_files})
    show_changes(done, as_json=as_json)


def read_files(folder: Path) -> dict[str, str]:
    """The texts of all YAML files below a folder by path; hidden ones are passed over."""
    if not folder.exists():
        raise stopped(ExitCode.NOT_FOUND, f"{folder} is not there.", "Name the folder that holds the YAML files.")
    if not folder.is_dir():
        raise stopped(ExitCode.INVALID, f"{folder} is no folder.")
    files: dict[str, str] = {}
    for file in sorted(folder.rglob("*")):
        below = file.relative_to(folder)
        if file.suffix not in _SUFFIXES or any(name.startswith(".") for name in below.parts) or not file.is_file():
            continue
        try:
            files[below.as_posix()] = file.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise stopped(
                ExitCode.INVALID, f"{file} is no UTF-8 text: byte {error.start} cannot be read.", "Save it as UTF-8."
            ) from None
        except OSError as error:
            raise stopped(ExitCode.INVALID, f"{file} cannot be read: {error.strerror}.") from None
    if not files:
        raise stopped(ExitCode.INVALID, f"{folder} has no YAML files.")
    return files


def show_changes(done: dict[str, Any], *, as_json: bool) -> None:
    """Print what an import changed, or would change."""
    if as_json:
        print_json(done)
        return
    if done["changes"]:
        rows = [
            (change["type"]["text"], change["thing"]["text"], change["name"], change["within"], _fields(change))
            for change in done["changes"]
        ]
        table(("Change", "What", "Name", "In", "Fields"), rows, empty="")
        say("")
    for key, words in (
        ("classrooms_not_in_files", "Rooms that the files don't have, left alone"),
        ("machines_not_in_files", "Machines that the files don't have"),
    ):
        if done[key]:
            say(f"{words}: {', '.join(done[key])}.")
    for kept in done.get("plans_kept", ()):
        say(kept["text"])
    if done.get("plans_kept"):
        say("To take the files' plans instead: the same command with --plans-from-files")
    say(done["text"])
    if done["changes"] and not done["applied"]:
        say("To apply it: the same command with --apply")


def _fields(change: dict[str, Any]) -> str:
    if change["type"]["code"] != "changed":
        return ""
    return "; ".join(f"{f['field']}: {f['before'] or '-'} → {f['after'] or '-'}" for f in change["fields"])
