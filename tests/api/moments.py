"""When the tests of the API take place."""

from datetime import UTC, datetime

NOON = datetime(2027, 1, 12, 12, 0, tzinfo=UTC)
"""A Tuesday, 13:00 in Berlin."""
