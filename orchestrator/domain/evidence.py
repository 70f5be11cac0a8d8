"""The closed categories of reasons, the evidence that each needs, and what a machine could find out about it (R3.2).

Taste is not among them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Category(StrEnum):
    """Why somebody wants it otherwise. The list is closed (RULES R3.2)."""

    SECURITY = "security"  # it opens a hole; a security officer confirms
    LICENCE = "licence"  # there are not enough; a manager confirms
    LEGAL = "legal"  # a clause forbids it; the named officer confirms
    INCOMPATIBILITY = "incompatibility"  # it breaks something else that is there
    HARDWARE = "hardware"  # the machines cannot carry it
    NOT_DEPLOYABLE = "not_deployable"  # rollouts of it failed
    POLICY = "policy"  # a document whose owner is outside IT
    END_OF_SUPPORT = "end_of_support"  # nobody mends it any more
    FREEZE = "freeze"  # an exam or an outage
    OTHER = "other"  # none of these; a second person looks at it from the start


STANDS_STILL = frozenset({Category.SECURITY, Category.LICENCE, Category.LEGAL})
"""Categories whose disputes stop the instructor's clock, and that hold until somebody rules."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is put forward for a reason; which parts a category needs stands in ``NEEDED``.

    Attributes:
        advisory: CVE number or id of an advisory.
        affected: Versions that it affects, such as ``< 144.0``.
        seats_needed, seats_owned: Seats of a licence.
        clause: Clause of a law or contract.
        officer: Person id of the officer who vouches for it.
        other_item: Id of the catalog item that it does not get along with.
        windows_build, driver, agent, product: Something else that it does not get along with.
        symptom: What goes wrong.
        seat_id: A seat on which it did.
        rollouts: Ids of rollouts, or runs, that failed.
        new_evidence: What is new since the catalog said that the two get along, or since the last override.
        memory_mb, disk_free_mb, cpu_cores: What the software needs.
        document: Id of a document in the register.
        day: Day on which support ends.
        source: Where that is written.
        occasion: The exam or outage.
        words: What no other part says.
    """

    advisory: str | None = None
    affected: str | None = None
    seats_needed: int | None = None
    seats_owned: int | None = None
    clause: str | None = None
    officer: str | None = None
    other_item: str | None = None
    windows_build: str | None = None
    driver: str | None = None
    agent: str | None = None
    product: str | None = None
    symptom: str | None = None
    seat_id: str | None = None
    rollouts: tuple[str, ...] = ()
    new_evidence: str | None = None
    memory_mb: int | None = None
    disk_free_mb: int | None = None
    cpu_cores: int | None = None
    document: str | None = None
    day: date | None = None
    source: str | None = None
    occasion: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Needed:
    """What a category needs: all of ``every``, and at least one of each group in ``one_of``."""

    every: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()


NEEDED: Mapping[Category, Needed] = {
    Category.SECURITY: Needed(every=("advisory", "affected")),
    Category.LICENCE: Needed(every=("seats_needed", "seats_owned")),
    Category.LEGAL: Needed(every=("clause", "officer")),
    Category.INCOMPATIBILITY: Needed(
        every=("symptom",),
        one_of=(("other_item", "windows_build", "driver", "agent", "product"), ("seat_id", "rollouts")),
    ),
    Category.HARDWARE: Needed(one_of=(("memory_mb", "disk_free_mb", "cpu_cores", "windows_build"),)),
    Category.NOT_DEPLOYABLE: Needed(every=("rollouts",)),
    Category.POLICY: Needed(every=("document",)),
    Category.END_OF_SUPPORT: Needed(every=("day", "source")),
    Category.FREEZE: Needed(every=("occasion",)),
    Category.OTHER: Needed(every=("words",)),
}
"""The one table of what each category needs (R3.2)."""


class CheckResult(StrEnum):
    """What a machine could find out about a piece of evidence."""

    HOLDS = "holds"  # it is so
    FAILS = "fails"  # it is not so: the override is refused
    UNKNOWN = "unknown"  # nothing here can tell; never taken for a yes, and shown


class CheckCode(StrEnum):
    """What was looked at (R3.2)."""

    ADVISORY_COVERS = "advisory_covers"  # the affected range covers the version that would be installed
    LICENCE_COUNT = "licence_count"  # seats needed and owned against reservations
    OFFICER_EXISTS = "officer_exists"  # the named officer has an account, and is not whoever decides
    OTHER_IS_THERE = "other_is_there"  # the other thing is really there
    NO_COEXISTENCE = "no_coexistence"  # the catalog does not say that the two get along; else new evidence
    FAILURE_EXISTS = "failure_exists"  # the failed seat or run exists
    HARDWARE_SHORT = "hardware_short"  # the last scan shows less than is needed
    ROLLOUTS_FAILED = "rollouts_failed"  # the rollouts exist, and it failed in them
    DOCUMENT_EXISTS = "document_exists"  # the register has the document, and its owner is outside IT
    DAY_IS_REACHED = "day_is_reached"  # support ends before the override does
    DATES_FIT = "dates_fit"  # a freeze is short enough


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        code: See CheckCode.
        result: See CheckResult.
        detail: What was found, as typed fields in text, for wording; such as the version, or the age of a scan.
    """

    code: CheckCode
    result: CheckResult
    detail: tuple[tuple[str, str], ...] = ()
