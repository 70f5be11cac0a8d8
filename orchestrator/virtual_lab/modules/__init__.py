"""The Ansible modules that the lab simulates, by full name."""

from collections.abc import Mapping

from orchestrator.virtual_lab.modules import async_status, setup, win_chocolatey, win_package, win_ping
from orchestrator.virtual_lab.modules.call import Simulation

SIMULATIONS: Mapping[str, Simulation] = {
    "ansible.windows.async_status": async_status.run,
    "ansible.windows.setup": setup.run,
    "ansible.windows.win_package": win_package.run,
    "ansible.windows.win_ping": win_ping.run,
    "chocolatey.chocolatey.win_chocolatey": win_chocolatey.run,
}

# Written in the older style: their script checks arguments by itself and carries no specification.
WITHOUT_SPEC = frozenset({"ansible.windows.async_status"})

# Its script adds whatever else it was given to its own specification, so that fact gathering never fails on it.
TAKES_ANYTHING = frozenset({"ansible.windows.setup"})
