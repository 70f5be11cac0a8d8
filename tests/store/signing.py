"""A record that can be signed: a database, keys in a folder, and targets that a test may break."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from orchestrator.adapters.db.unit_of_work import SqlUnitOfWork
from orchestrator.adapters.signing import ed25519
from orchestrator.adapters.signing.keyring import Keyring
from orchestrator.domain.checkpoints import Checkpoint, open_checkpoint
from orchestrator.domain.people import WORKER, Actor
from orchestrator.domain.signed_notes import VerifierKey
from orchestrator.services.checkpoint_publishing import CheckpointTarget, NotPublished, PublishingTools
from orchestrator.services.checkpoint_work import CheckpointTools, DecisionsOweCheckpoints
from orchestrator.services.publication_stores import PublicationProblem
from orchestrator.services.record_checkpoints import SigningState, SigningTools, sign_checkpoint, signing_state
from orchestrator.services.record_stores import StoredCheckpoint
from tests.fakes.jobs import JobLog
from tests.store.databases import Database
from tests.store.site_fixture import StandingClock

ORIGIN = "example.org/record"
ADA = Actor("person:ada", "Ada Lovelace")


@dataclass
class BreakableTarget:
    """Keeps what it is sent, while it works."""

    every: bool = True
    works: bool = True
    rest: timedelta = timedelta(0)
    got: list[StoredCheckpoint] = field(default_factory=list)
    keys: tuple[VerifierKey, ...] = ()

    def publish(self, checkpoint: StoredCheckpoint, keys: Sequence[VerifierKey]) -> str:
        if not self.works:
            raise NotPublished(PublicationProblem.UNREACHABLE, "ConnectError")
        self.got.append(checkpoint)
        self.keys = tuple(keys)
        return ""

    @property
    def sizes(self) -> list[int]:
        return [checkpoint.size for checkpoint in self.got]


@dataclass
class SignedRecord:
    """A record with its keys, its worker's tools, and the work that it owes."""

    database: Database
    keys: Keyring
    jobs: JobLog = field(default_factory=JobLog)
    clock: StandingClock = field(default_factory=StandingClock)
    targets: dict[str, CheckpointTarget] = field(default_factory=dict)

    def transactions(self) -> SqlUnitOfWork:
        return SqlUnitOfWork(self.database.engines.write, self.jobs.on, DecisionsOweCheckpoints)

    @property
    def signing(self) -> SigningTools:
        return SigningTools(self.transactions, self.clock, lambda: self.keys, ed25519.verify)

    @property
    def publishing(self) -> PublishingTools:
        return PublishingTools(
            self.transactions, self.database.reads, self.clock, self.keys.verifier_keys, self.targets
        )

    @property
    def tools(self) -> CheckpointTools:
        return CheckpointTools(self.signing, self.publishing, gather_seconds=5)

    def write(self, count: int = 1, *, actor: Actor = WORKER) -> None:
        for number in range(count):
            with self.transactions() as uow:
                uow.audit.append(at=self.clock.now(), actor=actor, kind="k", subjects={"number": str(number)})
                uow.commit()

    def sign(self) -> int | None:
        return sign_checkpoint(self.signing)

    def checkpoints(self) -> list[StoredCheckpoint]:
        with self.database.reads() as uow:
            return list(uow.record.all_checkpoints())

    def opened(self, checkpoint: StoredCheckpoint) -> Checkpoint:
        """What it says, verified by the public keys."""
        return open_checkpoint(checkpoint.note, ORIGIN, self.keys.verifier_keys(), ed25519.verify)

    def state(self) -> SigningState:
        with self.database.reads() as uow:
            return signing_state(uow, self.keys.verifier_keys(), ed25519.verify)

    def tamper(self, *statements: str) -> None:
        """Change what nobody may change, as somebody who owns the database."""
        with self.database.owner.begin() as connection:
            if self.database.kind == "postgresql":
                for table in ("entries", "head", "subtrees", "checkpoints"):
                    connection.execute(text(f"ALTER TABLE cs_audit_{table} DISABLE TRIGGER USER"))
            else:
                names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars()
                for name in names.all():
                    connection.execute(text(f"DROP TRIGGER {name}"))
            for statement in statements:
                connection.execute(text(statement))


def signed_record(database: Database, folder: Path) -> SignedRecord:
    """A record with one key and no entries."""
    return SignedRecord(database, Keyring.create(folder / "keys", ORIGIN))
