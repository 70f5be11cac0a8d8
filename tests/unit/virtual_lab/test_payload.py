import base64
import json
from typing import Any

import pytest

from orchestrator.virtual_lab.powershell.payload import (
    AsyncJob,
    ModulePayload,
    ScriptPayload,
    UndecodablePayload,
    decode_command,
    decode_payload,
    module_name,
)

NAME = "ansible_collections.ansible.windows.plugins.modules.win_ping.ps1"


def stdin(actions: list[dict[str, Any]], *, wrapper: str = "exec_wrapper", more: bytes = b"") -> bytes:
    scripts = {NAME: {"script": base64.b64encode(b"\xef\xbb\xbf$a = 1").decode(), "path": ""}}
    head = json.dumps({"name": wrapper, "script": "", "params": {}}).encode()
    return head + b"\n\0\0\0\0\n" + json.dumps({"scripts": scripts, "actions": actions}).encode() + more


def module_action() -> dict[str, Any]:
    arguments = {"data": "x", "_ansible_check_mode": False}
    variables = [{"Name": "complex_args", "Value": arguments, "Scope": "Global"}]
    return {"name": "module_wrapper.ps1", "params": {"Script": NAME, "Variables": variables, "Environment": {}}}


def test_a_module_is_found_with_its_script_and_arguments() -> None:
    payload = decode_payload(stdin([module_action()]))
    assert isinstance(payload, ModulePayload)
    assert (payload.module, payload.script) == ("ansible.windows.win_ping", "$a = 1")
    assert payload.arguments == {"data": "x", "_ansible_check_mode": False}
    assert (payload.become_user, payload.job) == (None, None)


def test_wrappers_around_a_module_are_understood() -> None:
    become = {
        "name": "become_wrapper.ps1",
        "params": {"BecomeUser": "SYSTEM"},
        "secure_params": {"BecomePassword": "x"},
    }
    job = {"name": "async_wrapper.ps1", "params": {"AsyncDir": "d", "AsyncJid": "j1", "StartupTimeout": 5}}
    watchdog = {"name": "async_watchdog.ps1", "params": {"Timeout": 60}}
    payload = decode_payload(stdin([become, job, watchdog, module_action()]))
    assert isinstance(payload, ModulePayload)
    assert payload.become_user == "SYSTEM"
    assert payload.job == AsyncJob("d", "j1", 60)


def test_a_script_of_ansibles_own_brings_its_input() -> None:
    actions = [{"name": "winrm_put_file.ps1", "params": {"Path": "C:\\a"}}]
    payload = decode_payload(stdin(actions, more=b"\n\0\0\0\0\nYQ==\r\n"))
    assert payload == ScriptPayload("winrm_put_file.ps1", {"Path": "C:\\a"}, b"YQ==\r\n")


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"{}\n\0\0\0\0\n{}", b"x\n\0\0\0\0\nx", stdin([]), stdin([module_action()], wrapper="other")],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(UndecodablePayload):
        decode_payload(data)


def test_an_encoded_command_is_utf16() -> None:
    assert decode_command(base64.b64encode("$input".encode("utf-16-le")).decode()) == "$input"
    with pytest.raises(UndecodablePayload):
        decode_command("%%%")


@pytest.mark.parametrize(
    ("script", "module"), [(NAME, "ansible.windows.win_ping"), ("ansible.modules.setup.ps1", "ansible.builtin.setup")]
)
def test_modules_go_by_their_full_name(script: str, module: str) -> None:
    assert module_name(script) == module
