"""Nothing that came from outside is evaluated, and no password is left anywhere."""

import base64
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from orchestrator.adapters.ansible.fence import Fence, alive
from orchestrator.domain.provider_calls import ChocolateyCall, ChocolateyState, MsiCall
from orchestrator.services.deployment import DeploymentRun, RunEvent, RunEventKind, RunStatus
from tests.integration.ansible.bench import Bench, lab_work
from tests.lab_fixture import MakeLab
from tests.playbooks.handrun import apply_manifest

MACHINE = "b204-01"
FIREFOX = ChocolateyCall(("firefox",), ("firefox",), ChocolateyState.PRESENT, "145.0.1", "feed")
VIEWER = MsiCall("viewer", "PDF viewer", "files/viewer.msi", "cd" * 32, "{AC76BA86-7AD7-1033-7B44-AC0F074E4100}")
CANARY = "Kanarien vogel/+%ä"


def forms(password: str, user: str) -> set[str]:
    """A password as it may turn up."""
    encoded = (password.encode(), password.encode("utf-16-le"), f"{user}:{password}".encode())
    return {password, quote(password, safe=""), *(base64.b64encode(each).decode() for each in encoded)}


def everything_left(bench: Bench) -> str:
    """Run folder, private folder and events as one text."""
    files = [path for path in bench.folder.rglob("*") if path.is_file()]
    events = json.dumps([event.data for event in bench.events], ensure_ascii=False)
    return events + "".join(path.read_text(errors="replace") for path in files)


class Trap:
    """Templates that would leave a file each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "trap"
        self.folder.mkdir()

    def __call__(self, name: str) -> str:
        return "{{ lookup('pipe', 'touch " + str(self.folder / name) + "') }}"

    def sprung(self) -> list[str]:
        return [path.name for path in self.folder.iterdir()]


def test_templates_from_outside_are_texts(bench: Bench, make_lab: MakeLab) -> None:
    lab = make_lab([MACHINE])
    bench.use(lab)
    trap = Trap(bench.folder)
    chocolatey = replace(FIREFOX, items=(trap("item"),), packages=(trap("package"),), version=trap("version"))
    fed = replace(FIREFOX, feed=trap("feed"))
    viewer = replace(VIEWER, item=trap("id"), title=trap("title"), source=trap("source"), arguments=trap("arguments"))
    coded = replace(VIEWER, product_code=trap("product"), sha256=trap("checksum"))
    plain = lab_work(lab, MACHINE, chocolatey, fed, viewer, coded)
    here = replace(plain, machine=replace(plain.machine, name=trap("name")))
    there = replace(plain, machine=replace(plain.machine, id="there", address=trap("address")))
    odd = replace(plain, machine=replace(plain.machine, id="odd"), profile=replace(plain.profile, user=trap("user")))
    status = bench.apply(here, there, odd, run_id=trap("run"))
    assert status is RunStatus.FAILED
    assert trap.sprung() == []
    assert len(bench.of(RunEventKind.CALL_FAILED, MACHINE)) == 4
    assert {event.machine_id for event in bench.of(RunEventKind.UNREACHABLE)} == {"there", "odd"}


def test_the_trap_works(tmp_path: Path) -> None:
    # Without the wrapping that the inventory gives them, such texts do run on the controller.
    trap = Trap(tmp_path)
    call = {"item": "a", "title": trap("title"), "source": "a.msi", "sha256": "00", "product_code": "{A}"}
    host = {"ansible_connection": "winrm", "classroom_software_msi": [call]}
    inventory = tmp_path / "hosts.json"
    inventory.write_text(json.dumps({"all": {"hosts": {MACHINE: host}}}))
    apply_manifest(tmp_path, inventory)
    assert trap.sprung() == ["title"]


def test_no_process_of_a_run_shows_the_password(bench: Bench, make_lab: MakeLab) -> None:
    lab = make_lab([MACHINE])
    bench.use(lab)
    lab.set(MACHINE, "hang=firefox")
    shown: list[str] = []

    def look(events: Sequence[RunEvent]) -> None:
        bench.batches.append(list(events))
        for process in alive(Fence(bench.run_folder, "room-1")):
            shown.extend([*process.cmdline(), *process.environ().values()])

    bench.deployer().apply(
        DeploymentRun("run-1", "room-1", (lab_work(lab, MACHINE, FIREFOX),)),
        on_events=look,
        cancelled=lambda: bool(bench.events),
    )
    assert any("hosts.json" in word for word in shown)
    assert [form for form in forms(lab.password, lab.username) if form in "\n".join(shown)] == []
    assert [form for form in forms(lab.password, lab.username) if form in everything_left(bench)] == []


def test_a_password_that_is_refused_is_left_nowhere(bench: Bench, make_lab: MakeLab) -> None:
    lab = make_lab([MACHINE])
    bench.use(lab)
    bench.secrets["winrm"] = CANARY
    assert bench.apply(lab_work(lab, MACHINE, FIREFOX)) is RunStatus.FAILED
    assert bench.of(RunEventKind.UNREACHABLE)
    assert [form for form in forms(CANARY, lab.username) if form in everything_left(bench)] == []


def test_a_password_that_is_repeated_to_us_is_masked(bench: Bench, make_lab: MakeLab) -> None:
    lab = make_lab([MACHINE])
    bench.use(lab)
    repeated = [replace(FIREFOX, packages=(form,)) for form in sorted(forms(lab.password, lab.username))]
    assert bench.apply(lab_work(lab, MACHINE, *repeated)) is RunStatus.FAILED
    left = everything_left(bench)
    assert "********" in left
    assert [form for form in forms(lab.password, lab.username) if form in left] == []
