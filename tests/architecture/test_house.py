"""House rules that no linter holds."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400
ALLOWED_LONGER: dict[str, str] = {
    "verifier/verify_record.py": "one file that an auditor can read and carry away, by promise",
}
"""Path to the reason why a file may be longer than LONGEST lines."""
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "common.py", "misc.py"}


def _tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


SOURCES = _tracked("*.py")


def test_no_file_is_longer_than_the_end_of_the_road() -> None:
    long = {str(p.relative_to(ROOT)): len(p.read_text().splitlines()) for p in SOURCES}
    over = {name: lines for name, lines in long.items() if lines > LONGEST and name not in ALLOWED_LONGER}
    assert over == {}


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [p for p in SOURCES if p.name in FORBIDDEN_NAMES] == []


def test_nothing_unfinished_is_left_in_the_code() -> None:
    words = re.compile(r"NotImplementedError|\b(TODO|FIXME|XXX)\b")
    here = Path(__file__)
    assert [str(p) for p in _tracked("*.py", "*.yml", "*.html") if p != here and words.search(p.read_text())] == []


def test_no_registry_address_and_no_path_of_one_machine_is_written_down() -> None:
    registries = r"--(extra-)?index-url|files\.pythonhosted|pypi\.org|registry\.npmjs"
    address = re.compile(registries + r"|(?<![\w./])/(work|root|farm)/")
    texts = _tracked("*.py", "*.md", "*.toml", "*.txt", "*.yml", "*.yaml", "*.json", "*.cfg", "run", ".ci/run")
    here = Path(__file__)
    found = {str(p.relative_to(ROOT)) for p in texts if p != here and address.search(p.read_text(errors="replace"))}
    assert found == set()


def test_every_ignored_rule_says_why() -> None:
    silent = re.compile(r"#\s*noqa(?!:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*\s+-\s+\S)")
    ignored = re.compile(r"#\s*type:\s*ignore(?!\[[a-z, -]+\])")
    bare = [
        f"{p.relative_to(ROOT)}:{number}"
        for p in SOURCES
        for number, line in enumerate(p.read_text().splitlines(), 1)
        if p != Path(__file__) and (silent.search(line) or ignored.search(line))
    ]
    assert bare == []


def test_every_test_can_fail() -> None:
    """A test without an assertion, an expected error or a called checker proves nothing."""
    proofs = re.compile(r"assert|raises|expect|check|verify|warns|fail", re.IGNORECASE)
    tests = [
        (path, node)
        for path in _tracked("tests/*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert [f"{path.relative_to(ROOT)} {t.name}" for path, t in tests if not proofs.search(ast.unparse(t))] == []


def _names_in_the_life_of_a_request() -> list[tuple[str, str | None]]:
    text = (ROOT / "README.md").read_text()
    section = text.split("## Life of a request", 1)[1].split("\n## ", 1)[0]
    named = re.findall(r"`((?:orchestrator|api|playbooks)/[\w/.]+)(?::\s*(\w+))?`", section)
    return [(path, name or None) for path, name in named]


def test_the_life_of_a_request_names_what_exists() -> None:
    named = _names_in_the_life_of_a_request()
    assert len(named) >= 8
    for path, name in named:
        file = ROOT / path
        assert file.exists(), path
        if name:
            assert re.search(rf"^\s*(def|class|- name:|{name}\b).*{name}", file.read_text(), re.MULTILINE), (path, name)


@pytest.mark.parametrize("package", ["sqlalchemy", "ansible_runner", "winrm", "dbos", "argon2", "pyphen"])
def test_each_counterpart_has_one_importer(package: str) -> None:
    home = {
        "sqlalchemy": "orchestrator/adapters/db",
        "ansible_runner": "orchestrator/adapters/ansible",
        "winrm": "orchestrator/adapters/winrm",
        "dbos": "orchestrator/adapters/workflows",
        "argon2": "orchestrator/adapters/passwords",
        "pyphen": "orchestrator/services/wording/readability.py",
    }[package]
    importing = {
        str(p.relative_to(ROOT))
        for p in SOURCES
        if not str(p.relative_to(ROOT)).startswith("tests/")
        and re.search(rf"^\s*(from|import) {package}\b", p.read_text(), re.MULTILINE)
    }
    assert {name for name in importing if not name.startswith(home)} == set()


def test_nobody_imports_ansible_itself() -> None:
    importing = [p for p in SOURCES if re.search(r"^\s*(from|import) ansible\b", p.read_text(), re.MULTILINE)]
    assert importing == []
