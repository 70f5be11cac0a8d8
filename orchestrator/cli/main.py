"""The command ``classroom``: mounts one sub-command per noun."""

import typer

from orchestrator.cli import (
    catalog,
    classrooms,
    collections,
    db,
    lab,
    plans,
    requests,
    rollouts,
    service,
    site,
)
from orchestrator.cli.demo.command import demo

app = typer.Typer(
    help="Software that instructors ask for, on the classroom machines, in time.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for name, noun in {
    "classrooms": classrooms,
    "catalog": catalog,
    "requests": requests,
    "plans": plans,
    "rollouts": rollouts,
    "site": site,
    "lab": lab,
    "db": db,
    "collections": collections,
}.items():
    app.add_typer(noun.app, name=name)
app.command()(service.serve)
app.command()(service.worker)
app.command()(demo)
