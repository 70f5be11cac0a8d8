"""Signing the record, and its keys, on the host itself."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from orchestrator.adapters.signing import ed25519
from orchestrator.adapters.workflows.schema import migrate_engine
from orchestrator.cli.host import operator
from orchestrator.cli.main import app
from orchestrator.domain.checkpoints import open_checkpoint
from orchestrator.domain.signed_notes import SignedNote, VerifierKey
from orchestrator.services.publication_stores import Publication, PublicationProblem
from tests.store.databases import Database, make_template, opened_copy
from tests.store.values import NOON

ORIGIN = "example.org/record"


@dataclass
class Host:
    """A host with a database and the settings of one."""

    database: Database
    folder: Path

    def run(self, *words: str, **variables: str) -> Result:
        environment = {
            "CLASSROOM_DATABASE_URL": self.database.url,
            "CLASSROOM_STATE_DIR": str(self.folder / "state"),
            "CLASSROOM_RECORD_ORIGIN": ORIGIN,
            "COLUMNS": "200",
            **variables,
        }
        return CliRunner().invoke(app, ["audit", *words], env=environment, catch_exceptions=False)

    def ok(self, *words: str) -> str:
        done = self.run(*words)
        assert done.exit_code == 0, done.output
        return done.stdout

    def keys(self) -> dict[VerifierKey, bool]:
        """Public keys, and whether each signs."""
        listed = json.loads(self.ok("keys", "list", "--json"))["keys"]
        return {VerifierKey.parse(one["key"]): one["signs"] for one in listed}

    def notes(self) -> list[bytes]:
        with self.database.reads() as uow:
            return [checkpoint.note for checkpoint in uow.record.all_checkpoints()]

    def kinds(self) -> list[tuple[str, str]]:
        """Who wrote which kind of entry, oldest first."""
        bodies = self.database.sql("SELECT body FROM cs_audit_entries ORDER BY entry_index")
        entries = [json.loads(body) for (body,) in bodies]
        return [(entry["actor"], entry["kind"]) for entry in entries]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with an empty record."""
    file = make_template(tmp_path_factory.mktemp("empty"))
    migrate_engine(f"sqlite:///{file}")
    return file


@pytest.fixture
def host(empty: Path, tmp_path: Path) -> Iterator[Host]:
    with opened_copy(empty, tmp_path) as database:
        yield Host(database, tmp_path)


def write(host: Host) -> None:
    with host.database.transactions() as uow:
        uow.audit.append(at=NOON, actor=operator(), kind="k", subjects={})
        uow.commit()


def test_the_first_key_is_made_under_the_records_name_and_for_its_owner_only(host: Host) -> None:
    (key,) = host.keys()
    assert key.name == ORIGIN
    folder = host.folder / "state" / "record-keys"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert str(key) in host.ok("keys", "list")


def test_a_record_without_a_name_gets_one_that_stays(host: Host) -> None:
    shown = [host.run("keys", "list", CLASSROOM_RECORD_ORIGIN="").stdout for _ in range(2)]
    assert shown[0] == shown[1]
    assert "/record-" in shown[0]


def test_signing_now_says_what_the_checkpoint_covers(host: Host) -> None:
    assert host.ok("checkpoint") == "The record is empty: there is nothing to sign.\n"
    write(host)
    assert host.ok("checkpoint") == "Signed. Entries that checkpoint 0 covers: 1.\n"
    assert host.ok("checkpoint") == "Nothing to sign. Entries that checkpoint 0 covers: 1, which are all.\n"


def test_for_machines_nothing_but_json_is_printed(host: Host) -> None:
    write(host)
    told = json.loads(host.ok("checkpoint", "--json"))
    assert told["signed"] is True
    assert told["checkpoint"]["note"].encode() == host.notes()[0]


def test_a_rotation_from_beginning_to_end(host: Host) -> None:
    (first,) = host.keys()
    write(host)
    host.ok("checkpoint")
    host.ok("keys", "add")
    (_, successor) = host.keys()
    host.ok("checkpoint")
    host.ok("keys", "retire", first.key_id.hex(), "--yes")
    host.ok("checkpoint")

    assert host.keys() == {first: False, successor: True}
    signers = [[s.key_id for s in SignedNote.parse(note).signatures] for note in host.notes()]
    assert signers == [[first.key_id], [first.key_id, successor.key_id], [successor.key_id]]
    for note in host.notes():
        open_checkpoint(note, ORIGIN, [first, successor], ed25519.verify)
    assert host.kinds()[1:] == [(operator().id, "record.key_added"), (operator().id, "record.key_retired")]


def test_the_only_key_is_not_retired(host: Host) -> None:
    (key,) = host.keys()
    done = host.run("keys", "retire", key.signer, "--yes")
    assert done.exit_code == 1
    assert done.stderr.endswith("Run: classroom audit keys add\n")
    assert host.keys() == {key: True}
    assert host.kinds() == []


def test_a_key_is_retired_once(host: Host) -> None:
    (first,) = host.keys()
    host.ok("keys", "add")
    host.ok("keys", "retire", str(first), "--yes")
    done = host.run("keys", "retire", str(first), "--yes")
    assert (done.exit_code, done.stderr) == (1, f"{first.signer} is retired already.\n")


def test_a_key_that_is_not_there_is_not_found(host: Host) -> None:
    done = host.run("keys", "retire", "00000000", "--yes")
    assert done.exit_code == 3
    assert done.stderr.startswith("There is no key 00000000.")


def test_whoever_does_not_confirm_keeps_the_key(host: Host) -> None:
    (first,) = host.keys()
    host.ok("keys", "add")
    done = host.run("keys", "retire", str(first))
    assert (done.exit_code, done.stderr) == (2, "Nothing has been done, because nobody can be asked here: add --yes\n")
    assert all(host.keys().values())


def test_without_the_keys_of_a_signed_record_it_says_where_they_should_be(host: Host) -> None:
    write(host)
    host.ok("checkpoint")
    folder = host.folder / "state" / "record-keys"
    folder.rename(folder.with_name("elsewhere"))
    done = host.run("keys", "add")
    assert done.exit_code == 1
    assert str(folder) in done.stderr
    assert "CLASSROOM_RECORD_KEYS_DIR" in done.stderr
    assert not folder.exists()


def test_a_key_that_others_may_read_signs_nothing(host: Host) -> None:
    write(host)
    host.keys()
    for file in (host.folder / "state" / "record-keys").glob("*.pem"):
        file.chmod(0o644)
    done = host.run("checkpoint")
    assert done.exit_code == 1
    assert "a private key needs 0600" in done.stderr
    assert host.notes() == []


def test_a_record_that_was_cut_is_not_signed_and_it_is_said(host: Host) -> None:
    for _ in range(2):
        write(host)
    host.ok("checkpoint")
    for name in [name for (name,) in host.database.sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
        host.database.sql(f"DROP TRIGGER {name}")
    host.database.sql("DELETE FROM cs_audit_entries WHERE entry_index = 1")
    host.database.sql("UPDATE cs_audit_head SET next_index = 1, frontier = substr(frontier, 1, 32)")
    done = host.run("checkpoint")
    assert done.exit_code == 5
    assert "entries that were signed are no longer there" in done.stderr
    assert len(host.notes()) == 1

    told = host.run("checkpoints", "--json")
    assert told.exit_code == 5
    assert "entries that were signed are no longer there" in json.loads(told.stdout)["finding"]
    assert "entries that were signed are no longer there" in host.run("checkpoints").stdout


def test_the_list_tells_where_each_checkpoint_got_to_and_what_is_not_signed(host: Host) -> None:
    assert "None has been signed yet." in host.ok("checkpoints")
    write(host)
    host.ok("checkpoint")
    write(host)
    with host.database.transactions() as uow:
        failed = Publication(0, "webhook", NOON, PublicationProblem.REFUSED, "HTTP 503")
        uow.publications.put([Publication(0, "folder", NOON), failed])
        uow.commit()
    shown = host.ok("checkpoints")
    assert "folder; webhook failed: refused (HTTP 503)" in shown
    assert "Entries that are not signed yet: 1." in shown
    told = json.loads(host.ok("checkpoints", "--json"))
    (listed,) = told["checkpoints"]
    assert (listed["number"], listed["size"], listed["note"].encode()) == (0, 1, host.notes()[0])
    assert [(p["target"], p["problem"]) for p in listed["publications"]] == [("folder", None), ("webhook", "refused")]
    assert (told["unsigned"], told["finding"]) == (1, None)
