"""The port to the store: one unit of work is one short transaction.

Contracts for all of it: reading inside a unit of work sees what it wrote; nothing is there for others before
``commit()``; leaving without ``commit()`` rolls back. Ids, times and values are the domain's. A unit of work MUST NOT
be open while Ansible or WinRM runs.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from orchestrator.domain.manifests import Revision
from orchestrator.domain.people import Actor
from orchestrator.domain.requests import RequestState, SoftwareRequest
from orchestrator.services.account_stores import Accounts, PasswordCodes, Sessions, SignInAttempts, Tokens
from orchestrator.services.advice_stores import Recommendations, SignOffs
from orchestrator.services.contest_stores import Contests, Rulers
from orchestrator.services.decision_stores import (
    Blackouts,
    Documents,
    Exemptions,
    Holds,
    Notices,
    Overrides,
    RoomDecisions,
    Rules,
    Safeguards,
)
from orchestrator.services.figure_stores import Figures, Milestones, PersonFigureDecisions, WaitingDays
from orchestrator.services.hand_work_stores import Ticks
from orchestrator.services.letter_stores import Letters
from orchestrator.services.owed_stores import CatalogChanges, DelayNotes, Wishes
from orchestrator.services.publication_stores import Publications
from orchestrator.services.record_evidence import RecordEvidence
from orchestrator.services.record_stores import Record
from orchestrator.services.rollout_stores import Events, Observations, Rollouts
from orchestrator.services.room_stores import CatalogStore, Classrooms, Machines, Sites
from orchestrator.services.stored_values import KeptAnswer
from orchestrator.services.suggestion_stores import Suggestions


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        ...


class Requests(Protocol):
    """Software requests."""

    def add(self, request: SoftwareRequest) -> None:
        """Insert."""
        ...

    def update(self, request: SoftwareRequest) -> None:
        """Store its state."""
        ...

    def put_line(self, request: SoftwareRequest) -> None:
        """Insert its settings line, which is a new one, and store that it has this one now; or none."""
        ...

    def erase_line(self, line_id: str, at: datetime) -> bool:
        """Erase the words of a settings line for good; whether there were any left. It stays as open as it was."""
        ...

    def get(self, request_id: str) -> SoftwareRequest | None:
        """One request."""
        ...

    def seen(self, request_ids: Collection[str]) -> Sequence[SoftwareRequest]:
        """Those of these requests that there are, by id, as they are now: they may change until they are held."""
        ...

    def of_classroom(self, classroom_id: str) -> Sequence[SoftwareRequest]:
        """All requests of a room, oldest first."""
        ...

    def of_classrooms(self, classroom_ids: Collection[str]) -> Sequence[SoftwareRequest]:
        """All requests of these rooms, oldest first."""
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
        on_behalf_by: str | None = None,
    ) -> Sequence[SoftwareRequest]:
        """Newest first (ids sort by age), at most ``limit``, strictly older than the request with id ``after``.

        With ``on_behalf_by`` only those that this actor entered for somebody else.
        """
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
    """The database gave the unit of work up, through no fault of what it did: a deadlock, a long wait, a lost line.

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
    ticks: Ticks
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
    blackouts: Blackouts
    rules: Rules
    notices: Notices
    recommendations: Recommendations
    sign_offs: SignOffs
    suggestions: Suggestions
    letters: Letters
    documents: Documents
    rulers: Rulers
    contests: Contests
    milestones: Milestones
    figures: Figures
    waiting_days: WaitingDays
    person_figures: PersonFigureDecisions
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
