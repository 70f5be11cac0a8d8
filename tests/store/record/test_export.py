"""The export of the record: byte for byte as its format says, out of one snapshot, whole or not at all."""

import base64
import json
import stat
from pathlib import Path

import pytest

from orchestrator.services.record_export import Exported, ExportExists, export_record
from tests.store.databases import Database
from tests.store.record.written import ADA, ORIGIN, SIGNER, Checks, record, write
from tests.store.values import NOON


def test_the_files_are_what_the_format_says(database: Database, tmp_path: Path) -> None:
    notes = record(database, 6, 3)
    folder = tmp_path / "new" / "export"
    told: list[tuple[int, int]] = []
    written = export_record(
        folder, ORIGIN, [SIGNER.key], reads=database.reads, told=lambda done, of: told.append((done, of))
    )
    assert written == Exported(folder, entries=6, texts=3, checkpoints=2)
    assert told == [(number, 6) for number in range(1, 7)]

    rows = database.sql("SELECT entry_index, body, leaf_hash FROM cs_audit_entries ORDER BY entry_index")
    texts = database.sql("SELECT entry_index, field, salt, text FROM cs_audit_texts ORDER BY entry_index")
    with database.reads() as uow:
        root = base64.b64encode(uow.record.frontier().root()).decode()
    assert {file.name: file.read_bytes().decode() for file in folder.iterdir()} == {
        "entries.jsonl": "".join(f"{body}\n" for _, body, _ in rows),
        "leaves.txt": "".join(f"{index} {bytes(leaf).hex()}\n" for index, _, leaf in rows),
        "texts.jsonl": "".join(
            f'{{"entry":{index},"field":"{field}","salt":"{bytes(salt).hex()}","text":"{text}"}}\n'
            for index, field, salt, text in texts
        ),
        "checkpoints.jsonl": "".join(
            json.dumps({"note": note.decode()}, ensure_ascii=False, separators=(",", ":")) + "\n" for note in notes
        ),
        "verifier-keys": f"{SIGNER.key}\n",
        "record.json": f'{{"format":1,"origin":"{ORIGIN}","root":"{root}","size":6}}\n',
    }


def test_texts_are_in_the_order_of_code_points(database: Database, checks: Checks) -> None:
    texts = {"z": "1", "a": "2", "\N{LATIN SMALL LETTER A WITH DIAERESIS}": "3", "B": "4"}
    with database.transactions() as uow:
        uow.audit.append(at=NOON, actor=ADA, kind="k", subjects={}, texts=texts)
        uow.commit()
    lines = (checks.exported() / "texts.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["field"] for line in lines] == ["B", "a", "z", "\N{LATIN SMALL LETTER A WITH DIAERESIS}"]
    assert checks.stand_alone()["findings"] == []


def test_only_its_owner_may_enter(database: Database, checks: Checks) -> None:
    write(database, 2)
    assert stat.S_IMODE(checks.exported().stat().st_mode) == 0o700


def test_nothing_is_written_over(database: Database, tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    with pytest.raises(ExportExists):
        export_record(tmp_path / "export", ORIGIN, [SIGNER.key], reads=database.reads)
    assert [path.name for path in (tmp_path / "export").iterdir()] == []


def test_what_breaks_off_leaves_nothing_behind(database: Database, tmp_path: Path) -> None:
    write(database, 9)
    folder = tmp_path / "exports" / "new"

    def break_off(done: int, of: int) -> None:
        assert not folder.exists()
        if (done, of) == (5, 9):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_record(folder, ORIGIN, [SIGNER.key], reads=database.reads, told=break_off)
    assert [path.name for path in folder.parent.iterdir()] == []


def test_it_shows_one_moment_whatever_is_written_meanwhile(database: Database, checks: Checks) -> None:
    record(database, 20)
    folder = checks.folder / "export"

    def write_on(done: int, of: int) -> None:
        if (done, of) == (5, 20):
            record(database, 10)

    export_record(folder, ORIGIN, [SIGNER.key], reads=database.reads, told=write_on)
    assert len((folder / "entries.jsonl").read_bytes().splitlines()) == 20
    assert json.loads((folder / "record.json").read_bytes())["size"] == 20
    assert len((folder / "checkpoints.jsonl").read_bytes().splitlines()) == 2


def test_an_empty_record_can_be_exported(checks: Checks) -> None:
    assert (checks.exported() / "entries.jsonl").read_bytes() == b""
    assert checks.stand_alone()["findings"] == []
