"""Secrets that somebody types: never an argument, because everybody on this host can read a program's arguments."""

import getpass
import sys
from typing import Annotated

import typer

from orchestrator.cli.client import stopped
from orchestrator.cli.exit_codes import ExitCode

FromStdin = Annotated[
    bool,
    typer.Option("--password-stdin", help="Read secrets from standard input, one a line, at a terminal too."),
]


def typed(what: str, *, from_stdin: bool) -> str:
    """A secret: asked for on a terminal without showing it, else the next line of standard input."""
    if from_stdin or not sys.stdin.isatty():
        line = sys.stdin.readline()
        secret = line.rstrip("\r\n")
        if not secret:
            raise stopped(ExitCode.USAGE, f"{what} did not come: standard input has no such line.")
        return secret
    try:
        secret = getpass.getpass(f"{what}: ")
    except (EOFError, KeyboardInterrupt):
        raise stopped(ExitCode.USAGE, "", f"{what} was not typed; nothing has been done.") from None
    if not secret:
        raise stopped(ExitCode.USAGE, f"{what} is empty; nothing has been done.")
    return secret


def typed_twice(what: str, *, from_stdin: bool) -> str:
    """A new secret: on a terminal typed twice, because nobody sees what was typed."""
    secret = typed(what, from_stdin=from_stdin)
    if from_stdin or not sys.stdin.isatty():
        return secret
    if typed(f"{what}, again", from_stdin=False) != secret:
        raise stopped(ExitCode.INVALID, "The two are not the same; nothing has been done.")
    return secret
