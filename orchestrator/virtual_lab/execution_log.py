"""The lab's own record of what was really executed, so that tests can compare it with what somebody believes.

One JSON object a line in ``executed.jsonl``, appended in one write each. Fields: ``at`` (UTC), ``machine``, ``kind``
(``module``, ``command``, ``installer``, ``reboot``) and, by kind, ``module``, ``arguments``, ``command``, ``item``,
``version``, ``action``, ``changed``, ``rc``. An installer that ran has exactly one line, written when it ended. No
secrets: only named arguments are written, URLs without user and query, and ``reg add`` without its data.
"""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

_MAX_COMMAND = 500
_DATA = re.compile(r"(\s/d\s+)(\"[^\"]*\"|\S+)", re.IGNORECASE)


def without_secrets(url: str) -> str:
    """A URL less user, password and query."""
    parts = urlsplit(url)
    if not parts.netloc:
        return url
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


class ExecutionLog:
    """Appends to one file, which is made when it is missing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.touch(mode=0o600, exist_ok=True)

    def append(self, machine: str, kind: str, **fields: Any) -> None:  # noqa: ANN401 - fields of any plain type
        """Write one line."""
        entry = {"at": datetime.now(UTC).isoformat(), "machine": machine, "kind": kind, **fields}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")

    def command(self, machine: str, line: str, rc: int) -> None:
        """Write that a native command line ended."""
        self.append(machine, "command", command=_DATA.sub(r"\1…", line)[:_MAX_COMMAND], rc=rc)


def read_log(path: Path) -> list[dict[str, Any]]:
    """All lines of a log, oldest first; an empty list where none was written."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]
