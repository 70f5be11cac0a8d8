"""The playbook, its role and the linter, without any machine."""

import json
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from orchestrator.domain.provider_calls import ChocolateyCall, MsiCall
from tests.playbooks.handrun import ROOT, apply_manifest, program

ROLE = ROOT / "playbooks/roles/classroom_software"


def inventory(folder: Path, **variables: object) -> Path:
    """Two machines that nobody answers for."""
    path = folder / "hosts.json"
    hosts: dict[str, dict[str, str]] = {"b204-01": {}, "b204-02": {}}
    path.write_text(json.dumps({"all": {"hosts": hosts, "vars": {"ansible_connection": "winrm", **variables}}}))
    return path


def test_the_linter_has_nothing_to_say_in_its_strictest_profile(tmp_path: Path) -> None:
    seen = program(tmp_path, "ansible-lint", "--offline", "--strict", "--nocolor", "playbooks")
    assert seen.code == 0, seen.output
    assert "Profile 'production' was required, and it passed." in seen.output


@pytest.mark.parametrize("mode", [[], ["--check"]], ids=["real", "check"])
def test_a_run_by_hand_with_nothing_to_do_touches_no_machine_and_warns_of_nothing(
    tmp_path: Path, mode: list[str]
) -> None:
    seen = apply_manifest(tmp_path, inventory(tmp_path), *mode)
    assert seen.code == 0, seen.output
    assert "WARNING" not in seen.output
    assert seen.recap("b204-01") == {"ok": 1, "skipped": 2}


def test_the_hosts_can_be_chosen(tmp_path: Path) -> None:
    seen = apply_manifest(tmp_path, inventory(tmp_path), "-e", "apply_manifest_hosts=b204-02")
    assert "b204-01" not in seen.output
    assert seen.recap("b204-02") == {"ok": 1, "skipped": 2}


@pytest.mark.parametrize(
    ("name", "call", "complaint"),
    [
        ("classroom_software_chocolatey", {"packages": ["vlc"], "state": "present", "feed": "feed"}, "items"),
        ("classroom_software_msi", {"item": "a", "title": "A", "source": "a.msi", "product_code": "{A}"}, "sha256"),
        (
            "classroom_software_chocolatey",
            {"items": ["vlc"], "packages": ["vlc"], "state": "reinstalled", "feed": "feed"},
            "present, upgrade, absent",
        ),
    ],
)
def test_a_call_that_says_too_little_or_the_wrong_thing_is_refused_before_any_machine_is_asked(
    tmp_path: Path, name: str, call: dict[str, object], complaint: str
) -> None:
    seen = apply_manifest(tmp_path, inventory(tmp_path, **{name: [call]}))
    assert seen.code == 2
    assert complaint in seen.output
    assert seen.recap("b204-01") == {"failed": 1}


def test_without_a_distribution_point_a_call_says_what_is_missing(tmp_path: Path) -> None:
    call = {"items": ["vlc"], "packages": ["vlc"], "state": "present", "feed": "feed"}
    seen = apply_manifest(tmp_path, inventory(tmp_path, classroom_software_chocolatey=[call]))
    assert seen.code == 2
    assert "classroom_software_distribution_point" in seen.output


def test_the_role_and_the_domain_speak_of_the_same_fields() -> None:
    options = yaml.safe_load((ROLE / "meta/argument_specs.yml").read_text())["argument_specs"]["main"]["options"]
    assert options["classroom_software_chocolatey"]["options"].keys() == {f.name for f in fields(ChocolateyCall)}
    assert options["classroom_software_msi"]["options"].keys() == {f.name for f in fields(MsiCall)}


def test_defaults_are_what_the_argument_specification_says() -> None:
    options = yaml.safe_load((ROLE / "meta/argument_specs.yml").read_text())["argument_specs"]["main"]["options"]
    documented = {name: option["default"] for name, option in options.items() if "default" in option}
    assert yaml.safe_load((ROLE / "defaults/main.yml").read_text()) == documented


def test_only_the_two_maintained_modules_touch_a_machine() -> None:
    modules = {
        key
        for path in (ROLE / "tasks").glob("main_*.yml")
        for task in yaml.safe_load(path.read_text())
        for key in task
        if "." in key
    }
    assert modules == {"chocolatey.chocolatey.win_chocolatey", "ansible.windows.win_package"}
