"""The stand-alone verifier as a program: what it needs, what it prints, how it ends."""

import ast
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator.domain.checkpoints import Checkpoint
from orchestrator.domain.merkle import EMPTY_ROOT
from tests.unit.domain.note_examples import GO_KEY, GO_NOTE, INPUT_ROOTS, SOFA
from tests.unit.verifier.record import BEGIN, ORIGIN, SIGNER, Record, a_record, with_field
from verifier.verify_record import Tree, Unreadable, check, main, open_note, read_keys

VERIFIER = Path(__file__).parents[3] / "verifier" / "verify_record.py"
KEY = str(SIGNER.key)
DATA = ("entries.jsonl", "leaves.txt", "texts.jsonl", "checkpoints.jsonl")


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return a_record().export(tmp_path / "export")


def run(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """The file copied away and started alone: -I keeps this project out of its sight."""
    alone = folder / "verify_record.py"
    alone.write_bytes(VERIFIER.read_bytes())
    command = [sys.executable, "-I", str(alone), *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


class TestStandingAlone:
    def test_it_imports_only_the_standard_library_and_cryptography(self) -> None:
        imported = {
            name.split(".")[0]
            for node in ast.walk(ast.parse(VERIFIER.read_text()))
            for name in (
                [node.module or "."]
                if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else []
            )
        }
        assert imported - sys.stdlib_module_names == {"cryptography"}

    def test_it_hashes_the_published_inputs_to_the_published_roots(self) -> None:
        tree = Tree()
        for size, (leaf, root) in enumerate(INPUT_ROOTS, 1):
            tree.add(bytes.fromhex(leaf))
            assert tree.has(size, bytes.fromhex(root))
        assert not tree.has(7, bytes.fromhex(INPUT_ROOTS[6][1]))
        assert Tree().has(0, EMPTY_ROOT)

    def test_it_reads_the_published_key_and_checkpoint_example(self) -> None:
        (key,) = read_keys([GO_KEY])
        assert (key.name, key.key_id.hex()) == ("PeterNeumann", "c74f20a3")
        # The Go example is signed by this key, and its words are no checkpoint: only that is refused.
        with pytest.raises(ValueError, match="three lines"):
            open_note(GO_NOTE.encode(), [key], ORIGIN)

    def test_the_specification_s_own_example_is_nobody_s_here(self, tmp_path: Path, export: Path) -> None:
        (tmp_path / "sofa").write_text(SOFA)
        (finding,) = check(export, [str(tmp_path / "sofa")], [KEY])["findings"]
        assert finding["code"] == "checkpoint-wrong-key"
        assert "example.com/behind-the-sofa+033de0ae" in finding["sentence"]


class TestCommandLine:
    def test_a_record_in_order(self, export: Path, tmp_path: Path) -> None:
        (tmp_path / "published").write_bytes(a_record(30).checkpoints[-1])
        done = run(export, "--key", KEY, "--since", "published", folder=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines() == [
            "Record example.org/record: 100 entries, 50 texts beside them.",
            "Signed checkpoints: 10 listed, 1 from elsewhere.",
            f"Key: {KEY}",
            "",
            "Nothing is wrong.",
            "",
            "Proven: entries 0 to 99 are those that these keys signed, in this order.",
        ]

    def test_without_key_and_checkpoint_it_says_what_that_leaves_open(self, export: Path, tmp_path: Path) -> None:
        done = run(export, folder=tmp_path)
        assert done.returncode == 0
        assert "The keys came with the export" in done.stdout
        assert "No checkpoint from elsewhere was given" in done.stdout

    def test_a_bent_record_ends_with_1_and_a_sentence_each(self, tmp_path: Path) -> None:
        record = a_record()
        record.entries[41].body = with_field(record.entries[41].body, "actor", "person:eve")
        done = run(record.export(tmp_path / "export"), "--key", KEY, folder=tmp_path)
        assert done.returncode == 1
        assert (
            "  - Entry 41 is not what was written: a signed checkpoint proves it, by the hash that was kept. "
            "[entry-changed]" in done.stdout.splitlines()
        )

    def test_json_says_the_same(self, export: Path, tmp_path: Path) -> None:
        done = run(export, "--json", "--key", KEY, folder=tmp_path)
        assert json.loads(done.stdout) == check(export, keys=[KEY])

    def test_keys_and_checkpoints_may_be_files_and_folders(self, export: Path, tmp_path: Path) -> None:
        folder, old = tmp_path / "published", a_record(40)
        folder.mkdir()
        for number, note in enumerate(old.checkpoints):
            (folder / f"{number}.txt").write_bytes(note)
        # As the service leaves a folder that it publishes to.
        (folder / "verifier-keys").write_text(f"{KEY}\n", encoding="utf-8")
        (folder / ".latest.4711").write_bytes(b"half a che")
        older = old.export(tmp_path / "older {export}") / "checkpoints.jsonl"
        done = run(
            export, "--key", export / "verifier-keys", "--since", folder, folder / "0.txt", older, folder=tmp_path
        )
        assert done.returncode == 0
        assert "10 listed, 9 from elsewhere" in done.stdout

    @pytest.mark.parametrize(
        "arguments", [["nowhere"], [], ["export", "--key", "no key"], ["export", "--since", "nowhere"]]
    )
    def test_what_cannot_be_read_ends_with_2(self, export: Path, tmp_path: Path, arguments: Sequence[str]) -> None:
        assert export.name == "export"
        done = run(*arguments, folder=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize("name", [*DATA, "record.json", "verifier-keys"])
    def test_every_file_has_to_be_there(self, export: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        (export / name).unlink()
        assert main([str(export)]) == 2
        assert name in capsys.readouterr().err

    @pytest.mark.parametrize(
        "head", ["", "[]", "{}", '{"format":2,"origin":"o","root":"","size":0}', '{"format":1,"origin":1,"size":1}']
    )
    def test_a_head_of_another_format_is_not_guessed_at(self, export: Path, head: str) -> None:
        (export / "record.json").write_text(head)
        with pytest.raises(Unreadable, match="format 1"):
            check(export)

    @pytest.mark.parametrize("line", ["words", "name+00000000+AQID", KEY[:-1], KEY.replace(ORIGIN, "other")])
    def test_a_key_that_is_none_is_named(self, export: Path, line: str) -> None:
        with pytest.raises(Unreadable, match="not a verifier key"):
            check(export, keys=[line])


class TestWhatIsNotProven:
    def test_a_record_without_checkpoints_ends_with_3(self, tmp_path: Path) -> None:
        result = check(a_record(5).export(tmp_path / "export"))
        assert (result["status"], result["findings"], result["proven_size"]) == (3, [], 0)
        assert "No checkpoint proves entries 0 to 4." in result["caveats"]

    def test_a_checkpoint_of_the_empty_log_proves_no_entry(self, tmp_path: Path) -> None:
        record = Record()
        record.sign()
        assert check(record.export(tmp_path / "empty"))["status"] == 0
        record.append()
        assert check(record.export(tmp_path / "one"))["status"] == 3

    def test_entries_after_the_last_checkpoint_are_named(self, tmp_path: Path) -> None:
        result = check(a_record(107).export(tmp_path / "export"))
        assert (result["status"], result["proven_size"]) == (0, 100)
        assert "No checkpoint proves entries 100 to 106." in result["caveats"]

    def test_time_that_goes_back_is_a_caveat_and_no_finding(self, tmp_path: Path) -> None:
        record = a_record(5)
        record.append(at=BEGIN + timedelta(seconds=30))
        record.append(at=BEGIN + timedelta(seconds=31))
        record.append()
        record.sign()
        result = check(record.export(tmp_path / "export"))
        assert (result["status"], result["findings"]) == (0, [])
        assert any("2, the first is entry 5" in caveat for caveat in result["caveats"])


class TestDamage:
    """What was changed by hand or by accident in the export itself."""

    @settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_no_changed_byte_goes_unnoticed(self, tmp_path: Path, data: st.DataObject) -> None:
        export = a_record(12, 3).export(tmp_path / "export")
        path = export / data.draw(st.sampled_from(DATA))
        content = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255).filter(lambda value: value != content[at]))
        path.write_bytes(content)
        result = check(export, keys=[KEY])
        assert result["status"] == 1
        assert all(finding["sentence"] for finding in result["findings"])

    @settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_no_rubbish_makes_it_stumble(self, tmp_path: Path, data: st.DataObject) -> None:
        export = a_record(6, 3).export(tmp_path / "export")
        path = export / data.draw(st.sampled_from(DATA))
        lines = path.read_bytes().splitlines(keepends=True)
        numbers = st.integers(0, 10**20).map(lambda number: b'{"index":%d}\n' % number)
        rubbish = data.draw(st.binary(max_size=40) | numbers | st.sampled_from([b"{}\n", b"null\n", b'{"note":1}\n']))
        lines.insert(data.draw(st.integers(0, len(lines))), rubbish)
        path.write_bytes(b"".join(lines))
        assert check(export, keys=[KEY])["status"] in {0, 1}

    @pytest.mark.parametrize(
        ("line", "why"),
        [
            (b"words", "checkpoint-malformed"),
            (b'{"note":1}', "checkpoint-malformed"),
            (b'{"note":"text"}', "checkpoint-malformed"),
            (b"\xff", "checkpoint-malformed"),
            (b'{"note":"a\\n\\n\xe2\x80\x94 b c\\n"}', "checkpoint-malformed"),
            (b'{"note":"a\\tb\\n\\n\xe2\x80\x94 b YWJjZGU=\\n"}', "checkpoint-malformed"),
            (b'{"note":"a\\n\\n\xe2\x80\x94 b YWJjZGU=\\n"}', "checkpoint-wrong-key"),
        ],
    )
    def test_what_is_no_checkpoint_is_located(self, export: Path, line: bytes, why: str) -> None:
        path = export / "checkpoints.jsonl"
        path.write_bytes(path.read_bytes() + line + b"\n")
        (finding,) = check(export, keys=[KEY])["findings"]
        assert finding["code"] == why
        assert "line 11 of checkpoints.jsonl" in finding["sentence"]

    def test_a_genuine_note_that_is_no_checkpoint_is_refused(self, tmp_path: Path) -> None:
        record = a_record(10)
        good = Checkpoint(ORIGIN, 10, record.frontier.root())
        note = good.signed_by([SIGNER])
        for text in (
            "words\n",
            note.text.replace("\n10\n", "\n010\n"),
            note.text.replace("\n10\n", "\nten\n"),
            note.text.replace("=\n", "\n"),
        ):
            record.checkpoints = [type(note)(text).signed_by(SIGNER).to_bytes()]
            (finding,) = check(record.export(tmp_path / "export"), keys=[KEY])["findings"]
            assert finding["code"] == "checkpoint-malformed"

    def test_checkpoints_in_another_order_are_not_held_against_the_entries(self, tmp_path: Path) -> None:
        record = a_record()
        record.checkpoints.reverse()
        result = check(record.export(tmp_path / "export"), keys=[KEY])
        assert {finding["code"] for finding in result["findings"]} == {"checkpoint-malformed"}

    def test_long_lists_are_cut_and_the_rest_is_counted(self, tmp_path: Path) -> None:
        record = a_record(400, 400)
        for row in record.entries[::2]:
            row.body = with_field(row.body, "kind", "other")
        result = check(record.export(tmp_path / "export"), keys=[KEY])
        assert len(result["findings"]) == 50
        assert "Findings that are not listed: 150." in result["caveats"]

    @pytest.mark.parametrize(
        ("name", "old", "new"),
        [
            ("texts.jsonl", b'{"entry":41,', b'{"entry": 41,'),
            ("texts.jsonl", b'"text":"because of 41', b'"text":"words","text":"because of 41'),
            ("texts.jsonl", b'{"entry":41,', b'{"by":1,"entry":41,'),
            ("texts.jsonl", b'{"entry":41,', b'{"entry":41.0,'),
            ("leaves.txt", b"\n41 ", b"\n041 "),
            ("leaves.txt", b"\n41 ", b"\n41  "),
        ],
    )
    def test_a_line_has_one_spelling(self, export: Path, name: str, old: bytes, new: bytes) -> None:
        content = (export / name).read_bytes()
        assert content.count(old) == 1
        (export / name).write_bytes(content.replace(old, new))
        lines = [(f["file"], f["line"]) for f in check(export)["findings"] if f["code"] == "line-malformed"]
        assert lines == [(name, 21 if name == "texts.jsonl" else 42)]

    @pytest.mark.parametrize("name", ["texts.jsonl", "leaves.txt"])
    def test_lines_out_of_order_are_located(self, export: Path, name: str) -> None:
        lines = (export / name).read_bytes().splitlines(keepends=True)
        (export / name).write_bytes(
            b"".join([*lines[:11], lines[10], *lines[10:]])
            if name == "leaves.txt"
            else b"".join([*lines[:11], lines[3], *lines[11:]])
        )
        (finding, *_) = [f for f in check(export)["findings"] if f["code"] == "line-malformed"]
        assert (finding["file"], finding["line"]) == (name, 12)

    def test_a_signature_has_one_spelling(self, tmp_path: Path) -> None:
        """The last letter of its base64 has two bits that mean nothing: another spelling would still verify."""
        record = a_record(10)
        note = record.checkpoints[0].decode()
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        assert note.endswith("=\n")
        record.checkpoints = [f"{note[:-3]}{letters[letters.index(note[-3]) + 1]}=\n".encode()]
        (finding,) = check(record.export(tmp_path / "export"), keys=[KEY])["findings"]
        assert finding["code"] == "checkpoint-malformed"

    def test_missing_kept_hashes_are_named_and_the_entries_proven_all_the_same(self, export: Path) -> None:
        path = export / "leaves.txt"
        path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:41]))
        result = check(export, keys=[KEY])
        assert [(f["code"], f["first"], f["last"]) for f in result["findings"]] == [("kept-hash-missing", 41, 99)]
        assert result["proven_size"] == 100
