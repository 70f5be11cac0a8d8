"""Facts of letters: a room, somebody who teaches in it, and decisions about what they asked for."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from orchestrator.domain.classrooms import Classroom, Seat, SeatTarget
from orchestrator.domain.evidence import Category, Check, CheckCode, CheckResult, Evidence
from orchestrator.domain.letters import CatalogLoss, LetterDecision, LetterOccasion, Narrowing, Ruling
from orchestrator.domain.overrides import Confirmation, Override, OverrideKind, OverrideScope, OverrideState
from orchestrator.domain.requests import SoftwareRequest, Wanted
from orchestrator.domain.rule_numbers import RuleNumbers
from orchestrator.domain.safeguards import Aim, Exemption, Safeguard, SafeguardKind
from orchestrator.services.letter_facts import LetterFacts

NOON = datetime(2027, 1, 12, 11, 0, tzinfo=UTC)
SEATS = tuple(Seat(f"s{n}", f"{n:02}", 1, n, podium=n == 1) for n in range(1, 41))
ROOM = Classroom("b204", "B-204", "Main building", "Europe/Berlin", seats=SEATS, department="Physics")
TITLES = {
    "weather": "SunnyDesk Weather",
    "torrent": "SwiftTorrent",
    "firefox": "Mozilla Firefox",
    "edge": "Microsoft Edge",
}
TECHNICIAN, OFFICER = "person:tom", "person:joan"

EVIDENCE: dict[Category, tuple[Evidence, tuple[CheckCode, ...]]] = {
    Category.SECURITY: (Evidence(advisory="CVE-2027-1234", affected="< 146.0"), (CheckCode.ADVISORY_COVERS,)),
    Category.LICENCE: (Evidence(seats_needed=40, seats_owned=30), (CheckCode.LICENCE_COUNT,)),
    Category.LEGAL: (Evidence(clause="§ 4 of the contract", officer="person:portia"), (CheckCode.OFFICER_EXISTS,)),
    Category.INCOMPATIBILITY: (
        Evidence(other_item="edge", symptom="the forms stop", seat_id="s7", rollouts=("a", "b"), new_evidence="a log"),
        (CheckCode.OTHER_IS_THERE, CheckCode.NO_COEXISTENCE, CheckCode.FAILURE_EXISTS),
    ),
    Category.HARDWARE: (
        Evidence(memory_mb=16384, disk_free_mb=1536, cpu_cores=8, windows_build="10.0.26100"),
        (CheckCode.HARDWARE_SHORT,),
    ),
    Category.NOT_DEPLOYABLE: (Evidence(rollouts=("a",)), (CheckCode.ROLLOUTS_FAILED,)),
    Category.POLICY: (Evidence(document="d1"), (CheckCode.DOCUMENT_EXISTS,)),
    Category.END_OF_SUPPORT: (
        Evidence(day=date(2027, 1, 31), source="https://example.org/life"),
        (CheckCode.DAY_IS_REACHED,),
    ),
    Category.FREEZE: (Evidence(occasion="Exam week in physics"), (CheckCode.DATES_FIT,)),
    Category.OTHER: (
        Evidence(words="See below", driver="ACME 3", agent="Watch 2", product="Shield"),
        (CheckCode.FAILURE_EXISTS,),
    ),
}
"""By category, all that can be put forward for it, and what is looked at."""


def request(item: str = "firefox", **more: Any) -> SoftwareRequest:  # noqa: ANN401 - any field
    """A request of Ada's."""
    asked: dict[str, Any] = {
        "id": "r1",
        "classroom_id": ROOM.id,
        "item_id": item,
        "requester_id": "person:ada",
        "entered_by": "person:ada",
        "needed_by": NOON + timedelta(days=7),
        "created_at": NOON - timedelta(days=1),
    }
    return SoftwareRequest(**asked | more)


def override(kind: OverrideKind, category: Category, *, days: int = 20, **more: Any) -> Override:  # noqa: ANN401 - any field
    """A full override of it, or with ``days`` of 3 a light one."""
    evidence, codes = EVIDENCE[category]
    full = days > 3
    said: dict[str, Any] = {
        "explanation": "When both run, the forms that the registry needs stop with an error.",
        "seat_ids": tuple(f"s{n}" for n in range(5, 9)) if kind is OverrideKind.EXCLUDE else (),
        "substitute_item": "edge" if kind is OverrideKind.SUBSTITUTE else None,
        "pin_version": "128.5" if kind is OverrideKind.PIN else None,
    }
    if full:
        said |= {
            "evidence": evidence,
            "checks": tuple(Check(code, CheckResult.HOLDS) for code in codes),
            "alternative": "Microsoft Edge, which is on every seat",
            "would_lift": "a version of the forms that works beside it",
            "compensation": "the lecturer's computer has it, for showing things",
            "needs_approval": True,
            "approved_by": "person:dorothy",
        }
    made: dict[str, Any] = {
        "id": "o1",
        "kind": kind,
        "scope": OverrideScope.REQUEST,
        "category": category,
        "classroom_id": ROOM.id,
        "item_id": "firefox",
        "request_ids": ("r1",),
        "evidence": Evidence(),
        "by": TECHNICIAN,
        "created_at": NOON,
        "starts_at": NOON,
        "expires_at": NOON + timedelta(days=days),
    }
    return Override(**made | said | more)


def safeguard(
    kind: SafeguardKind = SafeguardKind.BLOCK,
    category: Category = Category.SECURITY,
    **more: Any,  # noqa: ANN401 - any field
) -> Safeguard:
    """A safeguard against it."""
    updates = kind is SafeguardKind.PROTECTIVE_UPDATE
    said: dict[str, Any] = {
        "id": "g1",
        "kind": kind,
        "category": category,
        "aim": Aim("firefox"),
        "title": "Old browsers",
        "explanation": "Pages that somebody has prepared can take over a machine on which an old one runs.",
        "evidence": EVIDENCE[category][0],
        "owner": OFFICER,
        "review_at": NOON + timedelta(days=90),
        "by": OFFICER,
        "created_at": NOON,
        "expires_at": NOON + timedelta(days=180),
        "minimum": None if kind is SafeguardKind.BLOCK else "146.0",
        "deadline": NOON + timedelta(days=5) if updates else None,
        "instead": "Microsoft Edge, which is on every seat",
    }
    return Safeguard(**said | more)


def facts(
    decision: LetterDecision,
    occasion: LetterOccasion,
    language: str = "en",
    requests: tuple[SoftwareRequest, ...] | None = None,
    **more: Any,  # noqa: ANN401 - any field
) -> LetterFacts:
    """What a letter to Ada is made from."""
    return LetterFacts(
        **{
            "occasion": occasion,
            "decision": decision,
            "name": "Prof. Ada Lovelace",
            "language": language,
            "room": ROOM,
            "requests": (request(),) if requests is None else requests,
            "at": NOON,
            "numbers": RuleNumbers(),
            "titles": TITLES,
            "people": {"person:portia": "Portia Blackstone", TECHNICIAN: "Tom Kilburn", OFFICER: "Joan Clarke"},
            "documents": {"d1": "Rules for the use of teaching rooms"},
        }
        | more
    )


def every_decision() -> Iterator[tuple[LetterOccasion, LetterDecision]]:
    """Every kind of decision with every category, in each of the weights and states that make a letter another one."""
    for category in Category:
        for kind in OverrideKind:
            yield LetterOccasion.OVERRIDE, override(kind, category)
            yield LetterOccasion.OVERRIDE, override(kind, category, days=3)
            for state in OverrideState:
                if state not in {OverrideState.PROPOSED, OverrideState.LIVE}:
                    yield LetterOccasion.OVERRIDE_ENDED, override(kind, category, state=state)
            yield LetterOccasion.RULING, Ruling("c1", override(kind, category), overturned=True, reason="it is not so")
            yield LetterOccasion.RULING, Ruling("c1", override(kind, category), overturned=False, reason="It is so.")
        for kind_of_safeguard in SafeguardKind:
            against = safeguard(kind_of_safeguard, category)
            yield LetterOccasion.SAFEGUARD, against
            yield LetterOccasion.RULING, Ruling("c1", against, overturned=True, reason="yes", exemption=exemption())
            if kind_of_safeguard is SafeguardKind.PROTECTIVE_UPDATE:
                yield LetterOccasion.UPDATE, against
        for confirmation in Confirmation:
            if category in {Category.SECURITY, Category.LICENCE, Category.LEGAL}:
                confirm_by = NOON + timedelta(days=7)
                made = override(OverrideKind.DECLINE, category, confirmation=confirmation, confirm_by=confirm_by)
                yield LetterOccasion.OVERRIDE, made
    for loss in CatalogLoss:
        other = "edge" if loss in {CatalogLoss.CONFLICT_ADDED, CatalogLoss.COEXISTENCE_DROPPED} else None
        change = Narrowing("k1", loss, "firefox", "The maker ends it", NOON + timedelta(days=14), other, "145.0")
        yield LetterOccasion.CATALOG, change


def exemption() -> Exemption:
    """Granted, and not signed yet."""
    return Exemption(
        id="e1",
        safeguard_id="g1",
        item_id="firefox",
        classroom_ids=(ROOM.id,),
        compensation="The room is cut off from the net while it runs",
        by=OFFICER,
        created_at=NOON,
        expires_at=NOON + timedelta(days=60),
        risk_owner="person:dean",
    )


ABSENT = request(wanted=Wanted.ABSENT)
ON_BEHALF = request(entered_by="person:cleo", target=SeatTarget.STUDENT_SEATS, version="144.0")
