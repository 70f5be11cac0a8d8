"""One transaction over the whole store."""

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from orchestrator.adapters.db.accounts import SqlAccounts
from orchestrator.adapters.db.advice import SqlRecommendations, SqlSignOffs
from orchestrator.adapters.db.audit import SqlAudit
from orchestrator.adapters.db.blackouts import SqlBlackouts
from orchestrator.adapters.db.catalog import SqlCatalog
from orchestrator.adapters.db.catalog_changes import SqlCatalogChanges
from orchestrator.adapters.db.classrooms import SqlClassrooms
from orchestrator.adapters.db.contests import SqlContests
from orchestrator.adapters.db.delay_notes import SqlDelayNotes
from orchestrator.adapters.db.documents import SqlDocuments
from orchestrator.adapters.db.errors import ReadsOnly
from orchestrator.adapters.db.events import SqlEvents
from orchestrator.adapters.db.figures.store import SqlFigures
from orchestrator.adapters.db.holds import SqlHolds
from orchestrator.adapters.db.keys import SqlIdempotencyKeys
from orchestrator.adapters.db.letters import SqlLetters
from orchestrator.adapters.db.lost import raise_if_lost
from orchestrator.adapters.db.machines import SqlMachines
from orchestrator.adapters.db.manifests import SqlManifests
from orchestrator.adapters.db.milestones import SqlMilestones
from orchestrator.adapters.db.notices import SqlNotices
from orchestrator.adapters.db.observations import SqlObservations
from orchestrator.adapters.db.overrides import SqlOverrides
from orchestrator.adapters.db.password_codes import SqlPasswordCodes
from orchestrator.adapters.db.people import SqlPeople
from orchestrator.adapters.db.person_figures import SqlPersonFigureDecisions
from orchestrator.adapters.db.publications import SqlPublications
from orchestrator.adapters.db.record import SqlRecord
from orchestrator.adapters.db.record_evidence import SqlRecordEvidence
from orchestrator.adapters.db.requests import SqlRequests
from orchestrator.adapters.db.rollouts import SqlRollouts
from orchestrator.adapters.db.room_decisions import SqlRoomDecisions
from orchestrator.adapters.db.rulers import SqlRulers
from orchestrator.adapters.db.rules import SqlRules
from orchestrator.adapters.db.safeguards import SqlExemptions, SqlSafeguards
from orchestrator.adapters.db.sessions import SqlSessions, SqlSignInAttempts
from orchestrator.adapters.db.sites import SqlSites
from orchestrator.adapters.db.suggestions import SqlSuggestions
from orchestrator.adapters.db.ticks import SqlTicks
from orchestrator.adapters.db.tokens import SqlTokens
from orchestrator.adapters.db.waiting_days import SqlWaitingDays
from orchestrator.adapters.db.wishes import SqlWishes
from orchestrator.services import (
    account_stores,
    advice_stores,
    contest_stores,
    decision_stores,
    figure_stores,
    hand_work_stores,
    letter_stores,
    owed_stores,
    publication_stores,
    record_evidence,
    record_stores,
    rollout_stores,
    room_stores,
    suggestion_stores,
)
from orchestrator.services import unit_of_work as port


class SqlUnitOfWork:
    """``services.unit_of_work.UnitOfWork`` in SQL, for one ``with`` block.

    With ``commit()`` it is over: whatever is asked of it afterwards fails, so that nothing can be written that would
    not last.

    Args:
        engine: ``Engines.write`` for changes, ``Engines.read`` for reading only.
        jobs: Makes the port to durable work out of the transaction's connection; None where nothing may be enqueued.
        audit: Stands before the log and sees what is appended: made of this unit of work and the log. None for nobody.
    """

    classrooms: room_stores.Classrooms
    machines: room_stores.Machines
    catalog: room_stores.CatalogStore
    site: room_stores.Sites
    requests: port.Requests
    ticks: hand_work_stores.Ticks
    manifests: port.Manifests
    rollouts: rollout_stores.Rollouts
    observations: rollout_stores.Observations
    events: rollout_stores.Events
    audit: port.Audit
    record: record_stores.Record
    evidence: record_evidence.RecordEvidence
    publications: publication_stores.Publications
    decisions: decision_stores.RoomDecisions
    overrides: decision_stores.Overrides
    holds: decision_stores.Holds
    safeguards: decision_stores.Safeguards
    exemptions: decision_stores.Exemptions
    blackouts: decision_stores.Blackouts
    rules: decision_stores.Rules
    notices: decision_stores.Notices
    recommendations: advice_stores.Recommendations
    sign_offs: advice_stores.SignOffs
    suggestions: suggestion_stores.Suggestions
    letters: letter_stores.Letters
    documents: decision_stores.Documents
    rulers: contest_stores.Rulers
    contests: contest_stores.Contests
    milestones: figure_stores.Milestones
    figures: figure_stores.Figures
    waiting_days: figure_stores.WaitingDays
    person_figures: figure_stores.PersonFigureDecisions
    wishes: owed_stores.Wishes
    delay_notes: owed_stores.DelayNotes
    catalog_changes: owed_stores.CatalogChanges
    jobs: port.Jobs
    keys: port.IdempotencyKeys
    people: port.People
    accounts: account_stores.Accounts
    codes: account_stores.PasswordCodes
    sessions: account_stores.Sessions
    tokens: account_stores.Tokens
    attempts: account_stores.SignInAttempts

    def __init__(
        self,
        engine: Engine,
        jobs: Callable[[Connection], port.Jobs] | None = None,
        audit: Callable[[port.UnitOfWork, port.Audit], port.Audit] | None = None,
    ) -> None:
        self._engine = engine
        self._jobs = jobs
        self._audit = audit
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        """Begin."""
        try:
            connection = self._engine.connect()
        except SQLAlchemyError as error:
            raise_if_lost(error)
            raise
        try:
            connection.begin()
            self._open(connection)
        except BaseException as error:
            connection.close()
            if isinstance(error, SQLAlchemyError):
                raise_if_lost(error)
            raise
        self._connection = connection
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End; rolls back whatever was not committed.

        Raises:
            TransactionLost: The database had given it up.
        """
        if self._connection is not None:
            self._close_streams()
            self._connection.close()
        if isinstance(error, SQLAlchemyError):
            raise_if_lost(error)

    def commit(self) -> None:
        """Make it all last."""
        if self._connection is None:
            raise RuntimeError("a unit of work is committed inside its with block")
        self._connection.commit()
        self._connection.close()

    def _open(self, connection: Connection) -> None:
        self.classrooms = SqlClassrooms(connection)
        self.machines = SqlMachines(connection)
        self.catalog = SqlCatalog(connection)
        self.site = SqlSites(connection)
        self.requests = SqlRequests(connection)
        self.ticks = SqlTicks(connection)
        self.manifests = SqlManifests(connection)
        self.rollouts = SqlRollouts(connection)
        self.observations = SqlObservations(connection)
        self.events = SqlEvents(connection)
        self.audit = SqlAudit(connection)
        self.record = SqlRecord(connection)
        evidence = SqlRecordEvidence(connection)
        self.evidence, self._close_streams = evidence, evidence.close
        self.keys = SqlIdempotencyKeys(connection)
        self.people = SqlPeople(connection)
        self.accounts = SqlAccounts(connection)
        self.codes = SqlPasswordCodes(connection)
        self.sessions = SqlSessions(connection)
        self.tokens = SqlTokens(connection)
        self.attempts = SqlSignInAttempts(connection)
        self.publications = SqlPublications(connection)
        self.decisions = SqlRoomDecisions(connection)
        self.overrides = SqlOverrides(connection)
        self.holds = SqlHolds(connection)
        self.safeguards = SqlSafeguards(connection)
        self.exemptions = SqlExemptions(connection)
        self.blackouts = SqlBlackouts(connection)
        self.rules = SqlRules(connection)
        self.notices = SqlNotices(connection)
        self.recommendations = SqlRecommendations(connection)
        self.sign_offs = SqlSignOffs(connection)
        self.suggestions = SqlSuggestions(connection)
        self.letters = SqlLetters(connection)
        self.documents = SqlDocuments(connection)
        self.rulers = SqlRulers(connection)
        self.contests = SqlContests(connection)
        self.milestones = SqlMilestones(connection)
        self.figures = SqlFigures(connection)
        self.waiting_days = SqlWaitingDays(connection)
        self.person_figures = SqlPersonFigureDecisions(connection)
        self.wishes = SqlWishes(connection)
        self.delay_notes = SqlDelayNotes(connection)
        self.catalog_changes = SqlCatalogChanges(connection)
        self.jobs = self._jobs(connection) if self._jobs else _NoJobs()
        if self._audit:
            self.audit = self._audit(self, self.audit)


class _NoJobs:
    """Why this exists: a unit of work that only reads has the port's shape, and no work comes of reading."""

    def enqueue(self, kind: str, key: str, arguments: Mapping[str, str | None]) -> None:  # noqa: ARG002 - the port's
        raise ReadsOnly(f"{kind} {key} cannot be enqueued in a unit of work that only reads")
