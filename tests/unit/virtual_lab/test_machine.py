import asyncio

import pytest

from orchestrator.virtual_lab.execution_log import read_log, without_secrets
from orchestrator.virtual_lab.faults import STRANGER_HARDWARE_ID
from orchestrator.virtual_lab.installers import InstallerRun, run_installer
from orchestrator.virtual_lab.registry import Registry, in_view, without_root
from orchestrator.virtual_lab.specs import BadSpec, MachineSpec
from tests.unit.virtual_lab.conftest import MakeMachine


def test_a_new_machine_carries_the_image_and_what_it_was_told_to(make_machine: MakeMachine) -> None:
    product = {"key": "X", "hive": "32", "name": "Old tool", "version": "1", "publisher": "Campus IT"}
    found = make_machine(MachineSpec("a", packages=("git=2.47.1",), products=(product,))).describe()
    assert [p["name"].split(" Redist")[0] for p in found["products"]] == [
        "Git", "Microsoft Edge", "Microsoft Visual C++ 2015-2022", "Old tool",
    ]  # fmt: skip
    assert [(p["id"], p["version"], p["asked_for"]) for p in found["packages"]] == [
        ("chocolatey-core.extension", "1.4.0", False), ("git", "2.47.1", True), ("git.install", "2.47.1", False),
    ]  # fmt: skip


def test_a_machine_cannot_start_with_what_the_shelf_lacks(make_machine: MakeMachine) -> None:
    with pytest.raises(BadSpec, match="no package nix 1"):
        make_machine(MachineSpec("a", packages=("nix=1",)))


def test_state_is_loaded_again(make_machine: MakeMachine) -> None:
    before = make_machine(MachineSpec("a", packages=("vlc",)))
    before.set_faults(before.state.faults.with_word("installer-fails=vlc:5"))
    assert make_machine(MachineSpec("a")).describe() == before.describe()


def test_the_hardware_is_what_the_spec_says_of_an_old_machine_too(make_machine: MakeMachine) -> None:
    cores = r"HARDWARE\DESCRIPTION\System\CentralProcessor"
    before = make_machine(MachineSpec("a", hardware={"cpu_cores": 16}))
    before.save()
    after = make_machine(MachineSpec("a", hardware={"cpu_cores": 2, "windows_name": "Windows 11 Pro"}))
    assert [key.path.rpartition("\\")[2] for key in after.registry.children(cores)] == ["0", "1"]
    windows = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
    assert after.registry.get(windows, "ProductName") == "Windows 10 Pro"


def test_machines_are_not_all_of_one_make_and_each_keeps_its_own() -> None:
    makes = {MachineSpec(f"pc-{number:02}").fitted for number in range(40)}
    assert len(makes) > 2
    assert MachineSpec("pc-01").fitted == MachineSpec("pc-01").fitted


def test_a_stranger_shows_another_identity_until_mended(make_machine: MakeMachine) -> None:
    machine = make_machine(MachineSpec("a"))
    own = machine.hardware_id
    machine.set_faults(machine.state.faults.with_word("stranger"))
    assert machine.hardware_id == STRANGER_HARDWARE_ID
    assert machine.registry.get(r"SYSTEM\HardwareConfig", "LastConfig") == f"{{{STRANGER_HARDWARE_ID}}}"
    machine.set_faults(machine.state.faults.with_word("on"))
    assert machine.registry.get(r"SYSTEM\HardwareConfig", "LastConfig") == f"{{{own}}}"


def test_an_installer_that_is_cut_off_has_one_line_without_an_exit_code(make_machine: MakeMachine) -> None:
    machine = make_machine(MachineSpec("a"))
    machine.set_faults(machine.state.faults.with_word("hang=x"))

    async def main() -> None:
        task = asyncio.create_task(run_installer(machine, InstallerRun("x", "1", "install", 0)))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    (line,) = read_log(machine.file.parent / "executed.jsonl")
    assert (line["item"], line["rc"], line["changed"]) == ("x", None, False)


def test_a_hanging_installer_ends_when_the_machine_is_mended(make_machine: MakeMachine) -> None:
    machine = make_machine(MachineSpec("a"))
    machine.set_faults(machine.state.faults.with_word("hang=x"))

    async def main() -> int:
        task = asyncio.create_task(run_installer(machine, InstallerRun("x", "1", "install", 0)))
        await asyncio.sleep(0)
        assert not task.done()
        machine.set_faults(machine.state.faults.with_word("on"))
        return await task

    assert asyncio.run(main()) == 0


def test_the_registry_ignores_case_and_keeps_it() -> None:
    registry = Registry()
    registry.set(r"SOFTWARE\Acme\Tool", "Version", "1")
    assert registry.get(r"software\ACME\tool", "version") == "1"
    assert [k.path for k in registry.branch("software")] == ["SOFTWARE", r"SOFTWARE\Acme", r"SOFTWARE\Acme\Tool"]
    assert Registry(registry.to_json()).to_json() == registry.to_json()
    assert registry.delete_key(r"Software\acme")
    assert registry.key(r"SOFTWARE\Acme\Tool") is None
    assert not registry.delete_value("SOFTWARE", "nix")


@pytest.mark.parametrize(
    ("path", "below"), [(r"HKLM\A\B", r"A\B"), (r"hkey_local_machine\A\\", "A"), ("HKLM", ""), (r"HKCU\A", None)]
)
def test_paths_start_at_the_local_machine(path: str, below: str | None) -> None:
    assert without_root(path) == below


@pytest.mark.parametrize(
    ("path", "where"),
    [
        (r"SOFTWARE\A", r"SOFTWARE\WOW6432Node\A"),
        (r"Software\WOW6432Node\A", r"Software\WOW6432Node\A"),
        (r"SYSTEM\A", r"SYSTEM\A"),
    ],
)
def test_the_32_bit_view_is_a_branch_of_software(path: str, where: str) -> None:
    assert in_view(path, view32=True) == where
    assert in_view(path, view32=False) == path


def test_urls_lose_their_secrets() -> None:
    assert without_secrets("https://u:p@host:1/a?token=x#y") == "https://host:1/a"
    assert without_secrets("present") == "present"
