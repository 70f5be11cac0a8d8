"""What a program started from cmd.exe can see and use."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from orchestrator.virtual_lab.console import Console
from orchestrator.virtual_lab.machine import Machine
from orchestrator.virtual_lab.native.texts import TEXTS

UTF8 = 65001


@dataclass(slots=True)
class Session:
    """One cmd.exe.

    Attributes:
        machine: Machine that it runs on.
        code_page: Number of the code page that text is written in.
        environment: Variables by folded name.
        errorlevel: What the last command left.
        delayed: Whether ``!name!`` is replaced at run time.
    """

    machine: Machine
    code_page: int
    environment: dict[str, str] = field(default_factory=dict)
    errorlevel: int = 0
    delayed: bool = False

    def lookup(self, name: str) -> str | None:
        """Value of a variable, or None where it is not defined."""
        folded = name.casefold()
        if folded == "errorlevel":
            return str(self.errorlevel)
        if folded == "computername":
            return self.machine.computer_name
        return self.environment.get(folded, _SYSTEM.get(folded))

    def text(self, key: str, **values: object) -> str:
        """A message in the machine's language."""
        return TEXTS[self.machine.spec.language][key].format(**values)

    def print(self, console: Console, text: str, stream: str = "stdout") -> None:
        """Write text in the session's code page; what that cannot express becomes a question mark."""
        encoding = "utf-8" if self.code_page == UTF8 else f"cp{self.code_page}"
        console.write(stream, text.encode(encoding, errors="replace"))


_SYSTEM = {
    "comspec": r"C:\Windows\system32\cmd.exe",
    "os": "Windows_NT",
    "processor_architecture": "AMD64",
    "programfiles": r"C:\Program Files",
    "systemdrive": "C:",
    "systemroot": r"C:\Windows",
}

Program = Callable[[Session, str, Console], Awaitable[int]]
