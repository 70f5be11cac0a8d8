"""The record as JSONL, for programs: a line is an entry as the API gives it."""

import contextlib
from collections.abc import Generator

from api.schemas.record import entry_out
from orchestrator.services.record_reading import RecordPage
from orchestrator.services.wording import Speaker

MEDIA_TYPE = "application/jsonl"


def jsonl_parts(pages: Generator[RecordPage], speaker: Speaker) -> Generator[bytes]:
    """The file, page by page; ``pages`` are closed with it."""
    with contextlib.closing(pages):
        for page in pages:
            lines = (entry_out(entry, page.names, speaker).model_dump_json() for entry in page.entries)
            yield "".join(f"{line}\n" for line in lines).encode()
