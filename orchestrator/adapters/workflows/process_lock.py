"""Why this exists: at its start a worker takes up what the last worker of its name left unfinished. If that one is
still alive, both run the same jobs. So there is one worker per lock file.
"""

import fcntl
import os
import struct
from pathlib import Path

from orchestrator.adapters.workflows.errors import WorkerRunsAlready

_LOCK = "hhqqi4x"
"""``struct flock`` of Linux on 64 bits: type, whence, start, length, process."""


class ProcessLock:
    """A lock that ends with its process, however that ends.

    A record lock, not ``flock``: children must not inherit it, or what a killed worker left behind would keep the next
    one from starting and fencing it. Nothing else in the process may open the file: closing it gives up the lock.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._handle: int | None = None

    def take(self) -> None:
        """Take the lock.

        Raises:
            WorkerRunsAlready: Another process has it.
        """
        handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(handle)
            raise WorkerRunsAlready(str(self._file)) from error
        self._handle = handle

    def release(self) -> None:
        """Give it up, if it is held. The file stays: removing it would let two hold locks of the same name."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def is_held(file: Path) -> bool:
    """Whether another process holds the lock of this file; taking it for a moment would keep that one from starting."""
    try:
        handle = os.open(file, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        # Whoever stands in the way of a lock is told in the same structure; nobody is F_UNLCK.
        asked = struct.pack(_LOCK, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        told = struct.unpack(_LOCK, fcntl.fcntl(handle, fcntl.F_GETLK, asked))
    finally:
        os.close(handle)
    return bool(told[0] != fcntl.F_UNLCK)
