"""``classroom collections``: the Ansible collections, without Galaxy."""

from pathlib import Path
from typing import Annotated

import typer

from orchestrator.adapters.ansible.collections import (
    PACKAGE,
    WheelIncomplete,
    WheelNotAvailable,
    WheelNotGenuine,
    install_collections,
    installed_collections,
)

DEFAULT_TARGET = Path(__file__).resolve().parents[2] / ".collections"
"""``.collections`` in the root of the clone."""

Into = Annotated[Path, typer.Option("--into", help="Directory that holds ansible_collections.", show_default=False)]

Wheel = Annotated[Path | None, typer.Option("--wheel", help="A copy of the wheel, instead of downloading it.")]

app = typer.Typer(help="The Ansible collections that installations need.", no_args_is_help=True)


@app.command()
def install(
    into: Into = DEFAULT_TARGET,
    wheel: Wheel = None,
) -> None:
    """Take the collections out of the ansible wheel, whose checksum is known.

    Example: classroom collections install --wheel ~/Downloads/ansible-12.3.0-py3-none-any.whl
    """
    try:
        changed = install_collections(into, wheel=wheel)
    except WheelNotAvailable as refusal:
        _stop(
            f"The wheel of {refusal.package} could not be had: {refusal.reason}",
            "Without a network, copy it from another computer and run: classroom collections install --wheel FILE",
        )
    except WheelNotGenuine as refusal:
        _stop(
            f"{refusal.file} is not the wheel of {PACKAGE}: its SHA-256 is {refusal.found}, not {refusal.expected}.",
            "Nothing was unpacked. Fetch it again, or run: classroom collections install",
        )
    except WheelIncomplete as refusal:
        _stop(f"{refusal.file} lacks {', '.join(refusal.missing)}.", "Nothing was changed.")
    except OSError as error:
        _stop(f"{error.filename or into} cannot be written: {error.strerror}.", "Choose another folder: --into")
    typer.echo(f"{'Installed in' if changed else 'Already there:'} {into}")


@app.command(name="list")
def list_installed(into: Into = DEFAULT_TARGET) -> None:
    """Say which collections are there.

    Example: classroom collections list
    """
    found = installed_collections(into)
    for name, version in found.items():
        typer.echo(f"{name:<24} {version}")
    if not found:
        _stop(f"There are none from the wheel in {into}.", "To have them: classroom collections install")


def _stop(*lines: str) -> None:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)
