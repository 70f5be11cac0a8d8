"""WS-Management as remote shells speak it: requests are read, answers are written. Pure: bytes in, bytes out.

Protocol: DMTF DSP0226 with the Windows extensions of [MS-WSMV] (section 3.1.4: Create, Command, Send, Receive, Signal,
Delete). Real: the messages, their order, the fault codes. Not there: enumeration, configuration, event forwarding, and
PowerShell remoting (the ``shell/powershell`` resource).
"""

import base64
import binascii
import re
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from xml.sax.saxutils import escape, quoteattr

SOAP = "http://www.w3.org/2003/05/soap-envelope"
ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
WSMAN = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell"
CMD_SHELL = f"{SHELL}/cmd"
_ANONYMOUS = f"{ADDRESSING}/role/anonymous"

DEFAULT_OPERATION_TIMEOUT = 60.0
DEFAULT_MAX_ENVELOPE = 153_600


class Action(StrEnum):
    """What a client may ask of a shell."""

    CREATE = f"{TRANSFER}/Create"
    DELETE = f"{TRANSFER}/Delete"
    COMMAND = f"{SHELL}/Command"
    SEND = f"{SHELL}/Send"
    RECEIVE = f"{SHELL}/Receive"
    SIGNAL = f"{SHELL}/Signal"


class MalformedMessage(ValueError):
    """The body is not a WS-Management message that a shell can receive."""


@dataclass(frozen=True, slots=True)
class Message:
    """One request of a client.

    Attributes:
        action: Address of what is asked for; one of Action, or something that we don't serve.
        message_id: Echoed as RelatesTo; clients compare it.
        resource_uri: Kind of resource, here the command shell.
        shell_id: Selector ``ShellId``, empty for Create.
        options: The option set, e.g. ``WINRS_CODEPAGE``.
        operation_timeout: Seconds until the client wants an answer, even an empty one.
        max_envelope: Largest answer that the client takes, in bytes.
        body: The element inside the SOAP body, or None where it is empty.
    """

    action: str
    message_id: str
    resource_uri: str
    shell_id: str
    options: Mapping[str, str]
    operation_timeout: float
    max_envelope: int
    body: ET.Element | None = None

    def option_is_true(self, name: str) -> bool:
        """Whether a yes-or-no option of the option set is set."""
        return self.options.get(name, "").casefold() in {"true", "1"}


def _seconds(duration: str | None) -> float:
    """Length of an xs:duration such as ``PT20S`` or ``PT1M30.5S``, in seconds."""
    match = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?", (duration or "").strip())
    if match is None:
        return DEFAULT_OPERATION_TIMEOUT
    hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds


def parse_message(body: bytes) -> Message:
    """Read a request.

    Raises:
        MalformedMessage: It is not XML, not SOAP, or lacks the action or the message id.
    """
    if b"<!DOCTYPE" in body:  # SOAP 1.2 forbids it, and entities are the way to make a parser burst.
        raise MalformedMessage("a document type has no place in a SOAP message")
    try:
        root = ET.fromstring(body)  # noqa: S314 - without a document type there are no entities to expand
    except ET.ParseError as error:
        raise MalformedMessage(str(error)) from error
    header = root.find(f"{{{SOAP}}}Header")
    if header is None:
        raise MalformedMessage("the message has no SOAP header")
    action = header.findtext(f"{{{ADDRESSING}}}Action", "").strip()
    message_id = header.findtext(f"{{{ADDRESSING}}}MessageID", "").strip()
    if not action or not message_id:
        raise MalformedMessage("the message has no action or no id")
    selectors = header.iter(f"{{{WSMAN}}}Selector")
    shell_id = next((s.text or "" for s in selectors if s.get("Name") == "ShellId"), "")
    options = {o.get("Name", ""): o.text or "" for o in header.iter(f"{{{WSMAN}}}Option")}
    size = header.findtext(f"{{{WSMAN}}}MaxEnvelopeSize", "")
    soap_body = root.find(f"{{{SOAP}}}Body")
    return Message(
        action=action,
        message_id=message_id,
        resource_uri=header.findtext(f"{{{WSMAN}}}ResourceURI", "").strip(),
        shell_id=shell_id,
        options=options,
        operation_timeout=_seconds(header.findtext(f"{{{WSMAN}}}OperationTimeout")),
        max_envelope=int(size) if size.isdecimal() else DEFAULT_MAX_ENVELOPE,
        body=soap_body[0] if soap_body is not None and len(soap_body) else None,
    )


def parse_create(message: Message) -> tuple[str, dict[str, str]]:
    """Id that the client chose for the new shell (empty: none), and the environment variables it sets."""
    if message.body is None:
        return "", {}
    variables = message.body.iter(f"{{{SHELL}}}Variable")
    return message.body.get("ShellId", ""), {v.get("Name", ""): v.text or "" for v in variables}


@dataclass(frozen=True, slots=True)
class CommandLine:
    """Body of Command: the program and its arguments as the client put them, and an id where it chose one."""

    command: str
    arguments: tuple[str, ...] = ()
    command_id: str = ""

    @property
    def line(self) -> str:
        """The whole command line, as Windows hands it to cmd.exe."""
        return " ".join((self.command, *self.arguments))


def parse_command_line(message: Message) -> CommandLine:
    """Read the body of a Command request."""
    body = _required_body(message, "CommandLine")
    return CommandLine(
        command=body.findtext(f"{{{SHELL}}}Command", ""),
        arguments=tuple(a.text or "" for a in body.findall(f"{{{SHELL}}}Arguments")),
        command_id=body.get("CommandId", ""),
    )


@dataclass(frozen=True, slots=True)
class Input:
    """Body of Send: a piece of standard input, and whether it is the last."""

    command_id: str
    data: bytes
    end: bool


def parse_input(message: Message) -> Input:
    """Read the body of a Send request.

    Raises:
        MalformedMessage: The stream is missing or is not Base64.
    """
    stream = _required_body(message, "Send").find(f"{{{SHELL}}}Stream")
    if stream is None:
        raise MalformedMessage("Send without a stream")
    try:
        data = base64.b64decode(stream.text or "", validate=False)
    except binascii.Error as error:
        raise MalformedMessage("the stream is not Base64") from error
    return Input(stream.get("CommandId", ""), data, stream.get("End", "").casefold() == "true")


def parse_receive(message: Message) -> str:
    """Id of the command whose output is wanted."""
    stream = _required_body(message, "Receive").find(f"{{{SHELL}}}DesiredStream")
    return "" if stream is None else stream.get("CommandId", "")


def parse_signal(message: Message) -> tuple[str, str]:
    """Id of the command, and the last word of the signal's address (``terminate``, ``ctrl_c``, …)."""
    body = _required_body(message, "Signal")
    return body.get("CommandId", ""), body.findtext(f"{{{SHELL}}}Code", "").rsplit("/", 1)[-1]


def _required_body(message: Message, name: str) -> ET.Element:
    if message.body is None or message.body.tag != f"{{{SHELL}}}{name}":
        raise MalformedMessage(f"{name} has no body")
    return message.body


def envelope(action: str, relates_to: str, body: str) -> bytes:
    """A SOAP answer around a body."""
    return (
        f'<s:Envelope xml:lang="en-US" xmlns:s="{SOAP}" xmlns:a="{ADDRESSING}" xmlns:x="{TRANSFER}" '
        f'xmlns:w="{WSMAN}" xmlns:rsp="{SHELL}"><s:Header><a:Action>{action}</a:Action>'
        f"<a:MessageID>uuid:{str(uuid.uuid4()).upper()}</a:MessageID><a:To>{_ANONYMOUS}</a:To>"
        f"<a:RelatesTo>{escape(relates_to)}</a:RelatesTo></s:Header><s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def created(message: Message, shell_id: str, owner: str) -> bytes:
    """Answer to Create: where the new shell is found."""
    selector = f'<w:SelectorSet><w:Selector Name="ShellId">{escape(shell_id)}</w:Selector></w:SelectorSet>'
    return envelope(
        f"{TRANSFER}/CreateResponse",
        message.message_id,
        f"<x:ResourceCreated><a:Address>{_ANONYMOUS}</a:Address><a:ReferenceParameters>"
        f"<w:ResourceURI>{CMD_SHELL}</w:ResourceURI>{selector}</a:ReferenceParameters></x:ResourceCreated>"
        f"<rsp:Shell><rsp:ShellId>{escape(shell_id)}</rsp:ShellId><rsp:ResourceUri>{CMD_SHELL}</rsp:ResourceUri>"
        f"<rsp:Owner>{escape(owner)}</rsp:Owner><rsp:IdleTimeOut>PT7200.000S</rsp:IdleTimeOut>"
        "<rsp:InputStreams>stdin</rsp:InputStreams><rsp:OutputStreams>stdout stderr</rsp:OutputStreams></rsp:Shell>",
    )


def command_started(message: Message, command_id: str) -> bytes:
    """Answer to Command."""
    body = f"<rsp:CommandResponse><rsp:CommandId>{escape(command_id)}</rsp:CommandId></rsp:CommandResponse>"
    return envelope(f"{SHELL}/CommandResponse", message.message_id, body)


def acknowledged(message: Message) -> bytes:
    """Answer to Send, Signal and Delete: it was done."""
    if message.action == Action.DELETE:
        return envelope(f"{TRANSFER}/DeleteResponse", message.message_id, "")
    name = message.action.rsplit("/", 1)[-1]
    return envelope(f"{SHELL}/{name}Response", message.message_id, f"<rsp:{name}Response/>")


def received(message: Message, command_id: str, pieces: tuple[tuple[str, bytes], ...], exit_code: int | None) -> bytes:
    """Answer to Receive.

    Args:
        message: The request.
        command_id: Command that the output is of.
        pieces: Stream name and bytes, in the order in which they were written.
        exit_code: Set when the command has ended and this is the last of its output.
    """
    attribute = quoteattr(command_id)
    parts = [
        f'<rsp:Stream Name="{name}" CommandId={attribute}>{base64.b64encode(data).decode("ascii")}</rsp:Stream>'
        for name, data in pieces
    ]
    if exit_code is None:
        parts.append(f'<rsp:CommandState CommandId={attribute} State="{SHELL}/CommandState/Running"/>')
    else:
        parts.extend(f'<rsp:Stream Name="{name}" CommandId={attribute} End="true"/>' for name in ("stdout", "stderr"))
        parts.append(
            f'<rsp:CommandState CommandId={attribute} State="{SHELL}/CommandState/Done">'
            f"<rsp:ExitCode>{exit_code}</rsp:ExitCode></rsp:CommandState>"
        )
    body = f"<rsp:ReceiveResponse>{''.join(parts)}</rsp:ReceiveResponse>"
    return envelope(f"{SHELL}/ReceiveResponse", message.message_id, body)
