"""What a check of the record says. Fields: see ``services/wording/findings``."""

from orchestrator.services.record_check.findings import FindingCode as Code
from orchestrator.services.record_check.findings import Grade
from orchestrator.services.record_verify import CaveatCode, Verdict
from orchestrator.services.wording.phrasebook import FindingPhrases

_ENTRY = "{count:Entry|Entries} {first}[ to {last}]"
_AMONG = "{count:In entry|Among entries} {first}[ to {last}]"
_FITS = "[ Before entry {before} all fits.]"

FINDINGS = FindingPhrases(
    sentences={
        Code.HISTORY_FORKED: "The record was rewritten and signed again: {checkpoint} and {other} are both signed, and "
        "no one history has both. " + _AMONG + " they part." + _FITS,
        Code.ROLLED_BACK: "The record was put back to an older state: the log itself knows of {held} entries, fewer "
        "than in {checkpoint}. " + _ENTRY + " {count:is|are} missing.",
        Code.TAIL_CUT: "The end is cut off: here are {held} entries, fewer than in {checkpoint}. "
        + _ENTRY
        + " {count:is|are} missing.",
        Code.ENTRIES_FEWER: "Here are {held} entries, fewer than in {checkpoint}.",
        Code.RANGE_CHANGED: _AMONG + " something is not what was signed, for {checkpoint} does not fit." + _FITS,
        Code.CHECKPOINT_BAD_SIGNATURE: "Changed after it was signed, for the signature by {signers} does not fit: "
        "{checkpoint}.",
        Code.CHECKPOINT_WRONG_KEY: "Not signed by a key that is trusted, but by {signers}: {checkpoint}.",
        Code.CHECKPOINT_OTHER_LOG: "Of the log {origin}, not of {expected}: {checkpoint}.",
        Code.CHECKPOINT_MALFORMED: "Not a checkpoint, or not the one that its row says ({problem}): {checkpoint}.",
        Code.CHECKPOINT_MISSING: "From number {number} on, {gap} {gap:checkpoint is|checkpoints are} missing.",
        Code.HEAD_BEHIND: "The head counts {size} entries, {held} are here: it was put back, or the others slipped in.",
        Code.HEAD_DIFFERS: "The tree at the head of the log is not the one of its {size} entries.",
        Code.ENTRY_MISSING: _ENTRY + " {count:is|are} missing.",
        Code.ENTRIES_RENUMBERED: _ENTRY + " {count:has|have} got other numbers: before "
        "{count:it|them}, entries were[ taken out ({taken_out})][ put in ({put_in})].",
        Code.ENTRY_DOUBLED: _ENTRY + " {count:is|are} there more than once.",
        Code.ENTRIES_SWAPPED: "Entries {first} and {last} were swapped.",
        Code.ENTRY_OUT_OF_PLACE: "In the place of entry {first} stands one that calls itself number {says}.",
        Code.ENTRY_CHANGED: _ENTRY + " {count:is|are} not what was written: a signed checkpoint proves it, by the hash "
        "that was kept.",
        Code.ENTRY_DIFFERS: _ENTRY + " and the hash that was kept do not agree. No checkpoint tells which of them was "
        "changed.",
        Code.KEPT_HASH_CHANGED: _ENTRY + " {count:is|are} what was signed, but the hash that was kept was changed.",
        Code.ENTRY_MALFORMED: _ENTRY + " {count:is|are} not written as the format demands.",
        Code.KEPT_HASH_MISSING: "The hash that the log kept of {count:entry|entries} {first}[ to {last}] is missing.",
        Code.TEXT_REPLACED: "The text “{field}” of entry {first} is not the one that was written.",
        Code.TEXT_PUT_IN: "The text “{field}” beside entry {first} does not belong there: {why}.",
        Code.TEXT_GONE: "The text “{field}” of entry {first} is gone, and no entry tells that it was erased.",
        Code.KEPT_SUBTREE_DIFFERS: "The hash that was kept over entries {first} to {last} is not theirs.",
        Code.HIDDEN_FROM_SEARCH: _ENTRY + " {count:is|are} not found by all that {count:it says|they say}: rows for "
        "the filters were taken away or changed.",
        Code.PUT_INTO_SEARCH: _ENTRY + " {count:is|are} found by something that {count:it does|they do} not say: rows "
        "for the filters were put in or changed.",
    },
    problems={
        "no-entry": "there is no such entry",
        "no-commitment": "the entry never had one",
        "size-differs": "its row names another number of entries",
        "order": "it covers fewer entries than the one before it",
        "not-text": "it is no plain text",
        "no-signatures": "it has no signatures at its end",
        "too-many-signatures": "it has more signatures than are read",
        "signature-line": "a line is not a signature",
        "lines": "it has too few lines",
        "origin": "the name of the log is not right",
        "size": "the number of entries is not right",
        "root": "the root is not right",
        "extension": "a further line is not right",
    },
    grades={Grade.PROVEN: "proven", Grade.LOCATED: "located", Grade.NOTICED: "noticed"},
    verdicts={
        Verdict.IN_ORDER: "Nothing is wrong.",
        Verdict.WRONG: "Something is wrong.",
        Verdict.UNREADABLE: "This cannot be checked.",
        Verdict.UNPROVEN: "Nothing is wrong, but no checkpoint proves anything.",
    },
    caveats={
        CaveatCode.OWN_KEYS: "The keys are those of this host; a record forged under another key would pass. Compare "
        "them (--key).",
        CaveatCode.NOTHING_PUBLISHED: "No checkpoint from elsewhere was at hand (--since); a record put back or signed "
        "anew would pass.",
        CaveatCode.UNPROVEN_END: "No checkpoint proves {count:entry|entries} {first}[ to {last}].",
        CaveatCode.UNCHECKED: "Checkpoints that could not be checked, because entries before them are missing: "
        "{count}.",
        CaveatCode.ERASED: "Texts that were erased: {count}. Their entries are proven without them.",
        CaveatCode.BACKWARDS: "Entries more than a minute earlier than one before them: {count}, the first is entry "
        "{first}. Times are the word of the writer.",
        CaveatCode.UNLISTED: "Findings that are not listed: {count}.",
    },
    listed="checkpoint {number}[ ({size} entries)]",
    published="the published {file}[ ({size} entries)]",
    head="the head of the log ({size} entries)",
    counts="Record {origin}: {entries} {entries:entry|entries}, {texts} {texts:text|texts} beside them.",
    checkpoints="Signed checkpoints: {listed} in the log, {published} from elsewhere.",
    key="Key: {key}",
    proven="Proven: {count:entry|entries} {first}[ to {last}]{but} {count:is|are} what was signed, in this order.",
    but=", but for what is named above,",
    shows_not="What this does not show:",
)
"""All of it."""
