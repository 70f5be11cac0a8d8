"""Rooms, seats, machines and who stands where; the catalog and the site's own facts."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, UniqueConstraint, text

from orchestrator.adapters.db.column_types import CanonicalJson, Day, Flag, PlainText, UtcTime
from orchestrator.adapters.db.tables.base import at_least, one_of, table, yes_or_no
from orchestrator.domain.classrooms import RolloutMode

classrooms = table(
    "classrooms",
    Column("id", PlainText, primary_key=True),
    Column("code", PlainText, nullable=False),
    # The code as it is compared: databases fold the case of ASCII only, or not at all.
    Column("code_folded", PlainText, nullable=False),
    Column("building", PlainText, nullable=False),
    Column("timezone", PlainText, nullable=False),
    Column("mode", PlainText, nullable=False),
    Column("baseline", CanonicalJson, nullable=False),
    Column("department", PlainText, nullable=False, server_default=""),
    # As the site's files say it, such as "left 2".
    Column("door", PlainText),
    Column("drawn_at", UtcTime),
    UniqueConstraint("code_folded"),
    one_of("mode", RolloutMode),
)

seats = table(
    "seats",
    Column("id", PlainText, primary_key=True),
    Column("classroom_id", PlainText, ForeignKey("cs_classrooms.id"), nullable=False, index=True),
    Column("label", PlainText, nullable=False),
    Column("row", Integer, nullable=False),
    Column("column", Integer, nullable=False),
    Column("podium", Flag, nullable=False),
    # A seat that the site took away: assignments, runs and placements still tell of it.
    Column("retired", Flag, nullable=False),
    yes_or_no("podium"),
    yes_or_no("retired"),
)

connection_profiles = table(
    "connection_profiles",
    Column("name", PlainText, primary_key=True),
    Column("transport", PlainText, nullable=False),
    Column("user", PlainText, nullable=False),
    # The name of the secret, never the secret.
    Column("secret", PlainText, nullable=False),
    Column("ca_file", PlainText),
    Column("connect_timeout", Integer, nullable=False),
)

machines = table(
    "machines",
    Column("id", PlainText, primary_key=True),
    Column("name", PlainText, nullable=False),
    Column("address", PlainText, nullable=False),
    Column("port", Integer, nullable=False),
    Column("profile", PlainText, ForeignKey("cs_connection_profiles.name"), nullable=False),
    Column("hardware_id", PlainText),
    Column("status", PlainText, nullable=False),
    Column("status_reason", PlainText, nullable=False),
    Column("status_until", UtcTime),
    UniqueConstraint("name"),
)

assignments = table(
    "assignments",
    Column("id", Integer, primary_key=True),
    Column("seat_id", PlainText, ForeignKey("cs_seats.id"), nullable=False, index=True),
    Column("machine_id", PlainText, ForeignKey("cs_machines.id"), nullable=False, index=True),
    Column("since", UtcTime, nullable=False),
    Column("until", UtcTime),
    CheckConstraint("until IS NULL OR until >= since", name="until"),
)
_PRESENT = text("until IS NULL")
Index(
    "uq_cs_assignments_present_seat",
    assignments.c.seat_id,
    unique=True,
    sqlite_where=_PRESENT,
    postgresql_where=_PRESENT,
)
Index(
    "uq_cs_assignments_present_machine",
    assignments.c.machine_id,
    unique=True,
    sqlite_where=_PRESENT,
    postgresql_where=_PRESENT,
)

catalog_items = table(
    "catalog_items",
    Column("id", PlainText, primary_key=True),
    Column("title", PlainText, nullable=False),
    Column("publisher", PlainText, nullable=False),
    Column("summary", PlainText, nullable=False),
    Column("provider", PlainText, nullable=False),
    Column("detection", CanonicalJson, nullable=False),
    Column("package", PlainText),
    Column("feed", PlainText),
    Column("feed_newest", PlainText),
    Column("arguments", PlainText, nullable=False),
    Column("updates", PlainText, nullable=False),
    Column("requires", CanonicalJson, nullable=False),
    Column("conflicts_with", CanonicalJson, nullable=False),
    Column("coexists_with", CanonicalJson, nullable=False),
    Column("provides", CanonicalJson, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("size_mb", Integer),
)

catalog_releases = table(
    "catalog_releases",
    Column("item_id", PlainText, ForeignKey("cs_catalog_items.id"), primary_key=True),
    Column("version", PlainText, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("approved", Flag, nullable=False),
    Column("released", Day),
    Column("package_version", PlainText),
    Column("source", PlainText),
    Column("sha256", PlainText),
    Column("product_code", PlainText),
    yes_or_no("approved"),
)

site = table(
    "site",
    # There is one site: one row.
    Column("id", Integer, primary_key=True),
    Column("timezone", PlainText, nullable=False),
    Column("holidays", CanonicalJson, nullable=False),
    Column("notice_working_days", Integer, nullable=False),
    Column("team", PlainText, nullable=False, server_default=""),
    CheckConstraint("id = 1", name="one_row"),
    at_least("notice_working_days", 0),
)
