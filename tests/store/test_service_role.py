"""On PostgreSQL the service's role owns nothing: it can do its work, and nothing to what is on record."""

from collections.abc import Iterator

import pytest
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from orchestrator.adapters.db import migrate as tables
from orchestrator.adapters.db.errors import RoleTooPowerful
from orchestrator.adapters.db.tables import metadata
from orchestrator.domain.people import WORKER
from tests.postgres_fixture import OWNER, SERVICE, PostgresDatabase, PostgresServer
from tests.store.databases import Database
from tests.store.values import NOON

APPENDED = ["cs_audit_entries", "cs_audit_subtrees", "cs_audit_checkpoints", "cs_revisions", "cs_waves"]
FILED = ["cs_audit_terms", "cs_audit_spans"]
"""What the database itself writes."""

FORBIDDEN = [
    *(f"{verb} {table}" for table in APPENDED + FILED for verb in ("DELETE FROM", "TRUNCATE")),
    *(f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in APPENDED + FILED),
    *(f"ALTER TABLE {table} OWNER TO {SERVICE}" for table in APPENDED),
    *(f"DROP TRIGGER {table}_update ON {table}" for table in APPENDED + FILED),
    *(f"DROP TABLE {table} CASCADE" for table in APPENDED + FILED),
    *(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE" for table in APPENDED),
    "UPDATE cs_audit_subtrees SET hash = hash",
    "UPDATE cs_audit_checkpoints SET size = 0",
    "UPDATE cs_audit_terms SET value = ''",
    "INSERT INTO cs_audit_terms VALUES ('person', 'person:ada', 0)",
    "UPDATE cs_audit_spans SET latest = ''",
    "INSERT INTO cs_audit_spans VALUES (0, '', '')",
    "UPDATE cs_audit_words SET word = ''",
    "TRUNCATE cs_audit_words",
    "DROP TRIGGER cs_audit_entries_filed ON cs_audit_entries",
    "UPDATE cs_audit_entries SET body = ''",
    "UPDATE cs_revisions SET lines = ''",
    "UPDATE cs_waves SET desired = ''",
    "UPDATE cs_audit_texts SET text = ''",
    "TRUNCATE cs_audit_texts",
    "TRUNCATE cs_events",
    "DELETE FROM cs_audit_head",
    "INSERT INTO cs_audit_head VALUES (2, 0)",
    "TRUNCATE cs_audit_head",
    "DROP FUNCTION cs_audit_entries_insert() CASCADE",
    "CREATE OR REPLACE FUNCTION cs_audit_entries_insert() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "CREATE TRIGGER x BEFORE INSERT ON cs_audit_entries FOR EACH ROW EXECUTE FUNCTION cs_audit_entries_insert()",
    "CREATE RULE x AS ON INSERT TO cs_audit_entries DO INSTEAD NOTHING",
    "CREATE TABLE beside (a integer)",
    "CREATE SCHEMA beside",
    "UPDATE cs_schema_version SET version_num = '0001'",
    "SET session_replication_role = replica",
    f"SET ROLE {OWNER}",
    "COPY (SELECT 1) TO PROGRAM 'true'",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_service_may_not(server_database: Database, statement: str) -> None:
    with pytest.raises(DBAPIError) as refused, server_database.engines.write.begin() as connection:
        connection.execute(text(statement))
    assert isinstance(refused.value.orig, InsufficientPrivilege)


def test_the_service_has_exactly_the_rights_that_the_tables_name(server_database: Database) -> None:
    found = server_database.sql(
        "SELECT table_name, privilege_type FROM information_schema.role_table_grants"
        " WHERE table_schema = current_schema() AND grantee IN (:role, 'PUBLIC')",
        role=SERVICE,
    )
    rights: dict[str, set[str]] = {}
    for name, right in found:
        rights.setdefault(name, set()).add(right)
    expected = {table.name: set(table.info["may"]) for table in metadata.sorted_tables}
    assert rights == {**expected, tables.VERSION_TABLE: {"SELECT"}}
    assert {"UPDATE", "DELETE"}.isdisjoint(right for name in APPENDED + FILED for right in rights[name])


def test_a_temporary_table_of_the_same_name_does_not_deceive_the_triggers(server_database: Database) -> None:
    with server_database.engines.write.connect() as connection:
        connection.execute(text("CREATE TEMPORARY TABLE cs_audit_entries (entry_index integer)"))
        connection.execute(text("INSERT INTO pg_temp.cs_audit_entries VALUES (6)"))
        with pytest.raises(IntegrityError, match="the index is not the next one"):
            connection.execute(text("INSERT INTO public.cs_audit_entries VALUES (7, 'gap', sha256(''))"))


def test_a_temporary_table_does_not_take_what_entries_are_found_by(server_database: Database) -> None:
    insert = text("INSERT INTO cs_audit_entries VALUES (0, '{\"actor\":\"person:ada\"}', sha256(''))")
    with server_database.engines.write.begin() as connection:
        connection.execute(text("CREATE TEMPORARY TABLE cs_audit_terms (name text, value text, entry_index integer)"))
        connection.execute(insert)
    assert server_database.sql("SELECT * FROM cs_audit_terms") == [("person", "person:ada", 0)]


def test_rights_that_somebody_added_are_taken_back_by_the_next_migration(
    postgres: PostgresServer, postgres_database: PostgresDatabase
) -> None:
    with postgres.as_owner(postgres_database) as owner:
        owner.execute(f"GRANT UPDATE, TRUNCATE ON cs_audit_entries TO {SERVICE}")
    with pytest.raises(RoleTooPowerful, match="may change or empty the audit log"):
        tables.ensure_migrated(postgres_database.url)
    tables.migrate(postgres_database.owner_url, SERVICE)
    tables.ensure_migrated(postgres_database.url)


@pytest.fixture
def too_much(request: pytest.FixtureRequest, postgres: PostgresServer) -> Iterator[str]:
    """A power that the service's role has for a while."""
    power: str = request.param
    given, taken = {
        "superuser": (f"ALTER ROLE {SERVICE} SUPERUSER", f"ALTER ROLE {SERVICE} NOSUPERUSER"),
        "member": (f"GRANT {OWNER} TO {SERVICE}", f"REVOKE {OWNER} FROM {SERVICE}"),
    }[power]
    postgres.as_superuser(given)
    yield power
    postgres.as_superuser(taken)


@pytest.mark.parametrize(
    ("too_much", "because"), [("superuser", "is a superuser"), ("member", "act as their owner")], indirect=["too_much"]
)
@pytest.mark.usefixtures("too_much")
def test_a_service_that_could_bend_the_record_does_not_start(postgres_database: PostgresDatabase, because: str) -> None:
    with pytest.raises(RoleTooPowerful, match=because):
        tables.ensure_migrated(postgres_database.url)
    with pytest.raises(RoleTooPowerful, match=because):
        tables.migrate(postgres_database.owner_url, SERVICE)


def test_the_owner_s_url_is_not_one_for_the_service(postgres_database: PostgresDatabase) -> None:
    with pytest.raises(RoleTooPowerful, match=OWNER):
        tables.ensure_migrated(postgres_database.owner_url)


def test_a_schema_in_which_everybody_may_make_tables_is_refused(
    postgres: PostgresServer, postgres_database: PostgresDatabase
) -> None:
    with postgres.as_owner(postgres_database) as owner:
        owner.execute("GRANT CREATE ON SCHEMA public TO PUBLIC")
    with pytest.raises(RoleTooPowerful, match="may make tables beside ours"):
        tables.ensure_migrated(postgres_database.url)


def test_a_tampered_entry_is_still_possible_for_who_owns_the_table_and_drops_its_triggers(
    server_database: Database,
) -> None:
    """What the database cannot promise; that it is found out is the record's own business."""
    with server_database.transactions() as uow:
        uow.audit.append(at=NOON, actor=WORKER, kind="k", subjects={})
        uow.commit()
    server_database.sql("DROP TRIGGER cs_audit_entries_update ON cs_audit_entries")
    server_database.sql("UPDATE cs_audit_entries SET body = 'forged'")
    assert server_database.sql("SELECT body FROM cs_audit_entries") == [("forged",)]
