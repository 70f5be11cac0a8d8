"""Read a command line as cmd.exe does. Pure: text in, tree out.

Real: ``&``, ``&&``, ``||`` and ``|`` with cmd's precedence, parentheses, quotes, carets, redirections, and that
``%name%`` is replaced before anything is parsed, so that ``%errorlevel%`` is the one from before the line. Not there:
``if``, ``for``, labels, substrings of variables.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

_VARIABLE = re.compile(r"%([^%\r\n]+)%")
_DELAYED = re.compile(r"!([^!\r\n]+)!")
_SPACE = " \t,;="
_OPERATORS = "&|<>"


class CmdSyntaxError(ValueError):
    """cmd.exe stops at a token that it did not expect; nothing of the line runs."""

    def __init__(self, token: str) -> None:
        super().__init__(token)
        self.token = token


@dataclass(frozen=True, slots=True)
class Redirect:
    """``stream`` (1 or 2) goes to ``target``: ``nul``, ``&1``, ``&2`` or a file name."""

    stream: int
    target: str


@dataclass(frozen=True, slots=True)
class Simple:
    """One command with its arguments, carets and redirections taken out, quotes left in."""

    text: str
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Commands in parentheses."""

    body: "Node"
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """Two commands and what stands between them: ``&``, ``&&``, ``||`` or ``|``."""

    operator: str
    left: "Node"
    right: "Node"


Node: TypeAlias = Simple | Group | Chain
Lookup: TypeAlias = Callable[[str], str | None]


def expand(line: str, lookup: Lookup) -> str:
    """Replace ``%name%``. What is not defined stays as it is, which holds at the prompt (and not in a batch file)."""
    return _VARIABLE.sub(lambda m: m[0] if (value := lookup(m[1])) is None else value, line)


def expand_delayed(text: str, lookup: Lookup) -> str:
    """Replace ``!name!``, as cmd does at run time when it was started with ``/v:on``."""
    return _DELAYED.sub(lambda m: lookup(m[1]) or "", text)


def parse(line: str) -> Node | None:
    """Read a line whose variables are replaced already. None where there is nothing on it.

    Raises:
        CmdSyntaxError: At the token that cmd.exe would name.
    """
    parser = _Parser(line)
    if parser.at_end():
        return None
    node = parser.sequence()
    if not parser.at_end():
        raise CmdSyntaxError(parser.rest()[0])
    return node


class _Parser:
    def __init__(self, line: str) -> None:
        self._line = line
        self._at = 0
        self._depth = 0

    def rest(self) -> str:
        return self._line[self._at :]

    def at_end(self) -> bool:
        self._skip(_SPACE)
        return self._at >= len(self._line)

    def _skip(self, characters: str) -> None:
        while self._at < len(self._line) and self._line[self._at] in characters:
            self._at += 1

    def _takes(self, operator: str) -> bool:
        self._skip(_SPACE)
        if not self.rest().startswith(operator) or (self.rest().startswith(operator * 2) and len(operator) == 1):
            return False
        self._at += len(operator)
        return True

    def sequence(self) -> Node:
        left = self._or()
        while self._takes("&"):
            if self.at_end() or self.rest().startswith(")"):
                break
            left = Chain("&", left, self._or())
        return left

    def _or(self) -> Node:
        left = self._and()
        while self._takes("||"):
            left = Chain("||", left, self._and())
        return left

    def _and(self) -> Node:
        left = self._pipe()
        while self._takes("&&"):
            left = Chain("&&", left, self._pipe())
        return left

    def _pipe(self) -> Node:
        left = self._command()
        while self._takes("|"):
            left = Chain("|", left, self._command())
        return left

    def _command(self) -> Node:
        self._skip(_SPACE + "@")
        if self.rest().startswith("("):
            self._at += 1
            self._depth += 1
            body = self.sequence()
            self._skip(_SPACE)
            if not self.rest().startswith(")"):
                raise CmdSyntaxError(self.rest()[:1] or "(")
            self._at += 1
            self._depth -= 1
            text, redirects = self._words()
            if text.strip():
                raise CmdSyntaxError(text.split()[0])
            return Group(body, redirects)
        text, redirects = self._words()
        if not text.strip() and not redirects:
            raise CmdSyntaxError(self.rest()[:2].strip() or "&")
        return Simple(text, redirects)

    def _words(self) -> tuple[str, tuple[Redirect, ...]]:
        text: list[str] = []
        redirects: list[Redirect] = []
        quoted = False
        while self._at < len(self._line):
            character = self._line[self._at]
            if character == '"':
                quoted = not quoted
            elif not quoted:
                if character == "^":
                    self._at += 1
                    text.append(self._line[self._at : self._at + 1])
                    self._at += 1
                    continue
                if character in "<>":
                    redirects.extend(self._redirect(text))
                    continue
                if character in "&|" or (character == ")" and self._depth):
                    break
            text.append(character)
            self._at += 1
        return "".join(text), tuple(redirects)

    def _redirect(self, text: list[str]) -> list[Redirect]:
        """Read one redirection; a digit right before it, standing by itself, names the stream."""
        stream = 1
        if text and text[-1] in "12" and (len(text) == 1 or text[-2] in _SPACE):
            stream = int(text.pop())
        inward = self._line[self._at] == "<"
        self._skip("<>")
        if self._at < len(self._line) and self._line[self._at] == "&":
            target = self._line[self._at : self._at + 2]
            self._at += 2
        else:
            self._skip(_SPACE)
            target = self._file_name()
        if not target:
            raise CmdSyntaxError(self.rest()[:1] or ">")
        return [] if inward else [Redirect(stream, target)]

    def _file_name(self) -> str:
        match = re.compile(rf'"[^"]*"|[^{_SPACE}{re.escape(_OPERATORS)}()"]+').match(self._line, self._at)
        if match is None:
            return ""
        self._at = match.end()
        return match[0].strip('"')


def split_arguments(text: str) -> list[str]:
    r"""Split what stands behind a program's name as the C runtime does: quotes group, ``\"`` is a quote."""
    arguments: list[str] = []
    current: list[str] = []
    quoted = started = False
    index = 0
    while index < len(text):
        character = text[index]
        if text.startswith('\\"', index):
            current.append('"')
            started = True
            index += 2
            continue
        if character == '"':
            quoted = not quoted
            started = True
        elif character in " \t" and not quoted:
            if started:
                arguments.append("".join(current))
            current, started = [], False
        else:
            current.append(character)
            started = True
        index += 1
    if started:
        arguments.append("".join(current))
    return arguments
