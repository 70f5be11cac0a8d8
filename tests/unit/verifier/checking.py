"""What the verifier says of a record, in the form in which tests compare it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.unit.verifier.record import SIGNER, Record
from verifier.verify_record import check

KEY = str(SIGNER.key)


def result_of(
    record: Record, folder: Path, since: Sequence[bytes] = (), keys: Sequence[str] = (KEY,)
) -> dict[str, Any]:
    """Check the record's export against these published checkpoints, trusting these keys."""
    published = []
    for number, note in enumerate(since):
        path = folder / f"published-{number}"
        path.write_bytes(note)
        published.append(str(path))
    return check(record.export(folder / "export"), published, keys)


def found(result: dict[str, Any]) -> list[tuple[str, int | None, int | None]]:
    """Codes of the findings with the entries that they name, in the order in which they are told."""
    """Codes with the entries that they name."""
    assert result["status"] == (1 if result["findings"] else 0)
    return [(f["code"], f.get("first"), f.get("last")) for f in result["findings"]]
