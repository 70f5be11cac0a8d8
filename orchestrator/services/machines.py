"""Looking at machines."""

from collections.abc import Collection, Mapping

from orchestrator.services.unit_of_work import Reads


def machine_names(machine_ids: Collection[str], *, reads: Reads) -> Mapping[str, str]:
    """Names by machine id; unknown ids are missing."""
    with reads() as uow:
        return {machine.id: machine.name for machine in uow.machines.all() if machine.id in machine_ids}
