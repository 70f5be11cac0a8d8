"""Who rules on what, what is contested, and the register of documents."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import integer, plain_text
from orchestrator.adapters.db.migrations.triggers import refuse

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cs_documents",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("title", plain_text(), nullable=False),
        sa.Column("owner", plain_text(), nullable=False),
        sa.Column("owner_outside_it", integer(), nullable=False),
        sa.Column("url", plain_text(), nullable=False),
        sa.Column("by", plain_text(), nullable=False),
        sa.Column("at", plain_text(), nullable=False),
        sa.Column("retired_at", plain_text()),
        sa.CheckConstraint("owner_outside_it IN (0, 1)", name=op.f("ck_cs_documents_owner_outside_it")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_documents")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_rulers",
        sa.Column("category", plain_text(), nullable=False),
        sa.Column("person_id", plain_text(), nullable=False),
        sa.Column("side", plain_text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["cs_accounts.person_id"], name=op.f("fk_cs_rulers_person_id")),
        sa.PrimaryKeyConstraint("category", "person_id", name=op.f("pk_cs_rulers")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cs_superiors",
        sa.Column("person_id", plain_text(), nullable=False),
        sa.Column("superior_id", plain_text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["cs_accounts.person_id"], name=op.f("fk_cs_superiors_person_id")),
        sa.ForeignKeyConstraint(["superior_id"], ["cs_accounts.person_id"], name=op.f("fk_cs_superiors_superior_id")),
        sa.PrimaryKeyConstraint("person_id", "superior_id", name=op.f("pk_cs_superiors")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cs_contests",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("subject", plain_text(), nullable=False),
        sa.Column("decision_id", plain_text(), nullable=False),
        sa.Column("category", plain_text(), nullable=False),
        sa.Column("request_id", plain_text(), nullable=False),
        sa.Column("classroom_id", plain_text(), nullable=False),
        sa.Column("item_id", plain_text(), nullable=False),
        sa.Column("words", plain_text(), nullable=False),
        sa.Column("by", plain_text(), nullable=False),
        sa.Column("at", plain_text(), nullable=False),
        sa.Column("stage", plain_text(), nullable=False),
        sa.Column("rose_at", plain_text()),
        sa.Column("outside_at", plain_text()),
        sa.Column("state", plain_text(), nullable=False),
        sa.Column("ended_at", plain_text()),
        sa.Column("ended_by", plain_text()),
        sa.Column("ruling", plain_text(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["cs_requests.id"], name=op.f("fk_cs_contests_request_id")),
        sa.ForeignKeyConstraint(["classroom_id"], ["cs_classrooms.id"], name=op.f("fk_cs_contests_classroom_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_contests")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_contests_classroom_id_id"), "cs_contests", ["classroom_id", "id"])
    op.create_index(op.f("ix_cs_contests_decision_id_state"), "cs_contests", ["decision_id", "state"])
    op.create_index(op.f("ix_cs_contests_request_id_id"), "cs_contests", ["request_id", "id"])
    for table in ("documents", "contests"):
        refuse("DELETE", f"cs_{table}", "what was decided stays known")
