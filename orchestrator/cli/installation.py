"""What commands on the host itself begin with: the settings, and the database that they name, or a sentence."""

import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn

import typer
from pydantic import ValidationError

from orchestrator.cli.client import stopped
from orchestrator.cli.exit_codes import EXIT_CODES, ExitCode
from orchestrator.cli.next_steps import next_step
from orchestrator.domain.errors import Refusal
from orchestrator.settings import Settings, SettingsFileWrong, load_settings

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from orchestrator.bootstrap import Parts


def settings_or_stop() -> Settings:
    """The settings; where they cannot be read, the command ends with words."""
    try:
        return load_settings()
    except FileNotFoundError as error:
        stop(f"CLASSROOM_SETTINGS names {error}, which is not there.", "Correct the variable, or unset it.")
    except SettingsFileWrong as error:
        stop(f"{error}.", "Correct the file that CLASSROOM_SETTINGS names.")
    except ValidationError as error:
        stop(*map(_wrong, error.errors()), "Correct these settings and start again.")


def _wrong(problem: "ErrorDetails") -> str:
    """A setting's name, its value where that may be shown, and what would be right."""
    right = problem["msg"].removeprefix("Value error, ").replace("Input should", "it should").rstrip(".")
    if not problem["loc"]:
        return f"{right}."
    field = str(problem["loc"][0])
    # A field that keeps its value out of logs keeps it out of here, too.
    value = f" is {problem['input']!r}" if Settings.model_fields[field].repr else ""
    return f"CLASSROOM_{field.upper()}{value}: {right}."


@contextlib.contextmanager
def open_installation(settings: Settings) -> Iterator["Parts"]:
    """The installation's parts over its database; where that cannot be used, the command ends with words."""
    # The service's parts take seconds to import; only the commands that work with them pay for it.
    from orchestrator.adapters.db.errors import UnmigratedDatabase, UnusableDatabase
    from orchestrator.bootstrap import assembled

    try:
        with assembled(settings) as parts:
            yield parts
    except UnmigratedDatabase as error:
        stop(
            f"{error}.",
            "To make them: classroom db migrate",
            "If another database is meant, name its settings file: CLASSROOM_SETTINGS=FILE, before the command.",
        )
    except UnusableDatabase as error:
        stop(f"The database cannot be worked with: {error}", "Check CLASSROOM_DATABASE_URL: classroom db status")


def not_usable(error: OSError, settings: str) -> tuple[str, str]:
    """What to say of a file or folder that cannot be used; ``settings`` names where it may come from."""
    what = f"{error.filename} cannot be used: {error.strerror}."
    return what, f"Check {settings}: this user must be able to write there."


def refused(refusal: Refusal, settings: Settings) -> typer.Exit:
    """Say what was refused, in the site's language, and give what to raise to end the command."""
    from orchestrator.services.wording import choose_language, words

    step = next_step({"code": refusal.code, **refusal.details()})
    lines = [words(refusal, choose_language("", settings.language)), *([f"Try: {step}"] if step else [])]
    return stopped(EXIT_CODES.get(refusal.code, ExitCode.FAULT), *lines)


def stop(*lines: str) -> NoReturn:
    """End the command: something on this host is not as it must be."""
    for line in lines:
        print(line, file=sys.stderr)
    raise typer.Exit(ExitCode.FAULT)
