"""Answers about the record."""

from httpx2 import Response

import api.exports.xlsx_file
from orchestrator.services.record_stores import StoredCheckpoint
from tests.api.answers.call import NOBODY, Answers, Call, Malformed
from tests.api.moments import NOON
from tests.api.people import OLGA
from tests.api.service import Service


def _read(path: str, **query: object) -> Call:
    """The auditor reads after one request was accepted."""

    def call(service: Service) -> Response:
        service.ask("firefox")
        return service.get(path, headers=OLGA, **query)

    return call


def _with_a_checkpoint(service: Service) -> Response:
    service.ask("firefox")
    with service.database.transactions() as uow:
        uow.record.add_checkpoint(StoredCheckpoint(0, 1, NOON, b"note"))
        uow.commit()
    return service.get("/record/checkpoints/latest", headers=OLGA)


def _more_than_a_sheet_holds(service: Service) -> Response:
    kept = api.exports.xlsx_file.MOST_ENTRIES
    api.exports.xlsx_file.MOST_ENTRIES = 0
    try:
        return _read("/record/export.xlsx")(service)
    finally:
        api.exports.xlsx_file.MOST_ENTRIES = kept


def _life(service: Service) -> Response:
    request = service.ask("firefox")["requests"][0]["id"]
    return service.get(f"/requests/{request}/life", headers=OLGA)


ANSWERS: Answers = {
    ("list_entries", 200): _read("/record"),
    ("list_entries", 404): _read("/record", classroom="B-999"),
    ("get_entry", 200): _read("/record/0"),
    ("get_entry", 404): _read("/record/1"),
    ("get_record_head", 200): _read("/record/head"),
    ("prove_inclusion", 200): _read("/record/0/inclusion"),
    ("prove_inclusion", 404): _read("/record/1/inclusion"),
    ("prove_inclusion", 409): _read("/record/0/inclusion", size=2),
    ("prove_consistency", 200): _read("/record/consistency", old=0),
    ("prove_consistency", 409): _read("/record/consistency", old=2),
    ("list_checkpoints", 200): _read("/record/checkpoints"),
    ("get_latest_checkpoint", 200): _with_a_checkpoint,
    ("get_latest_checkpoint", 404): _read("/record/checkpoints/latest"),
    ("get_verifier_keys", 200): _read("/record/keys"),
    ("export_csv", 200): _read("/record/export.csv"),
    ("export_csv", 404): _read("/record/export.csv", person="nobody"),
    ("export_jsonl", 200): _read("/record/export.jsonl"),
    ("export_jsonl", 404): _read("/record/export.jsonl", person="nobody"),
    ("export_xlsx", 200): _read("/record/export.xlsx"),
    ("export_xlsx", 404): _read("/record/export.xlsx", person="nobody"),
    ("export_xlsx", 409): _more_than_a_sheet_holds,
    ("get_request_life", 200): _life,
    ("get_request_life", 404): lambda s: s.get(f"/requests/{NOBODY}/life", headers=OLGA),
}
"""How each answer is brought about, except those that every operation has."""

MALFORMED: Malformed = {
    "list_entries": lambda s: s.get("/record", headers=OLGA, kind="all"),
    "get_entry": lambda s: s.get("/record/first", headers=OLGA),
    "prove_inclusion": lambda s: s.get("/record/0/inclusion", headers=OLGA, size=-1),
    "prove_consistency": lambda s: s.get("/record/consistency", headers=OLGA),
    "list_checkpoints": lambda s: s.get("/record/checkpoints", headers=OLGA, limit=0),
    "export_csv": lambda s: s.get("/record/export.csv", headers=OLGA, since="soon"),
    "export_jsonl": lambda s: s.get("/record/export.jsonl", headers=OLGA, since="soon"),
    "export_xlsx": lambda s: s.get("/record/export.xlsx", headers=OLGA, since="soon"),
    "get_request_life": lambda s: s.get("/requests/a b/life", headers=OLGA),
}
"""A malformed call of each operation that takes anything."""
