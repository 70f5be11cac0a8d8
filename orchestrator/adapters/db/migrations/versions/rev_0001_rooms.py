"""Rooms, machines, catalog and site."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cs_classrooms",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("code_folded", sa.Text(), nullable=False),
        sa.Column("building", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("baseline", sa.Text(), nullable=False),
        sa.CheckConstraint("mode IN ('automatic', 'by_technician')", name=op.f("ck_cs_classrooms_mode")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_classrooms")),
        sa.UniqueConstraint("code_folded", name=op.f("uq_cs_classrooms_code_folded")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_seats",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("classroom_id", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Integer(), nullable=False),
        sa.Column("podium", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Integer(), nullable=False),
        sa.CheckConstraint("podium IN (0, 1)", name=op.f("ck_cs_seats_podium")),
        sa.CheckConstraint("retired IN (0, 1)", name=op.f("ck_cs_seats_retired")),
        sa.ForeignKeyConstraint(["classroom_id"], ["cs_classrooms.id"], name=op.f("fk_cs_seats_classroom_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_seats")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_seats_classroom_id"), "cs_seats", ["classroom_id"])
    op.create_table(
        "cs_connection_profiles",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("transport", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("ca_file", sa.Text()),
        sa.Column("connect_timeout", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_cs_connection_profiles")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_machines",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("hardware_id", sa.Text()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["profile"], ["cs_connection_profiles.name"], name=op.f("fk_cs_machines_profile")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_machines")),
        sa.UniqueConstraint("name", name=op.f("uq_cs_machines_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Text(), nullable=False),
        sa.Column("machine_id", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("until", sa.Text()),
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
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("detection", sa.Text(), nullable=False),
        sa.Column("package", sa.Text()),
        sa.Column("feed", sa.Text()),
        sa.Column("feed_newest", sa.Text()),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("updates", sa.Text(), nullable=False),
        sa.Column("requires", sa.Text(), nullable=False),
        sa.Column("conflicts_with", sa.Text(), nullable=False),
        sa.Column("coexists_with", sa.Text(), nullable=False),
        sa.Column("provides", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("size_mb", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_catalog_items")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_catalog_releases",
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("approved", sa.Integer(), nullable=False),
        sa.Column("released", sa.Text()),
        sa.Column("package_version", sa.Text()),
        sa.Column("source", sa.Text()),
        sa.Column("sha256", sa.Text()),
        sa.Column("product_code", sa.Text()),
        sa.CheckConstraint("approved IN (0, 1)", name=op.f("ck_cs_catalog_releases_approved")),
        sa.ForeignKeyConstraint(["item_id"], ["cs_catalog_items.id"], name=op.f("fk_cs_catalog_releases_item_id")),
        sa.PrimaryKeyConstraint("item_id", "version", name=op.f("pk_cs_catalog_releases")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("holidays", sa.Text(), nullable=False),
        sa.Column("notice_working_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_cs_site_one_row")),
        sa.CheckConstraint("notice_working_days >= 0", name=op.f("ck_cs_site_notice_working_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_site")),
        sqlite_strict=True,
    )
