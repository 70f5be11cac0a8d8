"""What a case is: something done to a service, and the answer to it."""

from collections.abc import Callable
from typing import TypeAlias

from httpx2 import Response

from tests.api.people import ADA
from tests.api.service import Service

Call: TypeAlias = Callable[[Service], Response]
Answers: TypeAlias = dict[tuple[str, int], Call]
"""By operation and status."""
Malformed: TypeAlias = dict[str, Call]
"""By operation."""

NOBODY = "00000000-0000-7000-8000-999999999999"
"""The id of nothing."""


def large(size: int, path: str, method: str = "POST") -> Call:
    """A body that is one byte larger than its address takes."""

    def call(service: Service) -> Response:
        headers = {**ADA, "Content-Type": "application/json"}
        return service.client.request(method, f"/api/v1{path}", content=b" " * (size + 1), headers=headers)

    return call
