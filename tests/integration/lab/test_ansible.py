"""Unmodified ansible-core and its unmodified modules against the lab."""

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from orchestrator.virtual_lab.shelf import load_shelf
from orchestrator.virtual_lab.specs import MachineSpec
from tests.integration.lab.conftest import AdHoc, Play, environment, program
from tests.lab_fixture import MakeLab, RunningLab

CHOCOLATEY = "chocolatey.chocolatey.win_chocolatey"
PACKAGE = "ansible.windows.win_package"
SEVEN_ZIP = load_shelf().files["7z2409-x64.msi"]
STOCKROOM = load_shelf().files["stockroom-2.7.msi"]


def names(lab: RunningLab, machine: str) -> list[str]:
    return [p["name"] for p in lab.state(machine)["products"] if p["publisher"] != "Microsoft Corporation"]


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


def test_a_package_is_announced_installed_and_left_alone(make_lab: MakeLab, ad_hoc: AdHoc) -> None:
    lab = make_lab(["pc-1"])
    arguments = {"name": ["firefox", "vlc"], "state": "present", "source": lab.feed_url}

    check = ad_hoc(lab, CHOCOLATEY, arguments, "--check")["pc-1"]
    assert (check["changed"], names(lab, "pc-1"), lab.installers()) == (True, [], [])

    real = ad_hoc(lab, CHOCOLATEY, arguments)["pc-1"]
    assert (real["changed"], real["rc"], real["choco_cli_version"]) == (True, 0, "2.4.1")
    assert "reboot_required" not in real
    assert names(lab, "pc-1") == [
        "Mozilla Firefox (x64 en-US)", "Mozilla Maintenance Service", "VLC media player",
    ]  # fmt: skip
    assert [(p["id"], p["asked_for"]) for p in lab.state("pc-1")["packages"]] == [
        ("firefox", True), ("vlc", True), ("vlc.install", False),
    ]  # fmt: skip

    again = ad_hoc(lab, CHOCOLATEY, arguments)["pc-1"]
    assert (again["changed"], again["rc"]) == (False, 0)
    assert lab.installers() == ["pc-1 firefox install 0", "pc-1 vlc.install install 0"]


def test_states_and_versions_decide_as_the_real_module_does(make_lab: MakeLab, play: Play) -> None:
    lab = make_lab([MachineSpec("pc-1", packages=("firefox=144.0.2",))])

    def choco(**arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - arguments of any type
        return {CHOCOLATEY: {"name": "firefox", "source": lab.feed_url, **arguments}, "register": "r"}

    def expect(words: str) -> dict[str, Any]:
        return {"ansible.builtin.assert": {"that": words}}

    done = play(
        lab,
        [
            {**choco(version="145.0.1"), "ignore_errors": True},
            expect("r is failed and 'was expecting \\'145.0.1\\'' in r.msg"),
            {**choco(state="latest"), "check_mode": True},
            expect("r is not changed"),  # choco --what-if announces no upgrade in words that the module reads
            choco(state="latest"),
            expect("r is changed and r.rc == 0"),
            choco(state="latest"),
            expect("r is not changed"),
            {**choco(state="upgrade", version="144.0.2"), "ignore_errors": True},
            expect("r is failed and r.rc == 1 and 'allow-downgrade' in r.stdout"),
            choco(state="downgrade", version="144.0.2"),
            expect("r is changed"),
            choco(state="reinstalled", version="144.0.2"),
            expect("r is changed"),
            choco(state="absent"),
            expect("r is changed"),
            choco(state="absent"),
            expect("r is not changed"),
        ],
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert lab.installers() == [
        "pc-1 firefox upgrade 0",
        "pc-1 firefox upgrade 0",
        "pc-1 firefox uninstall 0",
        "pc-1 firefox install 0",
        "pc-1 firefox uninstall 0",
    ]


def test_dependencies_follow_their_parent_and_stay_while_it_needs_them(make_lab: MakeLab, ad_hoc: AdHoc) -> None:
    lab = make_lab([MachineSpec("pc-1", packages=("vlc=3.0.20",))])
    ad_hoc(lab, CHOCOLATEY, {"name": "vlc", "state": "latest", "source": lab.feed_url})
    assert {p["id"]: p["version"] for p in lab.state("pc-1")["packages"]} == {"vlc": "3.0.21", "vlc.install": "3.0.21"}
    refused = ad_hoc(lab, CHOCOLATEY, {"name": "vlc.install", "state": "absent"})["pc-1"]
    assert (refused["status"], refused["rc"]) == ("FAILED", 1)
    removed = ad_hoc(lab, CHOCOLATEY, {"name": "vlc", "state": "absent", "remove_dependencies": True})["pc-1"]
    assert (removed["changed"], lab.state("pc-1")["packages"], names(lab, "pc-1")) == (True, [], [])


UNOBTAINABLE = [
    ({"name": "nix", "source": "FEED"}, "nix not installed. The package was not found with the source(s) listed."),
    ({"name": "firefox", "version": "1.0", "source": "FEED"}, "firefox not installed. The package was not found"),
    ({"name": "firefox", "source": "https://feed.example/v2"}, "Unable to connect to source"),
    ({"name": "firefox"}, "Unable to connect to source"),
]


def test_a_package_that_cannot_be_had_fails_as_choco_does(lab: RunningLab, play: Play) -> None:
    tasks: list[dict[str, Any]] = []
    for arguments, words in UNOBTAINABLE:
        given = {k: lab.feed_url if v == "FEED" else v for k, v in arguments.items()}
        tasks.append({CHOCOLATEY: given, "register": "r", "ignore_errors": True})
        that = ["r is failed", "r is not changed", "r.rc == 1", "words in r.stdout"]
        tasks.append({"ansible.builtin.assert": {"that": that}, "vars": {"words": words}})
    done = play(lab, tasks, "--limit", "b204-01")
    assert done.returncode == 0, done.stdout + done.stderr


def test_chocolatey_itself_is_fetched_from_the_source_where_it_is_missing(make_lab: MakeLab, ad_hoc: AdHoc) -> None:
    lab = make_lab([MachineSpec("pc-1", chocolatey=None)])
    refused = ad_hoc(lab, CHOCOLATEY, {"name": "notepadplusplus"})["pc-1"]
    assert "Failed to download Chocolatey script" in refused["msg"]
    skipped = ad_hoc(lab, CHOCOLATEY, {"name": "notepadplusplus", "source": lab.feed_url}, "--check")["pc-1"]
    assert (skipped["status"], lab.state("pc-1")["chocolatey"]) == ("SKIPPED", None)
    result = ad_hoc(lab, CHOCOLATEY, {"name": "notepadplusplus", "source": lab.feed_url})["pc-1"]
    assert (result["changed"], lab.state("pc-1")["chocolatey"]) == (True, "2.4.1")
    assert lab.installers() == ["pc-1 notepadplusplus.install install 0"]


def test_an_msi_is_announced_installed_and_left_alone(make_lab: MakeLab, ad_hoc: AdHoc) -> None:
    lab = make_lab(["pc-1"])
    arguments = {
        "path": f"{lab.distribution_url}/files/{STOCKROOM.file}", "product_id": STOCKROOM.product_code,
        "checksum": STOCKROOM.sha256, "checksum_algorithm": "sha256", "state": "present",
    }  # fmt: skip
    check = ad_hoc(lab, PACKAGE, arguments, "--check")["pc-1"]
    assert (check["changed"], names(lab, "pc-1"), lab.installers()) == (True, [], [])

    real = ad_hoc(lab, PACKAGE, arguments)["pc-1"]
    assert (real["status"], real["changed"], real["rc"], real["reboot_required"]) == ("CHANGED", True, 3010, True)
    assert real["checksum"] == STOCKROOM.sha256.upper()
    state = lab.state("pc-1")
    assert state["reboot_pending"] == ["file_rename"]
    assert {"name": "Stockroom", "key": STOCKROOM.product_code, "windows_installer": True}.items() <= next(
        p for p in state["products"] if p["name"] == "Stockroom"
    ).items()

    again = ad_hoc(lab, PACKAGE, arguments)["pc-1"]
    assert (again["changed"], again["rc"], again["reboot_required"]) == (False, 0, False)
    assert lab.installers() == ["pc-1 stockroom-2.7.msi install 3010"]

    lab.reboot("pc-1")
    assert lab.state("pc-1")["reboot_pending"] == []


def test_an_msi_replaces_an_older_version_refuses_a_newer_one_and_is_removed_by_its_code(
    make_lab: MakeLab, ad_hoc: AdHoc
) -> None:
    lab = make_lab(["pc-1"])
    older, newer = (f"{lab.distribution_url}/files/{name}" for name in ("7z2301-x64.msi", "7z2409-x64.msi"))
    assert ad_hoc(lab, PACKAGE, {"path": older})["pc-1"]["changed"]
    assert ad_hoc(lab, PACKAGE, {"path": newer})["pc-1"]["changed"]
    assert names(lab, "pc-1") == ["7-Zip 24.09 (x64 edition)"]
    refused = ad_hoc(lab, PACKAGE, {"path": older})["pc-1"]
    assert (refused["status"], refused["rc"], refused["changed"]) == ("FAILED", 1603, False)
    removed = ad_hoc(lab, PACKAGE, {"product_id": SEVEN_ZIP.product_code, "state": "absent"})["pc-1"]
    assert (removed["changed"], names(lab, "pc-1")) == (True, [])
    assert lab.installers() == [
        "pc-1 7z2301-x64.msi install 0",
        "pc-1 7z2409-x64.msi upgrade 0",
        "pc-1 7z2301-x64.msi downgrade 1603",
        "pc-1 7z2409-x64.msi uninstall 0",
    ]


UNINSTALLABLE = [
    ({"path": "DIST/files/7z2409-x64.msi", "checksum": SEVEN_ZIP.sha256}, "did not match"),  # sha1 is the default
    ({"path": "DIST/files/nix.msi"}, "(404) Not Found"),
    ({"path": "https://192.0.2.1/a.msi"}, "could not be resolved"),
    ({"path": r"C:\a.msi"}, "cannot be reached"),
    ({"path": "DIST/feed/packages/firefox.json"}, "only files of its own shelf"),
    ({"path": "DIST/files/7z2409-x64.msi", "state": "absent"}, "Unable to find Product ID from the URL"),
    ({"state": "present"}, "state is present but all of the following are missing: path"),
    ({"path": "x", "provider": "flatpak"}, "value of provider must be one of: msi, msix, msp, registry, auto."),
    ({"path": "x", "creates_path": "C:\\a"}, "does not simulate creates_path"),
    (
        {"path": "x", "nmae": "x"},
        f"Unsupported parameters for ({PACKAGE}) module: nmae. Supported parameters include: ",
    ),
]


def test_a_package_that_cannot_be_installed_says_why(lab: RunningLab, play: Play) -> None:
    tasks: list[dict[str, Any]] = []
    for arguments, words in UNINSTALLABLE:
        given = {k: v.replace("DIST", lab.distribution_url) for k, v in arguments.items()}
        tasks.append({PACKAGE: given, "register": "r", "ignore_errors": True})
        tasks.append({"ansible.builtin.assert": {"that": "r is failed and words in r.msg"}, "vars": {"words": words}})
    done = play(lab, tasks, "--limit", "b204-01")
    assert done.returncode == 0, done.stdout + done.stderr
    assert lab.installers() == []


@pytest.mark.parametrize("module", ["ansible.windows.win_ping", CHOCOLATEY])
def test_an_argument_that_the_modules_own_script_does_not_name_is_refused(
    lab: RunningLab, ad_hoc: AdHoc, module: str
) -> None:
    result = ad_hoc(lab, module, {"nmae": "firefox"}, "--limit", "b204-01")["b204-01"]
    words = f"Unsupported parameters for ({module}) module: nmae. Supported parameters include: "
    assert result["msg"].startswith(words)


def test_other_modules_say_that_the_lab_does_not_simulate_them(lab: RunningLab, ad_hoc: AdHoc) -> None:
    result = ad_hoc(lab, "ansible.windows.win_service", {"name": "x"}, "--limit", "b204-01")["b204-01"]
    assert "the virtual lab does not simulate the module ansible.windows.win_service" in result["msg"]


def test_a_long_installation_need_not_hold_a_connection(make_lab: MakeLab, play: Play) -> None:
    lab = make_lab(["pc-1", "pc-2"])
    path = f"{lab.distribution_url}/files/LibreOffice_25.8.2_Win_x86-64.msi"
    until = {"until": "done is finished", "retries": 5, "delay": 0, "register": "done"}
    result = play(
        lab,
        [
            {PACKAGE: {"path": path}, "async": 60, "poll": 0, "register": "job"},
            {"ansible.builtin.async_status": {"jid": "{{ job.ansible_job_id }}"}, **until},
            {"ansible.builtin.assert": {"that": "done is changed and done.rc == 0"}},
            {"ansible.builtin.async_status": {"jid": "{{ job.ansible_job_id }}", "mode": "cleanup"}},
            {PACKAGE: {"path": path}, "async": 60, "poll": 1, "register": "again"},
            {"ansible.builtin.assert": {"that": "again is not changed"}},
        ],
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert sorted(lab.installers()) == [f"pc-{n} LibreOffice_25.8.2_Win_x86-64.msi install 0" for n in (1, 2)]


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
