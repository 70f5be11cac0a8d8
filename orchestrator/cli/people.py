"""``classroom people``: accounts and their roles."""

from typing import Annotated, Any

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part, stopped
from orchestrator.cli.confirmation import ask_whether
from orchestrator.cli.exit_codes import ExitCode
from orchestrator.cli.output import facts, here, print_json, say, table

app = typer.Typer(help="People, their roles and their passwords.", no_args_is_help=True)

Login = Annotated[str, typer.Argument(help="What the person signs in with, such as ada.lovelace.", show_default=False)]
ROLE_HELP = (
    "instructor, coordinator, technician, manager, security_officer, auditor or administrator; for a part of the site "
    "technician@building:NAME, @department:NAME or @classroom:CODE. Steering and managing then hold only there; "
    "looking and asking, also on behalf, hold in every room."
)


@app.command(name="list")
def list_people(
    after: Annotated[str | None, typer.Option(help="Behind this login: the next page.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 50,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """List people with their roles, by login.

    Example: classroom people list
    """
    with calling(server) as client:
        page = client.get("/people", after=after, limit=limit)
    if as_json:
        print_json(page)
        return
    rows = [(p["login"], p["name"], _roles(p), _account(p)) for p in page["people"]]
    table(("Login", "Name", "Roles", "Account"), rows, empty="There is nobody behind that login.")
    if page["next"]:
        say("", f"There are more: add --after {page['next']}")


@app.command()
def show(login: Login, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Show a person with each role, where it holds, and its id.

    Example: classroom people show ada.lovelace
    """
    with calling(server) as client:
        person = client.get(f"/people/{part(login)}")
    _show(person, as_json=as_json)


@app.command()
def invite(
    login: Login,
    name: Annotated[str, typer.Option(help="Name as people say it.", show_default=False)],
    roles: Annotated[list[str], typer.Option("--role", help=ROLE_HELP + " May be repeated.")] = [],  # noqa: B006 - typer's way to declare a repeated option
    email: Annotated[str, typer.Option(help="Where mail goes.")] = "",
    language: Annotated[str, typer.Option(help="en or de.")] = "en",
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Make an account, and a code with which its owner sets the first password.

    Example: classroom people invite ada.lovelace --name "Prof. Ada Lovelace" --role instructor
    """
    form = {"login": login, "name": name, "email": email, "language": language, "roles": [_role(r) for r in roles]}
    with calling(server) as client:
        offered = client.post("/people", form)
    _offer(offered, f"{name} has an account.", as_json=as_json)


@app.command(name="invite-again")
def invite_again(login: Login, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Make a new code for somebody who has set no password yet; the one before holds no more.

    Example: classroom people invite-again ada.lovelace
    """
    with calling(server) as client:
        offered = client.post(f"/people/{part(login)}/invitation")
    _offer(offered, f"{offered['person']['name']} is invited again.", as_json=as_json)


@app.command(name="reset-password")
def reset_password(login: Login, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Make a code with which a person sets another password; the old one holds until then.

    Example: classroom people reset-password ada.lovelace
    """
    with calling(server) as client:
        offered = client.post(f"/people/{part(login)}/password-reset")
    _offer(offered, f"{offered['person']['name']} can set another password.", as_json=as_json)


@app.command()
def grant(
    login: Login,
    role: Annotated[str, typer.Argument(help=ROLE_HELP, show_default=False)],
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Give a person a role, on the whole campus or a part of it.

    Example: classroom people grant tom.kilburn "technician@building:Main building"
    """
    with calling(server) as client:
        person = client.post(f"/people/{part(login)}/roles", _role(role))
    _show(person, as_json=as_json)


@app.command()
def revoke(
    login: Login,
    role: Annotated[str, typer.Argument(help="The role as it was given, or its id.", show_default=False)],
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Take a role from a person. It holds no more from the next call on.

    Example: classroom people revoke tom.kilburn "technician@building:Main building"
    """
    with calling(server) as client:
        held = client.get(f"/people/{part(login)}")
        person = client.delete(f"/people/{part(login)}/roles/{part(_id_of(held, role))}")
    _show(person, as_json=as_json)


@app.command()
def deactivate(
    login: Login,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask whether you mean it.")] = False,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Let a person do nothing any more, from the next call on. What they did stays in the record.

    Example: classroom people deactivate ada.lovelace
    """
    with calling(server) as client:
        person = client.get(f"/people/{part(login)}")
        if not yes:
            ask_whether(f"{person['name']} will be signed out everywhere, and every token of theirs ends. Go on?")
        person = client.post(f"/people/{part(login)}/deactivation")
    _show(person, as_json=as_json)


@app.command()
def reactivate(login: Login, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Let a person who was deactivated sign in again, with the roles and the password that they had.

    Example: classroom people reactivate ada.lovelace
    """
    with calling(server) as client:
        person = client.delete(f"/people/{part(login)}/deactivation")
    _show(person, as_json=as_json)


def where(scope: dict[str, Any]) -> str:
    """Where a role holds, in words."""
    kind: str = scope["kind"]["text"]
    return f"{scope['name']} ({kind})" if scope["name"] else kind


def _role(text: str) -> dict[str, Any]:
    """A role as people type it: ``technician`` or ``technician@building:Main building``; the service checks it."""
    role, _, scope = text.partition("@")
    kind, _, name = scope.partition(":")
    named = {"kind": kind.strip() or "campus", "name": name.strip() or None}
    return {"role": role.strip().replace("-", "_"), "scope": named}


def _typed(role: dict[str, Any]) -> str:
    """A role as people type it."""
    scope = role["scope"]
    code: str = role["role"]["code"]
    return code if scope["kind"]["code"] == "campus" else f"{code}@{scope['kind']['code']}:{scope['name']}"


def _id_of(person: dict[str, Any], role: str) -> str:
    """The id of a role that a person holds, said as it was given; anything else is taken for an id."""
    for held in person["roles"]:
        if role == held["id"] or _role(role.casefold()) == _role(_typed(held).casefold()):
            return str(held["id"])
    has = ", ".join(map(_typed, person["roles"])) or "none"
    raise stopped(ExitCode.NOT_FOUND, f"{person['name']} does not hold the role {role}. Roles held: {has}.")


def _show(person: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(person)
        return
    facts(
        [
            ("Login", person["login"]),
            ("Name", person["name"]),
            ("E-mail", person["email"]),
            ("Language", person["language"]),
            ("Since", here(person["created_at"])),
            ("Account", _account(person)),
        ]
    )
    say("")
    rows = [
        (r["role"]["text"], where(r["scope"]), here(r["since"]), r["by"]["name"], _typed(r)) for r in person["roles"]
    ]
    table(("Role", "Where", "Since", "Given by", "As typed"), rows, empty="No role. To give one: people grant")


def _offer(offered: dict[str, Any], done: str, *, as_json: bool) -> None:
    if as_json:
        print_json(offered)
        return
    say(
        f"{done} Hand this code over; it is told only now, works once, and holds until {here(offered['expires_at'])}:",
        "",
        f"  {offered['code']}",
        "",
        "Its owner sets the password with: classroom people redeem",
    )


def _roles(person: dict[str, Any]) -> str:
    return ", ".join(
        f"{role['role']['text']} ({role['scope']['name']})" if role["scope"]["name"] else role["role"]["text"]
        for role in person["roles"]
    )


def _account(person: dict[str, Any]) -> str:
    if person["deactivated_at"]:
        return f"deactivated on {here(person['deactivated_at'])}"
    return "invited" if person["invited"] else "active"
