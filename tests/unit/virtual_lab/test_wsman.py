import base64
import xml.etree.ElementTree as ET

import pytest

from orchestrator.virtual_lab.wire import faults, wsman

ENVELOPE = """<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
 xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
 xmlns:r="http://schemas.microsoft.com/wbem/wsman/1/windows/shell"><s:Header><a:Action>{action}</a:Action>
 <a:MessageID>uuid:1</a:MessageID><w:OperationTimeout>{timeout}</w:OperationTimeout>
 <w:MaxEnvelopeSize>153600</w:MaxEnvelopeSize><w:ResourceURI>{resource}</w:ResourceURI>
 <w:OptionSet><w:Option Name="WINRS_CODEPAGE">65001</w:Option><w:Option Name="X">TRUE</w:Option></w:OptionSet>
 <w:SelectorSet><w:Selector Name="ShellId">S-1</w:Selector></w:SelectorSet></s:Header><s:Body>{body}</s:Body>
</s:Envelope>"""


def xml(answer: bytes) -> ET.Element:
    return ET.fromstring(answer)  # noqa: S314 - our own answer


def message(action: str = wsman.Action.RECEIVE, body: str = "", timeout: str = "PT20S") -> wsman.Message:
    text = ENVELOPE.format(action=action, resource=wsman.CMD_SHELL, body=body, timeout=timeout)
    return wsman.parse_message(text.encode())


def test_a_request_is_read_with_its_header() -> None:
    read = message()
    assert (read.action, read.message_id, read.resource_uri) == (wsman.Action.RECEIVE, "uuid:1", wsman.CMD_SHELL)
    assert (read.shell_id, read.options["WINRS_CODEPAGE"], read.max_envelope) == ("S-1", "65001", 153_600)
    assert read.option_is_true("X")
    assert not read.option_is_true("Y")
    assert read.body is None


@pytest.mark.parametrize(
    ("duration", "seconds"), [("PT20S", 20.0), ("PT1M30.5S", 90.5), ("PT2H", 7200.0), ("soon", 60.0)]
)
def test_the_operation_timeout_is_a_duration(duration: str, seconds: float) -> None:
    assert message(timeout=duration).operation_timeout == seconds


def test_a_command_line_is_the_command_and_its_arguments() -> None:
    body = '<r:CommandLine CommandId="C"><r:Command>reg</r:Command><r:Arguments>query</r:Arguments></r:CommandLine>'
    read = wsman.parse_command_line(message(wsman.Action.COMMAND, body))
    assert (read.line, read.command_id) == ("reg query", "C")


def test_input_is_decoded() -> None:
    data = base64.b64encode(b"\0\xff").decode()
    body = f'<r:Send><r:Stream Name="stdin" CommandId="C" End="true">{data}</r:Stream></r:Send>'
    assert wsman.parse_input(message(wsman.Action.SEND, body)) == wsman.Input("C", b"\0\xff", end=True)


def test_a_signal_names_its_command_and_what_to_do() -> None:
    body = f'<r:Signal CommandId="C"><r:Code>{wsman.SHELL}/signal/terminate</r:Code></r:Signal>'
    assert wsman.parse_signal(message(wsman.Action.SIGNAL, body)) == ("C", "terminate")


@pytest.mark.parametrize(
    "text", ["", "<a/>", "no xml", "<!DOCTYPE a><a/>", ENVELOPE.format(action="", resource="", body="", timeout="")]
)
def test_what_is_no_message_is_refused(text: str) -> None:
    with pytest.raises(wsman.MalformedMessage):
        wsman.parse_message(text.encode())


@pytest.mark.parametrize("body", ["", "<r:Send/>", "<r:CommandLine/>"])
def test_an_operation_without_its_body_is_refused(body: str) -> None:
    with pytest.raises(wsman.MalformedMessage):
        wsman.parse_input(message(wsman.Action.SEND, body))


def test_output_carries_the_exit_code_only_at_the_end() -> None:
    running = xml(wsman.received(message(), "C", (("stdout", b"a"),), None))
    done = xml(wsman.received(message(), "C", (), 3))
    name = f".//{{{wsman.SHELL}}}CommandState"
    assert running.find(name) is not None
    assert running.find(f"{name}/{{{wsman.SHELL}}}ExitCode") is None
    code = done.find(f"{name}/{{{wsman.SHELL}}}ExitCode")
    assert code is not None
    assert code.text == "3"


def test_an_answer_names_the_request_that_it_belongs_to() -> None:
    root = xml(wsman.acknowledged(message(wsman.Action.DELETE)))
    related = root.find(f".//{{{wsman.ADDRESSING}}}RelatesTo")
    assert related is not None
    assert related.text == "uuid:1"


def test_a_fault_carries_its_number_and_hides_no_markup() -> None:
    fault = faults.shell_not_found("<evil>")
    root = xml(faults.faulted(message(), fault, "pc"))
    detail = next(node for node in root.iter() if node.tag.endswith("WSManFault"))
    assert detail.get("Code") == "2150858843"
    reason = next(node for node in root.iter() if node.tag.endswith("}Text"))
    assert "<evil>" in (reason.text or "")
