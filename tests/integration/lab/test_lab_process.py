import os
import stat
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from typer.testing import CliRunner, Result

from orchestrator.cli.lab import app
from orchestrator.virtual_lab import launch
from orchestrator.virtual_lab.control import SOCKET_FILE, ControlFailed
from orchestrator.virtual_lab.lab import LAB_FILE, LabNotStarted, read_info
from orchestrator.virtual_lab.specs import LabSpec, MachineSpec
from tests.integration.lab.conftest import AdHoc, connect, run_command
from tests.lab_fixture import MakeLab, RunningLab

Classroom = Callable[..., Result]


def test_state_faults_and_ports_survive_a_restart_even_after_a_kill(make_lab: MakeLab, ad_hoc: AdHoc) -> None:
    lab = make_lab(["pc-1", "pc-2"])
    arguments = {"name": "firefox", "source": lab.feed_url}
    ad_hoc(lab, "chocolatey.chocolatey.win_chocolatey", arguments)
    lab.set("pc-2", "off")
    before = {name: lab.state(name) for name in lab.machines}
    where, ca_path = lab.machines, Path(lab.ca_path).read_bytes()
    process = psutil.Process(lab.pid)
    process.kill()
    psutil.wait_procs([process], timeout=60)
    with pytest.raises(ControlFailed, match="no lab answers"):
        lab.state("pc-1")
    lab.restart()
    assert {name: lab.state(name) for name in lab.machines} == before
    assert (lab.machines, Path(lab.ca_path).read_bytes()) == (where, ca_path)
    assert not ad_hoc(lab, "chocolatey.chocolatey.win_chocolatey", arguments)["pc-1"]["changed"]
    assert sorted(lab.installers()) == ["pc-1 firefox install 0", "pc-2 firefox install 0"]


def test_the_log_has_one_line_for_everything_that_ran(make_lab: MakeLab, ad_hoc: AdHoc) -> None:
    lab = make_lab(["pc-1"])
    ad_hoc(lab, "ansible.windows.win_ping")
    run_command(connect(lab, "pc-1"), "hostname & exit /b 2")
    lab.reboot("pc-1")
    assert [(e["machine"], e["kind"], e.get("module") or e.get("command"), e.get("rc")) for e in lab.log()] == [
        ("pc-1", "module", "ansible.windows.win_ping", None),
        ("pc-1", "command", "hostname & exit /b 2", 2),
        ("pc-1", "reboot", None, None),
    ]


def test_only_the_owner_may_steer_the_lab_or_read_its_keys(lab: RunningLab) -> None:
    state = lab.spec.state
    private = [state / SOCKET_FILE, state / "certificates" / "ca-key.pem", state / LAB_FILE, state / "executed.jsonl"]
    assert {p.name: stat.S_IMODE(p.stat().st_mode) & 0o077 for p in private} == {p.name: 0 for p in private}


def test_the_password_is_nowhere_on_disk_and_in_no_command_line(lab: RunningLab) -> None:
    process = psutil.Process(lab.pid)
    assert lab.password not in " ".join(process.cmdline())
    for path in lab.spec.state.rglob("*"):
        assert not path.is_file() or lab.password.encode() not in path.read_bytes()


def test_two_labs_never_share_a_state_directory(lab: RunningLab) -> None:
    with pytest.raises(LabNotStarted, match="a lab runs on"):
        launch.start(lab.spec)


def test_a_port_that_is_taken_is_named(make_lab: MakeLab, tmp_path: Path) -> None:
    lab = make_lab(["pc-1"])
    _, port = lab.machines["pc-1"]
    with pytest.raises(LabNotStarted, match=f"port {port} of pc-2 cannot be had"):
        launch.start(LabSpec(tmp_path, (MachineSpec("pc-2", port=port),), "x"))


def test_a_machine_that_cannot_be_built_stops_the_start_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(LabNotStarted, match="the shelf has no package nix"):
        launch.start(LabSpec(tmp_path, (MachineSpec("pc-1", packages=("nix",)),), "x"))


def test_stopping_ends_the_lab_and_no_other_process_with_its_number(make_lab: MakeLab, tmp_path: Path) -> None:
    lab = make_lab(["pc-1"])
    info = read_info(lab.spec.state)
    assert info is not None
    # A file that was left behind names a number that belongs to somebody else by now: to this very test.
    text = (lab.spec.state / LAB_FILE).read_text().replace(f'"pid": {info.pid}', f'"pid": {os.getpid()}')
    (tmp_path / LAB_FILE).write_text(text)
    assert not launch.stop(tmp_path)
    assert launch.stop(lab.spec.state)
    assert not psutil.pid_exists(info.pid)
    assert not launch.stop(lab.spec.state)


@pytest.fixture
def classroom(tmp_path: Path) -> Classroom:
    """``classroom lab …`` on a state directory of this test."""

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, [*words, "--state", str(tmp_path)])

    return run


def test_the_command_line_starts_breaks_mends_and_stops(classroom: Classroom, tmp_path: Path) -> None:
    assert classroom("start", "--machine", "pc-1").exit_code == 0
    try:
        password = tmp_path / "password"
        assert stat.S_IMODE(password.stat().st_mode) == 0o600
        info = read_info(tmp_path)
        assert info is not None
        spec = LabSpec(tmp_path, (MachineSpec("pc-1"),), password.read_text())
        lab = RunningLab(spec, info)
        assert run_command(connect(lab, "pc-1"), "hostname")[0] == b"PC-1\r\n"
        assert (
            "pc-1: off, installer-fails=firefox:1603."
            in classroom("set", "pc-1", "off", "installer-fails=firefox").stdout
        )
        assert '"off"' in classroom("status", "--json").stdout
        assert "off" in classroom("status").stdout
        assert "nothing is wrong" in classroom("set", "pc-1", "on").stdout
        assert "was restarted" in classroom("reboot", "pc-1").stdout
        assert '"hardware_id"' in classroom("show", "pc-1").stdout
        assert "reboot" in classroom("log").stdout
        assert '"kind": "reboot"' in classroom("log", "--json", "--kind", "reboot").stdout
        refused = classroom("set", "pc-1", "nonsense")
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert "is none of" in refused.stderr
        again = classroom("start", "--machine", "pc-1")
        assert again.exit_code == 1
        assert f"classroom lab stop --state {tmp_path}" in again.stderr
    finally:
        assert "was stopped" in classroom("stop").stdout
    assert "No lab runs" in classroom("stop").stdout
    gone = classroom("status")
    assert gone.exit_code == 1
    assert f"classroom lab start --state {tmp_path}" in gone.stderr


def test_the_command_line_says_what_a_start_lacks(classroom: Classroom, tmp_path: Path) -> None:
    assert "--inventory" in classroom("start").stderr
    assert "NAME=ADDRESS:PORT" in classroom("start", "--machine", "pc-1=127.0.0.1:x").stderr
    open_file = tmp_path / "pw"
    open_file.write_text("x")
    open_file.chmod(0o644)
    assert "chmod 600" in classroom("start", "--machine", "a", "--password-file", str(open_file)).stderr
    assert "is not there" in classroom("start", "--machine", "a", "--password-file", str(tmp_path / "nix")).stderr


def test_every_command_shows_an_example() -> None:
    for command in ("start", "status", "set", "reboot", "show", "stop", "log", "shelf"):
        shown = CliRunner().invoke(app, [command, "--help"])
        assert shown.exit_code == 0
        assert f"Example: classroom lab {command}" in shown.stdout


def test_the_shelf_is_shown_for_people_and_for_machines() -> None:
    shown = CliRunner().invoke(app, ["shelf"])
    assert "/files/7z2409-x64.msi" in shown.stdout
    assert "firefox 144.0.2, 145.0.1" in shown.stdout
    assert '"sha256"' in CliRunner().invoke(app, ["shelf", "--json"]).stdout
