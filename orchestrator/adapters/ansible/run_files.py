"""Where a run keeps its files: a private directory in memory while it goes on, one log afterwards."""

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Self

import structlog

from orchestrator.adapters.ansible.fence import Fence
from orchestrator.services.deployment import MachineWork

IN_MEMORY = "/dev/shm"  # noqa: S108 - only directories of 0700 with unforeseeable names are made in it

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def private_root(run_folder: Path, wanted: Path | None = None) -> Path:
    """Where private directories are made: in memory if this host has such a place for us.

    That is ``wanted``, else ``/dev/shm``, else ``XDG_RUNTIME_DIR``. Without any of them it is ``private`` in the run
    folder, with a warning in the log: then passwords stand on the disk while a run goes on, readable by this user
    alone, and what is deleted may be found on the medium.
    """
    places = [wanted, Path(IN_MEMORY)] + [Path(own) for own in [os.environ.get("XDG_RUNTIME_DIR")] if own]
    for place in places:
        if place and os.access(place, os.W_OK | os.X_OK):
            return place.resolve()
    fallback = run_folder / "private"
    fallback.mkdir(parents=True, mode=0o700, exist_ok=True)
    structlog.get_logger().warning("ansible.private-directory-on-disk", directory=str(fallback))
    return fallback


@contextmanager
def private_directory(root: Path, fence: Fence) -> Iterator[Path]:
    """A new directory that only this user can read, gone afterwards."""
    directory = Path(tempfile.mkdtemp(prefix=_prefix(fence), dir=root))
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def remove_left_over(root: Path, fence: Fence) -> None:
    """Delete the private directories that killed runs of ``fence`` left; nothing of them may be alive."""
    for directory in root.glob(f"{_prefix(fence)}*"):
        # In a place that everybody may write to, a name proves nothing about the owner.
        if directory.is_dir() and not directory.is_symlink() and directory.stat().st_uid == os.getuid():
            shutil.rmtree(directory, ignore_errors=True)


def write_private(path: Path, document: Mapping[str, Any]) -> None:
    """Write JSON that nobody else may read, from its first byte on."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(document, file)


class RunLog:
    """What Ansible said, for a technician: one text file per run, the newest ones kept.

    Args:
        folder: Where logs are kept.
        run_id: Names the file.
        keep: How many logs stay, this one included.
    """

    def __init__(self, folder: Path, run_id: str, keep: int) -> None:
        folder.mkdir(parents=True, mode=0o700, exist_ok=True)
        self.path = folder / f"{re.sub(r'[^A-Za-z0-9._-]', '_', run_id)[:100]}.log"
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._file: IO[str] = os.fdopen(descriptor, "w", encoding="utf-8", errors="replace")
        _rotate(folder, keep, self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, text: str) -> None:
        """Add ``text`` as lines, without what a terminal would obey."""
        if text.strip():
            self._file.write(_CONTROL.sub("", text.replace("\r\n", "\n")).rstrip("\n") + "\n")
            self._file.flush()

    def write_who_is_who(self, machines: Mapping[str, MachineWork]) -> None:
        """Begin with the machines' own names, because Ansible speaks of generated ones."""
        for name, work in machines.items():
            self.write(f"{name} = {work.machine.name} at {work.machine.address}:{work.machine.port}")


def _rotate(folder: Path, keep: int, newest: Path) -> None:
    others = sorted((log for log in folder.glob("*.log") if log != newest), key=_modified)
    for log in others[: max(0, len(others) + 1 - keep)]:
        log.unlink(missing_ok=True)


def _modified(path: Path) -> float:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime
    return 0.0


def _prefix(fence: Fence) -> str:
    digest = hashlib.sha256(f"{fence.scope}\n{fence.name}".encode()).hexdigest()
    return f"classroom-run-{digest[:16]}-"
