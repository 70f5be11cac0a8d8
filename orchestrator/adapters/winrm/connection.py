"""One exchange with one machine: open a shell, run one command line, take its output, close."""

import contextlib
import ssl
import time
from collections.abc import Callable
from typing import Any

from winrm.exceptions import WinRMError, WinRMOperationTimeoutError, WinRMTransportError
from winrm.protocol import Protocol

from orchestrator.adapters.winrm.text import UTF_8
from orchestrator.domain.machines import ConnectionProfile
from orchestrator.services.scanning import ScanTarget

MAX_OUTPUT = 16 * 2**20
"""Bytes. A machine with 1,000 products prints about 1 MB; what prints more than this is not one."""


_NO_PROXY = ""
"""An empty address leaves the environment's proxies out. pywinrm's own way, None, makes requests set ``no_proxy`` in
the environment for a moment. That belongs to all threads: they take it away from each other (KeyError), or leave it."""


class CommandOverran(Exception):
    """The command line did not end in time, or printed without end. The machine is on, and answers."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def run_command_line(
    target: ScanTarget,
    secret: str,
    command: str,
    *,
    seconds: float,
    max_output: int = MAX_OUTPUT,
    on_open: Callable[[], None] = lambda: None,
) -> bytes:
    """Standard output of one command line on one machine.

    Args:
        target: Machine and connection profile.
        secret: The account's password; with transport ``certificate`` the path of a PEM file with certificate and key.
        command: For ``cmd``.
        seconds: How long the command line may run.
        max_output: Bytes that it may print.
        on_open: Called when the account is let in and its shell is open.

    Raises:
        CommandOverran: It took longer, or printed more.
        Exception: What pywinrm, requests, TLS and sockets raise; ``failures.classify`` tells them apart.
    """
    protocol = _protocol(target, secret)
    try:
        shell_id = protocol.open_shell(codepage=UTF_8)
        on_open()
        try:
            command_id = protocol.run_command(shell_id, command)
            output = _output(protocol, shell_id, command_id, time.monotonic() + seconds, max_output)
        except (CommandOverran, WinRMError, WinRMTransportError):
            # The machine answers, so that it can be told to end the command and forget the shell. Whoever has
            # stopped answering is told nothing: it would cost another time-out.
            with contextlib.suppress(Exception):
                protocol.close_shell(shell_id)
            raise
        # The output is complete by now; a machine that fails to say goodbye has still been read.
        with contextlib.suppress(Exception):
            protocol.cleanup_command(shell_id, command_id)
            protocol.close_shell(shell_id)
        return output
    finally:
        protocol.transport.close_session()


def protocol_arguments(target: ScanTarget, secret: str) -> dict[str, Any]:
    """The arguments of pywinrm's ``Protocol`` for a target: HTTPS, a verified certificate, no proxy, no environment.

    A shell or a command may be silent four times as long as a connection may take to be made: a busy machine answers
    slowly, but an off one does not answer at all.
    """
    machine, profile = target.machine, target.profile
    host = f"[{machine.address}]" if ":" in machine.address else machine.address
    arguments: dict[str, Any] = {
        "endpoint": f"https://{host}:{machine.port}/wsman",
        "transport": profile.transport,
        "username": profile.user,
        "server_cert_validation": "validate",
        "ca_trust_path": profile.ca_file or _system_authorities(),
        "operation_timeout_sec": 4 * profile.connect_timeout,
        "read_timeout_sec": 5 * profile.connect_timeout,
        "proxy": _NO_PROXY,
    }
    if profile.transport == "certificate":
        return arguments | {"cert_pem": secret, "cert_key_pem": secret}
    return arguments | {"password": secret}


def load_authorities(profile: ConnectionProfile) -> ssl.SSLContext:
    """The certificates that a profile trusts, as what a machine's own is verified with.

    Raises:
        OSError: The file is missing or holds no certificate (``ssl.SSLError`` is one).
    """
    return ssl.create_default_context(cafile=profile.ca_file)


def _system_authorities() -> str | None:
    # pywinrm's None would be the list that ships with requests, without what the site has added to its system.
    paths = ssl.get_default_verify_paths()
    return paths.cafile or paths.capath


def _protocol(target: ScanTarget, secret: str) -> Protocol:
    arguments = protocol_arguments(target, secret)
    protocol = Protocol(**arguments)
    # requests takes a pair of time-outs, and pywinrm hands on what stands here. With its one number an off machine
    # would cost as long as a slow answer may take.
    protocol.transport.read_timeout_sec = (  # type: ignore[assignment]
        target.profile.connect_timeout,
        arguments["read_timeout_sec"],
    )
    return protocol


def _output(protocol: Protocol, shell_id: str, command_id: str, deadline: float, max_output: int) -> bytes:
    # pywinrm's own loop waits without end for a command that has hung.
    chunks: list[bytes] = []
    size = 0
    done = False
    while not done:
        with contextlib.suppress(WinRMOperationTimeoutError):  # nothing printed lately; the command still runs
            chunk, _, _, done = protocol.get_command_output_raw(shell_id, command_id)
            chunks.append(chunk)
            size += len(chunk)
        if size > max_output:
            raise CommandOverran(f"more than {max_output} bytes of output")
        if not done and time.monotonic() > deadline:
            raise CommandOverran("the command line did not end in time")
    return b"".join(chunks)
