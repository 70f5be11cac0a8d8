import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestrator.virtual_lab.execution_log import ExecutionLog
from orchestrator.virtual_lab.latency import Latency
from orchestrator.virtual_lab.machine import Machine, Surroundings, open_machine
from orchestrator.virtual_lab.network import Network
from orchestrator.virtual_lab.shelf import load_shelf
from orchestrator.virtual_lab.specs import MachineSpec

MakeMachine = Callable[[MachineSpec], Machine]


@pytest.fixture
def make_machine(tmp_path: Path) -> MakeMachine:
    """Machines without a network side; calling it again with the same name loads what the first left on disk."""
    network = Network("127.0.0.1", 1, ssl.create_default_context())
    around = Surroundings(ExecutionLog(tmp_path / "executed.jsonl"), Latency(0), network)

    def make(spec: MachineSpec) -> Machine:
        return open_machine(spec, tmp_path, around, load_shelf())

    return make
