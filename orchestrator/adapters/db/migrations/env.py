"""What Alembic runs to migrate or to compare; ``migrate.py`` hands it the connection, within a transaction.

It sees only tables of ours: the durable engine keeps its own in the same database and migrates them by itself.
"""

from alembic import context

from orchestrator.adapters.db.migrate import VERSION_TABLE, is_ours
from orchestrator.adapters.db.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    include_name=is_ours,
    # All steps in one transaction: a migration that fails leaves the database as it was, on SQLite too.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
