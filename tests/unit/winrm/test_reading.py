"""The whole output of one machine, from bytes to values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.adapters.winrm.reading import MachineOutput
from orchestrator.adapters.winrm.sections import UnreadableOutput
from orchestrator.domain.observations import ChocolateyPackage, Hardware
from tests.unit.winrm.outputs import (
    CPU,
    GERMAN_CODE_PAGE,
    GERMAN_NOT_FOUND,
    HARDWARE_ID,
    HIVE_64_GERMAN,
    MARKER,
    SIZES,
    SIZES_GERMAN,
    choco_2,
    choco_that_refuses_the_flag,
    machine_output,
    mark,
    oem_code_page,
)


def read(output: bytes) -> MachineOutput:
    return MachineOutput(output, MARKER)


def test_everything_that_a_machine_tells_is_read() -> None:
    output = read(machine_output(chocolatey=choco_2("Firefox|145.0.1"), reboot=["windows_update", "file_rename"]))
    software = output.software()
    assert output.hardware_id() == HARDWARE_ID
    assert software.computer_name == "B204-07"
    assert [(product.name, product.hive) for product in software.products] == [
        ("7-Zip 24.09 (x64 edition)", "64"),
        ("7-Zip 24.09 (x64)", "64"),
        ("Microsoft Edge", "32"),
        ("Mozilla Firefox (x64 en-US)", "64"),
    ]
    assert software.chocolatey == (ChocolateyPackage("firefox", "145.0.1"),)
    assert software.reboot_pending == ("file_rename", "windows_update")


def test_what_the_machine_is_made_of_is_read() -> None:
    """R3.2: memory, disk, processor and Windows build are what an override's need is held against."""
    assert read(machine_output()).hardware() == Hardware(
        memory_mb=16384,
        disk_mb=487637,
        disk_free_mb=214902,
        cpu=CPU,
        cpu_cores=6,
        windows_build="10.0.22631.4460",
        windows_name="Windows 11 Education",
    )


def test_sizes_in_the_machines_own_code_page_are_read() -> None:
    spaced = SIZES_GERMAN.replace(".", "\xa0")
    hardware = read(machine_output(oem=oem_code_page(850), disk=spaced, encodings={"disk": "cp850"})).hardware()
    assert hardware is not None
    assert (hardware.disk_mb, hardware.disk_free_mb) == (487637, 214902)


def test_a_machine_that_tells_nothing_of_its_hardware_is_still_read() -> None:
    output = read(
        machine_output(windows="", edition=GERMAN_NOT_FOUND, cpus="", ranges=GERMAN_NOT_FOUND, disk="Fehler: 5\n")
    )
    assert output.hardware() is None
    assert output.software().products


def test_hardware_that_cannot_be_decoded_is_not_told_and_the_rest_is() -> None:
    output = machine_output(disk=f"\x81{SIZES}", encodings={"disk": "latin-1"}, oem=oem_code_page(1252))
    hardware = read(output).hardware()
    assert hardware is not None
    assert (hardware.disk_mb, hardware.memory_mb) == (None, 16384)


@pytest.mark.parametrize(
    ("code_page", "encodings"),
    [
        (65001, {"codepage": "cp850"}),
        (850, dict.fromkeys(("codepage", "hive64", "hive32", "chocolatey"), "cp850")),
        (65001, {"hive64": "cp850", "chocolatey": "cp850"}),
    ],
    ids=["speaks UTF-8", "ignores the wish", "has programs that ignore it"],
)
def test_a_german_machine_is_read_like_any_other(code_page: int, encodings: dict[str, str]) -> None:
    output = machine_output(
        code_page=GERMAN_CODE_PAGE.format(code_page),
        oem=oem_code_page(850),
        hive_64=HIVE_64_GERMAN,
        hive_32="",
        hive_32_outcome="failed",
        chocolatey='Der Befehl "choco" ist entweder falsch geschrieben oder\nkonnte nicht gefunden werden: prüfen.\n',
        encodings=encodings,
    )
    software = read(output).software()
    [product] = software.products
    assert product.name == "Größenrechner für Übungen"
    assert product.publisher == "Müller & Söhne GmbH"
    assert software.chocolatey is None
    assert software.reboot_pending == ()


def test_errors_among_the_output_are_never_taken_for_data() -> None:
    software = read(machine_output(hardware=GERMAN_NOT_FOUND, hive_32="", hive_32_outcome="failed")).software()
    assert {product.hive for product in software.products} == {"64"}
    assert read(machine_output(hardware=GERMAN_NOT_FOUND)).hardware_id() is None


def test_a_machine_without_chocolatey_has_no_package_list() -> None:
    assert read(machine_output()).software().chocolatey is None


def test_a_chocolatey_without_packages_has_an_empty_list() -> None:
    assert read(machine_output(chocolatey=choco_2())).software().chocolatey == ()


def test_a_chocolatey_that_refuses_the_flag_is_read_without_it() -> None:
    output = machine_output(chocolatey=choco_that_refuses_the_flag("3.0.0", "git|2.47.0"))
    assert read(output).software().chocolatey == (ChocolateyPackage("git", "2.47.0"),)


@pytest.mark.parametrize("version", ["1.4.0", "0.10.15", "what is this"])
def test_what_is_in_the_feeds_is_never_taken_for_what_is_installed(version: str) -> None:
    output = machine_output(chocolatey=choco_that_refuses_the_flag(version, "git|2.47.0"))
    with pytest.raises(UnreadableOutput, match="again: is a list of the feeds"):
        read(output).software()


def test_a_package_list_that_failed_is_not_an_empty_one() -> None:
    failed = f"2.4.3\n{mark('packages')}\n{mark('again')}\n{mark('failed')}\n"
    with pytest.raises(UnreadableOutput, match="again: could not be read"):
        read(machine_output(chocolatey=failed)).software()


def test_a_hive_that_was_read_only_in_part_is_not_a_shorter_list() -> None:
    with pytest.raises(UnreadableOutput, match="hive64: was read only in part"):
        read(machine_output(hive_64_outcome="failed")).software()


def test_a_machine_whose_registry_could_not_be_read_is_not_an_empty_one() -> None:
    output = machine_output(hive_64="", hive_64_outcome="failed", hive_32="", hive_32_outcome="failed")
    with pytest.raises(UnreadableOutput, match="could not be read, nor could the other one"):
        read(output).software()


def test_a_computer_without_a_name_is_read_all_the_same() -> None:
    assert read(machine_output(name="\n")).software().computer_name is None


def test_words_that_are_no_reason_for_a_reboot_are_passed_over() -> None:
    assert read(machine_output(reboot=["ERROR: Access is denied.", "windows_update"])).software().reboot_pending == (
        "windows_update",
    )


@given(st.data())
def test_a_damaged_output_is_read_or_unreadable_and_nothing_else(data: st.DataObject) -> None:
    output = machine_output(chocolatey=choco_2("firefox|145.0.1"))
    at = data.draw(st.integers(0, len(output)))
    length = data.draw(st.integers(0, 60))
    damaged = output[:at] + data.draw(st.binary(max_size=60)) + output[at + length :]
    try:
        machine = read(damaged)
        machine.hardware_id()
        software = machine.software()
    except UnreadableOutput:
        return
    assert all(product.name for product in software.products)
