"""``classroom doctor``: what is wrong with this installation, and what to do about it; on the host itself."""

from collections.abc import Iterator
from typing import Annotated

import typer

from orchestrator.cli import examinations
from orchestrator.cli.examinations import Finding, Health
from orchestrator.cli.exit_codes import ExitCode
from orchestrator.cli.installation import open_installation, settings_or_stop
from orchestrator.cli.output import print_json, say, table
from orchestrator.settings import Settings

AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]


def doctor(as_json: AsJson = False) -> None:
    """Look this installation over, and say what is broken or wants attention; exit status 1 if something is broken.

    Database and tables, the record's keys, Ansible and its collections, secrets by name, the distribution point, the
    worker of this host, whether there is an administrator, for which categories nobody independent could rule on a
    contest, and in which rooms nobody could confirm one. It changes nothing, and shows no secret.

    Example: classroom doctor
    """
    found = list(_looked_over(settings_or_stop()))
    broken = any(finding.health is Health.BROKEN for finding in found)
    if as_json:
        told = [{"what": f.what, "health": f.health.value, "said": f.said, "do": f.do} for f in found]
        print_json({"findings": told})
    else:
        table(("What", "How", "Seen"), [(f.what, f.health.value, f.said) for f in found], empty="Nothing was seen.")
        steps = [f"{f.what}: {f.do}" for f in found if f.do]
        if steps:
            say("", "What to do:", *(f"- {step}" for step in steps))
    if broken:
        raise typer.Exit(ExitCode.FAULT)


def _looked_over(settings: Settings) -> Iterator[Finding]:
    """All looks, in the order in which things need each other; what needs the database is left out without it."""
    database = examinations.of_database(settings)
    yield database
    if database.health is Health.OK:
        with open_installation(settings) as parts:
            yield examinations.of_record_keys(settings, parts)
            yield from examinations.of_ansible(settings)
            yield from examinations.of_secrets(settings, parts)
            yield examinations.of_distribution_point(settings)
            yield examinations.of_worker(settings)
            yield examinations.of_administrators(parts)
            yield from examinations.of_rulers(parts)
            yield from examinations.of_confirmers(parts)
    else:
        yield examinations.of_record_keys(settings, None)
        yield from examinations.of_ansible(settings)
        yield examinations.of_distribution_point(settings)
        yield examinations.of_worker(settings)
