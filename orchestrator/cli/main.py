"""The command ``classroom``: mounts one sub-command per noun."""

import typer

from orchestrator.cli import (
    advice,
    audit,
    blackouts,
    catalog,
    checkpoints,
    classrooms,
    collections,
    connections,
    contests,
    db,
    doctor,
    documents,
    exemptions,
    figures,
    first_people,
    holds,
    lab,
    letters,
    login,
    notices,
    overrides,
    owed,
    passwords,
    people,
    plans,
    record,
    record_keys,
    requests,
    rollouts,
    rulers,
    rules,
    safeguards,
    service,
    sessions,
    site,
    suggestions,
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
    "notices": notices,
    "letters": letters,
    "wishes": wishes,
    "plans": plans,
    "rollouts": rollouts,
    "connections": connections,
    "overrides": overrides,
    "holds": holds,
    "safeguards": safeguards,
    "blackouts": blackouts,
    "site": site,
    "people": people,
    "sessions": sessions,
    "tokens": tokens,
    "rules": rules,
    "record": record,
    "audit": audit,
    "figures": figures,
    "lab": lab,
    "db": db,
    "collections": collections,
    "documents": documents,
    "rulers": rulers,
    "contests": contests,
    "exemptions": exemptions,
}.items():
    app.add_typer(noun.app, name=name)
requests.app.command()(advice.recommend)
requests.app.command()(advice.advice)
requests.app.command()(advice.heed)
requests.app.command(name="take-back-advice")(advice.take_back)
requests.app.command()(advice.sign_off)
safeguards.app.add_typer(suggestions.app, name="suggestions")
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
app.command()(doctor.doctor)
app.command()(demo)
