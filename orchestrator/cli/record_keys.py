"""``classroom audit keys``: the keys by which the record is signed, on the host itself."""

from typing import TYPE_CHECKING, Annotated

import typer

from orchestrator.cli.client import stopped
from orchestrator.cli.confirmation import ask_whether
from orchestrator.cli.exit_codes import ExitCode
from orchestrator.cli.host import operator
from orchestrator.cli.installation import stop
from orchestrator.cli.output import print_json, say
from orchestrator.cli.signing import opened_with_keys
from orchestrator.domain.signed_notes import VerifierKey

if TYPE_CHECKING:
    from orchestrator.adapters.signing.keyring import Keyring

app = typer.Typer(help="The keys by which the record is signed.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]


@app.command("list")
def list_keys(as_json: AsJson = False) -> None:
    """Show the public keys, oldest first, in the form in which they are handed on.

    Keep them in a place that this host's owner cannot change: who checks the record later has to trust one of them.

    Example: classroom audit keys list
    """
    with opened_with_keys() as (_, keyring):
        signing = {signer.key for signer in keyring.signers()}
        keys = keyring.verifier_keys()
    if as_json:
        print_json({"keys": [{"key": str(key), "signs": key in signing} for key in keys]})
        return
    for key in keys:
        say(f"{key}  {'signs' if key in signing else 'retired'}")


@app.command()
def add() -> None:
    """Make a new key. From now on both sign; after some weeks, when everybody has the new one, retire the old one.

    Example: classroom audit keys add
    """
    with opened_with_keys() as (parts, keyring):
        from orchestrator.services.record_keys import add_key

        key = add_key(keyring, actor=operator(), transactions=parts.toolbox.transactions, clock=parts.toolbox.clock)
    say(str(key), "It signs from the next checkpoint on. Hand it on to all who check the record.")


@app.command()
def retire(
    key_id: Annotated[str, typer.Argument(help="Name and id of the key, or the id alone.", show_default=False)],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase the private half of a key, so that it can sign nothing more. What it has signed stays valid.

    Example: classroom audit keys retire 0a1b2c3d
    """
    with opened_with_keys() as (parts, keyring):
        from orchestrator.adapters.signing.errors import NoSuchSigningKey, OnlySigningKey
        from orchestrator.services.record_keys import retire_key

        key = _named(keyring, key_id)
        if not yes:
            ask_whether(f"Erase the private key of {key.signer} for good?")
        try:
            retire_key(
                keyring, key, actor=operator(), transactions=parts.toolbox.transactions, clock=parts.toolbox.clock
            )
        except NoSuchSigningKey:
            stop(f"{key.signer} is retired already.")
        except OnlySigningKey as error:
            stop(f"{error}.", "Run: classroom audit keys add")
    say(f"{key.signer} signs no more. Its public half stays, for what it has signed.")


def _named(keyring: "Keyring", key_id: str) -> VerifierKey:
    for key in keyring.verifier_keys():
        if key_id in (key.signer, key.key_id.hex(), str(key)):
            return key
    raise stopped(ExitCode.NOT_FOUND, f"There is no key {key_id}.", "See: classroom audit keys list")
