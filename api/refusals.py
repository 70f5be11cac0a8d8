"""Refusals that come of the call itself, not of what it asks for."""

from dataclasses import dataclass
from typing import ClassVar

from orchestrator.domain.errors import Refusal
from orchestrator.domain.people import Permission


@dataclass(eq=False)
class LoginNotBuilt(Refusal):
    """The service starts only in demo mode, because nothing tells yet who really calls it."""

    code: ClassVar[str] = "login-not-built"


@dataclass(eq=False)
class NotIdentified(Refusal):
    """The call does not say who makes it. ``example`` shows how."""

    example: str
    code: ClassVar[str] = "not-identified"


@dataclass(eq=False)
class IdentityMalformed(Refusal):
    """The header that says who calls has not the right form: ``part`` (``id`` or ``name``) is not as ``expected``."""

    part: str
    expected: str
    example: str
    code: ClassVar[str] = "identity-malformed"


@dataclass(eq=False)
class NotPermitted(Refusal):
    """Whoever calls may not do this."""

    permission: Permission
    code: ClassVar[str] = "not-permitted"


@dataclass(eq=False)
class TooLarge(Refusal):
    """The body has more bytes than are taken at this address."""

    limit: int
    code: ClassVar[str] = "too-large"


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
