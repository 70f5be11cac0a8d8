"""Read PowerShell literals out of a script: hashtables, arrays, strings, numbers. Pure.

Enough to read the argument specification that a module's script carries, so that nobody copies it by hand. Two kinds of
expression beyond literals occur in those scripts and are understood: ``$name.Keys`` of a hashtable that is assigned in
the same script, and ``+`` between lists.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
  | (?P<continuation>`\r?\n)
  | (?P<newline>[\r\n]+)
  | (?P<space>[ \t]+)
  | (?P<hash>@\{) | (?P<array>@\()
  | (?P<cast>\[[A-Za-z_][\w.\[\]]*\])
  | (?P<punct>[{}()=;,+])
  | (?P<here>@'\r?\n.*?\r?\n'@|@"\r?\n.*?\r?\n"@)
  | (?P<single>'(?:[^']|'')*')
  | (?P<double>"(?:[^"`]|`.|"")*")
  | (?P<number>-?\d+(?:\.\d+)?(?![\w.]))
  | (?P<variable>\$[A-Za-z_][\w:]*(?:\.[A-Za-z_]\w*)*)
  | (?P<word>[A-Za-z_][\w.-]*)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_BLOCK_COMMENT = re.compile(r"<#.*?#>", re.DOTALL)
_CONSTANTS = {"$true": True, "$false": False, "$null": None}
_OPENERS = {"{": "}", "(": ")", "@{": "}", "@(": ")"}


class UnreadableLiteral(ValueError):
    """The script holds an expression there that is no literal."""


@dataclass(frozen=True, slots=True)
class ScriptBlock:
    """Code in braces; that it is there is all that is known of it."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def without_block_comments(script: str) -> str:
    """The script less its ``<# … #>`` comments, whose examples look like code."""
    return _BLOCK_COMMENT.sub("", script)


def _tokens(script: str, start: int) -> Iterator[_Token]:
    for match in _TOKEN.finditer(script, start):
        kind = match.lastgroup or "other"
        if kind in {"comment", "space", "continuation"}:
            continue
        yield _Token(kind, match.group())


class _Reader:
    def __init__(self, script: str, start: int) -> None:
        self._script = script
        self._tokens = _tokens(script, start)
        self._next: _Token | None = next(self._tokens, None)

    def _peek(self) -> _Token:
        return self._next or _Token("end", "")

    def _take(self) -> _Token:
        token = self._peek()
        self._next = next(self._tokens, None)
        return token

    def _skip(self, *kinds_or_texts: str) -> None:
        while self._peek().kind in kinds_or_texts or self._peek().text in kinds_or_texts:
            self._take()

    def _expect(self, text: str) -> None:
        token = self._take()
        if token.text != text:
            raise UnreadableLiteral(f"expected {text!r}, found {token.text!r}")

    def expression(self) -> Any:  # noqa: ANN401 - a literal is of any type
        value = self._commas()
        while self._peek().text == "+":
            self._take()
            right = self._commas()
            value = [*_as_list(value), *_as_list(right)]
        return value

    def _commas(self) -> Any:  # noqa: ANN401 - a literal is of any type
        if self._peek().text == ",":  # the unary comma makes a list of one
            self._take()
            return [self._single()]
        first = self._single()
        if self._peek().text != ",":
            return first
        items = [first]
        while self._peek().text == ",":
            self._take()
            self._skip("newline")
            items.append(self._single())
        return items

    def _single(self) -> Any:  # noqa: ANN401 - a literal is of any type
        token = self._take()
        while token.kind == "cast":
            token = self._take()
        if token.kind in {"hash", "array"} or token.text in _OPENERS:
            return self._bracketed(token.text)
        if token.kind == "single":
            return token.text[1:-1].replace("''", "'")
        if token.kind == "double":
            return re.sub(r"`(.)", r"\1", token.text[1:-1]).replace('""', '"')
        if token.kind == "number":
            return float(token.text) if "." in token.text else int(token.text)
        if token.kind == "variable":
            return self._variable(token.text)
        raise UnreadableLiteral(f"{token.text!r} is no literal")

    def _bracketed(self, opener: str) -> Any:  # noqa: ANN401 - a literal is of any type
        if opener == "@{":
            return self._hashtable()
        if opener == "@(":
            return self._array()
        if opener == "(":
            value = self.expression()
            self._expect(")")
            return value
        depth = [_OPENERS[opener]]
        while depth:
            token = self._take()
            if token.kind == "end":
                raise UnreadableLiteral("a block of code does not end")
            if token.text in _OPENERS:
                depth.append(_OPENERS[token.text])
            elif token.text == depth[-1]:
                depth.pop()
        return ScriptBlock()

    def _hashtable(self) -> dict[str, Any]:
        table: dict[str, Any] = {}
        self._skip("newline", ";")
        while self._peek().text != "}":
            key = self._take()
            if key.kind not in {"word", "single", "double", "number"}:
                raise UnreadableLiteral(f"{key.text!r} is no key of a hashtable")
            name = key.text.strip("'\"") if key.kind in {"single", "double"} else key.text
            self._skip("newline")
            self._expect("=")
            self._skip("newline")
            table[name] = self.expression()
            self._skip("newline", ";")
        self._take()
        return table

    def _array(self) -> list[Any]:
        items: list[Any] = []
        self._skip("newline", ";", ",")
        while self._peek().text != ")":
            items.append(self._single())
            self._skip("newline", ";", ",")
        self._take()
        return items

    def _variable(self, text: str) -> Any:  # noqa: ANN401 - a literal is of any type
        if text.casefold() in _CONSTANTS:
            return _CONSTANTS[text.casefold()]
        name, dot, attribute = text.partition(".")
        table = read_assignment(self._script, name) if dot and attribute.casefold() == "keys" else None
        if not isinstance(table, dict):
            raise UnreadableLiteral(f"the value of {text} is not written in the script as a literal")
        return list(table)


def _as_list(value: Any) -> list[Any]:  # noqa: ANN401 - a literal is of any type
    return value if isinstance(value, list) else [value]


def read_literal(script: str, start: int) -> Any:  # noqa: ANN401 - a literal is of any type
    """Read the expression that begins at that place of a script (without block comments).

    Raises:
        UnreadableLiteral: It is not made of literals.
    """
    return _Reader(script, start).expression()


def read_assignment(script: str, variable: str) -> Any:  # noqa: ANN401 - a literal is of any type
    """Read the literal that a variable (``$name``) is first assigned in a script, or None where it is not."""
    match = re.search(rf"^[ \t]*{re.escape(variable)}\s*=\s*", script, re.MULTILINE | re.IGNORECASE)
    return None if match is None else read_literal(script, match.end())


def read_function_result(script: str, function: str) -> Any:  # noqa: ANN401 - a literal is of any type
    """Read the hashtable that a function without parameters returns, or None where it is not in this script."""
    match = re.search(rf"\bfunction\s+{re.escape(function)}\s*\{{\s*(?=@\{{)", script, re.IGNORECASE)
    return None if match is None else read_literal(script, match.end())
