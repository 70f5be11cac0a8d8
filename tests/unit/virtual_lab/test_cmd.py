import asyncio

import pytest

from orchestrator.virtual_lab.machine import Machine
from orchestrator.virtual_lab.native.cmd import execute
from orchestrator.virtual_lab.specs import MachineSpec
from orchestrator.virtual_lab.wire.shells import RunningCommand, Start
from tests.unit.virtual_lab.conftest import MakeMachine


def run(machine: Machine, line: str, *, code_page: int | None = 65001) -> tuple[bytes, bytes, int]:
    async def main() -> tuple[bytes, bytes, int]:
        io = RunningCommand("1")
        code = await execute(machine, Start(line, through_cmd=True, code_page=code_page, environment={}, io=io))
        pieces, _ = io.take(1 << 20)
        out = b"".join(data for stream, data in pieces if stream == "stdout")
        err = b"".join(data for stream, data in pieces if stream == "stderr")
        return out, err, code

    return asyncio.run(main())


@pytest.fixture
def machine(make_machine: MakeMachine) -> Machine:
    return make_machine(MachineSpec("pc-1"))


@pytest.fixture
def german(make_machine: MakeMachine) -> Machine:
    return make_machine(MachineSpec("pc-2", language="de", accepts_utf8=False))


@pytest.mark.parametrize(
    ("line", "out", "code"),
    [
        ("echo a&echo b", "a\r\nb\r\n", 0),
        ("echo a & echo b", "a \r\nb\r\n", 0),
        ("echo.", "\r\n", 0),
        ("hostname", "PC-1\r\n", 0),
        ("chcp", "Active code page: 65001\r\n", 0),
        ("ver", "\r\nMicrosoft Windows [Version 10.0.26100.4652]\r\n", 0),
        ("exit /b 7 & echo never", "", 7),
        ("hostname >nul && echo yes || echo no", "yes \r\n", 0),
        ("nix 2>nul && echo yes || echo no", "no\r\n", 0),
        ("nix 2>nul & echo %errorlevel%", "0\r\n", 0),
        ("nix 2>nul & call echo %^errorlevel%", "9009\r\n", 0),
        ('cmd /v:on /c "nix 2>nul & echo !errorlevel!"', "9009\r\n", 0),
        ("cmd /c exit /b 3", "", 3),
        ("(nix 2>&1) >nul & echo on %computername%", "on PC-1\r\n", 0),
        ("choco --version", "2.4.1\r\n", 0),
        ("choco list -r", "chocolatey|2.4.1\r\n", 0),
        ("choco list", "Chocolatey v2.4.1\r\nchocolatey 2.4.1\r\n1 packages installed.\r\n", 0),
    ],
)
def test_a_line_does_what_cmd_does(machine: Machine, line: str, out: str, code: int) -> None:
    found_out, found_err, found_code = run(machine, line)
    assert (found_out.decode(), found_err, found_code) == (out, b"", code)


def test_fsutil_tells_the_sizes_of_drive_c_as_the_build_and_the_language_write_them(make_machine: MakeMachine) -> None:
    sizes = {"disk_mb": 2000, "disk_free_mb": 1000}
    new = make_machine(MachineSpec("a", hardware=sizes))
    old = make_machine(MachineSpec("b", hardware={**sizes, "windows_build": "10.0.16299.15"}))
    german = make_machine(MachineSpec("c", language="de", hardware=sizes))
    assert (
        b"Total bytes             :   2,097,152,000 (  2.0 GB)\r\n"
        in run(new, "fsutil volume diskfree %SystemDrive%")[0]
    )
    assert b"Total # of bytes             : 2097152000\r\n" in run(old, "fsutil volume diskfree c:\\")[0]
    assert b":   1.048.576.000 (  1,0 GB)\r\n" in run(german, "fsutil volume diskfree C:")[0]
    assert run(new, "fsutil volume diskfree D:")[2] == 1


def test_an_unknown_command_ends_cmd_with_one(machine: Machine) -> None:
    out, err, code = run(machine, "nix")
    expected = "'nix' is not recognized as an internal or external command,\r\noperable program or batch file.\r\n"
    assert (out, err.decode(), code) == (b"", expected, 1)


def test_a_syntax_error_runs_nothing(machine: Machine) -> None:
    assert run(machine, "echo a & & echo b") == (b"", b"& was unexpected at this time.\r\n", 1)


def test_a_machine_without_utf8_writes_its_own_code_page(german: Machine) -> None:
    out, err, code = run(german, r"reg query HKLM\SOFTWARE\nix")
    message = "FEHLER: Der angegebene Registrierungsschlüssel bzw. Wert wurde nicht gefunden.\r\n"
    assert (out, err, code) == (b"", message.encode("cp850"), 1)
    assert run(german, "chcp")[0] == b"Aktive Codepage: 850.\r\n"


def test_chocolatey_2_refuses_local_only_and_chocolatey_1_needs_it(make_machine: MakeMachine) -> None:
    second, first = make_machine(MachineSpec("a")), make_machine(MachineSpec("b", chocolatey="1.4.0"))
    assert run(second, "choco list --local-only -r")[2] == 1
    assert run(first, "choco list -r")[2] == 1
    assert run(first, "choco list --local-only --limit-output") == (b"chocolatey|1.4.0\r\n", b"", 0)


def test_a_machine_without_chocolatey_does_not_know_the_word(make_machine: MakeMachine) -> None:
    out, err, code = run(make_machine(MachineSpec("a", chocolatey=None)), "choco --version")
    assert (out, code) == (b"", 1)
    assert err.startswith(b"'choco' is not recognized")


def test_a_query_of_a_branch_prints_every_key_below_it_with_its_values(make_machine: MakeMachine) -> None:
    machine = make_machine(MachineSpec("a", packages=("notepadplusplus=8.7.9",)))
    key = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
    out, err, code = run(machine, f'reg query "{key}" /s')
    assert (err, code) == (b"", 0)
    assert out.decode() == (
        "\r\n"
        "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Notepad++\r\n"
        "    DisplayName    REG_SZ    Notepad++ (64-bit x64)\r\n"
        "    DisplayVersion    REG_SZ    8.7.9\r\n"
        "    Publisher    REG_SZ    Notepad++ Team\r\n"
        '    UninstallString    REG_SZ    "C:\\Program Files\\Notepad++ (64-bit x64)\\uninstall.exe"\r\n'
        "\r\n"
    )


def test_the_32_bit_view_shows_keys_where_they_were_asked_for(machine: Machine) -> None:
    key = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\Microsoft Edge"
    out, _, code = run(machine, f'reg query "{key}" /v DisplayName /reg:32')
    assert code == 0
    shown = key.replace("HKLM", "HKEY_LOCAL_MACHINE")
    assert out.decode() == f"\r\n{shown}\r\n    DisplayName    REG_SZ    Microsoft Edge\r\n\r\n"
    assert run(machine, f'reg query "{key}" /v DisplayName /reg:64')[2] == 1


def test_a_search_for_a_value_counts_what_it_found(machine: Machine) -> None:
    key = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
    out, _, code = run(machine, f"reg query {key} /s /reg:32 /v DisplayName")
    assert (code, out.splitlines()[-1]) == (0, b"End of search: 2 match(es) found.")
    out, _, code = run(machine, f"reg query {key} /s /reg:64 /v DisplayName")
    assert (code, out) == (1, b"\r\nEnd of search: 0 match(es) found.\r\n")


def test_the_hardware_id_is_in_the_registry(machine: Machine) -> None:
    out, _, _ = run(machine, r"reg query HKLM\SYSTEM\HardwareConfig /v LastConfig")
    assert f"    LastConfig    REG_SZ    {{{machine.hardware_id}}}\r\n" in out.decode()


def test_written_values_are_read_back_and_survive_on_disk(make_machine: MakeMachine) -> None:
    machine = make_machine(MachineSpec("a"))
    done = b"The operation completed successfully.\r\n"
    assert run(machine, r'reg add HKLM\SOFTWARE\Stamp /v Id /t REG_SZ /d "m 1" /f') == (done, b"", 0)
    again = make_machine(MachineSpec("a"))
    assert b"    Id    REG_SZ    m 1\r\n" in run(again, r"reg query hklm\software\stamp /v id")[0]
    assert run(again, r"reg delete HKLM\SOFTWARE\Stamp /v Id /f") == (done, b"", 0)
    assert run(again, r"reg delete HKLM\SOFTWARE\Stamp /f") == (done, b"", 0)
    assert run(again, r"reg query HKLM\SOFTWARE\Stamp")[2] == 1


def test_an_existing_value_is_kept_where_nobody_forces(machine: Machine) -> None:
    run(machine, r"reg add HKLM\SOFTWARE\Stamp /v Id /d 1 /f")
    assert run(machine, r"reg add HKLM\SOFTWARE\Stamp /v Id /d 2")[2] == 1
    assert b"REG_SZ    1\r\n" in run(machine, r"reg query HKLM\SOFTWARE\Stamp /v Id")[0]


def test_nothing_is_deleted_without_force_and_all_values_go_at_once(machine: Machine) -> None:
    run(machine, r"reg add HKLM\SOFTWARE\Stamp /v A /d 1 /f & reg add HKLM\SOFTWARE\Stamp /ve /d 2 /f")
    assert run(machine, r"reg delete HKLM\SOFTWARE\Stamp")[2] == 1
    assert b"    (Default)    REG_SZ    2\r\n" in run(machine, r"reg query HKLM\SOFTWARE\Stamp /ve")[0]
    assert run(machine, r"reg delete HKLM\SOFTWARE\Stamp /va /f")[2] == 0
    assert run(machine, r"reg query HKLM\SOFTWARE\Stamp")[:2] == (b"", b"")
    assert run(machine, r"reg delete HKLM\SOFTWARE\Stamp /v A /f")[2] == 1


def test_a_key_shows_its_values_and_then_the_keys_below_it(machine: Machine) -> None:
    run(machine, r"reg add HKLM\SOFTWARE\A\B /f & reg add HKLM\SOFTWARE\A /v X /d 1 /f")
    assert run(machine, r"reg query HKLM\SOFTWARE\A")[0].decode() == (
        "\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\A\r\n    X    REG_SZ    1\r\n\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\A\\B\r\n"
    )


@pytest.mark.parametrize("line", ["reg", "reg query", r"reg query HKLM\SOFTWARE /x", r"reg query HKCU\SOFTWARE"])
def test_reg_refuses_what_it_does_not_understand(machine: Machine, line: str) -> None:
    out, err, code = run(machine, line)
    assert (out, code) == (b"", 1)
    assert err.startswith(b"ERROR: ")


def test_a_pending_restart_shows_where_windows_keeps_it(machine: Machine) -> None:
    line = r'reg query "HKLM\SYSTEM\CurrentControlSet\Control\Session Manager" /v PendingFileRenameOperations'
    assert run(machine, line)[2] == 1
    machine.state.ask_for_reboot()
    out, _, code = run(machine, line)
    assert code == 0
    assert b"    PendingFileRenameOperations    REG_MULTI_SZ    \\??\\C:\\" in out
    machine.state.restarted()
    assert run(machine, line)[2] == 1


def test_a_program_may_be_started_without_cmd(machine: Machine) -> None:
    async def main() -> tuple[int, bytes]:
        io = RunningCommand("1")
        line = r"C:\Windows\System32\hostname.exe"
        code = await execute(machine, Start(line, through_cmd=False, code_page=65001, environment={}, io=io))
        return code, b"".join(data for _, data in io.take(1000)[0])

    assert asyncio.run(main()) == (0, b"PC-1\r\n")


def test_the_log_has_the_line_without_the_data_that_was_written(machine: Machine) -> None:
    run(machine, r'reg add HKLM\SOFTWARE\Stamp /v Key /d "tr0ub4dor" /f')
    text = (machine.file.parent / "executed.jsonl").read_text()
    assert "reg add HKLM" in text
    assert "tr0ub4dor" not in text
