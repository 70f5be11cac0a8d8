"""The distribution point: the site's own HTTPS server with installers and a package feed.

Real: HTTPS with a certificate of the lab's authority, files whose checksum can be verified. Simulated: the feed speaks
plain JSON (``/feed/packages/<id>.json``), not NuGet's OData, because the only reader is the simulated Chocolatey.
"""

import json
from urllib.parse import unquote, urlsplit

from orchestrator.virtual_lab.shelf import Shelf, package_to_json
from orchestrator.virtual_lab.wire.http import HttpRequest, HttpResponse

FEED_PATH = "/feed"
_BOOTSTRAP_PATH = "/install.ps1"
_BOOTSTRAP = b"# The simulated machines only look whether this script is there.\r\n"


class DistributionPoint:
    """Answers downloads from the shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def handle(self, request: HttpRequest) -> HttpResponse:
        """Answer one request; only GET and HEAD are known."""
        if request.method not in {"GET", "HEAD"}:
            return HttpResponse(405)
        path = unquote(urlsplit(request.path).path)
        response = self._get(path)
        return HttpResponse(response.status) if request.method == "HEAD" else response

    def _get(self, path: str) -> HttpResponse:
        if path.startswith("/files/"):
            file = self._shelf.files.get(path.removeprefix("/files/"))
            return HttpResponse(404) if file is None else HttpResponse(200, file.content())
        if path == _BOOTSTRAP_PATH:
            return HttpResponse(200, _BOOTSTRAP, "text/plain")
        if path.rstrip("/") == FEED_PATH:
            return _json({"packages": sorted(self._shelf.packages)})
        if path.startswith(f"{FEED_PATH}/packages/") and path.endswith(".json"):
            name = path.removeprefix(f"{FEED_PATH}/packages/").removesuffix(".json")
            versions = self._shelf.packages.get(name.casefold())
            if versions is not None:
                return _json({"versions": [package_to_json(v) for v in versions]})
        return HttpResponse(404)


def _json(data: object) -> HttpResponse:
    return HttpResponse(200, json.dumps(data).encode(), "application/json")
