"""Plain Ansible takes the example site as it is, and means by it what the import means."""

import json
from pathlib import Path

import pytest
import yaml

from orchestrator.domain.errors import InvalidInput
from orchestrator.services.site_files.site import read_site
from tests.playbooks.handrun import ROOT, Outcome, program
from tests.unit.site_files.example import ITEMS, edited, site_files

EXAMPLE = "inventory/example"


@pytest.fixture
def quiet(tmp_path: Path) -> Path:
    """An empty home for Ansible."""
    return tmp_path / "home"


def listed(home: Path, inventory: Path) -> dict[str, dict[str, object]]:
    """Every machine's variables as ansible-inventory gives them."""
    seen = program(home, "ansible-inventory", "-i", str(inventory), "--list")
    assert seen.code == 0, seen.output
    variables: dict[str, dict[str, object]] = json.loads(seen.output)["_meta"]["hostvars"]
    return variables


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def without_a_warning(seen: Outcome) -> str:
    assert seen.code == 0, seen.output
    assert "WARNING" not in seen.output
    assert "DEPRECAT" not in seen.output
    return seen.output


def test_the_graph_shows_rooms_and_machines_without_a_warning(quiet: Path) -> None:
    seen = without_a_warning(program(quiet, "ansible-inventory", "-i", EXAMPLE, "--graph"))
    assert [line.strip(" |-") for line in seen.splitlines() if "@" in line] == [
        "@all:",
        "@ungrouped:",
        "@classrooms:",
        "@room_b_204:",
        "@room_c_101:",
    ]
    assert sum("--b204-" in line for line in seen.splitlines()) == 12
    assert sum("--c101-" in line for line in seen.splitlines()) == 4


def test_the_playbook_finds_all_machines_without_a_warning(quiet: Path) -> None:
    book = ("playbooks/apply_manifest.yml", "--check", "--list-hosts")
    seen = without_a_warning(program(quiet, "ansible-playbook", "-i", EXAMPLE, *book))
    assert "hosts (16):" in seen


def test_the_playbook_runs_by_hand_with_nothing_to_do_without_a_warning(quiet: Path) -> None:
    seen = without_a_warning(
        program(quiet, "ansible-playbook", "-i", EXAMPLE, "playbooks/apply_manifest.yml", "--check")
    )
    assert "failed=0" in seen
    assert "unreachable=1" not in seen


def test_plain_ansible_reaches_the_machines_as_the_import_says(quiet: Path) -> None:
    variables = listed(quiet, ROOT / EXAMPLE)
    site = read_site(site_files()).declared(ITEMS)
    profiles = {profile.name: profile for profile in site.profiles}
    assert set(variables) == {machine.name for machine in site.machines}
    for machine in site.machines:
        own, profile = variables[machine.name], profiles[machine.profile]
        assert (own["ansible_host"], own["ansible_port"]) == (machine.address, machine.port)
        assert (own["ansible_user"], own["ansible_winrm_transport"]) == (profile.user, profile.transport)
        assert own["ansible_winrm_server_cert_validation"] == "validate"
        assert profile.secret.upper() in str(own["ansible_password"])


# Each of six places gives a value; the one that wins tells who beats whom.
LAYERS = {
    "hosts.yml": """
all:
  vars: {ansible_port: 1}
  children:
    outer:
      vars: {ansible_port: 2}
      children:
        inner:
          vars: {ansible_port: 3}
          hosts:
            pc1: {}
            pc2: {ansible_port: 7}
            pc3: {ansible_port: 7}
    zebra:
      vars: {ansible_port: 4}
      hosts: {pc4: {}}
    ant:
      vars: {ansible_port: 5}
      hosts: {pc4: {}, pc5: {}}
""",
    "host_vars/pc3.yml": "ansible_port: 8\n",
}
CONNECTION = {
    "ansible_connection": "winrm",
    "ansible_winrm_scheme": "https",
    "ansible_winrm_transport": "basic",
    "ansible_user": "x",
    "ansible_password": "{{ lookup('ansible.builtin.env', 'CLASSROOM_SECRET_X') }}",
}


@pytest.mark.parametrize(
    "group_files",
    [{}, {"all": 11}, {"all": 11, "outer": 12}, {"inner": 13, "outer": 12}, {"zebra": 14, "ant": 15, "all": 11}],
    ids=lambda files: " ".join(files) or "none",
)
def test_the_import_lets_the_same_place_win_as_plain_ansible(
    quiet: Path, tmp_path: Path, group_files: dict[str, int]
) -> None:
    files = dict(LAYERS)
    for group in {"all", *group_files}:
        facts: dict[str, object] = dict(CONNECTION) if group == "all" else {}
        if group in group_files:
            facts["ansible_port"] = group_files[group]
        files[f"group_vars/{group}.yml"] = yaml.safe_dump(facts)
    ports = {machine.name: machine.port for machine in read_site(files).declared(()).machines}
    variables = listed(quiet, written(tmp_path / "site", files))
    assert ports == {name: own["ansible_port"] for name, own in variables.items()}


@pytest.mark.parametrize(
    "evil",
    [
        "\"{{ lookup('pipe', 'touch WITNESS') }}\"",
        "\"{% set x = lookup('pipe', 'touch WITNESS') %}{{ x }}\"",
        "\"#jinja2:variable_start_string:'[[', variable_end_string:']]'\\n[[ lookup('pipe', 'touch WITNESS') ]]\"",
    ],
)
def test_what_ansible_would_run_on_the_controller_the_import_refuses(quiet: Path, tmp_path: Path, evil: str) -> None:
    witness = tmp_path / "witness"
    text = evil.replace("WITNESS", str(witness))
    files = edited(site_files(), "group_vars/room_b_204.yml", "Main building", text)
    with pytest.raises(InvalidInput) as caught:
        read_site(files).declared(ITEMS)
    assert {(p.problem, p.field) for p in caught.value.problems} == {("template", "classroom_building")}
    # Tagged, it is text for both; untagged, Ansible does run it.
    tagged = edited(site_files(), "group_vars/room_b_204.yml", "Main building", f"!unsafe {text}")
    for folder, content, runs in (("tagged", tagged, False), ("untagged", files, True)):
        site = written(tmp_path / folder, content)
        show = ("-m", "ansible.builtin.debug", "-a", "var=classroom_building", "-c", "local")
        seen = program(quiet, "ansible", "-i", str(site), "b204-02", *show)
        assert seen.code == 0, seen.output
        assert witness.exists() is runs
