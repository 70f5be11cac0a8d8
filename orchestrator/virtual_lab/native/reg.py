r"""``reg.exe``: query, add, delete.

Real: the form of its output (an empty line before each key, four blanks between name, type and data), its messages in
two languages, its exit codes, ``/reg:32`` and ``/reg:64``. Not there: search (``/f``), export, other roots than
HKEY_LOCAL_MACHINE.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from orchestrator.virtual_lab.console import Console
from orchestrator.virtual_lab.native.cmd_parser import split_arguments
from orchestrator.virtual_lab.native.session import Session
from orchestrator.virtual_lab.registry import ROOT, Key, Value, in_view, without_root

_WITH_ARGUMENT = {"/v", "/t", "/d"}
_FLAGS = {"/s", "/f", "/ve", "/va", "/reg:32", "/reg:64"}


@dataclass(frozen=True, slots=True)
class _Order:
    """What was asked for: the key as written, where it lies in the registry, and the switches in lower case."""

    shown: str
    path: str
    switches: frozenset[str]
    values: dict[str, str]

    @property
    def value_name(self) -> str | None:
        """Value that is meant; an empty name is the key's default value."""
        return "" if "/ve" in self.switches else self.values.get("/v")


async def run(session: Session, tail: str, console: Console) -> int:
    """Run ``reg`` with those arguments."""
    verb, *arguments = split_arguments(tail) or [""]
    commands = {"query": _query, "add": _add, "delete": _delete}
    command = commands.get(verb.casefold())
    if command is None or not arguments:
        return _fail(session, console, "reg_syntax", verb.upper())
    order = _read(arguments)
    if isinstance(order, str):
        return _fail(session, console, order, verb.upper())
    return command(session, order, console)


def _fail(session: Session, console: Console, text: str, verb: str = "") -> int:
    session.print(console, session.text(text, verb=verb), "stderr")
    return 1


def _read(arguments: list[str]) -> _Order | str:
    """The order, or the key of the message that tells why it is none."""
    key, *rest = arguments
    path = without_root(key)
    if path is None:
        return "reg_bad_key"
    switches: set[str] = set()
    values: dict[str, str] = {}
    words = iter(rest)
    for word in words:
        switch = word.casefold()
        if switch in _WITH_ARGUMENT:
            value = next(words, None)
            if value is None:
                return "reg_syntax"
            values[switch] = value
        elif switch in _FLAGS:
            switches.add(switch)
        else:
            return "reg_syntax"
    return _Order(path, in_view(path, view32="/reg:32" in switches), frozenset(switches), values)


def _query(session: Session, order: _Order, console: Console) -> int:
    registry = session.machine.registry
    root = registry.key(order.path)
    if root is None:
        return _fail(session, console, "reg_missing")
    recursive = "/s" in order.switches
    keys = registry.branch(order.path) if recursive else [root]
    if order.value_name is not None:
        return _query_value(session, order, keys, console)
    lines: list[str] = []
    for key in keys:
        # Windows does not show the key that was asked for when it holds nothing but other keys.
        if key.values or key is not root:
            lines.extend(_block(session, order, key, key.values.values()))
    if lines:
        lines.append("")
    if not recursive:
        children = [_shown(order, child) for child in registry.children(order.path)]
        lines.extend(children if lines else ["", *children] if children else [])
    session.print(console, "".join(f"{line}\r\n" for line in lines))
    return 0


def _query_value(session: Session, order: _Order, keys: Iterable[Key], console: Console) -> int:
    wanted = (order.value_name or "").casefold()
    found = [key for key in keys if wanted in key.values]
    recursive = "/s" in order.switches
    if not found and not recursive:
        return _fail(session, console, "reg_missing")
    lines = [line for key in found for line in _block(session, order, key, [key.values[wanted]])]
    text = "".join(f"{line}\r\n" for line in [*lines, ""])
    session.print(console, text + (session.text("reg_matches", count=len(found)) if recursive else ""))
    return 0 if found else 1


def _shown(order: _Order, key: Key) -> str:
    """Path of a key as somebody sees it who asked in that view."""
    return f"{ROOT}\\{order.shown}{key.path[len(order.path) :]}"


def _block(session: Session, order: _Order, key: Key, values: Iterable[Value]) -> list[str]:
    default = session.text("reg_default")
    shown = [f"    {value.name or default}    {value.type}    {value.data}" for value in values]
    return ["", _shown(order, key), *shown]


def _add(session: Session, order: _Order, console: Console) -> int:
    registry = session.machine.registry
    name = order.value_name
    if name is not None and registry.get(order.path, name) is not None and "/f" not in order.switches:
        # Nobody is there to answer the question.
        session.print(console, session.text("reg_overwrite", name=name))
        session.print(console, session.text("reg_cancelled"))
        return 1
    registry.add_key(order.path)
    if name is not None:
        registry.set(order.path, name, order.values.get("/d", ""), order.values.get("/t", "REG_SZ").upper())
    session.machine.save()
    session.print(console, session.text("reg_done"))
    return 0


def _delete(session: Session, order: _Order, console: Console) -> int:
    registry = session.machine.registry
    if "/f" not in order.switches:
        session.print(console, session.text("reg_cancelled"))
        return 1
    if "/va" in order.switches:
        key = registry.key(order.path)
        done = key is not None
        if key is not None:
            key.values.clear()
    elif order.value_name is not None:
        done = registry.delete_value(order.path, order.value_name)
    else:
        done = registry.delete_key(order.path)
    if not done:
        return _fail(session, console, "reg_missing")
    session.machine.save()
    session.print(console, session.text("reg_done"))
    return 0
