"""What the service's role may do on PostgreSQL, where the tables belong to another one."""

from sqlalchemy import Connection, text

from orchestrator.adapters.db.errors import RoleTooPowerful, UnsupportedDatabase
from orchestrator.adapters.db.tables import PREFIX, metadata


def grant(connection: Connection, role: str, version_table: str) -> None:
    """Give the role the rights that our tables name, and take all others on them from it and from everybody.

    Args:
        connection: The owner's, in the transaction of the migration.
        role: The service's.
        version_table: The table of the migrations, which the service reads at its start.

    Raises:
        UnsupportedDatabase: There is no such role.
        RoleTooPowerful: It would keep rights that we cannot take from it.
    """
    if connection.execute(text("SELECT to_regrole(quote_ident(:role)) IS NULL"), {"role": role}).scalar_one():
        raise UnsupportedDatabase(f"there is no role {role}: make the service's role first")
    quote = connection.dialect.identifier_preparer.quote
    to = quote(role)
    schema = quote(connection.execute(text("SELECT current_schema()")).scalar_one())
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {to}")
    for name, verbs in {version_table: ("SELECT",), **_rights()}.items():
        connection.exec_driver_sql(f"REVOKE ALL ON {quote(name)} FROM PUBLIC, {to}")
        connection.exec_driver_sql(f"GRANT {', '.join(verbs)} ON {quote(name)} TO {to}")
    for sequence in connection.execute(_SEQUENCES, {"prefix": PREFIX}).scalars().all():
        connection.exec_driver_sql(f"GRANT USAGE ON SEQUENCE {quote(sequence)} TO {to}")
    check_role(connection, role)


def check_role(connection: Connection, role: str) -> None:
    """Make sure that the role cannot go behind the record's back.

    Raises:
        RoleTooPowerful: It could; the error says by what.
    """
    for power, asked in _POWERS.items():
        if connection.execute(text(asked), {"role": role, "prefix": PREFIX}).scalar_one():
            raise RoleTooPowerful(role, power)


def _rights() -> dict[str, tuple[str, ...]]:
    return {table.name: table.info["may"] for table in metadata.sorted_tables}


_SEQUENCES = text(
    "SELECT relname FROM pg_class WHERE relkind = 'S' AND starts_with(relname, :prefix)"
    " AND relnamespace = current_schema()::regnamespace ORDER BY relname"
)

_POWERS = {
    "is a superuser": "SELECT rolsuper FROM pg_roles WHERE rolname = :role",
    "owns tables of ours, or may act as their owner": (
        "SELECT EXISTS (SELECT 1 FROM pg_class WHERE relkind = 'r' AND starts_with(relname, :prefix)"
        " AND relnamespace = current_schema()::regnamespace AND pg_has_role(:role, relowner, 'MEMBER'))"
    ),
    "may make tables beside ours": "SELECT has_schema_privilege(:role, current_schema(), 'CREATE')",
    "may change or empty the audit log": (
        "SELECT bool_or(has_table_privilege(:role, c.oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER')) FROM pg_class c"
        " WHERE c.relname IN ('cs_audit_entries', 'cs_audit_subtrees', 'cs_audit_checkpoints')"
        " AND c.relnamespace = current_schema()::regnamespace"
    ),
}
"""What the service's role must not be able to do, and the question to the server."""
