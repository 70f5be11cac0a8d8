"""``classroom lab``: simulated Windows machines to try the product on, without touching a real one."""

import asyncio
import json
import os
import secrets
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from orchestrator.settings import ROOT
from orchestrator.virtual_lab.faults import WORDS
from orchestrator.virtual_lab.specs import DEFAULT_TIME_SCALE, DEFAULT_USERNAME, BadSpec, LabSpec, MachineSpec

if TYPE_CHECKING:
    from orchestrator.virtual_lab.lab import LabInfo

# Where ./run demo keeps its lab, so that "classroom lab set b204-07 on" finds it without further words.
DEFAULT_STATE = ROOT / ".demo" / "lab"
PASSWORD_VARIABLE = "CLASSROOM_LAB_PASSWORD"  # noqa: S105 - the name of a variable
_LAST_PORT = 65535
_PASSWORD_FILE = "password"  # noqa: S105 - the name of a file

app = typer.Typer(no_args_is_help=True, help="Simulated Windows machines to try the product on.")

State = Annotated[
    Path, typer.Option("--state", envvar="CLASSROOM_LAB_STATE", help="Directory of everything that outlives the lab.")
]
AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)


def _password(state: Path, file: Path | None) -> str:
    """The password from a private file, the environment, an earlier start, or chance. Never from the command line."""
    if file is not None:
        if not file.is_file():
            _fail(f"{file} is not there. Write the password into it, then: chmod 600 {file}")
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            _fail(f"{file} can be read by others. First: chmod 600 {file}")
        return file.read_text(encoding="utf-8").strip()
    from_environment = os.environ.get(PASSWORD_VARIABLE)
    if from_environment:
        return from_environment
    kept = state / _PASSWORD_FILE
    if not kept.exists():
        from orchestrator.virtual_lab.certificates import write_private

        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(kept, secrets.token_urlsafe(16).encode())
    return kept.read_text(encoding="utf-8").strip()


def _machine(text: str) -> MachineSpec:
    """A machine of the command line: ``NAME``, ``NAME=ADDRESS`` or ``NAME=ADDRESS:PORT``."""
    name, _, where = text.partition("=")
    address, _, port = where.partition(":")
    if not name or (port and not (port.isdecimal() and int(port) <= _LAST_PORT)):
        raise BadSpec(f"{text!r} names no machine; write NAME=ADDRESS:PORT, such as b204-01=127.0.0.1:15986")
    return MachineSpec(name, address or "127.0.0.1", int(port or 0))


def _spec(
    state: Path, machine: list[str], inventory: Path | None, username: str | None, password_file: Path | None,
    *, free_ports: bool, time_scale: float, distribution_port: int,
) -> LabSpec:  # fmt: skip
    machines = [_machine(text) for text in machine]
    if inventory is not None:
        from orchestrator.virtual_lab.inventory import read_inventory

        read = read_inventory(inventory, free_ports=free_ports)
        machines.extend(read.machines)
        username = username or read.username
    if not machines:
        raise BadSpec("a lab needs machines: --inventory inventory/example/hosts.yml, or --machine b204-01")
    return LabSpec(
        state=state,
        machines=tuple(machines),
        username=username or DEFAULT_USERNAME,
        password=_password(state, password_file),
        time_scale=time_scale,
        distribution_port=distribution_port,
    )


@app.command(epilog="Example: classroom lab start --machine b204-01 --machine b204-02=127.0.0.1:15986")
def start(
    state: State = DEFAULT_STATE,
    machine: Annotated[
        list[str], typer.Option(help="NAME=ADDRESS:PORT, or NAME on a free port. May be repeated.")
    ] = [],  # noqa: B006 - typer's way to declare a repeated option
    inventory: Annotated[Path | None, typer.Option(help="Take the machines of an Ansible hosts.yml.")] = None,
    free_ports: Annotated[
        bool, typer.Option("--free-ports", help="Leave the ports of the inventory to chance.")
    ] = False,
    time_scale: Annotated[
        float, typer.Option(min=0, help="Seconds that a simulated minute takes.")
    ] = DEFAULT_TIME_SCALE,
    username: Annotated[str | None, typer.Option(help="Account on every machine; else the inventory's.")] = None,
    password_file: Annotated[
        Path | None, typer.Option(help=f"File (0600) with its password; else {PASSWORD_VARIABLE}, else a random one.")
    ] = None,
    distribution_port: Annotated[
        int, typer.Option(help="Port of the distribution point; 0 takes a free one.", min=0, max=_LAST_PORT)
    ] = 0,
    foreground: Annotated[bool, typer.Option("--foreground", help="Stay until Ctrl-C.")] = False,
    as_json: AsJson = False,
) -> None:
    """Start a lab. Returns when all its ports listen."""
    from orchestrator.virtual_lab import launch
    from orchestrator.virtual_lab.lab import LabNotStarted, run

    try:
        spec = _spec(
            state, machine, inventory, username, password_file,
            free_ports=free_ports, time_scale=time_scale, distribution_port=distribution_port,
        )  # fmt: skip
        if foreground:
            asyncio.run(run(spec, lambda info: _show_started(state, info, as_json=as_json)))
        else:
            _show_started(state, launch.start(spec), as_json=as_json)
    except (BadSpec, LabNotStarted) as error:
        _fail(f"The lab did not start: {error}")
    except OSError as error:
        _fail(f"The lab did not start: {error.filename or state} cannot be used: {error.strerror}. Check --state")


def _show_started(state: Path, info: "LabInfo", *, as_json: bool) -> None:
    if as_json:
        typer.echo((state / "lab.json").read_text(encoding="utf-8"))
    else:
        count = len(info.machines)
        typer.echo(f"{count} {'machine listens' if count == 1 else 'machines listen'}. Account: {info.username}.")
        typer.echo(f"Clients verify with {info.ca_path}. Distribution point: {info.distribution_url}")
        typer.echo(f"Next: classroom lab status --state {state}")
    sys.stdout.flush()


@app.command(epilog="Example: classroom lab status --json")
def status(state: State = DEFAULT_STATE, as_json: AsJson = False) -> None:
    """Show the machines and what is wrong with them."""
    from orchestrator.virtual_lab.lab import read_info

    machines = _ask(state, "status")
    info = read_info(state)
    if as_json:
        facts = {} if info is None else {"ca_path": info.ca_path, "distribution_url": info.distribution_url}
        typer.echo(json.dumps({**facts, "machines": machines}, indent=2))
        return
    table = Table("Machine", "Listens on", "Packages", "Restart wanted", "Faults")
    for machine in machines:
        where = f"{machine['address']}:{machine['port']}"
        pending = ", ".join(machine["reboot_pending"]) or "no"
        table.add_row(machine["name"], where, str(machine["packages"]), pending, ", ".join(machine["faults"]) or "none")
    Console().print(table)


_WORDS_HELP = "\n\n".join(f"{word}: {meaning}" for word, meaning in WORDS.items())


@app.command("set", epilog="Example: classroom lab set b204-07 installer-fails=firefox:1603")
def set_(
    machine: Annotated[str, typer.Argument(help="Name of the machine.")],
    words: Annotated[list[str], typer.Argument(help=f"One or more of these. {_WORDS_HELP}")],
    state: State = DEFAULT_STATE,
) -> None:
    """Break a machine in some way, or mend it with 'on'."""
    for word in words:
        now = _ask(state, "set", machine=machine, word=word)
    faults = ", ".join(now["faults"])
    typer.echo(f"{machine}: {faults or 'nothing is wrong with it'}.")


@app.command(epilog="Example: classroom lab reboot b204-07")
def reboot(machine: Annotated[str, typer.Argument(help="Name of the machine.")], state: State = DEFAULT_STATE) -> None:
    """Restart a machine's Windows. Returns when it answers again."""
    _ask(state, "reboot", machine=machine)
    typer.echo(f"{machine} was restarted.")


@app.command(epilog="Example: classroom lab show b204-07")
def show(machine: Annotated[str, typer.Argument(help="Name of the machine.")], state: State = DEFAULT_STATE) -> None:
    """Print what is on a machine, as JSON."""
    typer.echo(json.dumps(_ask(state, "machine", machine=machine), indent=2, ensure_ascii=False))


@app.command(epilog="Example: classroom lab stop")
def stop(state: State = DEFAULT_STATE) -> None:
    """End the lab; its state stays, and the next start goes on from there."""
    from orchestrator.virtual_lab import launch

    typer.echo("The lab was stopped." if launch.stop(state) else f"No lab runs on {state}.")


@app.command(epilog="Example: classroom lab log --kind installer")
def log(
    state: State = DEFAULT_STATE,
    kind: Annotated[str | None, typer.Option(help="module, command, installer or reboot.")] = None,
    machine: Annotated[str | None, typer.Option(help="Name of a machine.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what was really executed on the machines."""
    from orchestrator.virtual_lab.execution_log import read_log
    from orchestrator.virtual_lab.lab import LOG_FILE

    lines = [e for e in read_log(state / LOG_FILE) if kind in {None, e["kind"]} and machine in {None, e["machine"]}]
    if as_json:
        typer.echo(json.dumps(lines, indent=2, ensure_ascii=False))
        return
    for entry in lines:
        what = entry.get("item") or entry.get("module") or entry.get("command") or ""
        detail = f" {entry['action']} {entry['version']}" if entry["kind"] == "installer" else ""
        code = "" if entry.get("rc") is None else f" (exit code {entry['rc']})"
        typer.echo(f"{entry['at'][:19]}Z  {entry['machine']:<12} {entry['kind']:<9} {what}{detail}{code}")


@app.command(epilog="Example: classroom lab shelf --json")
def shelf(as_json: AsJson = False) -> None:
    """Show the installers of the distribution point, with what a catalog needs to know of each."""
    from orchestrator.virtual_lab.shelf import describe_files, load_shelf

    offered = load_shelf()
    if as_json:
        packages = {i: [v.version for v in versions] for i, versions in offered.packages.items()}
        typer.echo(json.dumps({"files": describe_files(offered), "chocolatey": packages}, indent=2))
        return
    for file in describe_files(offered):
        typer.echo(f"{file['path']}  ({file['size']} bytes)\n  {file['name']} {file['version']}, {file['publisher']}")
        typer.echo(f"  product code {file['product_code']}\n  SHA-256 {file['sha256']}")
    typer.echo("Chocolatey feed:")
    for package_id, versions in offered.packages.items():
        typer.echo(f"  {package_id} {', '.join(v.version for v in versions)}")


def _ask(state: Path, order: str, **fields: str) -> Any:  # noqa: ANN401 - answers are of any plain type
    from orchestrator.virtual_lab.control import ControlFailed, ask

    try:
        return ask(state, order, **fields)
    except ControlFailed as error:
        _fail(str(error)[:1].upper() + str(error)[1:])
