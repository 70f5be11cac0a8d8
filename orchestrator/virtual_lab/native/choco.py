"""``choco.exe`` as a scan uses it: its version and the list of installed packages.

Real: that version 2 refuses ``--local-only``, that version 1 without it asks the feeds, ``--limit-output``. Not there:
every other command of the command line (``win_chocolatey`` installs through ``chocolatey.py``).
"""

from orchestrator.virtual_lab.console import Console
from orchestrator.virtual_lab.native.cmd_parser import split_arguments
from orchestrator.virtual_lab.native.session import Session

_LOCAL_ONLY = {"-l", "-lo", "--lo", "--localonly", "--local-only", "-localonly"}
_LIMIT_OUTPUT = {"-r", "--limitoutput", "--limit-output"}


async def run(session: Session, tail: str, console: Console) -> int:
    """Run ``choco`` with those arguments."""
    machine = session.machine
    version = machine.state.chocolatey or ""
    await machine.around.latency.process_start()
    arguments = split_arguments(tail)
    switches = {a.casefold() for a in arguments if a.startswith("-")}
    words = [a.casefold() for a in arguments if not a.startswith("-")]
    if not words and switches & {"--version", "-v"}:
        session.print(console, f"{version}\r\n")
        return 0
    if not words or words[0] != "list":
        wanted = words[0] if words else ""
        session.print(console, f"virtual lab: 'choco {wanted}' is not simulated\r\n", "stderr")
        return 1
    first_generation = version.startswith(("0.", "1."))
    local = switches & _LOCAL_ONLY
    if local and not first_generation:
        session.print(
            console,
            f"Invalid argument {min(local)}. This argument has been removed from the list command and cannot be "
            "used.\r\n",
            "stderr",
        )
        return 1
    if first_generation and not local:
        # Version 1 searches the feeds here, and the community feed is beyond the lab's network.
        session.print(console, "Unable to connect to source: the remote name could not be resolved.\r\n", "stderr")
        return 1
    session.print(console, _list(session, version, words[1:], limited=bool(switches & _LIMIT_OUTPUT)))
    return 0


def _list(session: Session, version: str, wanted: list[str], *, limited: bool) -> str:
    installed = {p.id: p.version for p in session.machine.state.packages.values()} | {"chocolatey": version}
    separator = "|" if limited else " "
    lines = [f"{i}{separator}{installed[i]}" for i in sorted(installed) if not wanted or any(w in i for w in wanted)]
    if not limited:
        lines = [f"Chocolatey v{version}", *lines, f"{len(lines)} packages installed."]
    return "".join(f"{line}\r\n" for line in lines)
