"""The port to the store: one unit of work is one short transaction.

Contracts for all of it: reading inside a unit of work sees what it wrote; nothing is there for others before
``commit()``; leaving without ``commit()`` rolls back. Ids, times and values are the domain's. A unit of work MUST NOT
be open while Ansible or WinRM runs.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Protocol, Self

from orchestrator.domain.calendars import Site
from orchestrator.domain.catalog import Catalog, CatalogItem
from orchestrator.domain.classrooms import Assignment, Classroom
from orchestrator.domain.machines import ConnectionProfile, Machine
from orchestrator.domain.manifests import Revision
from orchestrator.domain.observations import ScanResult
from orchestrator.domain.people import Actor
from orchestrator.domain.requests import RequestState, SoftwareRequest
from orchestrator.domain.rollouts import Intent, MachineRun, Placement, Rollout
from orchestrator.services.account_stores import Accounts, PasswordCodes, Sessions, SignInAttempts, Tokens
from orchestrator.services.decision_stores import (
    Exemptions,
    Holds,
    Notices,
    Overrides,
    RoomDecisions,
    Rules,
    Safeguards,
)
from orchestrator.services.owed_stores import CatalogChanges, DelayNotes, Wishes
from orchestrator.services.publication_stores import Publications
from orchestrator.services.record_evidence import RecordEvidence
from orchestrator.services.record_stores import Record
from orchestrator.services.stored_values import KeptAnswer, Seen, StoredEvent, Wave


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        ...


class Classrooms(Protocol):
    """Rooms with their seats, and who stands where. Seats and assignments are never deleted: they end."""

    def all(self) -> Sequence[Classroom]:
        """All rooms by code."""
        ...

    def page(self, *, after: str | None, limit: int) -> Sequence[Classroom]:
        """Rooms by code, at most ``limit``, those whose code comes after ``after``."""
        ...

    def get(self, classroom_id: str) -> Classroom | None:
        """One room by id."""
        ...

    def by_code(self, code: str) -> Classroom | None:
        """One room by code, compared without case."""
        ...

    def put(self, classroom: Classroom) -> None:
        """Insert or update the room and exactly its seats; a seat that is missing is retired, its history kept."""
        ...

    def assignments(self, classroom_id: str) -> Sequence[Assignment]:
        """Present assignments of the room's seats, in seat order."""
        ...

    def assign(self, seat_id: str, machine_id: str, at: datetime) -> None:
        """Put the machine at the seat from ``at`` on; ends what stood at either before. No change, no row."""
        ...

    def unassign(self, seat_id: str, at: datetime) -> None:
        """End the seat's present assignment, if any."""
        ...


class Machines(Protocol):
    """Machines and how they are reached."""

    def all(self) -> Sequence[Machine]:
        """All machines by name."""
        ...

    def get(self, machine_id: str) -> Machine | None:
        """One machine by id."""
        ...

    def of_classroom(self, classroom_id: str) -> Sequence[Machine]:
        """Machines that stand in the room now, in seat order."""
        ...

    def put(self, machine: Machine) -> None:
        """Insert or update."""
        ...

    def profiles(self) -> Mapping[str, ConnectionProfile]:
        """All connection profiles by name."""
        ...

    def put_profile(self, profile: ConnectionProfile) -> None:
        """Insert or update."""
        ...


class CatalogStore(Protocol):
    """What is on offer, and the site's calendar."""

    def load(self) -> Catalog:
        """The whole catalog."""
        ...

    def put(self, item: CatalogItem) -> None:
        """Insert or update one item with its releases."""
        ...

    def remove(self, item_id: str) -> None:
        """Take one item off offer. Requests keep their item id."""
        ...


class Sites(Protocol):
    """The site's own facts."""

    def load(self) -> Site:
        """Timezone, holidays, notice; the defaults before any import."""
        ...

    def put(self, site: Site) -> None:
        """Replace them."""
        ...


class Requests(Protocol):
    """Software requests."""

    def add(self, request: SoftwareRequest) -> None:
        """Insert."""
        ...

    def update(self, request: SoftwareRequest) -> None:
        """Store its state."""
        ...

    def get(self, request_id: str) -> SoftwareRequest | None:
        """One request."""
        ...

    def of_classroom(self, classroom_id: str) -> Sequence[SoftwareRequest]:
        """All requests of a room, oldest first."""
        ...

    def page(
        self,
        *,
        classroom_id: str | None,
        requester_id: str | None,
        state: RequestState | None,
        item_id: str | None,
        after: str | None,
        limit: int,
    ) -> Sequence[SoftwareRequest]:
        """Newest first (ids sort by age), at most ``limit``, strictly older than the request with id ``after``."""
        ...


class Manifests(Protocol):
    """Revisions: appended, never changed."""

    def latest(self, classroom_id: str) -> Revision | None:
        """The room's newest revision, or None before the first."""
        ...

    def get(self, classroom_id: str, number: int) -> Revision | None:
        """One revision."""
        ...

    def page(self, classroom_id: str, *, before: int | None, limit: int) -> Sequence[Revision]:
        """Newest first, numbers below ``before``."""
        ...

    def append(self, revision: Revision) -> None:
        """Insert; the number must be the next one."""
        ...


class Rollouts(Protocol):
    """Rollouts with their waves, machine runs, intents and placements."""

    def add(self, rollout: Rollout) -> None:
        """Insert."""
        ...

    def update(self, rollout: Rollout) -> None:
        """Store its state and times, and who cancelled it."""
        ...

    def get(self, rollout_id: str) -> Rollout | None:
        """One rollout."""
        ...

    def under_way(self, classroom_id: str) -> Rollout | None:
        """The room's oldest rollout that is queued or running."""
        ...

    def page(self, *, classroom_id: str | None, after: str | None, limit: int) -> Sequence[Rollout]:
        """Newest first, strictly older than ``after``."""
        ...

    def add_wave(self, wave: Wave) -> None:
        """Insert; the same wave again changes nothing."""
        ...

    def wave(self, rollout_id: str, number: int) -> Wave | None:
        """One wave, or None."""
        ...

    def waves(self, rollout_id: str) -> Sequence[Wave]:
        """All waves by number."""
        ...

    def runs(self, rollout_id: str) -> Sequence[MachineRun]:
        """All machine runs in seat order."""
        ...

    def latest_runs(self, machine_ids: Collection[str]) -> Mapping[str, MachineRun]:
        """Each machine's run in the newest rollout (by id) that has one for it, by machine id."""
        ...

    def put_runs(self, runs: Collection[MachineRun]) -> None:
        """Insert or update by (rollout, machine)."""
        ...

    def add_intents(self, intents: Collection[Intent]) -> None:
        """Insert, or replace by (rollout, machine, item) what is not placed."""
        ...

    def intents(self, rollout_id: str) -> Sequence[Intent]:
        """All intents of a rollout by wave, machine and item."""
        ...

    def open_intents(self, machine_ids: Collection[str]) -> Sequence[Intent]:
        """Intents that no scan has settled, oldest first."""
        ...

    def settle_intent(self, intent: Intent) -> None:
        """Store its outcome."""
        ...

    def placements(self, machine_ids: Collection[str]) -> Sequence[Placement]:
        """What is ours on these machines."""
        ...

    def put_placement(self, placement: Placement) -> None:
        """Insert or update by (machine, item)."""
        ...

    def remove_placement(self, machine_id: str, item_id: str) -> None:
        """It is no longer there."""
        ...

    def take_fence(self, classroom_id: str, rollout_id: str) -> int:
        """Count the room's fence token up and give the new one; whoever held the old one has lost the room."""
        ...

    def fence_token(self, classroom_id: str) -> int:
        """The room's present fence token; 0 before the first."""
        ...


class Observations(Protocol):
    """What scans saw. Never in one table with what is desired."""

    def record(self, result: ScanResult) -> None:
        """Keep as the machine's latest; an observation clears an older failure, a failure keeps the observation."""
        ...

    def latest(self, machine_ids: Collection[str]) -> Mapping[str, Seen]:
        """By machine id; machines that no scan has tried are missing."""
        ...


class Events(Protocol):
    """Live events of rollouts; not audit entries."""

    def append(self, rollout_id: str, at: datetime, events: Sequence[tuple[str, str | None, dict[str, Any]]]) -> None:
        """Append (kind, machine id, data) in order under the rollout's next sequence numbers."""
        ...

    def after(self, rollout_id: str, sequence: int, limit: int) -> Sequence[StoredEvent]:
        """Events with a greater sequence number, in order."""
        ...


class Audit(Protocol):
    """The log of who did what. Call it last in a unit of work: it locks the one head row."""

    def append(
        self,
        *,
        at: datetime,
        actor: Actor,
        kind: str,
        subjects: Mapping[str, str],
        texts: Mapping[str, str] | None = None,
    ) -> int:
        """Append one entry and give its index. ``texts`` stand beside the log under a salted commitment."""
        ...


class Jobs(Protocol):
    """Durable work, enqueued in the same transaction as the change that owes it."""

    def enqueue(self, kind: str, key: str, arguments: Mapping[str, str | None]) -> None:
        """Enqueue a workflow of ``kind`` once per ``key``; the same key again changes nothing."""
        ...


class IdempotencyKeys(Protocol):
    """Keys that clients send so that a repeated command is carried out once."""

    def get(self, actor_id: str, key: str) -> KeptAnswer | None:
        """What the key was used for by this actor, or None."""
        ...

    def put(self, actor_id: str, key: str, answer: KeptAnswer, at: datetime) -> None:
        """Keep it."""
        ...


class People(Protocol):
    """Names beside ids."""

    def remember(self, actor: Actor) -> None:
        """Insert or update the actor's name."""
        ...

    def names(self, ids: Collection[str]) -> Mapping[str, str]:
        """Names by id; unknown ids are missing."""
        ...

    def forget(self, actor_id: str) -> None:
        """Erase the actor's name."""
        ...


class TransactionLost(RuntimeError):
    """The database gave the unit of work up, through no fault of what it did: a deadlock, a wait that took too long,
    a connection that broke.

    Nothing of it was written, unless the connection broke in the very moment of the commit. Whoever repeats it must be
    ready for that: a durable step is, and so is a command with an idempotency key.
    """


class UnitOfWork(Protocol):
    """One transaction over the whole store.

    Raises:
        TransactionLost: On leaving, or on entering, when the database has given it up.
    """

    classrooms: Classrooms
    machines: Machines
    catalog: CatalogStore
    site: Sites
    requests: Requests
    manifests: Manifests
    rollouts: Rollouts
    observations: Observations
    events: Events
    audit: Audit
    record: Record
    evidence: RecordEvidence
    publications: Publications
    decisions: RoomDecisions
    overrides: Overrides
    holds: Holds
    safeguards: Safeguards
    exemptions: Exemptions
    rules: Rules
    notices: Notices
    wishes: Wishes
    delay_notes: DelayNotes
    catalog_changes: CatalogChanges
    jobs: Jobs
    keys: IdempotencyKeys
    people: People
    accounts: Accounts
    codes: PasswordCodes
    sessions: Sessions
    tokens: Tokens
    attempts: SignInAttempts

    def __enter__(self) -> Self:
        """Begin."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End; rolls back whatever was not committed."""
        ...

    def commit(self) -> None:
        """Make it all last."""
        ...


Transactions = Callable[[], UnitOfWork]
"""Begins a unit of work that may write: ``with transactions() as uow: … uow.commit()``."""

Reads = Callable[[], UnitOfWork]
"""Begins a unit of work that only reads; writing in it is refused by the database."""
