"""The durable engine behind the ports of ``services/durable.py``: DBOS, embedded. The only importer of ``dbos``."""
