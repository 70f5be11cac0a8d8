"""The description's examples: played over the tests' campus, written by ``python -m tests.api.examples``."""

import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from api.examples import FOLDER
from orchestrator.domain.signed_notes import VerifierKey
from tests.api.answers.call import Call
from tests.api.description import operations
from tests.api.people import MARTA, OLGA, hire_cast
from tests.api.service import Service, furnish
from tests.api.site_files import catalog_files, site_files
from tests.api.test_documented import ANSWERS
from tests.store.databases import make_template, opened_copy


def _changed(path: str, files: dict[str, str], name: str, old: str, new: str) -> Call:
    """An import that finds one file changed since the one before: short enough to be read."""
    assert old in files[name]

    def call(service: Service) -> Response:
        service.post(path, {"files": files, "apply": True}, headers=MARTA)
        return service.post(path, {"files": {**files, name: files[name].replace(old, new)}}, headers=MARTA)

    return call


def _keys(service: Service) -> Response:
    key = VerifierKey("classroom.example.edu/record", bytes(range(32)))
    client = TestClient(service.app(verifier_keys=lambda: (key,)))
    return client.get("/api/v1/record/keys", headers=OLGA)


_INSTEAD: dict[str, Call] = {
    "import_catalog": _changed("/catalog/import", catalog_files(), "git.yml", "minutes: 2", "minutes: 3"),
    "import_site": _changed("/site/import", site_files(), "group_vars/room_b_204.yml", "automatic", "by_technician"),
    "get_verifier_keys": _keys,
}
"""Calls in the place of those whose answers would be longer than anybody reads, or empty."""
_OF_CHANCE = re.compile(r"(?!00000000-)[A-Za-z0-9_+/=.-]{20,}")
"""Secrets, salts and what is hashed with them: another each time."""
_NO_ANSWER = frozenset({"get_openapi_description"})
"""Its example would be this description within itself."""


SUCCESSES = [(name, status) for name, status in ANSWERS if 200 <= status < 300]
"""Operation and status of what has an example."""


def played(name: str, status: int, service: Service) -> dict[str, Any]:
    """What an operation was sent and answered with this status; the service is used up."""
    method, template, _ = operations()[name]
    answer = _INSTEAD.get(name, ANSWERS[name, status])(service)
    assert answer.status_code == status, answer.text
    example: dict[str, Any] = {"path": _path(template, answer)}
    if method != "get" and answer.request.content:
        example["request"] = json.loads(answer.request.content)
    body = _body(answer)
    example["answers"] = {} if body is None or name in _NO_ANSWER else {str(status): body}
    return example


def settled(example: object) -> str:
    """An example without what chance has in it, to compare it by."""
    return _OF_CHANCE.sub("*", json.dumps(example, sort_keys=True))


def _path(template: str, answer: Response) -> dict[str, str]:
    pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", template)
    found = re.fullmatch(pattern, answer.request.url.path)
    assert found, (template, answer.request.url)
    return found.groupdict()


def _body(answer: Response) -> Any:  # noqa: ANN401 - JSON
    kind = answer.headers.get("content-type", "").partition(";")[0] if answer.content else ""
    if kind == "application/json":
        return answer.json()
    return answer.text if kind.startswith("text/") or kind == "application/jsonl" else None


def main() -> None:
    """Write all of them anew."""
    FOLDER.mkdir(exist_ok=True)
    written: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        template = make_template(base)
        for name, status in SUCCESSES:
            place = base / f"{name}-{status}"
            place.mkdir()
            with opened_copy(template, place) as database:
                hire_cast(database)
                furnish(database)
                example = played(name, status, Service(database))
            file = FOLDER / f"{name}.json"
            known = json.loads(file.read_text()) if file.name in written else example
            known["answers"].update(example["answers"])
            written.add(file.name)
            file.write_text(json.dumps(known, indent=2, ensure_ascii=False) + "\n")
    for old in FOLDER.glob("*.json"):
        if old.name not in written:
            old.unlink()
    sys.stdout.write(f"{len(SUCCESSES)} answers are in {FOLDER}.\n")


if __name__ == "__main__":
    main()
