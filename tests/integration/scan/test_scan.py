"""The scan over real WinRM: HTTPS, basic authentication, one command line, on machines of the lab."""

import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import cache

import pytest

from orchestrator.adapters.winrm.connection import CommandOverran, run_command_line
from orchestrator.adapters.winrm.scanner import WinrmScanner
from orchestrator.domain.catalog import CatalogItem, DetectionRule, Provider, Release, Updates
from orchestrator.domain.detection import DetectedState, detect, is_ready
from orchestrator.domain.machines import ConnectionProfile, Machine
from orchestrator.domain.observations import ChocolateyPackage, Observation, ScanFailure, ScanFailureCause, ScanResult
from orchestrator.services.scanning import ScanTarget
from orchestrator.virtual_lab.specs import MachineSpec
from tests.lab_fixture import MakeLab, RunningLab

NOW = datetime(2026, 1, 12, 8, tzinfo=UTC)

FIREFOX = CatalogItem(
    "firefox",
    "Firefox",
    "Mozilla",
    Provider.CHOCOLATEY,
    DetectionRule(chocolatey_id="firefox", name_pattern="Mozilla Firefox*", publisher="Mozilla"),
    releases=(Release("145.0.1"),),
    updates=Updates.SELF,
)


def target(lab: RunningLab, name: str, *, known: bool = True, timeout: int = 5, ca_file: str = "") -> ScanTarget:
    address, port = lab.machines[name]
    profile = ConnectionProfile("lab", "basic", lab.username, "lab-password", ca_file or lab.ca_path, timeout)
    machine = Machine(f"id-{name}", name, address, port, "lab", lab.hardware_id(name) if known else None)
    return ScanTarget(machine, profile)


def scan(
    lab: RunningLab,
    targets: Sequence[ScanTarget],
    *,
    read_secret: Callable[[str], str] | None = None,
    command_seconds: float = 120,
) -> dict[str, ScanResult]:
    scanner = WinrmScanner(
        read_secret or {"lab-password": lab.password}.__getitem__, lambda: NOW, command_seconds=command_seconds
    )
    results = list(scanner.scan(targets))
    assert sorted(result.machine_id for result in results) == sorted(t.machine.id for t in targets)
    return {result.machine_id.removeprefix("id-"): result for result in results}


_listeners: list[list[str]] = []


def _note_environment_write(event: str, arguments: tuple[object, ...]) -> None:
    if event in {"os.putenv", "os.unsetenv"}:
        for listener in _listeners:
            listener.append(f"{event} {arguments!r}")


@cache
def _listen_to_the_environment() -> None:
    # Once, because Python takes no hook back. Without listeners it does nothing.
    sys.addaudithook(_note_environment_write)


@contextmanager
def environment_writes() -> Iterator[list[str]]:
    """What is set or unset in the process's environment meanwhile, by any thread."""
    _listen_to_the_environment()
    written: list[str] = []
    _listeners.append(written)
    try:
        yield written
    finally:
        _listeners.remove(written)


def observed(result: ScanResult) -> Observation:
    assert isinstance(result, Observation), result
    return result


def failed(lab: RunningLab, result: ScanResult) -> ScanFailure:
    assert isinstance(result, ScanFailure), result
    assert len(result.detail) <= 300
    assert lab.password not in result.detail
    return result


def test_a_scan_sees_what_is_on_every_machine(lab: RunningLab) -> None:
    results = scan(lab, [target(lab, name) for name in lab.machines])
    for name in lab.machines:
        seen, really = observed(results[name]), lab.state(name)
        assert (seen.machine_id, seen.at) == (f"id-{name}", NOW)
        assert (seen.computer_name, seen.hardware_id) == (really["computer_name"], really["hardware_id"])
        assert {(p.key, p.hive, p.name, p.version, p.publisher, p.windows_installer) for p in seen.products} == {
            (p["key"], p["hive"], p["name"], p["version"], p["publisher"], p["windows_installer"])
            for p in really["products"]
        }
        assert seen.chocolatey == (ChocolateyPackage("chocolatey", really["chocolatey"]),)
        assert seen.reboot_pending == ()
        assert seen.hardware is not None
        assert asdict(seen.hardware) == really["hardware"]


def test_one_machine_costs_one_command_line_that_leaves_nothing_behind(make_lab: MakeLab) -> None:
    lab = make_lab(["pc-1"])
    before = lab.state("pc-1")
    observed(scan(lab, [target(lab, "pc-1")])["pc-1"])
    assert len(lab.log("command", "pc-1")) == 1
    assert lab.state("pc-1") == before
    assert lab.installers() == []


def test_what_is_installed_is_detected_in_its_version(make_lab: MakeLab) -> None:
    lab = make_lab([MachineSpec("pc-new", packages=("firefox",)), MachineSpec("pc-old", packages=("firefox=144.0.2",))])
    results = scan(lab, [target(lab, name) for name in lab.machines])
    new, old = (detect(FIREFOX, observed(results[name])) for name in ("pc-new", "pc-old"))
    assert (new.state, new.version, new.package_version) == (DetectedState.PRESENT, "145.0.1", "145.0.1")
    assert is_ready(new, "145.0.1", FIREFOX.updates)
    assert (old.state, old.version) == (DetectedState.PRESENT, "144.0.2")
    assert not is_ready(old, "145.0.1", FIREFOX.updates)


def test_a_pending_reboot_is_seen_until_the_machine_was_restarted(make_lab: MakeLab) -> None:
    lab = make_lab(["pc-1"])
    lab.set("pc-1", "reboot-pending")
    assert observed(scan(lab, [target(lab, "pc-1")])["pc-1"]).reboot_pending == tuple(
        lab.state("pc-1")["reboot_pending"]
    )
    assert lab.state("pc-1")["reboot_pending"] != []
    lab.reboot("pc-1")
    assert observed(scan(lab, [target(lab, "pc-1")])["pc-1"]).reboot_pending == ()


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("build", ["10.0.26100.4652", "10.0.19045.5011", "10.0.16299.15"])
def test_what_a_machine_is_made_of_is_seen_as_it_is(make_lab: MakeLab, language: str, build: str) -> None:
    """R3.2: the need of an override is held against what the machine really has."""
    told = {
        "memory_mb": 6144,
        "disk_mb": 120_000,
        "disk_free_mb": 4_321,
        "cpu": "A CPU (R)  @ 1 GHz",
        "cpu_cores": 12,
        "windows_build": build,
        "windows_name": "Windows 11 Education" if build == "10.0.26100.4652" else "Windows 10 Education",
    }
    lab = make_lab([MachineSpec("pc-1", language=language, accepts_utf8=False, hardware=told)])
    seen = observed(scan(lab, [target(lab, "pc-1")])["pc-1"]).hardware
    assert seen is not None
    assert asdict(seen) == {**told, "cpu": "A CPU (R) @ 1 GHz"}


@pytest.mark.parametrize("memory", [1024, 2048, 4096, 8192, 16384, 131_072])
def test_memory_is_told_as_what_is_fitted(make_lab: MakeLab, memory: int) -> None:
    lab = make_lab([MachineSpec("pc-1", hardware={"memory_mb": memory})])
    seen = observed(scan(lab, [target(lab, "pc-1")])["pc-1"]).hardware
    assert seen is not None
    assert seen.memory_mb == memory


def test_a_machine_whose_registry_says_nothing_of_its_hardware_is_read_without_it(make_lab: MakeLab) -> None:
    lab = make_lab(["pc-1"])
    gone = r"reg delete HKLM\HARDWARE /f&reg delete \"HKLM\SOFTWARE\Microsoft\Windows NT\" /f"
    run_command_line(target(lab, "pc-1"), lab.password, gone.replace('\\"', '"'), seconds=60)
    seen = observed(scan(lab, [target(lab, "pc-1")])["pc-1"])
    assert seen.products
    assert seen.hardware is not None
    assert (seen.hardware.memory_mb, seen.hardware.cpu, seen.hardware.cpu_cores) == (None, None, None)
    assert seen.hardware.windows_name is None
    assert seen.hardware.disk_mb == lab.state("pc-1")["hardware"]["disk_mb"]


@pytest.mark.parametrize("accepts_utf8", [True, False], ids=["UTF-8", "code page 850"])
def test_a_german_machine_is_read_in_whichever_code_page_it_grants(make_lab: MakeLab, accepts_utf8: bool) -> None:
    product = {
        "key": "GrößenRechner",
        "hive": "32",
        "name": "Größenrechner für Übungen",
        "version": "3.1",
        "publisher": "Müller & Söhne GmbH",
        "windows_installer": False,
    }
    lab = make_lab(
        [MachineSpec("pc-de", language="de", accepts_utf8=accepts_utf8, chocolatey=None, products=(product,))]
    )
    seen = observed(scan(lab, [target(lab, "pc-de")])["pc-de"])
    [found] = [p for p in seen.products if p.key == "GrößenRechner"]
    assert (found.name, found.publisher, found.hive) == ("Größenrechner für Übungen", "Müller & Söhne GmbH", "32")
    assert seen.chocolatey is None


@pytest.mark.parametrize("version", ["0.10.15", "1.4.0", "2.0.0", "2.4.3"])
def test_every_chocolatey_lists_what_is_installed(make_lab: MakeLab, version: str) -> None:
    lab = make_lab([MachineSpec("pc-1", chocolatey=version, packages=("firefox",))])
    assert observed(scan(lab, [target(lab, "pc-1")])["pc-1"]).chocolatey == (
        ChocolateyPackage("chocolatey", version),
        ChocolateyPackage("firefox", "145.0.1"),
    )


def test_a_machine_whose_hardware_nobody_knows_introduces_itself(lab: RunningLab) -> None:
    seen = observed(scan(lab, [target(lab, "b204-01", known=False)])["b204-01"])
    assert seen.hardware_id == lab.hardware_id("b204-01")


class TestWhatGoesWrong:
    @pytest.mark.parametrize(
        ("fault", "cause"),
        [
            ("off", ScanFailureCause.REFUSED),
            ("off=silent", ScanFailureCause.TIMED_OUT),
            ("wrong-password", ScanFailureCause.CREDENTIALS_REFUSED),
            ("stranger", ScanFailureCause.WRONG_MACHINE),
        ],
    )
    def test_a_fault_is_named_and_mended_it_is_gone(
        self, make_lab: MakeLab, fault: str, cause: ScanFailureCause
    ) -> None:
        lab = make_lab(["pc-1", "pc-2"])
        lab.set("pc-1", fault)
        targets = [target(lab, "pc-1", timeout=2), target(lab, "pc-2")]
        results = scan(lab, targets)
        assert failed(lab, results["pc-1"]).cause is cause
        observed(results["pc-2"])
        lab.set("pc-1", "on")
        observed(scan(lab, [target(lab, "pc-1")])["pc-1"])

    def test_a_stranger_is_named_by_its_hardware_and_nothing_else_is_told_of_it(self, make_lab: MakeLab) -> None:
        lab = make_lab(["pc-1"])
        lab.set("pc-1", "stranger")
        failure = failed(lab, scan(lab, [target(lab, "pc-1")])["pc-1"])
        assert failure.detail == f"hardware id that answers: {lab.state('pc-1')['hardware_id']}"

    def test_a_stranger_is_met_where_nobody_was_known(self, make_lab: MakeLab) -> None:
        lab = make_lab(["pc-1"])
        lab.set("pc-1", "stranger")
        seen = observed(scan(lab, [target(lab, "pc-1", known=False)])["pc-1"])
        assert seen.hardware_id == lab.state("pc-1")["hardware_id"]

    def test_a_password_that_is_not_accepted_is_refused_credentials(self, lab: RunningLab) -> None:
        results = scan(lab, [target(lab, "b204-01")], read_secret=lambda _: "not the password")
        assert failed(lab, results["b204-01"]).cause is ScanFailureCause.CREDENTIALS_REFUSED

    def test_a_secret_that_is_missing_contacts_nobody(self, make_lab: MakeLab) -> None:
        lab = make_lab(["pc-1"])
        no_secrets: dict[str, str] = {}
        results = scan(lab, [target(lab, "pc-1")], read_secret=no_secrets.__getitem__)
        assert failed(lab, results["pc-1"]).cause is ScanFailureCause.SECRET_MISSING
        assert lab.log(machine="pc-1") == []

    def test_a_certificate_of_another_authority_gets_no_password(self, make_lab: MakeLab, lab: RunningLab) -> None:
        other = make_lab(["pc-1"])
        results = scan(other, [target(other, "pc-1", ca_file=lab.ca_path)])
        failure = failed(other, results["pc-1"])
        assert failure.cause is ScanFailureCause.CERTIFICATE
        assert "certificate" in failure.detail
        assert other.log(machine="pc-1") == []

    def test_a_certificate_for_another_name_is_none(self, lab: RunningLab) -> None:
        here = target(lab, "b204-01")
        # Another way to write 127.0.0.1, which its certificate does not name.
        misspelt = replace(here, machine=replace(here.machine, address="127.1"))
        assert failed(lab, scan(lab, [misspelt])["b204-01"]).cause is ScanFailureCause.CERTIFICATE

    def test_a_listener_with_the_right_certificate_that_is_no_winrm_is_named(self, lab: RunningLab) -> None:
        here = target(lab, "b204-01")
        port = int(lab.distribution_url.rpartition(":")[2])
        shop = replace(here, machine=replace(here.machine, port=port))
        assert failed(lab, scan(lab, [shop])["b204-01"]).cause is ScanFailureCause.PROTOCOL

    def test_a_command_line_that_does_not_end_in_time_is_unreadable(self, make_lab: MakeLab) -> None:
        # A simulated minute takes an hour here: the first program takes longer to start than anybody waits.
        lab = make_lab(["pc-1"], time_scale=3600)
        failure = failed(lab, scan(lab, [target(lab, "pc-1", timeout=1)], command_seconds=0)["pc-1"])
        assert failure.cause is ScanFailureCause.UNREADABLE
        assert failure.detail == "the command line did not end in time"

    def test_a_machine_that_prints_without_end_is_stopped(self, lab: RunningLab) -> None:
        with pytest.raises(CommandOverran, match="more than 1000 bytes"):
            run_command_line(target(lab, "b204-01"), lab.password, f"echo {'x' * 4000}", seconds=60, max_output=1000)

    def test_a_registry_that_cannot_be_read_is_not_an_empty_one(self, make_lab: MakeLab) -> None:
        lab = make_lab(["pc-1"])
        uninstall = r"reg delete HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall /f"
        run_command_line(target(lab, "pc-1"), lab.password, f"{uninstall}&{uninstall} /reg:32", seconds=60)
        failure = failed(lab, scan(lab, [target(lab, "pc-1")])["pc-1"])
        assert failure.cause is ScanFailureCause.UNREADABLE
        assert failure.detail == "section hive64 could not be read, nor could the other one"


@contextmanager
def hanging_up(address: str, port: int, times: int) -> Iterator[int]:
    """Another port of a machine, which hangs up on whoever calls a few times before it lets them through."""

    def pass_on(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while chunk := source.recv(65536):
                sink.sendall(chunk)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_WR)

    def serve() -> None:
        calls = 0
        with ThreadPoolExecutor(16) as pool, suppress(OSError):
            while True:
                caller, _ = listening.accept()
                calls += 1
                if calls <= times:
                    # Closed with an answer outstanding and no time to linger: a reset.
                    caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    caller.recv(1)
                    caller.close()
                    continue
                behind = socket.create_connection((address, port))
                opened.extend((caller, behind))
                pool.submit(pass_on, caller, behind)
                pool.submit(pass_on, behind, caller)

    opened: list[socket.socket] = []
    listening = socket.create_server((address, 0))
    server = threading.Thread(target=serve)
    server.start()
    yield listening.getsockname()[1]
    listening.shutdown(socket.SHUT_RDWR)
    for connection in (listening, *opened):
        connection.close()
    server.join()


@pytest.mark.parametrize("times", [1, 2])
def test_a_machine_that_hangs_up_once_is_asked_once_more(lab: RunningLab, times: int) -> None:
    here = target(lab, "b204-01")
    with hanging_up(here.machine.address, here.machine.port, times) as port:
        result = scan(lab, [replace(here, machine=replace(here.machine, port=port))])["b204-01"]
    if times == 1:
        assert observed(result).computer_name == "B204-01"
    else:
        assert failed(lab, result).cause is ScanFailureCause.PROTOCOL


def test_the_process_environment_stays_as_it_is(make_lab: MakeLab) -> None:
    """It belongs to all threads: whoever sets a variable and takes it back trips over whoever does so meanwhile."""
    lab = make_lab(["pc-1"])
    with environment_writes() as written:
        observed(scan(lab, [target(lab, "pc-1")])["pc-1"])
    assert written == []


def test_a_proxy_of_the_environment_is_not_used(make_lab: MakeLab, monkeypatch: pytest.MonkeyPatch) -> None:
    lab = make_lab(["pc-1"])
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert observed(scan(lab, [target(lab, "pc-1")])["pc-1"]).hardware_id == lab.hardware_id("pc-1")


def test_forty_machines_at_once_give_forty_results(make_lab: MakeLab) -> None:
    lab = make_lab([f"pc-{number:02}" for number in range(40)])
    for name in ("pc-03", "pc-17"):
        lab.set(name, "off")
    lab.set("pc-21", "stranger")
    results = scan(lab, [target(lab, name) for name in lab.machines])
    found = {name: failed(lab, r) for name, r in results.items() if isinstance(r, ScanFailure)}
    failures = {name: failure.cause for name, failure in found.items()}
    said = "\n".join(f"{name}: {failure.cause}, {failure.detail}" for name, failure in found.items())
    assert failures == {
        "pc-03": ScanFailureCause.REFUSED,
        "pc-17": ScanFailureCause.REFUSED,
        "pc-21": ScanFailureCause.WRONG_MACHINE,
    }, said
    assert {r.computer_name for r in results.values() if isinstance(r, Observation)} == {
        name.upper() for name in lab.machines if name not in failures
    }


def test_the_password_stays_out_of_what_a_result_shows(lab: RunningLab) -> None:
    results = scan(lab, [target(lab, name) for name in lab.machines])
    assert lab.password not in repr(results)
