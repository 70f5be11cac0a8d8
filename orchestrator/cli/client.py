"""The API's client of the people's verbs: calls, and what is said when a call fails."""

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

import httpx2
import typer

from orchestrator.cli import kept_tokens
from orchestrator.cli.exit_codes import EXIT_CODES, ExitCode
from orchestrator.cli.next_steps import LOGIN_STEP, next_step
from orchestrator.cli.output import visible
from orchestrator.cli.servers import DEFAULT_SERVER, Server, is_this_host, keeps_secrets, normal

__all__ = [
    "DEFAULT_SERVER",
    "TOKEN_VARIABLE",
    "Client",
    "Json",
    "Server",
    "calling",
    "calling_as_nobody",
    "checked",
    "part",
    "stopped",
]

PREFIX = "/api/v1"
ANSWER_SECONDS = 120.0
"""How long an answer may take: a dry run reads a whole room first."""
FILE_SECONDS = 1800.0
"""How long a file may take: a spreadsheet is made as a whole before the first byte is sent."""
MOST_PER_PAGE = 200
"""Entries that the service gives at once."""

TOKEN_VARIABLE = "CLASSROOM_TOKEN"  # noqa: S105 - the name of a variable
_COOKIES = ("__Host-classroom", "classroom")

Json = Annotated[bool, typer.Option("--json", help="Print the service's answer as JSON.")]


class Client:
    """Calls the API as one person. Use it within ``calling``, which turns failures into words."""

    def __init__(self, http: httpx2.Client, server: str) -> None:
        self._http = http
        self._server = server

    def get(self, path: str, **query: str | int | None) -> Any:  # noqa: ANN401 - JSON
        """The answer to a GET; parameters that are None are left out."""
        return self._call("GET", path, params={k: v for k, v in query.items() if v is not None})

    def every(self, path: str, key: str, **query: str | int | None) -> list[Any]:
        """All entries of a list, page by page; ``key`` is the name that they have in the answer."""
        found: list[Any] = []
        after: str | int | None = None
        while True:
            page = self.get(path, **query, after=after, limit=MOST_PER_PAGE)
            found += page[key]
            after = page["next"]
            if after is None:
                return found

    def text(self, path: str) -> str:
        """The answer to a GET of plain text."""
        answer = self._http.get(PREFIX + path)
        if not answer.is_success:
            self._body(answer)
        return answer.text

    def parts(self, path: str, **query: str | None) -> Iterator[bytes]:
        """The bytes of a file, as they come; it may take a while until the first one does."""
        given = {k: v for k, v in query.items() if v is not None}
        timeout = httpx2.Timeout(ANSWER_SECONDS, read=FILE_SECONDS)
        with self._http.stream("GET", PREFIX + path, params=given, timeout=timeout) as answer:
            if not answer.is_success:
                answer.read()
                self._body(answer)
            yield from answer.iter_bytes()

    def post(self, path: str, body: object = None, *, headers: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - JSON
        """The answer to a POST."""
        return self._call("POST", path, json=body, headers=headers)

    def put(self, path: str, body: object) -> Any:  # noqa: ANN401 - JSON
        """The answer to a PUT."""
        return self._call("PUT", path, json=body)

    def delete(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """The answer to a DELETE."""
        return self._call("DELETE", path)

    def sign_in(self, login: str, password: str) -> None:
        """Begin a session, as which the further calls are made.

        The cookie is taken from the answer's header and sent as it is: a cookie jar keeps a Secure one back from plain
        HTTP, also from a service on this host.
        """
        answer = self._http.post(PREFIX + "/sessions", json={"login": login, "password": password})
        body = self._body(answer)
        cookie = next(filter(None, map(_session_cookie, answer.headers.get_list("set-cookie"))), None)
        if cookie is None or not isinstance(body, dict) or "csrf_token" not in body:
            raise self._stranger(answer)
        self._http.cookies.clear()
        self._http.headers.update({"Cookie": cookie, "X-CSRF-Token": body["csrf_token"]})

    def sign_out(self) -> None:
        """End the session, or revoke the token, that the calls are made with. One that is over already stays so."""
        answer = self._http.delete(PREFIX + "/sessions/current")
        if answer.status_code != httpx2.codes.UNAUTHORIZED:
            self._body(answer)

    def _call(self, method: str, path: str, **options: Any) -> Any:  # noqa: ANN401 - handed on
        return self._body(self._http.request(method, PREFIX + path, **options))

    def _body(self, answer: httpx2.Response) -> Any:  # noqa: ANN401 - JSON
        if answer.status_code == httpx2.codes.NO_CONTENT:
            return None
        try:
            body = answer.json()
        except ValueError:
            body = None
        if answer.is_success and body is not None:
            return body
        if isinstance(body, dict) and "code" in body and "detail" in body:
            raise _refused(body, self._server)
        raise self._stranger(answer)

    def _stranger(self, answer: httpx2.Response) -> typer.Exit:
        return stopped(
            ExitCode.FAULT,
            f"{self._server} does not answer as the service does (HTTP {answer.status_code}).",
            "Check the address: --server, or CLASSROOM_SERVER.",
        )


@contextlib.contextmanager
def calling(server: str, *, token: str | None = None) -> Iterator[Client]:
    """A client of the service; when a call fails, says so on stderr and ends the command with the right exit code.

    Args:
        server: Address of the service.
        token: Bearer token to call with; without one, ``CLASSROOM_TOKEN`` or the one that was kept for the server.
    """
    checked(server)
    shown = token or _of_environment() or _kept(server)
    with _client(server, {"Authorization": f"Bearer {shown}"} if shown else {}) as client:
        yield client


@contextlib.contextmanager
def calling_as_nobody(server: str) -> Iterator[Client]:
    """A client that shows no token, for what somebody does who has none yet."""
    checked(server)
    with _client(server, {}) as client:
        yield client


def checked(server: str) -> None:
    """End the command where the address is none, or where others could read what is sent there."""
    try:
        found = normal(server)
    except ValueError as error:
        raise _no_address(server, str(error)) from None
    if not found.startswith(("http://", "https://")):
        raise _no_address(server, "it begins neither with http:// nor with https://")
    if not urlsplit(server).hostname:
        raise _no_address(server, "it names no host")
    if not keeps_secrets(server):
        raise stopped(
            ExitCode.NOT_ALLOWED,
            f"{server} is not this host, and over plain http others could read passwords and tokens on the way. "
            "Nothing has been sent.",
            "Use its https address, or a tunnel: ssh -L 8000:127.0.0.1:8000 HOST",
        )


def _of_environment() -> str | None:
    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    if not kept_tokens.can_be_sent(token):
        raise stopped(ExitCode.NOT_ALLOWED, f"{TOKEN_VARIABLE} holds no token.", "Make one: classroom tokens make NAME")
    return token or None


def _kept(server: str) -> str | None:
    try:
        kept = kept_tokens.read(server)
    except (OSError, kept_tokens.TokenFileBroken) as error:
        raise stopped(ExitCode.NOT_ALLOWED, str(error), "Try: classroom logout, then classroom login") from None
    return kept.token if kept else None


@contextlib.contextmanager
def _client(server: str, credentials: Mapping[str, str]) -> Iterator[Client]:
    headers = {"Accept": "application/json", "User-Agent": "classroom command line", **credentials}
    if language := os.environ.get("CLASSROOM_LANGUAGE"):
        headers["Accept-Language"] = language
    try:
        # A proxy of the environment has nothing to do with a service on this host, and must not see its tokens.
        with httpx2.Client(
            base_url=server, headers=headers, timeout=ANSWER_SECONDS, trust_env=not is_this_host(server)
        ) as http:
            yield Client(http, server)
    except (httpx2.ConnectError, httpx2.ConnectTimeout):
        raise stopped(
            ExitCode.UNREACHABLE,
            f"Nothing answers at {server}.",
            "Start the service with: classroom serve",
            "Or name the right address: --server, or CLASSROOM_SERVER.",
        ) from None
    except httpx2.TimeoutException:
        raise stopped(
            ExitCode.UNREACHABLE, f"{server} took longer than {ANSWER_SECONDS:.0f} s to answer.", "Try again."
        ) from None
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
        raise _not_callable(server, str(error)) from None


def _no_address(server: str, why: str) -> typer.Exit:
    return stopped(
        ExitCode.USAGE,
        f"{server!r} is no address of a service: {why}.",
        f"Write it like {DEFAULT_SERVER}, with --server or in CLASSROOM_SERVER.",
    )


def _not_callable(server: str, why: str) -> typer.Exit:
    return stopped(ExitCode.UNREACHABLE, f"{server} cannot be called: {why}", "Check the address: --server.")


def _session_cookie(header: str) -> str | None:
    pair = header.partition(";")[0].strip()
    return pair if pair.partition("=")[0] in _COOKIES else None


def part(text: str) -> str:
    """Text that people wrote as one part of an address."""
    return quote(text, safe="")


def stopped(code: ExitCode, *lines: str) -> typer.Exit:
    """Say on stderr why a command ends, and give what to raise to end it."""
    for line in lines:
        print(visible(line), file=sys.stderr)
    return typer.Exit(code)


def _refused(problem: Mapping[str, Any], server: str) -> typer.Exit:
    """Say what was refused, what is wrong with which field, and what to try next."""
    lines = [str(problem["detail"])]
    for found in problem.get("problems") or ():
        where = ":".join(str(found[name]) for name in ("where", "line") if found.get(name))
        place = " ".join(filter(None, [where, found["field"]]))
        value = f" ({found['value']})" if found["value"] else ""
        lines.append(f"  {place}{value}: {found['text']}")
    step = next_step(problem)
    if step == LOGIN_STEP:
        step = _login_step(server)
    if step:
        lines.append(f"Try: {step}")
    return stopped(EXIT_CODES.get(str(problem["code"]), ExitCode.FAULT), *lines)


def _login_step(server: str) -> str:
    step = LOGIN_STEP
    if server not in {DEFAULT_SERVER, os.environ.get("CLASSROOM_SERVER")}:
        step += f" --server {server}"
    return f"unset {TOKEN_VARIABLE}; {step}" if os.environ.get(TOKEN_VARIABLE) else step
