"""Checkpoints in a folder, which may be a mounted one that others keep."""

import os
import secrets
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from orchestrator.domain.signed_notes import VerifierKey
from orchestrator.services.checkpoint_publishing import NotPublished
from orchestrator.services.publication_stores import PublicationProblem
from orchestrator.services.record_stores import StoredCheckpoint

LATEST = "latest"
KEYS = "verifier-keys"


class CheckpointFolder:
    """A file per checkpoint, named by its size; ``latest``; and the public keys in ``verifier-keys``.

    Each file appears whole or not at all, and is on disk before ``publish`` returns. A checkpoint that is there is
    never written over: another one of the same size stands beside it, with its number behind the size.

    Args:
        folder: Made when it is not there.
    """

    every = True
    rest = timedelta(0)

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def publish(self, checkpoint: StoredCheckpoint, keys: Sequence[VerifierKey]) -> str:
        """Write the checkpoint; again, it changes nothing.

        Raises:
            NotPublished: The folder cannot be written to.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._keep(checkpoint)
            self._write(KEYS, "".join(f"{key}\n" for key in keys).encode())
            self._write(LATEST, checkpoint.note)
        except OSError as error:
            raise NotPublished(PublicationProblem.NOT_WRITABLE, error.strerror or type(error).__name__) from error
        return ""

    def _keep(self, checkpoint: StoredCheckpoint) -> None:
        """Write the checkpoint under the first of its names that no other one has."""
        for name in _names(checkpoint):
            if self._holds(name, checkpoint.note) or self._take(name, checkpoint.note):
                return
        # Two logs write here, or one that was put back: neither may take away what the other said.
        raise NotPublished(PublicationProblem.REFUSED, f"{_names(checkpoint)[-1]} is there already")

    def _take(self, name: str, note: bytes) -> bool:
        """Take a name for a note; False if another note has it. Of several jobs at the same moment, one takes it."""
        target = self._folder / name
        if target.exists():
            return self._holds(name, note)
        temporary = self._beside(name, note)
        try:
            os.link(temporary, target)
        except FileExistsError:
            return self._holds(name, note)
        except OSError:
            # A mounted folder may know no links; there the last of two who write at the same moment stays.
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        self._sync()
        return True

    def _holds(self, name: str, note: bytes) -> bool:
        file = self._folder / name
        return file.is_file() and file.read_bytes() == note

    def _write(self, name: str, content: bytes) -> None:
        if not self._holds(name, content):
            self._beside(name, content).replace(self._folder / name)
            self._sync()

    def _beside(self, name: str, content: bytes) -> Path:
        """The content in a file of its own, on disk."""
        # By chance, because several workers, and several jobs of one, may write at the same time.
        temporary = self._folder / f".{name}.{secrets.token_hex(8)}"
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return temporary

    def _sync(self) -> None:
        descriptor = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _names(checkpoint: StoredCheckpoint) -> tuple[str, str]:
    return str(checkpoint.size), f"{checkpoint.size}-{checkpoint.number}"
