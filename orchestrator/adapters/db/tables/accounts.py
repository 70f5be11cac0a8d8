"""People with an account: their roles, and all by which they show who they are. Of secrets there are only hashes."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, UniqueConstraint, text

from orchestrator.adapters.db.column_types import CanonicalJson, PlainText, UtcTime
from orchestrator.adapters.db.tables.base import Verbs, at_least, one_of, table
from orchestrator.domain.people import ScopeKind
from orchestrator.domain.sessions import CodePurpose

KEEP: Verbs = ("SELECT", "INSERT", "UPDATE")
"""What people were and held stays known: such rows end, but are never deleted."""

accounts = table(
    "accounts",
    Column("person_id", PlainText, primary_key=True),
    # In lower case: databases fold the case of ASCII only, or not at all.
    Column("login", PlainText, nullable=False),
    Column("name", PlainText, nullable=False),
    Column("email", PlainText, nullable=False),
    Column("language", PlainText, nullable=False),
    Column("password_hash", PlainText),
    Column("created_at", UtcTime, nullable=False),
    Column("deactivated_at", UtcTime),
    UniqueConstraint("login"),
    may=KEEP,
)

role_grants = table(
    "role_grants",
    Column("id", PlainText, primary_key=True),
    Column("person_id", PlainText, ForeignKey("cs_accounts.person_id"), nullable=False),
    Column("role", PlainText, nullable=False),
    Column("scope_kind", PlainText, nullable=False),
    # A building, a department, or a classroom's id; empty for the campus.
    Column("scope_name", PlainText, nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("granted_by", PlainText, nullable=False),
    Column("until", UtcTime),
    Column("ended_by", PlainText),
    one_of("scope_kind", ScopeKind),
    CheckConstraint("(scope_name = '') = (scope_kind = 'campus')", name="scope_name"),
    CheckConstraint("(until IS NULL) = (ended_by IS NULL)", name="ended"),
    may=KEEP,
)
_HELD = text("until IS NULL")
Index(
    "uq_cs_role_grants_held",
    role_grants.c.person_id,
    role_grants.c.role,
    role_grants.c.scope_kind,
    role_grants.c.scope_name,
    unique=True,
    sqlite_where=_HELD,
    postgresql_where=_HELD,
)
Index("ix_cs_role_grants_held_role", role_grants.c.role, sqlite_where=_HELD, postgresql_where=_HELD)

password_codes = table(
    "password_codes",
    Column("id", PlainText, primary_key=True),
    Column("person_id", PlainText, ForeignKey("cs_accounts.person_id"), nullable=False, index=True),
    Column("digest", PlainText, nullable=False),
    Column("purpose", PlainText, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
    UniqueConstraint("digest"),
    one_of("purpose", CodePurpose),
    may=KEEP,
)

sessions = table(
    "sessions",
    Column("id", PlainText, primary_key=True),
    Column("person_id", PlainText, ForeignKey("cs_accounts.person_id"), nullable=False),
    Column("digest", PlainText, nullable=False),
    Column("began_at", UtcTime, nullable=False),
    Column("used_at", UtcTime, nullable=False),
    Column("client", PlainText, nullable=False),
    UniqueConstraint("digest"),
    Index(None, "person_id", "id"),
    Index(None, "began_at"),
    Index(None, "used_at"),
)

tokens = table(
    "tokens",
    Column("id", PlainText, primary_key=True),
    Column("person_id", PlainText, ForeignKey("cs_accounts.person_id"), nullable=False),
    Column("digest", PlainText, nullable=False),
    Column("name", PlainText, nullable=False),
    # A list; NULL for all that the person may.
    Column("permissions", CanonicalJson),
    Column("made_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
    Column("revoked_at", UtcTime),
    Index(None, "person_id", "id"),
    may=KEEP,
)

sign_in_attempts = table(
    "sign_in_attempts",
    # What was tried with: "account:" and a hash, or "address:" and a network.
    Column("key", PlainText, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("since", UtcTime, nullable=False),
    Index(None, "since"),
    at_least("count", 0),
)
