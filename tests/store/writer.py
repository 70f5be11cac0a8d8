"""A process that writes: ``python -m tests.store.writer URL COUNT`` appends entries and events, then leaves."""

import sys

from orchestrator.adapters.db.engine import open_engines
from orchestrator.adapters.db.unit_of_work import SqlUnitOfWork
from orchestrator.domain.people import WORKER
from tests.store.values import NOON


def write(url: str, count: int) -> None:
    """Append ``count`` entries and events, each in a transaction that reads before it writes."""
    engines = open_engines(url)
    try:
        for number in range(count):
            with SqlUnitOfWork(engines.write) as uow:
                assert uow.rollouts.get("o1")
                before = uow.events.after("o1", 0, 100_000)
                uow.events.append("o1", NOON, [("output", None, {"seen": len(before), "number": number})] * 2)
                uow.audit.append(at=NOON, actor=WORKER, kind="k", subjects={"number": str(number)})
                uow.commit()
    finally:
        engines.dispose()


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]))
