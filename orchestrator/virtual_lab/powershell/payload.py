"""Decode what Ansible sends to a Windows machine. Pure.

Source: ``ansible/executor/powershell/module_manifest.py`` and ``bootstrap_wrapper.ps1`` of ansible-core 2.19. Standard
input is a JSON object (the exec wrapper), a line of four NUL characters, a second JSON object (the manifest: scripts by
name, a list of actions), and where a script takes input another such line and that input. The actions wrap each other:
become, async, coverage, and at last the module, whose name and arguments stand in its parameters.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_SEPARATOR = b"\n\0\0\0\0\n"
_MODULE_PREFIX = "ansible_collections."
_MODULE_MIDDLE = ".plugins.modules."


class UndecodablePayload(ValueError):
    """Standard input is not what the bootstrap script of Ansible reads."""


@dataclass(frozen=True, slots=True)
class AsyncJob:
    r"""The module shall run on by itself.

    Attributes:
        directory: Where its result is left, e.g. ``%USERPROFILE%\\.ansible_async``.
        job_id: Name of the job as the controller chose it; the machine appends a process id.
        seconds: After how long the watchdog ends it.
    """

    directory: str
    job_id: str
    seconds: int


@dataclass(frozen=True, slots=True)
class ModulePayload:
    """A module to run.

    Attributes:
        module: Full name, e.g. ``ansible.windows.win_ping``.
        script: The module's own PowerShell source.
        scripts: Every script of the manifest by name, module utilities included.
        arguments: The task's arguments, with the ``_ansible_*`` ones.
        become_user: Account that the task becomes, or None.
        job: Set for a task with ``async``.
    """

    module: str
    script: str
    scripts: Mapping[str, str]
    arguments: Mapping[str, Any]
    become_user: str | None = None
    job: AsyncJob | None = None


@dataclass(frozen=True, slots=True)
class ScriptPayload:
    """One of Ansible's own small scripts (make a directory, put a file, …).

    Attributes:
        name: File name of the script, e.g. ``winrm_put_file.ps1``.
        parameters: Its parameters.
        input: What it reads from its own standard input.
    """

    name: str
    parameters: Mapping[str, Any]
    input: bytes = b""


def decode_command(encoded: str) -> str:
    """The script behind ``-EncodedCommand`` (Base64 of UTF-16, little end first).

    Raises:
        UndecodablePayload: It is neither.
    """
    try:
        return base64.b64decode(encoded, validate=True).decode("utf-16-le")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise UndecodablePayload("the encoded command is not Base64 of UTF-16") from error


def reads_standard_input(script: str) -> bool:
    """Whether a script consumes its input, so that it starts to work only when the input has ended."""
    return "$input" in script


def module_name(script_name: str) -> str:
    """Full name of the module whose script carries that name in the manifest."""
    name = script_name.removesuffix(".ps1")
    if name.startswith(_MODULE_PREFIX) and _MODULE_MIDDLE in name:
        collection, _, module = name.removeprefix(_MODULE_PREFIX).partition(_MODULE_MIDDLE)
        return f"{collection}.{module}"
    return name.replace("ansible.modules.", "ansible.builtin.")


def decode_payload(stdin: bytes) -> ModulePayload | ScriptPayload:
    """Read the standard input of the bootstrap script.

    Raises:
        UndecodablePayload: It has another form, or a script with another name than we know wraps the module.
    """
    first, separator, rest = stdin.partition(_SEPARATOR)
    if not separator:
        raise UndecodablePayload("standard input has no manifest")
    second, _, own_input = rest.partition(_SEPARATOR)
    try:
        wrapper, manifest = json.loads(first), json.loads(second)
        if wrapper["name"] != "exec_wrapper":
            raise UndecodablePayload(f"the wrapper {wrapper['name']!r} is unknown")
        actions: list[dict[str, Any]] = manifest["actions"]
        names = [action["name"] for action in actions]
        last = actions[-1]
        if last["name"] != "module_wrapper.ps1":
            return ScriptPayload(last["name"], last["params"], own_input)
        scripts = {n: base64.b64decode(s["script"]).decode("utf-8-sig") for n, s in manifest["scripts"].items()}
        params = last["params"]
        variables = {v["Name"]: v["Value"] for v in params.get("Variables") or []}
        by_name = dict(zip(names, (a["params"] for a in actions), strict=True))
        become = next((p["BecomeUser"] for n, p in by_name.items() if n.startswith("become")), None)
        return ModulePayload(
            module=module_name(params["Script"]),
            script=scripts[params["Script"]],
            scripts=scripts,
            arguments=variables.get("complex_args") or {},
            become_user=become,
            job=_job(by_name),
        )
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise UndecodablePayload(f"the manifest has another form than that of ansible-core 2.19: {error}") from error


def _job(actions: Mapping[str, Mapping[str, Any]]) -> AsyncJob | None:
    wrapper = actions.get("async_wrapper.ps1")
    if wrapper is None:
        return None
    return AsyncJob(wrapper["AsyncDir"], wrapper["AsyncJid"], int(actions["async_watchdog.ps1"]["Timeout"]))
