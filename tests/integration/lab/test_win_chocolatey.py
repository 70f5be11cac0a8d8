"""The unmodified module win_chocolatey against the lab."""

from typing import Any

from orchestrator.virtual_lab.specs import MachineSpec
from tests.integration.lab.conftest import AdHoc, Play, names
from tests.lab_fixture import MakeLab, RunningLab

CHOCOLATEY = "chocolatey.chocolatey.win_chocolatey"


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
