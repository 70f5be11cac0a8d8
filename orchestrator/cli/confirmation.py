"""Questions before something that cannot be undone."""

import sys

import typer

from orchestrator.cli.client import stopped
from orchestrator.cli.exit_codes import ExitCode


def ask_whether(question: str) -> None:
    """Ask on the terminal, and end the command unless somebody says yes; where nobody can be asked, nobody did."""
    if not sys.stdin.isatty():
        raise stopped(ExitCode.USAGE, "Nothing has been done, because nobody can be asked here: add --yes")
    try:
        said_yes = typer.confirm(question)
    except typer.Abort:
        said_yes = False
        print(file=sys.stderr)
    if not said_yes:
        raise stopped(ExitCode.USAGE, "Nothing has been done.")
