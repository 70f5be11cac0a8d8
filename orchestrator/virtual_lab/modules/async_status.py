"""``ansible.windows.async_status``: how a task that runs on by itself is doing.

Real: the fields that the controller looks at. Simulated: the job lies in the machine's memory instead of a file.
"""

from typing import Any

from orchestrator.virtual_lab.machine import Machine
from orchestrator.virtual_lab.modules.call import ModuleCall, ModuleFailed


async def run(machine: Machine, call: ModuleCall) -> dict[str, Any]:
    """Tell the state of a job, or forget it."""
    job_id = str(call.params["jid"])
    known = {"ansible_job_id": job_id, "started": True}
    if job_id not in machine.jobs:
        directory = call.params.get("_async_dir", "")
        raise ModuleFailed(f"could not find job at '{directory}'", {**known, "finished": True})
    if call.params.get("mode") == "cleanup":
        del machine.jobs[job_id]
        return {"ansible_job_id": job_id, "erased": job_id}
    result = machine.jobs[job_id]
    if result is None:
        return {**known, "finished": False}
    return {**known, **result, "finished": True}
