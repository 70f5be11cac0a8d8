"""Python imports this by its name at every start: whoever runs with ``COVERAGE_PROBES`` gets code with probes.

That goes for the processes that the tests start as well, and for what they were killed in: the array is a file that
all of them share.
"""

import builtins
import marshal
import mmap
import os
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType


def _measure(folder: Path) -> None:
    known: dict[str, tuple[int, int, int]] = marshal.loads((folder / "index").read_bytes())  # noqa: S302 - we wrote it
    with (folder / "hits").open("r+b") as hits:
        builtins.__hits__ = mmap.mmap(hits.fileno(), 0)  # type: ignore[attr-defined]  # where the probes look for it
    plain = SourceFileLoader.get_code

    def get_code(loader: SourceFileLoader, fullname: str) -> CodeType | None:
        found = known.get(str(loader.path))
        if found:
            number, *written = found
            now = os.stat(loader.path)  # noqa: PTH116 - at every import
            if written == [now.st_mtime_ns, now.st_size]:
                code: CodeType = marshal.loads((folder / f"{number}.code").read_bytes())  # noqa: S302 - we wrote it
                return code
        return plain(loader, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]  # for every way to import a file


if _folder := os.environ.get("COVERAGE_PROBES"):
    _measure(Path(_folder))
