"""What the entry points need to call use cases: the ports, wired by ``bootstrap``."""

from collections.abc import Callable
from dataclasses import dataclass

from orchestrator.services.scanning import MachineScanner
from orchestrator.services.unit_of_work import Clock, Reads, Transactions


@dataclass(frozen=True, slots=True)
class Toolbox:
    """The ports of a running service.

    Attributes:
        transactions: Begins units of work that write.
        reads: Begins units of work that only read.
        clock: Tells the time.
        new_id: Makes identities.
        scanner: Reads machines, for dry runs.
        ca_file: Authorities for connection profiles that name none of their own.
        language: Language of words when a client asks for none that we have.
        demo: Whether whoever calls says who they are, and everybody may do everything.
    """

    transactions: Transactions
    reads: Reads
    clock: Clock
    new_id: Callable[[], str]
    scanner: MachineScanner
    ca_file: str | None
    language: str
    demo: bool
