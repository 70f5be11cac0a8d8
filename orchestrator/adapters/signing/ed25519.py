"""Ed25519 (RFC 8032): one private key per file, signing, verifying."""

import os
import stat
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from orchestrator.adapters.signing.errors import KeyFileReadableByOthers, NotAPrivateKey

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def generate() -> Ed25519PrivateKey:
    """A new private key from the operating system's randomness."""
    return Ed25519PrivateKey.generate()


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """The 32 bytes of the public key."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def write_private_key(path: Path, key: Ed25519PrivateKey) -> None:
    """Write the key to a new file with mode 0600, and have it on disk before this returns.

    Raises:
        FileExistsError: There is a file; a key is never written over.
    """
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())


def read_private_key(path: Path) -> Ed25519PrivateKey:
    """Read a key that only its owner may read.

    Raises:
        KeyFileReadableByOthers: Group or others have a right to the file.
        NotAPrivateKey: It holds something else.
        FileNotFoundError: There is no such file.
    """
    with path.open("rb") as file:
        # Asked of the open file, so that no other can be put in its place between the question and the reading.
        mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        if mode & _OTHERS:
            raise KeyFileReadableByOthers(path, mode)
        pem = file.read()
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError):
        raise NotAPrivateKey(path) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise NotAPrivateKey(path)
    return key


def verify(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the signature is that key's over that message; ``domain.signed_notes.Verify``."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
