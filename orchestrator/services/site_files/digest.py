"""What identifies a set of files in the record."""

import hashlib
import json
from collections.abc import Mapping


def digest_of(files: Mapping[str, str]) -> str:
    """Hex SHA-256 over the JSON of the texts by path, keys sorted, without white space, ASCII only."""
    return hashlib.sha256(json.dumps(dict(files), sort_keys=True, separators=(",", ":")).encode()).hexdigest()
