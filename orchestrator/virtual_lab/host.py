"""A machine with its network side: the listener, the WinRM service, the shells, and what switching it off means."""

import asyncio
import ssl
from functools import partial

from orchestrator.virtual_lab.faults import Faults, UnknownFault
from orchestrator.virtual_lab.machine import Machine
from orchestrator.virtual_lab.native.cmd import execute
from orchestrator.virtual_lab.wire.listener import Listener, Reach
from orchestrator.virtual_lab.wire.service import Account, WinRmService
from orchestrator.virtual_lab.wire.shells import Shells


class Host:
    """One machine, reachable."""

    def __init__(self, machine: Machine, username: str, password: str, context: ssl.SSLContext, port: int) -> None:
        self.machine = machine
        self._shells = Shells(partial(execute, machine))
        account = Account(
            username,
            password,
            accepts=lambda: not machine.state.faults.wrong_password,
            may_open_shells=lambda: not machine.state.faults.access_denied,
        )
        service = WinRmService(machine.name, account, self._shells)
        self._listener = Listener(machine.spec.address, port, context, service.handle)

    @property
    def port(self) -> int:
        """Port that it listens on."""
        return self._listener.port

    async def open(self) -> None:
        """Listen, unless a fault forbids it."""
        await self._listener.set_reach(self.machine.state.faults.reach)

    async def set(self, word: str) -> None:
        """Set one of ``faults.WORDS``.

        Raises:
            UnknownFault: It is none of them.
        """
        if word == "reboot-pending":
            self.machine.state.ask_for_reboot()
            self.machine.save()
            return
        await self._set_faults(self.machine.state.faults.with_word(word))

    async def _set_faults(self, faults: Faults) -> None:
        was_reachable = self.machine.state.faults.reach is Reach.OPEN
        self.machine.set_faults(faults)
        if was_reachable and faults.reach is not Reach.OPEN:
            self._power_cut()
        await self._listener.set_reach(faults.reach)

    async def reboot(self) -> None:
        """Restart Windows: whatever runs dies, pending replacements are made. Returns when it answers again."""
        if self.machine.state.faults.reach is not Reach.OPEN:
            raise UnknownFault(f"{self.machine.name} is switched off; 'set {self.machine.name} on' comes first")
        self._power_cut()
        await self._listener.set_reach(Reach.REFUSED)
        await self.machine.around.latency.boot()
        self.machine.state.restarted()
        self.machine.save()
        self.machine.around.log.append(self.machine.name, "reboot")
        await self._listener.set_reach(self.machine.state.faults.reach)

    def _power_cut(self) -> None:
        self._shells.delete_all()
        self.machine.lose_memory()

    async def close(self) -> None:
        """Give the port back; what runs ends."""
        self._power_cut()
        await self._listener.close()
        # One turn of the loop, so that cancelled commands see it.
        await asyncio.sleep(0)
