"""Refusals that come of the call itself, not of what it asks for."""

from dataclasses import dataclass
from typing import ClassVar

from orchestrator.domain.errors import Refusal


@dataclass(eq=False)
class NotIdentified(Refusal):
    """The call does not say who makes it. ``example`` shows how."""

    example: str
    code: ClassVar[str] = "not-identified"


@dataclass(eq=False)
class CsrfTokenWrong(Refusal):
    """A browser's session makes a change without the token that only pages of ours know; ``header`` carries it."""

    header: str
    code: ClassVar[str] = "csrf-token-wrong"


@dataclass(eq=False)
class CrossSiteCall(Refusal):
    """A browser says that a page of somebody else made it call."""

    code: ClassVar[str] = "cross-site-call"


@dataclass(eq=False)
class TooLarge(Refusal):
    """The body has more bytes than are taken at this address."""

    limit: int
    code: ClassVar[str] = "too-large"


@dataclass(eq=False)
class RateLimited(Refusal):
    """Whoever calls has made more than ``limit`` calls of this kind a minute; in ``seconds`` there is room again."""

    limit: int
    seconds: int
    code: ClassVar[str] = "rate-limited"


@dataclass(eq=False)
class MethodNotAllowed(Refusal):
    """The address is there, but not with this method."""

    method: str
    allowed: tuple[str, ...]
    code: ClassVar[str] = "method-not-allowed"


@dataclass(eq=False)
class BadCall(Refusal):
    """The web framework refused the call for a reason that has no leaf of its own."""

    http_status: int
    code: ClassVar[str] = "bad-call"


@dataclass(eq=False)
class InternalFault(Refusal):
    """A fault of ours; the log has it under ``incident``."""

    incident: str
    code: ClassVar[str] = "internal-fault"


@dataclass(eq=False)
class CallLost(Refusal):
    """The database gave the call's transaction up, through no fault of the call; it can be made again."""

    incident: str
    code: ClassVar[str] = "transaction-lost"


@dataclass(eq=False)
class StoreUnavailable(Refusal):
    """The database does not answer; the log has it under ``incident``."""

    incident: str
    code: ClassVar[str] = "store-unavailable"


@dataclass(eq=False)
class TooManyRows(Refusal):
    """More entries fit than a spreadsheet holds, ``limit``; ``csv`` is where they are to be had all the same."""

    limit: int
    csv: str
    code: ClassVar[str] = "too-many-rows"
