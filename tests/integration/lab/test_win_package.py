"""The unmodified module win_package against the lab, also as a task that runs on by itself."""

from typing import Any

from orchestrator.virtual_lab.shelf import load_shelf
from tests.integration.lab.conftest import AdHoc, Play, names
from tests.lab_fixture import MakeLab, RunningLab

PACKAGE = "ansible.windows.win_package"
SEVEN_ZIP = load_shelf().files["7z2409-x64.msi"]
STOCKROOM = load_shelf().files["stockroom-2.7.msi"]


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


def test_the_watchdog_ends_an_installation_and_no_second_one_starts_meanwhile(make_lab: MakeLab, play: Play) -> None:
    lab = make_lab(["pc-1"])
    lab.set("pc-1", f"hang={SEVEN_ZIP.file}")
    paths = [f"{lab.distribution_url}/files/{file.file}" for file in (SEVEN_ZIP, STOCKROOM)]
    until = {"until": "job is finished", "retries": 50, "delay": 0.1, "register": "job", "ignore_errors": True}
    result = play(
        lab,
        [
            {PACKAGE: {"path": paths[0]}, "async": 2, "poll": 0, "register": "job"},
            {PACKAGE: {"path": paths[1]}, "register": "second", "ignore_errors": True},
            {"ansible.builtin.assert": {"that": "second is failed and second.rc == 1618"}},
            {"ansible.builtin.async_status": {"jid": "{{ job.ansible_job_id }}"}, **until},
            {"ansible.builtin.assert": {"that": "job is failed and 'timed out' in job.msg"}},
            {"ansible.builtin.async_status": {"jid": "j1.1"}, "register": "unknown", "ignore_errors": True},
            {"ansible.builtin.assert": {"that": "unknown is failed and 'could not find job' in unknown.msg"}},
        ],
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert lab.installers() == ["pc-1 7z2409-x64.msi install None"]


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
