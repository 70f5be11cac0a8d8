"""``classroom audit``: what it prints, and how it ends."""

import getpass
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from orchestrator.adapters.db.database_url import database_file
from orchestrator.adapters.workflows.schema import migrate_engine
from orchestrator.cli.main import app
from orchestrator.domain.people import Person
from tests.postgres_fixture import PostgresServer
from tests.store.databases import Database, opened_copy
from tests.store.record.bent import Owner
from tests.store.record.written import FORGER, ROOT, write
from tests.store.values import LATER, NOON


def audit(*arguments: object) -> Result:
    """The command as the operator gives it."""
    return CliRunner().invoke(app, ["audit", *map(str, arguments)])


@pytest.fixture(scope="session")
def whole_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file with the durable engine's tables, too."""
    file = tmp_path_factory.mktemp("whole") / "template.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    migrate_engine(f"sqlite:///{file}")
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """An installation whose record has twelve entries, of which a checkpoint covers ten."""
    name = "whole_template" if request.param == "sqlite" else "postgres"
    template: Path | PostgresServer = request.getfixturevalue(name)
    with opened_copy(template, tmp_path) as database:
        monkeypatch.setenv("CLASSROOM_DATABASE_URL", database.url)
        monkeypatch.setenv("CLASSROOM_STATE_DIR", str(tmp_path / "state"))
        monkeypatch.setenv("CLASSROOM_RECORD_ORIGIN", "example.org/record")
        write(database, 10)
        assert audit("checkpoint").exit_code == 0
        write(database, 2)
        yield database


@pytest.fixture
def published(site: Database, tmp_path: Path) -> Path:
    """The folder that checkpoints are published to, with the one that was signed."""
    folder = tmp_path / "state" / "checkpoints"
    folder.mkdir()
    ((note,),) = site.sql("SELECT note FROM cs_audit_checkpoints")
    (folder / "10").write_bytes(bytes(note))
    (folder / "latest").write_bytes(bytes(note))
    (folder / "verifier-keys").write_bytes((tmp_path / "state" / "record-keys" / "verifier-keys").read_bytes())
    return folder


class TestVerify:
    def test_a_record_in_order(self, site: Database, published: Path) -> None:
        done = audit("verify")
        assert (done.exit_code, done.stderr) == (0, "")
        assert "Record example.org/record: 12 entries, 6 texts beside them." in done.stdout
        assert "Signed checkpoints: 1 in the log, 2 from elsewhere." in done.stdout
        assert "Proven: entries 0 to 9 are what was signed, in this order." in done.stdout
        assert "No checkpoint proves entries 10 to 11." in done.stdout
        assert "The keys are those of this host" in done.stdout
        assert (site.kind, published.is_dir()) in {("sqlite", True), ("postgresql", True)}

    def test_an_entry_that_was_changed(self, site: Database) -> None:
        Owner(site).change(7, actor="person:eve")
        done = audit("verify")
        assert done.exit_code == 1
        assert "Something is wrong." in done.stdout
        words = " ".join(done.stdout.split())
        assert "Entry 7 is not what was written: a signed checkpoint proves it, by the hash that was kept." in words
        assert "[entry-changed, proven]" in words

    def test_for_machines(self, site: Database) -> None:
        Owner(site).change(7, actor="person:eve")
        done = audit("verify", "--json")
        told = json.loads(done.stdout)
        (finding,) = told.pop("findings")
        assert done.exit_code == told["status"] == 1
        assert (finding["code"], finding["grade"], finding["first"], finding["last"]) == (
            "entry-changed",
            "proven",
            7,
            7,
        )
        assert told["proven_size"] == 10
        assert [caveat["code"] for caveat in told["caveats"]] == ["own-keys", "nothing-published", "unproven-end"]

    def test_published_checkpoints_are_looked_at_by_themselves(self, site: Database, published: Path) -> None:
        owner = Owner(site)
        for table in ("texts", "words", "terms", "entries", "checkpoints"):
            where = "number = 0" if table == "checkpoints" else "entry_index > 4"
            owner.do(f"DELETE FROM cs_audit_{table} WHERE {where}")  # noqa: S608 - our own names
        owner.forge(lambda bodies: bodies)
        told = json.loads(audit("verify", "--json").stdout)
        assert [(f["code"], f["first"], f["last"]) for f in told["findings"]] == [("rolled-back", 5, 9)]
        assert told["findings"][0]["checkpoint"]["file"] == str(published / "latest")

    def test_keys_and_checkpoints_from_elsewhere(self, site: Database, published: Path, tmp_path: Path) -> None:
        kept = tmp_path / "kept"
        published.rename(kept)
        done = audit("verify", "--key", kept / "verifier-keys", "--since", kept / "10", "--json")
        told = json.loads(done.stdout)
        assert (done.exit_code, told["checkpoints_published"]) == (0, 1)
        assert [caveat["code"] for caveat in told["caveats"]] == ["unproven-end"]
        other = audit("verify", "--key", FORGER.key, "--json")
        assert other.exit_code == 1
        assert [finding["code"] for finding in json.loads(other.stdout)["findings"]] == ["checkpoint-wrong-key"]
        assert len(site.sql("SELECT number FROM cs_audit_checkpoints")) == 1

    def test_checkpoints_of_an_older_export(self, site: Database, tmp_path: Path) -> None:
        assert audit("export", tmp_path / "older").exit_code == 0
        listed = tmp_path / "older" / "checkpoints.jsonl"
        done = audit("verify", "--since", listed, "--json")
        assert (done.exit_code, json.loads(done.stdout)["checkpoints_published"]) == (0, 1)
        listed.write_text("{}\n", encoding="utf-8")
        (finding,) = json.loads(audit("verify", "--since", listed, "--json").stdout)["findings"]
        assert finding["checkpoint"]["file"] == f"{listed}, line 1"
        assert site.sql("SELECT count(*) FROM cs_audit_checkpoints") == [(1,)]

    def test_a_record_without_checkpoints_is_not_proven(self, site: Database) -> None:
        Owner(site).do("DELETE FROM cs_audit_checkpoints")
        done = audit("verify")
        assert done.exit_code == 3
        assert "Nothing is wrong, but no checkpoint proves anything." in done.stdout

    @pytest.mark.parametrize("options", [("--key", "nonsense"), ("--since", "/nowhere/at/all")])
    def test_what_cannot_be_read_has_a_status_of_its_own(self, site: Database, options: tuple[str, str]) -> None:
        done = audit("verify", *options)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "This cannot be checked" in done.stderr
        assert site.sql("SELECT count(*) FROM cs_audit_entries") == [(12,)]

    def test_words_come_in_the_language_of_the_site(self, site: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CLASSROOM_LANGUAGE", "de")
        Owner(site).remove(7)
        done = audit("verify")
        assert "Eintrag 7 fehlt. [entry-missing, bemerkt]" in done.stdout


def test_a_damaged_file_cannot_be_checked(
    whole_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened_copy(whole_template, tmp_path) as database:
        monkeypatch.setenv("CLASSROOM_DATABASE_URL", database.url)
        monkeypatch.setenv("CLASSROOM_STATE_DIR", str(tmp_path / "state"))
        write(database, 400)
        ((page,),) = database.sql("SELECT rootpage FROM sqlite_master WHERE name = 'cs_audit_entries'")
        ((size,),) = database.sql("PRAGMA page_size")
        database.close()
        with database_file(database.url).open("r+b") as file:
            file.seek((page - 1) * size)
            file.write(b"\xff" * size)
        done = audit("verify")
    assert done.exit_code == 2
    assert "The database cannot be worked with: the record cannot be read" in done.stderr


def test_a_database_without_tables_cannot_be_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLASSROOM_DATABASE_URL", f"sqlite:///{tmp_path / 'none.sqlite'}")
    done = audit("verify")
    assert done.exit_code == 2
    assert "To make them: classroom db migrate" in done.stderr


class TestExport:
    def test_the_stand_alone_verifier_takes_it(self, site: Database, tmp_path: Path) -> None:
        folder = tmp_path / "export"
        done = audit("export", folder)
        assert (done.exit_code, done.stderr) == (0, "")
        assert "Written: entries 12, texts 6, checkpoints 1." in done.stdout
        keys = tmp_path / "state" / "record-keys" / "verifier-keys"
        command = [sys.executable, "-I", ROOT / "verifier" / "verify_record.py", folder, "--key", keys]
        checked = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, timeout=60)
        assert (checked.returncode, checked.stderr) == (0, "")
        assert "Nothing is wrong." in checked.stdout
        assert site.sql("SELECT count(*) FROM cs_audit_entries") == [(12,)]

    def test_for_machines(self, site: Database, tmp_path: Path) -> None:
        told = json.loads(audit("export", tmp_path / "export", "--json").stdout)
        assert told == {"folder": str(tmp_path / "export"), "entries": 12, "texts": 6, "checkpoints": 1}
        assert site.kind in {"sqlite", "postgresql"}

    def test_nothing_is_written_over(self, site: Database, tmp_path: Path) -> None:
        done = audit("export", tmp_path)
        assert done.exit_code == 5
        assert "nothing is written over" in done.stderr
        assert site.kind in {"sqlite", "postgresql"}


class TestRedact:
    def test_without_anybody_to_ask_nothing_is_erased(self, site: Database) -> None:
        refused = audit("redact", 7, "--reason", "case 12")
        assert refused.exit_code == 2
        assert "nobody can be asked here: add --yes" in refused.stderr
        assert site.sql("SELECT count(*) FROM cs_audit_texts") == [(6,)]

    def test_it_erases(self, site: Database) -> None:
        done = audit("redact", 7, "reason", "--reason", "case 12", "--yes")
        assert (done.exit_code, done.stderr) == (0, "")
        assert "reason: because of 7" in done.stdout
        assert site.sql("SELECT entry_index FROM cs_audit_texts WHERE entry_index = 7") == []
        ((body,),) = site.sql("SELECT body FROM cs_audit_entries WHERE entry_index = 12")
        assert json.loads(body)["actor"] == f"host:{getpass.getuser()}"
        assert audit("verify").exit_code == 0

    def test_a_person(self, site: Database) -> None:
        with site.transactions() as uow:
            uow.accounts.add(Person("person:ada", "ada", "Ada Lovelace", "", "en", NOON, deactivated_at=LATER))
            uow.commit()
        done = audit("redact", "--person", "ada", "--reason", "case 12", "--yes")
        assert (done.exit_code, done.stderr) == (0, "")
        assert "Ada Lovelace (ada): name, login, e-mail address, and the words of letters to them." in done.stdout
        assert "Entries about this person with texts beside them: 6." in done.stdout
        assert site.sql("SELECT name FROM cs_people WHERE id = 'person:ada'") == []
        assert audit("verify").exit_code == 0

    @pytest.mark.parametrize(
        ("arguments", "status", "because"),
        [
            ((99, "--reason", "x", "--yes"), 3, "The record has no entry 99"),
            ((8, "--reason", "x", "--yes"), 5, "has no text"),
            (("--person", "nobody", "--reason", "x", "--yes"), 3, "nobody"),
            ((7, "--yes"), 2, "--reason"),
            (("--reason", "x"), 2, "--person"),
            ((7, "--person", "ada", "--reason", "x"), 2, "--person"),
        ],
    )
    def test_what_cannot_be_erased_is_said(
        self, site: Database, arguments: tuple[object, ...], status: int, because: str
    ) -> None:
        done = audit("redact", *arguments)
        assert done.exit_code == status
        assert because in done.stderr
        assert site.sql("SELECT count(*) FROM cs_audit_texts") == [(6,)]
