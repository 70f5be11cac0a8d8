"""The API's description, which needs no service."""

from functools import cache
from types import SimpleNamespace
from typing import Any

from api.app import create_app
from api.openapi import describe


@cache
def described() -> dict[str, Any]:
    """The whole description."""
    return describe(create_app(SimpleNamespace()))  # type: ignore[arg-type]  # it has no use for the ports


def operations() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Method, address and description of each operation by its id."""
    return {
        operation["operationId"]: (method, path, operation)
        for path, methods in described()["paths"].items()
        for method, operation in methods.items()
    }


READ_AS_JSON = sorted(
    name
    for name, (method, _, operation) in operations().items()
    if method == "get" and "application/json" in operation["responses"]["200"]["content"]
)
"""Operations that give something as JSON and change nothing."""
KEPT = frozenset(READ_AS_JSON) - {"get_me"}
"""Those whose answer may be kept; that one tells a secret."""
