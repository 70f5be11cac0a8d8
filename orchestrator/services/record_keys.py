"""Replacing the record's signing keys, which the record itself tells of."""

from typing import Protocol

from orchestrator.domain.people import Actor
from orchestrator.domain.signed_notes import VerifierKey
from orchestrator.services.unit_of_work import Clock, Transactions


class KeyFolder(Protocol):
    """Where the keys are kept."""

    def add_key(self) -> VerifierKey:
        """Make a successor, which signs from now on beside those that do already."""
        ...

    def retire(self, key: VerifierKey) -> None:
        """Erase the private key; the public one stays."""
        ...


def add_key(keys: KeyFolder, *, actor: Actor, transactions: Transactions, clock: Clock) -> VerifierKey:
    """Make another key. From the next checkpoint on, which this owes, it signs beside the present ones."""
    key = keys.add_key()
    # After the key is on disk, because an entry cannot be taken back when the disk is full.
    with transactions() as uow:
        uow.audit.append(at=clock.now(), actor=actor, kind="record.key_added", subjects={"key": key.signer})
        uow.commit()
    return key


def retire_key(keys: KeyFolder, key: VerifierKey, *, actor: Actor, transactions: Transactions, clock: Clock) -> None:
    """Have a key sign no more. What it has signed stays valid: its public half is never forgotten."""
    keys.retire(key)
    with transactions() as uow:
        uow.audit.append(at=clock.now(), actor=actor, kind="record.key_retired", subjects={"key": key.signer})
        uow.commit()
