"""What is heard from a run: kept in the log, handed on in batches, and summed up in a status."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from orchestrator.adapters.ansible.events import MESSAGE_LIMIT, Totals, read_event, read_totals
from orchestrator.adapters.ansible.run_files import RunLog
from orchestrator.adapters.ansible.secrecy import Mask
from orchestrator.services.deployment import MachineWork, RunEvent, RunEventKind, RunStatus

BATCH_EVENTS = 100
BATCH_SECONDS = 0.1


class RunReport:
    """Listens to one run.

    Args:
        machines: The work of each machine by its generated name.
        log: Takes Ansible's own output.
        mask: Takes passwords out of everything before it is kept or handed on.
        hand_on: Gets the events, in order, BATCH_EVENTS at most at a time, and none later than about BATCH_SECONDS.
    """

    def __init__(
        self,
        machines: Mapping[str, MachineWork],
        *,
        log: RunLog,
        mask: Mask,
        hand_on: Callable[[Sequence[RunEvent]], None],
    ) -> None:
        self._machines = machines
        self._log = log
        self._mask = mask
        self._hand_on = hand_on
        self._batch: list[RunEvent] = []
        self._due = 0.0
        self._totals: Totals | None = None
        self._code: int | None = None

    @property
    def ended(self) -> bool:
        """Whether the run's host said that Ansible came to its end."""
        return self._code is not None

    def take(self, line: bytes) -> None:
        """Take a line that the run's host printed."""
        said: dict[str, Any] = json.loads(line)
        if "end" in said:
            self._code = said["end"]["code"]
            return
        event = said["event"]
        self._log.write(self._mask(event.get("stdout") or ""))
        self._totals = read_totals(event) or self._totals
        self._add(read_event(event, self._machines))

    def complain(self, words: str) -> None:
        """Take the last words of a host that ended before its run did."""
        self._log.write(self._mask(words))
        lines = (line[:MESSAGE_LIMIT] for line in words.splitlines()[-20:] if line.strip())
        self._add([RunEvent(RunEventKind.OUTPUT, data={"msg": line}) for line in lines])

    def flush_if_due(self) -> None:
        """Hand on what is there if it has waited long enough."""
        if self._batch and time.monotonic() >= self._due:
            self.flush()

    def flush(self) -> None:
        """Hand on what is there."""
        batch, self._batch = self._batch, []
        if batch:
            self._hand_on(batch)

    def status(self) -> RunStatus:
        """How the run ended, if nobody cancelled it.

        Ansible's exit code alone cannot tell: 4 means "unreachable" as well as "the playbook cannot be read".
        """
        if self._code is None or self._totals is None or not self._machines.keys() <= self._totals.seen:
            return RunStatus.CRASHED
        if self._totals.failed:
            return RunStatus.FAILED
        return RunStatus.SUCCESSFUL if self._code == 0 else RunStatus.CRASHED

    def _add(self, events: Sequence[RunEvent]) -> None:
        if events and not self._batch:
            self._due = time.monotonic() + BATCH_SECONDS
        for event in events:
            self._batch.append(self._masked(event))
            if len(self._batch) >= BATCH_EVENTS:
                self.flush()

    def _masked(self, event: RunEvent) -> RunEvent:
        words = event.data.get("msg")
        return replace(event, data=event.data | {"msg": self._mask(words)}) if isinstance(words, str) else event
