"""The engine's own tables, in the same database as ours."""

from dbos import DBOS, DBOSClient

from orchestrator.adapters.workflows.identity import APPLICATION, GENERAL_QUEUE, POLL_SECONDS, ROOMS_QUEUE


def migrate_engine(url: str, service: str | None = None) -> None:
    """Create the engine's tables with our queues, or bring them up to date. Run again, it changes nothing.

    The engine is not started. This takes a URL and not our engine because the migration begins its transaction by
    hand, which ours has done already by then.

    Args:
        url: The database, on PostgreSQL as the role that owns the tables. They stand in a schema of their own there.
        service: On PostgreSQL the role that the service connects as; it may do all to the rows and nothing to tables.
    """
    DBOS.migrate(url, application_role=service)
    client = DBOSClient(system_database_url=url, application_name=APPLICATION, lazy=True)
    try:
        # A worker that finds its queues at its start takes work at once; it looks for later ones only every second.
        client.register_queue(GENERAL_QUEUE, polling_interval_sec=POLL_SECONDS, on_conflict="never_update")
        # How many rooms at once, each worker sets for itself when it starts.
        client.register_queue(
            ROOMS_QUEUE,
            polling_interval_sec=POLL_SECONDS,
            partition_concurrency=1,
            worker_concurrency=1,
            on_conflict="never_update",
        )
    finally:
        client.destroy()
