"""Ansible collections without Galaxy: four folders out of the hash-pinned ``ansible`` wheel."""

import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from orchestrator.domain.errors import Refusal

PACKAGE = "ansible==12.3.0"

SHA256 = "cd156f82fa87f7a899212b0efa9f7ca3a24d609212de9f78428a572eb01e5414"
"""Digest of that package's wheel. ``playbooks/requirements.yml`` names the same versions."""

COLLECTIONS = {
    "ansible.windows": "3.3.0",
    "chocolatey.chocolatey": "1.5.3",
    "community.windows": "3.1.0",
    "microsoft.ad": "1.10.0",
}
"""What is taken out of it, with the versions in it."""

_USED = ("ansible.windows", "chocolatey.chocolatey")
_FOLDER = "ansible_collections"
_MARKER = "collections.json"
_REASON_LIMIT = 1000


@dataclass(eq=False)
class WheelNotAvailable(Refusal):
    """The wheel could not be downloaded. A copy can be given by name instead."""

    package: str
    reason: str
    code: ClassVar[str] = "wheel-not-available"


@dataclass(eq=False)
class WheelNotGenuine(Refusal):
    """The file is not the pinned wheel; nothing was unpacked."""

    file: str
    expected: str
    found: str
    code: ClassVar[str] = "wheel-not-genuine"


@dataclass(eq=False)
class WheelIncomplete(Refusal):
    """The wheel lacks collections that are needed; nothing was changed."""

    file: str
    missing: tuple[str, ...]
    code: ClassVar[str] = "wheel-incomplete"


def install_collections(target: Path, *, wheel: Path | None = None, sha256: str = SHA256) -> bool:
    """Have the pinned collections in ``target``, and say whether anything had to be done.

    Each is unpacked beside its place and put there by renaming; a marker that is written last says that all are there.
    Other collections in ``target`` stay.

    Args:
        target: Directory that is to hold ``ansible_collections``; made if need be.
        wheel: A copy of the wheel; without it pip fetches it, from where this interpreter's pip is configured to.
        sha256: Digest that the wheel must have.

    Raises:
        WheelNotAvailable: It cannot be downloaded, or there is no such file.
        WheelNotGenuine: It is another file.
        WheelIncomplete: It lacks a collection.
    """
    if installed_collections(target) == COLLECTIONS:
        return False
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=target) as directory:
        source = wheel or _download(Path(directory))
        _verify(source, sha256)
        _unpack(source, Path(directory))
        for name in COLLECTIONS:
            _put(Path(directory, *_path(name)), target.joinpath(*_path(name)))
    marker = target / f".{_MARKER}.new"
    marker.write_text(json.dumps(COLLECTIONS, indent=2) + "\n", encoding="utf-8")
    marker.replace(target / _MARKER)
    return True


def installed_collections(target: Path) -> dict[str, str]:
    """Name and version of each collection that was put into ``target`` from the wheel and is still there."""
    try:
        marked = json.loads((target / _MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: version for name, version in marked.items() if _present(target, name)}


def missing_collections(target: Path) -> list[str]:
    """Names of the collections that the role needs and ``target`` lacks, whoever was to install them."""
    return [name for name in _USED if not _present(target, name)]


def _present(target: Path, name: str) -> bool:
    return target.joinpath(*_path(name), "MANIFEST.json").is_file()


def _path(name: str) -> tuple[str, ...]:
    return (_FOLDER, *name.split("."))


def _download(directory: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--no-deps", "--no-cache-dir", "--only-binary", ":all:", "--dest", str(directory), PACKAGE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - pip of this interpreter
    wheel = next(directory.glob("*.whl"), None)
    if done.returncode != 0 or wheel is None:
        raise WheelNotAvailable(PACKAGE, done.stderr.strip()[-_REASON_LIMIT:])
    return wheel


def _verify(wheel: Path, sha256: str) -> None:
    try:
        with wheel.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise WheelNotAvailable(PACKAGE, str(error)) from error
    if found != sha256:
        raise WheelNotGenuine(str(wheel), sha256, found)


def _unpack(wheel: Path, directory: Path) -> None:
    folders = tuple("/".join(_path(name)) + "/" for name in COLLECTIONS)
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(directory, [name for name in archive.namelist() if name.startswith(folders)])
    if missing := tuple(name for name in COLLECTIONS if not _present(directory, name)):
        raise WheelIncomplete(str(wheel), missing)


def _put(new: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        # A directory that is not empty cannot be renamed over; it goes where the temporary directory takes it along.
        place.rename(new.with_name(f"{new.name}.old"))
    new.rename(place)
