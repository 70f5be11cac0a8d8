"""Where a desired line comes from."""

from dataclasses import dataclass
from enum import StrEnum


class WhyCode(StrEnum):
    """Where a desired line comes from."""

    BASELINE = "baseline"  # the room has it without a request
    REQUEST = "request"  # somebody asked for it
    REQUIRED_BY = "required_by"  # another line cannot do without it
    SUBSTITUTE = "substitute"  # an override put it in the place of what was asked for
    PINNED = "pinned"  # an override chose the version
    MINIMUM = "minimum"  # a safeguard raised the version
    PROTECTIVE_UPDATE = "protective_update"  # a safeguard brings every copy that is there up to date
    BLOCKED = "blocked"  # a safeguard keeps it away
    ROLLED_BACK = "rolled_back"  # the room went back to a revision that had no such line


@dataclass(frozen=True, slots=True, order=True)
class Why:
    """One reason of a line.

    Attributes:
        code: See WhyCode.
        request_id: The request behind it, or None.
        item_id: The item that requires it, or None.
        decision_id: The override, hold or safeguard behind it, or None.
    """

    code: WhyCode
    request_id: str | None = None
    item_id: str | None = None
    decision_id: str | None = None
