import pytest
from requests.exceptions import ConnectionError as RefusedError
from requests.exceptions import ConnectTimeout
from winrm.exceptions import InvalidCredentialsError, WinRMOperationTimeoutError, WSManFaultError

from orchestrator.virtual_lab.control import ControlFailed
from tests.integration.lab.conftest import AdHoc, connect, run_command
from tests.lab_fixture import MakeLab

CHOCOLATEY = "chocolatey.chocolatey.win_chocolatey"


def test_a_machine_that_is_off_refuses_and_comes_back_on_the_same_port(make_lab: MakeLab) -> None:
    lab = make_lab(["pc-1", "pc-2"])
    protocol = connect(lab, "pc-1")
    shell = protocol.open_shell()
    lab.set("pc-1", "off")
    with pytest.raises(RefusedError):
        protocol.run_command(shell, "hostname")
    with pytest.raises(RefusedError, match="refused"):
        connect(lab, "pc-1").open_shell()
    assert run_command(connect(lab, "pc-2"), "hostname")[0] == b"PC-2\r\n"
    lab.set("pc-1", "on")
    with pytest.raises(WSManFaultError) as caught:  # its shells died with it
        connect(lab, "pc-1").run_command(shell, "hostname")
    assert caught.value.wsman_fault_code == 2150858843
    assert run_command(connect(lab, "pc-1"), "hostname")[0] == b"PC-1\r\n"


def test_a_machine_that_is_off_may_also_be_silent(make_lab: MakeLab) -> None:
    lab = make_lab(["pc-1"])
    lab.set("pc-1", "off=silent")
    with pytest.raises(ConnectTimeout):
        connect(lab, "pc-1", operation_timeout_sec=1, read_timeout_sec=2).open_shell()
    lab.set("pc-1", "on")
    assert run_command(connect(lab, "pc-1"), "hostname")[0] == b"PC-1\r\n"


def test_ansible_calls_a_machine_that_is_off_unreachable(make_lab: MakeLab, ad_hoc: AdHoc) -> None:
    lab = make_lab(["pc-1", "pc-2"])
    lab.set("pc-1", "off")
    lab.set("pc-2", "wrong-password")
    found = ad_hoc(lab, "ansible.windows.win_ping")
    assert {host: r["status"] for host, r in found.items()} == {"pc-1": "UNREACHABLE", "pc-2": "UNREACHABLE"}
    assert "refused" in found["pc-1"]["msg"]
    assert "the specified credentials were rejected by the server" in found["pc-2"]["msg"]


def test_refused_credentials_are_accepted_again_when_mended(make_lab: MakeLab) -> None:
    lab = make_lab(["pc-1"])
    lab.set("pc-1", "wrong-password")
    with pytest.raises(InvalidCredentialsError):
        connect(lab, "pc-1").open_shell()
    lab.set("pc-1", "on")
    assert run_command(connect(lab, "pc-1"), "hostname")[2] == 0


def test_an_account_without_the_right_to_shells_is_told_so(make_lab: MakeLab) -> None:
    lab = make_lab(["pc-1"])
    lab.set("pc-1", "access-denied")
    with pytest.raises(WSManFaultError) as caught:
        connect(lab, "pc-1").open_shell()
    assert caught.value.wsman_fault_code == 5
    lab.set("pc-1", "on")
    assert run_command(connect(lab, "pc-1"), "hostname")[2] == 0


def test_a_stranger_behind_the_name_shows_another_hardware_id(make_lab: MakeLab) -> None:
    lab = make_lab(["pc-1"])
    line = r"hostname & reg query HKLM\SYSTEM\HardwareConfig /v LastConfig"
    own = run_command(connect(lab, "pc-1"), line)[0].decode()
    lab.set("pc-1", "stranger")
    other = run_command(connect(lab, "pc-1"), line)[0].decode()
    assert lab.hardware_id("pc-1") in own
    assert lab.hardware_id("pc-1") not in other
    assert "STRANGER\r\n" in other


def test_a_failing_installer_changes_nothing_and_the_others_go_on(make_lab: MakeLab, ad_hoc: AdHoc) -> None:
    lab = make_lab(["pc-1"])
    lab.set("pc-1", "installer-fails=vlc:1603", "installer-fails=7z2409-x64.msi:1618")
    result = ad_hoc(lab, CHOCOLATEY, {"name": ["vlc", "firefox"], "source": lab.feed_url})["pc-1"]
    assert (result["status"], result["rc"]) == ("FAILED", 1603)
    assert "Exit code was '1603'" in result["stdout"]
    assert [p["id"] for p in lab.state("pc-1")["packages"]] == ["firefox"]
    package = {"path": f"{lab.distribution_url}/files/7z2409-x64.msi"}
    assert ad_hoc(lab, "ansible.windows.win_package", package)["pc-1"]["rc"] == 1618
    lab.set("pc-1", "on")
    assert ad_hoc(lab, "ansible.windows.win_package", package)["pc-1"]["rc"] == 0
    assert lab.installers() == [
        "pc-1 vlc.install install 1603",
        "pc-1 firefox install 0",
        "pc-1 7z2409-x64.msi install 1618",
        "pc-1 7z2409-x64.msi install 0",
    ]


def test_a_hanging_command_times_out_and_dies_when_terminated(make_lab: MakeLab) -> None:
    lab = make_lab(["pc-1"])
    protocol = connect(lab, "pc-1", operation_timeout_sec=1)
    shell = protocol.open_shell()
    command = protocol.run_command(shell, "powershell", ["-EncodedCommand", "JABpAG4AcAB1AHQA"])
    with pytest.raises(WinRMOperationTimeoutError):
        protocol.get_command_output_raw(shell, command)
    protocol.cleanup_command(shell, command)
    with pytest.raises(WSManFaultError):
        protocol.get_command_output_raw(shell, command)
    protocol.close_shell(shell)


def test_a_pending_restart_is_seen_and_goes_with_the_restart(make_lab: MakeLab, ad_hoc: AdHoc) -> None:
    lab = make_lab(["pc-1"])
    lab.set("pc-1", "reboot-pending")
    assert ad_hoc(lab, "ansible.windows.setup")["pc-1"]["ansible_facts"]["ansible_reboot_pending"] is True
    lab.reboot("pc-1")
    assert ad_hoc(lab, "ansible.windows.setup")["pc-1"]["ansible_facts"]["ansible_reboot_pending"] is False
    assert [e["machine"] for e in lab.log("reboot")] == ["pc-1"]


def test_what_makes_no_sense_is_refused_with_a_reason(make_lab: MakeLab) -> None:
    lab = make_lab(["pc-1"])
    with pytest.raises(ControlFailed, match="is none of: off"):
        lab.set("pc-1", "broken")
    with pytest.raises(ControlFailed, match="no machine pc-9; it has pc-1"):
        lab.set("pc-9", "off")
    lab.set("pc-1", "off")
    with pytest.raises(ControlFailed, match="'set pc-1 on' comes first"):
        lab.reboot("pc-1")
