"""The WinRM service of one machine: who may come in, and which shell operation a message asks for.

Real: basic authentication over TLS with 401 and ``WWW-Authenticate``, status 500 with a fault body for every refusal,
long polls. Not there: Negotiate, Kerberos, CredSSP and certificates as ways to log on.
"""

import base64
import binascii
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from orchestrator.virtual_lab.wire import faults, wsman
from orchestrator.virtual_lab.wire.http import HttpRequest, HttpResponse
from orchestrator.virtual_lab.wire.shells import RunningCommand, Shell, Shells, terminate

_PATH = "/wsman"
_SOAP_TYPE = "application/soap+xml;charset=UTF-8"
# A pipe of a Windows console hands over its content in pieces; no answer carries more than this of it.
_PIECE = 32 * 1024
# What the envelope around the output takes of the largest answer that a client wants.
_ENVELOPE_ROOM = 4096
_SIGNALS_THAT_END = {"terminate", "ctrl_c", "ctrl_break"}


@dataclass(frozen=True, slots=True)
class Account:
    """Who may log on.

    Attributes:
        username: Local administrator.
        password: Its password; compared in constant time, never written.
        accepts: Whether the machine lets anybody in at present (a fault of the lab may forbid it).
        may_open_shells: Whether the account has the right to remote shells at present.
    """

    username: str
    password: str
    accepts: Callable[[], bool]
    may_open_shells: Callable[[], bool]

    def lets_in(self, authorization: str) -> bool:
        """Whether a basic Authorization header carries the right name and password."""
        scheme, _, encoded = authorization.partition(" ")
        if scheme.casefold() != "basic" or not self.accepts():
            return False
        try:
            username, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return False
        # A local account may be written with its machine: .\name or PC\name.
        name = username.rpartition("\\")[2].casefold()
        same_name = hmac.compare_digest(name.encode(), self.username.casefold().encode())
        return hmac.compare_digest(password.encode(), self.password.encode()) and same_name


class WinRmService:
    """Answers the requests that reach one machine's ``/wsman``."""

    def __init__(self, machine: str, account: Account, shells: Shells) -> None:
        self._machine = machine
        self._account = account
        self._shells = shells

    async def handle(self, request: HttpRequest) -> HttpResponse:
        """Answer one HTTP request."""
        if request.path.partition("?")[0].rstrip("/") != _PATH:
            return HttpResponse(404)
        if request.method != "POST":
            return HttpResponse(405)
        if not self._account.lets_in(request.headers.get("authorization", "")):
            return HttpResponse(401, headers={"WWW-Authenticate": 'Basic realm="WSMAN"'})
        message: wsman.Message | None = None
        try:
            message = wsman.parse_message(request.body)
            return HttpResponse(200, await self._answer(message), _SOAP_TYPE)
        except wsman.MalformedMessage as error:
            fault = faults.malformed(str(error))
        except faults.Fault as error:
            fault = error
        return HttpResponse(500, faults.faulted(message, fault, self._machine), _SOAP_TYPE)

    async def _answer(self, message: wsman.Message) -> bytes:
        if message.resource_uri.casefold() != wsman.CMD_SHELL.casefold():
            raise faults.resource_unknown(message.resource_uri)
        if message.action == wsman.Action.CREATE:
            return self._create(message)
        shell = self._shells.find(message.shell_id)
        if shell is None:
            raise faults.shell_not_found(message.shell_id)
        if message.action == wsman.Action.RECEIVE:
            return await self._receive(message, shell)
        if message.action == wsman.Action.COMMAND:
            return self._command(message, shell)
        if message.action == wsman.Action.DELETE:
            self._shells.delete(shell.id)
        elif message.action == wsman.Action.SEND:
            piece = wsman.parse_input(message)
            _command_of(shell, piece.command_id).feed(piece.data, end=piece.end)
        elif message.action == wsman.Action.SIGNAL:
            _signal(message, shell)
        else:
            raise faults.action_unknown(message.action)
        return wsman.acknowledged(message)

    def _create(self, message: wsman.Message) -> bytes:
        if not self._account.may_open_shells():
            raise faults.access_denied()
        shell_id, environment = wsman.parse_create(message)
        code_page = message.options.get("WINRS_CODEPAGE", "")
        shell = self._shells.create(shell_id, int(code_page) if code_page.isdecimal() else None, environment)
        return wsman.created(message, shell.id, self._account.username)

    def _command(self, message: wsman.Message, shell: Shell) -> bytes:
        wanted = wsman.parse_command_line(message)
        command = self._shells.start(
            shell,
            wanted.line,
            through_cmd=not message.option_is_true("WINRS_SKIP_CMD_SHELL"),
            command_id=wanted.command_id,
        )
        return wsman.command_started(message, command.id)

    async def _receive(self, message: wsman.Message, shell: Shell) -> bytes:
        command = _command_of(shell, wsman.parse_receive(message))
        if not await command.wait_for_output(message.operation_timeout):
            raise faults.operation_timed_out()
        # Base64 makes four bytes of three.
        limit = min(_PIECE, max(1, (message.max_envelope - _ENVELOPE_ROOM) * 3 // 4))
        pieces, exit_code = command.take(limit)
        return wsman.received(message, command.id, pieces, exit_code)


def _signal(message: wsman.Message, shell: Shell) -> None:
    command_id, signal = wsman.parse_signal(message)
    # A client that tidies up may signal what is gone already; Windows does not mind either.
    command = shell.commands.get(command_id)
    if command is not None and signal in _SIGNALS_THAT_END:
        terminate(command)
        if signal == "terminate":
            del shell.commands[command_id]


def _command_of(shell: Shell, command_id: str) -> RunningCommand:
    command = shell.commands.get(command_id)
    if command is None:
        raise faults.command_not_found()
    return command
