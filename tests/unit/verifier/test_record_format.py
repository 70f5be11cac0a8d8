"""The page that describes the format tells what the writer writes and the verifier accepts."""

import re
from pathlib import Path

from tests.unit.verifier.checking import KEY
from tests.unit.verifier.record import Record
from verifier.verify_record import SENTENCES, check

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "record-format.md").read_text(encoding="utf-8")


def example() -> dict[str, str]:
    section = PAGE.split("## Example", 1)[1].split("\n## ", 1)[0]
    return dict(re.findall(r"^`([\w.-]+)`\n\n```\n(.*?)^```$", section, re.DOTALL | re.MULTILINE))


def written() -> Record:
    record = Record()
    record.append()
    record.append(reason="Needed in B-204 from Monday.")
    record.sign()
    return record


def test_the_example_is_what_is_written(tmp_path: Path) -> None:
    export = written().export(tmp_path / "export")
    assert example() == {path.name: path.read_text(encoding="utf-8") for path in export.iterdir()}


def test_the_example_is_in_order(tmp_path: Path) -> None:
    for name, text in example().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    published = re.search(r"as it is published:\n\n```\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert published
    (tmp_path / "published").write_text(published[1], encoding="utf-8")
    result = check(tmp_path, [str(tmp_path / "published")], [KEY])
    assert (result["status"], result["proven_size"], result["checkpoints_published"]) == (0, 2, 1)
    assert published[1].encode() == written().checkpoints[0]


def test_the_page_names_what_json_holds(tmp_path: Path) -> None:
    named = PAGE.split("`--json` prints", 1)[1]
    assert [name for name in check(written().export(tmp_path / "export")) if f"`{name}`" not in named] == []


def test_every_kind_of_finding_is_tried_out() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [code for code in SENTENCES if f'"{code}"' not in tests] == []
