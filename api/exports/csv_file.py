"""The record as CSV (RFC 4180), for people who open it in a spreadsheet.

UTF-8 with a byte order mark, because Excel takes a file without one for its own code page and spoils every umlaut.
A program that reads the file names its encoding ``utf-8-sig``, or takes the JSONL.
"""

import contextlib
import csv
import io
import re
from collections.abc import Generator

from api.exports.rows import COLUMNS, row_of
from orchestrator.services.record_reading import RecordPage
from orchestrator.services.wording import Speaker

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
BYTE_ORDER_MARK = "\ufeff"
_BEGINS = r"(?:\A|(?<=[;\t\r\n]))"
"""Where a cell begins for a spreadsheet: one set up for German splits at semicolons, and then no quotes hold."""
_FORMULA = r"(?=['\"]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])"
"""What it may take for a formula there, the wide characters of Asian keyboards included."""
_TO_GUARD = re.compile(_BEGINS + _FORMULA)
_GUARD = re.compile(_BEGINS + "'" + _FORMULA)


def guarded(cell: str) -> str:
    """A cell of which no spreadsheet takes anything for a formula: with an apostrophe before what could be one.

    What has one there already gets one more, so that ``unguarded`` gives every cell back as it was.
    """
    return _TO_GUARD.sub("'", cell)


def unguarded(cell: str) -> str:
    """What a cell was before ``guarded``."""
    return _GUARD.sub("", cell)


def csv_parts(pages: Generator[RecordPage], speaker: Speaker) -> Generator[bytes]:
    """The file, page by page; ``pages`` are closed with it."""
    with contextlib.closing(pages):
        yield (BYTE_ORDER_MARK + lines_of([COLUMNS])).encode()
        for page in pages:
            yield lines_of([row_of(entry, page.names, speaker) for entry in page.entries]).encode()


def lines_of(rows: list[tuple[str, ...]]) -> str:
    """Lines of a CSV file, each cell guarded."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(tuple(map(guarded, row)) for row in rows)
    return text.getvalue()
