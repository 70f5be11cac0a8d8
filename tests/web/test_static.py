"""What pages load is what its makers released, and a browser may keep what it was given by its hash."""

import hashlib
import json

from api.web.static import FOLDER, address_of
from tests.api.service import Service


def test_what_others_made_is_unchanged_and_named_with_its_licence() -> None:
    folder = FOLDER / "vendor"
    manifest = json.loads((folder / "manifest.json").read_text())
    made = {file.name for file in folder.iterdir() if file.suffix in {".js", ".css"}}
    assert made == set(manifest)
    for name, told in manifest.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == told["sha256"], name
        assert told["version"] in name
        assert told["licence"] in {"0BSD", "MIT"}


def test_a_file_is_kept_for_good_where_it_is_asked_for_by_its_hash(service: Service) -> None:
    kept = service.client.get(address_of("app.css"))
    assert kept.status_code == 200
    assert "immutable" in kept.headers["cache-control"]
    assert "immutable" not in service.client.get("/static/app.css").headers["cache-control"]
    assert service.client.get("/static/../pages.py").status_code == 404
