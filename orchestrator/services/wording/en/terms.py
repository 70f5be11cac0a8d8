"""Short words for codes."""

from orchestrator.domain.catalog import Provider, Updates
from orchestrator.domain.changes import ChangedThing, ChangeType
from orchestrator.domain.classrooms import RolloutMode, SeatTarget
from orchestrator.domain.hand_work import TickAnswer
from orchestrator.domain.hardware import HardwarePart, Sufficiency
from orchestrator.domain.machines import MachineStatus
from orchestrator.domain.manifests import ChangeKind
from orchestrator.domain.planning import Action
from orchestrator.domain.requests import RequestState, Wanted
from orchestrator.domain.resolution import (
    ConflictKind,
    WaitingCode,
)
from orchestrator.domain.rollouts import CauseCode, RolloutState, RolloutTrigger, RunState
from orchestrator.domain.standing import StandingCode
from orchestrator.domain.verdicts import SeatState
from orchestrator.domain.whys import WhyCode
from orchestrator.services.wording.phrasebook import Terms

TERMS: Terms = {
    SeatState: {
        SeatState.READY: "ready",
        SeatState.WORKING: "working",
        SeatState.PENDING: "pending",
        SeatState.FAILED: "failed",
        SeatState.DIFFERS: "differs",
        SeatState.OUT_OF_SERVICE: "out of service",
        SeatState.UNKNOWN: "unknown",
    },
    RunState: {
        RunState.WAITING: "waiting for its turn",
        RunState.WORKING: "installing",
        RunState.VERIFYING: "being checked",
        RunState.READY: "ready",
        RunState.REBOOT_NEEDED: "needs a restart",
        RunState.DIFFERS: "differs",
        RunState.FAILED: "failed",
        RunState.PENDING: "pending",
        RunState.OUT_OF_SERVICE: "out of service",
    },
    RolloutState: {
        RolloutState.QUEUED: "waiting to start",
        RolloutState.RUNNING: "running",
        RolloutState.DONE: "done",
        RolloutState.INCOMPLETE: "over, with seats that are not ready",
        RolloutState.CANCELLED: "cancelled",
    },
    RolloutTrigger: {
        RolloutTrigger.OWED: "started by itself, because the room was owed something",
        RolloutTrigger.TECHNICIAN: "started by a technician",
        RolloutTrigger.RETRY: "another attempt at the seats that were not ready",
        RolloutTrigger.PENDING: "started by itself, because seats that were off are on again",
    },
    RolloutMode: {
        RolloutMode.AUTOMATIC: "rollouts start by themselves",
        RolloutMode.BY_TECHNICIAN: "a technician starts each rollout",
    },
    SeatTarget: {
        SeatTarget.ALL: "all seats",
        SeatTarget.PODIUM: "the lecturer's seat",
        SeatTarget.STUDENT_SEATS: "student seats",
    },
    MachineStatus: {
        MachineStatus.IN_SERVICE: "in service",
        MachineStatus.OUT_OF_SERVICE: "out of service",
    },
    HardwarePart: {
        HardwarePart.MEMORY: "memory",
        HardwarePart.DISK_FREE: "free disk space",
        HardwarePart.CPU_CORES: "logical processors",
        HardwarePart.WINDOWS_BUILD: "Windows build",
    },
    Sufficiency: {
        Sufficiency.MET: "enough",
        Sufficiency.SHORT: "too little",
        Sufficiency.UNKNOWN: "not known",
    },
    TickAnswer: {
        TickAnswer.UNANSWERED: "not answered yet",
        TickAnswer.CONFIRMED: "confirmed",
        TickAnswer.DENIED: "denied",
        TickAnswer.SILENCE: "no answer in time, which counts as a yes",
        TickAnswer.UNACCEPTED: "no answer in time, which is no yes to what is not as asked: it is owed again",
        TickAnswer.OVERTAKEN: "no answer needed: the line about settings and add-ons has changed since",
    },
    Provider: {
        Provider.CHOCOLATEY: "Chocolatey package",
        Provider.MSI: "Windows Installer file",
        Provider.EXTERNAL: "delivered by another tool",
        Provider.MANUAL: "done by hand",
    },
    Updates: {
        Updates.MANAGED: "updated by us only",
        Updates.SELF: "updates itself",
    },
    Wanted: {
        Wanted.PRESENT: "there",
        Wanted.ABSENT: "away",
    },
    RequestState: {
        RequestState.OPEN: "open",
        RequestState.WITHDRAWN: "withdrawn",
        RequestState.CLOSED: "over",
    },
    StandingCode: {
        StandingCode.WITHDRAWN: "withdrawn",
        StandingCode.CLOSED: "over",
        StandingCode.IN_CONFLICT: "in conflict",
        StandingCode.WAITING_FOR_PACKAGING: "waiting for packaging",
        StandingCode.SAFEGUARDED: "kept away by a safeguard",
        StandingCode.HELD: "held for a while",
        StandingCode.OVERRIDDEN: "overridden",
        StandingCode.READY: "ready",
        StandingCode.DEPLOYING: "being installed",
        StandingCode.OWED: "on its way",
        StandingCode.OWED_BY_TECHNICIAN: "waiting for a technician",
        StandingCode.OWED_ELSEWHERE: "waiting for another tool",
        StandingCode.OWED_BY_HAND: "to be done by hand",
        StandingCode.STATED: "stated to be done",
        StandingCode.LINE_OPEN: "there, but the line about settings and add-ons waits for an answer",
        StandingCode.LINE_STATED: "there, and the line about settings and add-ons is stated to be done",
        StandingCode.STATED_DONE: "stated to be done, not verified",
    },
    WhyCode: {
        WhyCode.BASELINE: "standard software of the room",
        WhyCode.REQUEST: "asked for",
        WhyCode.REQUIRED_BY: "needed by another title",
        WhyCode.SUBSTITUTE: "in the place of what was asked for",
        WhyCode.PINNED: "in a version that an override chose",
        WhyCode.MINIMUM: "in the least version that is allowed, or a newer one",
        WhyCode.PROTECTIVE_UPDATE: "security update",
        WhyCode.BLOCKED: "blocked",
        WhyCode.ROLLED_BACK: "the room went back to an earlier state",
    },
    ConflictKind: {
        ConflictKind.VERSION: "different versions",
        ConflictKind.PRESENCE: "wanted there and away",
        ConflictKind.ITEMS: "titles that exclude each other",
        ConflictKind.REQUIRES: "needed and kept away",
    },
    WaitingCode: {
        WaitingCode.NOT_IN_CATALOG: "no longer in the catalogue",
        WaitingCode.NO_RELEASE: "no approved version",
        WaitingCode.NO_SAFE_RELEASE: "no approved version that is new enough",
    },
    Action: {
        Action.INSTALL: "install",
        Action.UPGRADE: "update",
        Action.NOTHING: "nothing to do",
        Action.REBOOT: "restart needed",
        Action.OWED_ELSEWHERE: "owed by another tool",
        Action.NEWER_THAN_WANTED: "newer than wanted",
        Action.HALF: "half there",
        Action.UNVERIFIABLE: "cannot be verified",
        Action.REMOVE: "remove",
        Action.REMOVAL_NOT_DUE: "removal not due yet",
        Action.NOT_OURS: "unwanted, but not ours to remove",
    },
    CauseCode: {
        CauseCode.OFF: "switched off",
        CauseCode.CREDENTIALS_REFUSED: "sign-in refused",
        CauseCode.SECRET_MISSING: "password missing on our side",
        CauseCode.CERTIFICATE: "certificate not trusted",
        CauseCode.NAME_UNKNOWN: "address unknown",
        CauseCode.WRONG_MACHINE: "another machine answers",
        CauseCode.NOT_WINDOWS_REMOTE: "no remote management",
        CauseCode.INSTALLER_FAILED: "installer failed",
        CauseCode.REMOVAL_FAILED: "removal failed",
        CauseCode.STILL_THERE: "still there",
        CauseCode.NOT_DETECTED: "not found",
        CauseCode.OTHER_VERSION: "another version",
        CauseCode.NEWER_THAN_WANTED: "newer than wanted",
        CauseCode.HALF: "half there",
        CauseCode.UNVERIFIABLE: "cannot be verified",
        CauseCode.OWED_ELSEWHERE: "owed by another tool",
        CauseCode.REBOOT_NEEDED: "restart needed",
        CauseCode.CONNECTION_LOST: "connection lost",
        CauseCode.RUN_CRASHED: "run broken off",
        CauseCode.NOT_ASSIGNED: "no machine",
        CauseCode.OUT_OF_SERVICE: "out of service",
    },
    ChangeKind: {
        ChangeKind.REQUESTED: "a request was accepted",
        ChangeKind.WITHDRAWN: "a request was withdrawn",
        ChangeKind.CLOSED: "a request ended",
        ChangeKind.BASELINE: "the room's standard software changed",
    },
    ChangedThing: {
        ChangedThing.SITE: "the site",
        ChangedThing.PROFILE: "connection profile",
        ChangedThing.MACHINE: "machine",
        ChangedThing.CLASSROOM: "room",
        ChangedThing.SEAT: "seat",
        ChangedThing.ASSIGNMENT: "machine at seat",
        ChangedThing.ITEM: "title",
        ChangedThing.RELEASE: "version",
    },
    ChangeType: {
        ChangeType.ADDED: "added",
        ChangeType.CHANGED: "changed",
        ChangeType.REMOVED: "removed",
    },
}
"""By enumeration and member."""
