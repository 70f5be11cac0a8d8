"""``ansible.windows.setup``: facts of a simulated machine.

Real: names and types of the facts, and that the identity and the pending restart are the machine's own. Simulated: the
hardware. Not there: subsets (``gather_subset`` is taken and everything is returned), interfaces, environment, facter.
"""

from typing import Any

from orchestrator.virtual_lab.machine import Machine
from orchestrator.virtual_lab.modules.call import ModuleCall

WINDOWS_VERSION = "10.0.26100"
WINDOWS_BUILD = f"{WINDOWS_VERSION}.4652"


async def run(machine: Machine, call: ModuleCall) -> dict[str, Any]:
    """Gather the facts."""
    await machine.around.latency.process_start()
    name = machine.computer_name
    return {
        "ansible_facts": {
            "gather_subset": call.params["gather_subset"],
            "module_setup": True,
            "ansible_architecture": "64-bit",
            "ansible_architecture2": "x86_64",
            "ansible_distribution": "Microsoft Windows 11 Education",
            "ansible_distribution_major_version": "10",
            "ansible_distribution_version": f"{WINDOWS_VERSION}.0",
            "ansible_fqdn": name,
            "ansible_hostname": name.lower(),
            "ansible_netbios_name": name,
            "ansible_nodename": name,
            "ansible_os_family": "Windows",
            "ansible_os_name": "Microsoft Windows 11 Education",
            "ansible_os_product_type": "workstation",
            "ansible_powershell_version": 5,
            "ansible_product_name": "Virtual lab machine",
            "ansible_product_uuid": machine.hardware_id,
            "ansible_reboot_pending": bool(machine.state.reboot_reasons()),
            "ansible_system": "Win32NT",
            "ansible_system_vendor": "Virtual lab",
        }
    }
