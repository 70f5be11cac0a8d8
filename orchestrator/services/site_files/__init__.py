"""Site and catalog as files: texts in, declared values or every problem of them out. No file is opened here.

The import takes ``{relative path: text}`` because it goes over HTTP. ``site.read_site`` and ``catalog.read_catalog``
are the two doors; ``problems.ProblemCode`` lists all that can be wrong.
"""
