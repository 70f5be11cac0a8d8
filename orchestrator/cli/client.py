"""The API's client of the people's verbs: calls, and what is said when a call fails."""

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping
from typing import Annotated, Any
from urllib.parse import quote

import httpx2
import typer

from orchestrator.cli.exit_codes import EXIT_CODES, ExitCode
from orchestrator.cli.next_steps import next_step
from orchestrator.cli.output import visible

DEFAULT_SERVER = "http://127.0.0.1:8000"
PREFIX = "/api/v1"
ANSWER_SECONDS = 120.0
"""How long an answer may take: a dry run reads a whole room first."""

Server = Annotated[str, typer.Option("--server", envvar="CLASSROOM_SERVER", help="Address of the service.")]
As = Annotated[
    str, typer.Option("--as", envvar="CLASSROOM_ACTOR", help="Who you are (demo mode): 'id; name'.", show_default=False)
]
Json = Annotated[bool, typer.Option("--json", help="Print the service's answer as JSON.")]


class Client:
    """Calls the API as one person. Use it within ``calling``, which turns failures into words."""

    def __init__(self, http: httpx2.Client) -> None:
        self._http = http

    def get(self, path: str, **query: str | int | None) -> Any:  # noqa: ANN401 - JSON
        """The answer to a GET; parameters that are None are left out."""
        return self._call("GET", path, params={k: v for k, v in query.items() if v is not None})

    def post(self, path: str, body: object = None, *, headers: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - JSON
        """The answer to a POST."""
        return self._call("POST", path, json=body, headers=headers)

    def _call(self, method: str, path: str, **options: Any) -> Any:  # noqa: ANN401 - handed on
        answer = self._http.request(method, PREFIX + path, **options)
        try:
            body = answer.json()
        except ValueError:
            body = None
        if answer.is_success and body is not None:
            return body
        if isinstance(body, dict) and "code" in body and "detail" in body:
            raise _refused(body)
        raise stopped(
            ExitCode.FAULT,
            f"{self._http.base_url} does not answer as the service does (HTTP {answer.status_code}).",
            "Check the address: --server, or CLASSROOM_SERVER.",
        )


@contextlib.contextmanager
def calling(server: str, actor: str) -> Iterator[Client]:
    """A client of the service; when a call fails, says so on stderr and ends the command with the right exit code.

    Args:
        server: Address of the service.
        actor: Who calls, as ``id; name``; empty for nobody.
    """
    headers = {"Accept": "application/json"}
    if actor:
        headers["Demo-Actor"] = quote(actor, safe=" ;,.-_'()")
    if language := os.environ.get("CLASSROOM_LANGUAGE"):
        headers["Accept-Language"] = language
    try:
        with httpx2.Client(base_url=server, headers=headers, timeout=ANSWER_SECONDS) as http:
            yield Client(http)
    except (httpx2.ConnectError, httpx2.ConnectTimeout):
        raise stopped(
            ExitCode.UNREACHABLE,
            f"Nothing answers at {server}.",
            "Start the service with: CLASSROOM_DEMO=1 classroom serve",
            "Or name the right address: --server, or CLASSROOM_SERVER.",
        ) from None
    except httpx2.TimeoutException:
        raise stopped(
            ExitCode.UNREACHABLE, f"{server} took longer than {ANSWER_SECONDS:.0f} s to answer.", "Try again."
        ) from None
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
        raise stopped(
            ExitCode.UNREACHABLE, f"{server} cannot be called: {error}", "Check the address: --server."
        ) from None


def part(text: str) -> str:
    """Text that people wrote as one part of an address."""
    return quote(text, safe="")


def stopped(code: ExitCode, *lines: str) -> typer.Exit:
    """Say on stderr why a command ends, and give what to raise to end it."""
    for line in lines:
        print(visible(line), file=sys.stderr)
    return typer.Exit(code)


def _refused(problem: Mapping[str, Any]) -> typer.Exit:
    """Say what was refused, what is wrong with which field, and what to try next."""
    lines = [str(problem["detail"])]
    for found in problem.get("problems") or ():
        where = ":".join(str(found[name]) for name in ("where", "line") if found.get(name))
        place = " ".join(filter(None, [where, found["field"]]))
        value = f" ({found['value']})" if found["value"] else ""
        lines.append(f"  {place}{value}: {found['text']}")
    step = next_step(problem)
    if step:
        lines.append(f"Try: {step}")
    return stopped(EXIT_CODES.get(str(problem["code"]), ExitCode.FAULT), *lines)
