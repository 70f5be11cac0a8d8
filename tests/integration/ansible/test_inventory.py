"""What is written down for Ansible."""

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from orchestrator.adapters.ansible.inventory import ROOM, Inventory, build_inventory
from orchestrator.services.deployment import MachineWork
from tests.integration.ansible.examples import (
    ARCHIVER,
    BROWSERS,
    EDITOR,
    PROFILE,
    RIVAL_GONE,
    VIEWER,
    VIEWER_GONE,
    work,
)

HOSTILE = "{{ lookup('pipe', 'touch /tmp/x') }}"


def inventory_of(*machines: MachineWork, authorities: str | None = None) -> Inventory:
    return build_inventory(
        machines, distribution_point="https://dp.example/", secrets={"winrm": "secret"}, authorities=authorities
    )


def host(*machines: MachineWork) -> dict[str, Any]:
    document = inventory_of(*machines).document
    first: dict[str, Any] = document[ROOM]["hosts"]["m_0001"]
    return first


def bare_texts(value: object) -> set[str]:
    """Every string value that Ansible would trust as a template."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, list):
        return set().union(*map(bare_texts, value))
    if isinstance(value, dict):
        return set() if value.keys() == {"__ansible_unsafe"} else set().union(*map(bare_texts, value.values()))
    return set()


def test_names_are_made_up_and_lead_back_to_the_machines() -> None:
    inventory = inventory_of(work(7, BROWSERS), work(9, EDITOR))
    assert list(inventory.document[ROOM]["hosts"]) == ["m_0001", "m_0002"]
    assert [each.machine.id for each in inventory.machines.values()] == ["m7", "m9"]


def test_nothing_from_outside_is_a_template() -> None:
    machine = replace(work(1).machine, name=HOSTILE, address=HOSTILE)
    profile = replace(PROFILE, user=HOSTILE, transport=HOSTILE, ca_file=HOSTILE)
    hostile = MachineWork(
        machine,
        profile,
        (
            replace(BROWSERS, items=(HOSTILE,), packages=(HOSTILE,), version=HOSTILE, feed=HOSTILE),
            replace(ARCHIVER, title=HOSTILE, item=HOSTILE, source=HOSTILE, product_code=HOSTILE, arguments=HOSTILE),
            replace(RIVAL_GONE, items=(HOSTILE,), packages=(HOSTILE,), feed=HOSTILE),
            replace(VIEWER_GONE, title=HOSTILE, item=HOSTILE, product_code=HOSTILE),
        ),
    )
    inventory = build_inventory([hostile], distribution_point=HOSTILE, secrets={"winrm": HOSTILE})
    assert bare_texts(inventory.document) == {"winrm", "https", "validate"}


@given(st.text())
def test_whatever_a_text_holds_it_comes_through_unchanged(text: str) -> None:
    call = replace(ARCHIVER, title=text)
    written = json.loads(json.dumps(inventory_of(work(1, call)).document))
    assert written[ROOM]["hosts"]["m_0001"]["classroom_software_msi"][0]["title"] == {"__ansible_unsafe": text}


def test_a_certificate_proves_who_we_are_by_its_file() -> None:
    plain = work(1, BROWSERS)
    variables = host(replace(plain, profile=replace(PROFILE, transport="certificate")))
    assert (
        variables["ansible_winrm_cert_pem"] == variables["ansible_winrm_cert_key_pem"] == {"__ansible_unsafe": "secret"}
    )
    assert "ansible_password" not in variables
    assert host(plain)["ansible_password"] == {"__ansible_unsafe": "secret"}


def test_calls_have_the_fields_of_the_roles_argument_specification() -> None:
    variables = host(work(1, BROWSERS, EDITOR, ARCHIVER, VIEWER))
    browsers, editor = variables["classroom_software_chocolatey"]
    archiver, viewer = variables["classroom_software_msi"]
    assert browsers.keys() == {"items", "packages", "state", "feed"}
    assert editor["version"] == {"__ansible_unsafe": "8.7.1"}
    assert editor["state"] == {"__ansible_unsafe": "upgrade"}
    assert archiver.keys() == {"item", "title", "state", "source", "sha256", "product_code", "arguments"}
    assert archiver["state"] == {"__ansible_unsafe": "present"}
    assert "arguments" not in viewer


def test_a_removal_names_what_goes_and_no_file() -> None:
    variables = host(work(1, RIVAL_GONE, VIEWER_GONE))
    (rival,), (viewer,) = variables["classroom_software_chocolatey"], variables["classroom_software_msi"]
    assert rival.keys() == {"items", "packages", "state", "feed"}
    assert viewer.keys() == {"item", "title", "state", "product_code"}
    assert rival["state"] == viewer["state"] == {"__ansible_unsafe": "absent"}


def test_certificates_are_verified_with_the_profiles_authority_else_with_the_systems() -> None:
    own = inventory_of(work(1, BROWSERS), authorities="/etc/ssl/certs").document
    assert own[ROOM]["hosts"]["m_0001"]["ansible_winrm_ca_trust_path"] == {"__ansible_unsafe": "/etc/lab/ca.pem"}
    plain = replace(work(1, BROWSERS), profile=replace(PROFILE, ca_file=None))
    system = inventory_of(plain, authorities="/etc/ssl/certs").document[ROOM]["hosts"]["m_0001"]
    assert system["ansible_winrm_ca_trust_path"] == {"__ansible_unsafe": "/etc/ssl/certs"}
    assert system["ansible_winrm_server_cert_validation"] == "validate"
    assert "ansible_winrm_ca_trust_path" not in inventory_of(plain).document[ROOM]["hosts"]["m_0001"]
