"""What is said, and with which exit code, when something cannot be done."""

import json
import re
import socket
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from orchestrator.cli.exit_codes import EXIT_CODES, ExitCode
from orchestrator.cli.next_steps import next_step
from orchestrator.settings import ROOT
from tests.cli.conftest import Shell


def test_what_is_not_there_is_said_with_the_command_that_lists_what_is(shell: Shell) -> None:
    done = shell("classrooms", "show", "B-999")
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.splitlines() == [
        "There is no room B-999. There are: B-204 and C-101.",
        "Try: classroom classrooms list",
    ]


def test_a_conflict_names_the_command_that_shows_what_it_is_in_conflict_with(shell: Shell) -> None:
    first = json.loads(shell.ok("rollouts", "start", "C-101", "--json", who="tim"))["id"]
    done = shell("rollouts", "start", "C-101", who="tim")
    assert done.exit_code == 5
    assert done.stderr.endswith(f"Try: classroom rollouts watch {first}\n")


def test_who_is_not_signed_in_is_told_how_to(shell: Shell) -> None:
    done = shell("classrooms", "list", who=None)
    assert done.exit_code == 6
    assert done.stderr.endswith("Try: classroom login\n")


def test_where_the_address_is_none_of_the_usual_ones_it_is_said_with_the_way_to_sign_in(shell: Shell) -> None:
    done = shell("classrooms", "list", "--server", shell.url, who=None, CLASSROOM_SERVER="http://127.0.0.1:1")
    assert done.stderr.endswith(f"Try: classroom login --server {shell.url}\n")


def test_what_somebody_may_not_is_refused_with_the_command_that_says_what_they_may(shell: Shell) -> None:
    done = shell("rollouts", "start", "C-101")
    assert done.exit_code == 6
    assert done.stderr.endswith("Try: classroom whoami\n")


def test_each_field_that_is_not_right_is_named(shell: Shell) -> None:
    done = shell("requests", "submit", "B-204", "git", "--seats", "balcony", "--enough", "0")
    assert done.exit_code == 4
    assert "items.0.seats (balcony): “balcony” is not possible here." in done.stderr
    assert "items.0.enough (0): This is out of range" in done.stderr


def test_where_nobody_answers_the_way_to_start_the_service_is_told(shell: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    done = shell("classrooms", "list", "--server", f"http://127.0.0.1:{port}")
    assert done.exit_code == 7
    assert done.stderr.splitlines()[:2] == [
        f"Nothing answers at http://127.0.0.1:{port}.",
        "Start the service with: classroom serve",
    ]


@pytest.mark.parametrize("address", ["nowhere", "ftp://127.0.0.1", "http://[", "http:///x", "http://127.0.0.1:99999"])
def test_an_address_that_is_none_is_told(shell: Shell, address: str) -> None:
    done = shell("classrooms", "list", "--server", address)
    assert done.exit_code == 2
    assert f"{address!r} is no address of a service" in done.stderr
    assert "Write it like http://127.0.0.1:8000, with --server" in done.stderr


class _Stranger(BaseHTTPRequestHandler):
    """Some other web server."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>\x1b[31m")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
        """Nothing on the terminal."""


def test_another_server_is_recognised_as_one(shell: Shell) -> None:
    with HTTPServer(("127.0.0.1", 0), _Stranger) as stranger:
        thread = Thread(target=stranger.handle_request)
        thread.start()
        done = shell("classrooms", "list", "--server", f"http://127.0.0.1:{stranger.server_address[1]}")
        thread.join()
    assert done.exit_code == 1
    assert "does not answer as the service does" in done.stderr


def test_text_in_an_address_stays_one_part_of_it(shell: Shell) -> None:
    done = shell("classrooms", "show", "../requests?x=1")
    assert done.exit_code == 3


@pytest.mark.parametrize("code", EXIT_CODES)
def test_the_command_to_try_next_needs_nothing_that_a_problem_may_lack(code: str) -> None:
    step = next_step({"code": code})
    assert step is None or step.startswith(("classroom ", "the same "))


def test_no_exit_code_of_a_refusal_means_success() -> None:
    assert ExitCode.OK not in EXIT_CODES.values()
    assert ExitCode.USAGE not in EXIT_CODES.values()


def test_the_readme_says_what_each_exit_code_means() -> None:
    rows = re.findall(r"^\| (\d) \| .+ \|$", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert [int(row) for row in rows] == sorted(ExitCode)
