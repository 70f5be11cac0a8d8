"""Decisions: the short words of overrides, holds, safeguards and what was found out about evidence."""

from collections.abc import Mapping

from orchestrator.domain.evidence import Category, CheckCode, CheckResult
from orchestrator.domain.holds import HoldScope
from orchestrator.domain.layers import WithheldCode
from orchestrator.domain.overrides import Confirmation, OverrideKind, OverrideScope, OverrideState
from orchestrator.domain.safeguards import ExemptionState, SafeguardKind, SafeguardState
from orchestrator.services.wording.phrasebook import RefusalPhrase, Terms

TERMS: Terms = {
    Category: {
        Category.SECURITY: "security",
        Category.LICENCE: "licence",
        Category.LEGAL: "law or contract",
        Category.INCOMPATIBILITY: "incompatibility",
        Category.HARDWARE: "hardware",
        Category.NOT_DEPLOYABLE: "cannot be installed",
        Category.POLICY: "policy of the university",
        Category.END_OF_SUPPORT: "end of support",
        Category.FREEZE: "exam or outage",
        Category.OTHER: "another reason",
    },
    OverrideKind: {
        OverrideKind.DECLINE: "declined",
        OverrideKind.DEFER: "deferred",
        OverrideKind.SUBSTITUTE: "something else in its place",
        OverrideKind.PIN: "another version",
        OverrideKind.EXCLUDE: "not on some seats",
    },
    OverrideScope: {
        OverrideScope.SEATS: "some seats",
        OverrideScope.REQUEST: "one request",
        OverrideScope.CLASSROOM: "all requests for it in the room",
    },
    OverrideState: {
        OverrideState.PROPOSED: "waits for a second person",
        OverrideState.LIVE: "in force",
        OverrideState.REFUSED: "not approved",
        OverrideState.LIFTED: "lifted",
        OverrideState.OVERTURNED: "overturned",
        OverrideState.LAPSED: "lapsed, because nobody ruled on the contest",
        OverrideState.EXPIRED: "expired",
        OverrideState.MOOT: "moot, because the request is over",
    },
    Confirmation: {
        Confirmation.NOT_NEEDED: "needs no confirmation",
        Confirmation.WAITING: "waits for confirmation",
        Confirmation.CONFIRMED: "confirmed",
        Confirmation.NONE_CAME: "not confirmed in time, so it counts as ordinary",
    },
    CheckCode: {
        CheckCode.ADVISORY_COVERS: "the advisory covers the version that would be installed",
        CheckCode.LICENCE_COUNT: "there are fewer licences than seats",
        CheckCode.OFFICER_EXISTS: "the named officer exists, and is somebody else",
        CheckCode.OTHER_IS_THERE: "the other thing is really there",
        CheckCode.NO_COEXISTENCE: "the catalogue does not say that the two get along",
        CheckCode.FAILURE_EXISTS: "the failed seat or run exists",
        CheckCode.HARDWARE_SHORT: "the machines have less than is needed",
        CheckCode.ROLLOUTS_FAILED: "the rollouts exist, and it failed in them",
        CheckCode.DOCUMENT_EXISTS: "the register has the document, and its owner is outside IT",
        CheckCode.DAY_IS_REACHED: "support ends before the override does",
        CheckCode.DATES_FIT: "the dates fit",
    },
    CheckResult: {
        CheckResult.HOLDS: "it is so",
        CheckResult.FAILS: "it is not so",
        CheckResult.UNKNOWN: "unknown",
    },
    HoldScope: {
        HoldScope.REQUEST: "one request",
        HoldScope.ITEM: "one title in the room",
        HoldScope.ROLLOUT: "all that the room is owed",
        HoldScope.REVISION: "all that came after an earlier state of the room",
    },
    WithheldCode: {
        WithheldCode.DECLINED: "declined",
        WithheldCode.DEFERRED: "deferred",
        WithheldCode.SUBSTITUTED: "something else is there in its place",
        WithheldCode.EXCLUDED: "not on these seats",
        WithheldCode.HELD: "held for a while",
        WithheldCode.CANARY: "one seat goes first",
        WithheldCode.BLOCKED: "blocked",
    },
    SafeguardKind: {
        SafeguardKind.BLOCK: "blocked",
        SafeguardKind.MINIMUM_VERSION: "least version",
        SafeguardKind.PROTECTIVE_UPDATE: "security update",
    },
    SafeguardState: {
        SafeguardState.PROPOSED: "waits for a second person",
        SafeguardState.LIVE: "in force",
        SafeguardState.REFUSED: "not approved",
        SafeguardState.LIFTED: "lifted",
        SafeguardState.EXPIRED: "expired",
    },
    ExemptionState: {
        ExemptionState.PROPOSED: "waits for a signature",
        ExemptionState.LIVE: "in force",
        ExemptionState.REFUSED: "not granted",
        ExemptionState.LIFTED: "lifted",
        ExemptionState.EXPIRED: "expired",
    },
}
"""By enumeration and member."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "override-is-over": RefusalPhrase(
        "No longer possible",
        "This override is {state} already, so nothing has been changed. Look at it again to see what became of it.",
    ),
    "rule-numbers-wrong": RefusalPhrase(
        "Outside the bounds",
        "{count} {count:number is|numbers are} not possible, and nothing has been changed. "
        "Each number of the rules has its bounds.",
    ),
}
"""By code."""
