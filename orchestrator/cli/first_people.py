"""``classroom people create-admin``: the first account, made on the host itself."""

from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError

from orchestrator.cli.client import stopped
from orchestrator.cli.exit_codes import ExitCode
from orchestrator.cli.host import operator
from orchestrator.cli.installation import open_installation, refused, settings_or_stop
from orchestrator.cli.output import say
from orchestrator.cli.typed_secrets import FromStdin, typed_twice
from orchestrator.domain.errors import Refusal

if TYPE_CHECKING:
    from orchestrator.services.people import NewPerson
    from orchestrator.settings import Settings


def create_admin(
    login: Annotated[str, typer.Argument(help="What the person shall sign in with.", show_default=False)],
    name: Annotated[str, typer.Option(help="Name as people say it.", show_default=False)],
    email: Annotated[str, typer.Option(help="Where mail goes.")] = "",
    language: Annotated[str, typer.Option(help="en or de.")] = "en",
    from_stdin: FromStdin = False,
) -> None:
    """Make an administrator, on the host itself: the first one, or when all have lost their passwords.

    The service need not run. Whoever can read the settings may do this, and the record says who did.

    Example: classroom people create-admin ida.rhodes --name "Ida Rhodes"
    """
    settings = settings_or_stop()
    command = _checked(settings, login=login, name=name, email=email, language=language)
    with open_installation(settings) as parts:
        from orchestrator.services.first_people import create_administrator

        password = typed_twice("Password", from_stdin=from_stdin)
        tools = parts.toolbox
        try:
            person = create_administrator(
                command,
                password,
                operator=operator(),
                transactions=tools.transactions,
                clock=tools.clock,
                new_id=tools.new_id,
                hasher=tools.hasher,
            )
        except Refusal as refusal:
            raise refused(refusal, settings) from None
    say(f"{person.name} is an administrator.", f"To sign in while the service runs: classroom login {person.login}")


def _checked(settings: "Settings", **said: str) -> "NewPerson":
    """The person, if the service would take them, too."""
    from api.payloads import field_problems
    from api.schemas.people import NewPersonIn
    from orchestrator.services.wording import choose_language, words

    try:
        return NewPersonIn.model_validate(said).command()
    except ValidationError as error:
        language = choose_language("", settings.language)
        problems = field_problems(error.errors())
        lines = [f"{found.field} ({found.value}): {words(found, language)}" for found in problems]
        raise stopped(ExitCode.INVALID, "Nobody has been made.", *lines) from None
