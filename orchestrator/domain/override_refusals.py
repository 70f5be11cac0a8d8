"""What can be refused about an override once it is recorded, or about what it aims at."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.errors import Refusal
from orchestrator.domain.evidence import Category, CheckCode
from orchestrator.domain.overrides import Confirmation, OverrideKind


@dataclass(eq=False)
class EvidenceNotMet(Refusal):
    """A machine looked, and it is not so (R3.2). ``checks`` is what was looked at, ``found`` what was found."""

    checks: tuple[CheckCode, ...]
    found: tuple[str, ...]
    code: ClassVar[str] = "evidence-not-met"


@dataclass(eq=False)
class NotASecondPerson(Refusal):
    """Whoever recorded a decision is not the second person for it, with whichever role (R3.6)."""

    override_id: str
    code: ClassVar[str] = "not-a-second-person"


@dataclass(eq=False)
class CannotConfirm(Refusal):
    """The category is confirmed by somebody else: a security officer, a manager, or the named officer (R3.2)."""

    override_id: str
    category: Category
    code: ClassVar[str] = "cannot-confirm"


@dataclass(eq=False)
class NothingToConfirm(Refusal):
    """The category needs no confirmation, has one, or none came in time."""

    override_id: str
    confirmation: Confirmation
    code: ClassVar[str] = "nothing-to-confirm"


@dataclass(eq=False)
class NotASubstitute(Refusal):
    """Only to a substitute can its requester say yes (R3.6)."""

    override_id: str
    kind: OverrideKind
    code: ClassVar[str] = "not-a-substitute"


@dataclass(eq=False)
class OnlyTheRequesterAgrees(Refusal):
    """The request belongs to somebody else (R3.6)."""

    override_id: str
    code: ClassVar[str] = "only-the-requester-agrees"


@dataclass(eq=False)
class SubstituteForOneRequester(Refusal):
    """Several people have asked for it, and each has to be asked about what stands in its place (R3.6)."""

    item: str
    requests: tuple[str, ...]
    code: ClassVar[str] = "substitute-for-one-requester"


@dataclass(eq=False)
class NothingToOverride(Refusal):
    """Nobody asks for it in the room; a ban without a request is a safeguard (R3.1)."""

    item: str
    classroom: str
    code: ClassVar[str] = "nothing-to-override"


@dataclass(eq=False)
class SeatsNotAsked(Refusal):
    """The request does not aim at these seats."""

    request_id: str
    seats: tuple[str, ...]
    code: ClassVar[str] = "seats-not-asked"


@dataclass(eq=False)
class NoSuchSubstitute(Refusal):
    """A pin is for a substitute that no override has put in the place of what was asked for (R3.7)."""

    item: str
    code: ClassVar[str] = "no-such-substitute"


class Hindrance(StrEnum):
    """Why something could not be delivered in the place of what was asked for."""

    BLOCKED = "blocked"  # a safeguard keeps it away, or something that it needs, or what it would stand in for
    TOO_OLD = "too_old"  # the least version of a safeguard is newer
    NO_RELEASE = "no_release"  # the site has nothing to deliver
    CONFLICT = "conflict"  # it cannot hold beside what somebody else has asked for in the room


@dataclass(eq=False)
class InsteadNotDeliverable(Refusal):
    """What an override would put in the place of what was asked for could not be delivered there.

    Attributes:
        item: What would be delivered instead, or the part of it that cannot be.
        version: The version that was chosen, or None.
        hindrance: See Hindrance.
        safeguard_id: The safeguard that stands in the way, or None.
        with_item: The item that does, or None.
        possible: Versions that could be chosen.
    """

    item: str
    version: str | None
    hindrance: Hindrance
    safeguard_id: str | None = None
    with_item: str | None = None
    possible: tuple[str, ...] = ()
    code: ClassVar[str] = "instead-not-deliverable"
