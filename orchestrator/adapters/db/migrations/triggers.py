"""Triggers by which the database itself refuses a change, whoever asks for it and with whatever tool."""

from typing import Literal

from alembic import op
from sqlalchemy import text

Verb = Literal["INSERT", "UPDATE", "DELETE", "TRUNCATE"]


def refuse(verb: Verb, table: str, because: str, when: str | None = None) -> None:
    """Make the database refuse ``verb`` on rows of ``table``.

    It is asked before the row is touched, so that SQLite's ``INSERT OR REPLACE`` is refused as well before it
    replaces. Both databases tell it as a breach of integrity. SQLite knows no TRUNCATE, so nothing is made there.

    Args:
        verb: What is refused.
        table: Table with its prefix.
        because: What the error says.
        when: SQL condition over ``NEW`` and ``OLD`` in words that all databases share; None refuses always. Where it
            is neither true nor false, because something is NULL, the change is refused.
    """
    if op.get_context().dialect.name == "postgresql":
        _refuse_on_postgresql(verb, table, because, when)
    elif verb != "TRUNCATE":
        condition = f"WHEN ({when}) IS NOT FALSE " if when else ""
        op.execute(
            f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} FOR EACH ROW {condition}"
            f"BEGIN SELECT RAISE(ABORT, '{table}: {because}'); END"
        )


def admit(verb: Verb, table: str) -> None:
    """Take a refusal back, in a step that has to change what nobody else may change."""
    name = f"{table}_{verb.lower()}"
    if op.get_context().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {name} ON {table}")
        op.execute(f"DROP FUNCTION {name}()")
    elif verb != "TRUNCATE":
        op.execute(f"DROP TRIGGER {name}")


def follow(table: str, name: str, *statements: str) -> None:
    """Make the database itself carry out statements after each row that is inserted into ``table``.

    On a server it does so with the rights of the tables' owner: what the statements fill needs nobody else's.

    Args:
        table: Table with its prefix.
        name: Name of the trigger; on a server also of its function.
        statements: SQL over ``NEW``, in the words of this database.
    """
    body = "; ".join(statements)
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "
            f"SET search_path = {_own_path()} AS $$ BEGIN {body}; RETURN NULL; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    else:
        op.execute(f"CREATE TRIGGER {name} AFTER INSERT ON {table} FOR EACH ROW BEGIN {body}; END")


def _own_path() -> str:
    """Without a search path of its own a function would look first for a temporary table, which anybody may make."""
    schema: str = op.get_bind().execute(text("SELECT quote_ident(current_schema())")).scalar_one()
    return f"{schema}, pg_temp"


def _refuse_on_postgresql(verb: Verb, table: str, because: str, when: str | None) -> None:
    name = f"{table}_{verb.lower()}"
    condition = f"({when}) IS NOT FALSE" if when else "TRUE"
    given_back = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD", "TRUNCATE": "NULL"}[verb]
    each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
    # A condition in the trigger's own WHEN may not look at tables, so it stands in the function.
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = {_own_path()} AS $$ BEGIN "
        f"IF {condition} THEN RAISE integrity_constraint_violation USING MESSAGE = '{table}: {because}'; END IF; "
        f"RETURN {given_back}; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()")
