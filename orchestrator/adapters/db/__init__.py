"""The store: one SQL database behind the port ``services.unit_of_work``. The only importer of SQLAlchemy.

Start at ``unit_of_work.py``. ``engine.py`` opens the database, ``migrate.py`` brings its tables up to date, ``tables/``
says what they are, and each other file maps the rows of one noun to the domain's values and back.
"""
