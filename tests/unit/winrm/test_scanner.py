"""What a scan says of machines that do not answer as WinRM does, over real sockets of this computer."""

import socket
import ssl
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from orchestrator.adapters.winrm.connection import protocol_arguments
from orchestrator.adapters.winrm.scanner import WinrmScanner
from orchestrator.domain.machines import ConnectionProfile, Machine
from orchestrator.domain.observations import ScanFailure, ScanFailureCause
from orchestrator.services.scanning import ScanTarget

NOW = datetime(2026, 1, 12, 8, tzinfo=UTC)
PASSWORD = "Canary-7f3a!"


def target(
    port: int = 1,
    *,
    machine_id: str = "m1",
    address: str = "127.0.0.1",
    transport: str = "basic",
    secret: str = "classroom",  # noqa: S107 - the name of one
    ca_file: str | None = None,
) -> ScanTarget:
    profile = ConnectionProfile("rooms", transport, "admin", secret, ca_file, connect_timeout=1)
    return ScanTarget(Machine(machine_id, machine_id, address, port, "rooms"), profile)


def scanner(read_secret: Callable[[str], str] = lambda _: PASSWORD) -> WinrmScanner:
    return WinrmScanner(read_secret, lambda: NOW)


def only_failure(which: ScanTarget, read_secret: Callable[[str], str] = lambda _: PASSWORD) -> ScanFailure:
    [result] = scanner(read_secret).scan([which])
    assert isinstance(result, ScanFailure)
    assert (result.machine_id, result.at) == (which.machine.id, NOW)
    assert len(result.detail) <= 300
    assert PASSWORD not in result.detail
    return result


@contextmanager
def listener(answer: bytes | None = None) -> Iterator[int]:
    """Something that listens but is no WinRM: it answers these bytes to whoever connects, or nothing at all."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                # The scan may hang up at any moment, and rudely.
                with connection, suppress(OSError):
                    if answer is not None:
                        connection.recv(65536)
                        connection.sendall(answer)
                        connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65536):
                        pass

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def test_a_port_where_nothing_listens_is_refused() -> None:
    failure = only_failure(target(free_port()))
    assert failure.cause is ScanFailureCause.REFUSED
    assert failure.cause.machine_is_absent


def test_a_machine_that_says_nothing_has_timed_out() -> None:
    with listener() as port:
        failure = only_failure(target(port))
    assert failure.cause is ScanFailureCause.TIMED_OUT
    assert failure.cause.machine_is_absent


def test_an_address_that_does_not_resolve_is_unknown() -> None:
    # A zone that no network card has: it is found out without asking a name server.
    assert only_failure(target(address="fe80::1%nosuchcard")).cause is ScanFailureCause.NAME_UNKNOWN


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", b"", b"\x15\x03\x01\x00\x02\x02\x46"]
)
def test_whatever_does_not_speak_tls_is_no_winrm(answer: bytes) -> None:
    with listener(answer) as port:
        assert only_failure(target(port)).cause is ScanFailureCause.PROTOCOL


def test_a_secret_that_is_not_there_is_missing_on_our_side() -> None:
    def read_secret(name: str) -> str:
        message = f"no {name}, nor {PASSWORD}"
        raise LookupError(message)

    failure = only_failure(target(), read_secret)
    assert failure.cause is ScanFailureCause.SECRET_MISSING
    assert failure.detail == "secret classroom: LookupError"


def test_a_client_certificate_that_is_not_there_is_a_missing_secret(tmp_path: Path) -> None:
    failure = only_failure(target(transport="certificate"), lambda _: str(tmp_path / "client.pem"))
    assert failure.cause is ScanFailureCause.SECRET_MISSING


def test_authorities_that_cannot_be_loaded_verify_no_certificate(tmp_path: Path) -> None:
    broken = tmp_path / "ca.pem"
    broken.write_text("no certificate", encoding="ascii")
    for ca_file in (broken, tmp_path / "missing.pem"):
        assert only_failure(target(ca_file=str(ca_file))).cause is ScanFailureCause.CERTIFICATE


def test_a_transport_that_pywinrm_does_not_know_is_named_and_harms_no_other_machine() -> None:
    odd = target(free_port(), machine_id="m1", transport="carrier pigeon")
    off = target(free_port(), machine_id="m2")
    results = {result.machine_id: result for result in scanner().scan([odd, off])}
    assert {key: result.cause for key, result in results.items() if isinstance(result, ScanFailure)} == {
        "m1": ScanFailureCause.PROTOCOL,
        "m2": ScanFailureCause.REFUSED,
    }


def test_every_target_gets_one_result_and_every_secret_is_read_once() -> None:
    asked: list[str] = []

    def read_secret(name: str) -> str:
        asked.append(name)
        return PASSWORD

    port = free_port()
    targets = [target(port, machine_id=f"m{number}", secret=f"s{number % 2}") for number in range(20)]
    results = list(scanner(read_secret).scan(targets))
    assert sorted(result.machine_id for result in results) == sorted(t.machine.id for t in targets)
    assert sorted(asked) == ["s0", "s1"]


def test_no_targets_give_no_results() -> None:
    assert list(scanner().scan([])) == []


def test_whoever_stops_listening_leaves_no_thread_behind() -> None:
    before = set(threading.enumerate())
    results = scanner().scan([target(free_port(), machine_id=f"m{number}") for number in range(5)])
    next(iter(results))
    assert isinstance(results, Generator)
    results.close()
    assert {thread for thread in threading.enumerate() if thread.name.startswith("scan")} <= before


class TestHowPywinrmIsAsked:
    def test_over_https_with_a_verified_certificate_and_without_the_environment(self) -> None:
        arguments = protocol_arguments(target(5986, ca_file="ca.pem"), PASSWORD)
        assert arguments["endpoint"] == "https://127.0.0.1:5986/wsman"
        assert arguments["server_cert_validation"] == "validate"
        assert arguments["ca_trust_path"] == "ca.pem"
        assert arguments["proxy"] == ""

    def test_an_address_of_the_newer_protocol_stands_in_brackets(self) -> None:
        assert protocol_arguments(target(5986, address="::1"), PASSWORD)["endpoint"] == "https://[::1]:5986/wsman"

    def test_without_a_file_the_authorities_are_those_of_the_system(self) -> None:
        trusted = protocol_arguments(target(), PASSWORD)["ca_trust_path"]
        paths = ssl.get_default_verify_paths()
        assert trusted in {paths.cafile, paths.capath}

    @pytest.mark.parametrize("transport", ["basic", "ntlm", "credssp"])
    def test_the_secret_is_a_password(self, transport: str) -> None:
        arguments = protocol_arguments(target(transport=transport), PASSWORD)
        assert (arguments["transport"], arguments["username"], arguments["password"]) == (transport, "admin", PASSWORD)

    def test_or_the_path_of_a_client_certificate_with_its_key(self) -> None:
        arguments = protocol_arguments(target(transport="certificate"), "client.pem")
        assert (arguments["cert_pem"], arguments["cert_key_pem"]) == ("client.pem", "client.pem")
        assert "password" not in arguments
