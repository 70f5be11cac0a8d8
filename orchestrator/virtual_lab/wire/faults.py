"""Refusals of the WS-Management service, as SOAP faults with the numbers that Windows uses (``winerror.h``)."""

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from orchestrator.virtual_lab.wire.wsman import WSMAN, Message, envelope

_FAULT = "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault"


@dataclass(eq=False)
class Fault(Exception):
    """A refusal that becomes a SOAP fault.

    Attributes:
        subcode: Qualified name of the SOAP subcode, e.g. ``w:InvalidSelectors``.
        code: WSManFault code, a Windows error number.
        reason: Sentence for people.
    """

    subcode: str
    code: int
    reason: str


def shell_not_found(shell_id: str) -> Fault:
    """ERROR_WSMAN_UNEXPECTED_SELECTORS: the shell was deleted, died with its machine, or never was."""
    return Fault(
        "w:InvalidSelectors",
        2150858843,
        f"The request for the Windows Remote Shell with ShellId {shell_id} failed because the shell was not found on "
        "the server. Possible causes are: the specified ShellId is incorrect or the shell no longer exists on the "
        "server. Provide the correct ShellId or create a new shell and retry the operation.",
    )


def command_not_found() -> Fault:
    """ERROR_INVALID_PARAMETER: the shell knows no such command."""
    return Fault("w:InvalidParameter", 87, "The parameter is incorrect.")


def operation_timed_out() -> Fault:
    """ERROR_WSMAN_OPERATION_TIMEDOUT: nothing to report yet; clients simply ask again."""
    return Fault(
        "w:TimedOut",
        2150858793,
        "The WS-Management service cannot complete the operation within the time specified in OperationTimeout.",
    )


def access_denied() -> Fault:
    """ERROR_ACCESS_DENIED: known to the machine, but not allowed to use remote shells."""
    return Fault("w:AccessDenied", 5, "Access is denied.")


def resource_unknown(uri: str) -> Fault:
    """ERROR_WSMAN_INVALID_RESOURCE_URI: something else than the command shell was asked for."""
    return Fault(
        "a:DestinationUnreachable",
        2150858811,
        f"The WS-Management service cannot process the request: the virtual lab offers the command shell only, and "
        f"not the resource {uri}.",
    )


def action_unknown(action: str) -> Fault:
    """ERROR_NOT_SUPPORTED: an operation that shells don't have."""
    return Fault("a:ActionNotSupported", 50, f"The virtual lab does not support the action {action}.")


def malformed(reason: str) -> Fault:
    """ERROR_WSMAN_INVALID_SOAP_BODY: the message can't be read."""
    return Fault("w:SchemaValidationError", 2150858791, f"The SOAP message cannot be read: {reason}")


def faulted(message: Message | None, fault: Fault, machine: str) -> bytes:
    """The SOAP fault body that goes with HTTP status 500."""
    body = (
        "<s:Fault><s:Code><s:Value>s:Sender</s:Value>"
        f"<s:Subcode><s:Value>{fault.subcode}</s:Value></s:Subcode></s:Code>"
        f'<s:Reason><s:Text xml:lang="en-US">{escape(fault.reason)}</s:Text></s:Reason><s:Detail>'
        f'<f:WSManFault xmlns:f="{_FAULT}" Code="{fault.code}" Machine={quoteattr(machine)}>'
        f"<f:Message>{escape(fault.reason)}</f:Message></f:WSManFault></s:Detail></s:Fault>"
    )
    return envelope(f"{WSMAN}/fault", message.message_id if message else "", body)
