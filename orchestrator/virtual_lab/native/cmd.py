"""cmd.exe: run a parsed command line on a machine.

Real: what runs and what is skipped, exit codes, ``echo`` that keeps the error level, the 9009 of an unknown command
(and that cmd itself then ends with 1), code pages. Not there: files other than those that Ansible put there, batch
files.
"""

import ntpath
import re

from orchestrator.virtual_lab.console import Console
from orchestrator.virtual_lab.machine import Machine
from orchestrator.virtual_lab.native import choco, fsutil, reg
from orchestrator.virtual_lab.native.cmd_parser import (
    Chain,
    CmdSyntaxError,
    Group,
    Node,
    Redirect,
    Simple,
    expand,
    expand_delayed,
    parse,
    split_arguments,
)
from orchestrator.virtual_lab.native.session import UTF8, Program, Session
from orchestrator.virtual_lab.powershell.interpreter import run_powershell
from orchestrator.virtual_lab.wire.shells import Start

_NOT_RECOGNIZED = 9009
# These leave the error level as it is.
_QUIET = {"echo", "rem"}
_NAME = re.compile(r'"(?P<quoted>[^"]+)"|(?P<echo>echo)(?=[.:(/\s]|$)|(?P<plain>[^\s,;=/"]+)', re.IGNORECASE)


class _Exit(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Redirected:
    """A console whose streams lead elsewhere. None swallows."""

    def __init__(self, console: Console, redirects: tuple[Redirect, ...]) -> None:
        self._console = console
        self._targets: dict[str, str | None] = {"stdout": "stdout", "stderr": "stderr"}
        names = {1: "stdout", 2: "stderr"}
        for redirect in redirects:
            target = redirect.target.casefold()
            same_as = {"&1": "stdout", "&2": "stderr"}.get(target)
            # What goes to a file is swallowed too: there are no files, and nobody reads them here.
            self._targets[names[redirect.stream]] = self._targets[same_as] if same_as else None

    async def read_input(self) -> bytes:
        return await self._console.read_input()

    def write(self, stream: str, data: bytes) -> None:
        target = self._targets[stream]
        if target is not None:
            self._console.write(target, data)


class _Pipe:
    """Standard output of the command on the left, standard input of the one on the right."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._content = bytearray()

    async def read_input(self) -> bytes:
        return bytes(self._content)

    def write(self, stream: str, data: bytes) -> None:
        if stream == "stdout":
            self._content.extend(data)
        else:
            self._console.write(stream, data)


class _Piped:
    """A console that reads from a pipe and writes to where the line writes."""

    def __init__(self, pipe: _Pipe, console: Console) -> None:
        self.read_input = pipe.read_input
        self.write = console.write


async def execute(machine: Machine, start: Start) -> int:
    """Run what a remote shell was told to run; gives the exit code and writes the log."""
    granted = start.code_page if start.code_page is not None and machine.spec.accepts_utf8 else None
    session = Session(
        machine,
        granted or machine.spec.oem_code_page,
        {name.casefold(): value for name, value in start.environment.items()},
    )
    line = start.line.strip()
    if start.through_cmd:
        code = await run_line(session, line, start.io)
    else:
        name, tail = _split(line)
        code = await _run_program(session, name, tail, start.io)
    if "-encodedcommand" not in line.casefold():
        machine.around.log.command(machine.name, line, code)
    return code


async def run_line(session: Session, line: str, console: Console) -> int:
    """Run a line as ``cmd /c`` does."""
    try:
        node = parse(expand(line, session.lookup))
        code = 0 if node is None else await _run(session, node, console)
    except CmdSyntaxError as error:
        session.print(console, session.text("unexpected", token=error.token), "stderr")
        return 1
    except _Exit as error:
        return error.code
    return 1 if code == _NOT_RECOGNIZED else code


async def _run(session: Session, node: Node, console: Console) -> int:
    if isinstance(node, Simple):
        return await _run_simple(session, node.text, _Redirected(console, node.redirects))
    if isinstance(node, Group):
        return await _run(session, node.body, _Redirected(console, node.redirects))
    if node.operator == "|":
        pipe = _Pipe(console)
        await _run(session, node.left, pipe)
        return await _run(session, node.right, _Piped(pipe, console))
    return await _run_chain(session, node, console)


async def _run_chain(session: Session, node: Chain, console: Console) -> int:
    code = await _run(session, node.left, console)
    if node.operator == "&" or (node.operator == "&&") == (code == 0):
        return await _run(session, node.right, console)
    return code


async def _run_simple(session: Session, text: str, console: Console) -> int:
    if session.delayed:
        text = expand_delayed(text, session.lookup)
    name, tail = _split(text)
    code = await _run_program(session, name, tail, console)
    if name not in _QUIET:
        session.errorlevel = code
    return code


def _split(text: str) -> tuple[str, str]:
    """Name of the command in lower case without path and ``.exe``, and what stands behind it as it stands there."""
    text = text.lstrip()
    match = _NAME.match(text)
    if match is None:
        return text, ""
    name = match["quoted"] or match["echo"] or match["plain"]
    return ntpath.basename(name).casefold().removesuffix(".exe"), text[match.end() :]


async def _run_program(session: Session, name: str, tail: str, console: Console) -> int:
    program = PROGRAMS.get(name)
    if program is None or (name == "choco" and session.machine.state.chocolatey is None):
        session.print(console, session.text("not_recognized", name=name), "stderr")
        return _NOT_RECOGNIZED
    return await program(session, tail, console)


async def _echo(session: Session, tail: str, console: Console) -> int:
    if tail[:1] in {".", ":", "(", "/"}:
        session.print(console, f"{tail[1:]}\r\n")
    elif not tail.strip():
        session.print(console, session.text("echo_state"))
    elif tail.strip().casefold() not in {"on", "off"}:
        session.print(console, f"{tail[1:]}\r\n")
    return 0


async def _rem(session: Session, tail: str, console: Console) -> int:
    del session, tail, console
    return 0


async def _ver(session: Session, tail: str, console: Console) -> int:
    del tail
    session.print(console, f"\r\nMicrosoft Windows [Version {session.machine.spec.fitted.windows_build}]\r\n")
    return 0


async def _chcp(session: Session, tail: str, console: Console) -> int:
    wanted = tail.strip()
    if wanted:
        allowed = {str(session.machine.spec.oem_code_page)} | (
            {str(UTF8)} if session.machine.spec.accepts_utf8 else set()
        )
        if wanted not in allowed:
            session.print(console, session.text("bad_code_page"), "stderr")
            return 1
        session.code_page = int(wanted)
    session.print(console, session.text("code_page", page=session.code_page))
    return 0


async def _hostname(session: Session, tail: str, console: Console) -> int:
    del tail
    session.print(console, f"{session.machine.computer_name}\r\n")
    return 0


async def _exit(session: Session, tail: str, console: Console) -> int:
    del console
    words = [w for w in tail.split() if w.casefold() != "/b"]
    raise _Exit(int(words[0]) if words and words[0].lstrip("-").isdecimal() else session.errorlevel)


async def _call(session: Session, tail: str, console: Console) -> int:
    """``call`` reads its line once more, so that a variable hidden behind a caret is replaced now."""
    return await _run_simple(session, expand(tail, session.lookup), console)


async def _cmd(session: Session, tail: str, console: Console) -> int:
    match = re.match(r"(?P<switches>(?:\s*/[a-jl-z]\S*)*)\s*/[ck]\s?(?P<line>.*)", tail, re.IGNORECASE | re.DOTALL)
    if match is None:
        return 0
    line = match["line"].strip()
    if line.startswith('"'):  # cmd takes away the first and the last quote and keeps those between
        line = line[1:].removesuffix('"')
    delayed = "/v:on" in match["switches"].casefold()
    inner = Session(session.machine, session.code_page, dict(session.environment), delayed=delayed)
    return await run_line(inner, line, console)


async def _type(session: Session, tail: str, console: Console) -> int:
    content = session.machine.temporary_files.get(tail.strip().strip("\"'").casefold())
    if content is None:
        session.print(console, session.text("no_file"), "stderr")
        return 1
    console.write("stdout", content)
    return 0


async def _powershell(session: Session, tail: str, console: Console) -> int:
    return await run_powershell(session.machine, split_arguments(tail), console)


PROGRAMS: dict[str, Program] = {
    "call": _call, "chcp": _chcp, "choco": choco.run, "cmd": _cmd, "echo": _echo, "exit": _exit,
    "fsutil": fsutil.run, "hostname": _hostname, "powershell": _powershell, "reg": reg.run, "rem": _rem,
    "type": _type, "ver": _ver,
}  # fmt: skip
