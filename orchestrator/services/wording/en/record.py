"""The published record: why a note, a key or a checkpoint is not taken."""

from collections.abc import Mapping

from orchestrator.domain.checkpoints import CheckpointProblem, RecordProblem
from orchestrator.domain.signed_notes import KeyProblem, NoteProblem
from orchestrator.services.wording.phrasebook import RefusalPhrase, Terms

TERMS: Terms = {
    NoteProblem: {
        NoteProblem.NOT_TEXT: "it is no plain text",
        NoteProblem.NO_SIGNATURES: "it has no signatures at its end",
        NoteProblem.TOO_MANY_SIGNATURES: "it has more signatures than are read",
        NoteProblem.SIGNATURE_LINE: "a line is not a signature",
    },
    KeyProblem: {
        KeyProblem.PARTS: "it is not name, id and key with plus signs between",
        KeyProblem.NAME: "the name is empty or holds a blank or a plus sign",
        KeyProblem.KEY: "the last part is no Ed25519 key",
        KeyProblem.ID: "the id does not fit name and key",
    },
    CheckpointProblem: {
        CheckpointProblem.LINES: "it has too few lines",
        CheckpointProblem.ORIGIN: "the name of the log is not right",
        CheckpointProblem.SIZE: "the number of entries is not right",
        CheckpointProblem.ROOT: "the root is not right",
        CheckpointProblem.EXTENSION: "a further line is not right",
    },
    RecordProblem: {
        RecordProblem.NOTE: "no known key signed the last checkpoint as it stands in the list",
        RecordProblem.SHORTER: "entries that were signed are no longer there",
        RecordProblem.REWRITTEN: "entries that were signed are others now",
        RecordProblem.HOLES: "hashes that were kept are missing",
        RecordProblem.HEAD: "the head does not follow from the entries",
    },
}
"""By enumeration and member."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "malformed-note": RefusalPhrase(
        "Not a signed note",
        "This is not a signed note ({problem})[, see line {line}]. Check that the file is complete.",
    ),
    "malformed-verifier-key": RefusalPhrase(
        "Not a verifier key", "“{text}” is not a verifier key ({problem}). Copy it again from where it is published."
    ),
    "signed-by-nobody-known": RefusalPhrase(
        "Signed by nobody known",
        "None of the keys that were given has signed this.[ It was signed by {signers:list}.] "
        "Give the key of one of them, if you trust it.",
    ),
    "signature-wrong": RefusalPhrase(
        "The signature does not fit",
        "The signature of {signer} does not fit the text: one of the two was changed. Do not rely on it; get the "
        "publication from another place.",
    ),
    "malformed-checkpoint": RefusalPhrase(
        "Not a checkpoint",
        "What was signed is not a checkpoint ({problem}, line {line}). Check that it is the right file.",
    ),
    "checkpoint-of-another-log": RefusalPhrase(
        "A checkpoint of another log",
        "This is a checkpoint of {origin}, not of {expected}. Give the one of the right log.",
    ),
    "record-inconsistent": RefusalPhrase(
        "The record was tampered with",
        "The record does not continue what was signed last: {problem}. The last checkpoint covers {signed} "
        "{signed:entry|entries}, {held} {held:is|are} there now. Nothing more is signed. Find out what happened: "
        "classroom audit verify",
    ),
    "nobody-can-sign": RefusalPhrase(
        "No key to sign with",
        "There is no private key of {origin} here. Bring the folder of keys back from the backup, or add a new key: "
        "classroom audit keys add",
    ),
    "nothing-to-erase": RefusalPhrase(
        "Nothing to erase",
        "Entry {index} has no text[ called {fields:list}] beside it that could be erased: there never was one, or it "
        "is erased already.",
    ),
    "person-still-active": RefusalPhrase(
        "Still active",
        "{login} can still sign in, so the name would come back with the next thing that they do. Deactivate the "
        "account first: classroom people deactivate {login}",
    ),
    "export-exists": RefusalPhrase(
        "Already there",
        "There is something at {folder} already, and nothing is written over. Name another folder.",
    ),
}
"""By code."""
