"""What the entry points need to call use cases: the ports, wired by ``bootstrap``."""

from collections.abc import Callable
from dataclasses import dataclass

from orchestrator.domain.sessions import AccountRules
from orchestrator.domain.signed_notes import VerifierKey
from orchestrator.services.connections import ConnectionTester
from orchestrator.services.scanning import MachineScanner
from orchestrator.services.sessions import PasswordHasher
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
        tester: Tries how machines are reached.
        ca_file: Authorities for connection profiles that name none of their own.
        language: Language of words when a client asks for none that we have.
        hasher: Hashes passwords.
        rules: What the site has set about signing in.
        secure_cookies: Whether browsers take the session's cookie over TLS only.
        verifier_keys: Reads the public keys of the record, oldest first; none before the first worker made the first.
        record_origin: Reads the name of the record; empty before its first key.
    """

    transactions: Transactions
    reads: Reads
    clock: Clock
    new_id: Callable[[], str]
    scanner: MachineScanner
    tester: ConnectionTester
    ca_file: str | None
    language: str
    hasher: PasswordHasher
    rules: AccountRules
    secure_cookies: bool
    verifier_keys: Callable[[], tuple[VerifierKey, ...]] = tuple
    record_origin: Callable[[], str] = str
