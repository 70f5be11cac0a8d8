"""How a running lab is steered: one JSON line asks, one answers, over a Unix socket that only its owner may use.

Requests: ``{"do": "status"}``, ``{"do": "set", "machine": …, "word": …}``, ``{"do": "reboot", "machine": …}``,
``{"do": "machine", "machine": …}``, ``{"do": "stop"}``. Answers: ``{"ok": true, "result": …}`` or
``{"ok": false, "error": …}``.
"""

import asyncio
import contextlib
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from orchestrator.virtual_lab.faults import UnknownFault
from orchestrator.virtual_lab.host import Host

SOCKET_FILE = "control.sock"
# A restart takes as long as the time scale makes it.
_TIMEOUT = 600.0
_MAX_ANSWER = 16 * 1024 * 1024


class ControlFailed(RuntimeError):
    """The lab does not answer, or refuses; the message says why."""


class Controlled(Protocol):
    """What the control socket steers."""

    hosts: dict[str, Host]
    stopped: asyncio.Event


@contextlib.contextmanager
def _short_path(state: Path) -> Iterator[str]:
    """Path of the socket that is short enough for the 108 bytes of ``sockaddr_un``.

    Why this exists: state directories of tests lie deep. An open directory is named ``/proc/self/fd/N`` on Linux.
    """
    directory = os.open(state, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{directory}/{SOCKET_FILE}"
    finally:
        os.close(directory)


class ControlServer:
    """Serves the control socket of one lab."""

    def __init__(self, state: Path, lab: Controlled) -> None:
        self._state = state
        self._lab = lab
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Listen, in place of a socket that a killed lab left behind."""
        (self._state / SOCKET_FILE).unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            with _short_path(self._state) as path:
                listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
                listening.bind(path)
        finally:
            os.umask(before)
        self._server = await asyncio.start_unix_server(self._serve, sock=listening)

    async def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
        (self._state / SOCKET_FILE).unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            try:
                answer: dict[str, Any] = {"ok": True, "result": await self._do(json.loads(await reader.readline()))}
            except (UnknownFault, ControlFailed) as error:
                answer = {"ok": False, "error": str(error)}
            except (ValueError, KeyError, TypeError) as error:
                answer = {"ok": False, "error": f"the request cannot be read: {error!r}"}
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()
        writer.close()

    async def _do(self, request: dict[str, Any]) -> Any:  # noqa: ANN401 - answers are of any plain type
        order = request["do"]
        if order == "status":
            return [_brief(host) for host in self._lab.hosts.values()]
        if order == "stop":
            self._lab.stopped.set()
            return None
        host = self._lab.hosts.get(request["machine"])
        if host is None:
            raise ControlFailed(f"the lab has no machine {request['machine']}; it has {', '.join(self._lab.hosts)}")
        if order == "machine":
            return host.machine.describe()
        if order == "set":
            await host.set(request["word"])
        elif order == "reboot":
            await host.reboot()
        else:
            raise ControlFailed(f"the lab knows no {order!r}")
        return _brief(host)


def _brief(host: Host) -> dict[str, Any]:
    machine = host.machine
    return {
        "name": machine.name,
        "address": machine.spec.address,
        "port": host.port,
        "packages": len(machine.state.packages),
        "reboot_pending": list(machine.state.reboot_reasons()),
        "faults": machine.state.faults.words(),
    }


def ask(state: Path, order: str, **fields: str) -> Any:  # noqa: ANN401 - answers are of any plain type
    """Ask the lab of a state directory to do something, and wait for the answer.

    Raises:
        ControlFailed: No lab answers there, or it refuses.
    """
    try:
        with _short_path(state) as path, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(_TIMEOUT)
            connection.connect(path)
            connection.sendall(json.dumps({"do": order, **fields}).encode() + b"\n")
            with connection.makefile("rb") as file:
                line = file.readline(_MAX_ANSWER)
    except OSError as error:
        raise ControlFailed(f"no lab answers on {state}; 'classroom lab start --state {state}' starts one") from error
    answer = json.loads(line or b'{"ok": false, "error": "the lab went away"}')
    if not answer["ok"]:
        raise ControlFailed(answer["error"])
    return answer["result"]
