"""The password of the machines is nowhere but where it has to be."""

import base64
import threading
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from orchestrator.domain.rollouts import RolloutState
from orchestrator.virtual_lab import launch
from orchestrator.virtual_lab.specs import DEFAULT_USERNAME, LabSpec, MachineSpec
from tests.lab_fixture import RunningLab
from tests.service_fixture import Installation, MakeInstallation

CANARY = "Canary+7/Vogel&x%Gelb=1"


def _forms(secret: str) -> dict[str, bytes]:
    """The ways in which a password may hide in a text."""
    basic = f"{DEFAULT_USERNAME}:{secret}"
    return {
        "plain": secret.encode(),
        "URL-encoded": urllib.parse.quote(secret, safe="").encode(),
        "form-encoded": urllib.parse.quote_plus(secret).encode(),
        "base64": base64.b64encode(secret.encode()).rstrip(b"="),
        "base64 of the login": base64.b64encode(basic.encode()).rstrip(b"="),
        "UTF-16": secret.encode("utf-16-le"),
        "base64 of UTF-16": base64.b64encode(secret.encode("utf-16-le")).rstrip(b"="),
    }


@pytest.fixture
def canary_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningLab]:
    spec = LabSpec(
        state=tmp_path_factory.mktemp("canary-lab"),
        machines=(MachineSpec("b204-01"), MachineSpec("b204-02")),
        password=CANARY,
        time_scale=0.1,
    )
    lab = RunningLab(spec, launch.start(spec))
    yield lab
    lab.stop()


class _Watch(threading.Thread):
    """Collects the arguments of every process, and the environment of those of the run, while it goes on."""

    def __init__(self, made: Installation) -> None:
        super().__init__(daemon=True)
        self._folder = str(made.folder)
        self.stop = threading.Event()
        self.arguments: set[bytes] = set()
        self.environments: set[bytes] = set()

    def run(self) -> None:
        while not self.stop.wait(0.01):
            for process in psutil.process_iter():
                try:
                    here = Path("/proc") / str(process.pid)
                    self.arguments.add((here / "cmdline").read_bytes())
                    environment = (here / "environ").read_bytes()
                except OSError:
                    continue
                if b"CLASSROOM_RUN_SCOPE=" + self._folder.encode() in environment:
                    self.environments.add(environment)


def test_a_canary_password_is_in_no_argument_environment_file_database_log_or_event(
    canary_lab: RunningLab, make_installation: MakeInstallation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    monkeypatch.setenv("CLASSROOM_PRIVATE_DIR", str(private))
    canary_lab.set("b204-02", "installer-fails=git:1603")
    made = make_installation(canary_lab)
    watch = _Watch(made)
    watch.start()
    made.submit("firefox", "git")
    worker = made.start_worker()
    ended = made.finished()
    worker.terminate()
    worker.wait(60)
    watch.stop.set()
    watch.join()

    assert ended.state is RolloutState.INCOMPLETE
    assert any(b"ansible-playbook" in line for line in watch.arguments), "nothing was seen of the run"
    assert watch.environments
    assert list(private.rglob("*")) == [], "what held the password during the run is gone"
    with made.parts.toolbox.reads() as uow:
        told = repr(uow.events.after(ended.id, 0, 1000)).encode()
    files = {path: path.read_bytes() for path in made.folder.rglob("*") if path.is_file()}
    assert {path.name for path in files} >= {"classroom.sqlite", "worker.log"}
    for form, needle in _forms(CANARY).items():
        assert not any(needle in line for line in watch.arguments), f"{form} in arguments"
        assert not any(needle in line for line in watch.environments), f"{form} in an environment"
        assert needle not in told, f"{form} in events"
        assert [str(path) for path, content in files.items() if needle in content] == [], form
