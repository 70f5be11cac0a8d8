"""The keys of one record: those that sign now, and all that ever did.

A folder (0700) holds ``verifier-keys``, one line per public key, oldest first, and per key that can still sign a file
``<key id>.pem`` (0600). Rotation is two steps with time between them: from ``add_key`` on every checkpoint carries
both signatures, so that whoever trusts the old key is led to the new one; ``retire`` then erases the old private key.
Its public key stays for ever: old checkpoints are verified with it.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from orchestrator.adapters.signing import ed25519
from orchestrator.adapters.signing.errors import (
    KeyIsNotTheListedOne,
    KeyringExists,
    KeyringMissing,
    NoSuchSigningKey,
    OnlySigningKey,
)
from orchestrator.domain.signed_notes import Signer, VerifierKey

PUBLIC_FILE = "verifier-keys"


class Keyring:
    """Keys in a folder. Reads them anew at each call, so that a rotation by another process takes effect at once."""

    def __init__(self, folder: Path) -> None:
        """Use the keyring in this folder.

        Raises:
            KeyringMissing: There is none.
        """
        self._folder = folder
        if not self._public.is_file():
            raise KeyringMissing(folder)

    @classmethod
    def create(cls, folder: Path, name: str) -> "Keyring":
        """Make a keyring with one key.

        Args:
            folder: Made when it is not there.
            name: Name of the keys, which is the origin of the log.

        Raises:
            KeyringExists: There is one already.
            MalformedVerifierKey: The name cannot be a key's.
        """
        if (folder / PUBLIC_FILE).exists():
            raise KeyringExists(folder)
        key = ed25519.generate()
        listed = VerifierKey(name, ed25519.public_bytes(key))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _store(folder, key, [listed])
        return cls(folder)

    def verifier_keys(self) -> tuple[VerifierKey, ...]:
        """All public keys, retired ones included, oldest first."""
        return tuple(VerifierKey.parse(line) for line in self._public.read_text(encoding="utf-8").splitlines())

    def signers(self) -> tuple[Signer, ...]:
        """Those who can sign, oldest first. A checkpoint is signed by all of them.

        Raises:
            KeyFileReadableByOthers: A private key's file is open to others.
            NotAPrivateKey: A file holds something else.
            KeyIsNotTheListedOne: A file holds another key than its name says.
        """
        return tuple(Signer(key, self._private_key(key).sign) for key in self._signing())

    def add_key(self) -> VerifierKey:
        """Add a successor, which signs from now on beside those that do already."""
        listed = self.verifier_keys()
        key = ed25519.generate()
        successor = VerifierKey(listed[-1].name, ed25519.public_bytes(key))
        _store(self._folder, key, [*listed, successor])
        return successor

    def retire(self, key: VerifierKey) -> None:
        """Erase the private key, so that nothing more can be signed with it. The public key stays.

        Raises:
            NoSuchSigningKey: It cannot sign here.
            OnlySigningKey: No other can.
        """
        signing = self._signing()
        if key not in signing:
            raise NoSuchSigningKey(key.signer)
        if signing == [key]:
            raise OnlySigningKey(key.signer)
        self._file(key).unlink()

    @property
    def origin(self) -> str:
        """Name of the log, which all its keys bear."""
        return self.verifier_keys()[-1].name

    @property
    def _public(self) -> Path:
        return self._folder / PUBLIC_FILE

    def _file(self, key: VerifierKey) -> Path:
        return _private_file(self._folder, key)

    def _signing(self) -> list[VerifierKey]:
        return [key for key in self.verifier_keys() if self._file(key).exists()]

    def _private_key(self, key: VerifierKey) -> Ed25519PrivateKey:
        private = ed25519.read_private_key(self._file(key))
        if ed25519.public_bytes(private) != key.public_key:
            raise KeyIsNotTheListedOne(self._file(key), key.signer)
        return private


def _private_file(folder: Path, key: VerifierKey) -> Path:
    return folder / f"{key.key_id.hex()}.pem"


def _store(folder: Path, private: Ed25519PrivateKey, listed: Sequence[VerifierKey]) -> None:
    """Write the private key of the last one listed, then the list.

    In this order a crash between the two leaves a private key that nobody lists and nothing uses, never a listed key
    that is lost.
    """
    ed25519.write_private_key(_private_file(folder, listed[-1]), private)
    temporary = folder / f"{PUBLIC_FILE}.new"
    with temporary.open("w", encoding="utf-8") as file:
        file.writelines(f"{key}\n" for key in listed)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / PUBLIC_FILE)
