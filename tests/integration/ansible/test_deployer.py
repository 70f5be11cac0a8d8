"""What a run does to machines of the virtual lab, and what it tells of it."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from orchestrator.adapters.ansible.deployer import AnsibleNotReady
from orchestrator.domain.provider_calls import ChocolateyCall, ChocolateyState, MsiCall, MsiState
from orchestrator.services.deployment import RunEventKind, RunStatus
from orchestrator.virtual_lab.shelf import load_shelf
from tests.integration.ansible.bench import Bench, lab_work
from tests.integration.ansible.examples import BROWSERS, work
from tests.lab_fixture import MakeLab

ONE, TWO = "b204-01", "b204-02"
FIREFOX = ChocolateyCall(("firefox",), ("firefox",), ChocolateyState.PRESENT, "145.0.1", "feed")
EDITORS = ChocolateyCall(("vlc", "npp"), ("vlc", "notepadplusplus"), ChocolateyState.PRESENT, None, "feed")


def msi(item: str, file: str) -> MsiCall:
    """The call for a file of the lab's shelf."""
    entry = load_shelf().files[file]
    return MsiCall(item, entry.name, f"files/{file}", hashlib.sha256(entry.content()).hexdigest(), entry.product_code)


SEVEN_ZIP = msi("7zip", "7z2409-x64.msi")
STOCKROOM = msi("stockroom", "stockroom-2.7.msi")


def test_each_machine_gets_its_calls_and_tells_of_each(bench: Bench, make_lab: MakeLab) -> None:
    lab = make_lab([ONE, TWO])
    bench.use(lab)
    status = bench.apply(lab_work(lab, ONE, FIREFOX, EDITORS, SEVEN_ZIP), lab_work(lab, TWO, STOCKROOM))
    assert status is RunStatus.SUCCESSFUL
    first = [(e.kind, e.items) for e in bench.events if e.machine_id == ONE]
    assert first == [
        (RunEventKind.CALL_STARTED, ("firefox",)),
        (RunEventKind.CALL_SUCCEEDED, ("firefox",)),
        (RunEventKind.CALL_STARTED, ("vlc", "npp")),
        (RunEventKind.CALL_SUCCEEDED, ("vlc", "npp")),
        (RunEventKind.CALL_STARTED, ("7zip",)),
        (RunEventKind.CALL_SUCCEEDED, ("7zip",)),
        (RunEventKind.MACHINE_DONE, ()),
    ]
    (stockroom,) = bench.of(RunEventKind.CALL_SUCCEEDED, TWO)
    assert stockroom.data == {"rc": 3010, "changed": True, "reboot_required": True}
    (done,) = bench.of(RunEventKind.MACHINE_DONE, ONE)
    assert done.data == {"ok": 3, "changed": 2, "failures": 0}
    assert bench.of(RunEventKind.OUTPUT) == []


def test_what_is_taken_away_is_gone_and_told_as_such(bench: Bench, make_lab: MakeLab) -> None:
    """R4.2"""
    lab = make_lab([ONE])
    bench.use(lab)
    bench.apply(lab_work(lab, ONE, FIREFOX, SEVEN_ZIP))
    bench.batches.clear()
    lab.set(ONE, "installer-fails=7z2409-x64.msi:1603")
    gone = replace(FIREFOX, state=ChocolateyState.ABSENT, version=None)
    product = MsiCall("7zip", "7-Zip", "", "", SEVEN_ZIP.product_code, state=MsiState.ABSENT)
    assert bench.apply(lab_work(lab, ONE, gone, EDITORS, product), run_id="run-2") is RunStatus.FAILED
    assert [(e.kind, e.items, e.data.get("rc")) for e in bench.events if e.machine_id == ONE][:-1] == [
        (RunEventKind.REMOVAL_STARTED, ("firefox",), None),
        (RunEventKind.REMOVAL_SUCCEEDED, ("firefox",), 0),
        (RunEventKind.CALL_STARTED, ("vlc", "npp"), None),
        (RunEventKind.CALL_SUCCEEDED, ("vlc", "npp"), 0),
        (RunEventKind.REMOVAL_STARTED, ("7zip",), None),
        (RunEventKind.REMOVAL_FAILED, ("7zip",), 1603),
    ]
    assert "firefox" not in {package["id"] for package in lab.state(ONE)["packages"]}


def test_a_machine_that_was_begun_is_finished_before_the_next_takes_its_place(bench: Bench, make_lab: MakeLab) -> None:
    lab = make_lab([ONE, TWO])
    bench.use(lab)
    bench.forks = 1
    bench.apply(lab_work(lab, ONE, FIREFOX, SEVEN_ZIP), lab_work(lab, TWO, FIREFOX, SEVEN_ZIP))
    order = [event.machine_id for event in bench.of(RunEventKind.CALL_SUCCEEDED)]
    assert order == [ONE, ONE, TWO, TWO]


def test_a_second_run_changes_nothing(bench: Bench, make_lab: MakeLab) -> None:
    lab = make_lab([ONE])
    bench.use(lab)
    for run_id in ("run-1", "run-2"):
        bench.batches.clear()
        bench.apply(lab_work(lab, ONE, FIREFOX, SEVEN_ZIP), run_id=run_id)
    assert [event.data["changed"] for event in bench.of(RunEventKind.CALL_SUCCEEDED)] == [False, False]
    assert len(lab.installers()) == 2


def test_a_failed_package_is_told_with_its_exit_code_and_the_others_are_tried(bench: Bench, make_lab: MakeLab) -> None:
    lab = make_lab([ONE])
    bench.use(lab)
    lab.set(ONE, "installer-fails=firefox:1603")
    assert bench.apply(lab_work(lab, ONE, FIREFOX, EDITORS, SEVEN_ZIP)) is RunStatus.FAILED
    (failed,) = bench.of(RunEventKind.CALL_FAILED)
    assert failed.items == ("firefox",)
    assert failed.data["rc"] == 1603
    assert failed.data["msg"]
    assert [event.items for event in bench.of(RunEventKind.CALL_SUCCEEDED)] == [("vlc", "npp"), ("7zip",)]
    (done,) = bench.of(RunEventKind.MACHINE_DONE)
    assert done.data["failures"] == 1


def test_a_machine_that_is_off_does_not_keep_another_from_its_software(bench: Bench, make_lab: MakeLab) -> None:
    lab = make_lab([ONE, TWO])
    bench.use(lab)
    lab.set(ONE, "off")
    assert bench.apply(lab_work(lab, ONE, FIREFOX), lab_work(lab, TWO, FIREFOX)) is RunStatus.FAILED
    (unreachable,) = bench.of(RunEventKind.UNREACHABLE)
    assert unreachable.machine_id == ONE
    assert "refused" in unreachable.data["msg"]
    assert lab.installers(TWO) == ["b204-02 firefox install 0"]


def test_a_refused_password_can_be_told_from_a_machine_that_is_off(bench: Bench, make_lab: MakeLab) -> None:
    lab = make_lab([ONE])
    bench.use(lab)
    lab.set(ONE, "wrong-password")
    assert bench.apply(lab_work(lab, ONE, FIREFOX)) is RunStatus.FAILED
    (unreachable,) = bench.of(RunEventKind.UNREACHABLE)
    assert "credentials were rejected" in unreachable.data["msg"]


def test_a_certificate_that_the_profiles_authority_did_not_sign_is_not_talked_to(
    bench: Bench, make_lab: MakeLab
) -> None:
    lab = make_lab([ONE])
    bench.use(lab)
    plain = lab_work(lab, ONE, FIREFOX)
    assert bench.apply(replace(plain, profile=replace(plain.profile, ca_file=None))) is RunStatus.FAILED
    (unreachable,) = bench.of(RunEventKind.UNREACHABLE)
    assert "CERTIFICATE_VERIFY_FAILED" in unreachable.data["msg"]
    assert lab.log("module") == []


def test_nothing_to_do_starts_nothing(bench: Bench) -> None:
    assert bench.apply() is RunStatus.SUCCESSFUL
    assert not bench.run_folder.exists()


def test_a_missing_secret_is_raised_before_anything_starts(bench: Bench) -> None:
    with pytest.raises(KeyError, match="winrm"):
        bench.apply(work(1, BROWSERS))
    assert bench.events == []
    assert not bench.run_folder.exists()


def test_missing_collections_end_the_run_with_what_to_do(bench: Bench, tmp_path: Path) -> None:
    bench.secrets["winrm"] = "x"
    bench.collections = tmp_path / "none"
    assert bench.apply(work(1, BROWSERS)) is RunStatus.CRASHED
    words = [event.data["msg"] for event in bench.of(RunEventKind.OUTPUT)]
    assert words == [
        "ansible.windows is missing; run: classroom collections install",
        "chocolatey.chocolatey is missing; run: classroom collections install",
    ]


def test_a_missing_program_is_named(bench: Bench, tmp_path: Path) -> None:
    bench.executables = tmp_path / "bin"
    with pytest.raises(AnsibleNotReady) as refusal:
        bench.deployer().check()
    assert refusal.value.missing == (str(tmp_path / "bin/ansible-playbook"),)


def test_an_ansible_that_cannot_do_its_work_is_a_crash_that_says_why(bench: Bench, tmp_path: Path) -> None:
    bench.secrets["winrm"] = "x"
    bench.executables = tmp_path / "bin"
    bench.executables.mkdir()
    program = bench.executables / "ansible-playbook"
    program.write_text("#!/bin/sh\necho 'ERROR! the libraries are gone'\nexit 250\n")
    program.chmod(0o755)
    assert bench.apply(work(1, BROWSERS)) is RunStatus.CRASHED
    assert "ERROR! the libraries are gone" in [event.data["msg"] for event in bench.of(RunEventKind.OUTPUT)]


def test_what_the_receiver_of_events_raises_ends_the_run_and_passes(bench: Bench) -> None:
    bench.secrets["winrm"] = "x"

    def refuse(_: object) -> None:
        raise OSError("the disk is full")

    bench.batches = type("Full", (list,), {"append": lambda *_: refuse(None)})()
    with pytest.raises(OSError, match="the disk is full"):
        bench.apply(work(1, BROWSERS, address="127.0.0.1", port=9))
    assert list(bench.private.iterdir()) == []
    assert bench.deployer().fence("room-1") == 0


def test_a_run_leaves_a_log_and_nothing_else(bench: Bench) -> None:
    bench.secrets["winrm"] = "x"
    bench.apply(work(1, BROWSERS, address="127.0.0.1", port=9))
    left = [path.relative_to(bench.run_folder) for path in bench.run_folder.rglob("*") if path.is_file()]
    assert left == [Path("logs/run-1.log")]
    assert list(bench.private.iterdir()) == []
    log = (bench.run_folder / "logs/run-1.log").read_text()
    assert log.startswith("m_0001 = b204-01 at 127.0.0.1:9\n")
    assert "UNREACHABLE" in log
