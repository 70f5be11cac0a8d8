"""Rooms, machines, catalog and site."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import integer, plain_text

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cs_classrooms",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("code", plain_text(), nullable=False),
        sa.Column("code_folded", plain_text(), nullable=False),
        sa.Column("building", plain_text(), nullable=False),
        sa.Column("timezone", plain_text(), nullable=False),
        sa.Column("mode", plain_text(), nullable=False),
        sa.Column("baseline", plain_text(), nullable=False),
        sa.CheckConstraint("mode IN ('automatic', 'by_technician')", name=op.f("ck_cs_classrooms_mode")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_classrooms")),
        sa.UniqueConstraint("code_folded", name=op.f("uq_cs_classrooms_code_folded")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_seats",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("classroom_id", plain_text(), nullable=False),
        sa.Column("label", plain_text(), nullable=False),
        sa.Column("row", integer(), nullable=False),
        sa.Column("column", integer(), nullable=False),
        sa.Column("podium", integer(), nullable=False),
        sa.Column("retired", integer(), nullable=False),
        sa.CheckConstraint("podium IN (0, 1)", name=op.f("ck_cs_seats_podium")),
        sa.CheckConstraint("retired IN (0, 1)", name=op.f("ck_cs_seats_retired")),
        sa.ForeignKeyConstraint(["classroom_id"], ["cs_classrooms.id"], name=op.f("fk_cs_seats_classroom_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_seats")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_seats_classroom_id"), "cs_seats", ["classroom_id"])
    op.create_table(
        "cs_connection_profiles",
        sa.Column("name", plain_text(), nullable=False),
        sa.Column("transport", plain_text(), nullable=False),
        sa.Column("user", plain_text(), nullable=False),
        sa.Column("secret", plain_text(), nullable=False),
        sa.Column("ca_file", plain_text()),
        sa.Column("connect_timeout", integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_cs_connection_profiles")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_machines",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("name", plain_text(), nullable=False),
        sa.Column("address", plain_text(), nullable=False),
        sa.Column("port", integer(), nullable=False),
        sa.Column("profile", plain_text(), nullable=False),
        sa.Column("hardware_id", plain_text()),
        sa.Column("status", plain_text(), nullable=False),
        sa.Column("status_reason", plain_text(), nullable=False),
        sa.ForeignKeyConstraint(["profile"], ["cs_connection_profiles.name"], name=op.f("fk_cs_machines_profile")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_machines")),
        sa.UniqueConstraint("name", name=op.f("uq_cs_machines_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_assignments",
        sa.Column("id", integer(), nullable=False),
        sa.Column("seat_id", plain_text(), nullable=False),
        sa.Column("machine_id", plain_text(), nullable=False),
        sa.Column("since", plain_text(), nullable=False),
        sa.Column("until", plain_text()),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_cs_assignments_until")),
        sa.ForeignKeyConstraint(["machine_id"], ["cs_machines.id"], name=op.f("fk_cs_assignments_machine_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["cs_seats.id"], name=op.f("fk_cs_assignments_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_assignments")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_assignments_machine_id"), "cs_assignments", ["machine_id"])
    op.create_index(op.f("ix_cs_assignments_seat_id"), "cs_assignments", ["seat_id"])
    op.create_index(
        "uq_cs_assignments_present_machine",
        "cs_assignments",
        ["machine_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index(
        "uq_cs_assignments_present_seat",
        "cs_assignments",
        ["seat_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "cs_catalog_items",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("title", plain_text(), nullable=False),
        sa.Column("publisher", plain_text(), nullable=False),
        sa.Column("summary", plain_text(), nullable=False),
        sa.Column("provider", plain_text(), nullable=False),
        sa.Column("detection", plain_text(), nullable=False),
        sa.Column("package", plain_text()),
        sa.Column("feed", plain_text()),
        sa.Column("feed_newest", plain_text()),
        sa.Column("arguments", plain_text(), nullable=False),
        sa.Column("updates", plain_text(), nullable=False),
        sa.Column("requires", plain_text(), nullable=False),
        sa.Column("conflicts_with", plain_text(), nullable=False),
        sa.Column("coexists_with", plain_text(), nullable=False),
        sa.Column("provides", plain_text(), nullable=False),
        sa.Column("minutes", integer(), nullable=False),
        sa.Column("size_mb", integer()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_catalog_items")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_catalog_releases",
        sa.Column("item_id", plain_text(), nullable=False),
        sa.Column("version", plain_text(), nullable=False),
        sa.Column("position", integer(), nullable=False),
        sa.Column("approved", integer(), nullable=False),
        sa.Column("released", plain_text()),
        sa.Column("package_version", plain_text()),
        sa.Column("source", plain_text()),
        sa.Column("sha256", plain_text()),
        sa.Column("product_code", plain_text()),
        sa.CheckConstraint("approved IN (0, 1)", name=op.f("ck_cs_catalog_releases_approved")),
        sa.ForeignKeyConstraint(["item_id"], ["cs_catalog_items.id"], name=op.f("fk_cs_catalog_releases_item_id")),
        sa.PrimaryKeyConstraint("item_id", "version", name=op.f("pk_cs_catalog_releases")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_site",
        sa.Column("id", integer(), nullable=False),
        sa.Column("timezone", plain_text(), nullable=False),
        sa.Column("holidays", plain_text(), nullable=False),
        sa.Column("notice_working_days", integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_cs_site_one_row")),
        sa.CheckConstraint("notice_working_days >= 0", name=op.f("ck_cs_site_notice_working_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_site")),
        sqlite_strict=True,
    )
