"""``classroom login``, ``logout`` and ``whoami``: who the further commands are, at which service."""

import os
import socket
import sys
from typing import Annotated, Any

import typer

from orchestrator.cli import kept_tokens
from orchestrator.cli.client import (
    DEFAULT_SERVER,
    TOKEN_VARIABLE,
    Json,
    Server,
    calling,
    calling_as_nobody,
    checked,
    stopped,
)
from orchestrator.cli.exit_codes import ExitCode
from orchestrator.cli.kept_tokens import KeptToken
from orchestrator.cli.output import facts, here, print_json, say, table
from orchestrator.cli.people import where
from orchestrator.cli.servers import normal
from orchestrator.cli.typed_secrets import FromStdin, typed

_DAYS = 30
"""How long a login lasts where nothing else is said."""
_NAME_CHARACTERS = 60


def login(
    name: Annotated[str | None, typer.Argument(metavar="LOGIN", help="What you sign in with.")] = None,
    days: Annotated[int, typer.Option(min=1, max=366, help="How long it lasts.")] = _DAYS,
    from_stdin: FromStdin = False,
    server: Server = DEFAULT_SERVER,
) -> None:
    """Sign in. The password is asked for; what is kept is a token, in a file that nobody else may read.

    Example: classroom login ada.lovelace
    """
    checked(server)
    who = name or _asked()
    password = typed("Password", from_stdin=from_stdin)
    with calling_as_nobody(server) as client:
        client.sign_in(who, password)
        try:
            person = client.get("/me")["person"]
            named = f"login on {socket.gethostname()}"[:_NAME_CHARACTERS]
            made = client.post("/tokens", {"name": named, "days": days, "permissions": None})
        finally:
            # The session was there only to get the token.
            client.sign_out()
    kept = KeptToken(normal(server), person["login"], made["token"]["expires_at"], made["text"])
    before = kept_tokens.read_for_revoking(server)
    try:
        file = kept_tokens.keep(kept)
    except OSError as error:
        _revoke(server, kept)
        raise stopped(
            ExitCode.FAULT, f"The token cannot be kept: {error}", "XDG_CONFIG_HOME says below which folder it is kept."
        ) from None
    if before:
        _revoke(server, before)
    say(f"Signed in as {person['name']} until {here(kept.expires_at)}.", f"The token is kept in {file}")
    _tell_of_variable()


def logout(server: Server = DEFAULT_SERVER) -> None:
    """Sign out: the token that login kept is revoked, and its file removed.

    Example: classroom logout
    """
    checked(server)
    kept = kept_tokens.read_for_revoking(server)
    if kept:
        _revoke(server, kept)
    was_there = kept_tokens.forget(server)
    if kept:
        say(f"{kept.login} is signed out; the token holds no more.")
    elif was_there:
        say("The file is removed; it held no token that could be revoked.")
    else:
        say(f"Nobody was signed in at {server}.")
    _tell_of_variable()


def whoami(server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Say who you are, what you may do, and how long your token holds.

    Example: classroom whoami
    """
    with calling(server) as client:
        me = client.get("/me")
    if as_json:
        print_json(me)
        return
    person, token = me["person"], me["token"]
    facts(
        [
            ("Login", person["login"]),
            ("Name", person["name"]),
            ("E-mail", person["email"]),
            ("Token", f"{token['name']}, until {here(token['expires_at'])}" if token else ""),
            ("You may", "; ".join(map(_held, me["permissions"]))),
        ]
    )
    say("")
    rows = [(role["role"]["text"], where(role["scope"]), here(role["since"])) for role in me["roles"]]
    table(("Role", "Where", "Since"), rows, empty="You hold no role yet. A manager gives roles: people grant.")


def _held(permission: dict[str, Any]) -> str:
    """Something that one may do, and where, unless that is everywhere."""
    text: str = permission["text"]
    return text if permission["everywhere"] else f"{text} (only in {', '.join(map(where, permission['scopes']))})"


def _asked() -> str:
    if not sys.stdin.isatty():
        raise stopped(ExitCode.USAGE, "Who signs in? Say it: classroom login LOGIN")
    return str(typer.prompt("Login"))


def _revoke(server: str, kept: KeptToken) -> None:
    with calling(server, token=kept.token) as client:
        client.sign_out()


def _tell_of_variable() -> None:
    if os.environ.get(TOKEN_VARIABLE):
        print(f"{TOKEN_VARIABLE} is set: commands use that token, not the one of login.", file=sys.stderr)
