"""The connection test over real name service, sockets, TLS and WinRM, on machines of the lab."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orchestrator.adapters.winrm.tester import WinrmTester
from orchestrator.domain.connections import ConnectionFinding, ConnectionStep, StepResult, StepState
from orchestrator.services.scanning import ScanTarget
from orchestrator.virtual_lab.certificates import open_authority
from orchestrator.virtual_lab.wire.http import HttpHandler, HttpRequest, HttpResponse
from orchestrator.virtual_lab.wire.listener import Listener, Reach
from orchestrator.virtual_lab.wire.service import Account, WinRmService
from orchestrator.virtual_lab.wire.shells import Shells
from tests.integration.scan.test_scan import target
from tests.lab_fixture import MakeLab, RunningLab

_F, _S = ConnectionFinding, ConnectionStep
NO_SUCH_NAME = "no-such-machine.invalid"
"""RFC 6761: no name below this one is ever known."""


def tried(
    lab: RunningLab,
    which: ScanTarget,
    *,
    read_secret: Callable[[str], str] | None = None,
    seconds: float = 60,
) -> tuple[StepResult, ...]:
    """All steps, once it is looked that each has what it must have, and that nothing secret is in any of them."""
    tester = WinrmTester(read_secret or {"lab-password": lab.password}.__getitem__, seconds=seconds)
    steps = tester.test(which)
    assert [one.step for one in steps] == list(ConnectionStep)
    assert lab.password not in repr(steps)
    for one in steps:
        assert (one.finding is None) == (one.milliseconds is None) == (one.state is StepState.NOT_TRIED)
        assert len(one.detail) <= 300
    return steps


def failed(steps: tuple[StepResult, ...], step: ConnectionStep) -> StepResult:
    """The step that failed, which is this one: those before it work, and those after it were not tried."""
    at = list(ConnectionStep).index(step)
    states = [StepState.PASSED] * at + [StepState.FAILED] + [StepState.NOT_TRIED] * (len(steps) - at - 1)
    assert [one.state for one in steps] == states, steps
    return steps[at]


def elsewhere(which: ScanTarget, *, address: str = "", port: int = 0) -> ScanTarget:
    machine = which.machine
    return replace(which, machine=replace(machine, address=address or machine.address, port=port or machine.port))


def test_a_machine_that_is_as_it_should_be_passes_every_step(lab: RunningLab) -> None:
    before = lab.state("b204-01")
    steps = tried(lab, target(lab, "b204-01"))
    assert [(one.state, one.finding) for one in steps] == [
        (StepState.PASSED, _F.ADDRESS_GIVEN),
        (StepState.PASSED, _F.PORT_OPEN),
        (StepState.PASSED, _F.CERTIFICATE_TRUSTED),
        (StepState.PASSED, _F.SIGNED_IN),
        (StepState.PASSED, _F.SHELL_ANSWERED),
    ]
    address, _ = lab.machines["b204-01"]
    assert (steps[0].facts.addresses, steps[1].facts.connected) == ((address,), address)
    ends = steps[2].facts.until
    assert ends is not None
    assert timedelta(days=800) < ends - datetime.now(UTC) < timedelta(days=830)
    assert steps[4].facts.code_page == 65001
    assert lab.state("b204-01") == before


def test_a_name_is_looked_up(lab: RunningLab) -> None:
    name = tried(lab, elsewhere(target(lab, "b204-01"), address="localhost"))[0]
    assert (name.state, name.finding) == (StepState.PASSED, _F.NAME_KNOWN)
    assert "127.0.0.1" in name.facts.addresses


def test_a_german_machine_without_utf_8_tells_its_code_page(make_lab: MakeLab) -> None:
    lab = make_lab([{"name": "pc-de", "language": "de", "accepts_utf8": False}])
    assert tried(lab, target(lab, "pc-de"))[-1].facts.code_page == 850


def test_a_name_that_nobody_knows(lab: RunningLab) -> None:
    found = failed(tried(lab, elsewhere(target(lab, "b204-01"), address=NO_SUCH_NAME)), _S.NAME)
    assert found.finding in {_F.NAME_UNKNOWN, _F.NAMES_UNANSWERED}  # a host without a name service has nobody to ask


def test_what_cannot_be_a_name_is_known_to_nobody(lab: RunningLab) -> None:
    found = failed(tried(lab, elsewhere(target(lab, "b204-01"), address=f"{'x' * 70}.example.edu")), _S.NAME)
    assert found.finding is _F.NAME_UNKNOWN


@pytest.mark.parametrize(
    ("fault", "step", "finding"),
    [
        ("off", _S.PORT, _F.PORT_REFUSED),
        ("off=silent", _S.PORT, _F.PORT_SILENT),
        ("wrong-password", _S.LOGIN, _F.PASSWORD_REFUSED),
        ("access-denied", _S.SHELL, _F.SHELL_DENIED),
        ("stranger", _S.SHELL, _F.OTHER_MACHINE),
    ],
)
def test_a_fault_is_found_at_its_step_and_mended_it_is_gone(
    make_lab: MakeLab, fault: str, step: ConnectionStep, finding: ConnectionFinding
) -> None:
    lab = make_lab(["pc-1"])
    lab.set("pc-1", fault)
    assert failed(tried(lab, target(lab, "pc-1", timeout=2)), step).finding is finding
    lab.set("pc-1", "on")
    assert all(one.state is StepState.PASSED for one in tried(lab, target(lab, "pc-1")))


def test_a_wrong_password_is_refused_and_told_nowhere(lab: RunningLab) -> None:
    steps = tried(lab, target(lab, "b204-01"), read_secret=lambda _: "Canary-7f3a!")
    found = failed(steps, _S.LOGIN)
    assert (found.finding, found.facts.methods) == (_F.PASSWORD_REFUSED, ("Basic",))
    assert "Canary" not in repr(steps)


def test_a_transport_that_the_machine_does_not_offer_is_no_wrong_password(lab: RunningLab) -> None:
    here = target(lab, "b204-01")
    found = failed(tried(lab, replace(here, profile=replace(here.profile, transport="ntlm"))), _S.LOGIN)
    assert found.finding is _F.METHOD_NOT_OFFERED


def test_a_secret_that_is_missing_is_asked_for_last_and_sent_to_nobody(make_lab: MakeLab) -> None:
    lab = make_lab(["pc-1"])
    no_secrets: dict[str, str] = {}
    found = failed(tried(lab, target(lab, "pc-1"), read_secret=no_secrets.__getitem__), _S.LOGIN)
    assert found.finding is _F.SECRET_MISSING
    assert "lab-password" in found.detail
    assert lab.log(machine="pc-1") == []


class TestCertificates:
    def test_of_an_authority_that_is_not_trusted(self, make_lab: MakeLab, lab: RunningLab) -> None:
        other = make_lab(["pc-1"])
        found = failed(tried(other, target(other, "pc-1", ca_file=lab.ca_path)), _S.CERTIFICATE)
        assert found.finding is _F.AUTHORITY_UNKNOWN
        assert other.log(machine="pc-1") == []

    def test_for_another_name(self, lab: RunningLab) -> None:
        # Another way to write 127.0.0.1, which its certificate does not name.
        found = failed(tried(lab, elsewhere(target(lab, "b204-01"), address="127.1")), _S.CERTIFICATE)
        assert found.finding is _F.CERTIFICATE_OTHER_NAME
        assert "b204-01" in found.facts.names

    def test_that_has_ended(self, lab: RunningLab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("orchestrator.virtual_lab.certificates._SERVER_DAYS", -1 / 48)
        with listening(tmp_path, answering) as (port, authority):
            here = elsewhere(target(lab, "b204-01", ca_file=authority), port=port)
            found = failed(tried(lab, here), _S.CERTIFICATE)
        assert found.finding is _F.CERTIFICATE_EXPIRED
        assert found.facts.until is not None
        assert found.facts.until < datetime.now(UTC)

    def test_that_nothing_here_can_be_held_against(self, lab: RunningLab, tmp_path: Path) -> None:
        gone = str(tmp_path / "gone.pem")
        assert failed(tried(lab, target(lab, "b204-01", ca_file=gone)), _S.CERTIFICATE).finding is (
            _F.AUTHORITIES_UNREADABLE
        )

    def test_by_the_authorities_of_the_system(self, lab: RunningLab, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", lab.ca_path)
        here = target(lab, "b204-01")
        found = tried(lab, replace(here, profile=replace(here.profile, ca_file=None)))[2]
        assert found.finding is _F.CERTIFICATE_TRUSTED_BY_SYSTEM

    def test_none_where_plain_http_is_spoken(self, lab: RunningLab) -> None:
        with plain_http() as port:
            assert failed(tried(lab, elsewhere(target(lab, "b204-01"), port=port)), _S.CERTIFICATE).finding is _F.NO_TLS


def test_what_is_no_winrm_is_none_though_its_certificate_is_right(lab: RunningLab) -> None:
    port = int(lab.distribution_url.rpartition(":")[2])
    assert failed(tried(lab, elsewhere(target(lab, "b204-01"), port=port)), _S.LOGIN).finding is _F.NOT_WINRM


def test_a_machine_that_hangs_up_in_the_shell_has_let_the_account_in(lab: RunningLab, tmp_path: Path) -> None:
    with listening(tmp_path, hanging_up_after(1, lab)) as (port, authority):
        steps = tried(lab, elsewhere(target(lab, "b204-01", ca_file=authority), port=port))
    assert failed(steps, _S.SHELL).finding is _F.HUNG_UP


def test_a_machine_that_hangs_up_at_the_door_has_not(lab: RunningLab, tmp_path: Path) -> None:
    with listening(tmp_path, hanging_up_after(0, lab)) as (port, authority):
        steps = tried(lab, elsewhere(target(lab, "b204-01", ca_file=authority), port=port))
    assert failed(steps, _S.LOGIN).finding is _F.HUNG_UP


def test_a_test_ends_when_its_time_is_over_whatever_the_machine_does(lab: RunningLab, tmp_path: Path) -> None:
    over = asyncio.Event()

    async def never(_: HttpRequest) -> HttpResponse:
        await over.wait()
        return HttpResponse(404)

    with listening(tmp_path, never) as (port, authority):
        steps = tried(lab, elsewhere(target(lab, "b204-01", ca_file=authority), port=port), seconds=2)
    found = failed(steps, _S.LOGIN)
    assert (found.finding, found.facts.seconds) == (_F.TOO_LONG, 2)


async def answering(_: HttpRequest) -> HttpResponse:
    """Answers nothing of use."""
    return HttpResponse(404)


def hanging_up_after(answers: int, lab: RunningLab) -> HttpHandler:
    """A WinRM service that lets somebody in, and hangs up once it has given so many answers."""
    account = Account(lab.username, lab.password, lambda: True, lambda: True)
    service = WinRmService("pc-1", account, Shells(lambda *_: None))  # type: ignore[arg-type]  # no command is run
    given = 0

    async def handle(request: HttpRequest) -> HttpResponse:
        nonlocal given
        if given == answers:
            raise ConnectionResetError
        given += 1
        return await service.handle(request)

    return handle


@contextmanager
def listening(folder: Path, handler: HttpHandler) -> Iterator[tuple[int, str]]:
    """A machine of its own on 127.0.0.1: its port, and the file of the authority that has signed its certificate."""
    authority = open_authority(folder / "authority")
    context: ssl.SSLContext = authority.server_context("pc-1", ("pc-1",), "127.0.0.1")
    ready, loop = threading.Event(), asyncio.new_event_loop()
    ports: list[int] = []
    stop = asyncio.Event()

    async def serve() -> None:
        listener = Listener("127.0.0.1", 0, context, handler)
        await listener.set_reach(Reach.OPEN)
        ports.append(listener.port)
        ready.set()
        await stop.wait()
        await listener.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        assert ready.wait(30)
        yield ports[0], str(authority.certificate_file)
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


@contextmanager
def plain_http() -> Iterator[int]:
    """Something that answers everything as an HTTP server without TLS does."""

    def serve() -> None:
        caller, _ = server.accept()
        with caller, suppress(OSError):  # whoever is refused may hang up rudely
            caller.recv(65536)
            caller.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            caller.shutdown(socket.SHUT_WR)
            caller.recv(65536)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        thread.join()
