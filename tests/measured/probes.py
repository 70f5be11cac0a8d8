"""Code that notes by itself which of its statements ran, and which way each branch was taken.

Why this exists: before Python 3.14 coverage.py learns of branches through ``sys.settrace``, which slows down every
instruction of every library; the tests took nearly twice their time for it. Here each statement of ours gets one store
into a shared array before it. What the array says is told to coverage.py, which counts and reports as ever.
"""

import ast
from collections.abc import Iterator, Sequence
from types import CodeType

HITS = "__hits__"
"""Builtin name of the array that running code writes into."""

Fact = tuple[int, int | None]
"""``(5, 5)``: the statement on line 5 ran. ``(5, 8)``: the branch on line 5 went to line 8. ``(5, None)``: it went the
way that no statement of its own stands for, such as past an ``if`` without ``else``."""

_Branch = ast.If | ast.For | ast.AsyncFor | ast.While
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Probes:
    """The code of one file with its probes.

    Attributes:
        code: What to run instead.
        facts: What each probe says when it was passed, in the order of their places in the array.
    """

    def __init__(self, source: bytes, path: str, first: int) -> None:
        """Args: source of the file at ``path``, whose first probe has the place ``first``. Raises SyntaxError."""
        self.facts: list[list[Fact]] = []
        self._first = first
        tree = ast.parse(source, path)
        tree.body = self._block(tree.body)
        self.code: CodeType = compile(tree, path, "exec", dont_inherit=True)

    def _probe(self, where: ast.AST, facts: Sequence[Fact]) -> ast.stmt:
        place = self._first + len(self.facts)
        self.facts.append(list(facts))
        target = ast.Subscript(ast.Name(HITS, ast.Load()), ast.Constant(place), ast.Store())
        probe = ast.Assign([target], ast.Constant(1))
        line = where.lineno  # type: ignore[attr-defined]  # every node that comes here stands somewhere
        for node in ast.walk(probe):
            if "lineno" in node._attributes:
                node.lineno = node.end_lineno = line  # type: ignore[attr-defined]  # as the line before says
                node.col_offset = node.end_col_offset = 0  # type: ignore[attr-defined]
        return probe

    def _block(self, block: Sequence[ast.stmt], entered: Sequence[Fact] = ()) -> list[ast.stmt]:
        """A block with its probes; the first one also says what is known of who came in."""
        made: list[ast.stmt] = []
        for number, statement in enumerate(block):
            entered = [*entered, *((line, line) for line in _lines(statement))]
            if not _stays_first(statement, number):
                made.append(self._probe(statement, entered))
                entered = ()
            made.append(statement)
            self._inside(statement)
        if entered:
            made.append(self._probe(block[-1], entered))
        return made

    def _inside(self, statement: ast.stmt) -> None:
        match statement:
            case ast.If() | ast.For() | ast.AsyncFor() | ast.While():
                self._branch(statement)
            case ast.Match():
                self._match(statement)
            case ast.Try() | ast.TryStar():
                self._try(statement)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.With() | ast.AsyncWith():
                statement.body = self._block(statement.body)

    def _branch(self, statement: _Branch) -> None:
        line = statement.lineno
        statement.body = self._block(statement.body, [(line, _first_line(statement.body))])
        if statement.orelse:
            statement.orelse = self._block(statement.orelse, [(line, _first_line(statement.orelse))])
        else:
            statement.orelse = [self._probe(statement, [(line, None)])]

    def _match(self, statement: ast.Match) -> None:
        """Whoever comes to a case has been refused by those before it."""
        passed: list[Fact] = []
        line = statement.lineno
        for case in statement.cases:
            if passed:
                passed.append((line, case.pattern.lineno))
            line = case.pattern.lineno
            passed.append((line, line))
            case.body = self._block(case.body, [*passed, (line, _first_line(case.body))])
        if not _takes_all(statement.cases[-1]):
            rest = self._probe(statement, [*passed, (line, None)])
            place = {name: getattr(rest, name) for name in ("lineno", "col_offset", "end_lineno", "end_col_offset")}
            statement.cases.append(ast.match_case(ast.MatchAs(**place), body=[rest]))

    def _try(self, statement: ast.Try | ast.TryStar) -> None:
        statement.body = self._block(statement.body)
        passed: list[Fact] = []
        for handler in statement.handlers:
            passed.append((handler.lineno, handler.lineno))
            handler.body = self._block(handler.body, passed)
        statement.orelse = self._block(statement.orelse)
        statement.finalbody = self._block(statement.finalbody)


def _stays_first(statement: ast.stmt, number: int) -> bool:
    """Whether nothing may stand before it: docstrings, and imports from the future."""
    match statement:
        case ast.Expr(ast.Constant(str())):
            return number == 0
        case ast.ImportFrom(module="__future__"):
            return True
    return False


def _lines(statement: ast.stmt) -> Iterator[int]:
    """Where it begins; what is decorated begins several times."""
    if isinstance(statement, _Function | ast.ClassDef):
        yield from (decorator.lineno for decorator in statement.decorator_list)
    yield statement.lineno


def _first_line(block: Sequence[ast.stmt]) -> int:
    return next(_lines(block[0]))


def _takes_all(case: ast.match_case) -> bool:
    """Whether nothing gets past it; Python allows no case after such a one."""
    pattern: ast.pattern | None = case.pattern
    while isinstance(pattern, ast.MatchOr):
        pattern = pattern.patterns[-1]
    while isinstance(pattern, ast.MatchAs) and pattern.pattern:
        pattern = pattern.pattern
    return case.guard is None and isinstance(pattern, ast.MatchAs)
