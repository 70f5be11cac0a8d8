"""``ansible.windows.setup``: facts of a simulated machine.

Real: names and types of the facts, and that identity, hardware, Windows and the pending restart are the machine's own.
Not there: subsets (``gather_subset`` is taken and everything is returned), interfaces, environment, facter.
"""

from typing import Any

from orchestrator.virtual_lab.machine import Machine
from orchestrator.virtual_lab.modules.call import ModuleCall


async def run(machine: Machine, call: ModuleCall) -> dict[str, Any]:
    """Gather the facts."""
    await machine.around.latency.process_start()
    name = machine.computer_name
    hardware = machine.spec.fitted
    windows = f"Microsoft {hardware.windows_name}"
    return {
        "ansible_facts": {
            "gather_subset": call.params["gather_subset"],
            "module_setup": True,
            "ansible_architecture": "64-bit",
            "ansible_architecture2": "x86_64",
            "ansible_distribution": windows,
            "ansible_distribution_major_version": "10",
            "ansible_distribution_version": f"10.0.{hardware.build_number}.0",
            "ansible_fqdn": name,
            "ansible_hostname": name.lower(),
            "ansible_memtotal_mb": hardware.memory_mb,
            "ansible_netbios_name": name,
            "ansible_nodename": name,
            "ansible_os_family": "Windows",
            "ansible_os_name": windows,
            "ansible_os_product_type": "workstation",
            "ansible_powershell_version": 5,
            "ansible_processor_vcpus": hardware.cpu_cores,
            "ansible_product_name": "Virtual lab machine",
            "ansible_product_uuid": machine.hardware_id,
            "ansible_reboot_pending": bool(machine.state.reboot_reasons()),
            "ansible_system": "Win32NT",
            "ansible_system_vendor": "Virtual lab",
        }
    }
