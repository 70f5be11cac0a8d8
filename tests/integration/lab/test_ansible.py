"""Unmodified ansible-core and its unmodified modules against the lab."""

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.integration.lab.conftest import AdHoc, environment, program
from tests.lab_fixture import MakeLab, RunningLab

CHOCOLATEY = "chocolatey.chocolatey.win_chocolatey"


def test_every_machine_answers_a_ping(lab: RunningLab, ad_hoc: AdHoc) -> None:
    found = ad_hoc(lab, "ansible.windows.win_ping", {"data": "grüß 日"})
    assert {host: r["ping"] for host, r in found.items()} == dict.fromkeys(lab.machines, "grüß 日")


@pytest.mark.parametrize("module", ["ansible.windows.setup", "ansible.builtin.setup"])
def test_facts_are_those_of_a_windows_machine(lab: RunningLab, ad_hoc: AdHoc, module: str) -> None:
    for host, result in ad_hoc(lab, module).items():
        facts = result["ansible_facts"]
        assert facts["ansible_os_family"] == "Windows"
        assert facts["ansible_reboot_pending"] is False
        assert facts["ansible_product_uuid"] == lab.hardware_id(host)


@pytest.mark.parametrize("module", ["ansible.windows.win_ping", CHOCOLATEY])
def test_an_argument_that_the_modules_own_script_does_not_name_is_refused(
    lab: RunningLab, ad_hoc: AdHoc, module: str
) -> None:
    result = ad_hoc(lab, module, {"nmae": "firefox"}, "--limit", "b204-01")["b204-01"]
    words = f"Unsupported parameters for ({module}) module: nmae. Supported parameters include: "
    assert result["msg"].startswith(words)


@pytest.mark.parametrize(
    ("module", "arguments"),
    [("ansible.windows.win_service", {"name": "x"}), ("ansible.windows.win_copy", {"content": "x", "dest": "C:/x"})],
)
def test_other_modules_say_that_the_lab_does_not_simulate_them(
    lab: RunningLab, ad_hoc: AdHoc, module: str, arguments: dict[str, Any]
) -> None:
    result = ad_hoc(lab, module, arguments, "--limit", "b204-01")["b204-01"]
    assert f"the virtual lab does not simulate the module {module}" in result["msg"]


def wait_until(condition: Callable[[], bool]) -> None:
    """Look again and again, for ten seconds at most."""
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_an_installer_goes_on_when_whoever_started_it_is_killed(make_lab: MakeLab, tmp_path: Path) -> None:
    lab = make_lab(["pc-1"])
    lab.set("pc-1", "hang=firefox")
    arguments = json.dumps({"name": "firefox", "source": lab.feed_url})
    inventory = lab.write_inventory(tmp_path / "hosts.json")
    with subprocess.Popen(
        [program("ansible"), "-i", str(inventory), "all", "-m", CHOCOLATEY, "-a", arguments],
        env=environment(tmp_path), cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as ansible:  # fmt: skip
        wait_until(lambda: bool(lab.state("pc-1")["installing"]))
        family = [*psutil.Process(ansible.pid).children(recursive=True), psutil.Process(ansible.pid)]
        for process in family:
            process.kill()
    assert lab.installers() == []
    lab.set("pc-1", "on")
    wait_until(lambda: not lab.state("pc-1")["installing"])
    assert lab.installers() == ["pc-1 firefox install 0"]
    assert [p["id"] for p in lab.state("pc-1")["packages"]] == ["firefox"]


def test_modules_also_run_where_pipelining_is_off(lab: RunningLab, ad_hoc: AdHoc) -> None:
    found = ad_hoc(lab, "ansible.windows.win_ping", {}, ANSIBLE_KEEP_REMOTE_FILES="1")
    assert {r["ping"] for r in found.values()} == {"pong"}


def test_secrets_reach_neither_result_nor_log(lab: RunningLab, ad_hoc: AdHoc) -> None:
    secret = "hush-4711"
    arguments = {
        "name": "nix", "source": f"https://user:{secret}@feed.example/?key={secret}", "source_username": "user",
        "source_password": secret,
    }  # fmt: skip
    result = ad_hoc(lab, CHOCOLATEY, arguments, "-vvv", "--limit", "b204-01")["b204-01"]
    assert result["invocation"]["module_args"]["source_password"] == "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
    assert secret not in str({k: v for k, v in result.items() if k != "invocation"})
    assert secret not in str(lab.log())
