"""Evidence for a reason, and what the service found out about it, in words that need no expert."""

from orchestrator.domain.evidence import CheckCode, CheckResult
from orchestrator.services.wording.letter_phrases import EvidencePhrases

_HOLDS, _FAILS, _UNKNOWN = CheckResult.HOLDS, CheckResult.FAILS, CheckResult.UNKNOWN

EVIDENCE = EvidencePhrases(
    parts={
        "advisory": "The public warning {value} describes it.",
        "affected": "It is about these versions: {value}",
        "seats_needed": "{value} {value:seat needs|seats need} a licence.",
        "seats_owned": "The university owns {value} {value:licence|licences}.",
        "clause": "The clause: {value}",
        "officer": "{value} vouches for this.",
        "other_item": "It does not get along with {value}.",
        "windows_build": "It does not get along with Windows {value}.",
        "windows_build:hardware": "It needs Windows {value} or newer.",
        "driver": "It does not get along with this driver, by which Windows works a device: {value}",
        "agent": "It does not get along with this program that always runs in the background: {value}",
        "product": "It does not get along with this product: {value}",
        "symptom": "What goes wrong: {value}",
        "seat_id": "It was seen on seat {value}.",
        "rollouts": "It was seen in {value} {value:attempt|attempts} to install it.",
        "rollouts:not_deployable": "{value} {value:attempt|attempts} to install it failed.",
        "new_evidence": "What is new: {value}",
        "memory_mb": "It needs {value} GB of memory.",
        "disk_free_mb": "It needs {value} GB of free disk space.",
        "cpu_cores": "It needs {value} {value:processor core|processor cores}.",
        "document": "It says so in this document: {value}",
        "day": "Its maker stops mending its faults on {value}.",
        "source": "That is written here: {value}",
        "occasion": "The occasion: {value}",
        "words": "{value}",
    },
    names={
        "advisory": "number of the public warning",
        "affected": "versions that it is about",
        "seats_needed": "seats that are needed",
        "seats_owned": "seats that are owned",
        "clause": "clause of the law or contract",
        "officer": "officer who vouches for it",
        "other_item": "other title in the catalogue",
        "windows_build": "Windows build",
        "driver": "driver",
        "agent": "agent",
        "product": "another program",
        "symptom": "what goes wrong",
        "seat_id": "seat on which it was seen",
        "rollouts": "rollouts in which it failed",
        "new_evidence": "what is new since the last time",
        "memory_mb": "memory that it needs",
        "disk_free_mb": "free disk space that it needs",
        "cpu_cores": "processor cores that it needs",
        "document": "document",
        "day": "day on which support ends",
        "source": "where that is written",
        "occasion": "exam or outage",
        "words": "the reason in words",
    },
    checks={
        CheckCode.ADVISORY_COVERS: {
            _HOLDS: "Checked: the version that we would install[, {version},] is among them.",
            _FAILS: "Checked: the version that we would install[, {version},] is not among them.",
            _UNKNOWN: "Not known: whether the version that we would install[, {version},] is among them.",
        },
        CheckCode.LICENCE_COUNT: {
            _HOLDS: "Checked: there are fewer licences than seats.",
            _FAILS: "Checked: there are enough licences.",
            _UNKNOWN: "Not known: how many licences are in use. The service cannot count them yet.",
        },
        CheckCode.OFFICER_EXISTS: {
            _HOLDS: "Checked: that is somebody else than whoever decided.",
            _FAILS: "Checked: that is nobody whom the service knows, or whoever decided.",
            _UNKNOWN: "Not known: whether that is somebody else than whoever decided.",
        },
        CheckCode.OTHER_IS_THERE: {
            _HOLDS: "Checked: the other is there.",
            _FAILS: "Checked: the other is not there.",
            _UNKNOWN: "Not known: whether the other is there. The service cannot see it.",
        },
        CheckCode.NO_COEXISTENCE: {
            _HOLDS: "Checked: nothing in the catalogue says that the two get along.",
            _FAILS: "Checked: the catalogue says that the two get along.",
            _UNKNOWN: "Not known: whether the two get along in general. The catalogue says that they do, or does not "
            "know the other.",
        },
        CheckCode.FAILURE_EXISTS: {
            _HOLDS: "Checked: that failure is on record.",
            _FAILS: "Checked: no such failure is on record.",
            _UNKNOWN: "Not known: whether it failed there. Nothing of it is on record.",
        },
        CheckCode.HARDWARE_SHORT: {
            _HOLDS: "Checked: the machines have less than that[; last seen on {seen}].",
            _FAILS: "Checked: there are machines with as much[, and only these seats have less: {seats}][; last seen "
            "on {seen}].",
            _UNKNOWN: "Not known: what all the machines have. They have not all been read[ since {seen}].[ These seats "
            "have less: {seats}.]",
        },
        CheckCode.ROLLOUTS_FAILED: {
            _HOLDS: "Checked: these attempts are on record, and they failed.",
            _FAILS: "Checked: no such failed attempts are on record.",
            _UNKNOWN: "Not known: how these attempts ended.",
        },
        CheckCode.DOCUMENT_EXISTS: {
            _HOLDS: "Checked: the document is in the university's register, and its owner is outside IT.",
            _FAILS: "Checked: the university's register does not have this document, or it belongs to IT.",
            _UNKNOWN: "Not known: whether the university's register has this document.",
        },
        CheckCode.DAY_IS_REACHED: {
            _HOLDS: "Checked: that day comes before this ends.",
            _FAILS: "Checked: that day does not come before this ends.",
            _UNKNOWN: "Not known: whether that day comes before this ends.",
        },
        CheckCode.DATES_FIT: {
            _HOLDS: "Checked: it is no longer than such an occasion may take.",
            _FAILS: "Checked: it is longer than such an occasion may take.",
            _UNKNOWN: "Not known: when that occasion is. The service knows no exams yet.",
        },
    },
)
"""All of it."""
