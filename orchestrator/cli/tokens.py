"""``classroom tokens``: by which your programs call the service."""

from typing import Annotated, Any

import typer

from orchestrator.cli.client import DEFAULT_SERVER, TOKEN_VARIABLE, Json, Server, calling, part
from orchestrator.cli.output import here, print_json, say, table

app = typer.Typer(help="Tokens, by which your programs call the service.", no_args_is_help=True)


@app.command(name="list")
def list_tokens(
    after: Annotated[str | None, typer.Option(help="Older than this token: the next page.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 50,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List your tokens, newest first, those that are over included.

    Example: classroom tokens list
    """
    with calling(server) as client:
        page = client.get("/tokens", after=after, limit=limit)
    if as_json:
        print_json(page)
        return
    rows = [(t["id"], t["name"], _allows(t), here(t["used_at"])[:10] or "never", _until(t)) for t in page["tokens"]]
    empty = "You have no tokens. To make one: classroom tokens make NAME"
    table(("Token", "What it is for", "Allows", "Last used", "Until"), rows, empty=empty)
    if page["next"]:
        say("", f"There are more: add --after {page['next']}")


@app.command()
def make(
    name: Annotated[str, typer.Argument(help="What it is for.", show_default=False)],
    days: Annotated[int, typer.Option(min=1, max=366, help="How long it holds.")] = 90,
    permissions: Annotated[
        list[str],
        typer.Option("--permission", help="What it allows at most, such as read; else all. May be repeated."),
    ] = [],  # noqa: B006 - typer's way to declare a repeated option
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Make a token. It is shown this once.

    Example: classroom tokens make "nightly report" --days 30 --permission read
    """
    with calling(server) as client:
        made = client.post("/tokens", {"name": name, "days": days, "permissions": permissions or None})
    if as_json:
        print_json(made)
        return
    say(
        f"The token holds until {here(made['token']['expires_at'])}. It is shown only now:",
        "",
        f"  {made['text']}",
        "",
        f"Programs show it by the variable {TOKEN_VARIABLE}, or by the header: Authorization: Bearer …",
    )


@app.command()
def revoke(
    token_id: Annotated[str, typer.Argument(help="Id of the token.", show_default=False)],
    server: Server = DEFAULT_SERVER,
) -> None:
    """Let one of your tokens hold no more, from its next call on.

    Example: classroom tokens revoke 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        client.delete(f"/tokens/{part(token_id)}")
    say("The token holds no more.")


def _allows(token: dict[str, Any]) -> str:
    allowed = token["permissions"]
    return "all" if allowed is None else ", ".join(permission["code"] for permission in allowed)


def _until(token: dict[str, Any]) -> str:
    return "revoked" if token["revoked_at"] else here(token["expires_at"])[:10]
