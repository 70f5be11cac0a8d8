"""People with an account: roles, codes, sessions, tokens; and which department owns a room."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import integer, plain_text
from orchestrator.adapters.db.migrations.triggers import refuse

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables, and the column."""
    op.add_column("cs_classrooms", sa.Column("department", plain_text(), server_default="", nullable=False))
    _accounts()
    _credentials()
    for table in ("cs_accounts", "cs_role_grants"):
        refuse("DELETE", table, "what people were and held stays known")


def _accounts() -> None:
    op.create_table(
        "cs_accounts",
        sa.Column("person_id", plain_text(), nullable=False),
        sa.Column("login", plain_text(), nullable=False),
        sa.Column("name", plain_text(), nullable=False),
        sa.Column("email", plain_text(), nullable=False),
        sa.Column("language", plain_text(), nullable=False),
        sa.Column("password_hash", plain_text()),
        sa.Column("created_at", plain_text(), nullable=False),
        sa.Column("deactivated_at", plain_text()),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_cs_accounts")),
        sa.UniqueConstraint("login", name=op.f("uq_cs_accounts_login")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_role_grants",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("person_id", plain_text(), nullable=False),
        sa.Column("role", plain_text(), nullable=False),
        sa.Column("scope_kind", plain_text(), nullable=False),
        sa.Column("scope_name", plain_text(), nullable=False),
        sa.Column("since", plain_text(), nullable=False),
        sa.Column("granted_by", plain_text(), nullable=False),
        sa.Column("until", plain_text()),
        sa.Column("ended_by", plain_text()),
        sa.CheckConstraint(
            "scope_kind IN ('campus', 'building', 'department', 'classroom')",
            name=op.f("ck_cs_role_grants_scope_kind"),
        ),
        sa.CheckConstraint("(scope_name = '') = (scope_kind = 'campus')", name=op.f("ck_cs_role_grants_scope_name")),
        sa.CheckConstraint("(until IS NULL) = (ended_by IS NULL)", name=op.f("ck_cs_role_grants_ended")),
        sa.ForeignKeyConstraint(["person_id"], ["cs_accounts.person_id"], name=op.f("fk_cs_role_grants_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_role_grants")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_cs_role_grants_held",
        "cs_role_grants",
        ["person_id", "role", "scope_kind", "scope_name"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index(
        "ix_cs_role_grants_held_role",
        "cs_role_grants",
        ["role"],
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )


def _credentials() -> None:
    op.create_table(
        "cs_password_codes",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("person_id", plain_text(), nullable=False),
        sa.Column("digest", plain_text(), nullable=False),
        sa.Column("purpose", plain_text(), nullable=False),
        sa.Column("made_at", plain_text(), nullable=False),
        sa.Column("expires_at", plain_text(), nullable=False),
        sa.Column("used_at", plain_text()),
        sa.CheckConstraint("purpose IN ('invitation', 'reset')", name=op.f("ck_cs_password_codes_purpose")),
        sa.ForeignKeyConstraint(["person_id"], ["cs_accounts.person_id"], name=op.f("fk_cs_password_codes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_password_codes")),
        sa.UniqueConstraint("digest", name=op.f("uq_cs_password_codes_digest")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_password_codes_person_id"), "cs_password_codes", ["person_id"])
    op.create_table(
        "cs_sessions",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("person_id", plain_text(), nullable=False),
        sa.Column("digest", plain_text(), nullable=False),
        sa.Column("began_at", plain_text(), nullable=False),
        sa.Column("used_at", plain_text(), nullable=False),
        sa.Column("client", plain_text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["cs_accounts.person_id"], name=op.f("fk_cs_sessions_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_sessions")),
        sa.UniqueConstraint("digest", name=op.f("uq_cs_sessions_digest")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_sessions_person_id_id"), "cs_sessions", ["person_id", "id"])
    op.create_index(op.f("ix_cs_sessions_began_at"), "cs_sessions", ["began_at"])
    op.create_index(op.f("ix_cs_sessions_used_at"), "cs_sessions", ["used_at"])
    op.create_table(
        "cs_tokens",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("person_id", plain_text(), nullable=False),
        sa.Column("digest", plain_text(), nullable=False),
        sa.Column("name", plain_text(), nullable=False),
        sa.Column("permissions", plain_text()),
        sa.Column("made_at", plain_text(), nullable=False),
        sa.Column("expires_at", plain_text(), nullable=False),
        sa.Column("used_at", plain_text()),
        sa.Column("revoked_at", plain_text()),
        sa.ForeignKeyConstraint(["person_id"], ["cs_accounts.person_id"], name=op.f("fk_cs_tokens_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_tokens")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_tokens_person_id_id"), "cs_tokens", ["person_id", "id"])
    op.create_table(
        "cs_sign_in_attempts",
        sa.Column("key", plain_text(), nullable=False),
        sa.Column("count", integer(), nullable=False),
        sa.Column("since", plain_text(), nullable=False),
        sa.CheckConstraint("count >= 0", name=op.f("ck_cs_sign_in_attempts_count")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_cs_sign_in_attempts")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_sign_in_attempts_since"), "cs_sign_in_attempts", ["since"])
