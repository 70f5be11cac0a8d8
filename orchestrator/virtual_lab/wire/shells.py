"""Remote shells and the commands that run in them.

Real: a shell outlives connections, a command goes on when its client is gone, output waits until somebody fetches it,
a terminated command dies with what it started. Simulated: what a command does (see ``native`` and ``powershell``).
"""

import asyncio
import contextlib
import logging
import uuid
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

_log = logging.getLogger(__name__)

# Windows drops a shell that nobody has used for two hours.
IDLE_SECONDS = 7200.0
# Exit code of a process that was ended by a control signal (STATUS_CONTROL_C_EXIT).
TERMINATED = 0xC000013A
_CRASHED = 0xC0000005


def new_id() -> str:
    """A shell or command id, in upper case as Windows writes it."""
    return str(uuid.uuid4()).upper()


@dataclass(slots=True)
class RunningCommand:
    """One command: its input so far, its output that nobody has fetched yet, and how it ended."""

    id: str
    exit_code: int | None = None
    task: asyncio.Task[None] | None = None
    _output: deque[tuple[str, bytes]] = field(default_factory=deque)
    _input: bytearray = field(default_factory=bytearray)
    _input_ended: asyncio.Event = field(default_factory=asyncio.Event)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def feed(self, data: bytes, *, end: bool) -> None:
        """Take a piece of standard input."""
        self._input.extend(data)
        if end:
            self._input_ended.set()

    async def read_input(self) -> bytes:
        """Standard input, as soon as the client has said that it is complete."""
        await self._input_ended.wait()
        return bytes(self._input)

    def write(self, stream: str, data: bytes) -> None:
        """Put output on ``stdout`` or ``stderr``."""
        if data:
            self._output.append((stream, data))
            self._changed.set()

    def end(self, exit_code: int) -> None:
        """Note how the command ended, unless that is known already."""
        if self.exit_code is None:
            self.exit_code = exit_code
        self._changed.set()

    async def wait_for_output(self, seconds: float) -> bool:
        """Wait until there is output or the command has ended. False when the time is up first."""
        if not self._output and self.exit_code is None:
            self._changed.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._changed.wait()
        return bool(self._output) or self.exit_code is not None

    def take(self, limit: int) -> tuple[tuple[tuple[str, bytes], ...], int | None]:
        """Fetch at most ``limit`` bytes, and the exit code once all output was fetched."""
        pieces: list[tuple[str, bytes]] = []
        room = limit
        while self._output and room > 0:
            stream, data = self._output.popleft()
            if len(data) > room:
                self._output.appendleft((stream, data[room:]))
                data = data[:room]
            room -= len(data)
            pieces.append((stream, data))
        return tuple(pieces), None if self._output else self.exit_code


@dataclass(frozen=True, slots=True)
class Start:
    """What a command is started with.

    Attributes:
        line: Whole command line.
        through_cmd: Whether cmd.exe interprets it; otherwise it is one program with its arguments.
        code_page: Code page that the shell was asked for, or None.
        environment: Variables that the shell was created with.
        io: Where its input comes from and its output goes.
    """

    line: str
    through_cmd: bool
    code_page: int | None
    environment: Mapping[str, str]
    io: RunningCommand


Execute = Callable[[Start], Awaitable[int]]


@dataclass(slots=True)
class Shell:
    """One remote shell."""

    id: str
    code_page: int | None
    environment: Mapping[str, str]
    used_at: float = 0.0
    commands: dict[str, RunningCommand] = field(default_factory=dict)


class Shells:
    """All shells of one machine."""

    def __init__(self, execute: Execute) -> None:
        self._execute = execute
        self._shells: dict[str, Shell] = {}

    def create(self, shell_id: str, code_page: int | None, environment: Mapping[str, str]) -> Shell:
        """Open a shell, and forget those that nobody uses any more."""
        now = asyncio.get_running_loop().time()
        for idle in [s for s in self._shells.values() if now - s.used_at > IDLE_SECONDS]:
            self.delete(idle.id)
        shell = Shell(shell_id or new_id(), code_page, environment, now)
        self._shells[shell.id] = shell
        return shell

    def find(self, shell_id: str) -> Shell | None:
        """The shell of that id, marked as used."""
        shell = self._shells.get(shell_id)
        if shell is not None:
            shell.used_at = asyncio.get_running_loop().time()
        return shell

    def delete(self, shell_id: str) -> None:
        """Close a shell; what still runs in it ends."""
        shell = self._shells.pop(shell_id, None)
        if shell is not None:
            for command in shell.commands.values():
                terminate(command)

    def delete_all(self) -> None:
        """All shells die, as at a power cut."""
        for shell_id in tuple(self._shells):
            self.delete(shell_id)

    def start(self, shell: Shell, line: str, *, through_cmd: bool, command_id: str = "") -> RunningCommand:
        """Start a command; it runs on by itself."""
        command = RunningCommand(command_id or new_id())
        shell.commands[command.id] = command
        start = Start(line, through_cmd, shell.code_page, shell.environment, command)
        command.task = asyncio.create_task(self._run(start))
        return command

    async def _run(self, start: Start) -> None:
        try:
            start.io.end(await self._execute(start))
        except asyncio.CancelledError:
            start.io.end(TERMINATED)
            raise
        except Exception:  # noqa: BLE001 - whatever a simulated program does wrong, the lab goes on
            # A command that crashes must not take the lab along; the client sees an access violation.
            _log.exception("a command of the lab crashed")
            start.io.end(_CRASHED)


def terminate(command: RunningCommand) -> None:
    """End a command that may still run."""
    if command.task is not None and not command.task.done():
        command.task.cancel()
    command.end(TERMINATED)
