"""HTTP itself: what is no WinRM request, and the distribution point."""

import base64
import hashlib
import http.client
import json
import socket
import ssl
from collections.abc import Mapping

import pytest

from orchestrator.virtual_lab.shelf import load_shelf
from tests.lab_fixture import RunningLab


def ask(
    lab: RunningLab, port: int, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> tuple[int, bytes, http.client.HTTPMessage]:
    connection = http.client.HTTPSConnection(
        "127.0.0.1", port, timeout=60, context=ssl.create_default_context(cafile=lab.ca_path)
    )
    try:
        connection.request(method, path, body, dict(headers or {}))
        response = connection.getresponse()
        return response.status, response.read(), response.headers
    finally:
        connection.close()


def distribution(lab: RunningLab) -> int:
    return int(lab.distribution_url.rpartition(":")[2])


def authorization(lab: RunningLab, user: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{lab.password}".encode()).decode()}


def test_only_posts_to_wsman_are_answered(lab: RunningLab) -> None:
    _, port = lab.machines["b204-01"]
    assert ask(lab, port, "POST", "/other")[0] == 404
    assert ask(lab, port, "GET", "/wsman")[0] == 405


@pytest.mark.parametrize("header", ["", "Negotiate abc", "Basic %%%", "Basic " + base64.b64encode(b"\xff").decode()])
def test_whoever_does_not_say_who_he_is_is_asked(lab: RunningLab, header: str) -> None:
    _, port = lab.machines["b204-01"]
    status, body, headers = ask(lab, port, "POST", "/wsman", headers={"Authorization": header})
    assert (status, body, headers["WWW-Authenticate"]) == (401, b"", 'Basic realm="WSMAN"')


@pytest.mark.parametrize("prefix", ["", ".\\", "PC\\"])
def test_a_local_account_may_be_written_with_its_machine(lab: RunningLab, prefix: str) -> None:
    _, port = lab.machines["b204-01"]
    status, body, _ = ask(lab, port, "POST", "/wsman", b"no soap", authorization(lab, prefix + lab.username))
    assert status == 500
    assert b'Code="2150858791"' in body


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"POST /wsman HTTP/1.1\r\nno colon\r\n\r\n", 400),
        (b"POST /wsman HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
        (b"POST /wsman HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400),
        (b"POST /wsman HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", 413),
        (b"POST /wsman HTTP/1.1\r\nX: " + b"x" * 70_000 + b"\r\n\r\n", 413),
    ],
)
def test_what_is_no_request_is_refused_and_the_lab_goes_on(lab: RunningLab, text: bytes, status: int) -> None:
    address, port = lab.machines["b204-01"]
    context = ssl.create_default_context(cafile=lab.ca_path)
    with (
        socket.create_connection((address, port), timeout=60) as plain,
        context.wrap_socket(plain, server_hostname=address) as connection,
    ):
        connection.sendall(text)
        assert connection.recv(100).startswith(f"HTTP/1.1 {status} ".encode())
    assert ask(lab, port, "GET", "/wsman")[0] == 405


def test_plain_http_is_not_offered(lab: RunningLab) -> None:
    with socket.create_connection(lab.machines["b204-01"], timeout=60) as connection:
        connection.sendall(b"POST /wsman HTTP/1.1\r\nContent-Length: 0\r\n\r\n")
        assert b"HTTP/1.1" not in connection.recv(100)


def test_the_distribution_point_serves_every_file_of_the_shelf(lab: RunningLab) -> None:
    for name, file in load_shelf().files.items():
        status, body, _ = ask(lab, distribution(lab), "GET", f"/files/{name}")
        assert (status, hashlib.sha256(body).hexdigest()) == (200, file.sha256)


def test_the_feed_knows_packages_and_their_versions(lab: RunningLab) -> None:
    port = distribution(lab)
    assert "firefox" in json.loads(ask(lab, port, "GET", "/feed/")[1])["packages"]
    versions = json.loads(ask(lab, port, "GET", "/feed/packages/vlc.json")[1])["versions"]
    assert [v["version"] for v in versions] == ["3.0.20", "3.0.21"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/files/nix.msi", 404),
        ("GET", "/files/../shelf.yml", 404),
        ("GET", "/feed/packages/nix.json", 404),
        ("POST", "/files/7z2409-x64.msi", 405),
        ("HEAD", "/files/7z2409-x64.msi", 200),
    ],
)
def test_the_distribution_point_serves_nothing_else(lab: RunningLab, method: str, path: str, status: int) -> None:
    assert ask(lab, distribution(lab), method, path)[0] == status
