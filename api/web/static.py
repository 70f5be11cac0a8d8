"""Files that pages load. Their address holds their content's hash, so that a browser may keep them for good."""

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"
PREFIX = "/static"
_FOR_GOOD = "public, max-age=31536000, immutable"


@cache
def address_of(name: str) -> str:
    """Where a browser finds a file of the folder ``static``."""
    digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]
    return f"{PREFIX}/{name}?{digest}"


class KeptFiles(StaticFiles):
    """The folder, with the word that what was asked for by its hash stays as it is."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """One file."""
        answer = await super().get_response(path, scope)
        if scope["query_string"]:
            answer.headers["Cache-Control"] = _FOR_GOOD
        return answer
