"""The role on machines of the virtual lab: every behaviour in check mode, for real, and again without change."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orchestrator.virtual_lab.shelf import load_shelf
from tests.lab_fixture import MakeLab, RunningLab
from tests.playbooks.handrun import Outcome, apply_manifest

MACHINE = "b204-01"
FIREFOX = {"items": ["firefox"], "packages": ["firefox"], "state": "present", "version": "145.0.1", "feed": "feed"}
EDITORS = {"items": ["vlc", "npp"], "packages": ["vlc", "notepadplusplus"], "state": "present", "feed": "feed"}


FIREFOX_GONE = {"items": ["firefox"], "packages": ["firefox"], "state": "absent", "feed": "feed"}


def msi(file: str, **other: object) -> dict[str, Any]:
    """The call for a file of the lab's shelf."""
    entry = load_shelf().files[file]
    digest = hashlib.sha256(entry.content()).hexdigest()
    call = {"item": "x", "title": entry.name, "source": f"files/{file}", "sha256": digest}
    return {**call, "product_code": entry.product_code, **other}


@pytest.fixture
def fresh(make_lab: MakeLab) -> RunningLab:
    """A lab with one machine."""
    return make_lab([MACHINE])


def apply(lab: RunningLab, home: Path, *arguments: str, point: str = "", **calls: list[dict[str, Any]]) -> Outcome:
    """Run the playbook by hand on the whole lab."""
    variables = {f"classroom_software_{provider}": each for provider, each in calls.items()}
    point = point or lab.distribution_url
    inventory = lab.write_inventory(home / "hosts.json", classroom_software_distribution_point=point, **variables)
    return apply_manifest(home, inventory, *arguments)


def three_times(lab: RunningLab, home: Path, **calls: Any) -> Iterator[Outcome]:  # noqa: ANN401 - calls by provider
    """Check mode, for real, for real again."""
    for arguments in (["--check"], [], []):
        seen = apply(lab, home, *arguments, **calls)
        assert seen.code == 0, seen.output
        assert "WARNING" not in seen.output
        yield seen


def packages(lab: RunningLab) -> dict[str, str]:
    """Chocolatey packages on the machine."""
    return {package["id"]: package["version"] for package in lab.state(MACHINE)["packages"]}


def titles(lab: RunningLab) -> set[str]:
    """What Windows shows as installed."""
    return {product["name"] for product in lab.state(MACHINE)["products"]}


def test_a_package_is_installed_in_the_version_that_was_asked_for(fresh: RunningLab, tmp_path: Path) -> None:
    runs = three_times(fresh, tmp_path, chocolatey=[FIREFOX])
    assert next(runs).recap(MACHINE)["changed"] == 1
    assert fresh.installers() == []
    assert next(runs).recap(MACHINE)["changed"] == 1
    assert packages(fresh)["firefox"] == "145.0.1"
    assert "changed" not in next(runs).recap(MACHINE)
    assert len(fresh.installers()) == 1


def test_an_older_package_is_upgraded(make_lab: MakeLab, tmp_path: Path) -> None:
    lab = make_lab([{"name": MACHINE, "packages": ["firefox=144.0.2"]}])
    runs = three_times(lab, tmp_path, chocolatey=[{**FIREFOX, "state": "upgrade"}])
    # Chocolatey's own rehearsal of an upgrade is not announced as a change by the module; it changes nothing either.
    assert "failed" not in next(runs).recap(MACHINE)
    assert packages(lab)["firefox"] == "144.0.2"
    assert next(runs).recap(MACHINE)["changed"] == 1
    assert packages(lab)["firefox"] == "145.0.1"
    assert "changed" not in next(runs).recap(MACHINE)


def test_several_packages_come_in_one_call(fresh: RunningLab, tmp_path: Path) -> None:
    runs = three_times(fresh, tmp_path, chocolatey=[EDITORS])
    next(runs)
    next(runs)
    assert {"vlc", "notepadplusplus"} <= packages(fresh).keys()
    assert "changed" not in next(runs).recap(MACHINE)
    modules = fresh.log("module", MACHINE)
    assert [entry["module"].rpartition(".")[2] for entry in modules] == ["win_chocolatey"] * 3


def test_an_installer_file_is_installed_once(fresh: RunningLab, tmp_path: Path) -> None:
    runs = three_times(fresh, tmp_path, msi=[msi("7z2409-x64.msi", arguments="ALLUSERS=1")])
    assert next(runs).recap(MACHINE)["changed"] == 1
    assert fresh.installers() == []
    assert next(runs).recap(MACHINE)["changed"] == 1
    assert len(fresh.installers()) == 1
    assert "changed" not in next(runs).recap(MACHINE)
    assert len(fresh.installers()) == 1


def test_a_package_that_has_to_go_is_removed_once(make_lab: MakeLab, tmp_path: Path) -> None:
    """R4.2"""
    lab = make_lab([{"name": MACHINE, "packages": ["firefox=144.0.2", "git"]}])
    runs = three_times(lab, tmp_path, chocolatey=[FIREFOX_GONE])
    assert next(runs).recap(MACHINE)["changed"] == 1
    assert "firefox" in packages(lab)
    assert next(runs).recap(MACHINE)["changed"] == 1
    assert "git" in packages(lab)
    assert "firefox" not in packages(lab)
    assert not any(name.startswith("Mozilla") for name in titles(lab))
    assert "changed" not in next(runs).recap(MACHINE)
    assert lab.installers() == [f"{MACHINE} firefox uninstall 0"]


def test_a_shell_and_the_package_that_has_the_software_go_one_after_the_other(
    make_lab: MakeLab, tmp_path: Path
) -> None:
    lab = make_lab([{"name": MACHINE, "packages": ["vlc"]}])
    gone = [{**FIREFOX_GONE, "items": ["vlc"], "packages": [name]} for name in ("vlc", "vlc.install")]
    for changed in (2, None):
        seen = apply(lab, tmp_path, chocolatey=gone)
        assert seen.code == 0, seen.output
        assert seen.output.count("changed: [") == (changed or 0)
    assert not packages(lab).keys() & {"vlc", "vlc.install"}
    assert "VLC media player" not in titles(lab)


def test_a_product_that_has_to_go_is_removed_once_and_nothing_is_downloaded_for_it(
    fresh: RunningLab, tmp_path: Path
) -> None:
    """R4.2"""
    there = msi("7z2409-x64.msi")
    assert apply(fresh, tmp_path, msi=[there]).code == 0
    gone = {"item": "7zip", "title": "7-Zip", "state": "absent", "product_code": there["product_code"]}
    runs = three_times(fresh, tmp_path, msi=[gone])
    assert next(runs).recap(MACHINE)["changed"] == 1
    assert there["title"] in titles(fresh)
    assert next(runs).recap(MACHINE)["changed"] == 1
    assert there["title"] not in titles(fresh)
    assert "changed" not in next(runs).recap(MACHINE)
    assert fresh.installers() == [f"{MACHINE} 7z2409-x64.msi install 0", f"{MACHINE} 7z2409-x64.msi uninstall 0"]


def test_a_removal_that_fails_keeps_nothing_else_from_being_tried(make_lab: MakeLab, tmp_path: Path) -> None:
    lab = make_lab([{"name": MACHINE, "packages": ["firefox", "git"]}])
    assert apply(lab, tmp_path, msi=[msi("7z2409-x64.msi")]).code == 0
    lab.set(MACHINE, "installer-fails=firefox:1603", "installer-fails=7z2409-x64.msi:1603")
    code = msi("7z2409-x64.msi")["product_code"]
    seen = apply(
        lab,
        tmp_path,
        chocolatey=[FIREFOX_GONE, EDITORS],
        msi=[
            {"item": "7zip", "title": "7-Zip", "state": "absent", "product_code": code},
            msi("student-records-forms-4.2.msi"),
        ],
    )
    assert seen.code == 2
    assert {"firefox", "vlc", "notepadplusplus"} <= packages(lab).keys()
    assert {"Mozilla Firefox (x64 en-US)", "7-Zip 24.09 (x64 edition)", "Student Records Forms"} <= titles(lab)


@pytest.mark.parametrize("state", [{}, {"state": "present"}])
def test_a_product_that_is_to_be_installed_without_its_file_is_refused(
    fresh: RunningLab, tmp_path: Path, state: dict[str, str]
) -> None:
    call = {"item": "7zip", "title": "7-Zip", "product_code": "{A}", **state}
    seen = apply(fresh, tmp_path, msi=[call])
    assert seen.code == 2
    assert "state is present but all of the following are missing: source, sha256" in seen.output
    assert fresh.log("module", MACHINE) == []


def test_an_installer_that_asks_for_a_reboot_has_succeeded(fresh: RunningLab, tmp_path: Path) -> None:
    seen = apply(fresh, tmp_path, msi=[msi("stockroom-2.7.msi")])
    assert seen.code == 0, seen.output
    assert fresh.state(MACHINE)["reboot_pending"]


def test_a_file_with_another_checksum_is_never_started(fresh: RunningLab, tmp_path: Path) -> None:
    seen = apply(fresh, tmp_path, msi=[msi("7z2409-x64.msi", sha256="0" * 64)])
    assert seen.recap(MACHINE)["failed"] == 1
    assert "checksum" in seen.output
    assert fresh.installers() == []


def test_what_fails_keeps_nothing_else_from_being_tried_and_the_machine_ends_as_failed(
    fresh: RunningLab, tmp_path: Path
) -> None:
    fresh.set(MACHINE, "installer-fails=firefox:1603", "installer-fails=7z2409-x64.msi:1603")
    seen = apply(
        fresh,
        tmp_path,
        chocolatey=[FIREFOX, EDITORS],
        msi=[msi("7z2409-x64.msi"), msi("student-records-forms-4.2.msi")],
    )
    assert seen.code == 2
    assert seen.recap(MACHINE)["failed"] >= 1
    assert "rescued" not in seen.recap(MACHINE)
    assert {"vlc", "notepadplusplus"} <= packages(fresh).keys()
    ran = [entry.split()[1] for entry in fresh.installers()]
    assert ran.count("7z2409-x64.msi") == 1
    assert "student-records-forms-4.2.msi" in ran


def test_an_installer_that_never_ends_is_given_up_and_the_next_is_tried(fresh: RunningLab, tmp_path: Path) -> None:
    fresh.set(MACHINE, "hang=7z2409-x64.msi")
    calls = [msi("7z2409-x64.msi"), msi("student-records-forms-4.2.msi")]
    seen = apply(fresh, tmp_path, "-e", "classroom_software_time_limit=2", msi=calls)
    assert seen.code == 2
    assert "Timed out after 2 second(s)" in seen.output
    assert fresh.installers()[-1] == f"{MACHINE} student-records-forms-4.2.msi install 0"


def test_a_machine_that_is_off_is_asked_once_for_all_its_calls(fresh: RunningLab, tmp_path: Path) -> None:
    fresh.set(MACHINE, "off")
    seen = apply(fresh, tmp_path, chocolatey=[FIREFOX, EDITORS], msi=[msi("7z2409-x64.msi")])
    assert seen.code == 4
    assert seen.recap(MACHINE) == {"ok": 1, "unreachable": 1}
    assert seen.output.count("failed: [b204-01]") == 1


def test_where_chocolatey_is_missing_nothing_is_fetched_but_from_the_distribution_point(
    make_lab: MakeLab, tmp_path: Path
) -> None:
    lab = make_lab([{"name": MACHINE, "chocolatey": None}])
    seen = apply(lab, tmp_path, chocolatey=[FIREFOX])
    assert seen.code == 2
    assert f"{lab.distribution_url}/chocolatey/install.ps1" in seen.output
    assert lab.installers() == []


def test_a_slash_at_the_end_of_the_distribution_point_changes_nothing(fresh: RunningLab, tmp_path: Path) -> None:
    seen = apply(fresh, tmp_path, point=f"{fresh.distribution_url}/", msi=[msi("7z2409-x64.msi")])
    assert seen.code == 0, seen.output
