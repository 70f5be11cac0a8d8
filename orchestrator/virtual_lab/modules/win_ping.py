"""``ansible.windows.win_ping``: answers with its ``data``. Real in all that can be seen from outside."""

from typing import Any

from orchestrator.virtual_lab.machine import Machine
from orchestrator.virtual_lab.modules.call import ModuleCall, ModuleFailed


async def run(machine: Machine, call: ModuleCall) -> dict[str, Any]:
    """Answer, or crash when asked to."""
    del machine
    if call.params["data"] == "crash":
        raise ModuleFailed("Unhandled exception while executing module: boom")
    return {"ping": call.params["data"]}
