"""All decisions that have a say in a room, in one value: they lie on top of requests and baseline."""

from dataclasses import dataclass

from orchestrator.domain.holds import Hold
from orchestrator.domain.overrides import Override
from orchestrator.domain.safeguards import Exemption, Safeguard


@dataclass(frozen=True, slots=True)
class Decisions:
    """Overrides and holds of one room, and the site's safeguards with their exemptions; in no particular order.

    What is over may be among them: whoever looks asks for a moment.
    """

    overrides: tuple[Override, ...] = ()
    holds: tuple[Hold, ...] = ()
    safeguards: tuple[Safeguard, ...] = ()
    exemptions: tuple[Exemption, ...] = ()


NO_DECISIONS = Decisions()
"""Silence."""
