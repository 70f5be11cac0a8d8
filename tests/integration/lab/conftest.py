import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from winrm.protocol import Protocol

from tests.lab_fixture import RunningLab

ROOT = Path(__file__).resolve().parents[3]
_RESULT = re.compile(r"^(?P<host>\S+) \| (?P<status>[A-Z]+)!? => (?P<result>\{.*\})$", re.MULTILINE)
_SKIPPED = re.compile(r"^(?P<host>\S+) \| (?P<status>SKIPPED)$", re.MULTILINE)
_UNREACHABLE = re.compile(r"^(?P<host>\S+) \| (?P<status>UNREACHABLE)!: (?P<reason>.*)$", re.MULTILINE)

AdHoc = Callable[..., dict[str, dict[str, Any]]]
Play = Callable[..., subprocess.CompletedProcess[str]]


def environment(home: Path, **more: str) -> dict[str, str]:
    """What Ansible needs, and nothing of whoever runs the tests."""
    return {
        "PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8", "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".collections"), "ANSIBLE_LOCAL_TEMP": str(home / "tmp"), **more,
    }  # fmt: skip


def program(name: str) -> str:
    """One of Ansible's commands, from the environment that runs the tests."""
    return str(Path(sys.executable).with_name(name))


@pytest.fixture
def ad_hoc(tmp_path: Path) -> AdHoc:
    """Run one module by plain ``ansible``; gives the result of each machine, with ``status``."""

    def run(
        lab: RunningLab, module: str, arguments: dict[str, Any] | None = None, *options: str, **variables: str
    ) -> dict[str, dict[str, Any]]:
        inventory = lab.write_inventory(tmp_path / "hosts.json")
        command = [program("ansible"), "-i", str(inventory), "all", "-o", "-m", module, *options]
        done = subprocess.run(
            [*command, *(["-a", json.dumps(arguments)] if arguments else [])], env=environment(tmp_path, **variables),
            capture_output=True, text=True, check=False, cwd=tmp_path, timeout=60,
        )  # fmt: skip
        found = {m["host"]: {**json.loads(m["result"]), "status": m["status"]} for m in _RESULT.finditer(done.stdout)}
        for m in _UNREACHABLE.finditer(done.stdout):
            found[m["host"]] = {"msg": m["reason"], "status": m["status"]}
        for m in _SKIPPED.finditer(done.stdout):
            found[m["host"]] = {"status": m["status"]}
        assert found, done.stdout + done.stderr
        return found

    return run


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run tasks by plain ``ansible-playbook``."""

    def run(lab: RunningLab, tasks: list[dict[str, Any]], *options: str) -> subprocess.CompletedProcess[str]:
        inventory = lab.write_inventory(tmp_path / "hosts.json")
        book = tmp_path / "book.json"
        book.write_text(json.dumps([{"hosts": "all", "gather_facts": False, "tasks": tasks}]))
        command = [program("ansible-playbook"), "-i", str(inventory), str(book), *options]
        return subprocess.run(
            command, env=environment(tmp_path), capture_output=True, text=True, check=False, cwd=tmp_path, timeout=60
        )

    return run


def names(lab: RunningLab, machine: str) -> list[str]:
    """Titles on a machine, without those of Microsoft that every image carries."""
    return [p["name"] for p in lab.state(machine)["products"] if p["publisher"] != "Microsoft Corporation"]


def connect(lab: RunningLab, machine: str, **changes: Any) -> Protocol:  # noqa: ANN401 - pywinrm's options
    """pywinrm on one machine."""
    address, port = lab.machines[machine]
    options = {
        "endpoint": f"https://{address}:{port}/wsman", "transport": "basic", "username": lab.username,
        "password": lab.password, "ca_trust_path": lab.ca_path, "operation_timeout_sec": 5, "read_timeout_sec": 8,
        **changes,
    }  # fmt: skip
    return Protocol(**options)


def run_command(protocol: Protocol, line: str) -> tuple[bytes, bytes, int]:
    """Run one native command line in a shell of its own."""
    shell = protocol.open_shell(codepage=65001)
    command = protocol.run_command(shell, line)
    output: tuple[bytes, bytes, int] = protocol.get_command_output(shell, command)
    protocol.cleanup_command(shell, command)
    protocol.close_shell(shell)
    return output
