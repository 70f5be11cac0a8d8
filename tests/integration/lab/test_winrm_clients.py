"""The wire: pywinrm and pypsrp, which nobody wrote for the lab."""

import pytest
from pypsrp.client import Client
from pypsrp.exceptions import WSManFaultError as PypsrpFault
from pypsrp.shell import CommandState, Process, WinRS
from pypsrp.wsman import WSMan
from requests.exceptions import SSLError
from winrm.exceptions import InvalidCredentialsError, WSManFaultError

from orchestrator.virtual_lab.certificates import open_authority
from orchestrator.virtual_lab.specs import MachineSpec
from tests.integration.lab.conftest import connect, run_command
from tests.lab_fixture import MakeLab, RunningLab

UNINSTALL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
WOW = r"SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall"


def pypsrp_wsman(lab: RunningLab, machine: str) -> WSMan:
    address, port = lab.machines[machine]
    return WSMan(
        address, port=port, username=lab.username, password=lab.password, ssl=True, auth="basic",
        cert_validation=lab.ca_path, operation_timeout=2, read_timeout=60,  # type: ignore[arg-type]  # takes a path too
    )  # fmt: skip


def test_one_command_line_reads_all_that_a_scan_wants(lab: RunningLab) -> None:
    line = (
        f"hostname & echo ~hw & reg query HKLM\\SYSTEM\\HardwareConfig /v LastConfig & echo ~64 & "
        f"reg query HKLM\\{UNINSTALL} /s & echo ~32 & reg query HKLM\\{WOW} /s & echo ~choco & choco list -r"
    )
    out, err, code = run_command(connect(lab, "b204-02"), line)
    text = out.decode()
    assert (err, code) == (b"", 0)
    assert text.startswith("B204-02\r\n~hw \r\n\r\nHKEY_LOCAL_MACHINE\\SYSTEM\\HardwareConfig\r\n")
    assert f"{{{lab.hardware_id('b204-02')}}}" in text
    assert f"HKEY_LOCAL_MACHINE\\{WOW}\\Microsoft Edge\r\n    DisplayName    REG_SZ    Microsoft Edge\r\n" in text
    assert text.endswith("~choco \r\nchocolatey|2.4.1\r\n")


def test_pypsrp_runs_a_command_and_sends_input(lab: RunningLab) -> None:
    address, port = lab.machines["b204-01"]
    with Client(
        address, port=port, username=lab.username, password=lab.password, ssl=True, auth="basic",
        cert_validation=lab.ca_path,
    ) as client:  # fmt: skip
        assert client.execute_cmd("hostname & exit /b 3") == ("B204-01\r\n", "", 3)


def test_pypsrp_polls_a_command_that_waits_for_its_input(lab: RunningLab) -> None:
    script = "JABpAG4AcAB1AHQA"  # $input
    with WinRS(pypsrp_wsman(lab, "b204-01"), codepage=65001) as shell:
        process = Process(shell, "powershell", ["-EncodedCommand", script])
        process.begin_invoke()
        process.poll_invoke(timeout=1)  # runs into the operation timeout, which is no error
        assert process.state != CommandState.DONE
        process.send(b"not what Ansible sends", end=True)
        process.end_invoke()
        assert (process.rc, process.stdout) == (1, b"")
        assert process.stderr == b"virtual lab: standard input has no manifest\r\n"


def test_a_long_output_comes_in_several_pieces(make_lab: MakeLab) -> None:
    products = tuple(
        {"key": f"{{{n:036}}}", "hive": "64", "name": f"Product {n}", "version": "1", "publisher": "P" * 400}
        for n in range(200)
    )
    lab = make_lab([MachineSpec("pc-1", products=products)])
    protocol = connect(lab, "pc-1")
    shell = protocol.open_shell(codepage=65001)
    command = protocol.run_command(shell, f"reg query HKLM\\{UNINSTALL} /s")
    pieces = []
    done = False
    while not done:
        out, _, code, done = protocol.get_command_output_raw(shell, command)
        pieces.append(out)
    protocol.close_shell(shell)
    assert code == 0
    assert len(pieces) > 3
    assert b"".join(pieces).count(b"DisplayName") == 200


def test_a_wrong_password_and_a_wrong_name_are_refused(lab: RunningLab) -> None:
    for changes in ({"password": "wrong"}, {"username": "nobody"}):
        with pytest.raises(InvalidCredentialsError):
            connect(lab, "b204-01", **changes).open_shell()


def test_a_certificate_of_another_authority_is_refused(
    lab: RunningLab, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = open_authority(tmp_path_factory.mktemp("other"))
    with pytest.raises(SSLError, match="CERTIFICATE_VERIFY_FAILED"):
        connect(lab, "b204-01", ca_trust_path=str(other.certificate_file)).open_shell()


def test_a_machine_is_not_taken_for_another_address(lab: RunningLab) -> None:
    _, port = lab.machines["b204-01"]
    with pytest.raises(SSLError, match=r"IP address mismatch|doesn't match"):
        connect(lab, "b204-01", endpoint=f"https://127.0.0.1:{port}/wsman".replace("127.0.0.1", "0.0.0.0")).open_shell()  # noqa: S104 - another way to say this machine


def test_a_shell_that_is_gone_is_a_fault_with_its_number(lab: RunningLab) -> None:
    protocol = connect(lab, "b204-01")
    shell = protocol.open_shell()
    protocol.close_shell(shell, close_session=False)
    with pytest.raises(WSManFaultError) as caught:
        protocol.run_command(shell, "hostname")
    assert caught.value.wsman_fault_code == 2150858843


def test_a_command_that_is_gone_is_a_fault_with_its_number(lab: RunningLab) -> None:
    protocol = connect(lab, "b204-01")
    shell = protocol.open_shell()
    with pytest.raises(WSManFaultError) as caught:
        protocol.get_command_output_raw(shell, "NIX")
    assert caught.value.wsman_fault_code == 87
    protocol.close_shell(shell)


def test_other_resources_and_actions_are_refused(lab: RunningLab) -> None:
    wsman = pypsrp_wsman(lab, "b204-01")
    with pytest.raises(PypsrpFault, match="the command shell only") as caught:
        wsman.get_server_config()
    assert caught.value.code == 2150858811
    wsman.close()


def test_a_machine_that_ignores_utf8_answers_in_its_own_code_page(make_lab: MakeLab) -> None:
    lab = make_lab([MachineSpec("pc-1", language="de", accepts_utf8=False)])
    _, err, code = run_command(connect(lab, "pc-1"), r"reg query HKLM\nix")
    assert code == 1
    assert err.decode("cp850").startswith("FEHLER: Der angegebene Registrierungsschlüssel bzw. Wert")
