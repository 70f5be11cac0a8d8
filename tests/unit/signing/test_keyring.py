"""The keys of one record, and their rotation."""

import stat
from pathlib import Path

import pytest

from orchestrator.adapters.signing.ed25519 import verify
from orchestrator.adapters.signing.errors import (
    KeyFileReadableByOthers,
    KeyIsNotTheListedOne,
    KeyringExists,
    KeyringMissing,
    NoSuchSigningKey,
    OnlySigningKey,
)
from orchestrator.adapters.signing.keyring import PUBLIC_FILE, Keyring
from orchestrator.domain.checkpoints import Checkpoint, open_checkpoint
from orchestrator.domain.signed_notes import MalformedVerifierKey, SignedByNobodyKnown

ORIGIN = "example.org/record"
CHECKPOINT = Checkpoint(ORIGIN, 3, bytes(32))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def ring(folder: Path) -> Keyring:
    return Keyring.create(folder, ORIGIN)


def test_a_new_keyring_signs_what_its_public_key_verifies(ring: Keyring) -> None:
    (key,) = ring.verifier_keys()
    assert key.name == ORIGIN
    assert open_checkpoint(CHECKPOINT.signed_by(ring.signers()).to_bytes(), ORIGIN, [key], verify) == CHECKPOINT


def test_private_keys_are_for_their_owner_only_and_the_list_holds_none(ring: Keyring, folder: Path) -> None:
    (key,) = ring.verifier_keys()
    assert {path.name for path in folder.iterdir()} == {PUBLIC_FILE, f"{key.key_id.hex()}.pem"}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / f"{key.key_id.hex()}.pem").stat().st_mode) == 0o600
    assert (folder / PUBLIC_FILE).read_text() == f"{key}\n"


def test_a_keyring_is_opened_again(ring: Keyring, folder: Path) -> None:
    again = Keyring(folder)
    assert again.verifier_keys() == ring.verifier_keys()
    assert [signer.sign(b"x") for signer in again.signers()] == [signer.sign(b"x") for signer in ring.signers()]


def test_there_is_one_keyring_in_a_folder(ring: Keyring, folder: Path) -> None:
    before = ring.verifier_keys()
    with pytest.raises(KeyringExists, match="keys already"):
        Keyring.create(folder, ORIGIN)
    assert ring.verifier_keys() == before


def test_no_keyring_no_keys(folder: Path) -> None:
    with pytest.raises(KeyringMissing, match="no keys"):
        Keyring(folder)


def test_a_name_that_no_key_can_have_makes_no_keyring(folder: Path) -> None:
    with pytest.raises(MalformedVerifierKey):
        Keyring.create(folder, "two words")
    assert not folder.exists()


class TestRotation:
    def test_a_successor_signs_beside_the_old_key_until_that_is_retired(self, ring: Keyring) -> None:
        (old,) = ring.verifier_keys()
        new = ring.add_key()
        both = CHECKPOINT.signed_by(ring.signers()).to_bytes()
        assert [open_checkpoint(both, ORIGIN, [key], verify) for key in (old, new)] == [CHECKPOINT, CHECKPOINT]
        ring.retire(old)
        after = CHECKPOINT.signed_by(ring.signers()).to_bytes()
        assert open_checkpoint(after, ORIGIN, [new], verify) == CHECKPOINT
        with pytest.raises(SignedByNobodyKnown):
            open_checkpoint(after, ORIGIN, [old], verify)

    def test_old_public_keys_are_kept_in_their_order(self, ring: Keyring) -> None:
        (first,) = ring.verifier_keys()
        before = CHECKPOINT.signed_by(ring.signers()).to_bytes()
        second = ring.add_key()
        ring.retire(first)
        third = ring.add_key()
        assert ring.verifier_keys() == (first, second, third)
        assert [signer.key for signer in ring.signers()] == [second, third]
        assert open_checkpoint(before, ORIGIN, ring.verifier_keys(), verify) == CHECKPOINT

    def test_a_rotation_by_another_process_takes_effect_at_once(self, ring: Keyring, folder: Path) -> None:
        (old,) = ring.verifier_keys()
        new = Keyring(folder).add_key()
        assert [signer.key for signer in ring.signers()] == [old, new]

    def test_the_private_key_is_gone_once_it_is_retired(self, ring: Keyring, folder: Path) -> None:
        (old,) = ring.verifier_keys()
        new = ring.add_key()
        ring.retire(old)
        assert [path.name for path in folder.glob("*.pem")] == [f"{new.key_id.hex()}.pem"]
        with pytest.raises(NoSuchSigningKey, match=old.key_id.hex()):
            ring.retire(old)

    def test_the_only_key_that_can_sign_is_not_retired(self, ring: Keyring) -> None:
        (only,) = ring.verifier_keys()
        with pytest.raises(OnlySigningKey, match="successor"):
            ring.retire(only)
        assert len(ring.signers()) == 1


class TestDamage:
    def test_another_key_under_a_listed_name_is_not_used(self, ring: Keyring, folder: Path) -> None:
        (old,) = ring.verifier_keys()
        new = ring.add_key()
        (folder / f"{new.key_id.hex()}.pem").replace(folder / f"{old.key_id.hex()}.pem")
        with pytest.raises(KeyIsNotTheListedOne, match=old.key_id.hex()):
            ring.signers()

    def test_a_key_that_others_may_read_is_not_used(self, ring: Keyring, folder: Path) -> None:
        next(folder.glob("*.pem")).chmod(0o644)
        with pytest.raises(KeyFileReadableByOthers):
            ring.signers()

    def test_a_private_key_that_nobody_lists_is_not_used(self, ring: Keyring, folder: Path) -> None:
        """A crash between the two files of ``add_key`` leaves this behind."""
        (key,) = ring.verifier_keys()
        before = (folder / PUBLIC_FILE).read_text()
        ring.add_key()
        (folder / PUBLIC_FILE).write_text(before)
        assert [signer.key for signer in ring.signers()] == [key]
