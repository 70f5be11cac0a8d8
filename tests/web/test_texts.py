"""Every text of the pages has its German, with the same fields in it."""

import ast
import re

from tests.web.texts import PAGES, german, texts

_FIELD = re.compile(r"%\([a-z_]+\)[sd]")


def _forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or [""])


def test_every_text_has_german_and_none_is_left_over() -> None:
    wanted = {str(message.id) for message in texts() if message.id}
    there = {str(message.id) for message in german() if message.id}
    assert wanted - there == set(), "python -m tests.web.texts, then translate"
    assert there - wanted == set(), "python -m tests.web.texts"
    untranslated = [message.id for message in german() if message.id and not all(_forms(message.string))]
    assert untranslated == []


def test_german_has_the_same_fields() -> None:
    for message in german():
        if message.id:
            wanted = {field for form in _forms(message.id) for field in _FIELD.findall(form)}
            for form in _forms(message.string):
                assert set(_FIELD.findall(form)) <= wanted, message.id
            assert {f for form in _forms(message.string) for f in _FIELD.findall(form)} == wanted, message.id


def test_what_is_said_in_code_is_a_text_by_itself() -> None:
    """Two texts in one call, or one inside an f-string, are found as another text or none: they would stay English."""
    found = {str(message.id) for message in texts() if message.id}
    for file in PAGES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say":
                said = node.args[0]
                assert isinstance(said, ast.Constant), f"{file.name}:{node.lineno}"
                assert said.value in found, f"{file.name}:{node.lineno}"
