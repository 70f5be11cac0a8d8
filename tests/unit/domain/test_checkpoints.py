"""Checkpoints against the published example, and what is refused."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestrator.adapters.signing.ed25519 import verify
from orchestrator.domain.checkpoints import (
    Checkpoint,
    CheckpointOfAnotherLog,
    CheckpointProblem,
    MalformedCheckpoint,
    open_checkpoint,
)
from orchestrator.domain.merkle import EMPTY_ROOT
from orchestrator.domain.signed_notes import MalformedNote, SignatureWrong, SignedByNobodyKnown, SignedNote
from tests.unit.domain.note_examples import GO_NOTE, GO_SEED, SOFA, signer_of

ORIGIN = "example.org/record"
OLD, NEW = signer_of(ORIGIN, b"old"), signer_of(ORIGIN, b"new")
CHECKPOINT = Checkpoint(ORIGIN, 1000, bytes(range(32)))
ROOT = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


def test_the_example_of_the_specification_is_read() -> None:
    checkpoint = Checkpoint.parse(SignedNote.parse(SOFA.encode()).text)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.root.hex() == "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62"
    assert checkpoint.text() == SOFA.split("\n\n")[0] + "\n"


def test_the_text_is_name_size_and_root() -> None:
    assert CHECKPOINT.text() == f"{ORIGIN}\n1000\n{ROOT}\n"
    assert Checkpoint(ORIGIN, 0, EMPTY_ROOT, ("one", "two")).text().endswith("=\none\ntwo\n")


@settings(deadline=None)
@given(
    st.builds(
        Checkpoint,
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1),
        st.integers(0, 2**63 - 1),
        st.binary(min_size=32, max_size=32),
        st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1)).map(tuple),
    )
)
def test_what_is_written_is_read_back(checkpoint: Checkpoint) -> None:
    assert Checkpoint.parse(checkpoint.text()) == checkpoint
    note = checkpoint.signed_by([NEW])
    assert open_checkpoint(note.to_bytes(), checkpoint.origin, [NEW.key], verify) == checkpoint


MALFORMED = {
    "": (CheckpointProblem.LINES, 1),
    f"{ORIGIN}\n1000\n": (CheckpointProblem.LINES, 2),
    f"{ORIGIN}\n1000\n{ROOT}": (CheckpointProblem.LINES, 3),
    f"\n1000\n{ROOT}\n": (CheckpointProblem.ORIGIN, 1),
    f"{ORIGIN}\n01000\n{ROOT}\n": (CheckpointProblem.SIZE, 2),
    f"{ORIGIN}\n-1\n{ROOT}\n": (CheckpointProblem.SIZE, 2),
    f"{ORIGIN}\n+1\n{ROOT}\n": (CheckpointProblem.SIZE, 2),
    f"{ORIGIN}\n1_0\n{ROOT}\n": (CheckpointProblem.SIZE, 2),
    f"{ORIGIN}\n 10\n{ROOT}\n": (CheckpointProblem.SIZE, 2),
    f"{ORIGIN}\n\u0661\n{ROOT}\n": (CheckpointProblem.SIZE, 2),
    f"{ORIGIN}\n{'9' * 20}\n{ROOT}\n": (CheckpointProblem.SIZE, 2),
    f"{ORIGIN}\n\n{ROOT}\n": (CheckpointProblem.SIZE, 2),
    f"{ORIGIN}\n1000\n{ROOT[:-1]}\n": (CheckpointProblem.ROOT, 3),
    f"{ORIGIN}\n1000\n{ROOT[4:]}\n": (CheckpointProblem.ROOT, 3),
    f"{ORIGIN}\n1000\n{ROOT[:-2]}9=\n": (CheckpointProblem.ROOT, 3),
    f"{ORIGIN}\n1000\n{ROOT}\n\n": (CheckpointProblem.EXTENSION, 4),
    f"{ORIGIN}\n1000\n{ROOT}\none\n\ntwo\n": (CheckpointProblem.EXTENSION, 5),
}


@pytest.mark.parametrize(("text", "why"), MALFORMED.items())
def test_malformed_texts_are_refused_with_their_line(text: str, why: tuple[CheckpointProblem, int]) -> None:
    with pytest.raises(MalformedCheckpoint) as refused:
        Checkpoint.parse(text)
    assert (refused.value.problem, refused.value.line) == why


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"origin": "two\nlines"}, CheckpointProblem.ORIGIN),
        ({"origin": ""}, CheckpointProblem.ORIGIN),
        ({"size": -1}, CheckpointProblem.SIZE),
        ({"size": 10**19}, CheckpointProblem.SIZE),
        ({"root": bytes(31)}, CheckpointProblem.ROOT),
        ({"extensions": ("fine", "")}, CheckpointProblem.EXTENSION),
        ({"extensions": ("two\nlines",)}, CheckpointProblem.EXTENSION),
    ],
)
def test_what_could_not_be_read_back_cannot_be_made(change: dict[str, object], problem: CheckpointProblem) -> None:
    with pytest.raises(MalformedCheckpoint) as refused:
        replace(CHECKPOINT, **change)  # type: ignore[arg-type]
    assert refused.value.problem is problem


class TestOpening:
    def test_while_keys_change_each_of_the_two_leads_to_the_same_checkpoint(self) -> None:
        published = CHECKPOINT.signed_by([OLD, NEW]).to_bytes()
        assert open_checkpoint(published, ORIGIN, [OLD.key], verify) == CHECKPOINT
        assert open_checkpoint(published, ORIGIN, [NEW.key], verify) == CHECKPOINT

    def test_a_checkpoint_under_another_key_is_refused(self) -> None:
        with pytest.raises(SignedByNobodyKnown) as refused:
            open_checkpoint(CHECKPOINT.signed_by([NEW]).to_bytes(), ORIGIN, [OLD.key], verify)
        assert refused.value.signers == (NEW.key.signer,)

    def test_a_genuine_checkpoint_of_another_log_is_refused(self) -> None:
        published = CHECKPOINT.signed_by([NEW]).to_bytes()
        with pytest.raises(CheckpointOfAnotherLog) as refused:
            open_checkpoint(published, "example.org/other", [NEW.key], verify)
        assert refused.value.details() == {"origin": ORIGIN, "expected": "example.org/other"}

    @settings(deadline=None)
    @given(st.data())
    def test_any_changed_byte_of_the_text_is_refused(self, data: st.DataObject) -> None:
        published = bytearray(CHECKPOINT.signed_by([NEW]).to_bytes())
        at = data.draw(st.integers(0, len(CHECKPOINT.text()) - 1))
        published[at] ^= data.draw(st.integers(1, 255))
        with pytest.raises((SignatureWrong, MalformedNote)):
            open_checkpoint(bytes(published), ORIGIN, [NEW.key], verify)

    def test_a_genuine_note_that_is_no_checkpoint_is_refused(self) -> None:
        with pytest.raises(MalformedCheckpoint):
            open_checkpoint(GO_NOTE.encode(), ORIGIN, [signer_of("PeterNeumann", GO_SEED).key], verify)
