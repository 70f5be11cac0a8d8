"""Addresses in the pages: whatever is put into one stands there quoted, so that it stays one part of it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.web.pages import HERE

_ADDRESS = re.compile(
    r'\b(?:href|action|formaction|src|hx-get|hx-post|sse-connect)="((?:\{\{.*?\}\}|\{%.*?%\}|[^"{])*)"'
)
_PIECE = re.compile(r"\{\{\s*(?P<expression>.*?)\s*\}\}|\{%.*?%\}|(?P<plain>[^{]+)")
TEMPLATES = sorted((HERE / "templates").rglob("*.html"))
MODULES = sorted(HERE.glob("*.py"))


def unquoted(html: str) -> Iterator[str]:
    """Expressions that stand bare in the path of an address, or as a value of its query.

    What an address begins with is an address itself, and what stands after its ``#`` never leaves the page.
    """
    for address in _ADDRESS.findall(html):
        before, in_query = "", False
        for piece in _PIECE.finditer(address):
            expression = piece["expression"]
            if expression and before and "'?'" in expression:
                in_query = True
            elif expression and before and "#" not in before:
                a_value = not in_query or before.endswith("=")
                if a_value and not expression.endswith("|urlencode"):
                    yield f"{expression} in {address}"
            before += piece[0] if piece["plain"] else "…"
            in_query |= bool(piece["plain"]) and "?" in piece["plain"]


def bare_values(source: str) -> Iterator[str]:
    """What is put into an address of a module as it came from elsewhere: ``{one['id']}`` in the place of ``part``."""
    for text in ast.walk(ast.parse(source)):
        if not isinstance(text, ast.JoinedStr) or not isinstance(text.values[0], ast.Constant):
            continue
        if not str(text.values[0].value).startswith("/"):
            continue
        for value in text.values:
            if isinstance(value, ast.FormattedValue) and isinstance(value.value, (ast.Subscript, ast.Attribute)):
                yield ast.unparse(text)


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(HERE / "templates")))
def test_what_a_template_puts_into_an_address_is_quoted(file: Path) -> None:
    assert list(unquoted(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.name)
def test_what_a_module_puts_into_an_address_is_quoted(file: Path) -> None:
    assert list(bare_values(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<a href="/rooms/{{ room.code }}">', True),
        ('<a href="/rooms/{{ room.code|urlencode }}">', False),
        ('<form action="{{ here }}/revisions/{{ one.number }}/back">', True),
        ('<form action="{{ here }}/revisions">', False),
        ("<a href=\"/record{{ '?' if filters }}{{ filters }}\">", False),
        ('<a href="/record?{% if filters %}{{ filters }}&amp;{% endif %}after={{ next }}">', True),
        ("<a href=\"{{ '/wishes/' if wish else '/requests/' }}{{ one.id }}\">", True),
        ('<a href="/requests/{{ one.id|urlencode }}#decided-{{ one.decision }}">', False),
        ('<a href="/ask?room={{ room }}">', True),
        ('<a href="/x?q={{ \'a\' if b == "c" else d }}">', True),
        ('<td data-seat="{{ line.label }}">', False),
    ],
)
def test_a_bare_value_is_found(html: str, *, found: bool) -> None:
    assert bool(list(unquoted(html))) is found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("""get(f"/requests/{one['request']}")""", True),
        ("""get(f"/requests/{one.request}")""", True),
        ("""get(f"/requests/{part(one['request'])}")""", False),
        ("""say(f"{one['request']} is there")""", False),
    ],
)
def test_a_bare_value_of_a_module_is_found(source: str, *, found: bool) -> None:
    assert bool(list(bare_values(source))) is found
