"""The record as a spreadsheet. It is written to a temporary file first: such a file cannot be sent while it is made."""

import contextlib
import tempfile
from collections.abc import Generator
from typing import IO

from xlsxwriter import Workbook

from api.exports.rows import COLUMNS, row_of
from orchestrator.services.record_reading import RecordPage
from orchestrator.services.wording import Speaker

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ENTRIES = 1_048_576 - 1
"""Rows of a sheet less the one with the names of the columns."""
_MOST_CHARACTERS = 32_767
"""Of a cell."""
_PART = 1 << 16
_WIDE = {"text": 70, "changes": 50, "texts": 50, "what": 24, "actor": 24, "item": 24, "person": 24, "at": 27}


def xlsx_file(pages: Generator[RecordPage], speaker: Speaker) -> IO[bytes]:
    """The file, open at its beginning and without a name: it is gone when it is closed. ``pages`` are closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        with contextlib.closing(pages):
            _write(file, pages, speaker)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def file_parts(file: IO[bytes]) -> Generator[bytes]:
    """The bytes of an open file; it is closed with them."""
    with file:
        while part := file.read(_PART):
            yield part


def _write(file: IO[bytes], pages: Generator[RecordPage], speaker: Speaker) -> None:
    # Rows go to the disk one by one; no text is ever taken for a formula, a number or an address.
    book = Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    sheet = book.add_worksheet("record")
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(COLUMNS):
        sheet.set_column(column, column, _WIDE.get(name, 14))
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, name, book.add_format({"bold": True}))
    number = 0
    for page in pages:
        for entry in page.entries:
            number += 1
            sheet.write_number(number, 0, entry.index)
            for column, cell in enumerate(row_of(entry, page.names, speaker)[1:], 1):
                if cell:
                    sheet.write_string(number, column, _fitting(cell))
    book.close()


def _fitting(cell: str) -> str:
    return cell if len(cell) <= _MOST_CHARACTERS else cell[: _MOST_CHARACTERS - 1] + "…"
