"""A zip of JSON files, as OSV publishes one per ecosystem. What its directory says of sizes is not believed."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from orchestrator.services.site_files.problems import Place, ProblemCode, Problems

MOST_MEMBERS = 20_000
MOST_MEMBER_BYTES = 4 * 1024 * 1024
MOST_UNPACKED_BYTES = 128 * 1024 * 1024
"""Of all members together."""
_KNOWN_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1


def members(file: str, data: bytes, problems: Problems) -> Iterator[tuple[str, bytes]]:
    """The archive's JSON files, one after the other: only one is in memory at a time.

    Args:
        file: Name of the archive, for problems.
        data: The archive.
        problems: Where problems go: with one of size, reading ends.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError) as error:
        problems.add(Place(file), ProblemCode.NOT_A_ZIP, expected=_told(error))
        return
    with archive:
        listed = [info for info in archive.infolist() if not info.is_dir()]
        if len(listed) > MOST_MEMBERS:
            problems.add(Place(file), ProblemCode.TOO_MANY_FILES, str(len(listed)), str(MOST_MEMBERS))
            return
        left = MOST_UNPACKED_BYTES
        for info in listed:
            name = f"{file}/{info.filename}"
            if not info.filename.lower().endswith(".json"):
                problems.add(Place(name), ProblemCode.UNEXPECTED_FILE, info.filename, "*.json")
                continue
            content = _content(archive, info, name, problems)
            if content is None:
                continue
            left -= len(content)
            if left < 0:
                problems.add(Place(file), ProblemCode.UNPACKS_TOO_LARGE, "", str(MOST_UNPACKED_BYTES))
                return
            yield name, content


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, problems: Problems) -> bytes | None:
    if info.flag_bits & _ENCRYPTED or info.compress_type not in _KNOWN_METHODS:
        problems.add(Place(name), ProblemCode.NOT_A_ZIP, expected="stored or deflated, without a password")
        return None
    try:
        with archive.open(info) as member:
            content = member.read(MOST_MEMBER_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError) as error:
        problems.add(Place(name), ProblemCode.NOT_A_ZIP, expected=_told(error))
        return None
    if len(content) > MOST_MEMBER_BYTES:
        problems.add(Place(name), ProblemCode.UNPACKS_TOO_LARGE, "", str(MOST_MEMBER_BYTES))
        return None
    return content


def _told(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "")
