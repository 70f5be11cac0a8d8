from pathlib import Path

import pytest

from orchestrator.virtual_lab.inventory import read_inventory
from orchestrator.virtual_lab.specs import BadSpec, LabSpec, MachineSpec

GOOD = """
all:
  vars: {ansible_user: svc, ansible_port: 1, ansible_password: "{{ lookup('env', 'X') }}"}
  children:
    rooms:
      vars: {ansible_port: 2}
      children:
        b204:
          hosts:
            b204-01: {ansible_host: 127.0.0.1, ansible_port: 15986, classroom_hardware_id: "{aa}"}
            b204-02: {ansible_host: localhost, classroom_computer_name: !unsafe PC2, lab_chocolatey: none}
    german:
      vars: {lab_language: de, lab_accepts_utf8: false, lab_packages: [firefox], lab_hardware: {memory_mb: 4096}}
      hosts:
        b204-02:
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "hosts.yml"
    path.write_text(text)
    return path


def test_machines_are_read_with_the_variables_of_their_groups(tmp_path: Path) -> None:
    inventory = read_inventory(write(tmp_path, GOOD))
    assert inventory.username == "svc"
    assert inventory.machines == (
        MachineSpec("b204-01", "127.0.0.1", 15986, "{aa}"),
        MachineSpec(
            "b204-02", "127.0.0.1", 1, computer_name="PC2", language="de", accepts_utf8=False, chocolatey=None,
            packages=("firefox",), hardware={"memory_mb": 4096},
        ),
    )  # fmt: skip


def test_ports_may_be_left_to_chance(tmp_path: Path) -> None:
    assert {m.port for m in read_inventory(write(tmp_path, GOOD), free_ports=True).machines} == {0}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [", "cannot be read"),
        ("{}", "names no hosts"),
        ("all: {hosts: {'pc[01:12]': {}}}", "pattern"),
        ("all: {hosts: {pc: {ansible_host: 192.0.2.1}}}", "loopback"),
        ("all: {hosts: {pc: {ansible_host: 127.0.0.1, ansible_port: '{{ x }}'}}}", "not a number"),
        ("all: {hosts: {pc: {ansible_host: 127.0.0.1, lab_language: fr}}}", "speaks en and de"),
        ("all: {hosts: {pc: {ansible_host: 127.0.0.1, lab_hardware: {wheels: 4}}}}", "has no wheels"),
        ("all: {hosts: {pc: {ansible_host: 127.0.0.1, lab_hardware: {memory_mb: much}}}}", "no Windows machine"),
        ("all: {hosts: {pc: {ansible_host: 127.0.0.1, lab_hardware: {cpu_cores: 0}}}}", "no Windows machine"),
        ("all: {hosts: {pc: {ansible_host: 127.0.0.1, lab_hardware: {windows_build: 11}}}}", "no Windows machine"),
        (
            "all: {vars: {ansible_host: localhost}, hosts: {a: {ansible_user: x}, b: {ansible_user: y}}}",
            "one account",
        ),
    ],
)
def test_an_inventory_that_makes_no_lab_is_refused_with_the_reason(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BadSpec, match=words):
        read_inventory(write(tmp_path, text))


def test_a_lab_has_each_name_once_and_a_password(tmp_path: Path) -> None:
    with pytest.raises(BadSpec, match="same name"):
        LabSpec(tmp_path, (MachineSpec("a"), MachineSpec("a")), "x")
    with pytest.raises(BadSpec, match="password"):
        LabSpec(tmp_path, (MachineSpec("a"),), "")


def test_a_specification_travels_as_json_and_hides_the_password(tmp_path: Path) -> None:
    spec = LabSpec(tmp_path, (MachineSpec("a", packages=("vlc",)),), "hush")
    assert LabSpec.from_json(spec.to_json()) == spec
    assert "hush" not in repr(spec)
    with pytest.raises(BadSpec, match="no colour"):
        MachineSpec.from_json({"name": "a", "colour": "red"})
