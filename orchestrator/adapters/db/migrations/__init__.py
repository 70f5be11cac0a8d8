"""The steps by which a database came to its present tables: written once, never changed once they were released.

Every step runs on SQLite and on PostgreSQL, in one transaction with all others that are due, and as the owner of the
tables. How to write one:

- Column types: ``plain_text()``, ``integer()``, ``big_integer()``, ``octets()`` from ``columns``; nothing else. Times,
  days and JSON are text, yes and no are integers with a check (see ``column_types``). ``tables/`` says the same in its
  own words, and a test compares the two on both databases.
- ``op.create_table(…, sqlite_strict=True)``, constraints named by hand through ``op.f`` as the naming convention in
  ``tables.base`` would name them. A partial index says its condition twice, for ``sqlite_where`` and
  ``postgresql_where``.
- What may never be changed is refused by the database itself: ``refuse`` from ``triggers``, per verb, TRUNCATE too.
  Conditions are SQL that both databases understand.
- What the service's role may do to a table stands at the table: ``table(…, may=APPEND)`` in ``tables/``. Its rights
  are granted anew after the last step, so a step says nothing of them.
- A later step may ``op.add_column`` (nullable, or with a ``server_default``), and fill it by ``op.execute`` in SQL that
  both understand. Where a refusal is in the way, ``admit`` takes it back first, and ``refuse`` puts it there again.
  Changing a column or a constraint makes SQLite copy the table, without its triggers: prefer a new table or column.
- Where the two have to differ, ``op.get_context().dialect.name`` tells which one it is.
"""
