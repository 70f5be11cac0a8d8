"""The command ``classroom``: mounts one sub-command per noun."""

import typer

from orchestrator.cli import (
    audit,
    catalog,
    checkpoints,
    classrooms,
    collections,
    db,
    first_people,
    lab,
    login,
    owed,
    passwords,
    people,
    plans,
    record,
    record_keys,
    requests,
    rollouts,
    service,
    sessions,
    site,
    tokens,
    wishes,
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
    "wishes": wishes,
    "plans": plans,
    "rollouts": rollouts,
    "site": site,
    "people": people,
    "sessions": sessions,
    "tokens": tokens,
    "record": record,
    "audit": audit,
    "lab": lab,
    "db": db,
    "collections": collections,
}.items():
    app.add_typer(noun.app, name=name)
audit.app.add_typer(record_keys.app, name="keys")
audit.app.command()(checkpoints.checkpoint)
audit.app.command()(checkpoints.checkpoints)
people.app.command()(passwords.change_password)
people.app.command()(passwords.redeem)
people.app.command()(first_people.create_admin)
app.command()(owed.owed)
app.command()(login.login)
app.command()(login.logout)
app.command()(login.whoami)
app.command()(service.serve)
app.command()(service.worker)
app.command()(demo)
