"""What the demo runs on: a lab, a database, the service and the worker, each a process of its own."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from orchestrator.cli.demo.cast import gathered
from orchestrator.services.first_people import DemoPerson
from orchestrator.settings import ROOT
from orchestrator.virtual_lab import launch
from orchestrator.virtual_lab.certificates import write_private
from orchestrator.virtual_lab.inventory import read_inventory
from orchestrator.virtual_lab.lab import LabInfo, LabNotStarted
from orchestrator.virtual_lab.specs import LabSpec

SECRET = "lab_admin"  # noqa: S105 - the name of a secret, as the example site names it
_HOST = "127.0.0.1"
_READY_SECONDS = 30
_STOP_SECONDS = 30


class DemoNotStarted(RuntimeError):
    """Part of the demo's surroundings could not start; the message says which, why and what to do."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A running demo.

    Attributes:
        state: Folder of everything.
        url: Where the service listens.
        lab: The running lab.
        site: Folder of the site's files, with the ports of this lab.
        cast: Who has an account, with password and token.
    """

    state: Path
    url: str
    lab: LabInfo
    site: Path
    cast: tuple[DemoPerson, ...]


def empty(state: Path) -> None:
    """Forget an earlier demo: end its lab if it still runs, and remove its folder."""
    launch.stop(state / "lab")
    shutil.rmtree(state, ignore_errors=True)


@contextlib.contextmanager
def running(state: Path, *, port: int) -> Iterator[Surroundings]:
    """Start everything in a folder that is there; end everything, whatever happens.

    Raises:
        DemoNotStarted: Something does not start.
    """
    with contextlib.ExitStack() as stack:
        password = _password(state)
        info = _start_lab(state, password)
        stack.callback(launch.stop, state / "lab")
        site = _write_site(state, info)
        environment = _environment(state, info)
        _migrate(environment)
        cast = gathered(environment["CLASSROOM_DATABASE_URL"], Path(environment["CLASSROOM_STATE_DIR"]))
        url = stack.enter_context(_process("serve", environment, state, "--port", str(_port(port))))
        stack.enter_context(_process("worker", environment, state))
        yield Surroundings(state, url, info, site, cast)


def _password(state: Path) -> str:
    """The lab's password: random, made once, kept where the service looks for secrets."""
    folder = state / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / SECRET
    if not file.exists():
        write_private(file, os.urandom(18).hex().encode())
    return file.read_text()


def _start_lab(state: Path, password: str) -> LabInfo:
    launch.stop(state / "lab")  # one that a killed demo left behind
    read = read_inventory(ROOT / "inventory" / "example" / "hosts.yml", free_ports=True)
    spec = LabSpec(
        state=state / "lab",
        machines=tuple(read.machines),
        password=password,
        username=read.username or "lab-admin",
    )
    try:
        return launch.start(spec)
    except LabNotStarted as error:
        raise DemoNotStarted(f"The virtual lab did not start: {error}") from error


def _write_site(state: Path, info: LabInfo) -> Path:
    """The example site with the ports that this lab really has."""
    target = state / "site"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(ROOT / "inventory" / "example", target)
    hosts = target / "hosts.yml"
    tree = yaml.safe_load(hosts.read_text())
    for group in tree["all"]["children"]["classrooms"]["children"].values():
        for name, variables in group["hosts"].items():
            variables["ansible_port"] = info.machines[name]["port"]
    hosts.write_text(yaml.safe_dump(tree, sort_keys=False))
    return target


def _environment(state: Path, info: LabInfo) -> dict[str, str]:
    """The service's settings, also written to a file so that other commands can be pointed at this demo."""
    settings = {
        "CLASSROOM_DATABASE_URL": f"sqlite:///{state / 'classroom.sqlite'}",
        "CLASSROOM_HOST": _HOST,
        "CLASSROOM_STATE_DIR": str(state / "state"),
        "CLASSROOM_SECRETS_DIR": str(state / "secrets"),
        "CLASSROOM_CA_FILE": info.ca_path,
        "CLASSROOM_DISTRIBUTION_POINT": info.distribution_url,
        "CLASSROOM_EXECUTOR_ID": "demo",
        # The demo is served over plain HTTP on this host; a browser would keep a secure cookie to itself.
        "CLASSROOM_SECURE_COOKIES": "false",
    }
    write_private(state / "settings.env", "".join(f"{k}={v}\n" for k, v in settings.items()).encode())
    kept = {k: v for k, v in os.environ.items() if not k.startswith("CLASSROOM_")}
    return {**kept, **settings}


def _migrate(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "orchestrator.cli", "db", "migrate"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise DemoNotStarted(f"The database could not be prepared:\n{done.stderr.strip()}")


def _port(wanted: int) -> int:
    """The wanted port, or 0 (a free one) when somebody else has it."""
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, wanted))
        except OSError:
            return 0
    return wanted


@contextlib.contextmanager
def _process(command: str, environment: dict[str, str], state: Path, *arguments: str) -> Iterator[str]:
    """A part of the service in its own session, so that Ctrl-C reaches only the demo, which ends it in order."""
    read_end, write_end = os.pipe()
    log = state / f"{command}.log"
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "orchestrator.cli", command, "--ready-fd", str(write_end), *arguments],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            pass_fds=(write_end,),
            start_new_session=True,
        )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as pipe:
            word = pipe.read()
        if not word:
            process.wait(_READY_SECONDS)
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-5:])
            raise DemoNotStarted(f"'classroom {command}' did not start; the end of {log}:\n{tail}")
        yield word
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
