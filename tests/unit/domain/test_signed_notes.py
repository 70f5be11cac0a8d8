"""Signed notes against the published examples, and what is refused."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestrator.adapters.signing.ed25519 import verify
from orchestrator.domain.signed_notes import (
    SIGNATURES_READ,
    KeyProblem,
    MalformedNote,
    MalformedVerifierKey,
    NoteProblem,
    Signature,
    SignatureWrong,
    SignedByNobodyKnown,
    SignedNote,
    Signer,
    VerifierKey,
)
from tests.unit.domain.note_examples import GO_KEY, GO_NOTE, GO_SEED, GO_TEXT, POEM, signer_of

GO = VerifierKey.parse(GO_KEY)
OTHER = signer_of("PeterNeumann", b"another")


class TestThePublishedExamples:
    def test_the_example_of_the_go_library_verifies(self) -> None:
        note = SignedNote.parse(GO_NOTE.encode())
        assert note.text == GO_TEXT
        assert note.verified_by([GO], verify) == (GO,)

    def test_signing_it_again_gives_the_same_bytes(self) -> None:
        signer = signer_of("PeterNeumann", GO_SEED)
        assert signer.key == GO
        assert SignedNote(GO_TEXT).signed_by(signer).to_bytes() == GO_NOTE.encode()

    def test_the_example_of_the_specification_is_read_and_written_byte_for_byte(self) -> None:
        note = SignedNote.parse(POEM.encode())
        assert note.text.endswith("\n\ned è subito sera.\n")
        assert [signature.name for signature in note.signatures] == ["quasimodo.example/salvatore"]
        assert len(note.signatures[0].signature) == 64
        assert note.to_bytes() == POEM.encode()

    def test_a_verifier_key_is_read_and_written(self) -> None:
        assert (GO.name, GO.key_id.hex(), len(GO.public_key)) == ("PeterNeumann", "c74f20a3", 32)
        assert GO.signer == "PeterNeumann+c74f20a3"
        assert str(GO) == GO_KEY
        assert VerifierKey.parse(f"{GO_KEY}\n") == GO


class TestVerifying:
    def test_lines_of_unknown_keys_are_passed_over(self) -> None:
        note = SignedNote(GO_TEXT).signed_by(OTHER).signed_by(signer_of("PeterNeumann", GO_SEED))
        assert note.verified_by([GO], verify) == (GO,)
        assert note.verified_by([OTHER.key, GO], verify) == (OTHER.key, GO)

    def test_a_note_that_no_known_key_signed_names_its_signers(self) -> None:
        with pytest.raises(SignedByNobodyKnown) as refused:
            SignedNote.parse(GO_NOTE.encode()).verified_by([OTHER.key], verify)
        assert refused.value.details() == {"signers": ("PeterNeumann+c74f20a3",)}

    def test_one_wrong_signature_of_a_known_key_spoils_the_note(self) -> None:
        wrong = Signature(OTHER.key.name, OTHER.key.key_id, bytes(64))
        note = SignedNote(GO_TEXT, (*SignedNote.parse(GO_NOTE.encode()).signatures, wrong))
        with pytest.raises(SignatureWrong) as refused:
            note.verified_by([GO, OTHER.key], verify)
        assert refused.value.signer == OTHER.key.signer

    @settings(deadline=None)
    @given(st.integers(0, len(GO_TEXT.encode()) - 1), st.integers(0, 7))
    def test_any_changed_bit_of_the_text_is_refused(self, at: int, bit: int) -> None:
        data = bytearray(GO_NOTE.encode())
        data[at] ^= 1 << bit
        with pytest.raises((SignatureWrong, MalformedNote)):
            SignedNote.parse(bytes(data)).verified_by([GO], verify)

    @settings(deadline=None)
    @given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.just("\n"), max_size=200))
    def test_whatever_is_signed_is_read_back(self, words: str) -> None:
        note = SignedNote(f"{words}\n").signed_by(OTHER)
        read = SignedNote.parse(note.to_bytes())
        assert read == note
        assert read.verified_by([OTHER.key], verify) == (OTHER.key,)


LINE = "\N{EM DASH} name c2lnbmF0dXJl\n"

MALFORMED = {
    b"": (NoteProblem.NO_SIGNATURES, None),
    b"text\n": (NoteProblem.NO_SIGNATURES, None),
    f"text\n{LINE}".encode(): (NoteProblem.NO_SIGNATURES, None),
    f"text\n\n{LINE}".encode()[:-1]: (NoteProblem.NO_SIGNATURES, None),
    b"text\n\n": (NoteProblem.NO_SIGNATURES, None),
    f"text\r\n\n{LINE}".encode(): (NoteProblem.NOT_TEXT, 1),
    f"text\nand\tmore\n\n{LINE}".encode(): (NoteProblem.NOT_TEXT, 2),
    b"\xff" + f"text\n\n{LINE}".encode(): (NoteProblem.NOT_TEXT, None),
    f"text\n\n{LINE}words\n".encode(): (NoteProblem.SIGNATURE_LINE, 4),
    b"text\n\n- name c2lnbmF0dXJl\n": (NoteProblem.SIGNATURE_LINE, 3),
    "text\n\n\N{EM DASH} c2lnbmF0dXJl\n".encode(): (NoteProblem.SIGNATURE_LINE, 3),
    "text\n\n\N{EM DASH}  c2lnbmF0dXJl\n".encode(): (NoteProblem.SIGNATURE_LINE, 3),
    "text\n\n\N{EM DASH} na+me c2lnbmF0dXJl\n".encode(): (NoteProblem.SIGNATURE_LINE, 3),
    "text\n\n\N{EM DASH} na\u00a0me c2lnbmF0dXJl\n".encode(): (NoteProblem.SIGNATURE_LINE, 3),
    "text\n\n\N{EM DASH} name c2lnbmF0dXJ\n".encode(): (NoteProblem.SIGNATURE_LINE, 3),
    "text\n\n\N{EM DASH} name c2lnbmF0dX-l\n".encode(): (NoteProblem.SIGNATURE_LINE, 3),
    "text\n\n\N{EM DASH} name c2lnbmF0dXJl more\n".encode(): (NoteProblem.SIGNATURE_LINE, 3),
    "text\n\n\N{EM DASH} name c2lnbg==\n".encode(): (NoteProblem.SIGNATURE_LINE, 3),
    "text\n\n\N{EM DASH} name c2lnbmE=\n".encode()[:-2] + b"\n": (NoteProblem.SIGNATURE_LINE, 3),
    f"text\n\n{LINE * (SIGNATURES_READ + 1)}".encode(): (NoteProblem.TOO_MANY_SIGNATURES, None),
}


@pytest.mark.parametrize(("data", "why"), MALFORMED.items())
def test_malformed_notes_are_refused_with_their_line(data: bytes, why: tuple[NoteProblem, int | None]) -> None:
    with pytest.raises(MalformedNote) as refused:
        SignedNote.parse(data)
    assert (refused.value.problem, refused.value.line) == why


def test_many_signatures_are_read_up_to_a_limit() -> None:
    assert len(SignedNote.parse(f"text\n\n{LINE * SIGNATURES_READ}".encode()).signatures) == SIGNATURES_READ


class TestMalformedKeys:
    def test_no_part_of_a_key_is_a_key(self) -> None:
        cuts = [GO_KEY[begin:end] for begin in range(len(GO_KEY)) for end in range(begin, len(GO_KEY) + 1)]
        for cut in cuts:
            if cut != GO_KEY:
                with pytest.raises(MalformedVerifierKey):
                    VerifierKey.parse(cut)

    def test_no_changed_letter_goes_unnoticed(self) -> None:
        for at, letter in enumerate(GO_KEY):
            with pytest.raises(MalformedVerifierKey):
                VerifierKey.parse(GO_KEY[:at] + chr(ord(letter) + 1) + GO_KEY[at + 1 :])

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("PeterNeumann+c74f20a3", KeyProblem.PARTS),
            ("Peter Neumann" + GO_KEY.removeprefix("PeterNeumann"), KeyProblem.NAME),
            (GO_KEY.removeprefix("PeterNeumann"), KeyProblem.NAME),
            ("Peter" + GO_KEY.removeprefix("PeterNeumann"), KeyProblem.ID),
            (GO_KEY.replace("+ARpc", "+AhpcY"), KeyProblem.KEY),
            ("PeterNeumann+c74f20a3+" + base64.b64encode(b"\x02" + GO.public_key).decode(), KeyProblem.KEY),
            ("PeterNeumann+c74f20a3+" + base64.b64encode(b"\x01" + GO.public_key[1:]).decode(), KeyProblem.KEY),
        ],
    )
    def test_what_is_wrong_is_named(self, text: str, problem: KeyProblem) -> None:
        with pytest.raises(MalformedVerifierKey) as refused:
            VerifierKey.parse(text)
        assert refused.value.problem is problem

    def test_a_key_of_another_length_cannot_be_made(self) -> None:
        with pytest.raises(MalformedVerifierKey):
            VerifierKey("name", bytes(31))

    def test_a_signer_signs_through_what_it_was_given(self) -> None:
        signer = Signer(GO, lambda message: message[:8] * 8)
        assert SignedNote("text and more\n").signed_by(signer).signatures[0].signature == b"text and" * 8
