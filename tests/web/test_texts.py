"""Every text of the pages has its German, with the same fields in it."""

import re

from tests.web.texts import german, texts

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
