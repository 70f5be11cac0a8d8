"""The steps by which a database came to its present tables: written once, never changed."""
