"""How a simulated module is called, and how it answers."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from orchestrator.virtual_lab.machine import Machine


@dataclass(frozen=True, slots=True)
class ModuleCall:
    """One run of a module.

    Attributes:
        module: Full name.
        params: Every option of its specification with the checked value, the default, or None.
        check_mode: Whether nothing may change.
        verbosity: How often ``-v`` was given.
    """

    module: str
    params: Mapping[str, Any]
    check_mode: bool = False
    verbosity: int = 0


@dataclass(eq=False)
class ModuleFailed(Exception):
    """The module fails as the real one would.

    Attributes:
        message: Its ``msg``.
        result: Further fields of its result.
    """

    message: str
    result: dict[str, Any] = field(default_factory=dict)


Simulation = Callable[[Machine, ModuleCall], Awaitable[dict[str, Any]]]
