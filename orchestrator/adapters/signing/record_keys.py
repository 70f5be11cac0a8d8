"""Where the keys of this installation's record are, and how the first one comes to be."""

import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from orchestrator.adapters.signing.errors import KeyringExists, KeyringMissing, OriginIsAnother, RecordKeysLost
from orchestrator.adapters.signing.keyring import Keyring
from orchestrator.domain.signed_notes import VerifierKey, is_key_name


@dataclass(frozen=True, slots=True)
class RecordKeys:
    """The keyring in one folder, which may not be there yet.

    Attributes:
        folder: Of the keys.
        named: Name that the settings give the record; empty for none.
    """

    folder: Path
    named: str = ""

    def keyring(self) -> Keyring:
        """The keyring.

        Raises:
            KeyringMissing: There is none.
        """
        return Keyring(self.folder)

    def verifier_keys(self) -> tuple[VerifierKey, ...]:
        """All public keys, oldest first; none where there is no keyring."""
        try:
            return self.keyring().verifier_keys()
        except KeyringMissing:
            return ()

    def origin(self) -> str:
        """Name of the record; empty where there is no keyring."""
        keys = self.verifier_keys()
        return keys[-1].name if keys else ""

    def ensure(self, checkpoints: Callable[[], int]) -> Keyring:
        """The keyring, made with a first key if nothing was signed yet.

        Args:
            checkpoints: Counts the record's checkpoints; asked only where there are no keys.

        Raises:
            RecordKeysLost: There are checkpoints and no keys.
            OriginIsAnother: The keys are those of a record of another name than the settings give it.
        """
        try:
            keyring = self.keyring()
        except KeyringMissing:
            signed = checkpoints()
            if signed:
                raise RecordKeysLost(self.folder, signed) from None
            keyring = self._made()
        if self.named and keyring.origin != self.named:
            raise OriginIsAnother(self.folder, self.named, keyring.origin)
        return keyring

    def _made(self) -> Keyring:
        try:
            return Keyring.create(self.folder, self.named or _origin_of_this_host())
        except KeyringExists:
            return self.keyring()  # another process was quicker


def _origin_of_this_host() -> str:
    """A name that no other record has; it goes into the first key, and so it stays when the host gets another name."""
    host = socket.gethostname()
    return f"{host if is_key_name(host) else 'classroom'}/record-{secrets.token_hex(4)}"
