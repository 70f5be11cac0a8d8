"""Ed25519 keys in files."""

import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from orchestrator.adapters.signing.ed25519 import (
    generate,
    public_bytes,
    read_private_key,
    verify,
    write_private_key,
)
from orchestrator.adapters.signing.errors import KeyFileReadableByOthers, NotAPrivateKey

# RFC 8032 section 7.1, test 2: a message of one byte.
SEED = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
PUBLIC = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
SIGNATURE = (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def test_the_vector_of_the_rfc() -> None:
    key = ed25519.Ed25519PrivateKey.from_private_bytes(bytes.fromhex(SEED))
    assert public_bytes(key).hex() == PUBLIC
    assert key.sign(b"\x72").hex() == SIGNATURE
    assert verify(bytes.fromhex(PUBLIC), bytes.fromhex(SIGNATURE), b"\x72")


@pytest.mark.parametrize(
    ("public", "signature", "message"),
    [
        (PUBLIC, SIGNATURE, b"\x73"),
        (PUBLIC, SIGNATURE[:-2], b"\x72"),
        (PUBLIC, "", b"\x72"),
        (PUBLIC, "00" * 64, b"\x72"),
        (PUBLIC[:-2], SIGNATURE, b"\x72"),
        ("00" * 32, SIGNATURE, b"\x72"),
    ],
)
def test_what_does_not_fit_is_no_error_but_false(public: str, signature: str, message: bytes) -> None:
    assert not verify(bytes.fromhex(public), bytes.fromhex(signature), message)


def test_a_key_is_read_back_from_a_file_that_only_its_owner_may_read(tmp_path: Path) -> None:
    key, path = generate(), tmp_path / "key.pem"
    old = os.umask(0)
    try:
        write_private_key(path, key)
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert public_bytes(read_private_key(path)) == public_bytes(key)


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "key.pem", tmp_path / "elsewhere"
    write_private_key(path, generate())
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        write_private_key(path, generate())
    assert path.read_bytes() == before
    (tmp_path / "link.pem").symlink_to(elsewhere)
    with pytest.raises(FileExistsError):
        write_private_key(tmp_path / "link.pem", generate())
    assert not elsewhere.exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_a_key_that_others_may_touch_is_not_used(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "key.pem"
    write_private_key(path, generate())
    path.chmod(mode)
    with pytest.raises(KeyFileReadableByOthers, match=f"mode {mode:04o}") as raised:
        read_private_key(path)
    assert (raised.value.path, raised.value.mode) == (path, mode)


def test_what_is_no_such_key_is_named(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    other = ec.generate_private_key(ec.SECP256R1())
    for content in (b"", b"words", other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())):
        path.write_bytes(content)
        path.chmod(0o600)
        with pytest.raises(NotAPrivateKey, match=r"key\.pem"):
            read_private_key(path)
