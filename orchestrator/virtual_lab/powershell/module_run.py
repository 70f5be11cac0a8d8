"""Run a decoded module on a machine: check its arguments, simulate it, give the JSON that the real one would print.

Real: the checks, check mode, the fields around a result (``changed``, ``failed``, ``msg``, ``invocation``),
asynchronous tasks with their job id and watchdog. Simulated: what the module does.
"""

import asyncio
import secrets
from collections.abc import Mapping
from typing import Any

from orchestrator.virtual_lab.execution_log import without_secrets
from orchestrator.virtual_lab.machine import Machine
from orchestrator.virtual_lab.modules import SIMULATIONS, TAKES_ANYTHING, WITHOUT_SPEC
from orchestrator.virtual_lab.modules.call import ModuleCall, ModuleFailed
from orchestrator.virtual_lab.powershell.argument_check import ArgumentsRefused, check_arguments
from orchestrator.virtual_lab.powershell.argument_spec import ArgumentSpec, UnreadableSpec, read_spec
from orchestrator.virtual_lab.powershell.paths import expanded
from orchestrator.virtual_lab.powershell.payload import ModulePayload

_INTERNAL = "_ansible_"
# What the log keeps of a module's arguments; anything else may hold a secret.
_ESSENTIAL = ("name", "version", "state", "source", "path", "product_id", "checksum", "checksum_algorithm")
_TOO_SHORT_TO_HIDE = 3


async def run_module(machine: Machine, payload: ModulePayload) -> dict[str, Any]:
    """Run a module, or start it where it shall run on by itself.

    Returns:
        Its result; ``failed`` is set where it failed.
    """
    if payload.job is None:
        return await _finish(machine, payload)
    # Windows appends the process id of the watchdog to the id that the controller chose.
    process_id = secrets.randbelow(9000) + 1000
    job_id = f"{payload.job.job_id}.{process_id}"
    machine.jobs[job_id] = None
    task = asyncio.create_task(_watch(machine, payload, job_id, payload.job.seconds))
    machine.background.add(task)
    task.add_done_callback(machine.background.discard)
    return {
        "started": True,
        "finished": False,
        "results_file": f"{expanded(payload.job.directory)}\\{job_id}",
        "ansible_job_id": job_id,
        "_ansible_suppress_tmpdir_delete": True,
        "ansible_async_watchdog_pid": process_id,
    }


async def _watch(machine: Machine, payload: ModulePayload, job_id: str, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            result = await _finish(machine, payload)
    except TimeoutError:
        result = {"changed": False, "failed": True, "msg": "timed out waiting for module completion"}
    if job_id in machine.jobs:
        machine.jobs[job_id] = result


async def _finish(machine: Machine, payload: ModulePayload) -> dict[str, Any]:
    own = {k: v for k, v in payload.arguments.items() if not k.startswith(_INTERNAL)}
    check_mode = bool(payload.arguments.get("_ansible_check_mode", False))
    hidden: tuple[str, ...] = ()
    shown: Mapping[str, Any] = {}
    try:
        spec = _spec(payload, own)
        hidden = spec.secrets(own)
        params = own if payload.module in WITHOUT_SPEC else check_arguments(spec, payload.module, own)
        shown = spec.for_result(params)
        call = ModuleCall(payload.module, params, check_mode, int(payload.arguments.get("_ansible_verbosity", 0)))
        result = {"changed": False, **await SIMULATIONS[payload.module](machine, call)}
    except ModuleFailed as error:
        result = {"changed": False, **error.result, "failed": True, "msg": error.message}
    except (ArgumentsRefused, UnreadableSpec) as error:
        result = {"changed": False, "failed": True, "msg": str(error)}
    result["invocation"] = {"module_args": dict(shown)}
    _write_log(machine, payload.module, own, result, check_mode=check_mode)
    blotted: dict[str, Any] = _without(result, hidden)
    return blotted


def _spec(payload: ModulePayload, own: Mapping[str, Any]) -> ArgumentSpec:
    if payload.module not in SIMULATIONS:
        raise UnreadableSpec(
            f"the virtual lab does not simulate the module {payload.module}; it knows {', '.join(SIMULATIONS)}"
        )
    if payload.module in WITHOUT_SPEC:
        return ArgumentSpec({})
    spec = read_spec(payload.script, payload.scripts)
    if payload.module in TAKES_ANYTHING:
        return ArgumentSpec({**{name: {"type": "raw"} for name in own}, **spec.options}, spec.rules)
    return spec


def _write_log(
    machine: Machine, module: str, own: Mapping[str, Any], result: Mapping[str, Any], *, check_mode: bool
) -> None:
    arguments = {
        name: without_secrets(own[name]) if isinstance(own[name], str) else own[name]
        for name in _ESSENTIAL
        if name in own
    }
    machine.around.log.append(
        machine.name, "module", module=module, arguments=arguments, check_mode=check_mode,
        changed=bool(result["changed"]), failed=bool(result.get("failed", False)), rc=result.get("rc"),
    )  # fmt: skip


def _without(value: Any, hidden: tuple[str, ...]) -> Any:  # noqa: ANN401 - results are of any plain type
    """The value with secrets blotted out wherever they occur."""
    if isinstance(value, str):
        for secret in hidden:
            if len(secret) >= _TOO_SHORT_TO_HIDE:
                value = value.replace(secret, "********")
        return value
    if isinstance(value, Mapping):
        return {key: _without(item, hidden) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without(item, hidden) for item in value]
    return value
