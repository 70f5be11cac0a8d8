"""The demo's eyes and hands: the HTTP API, as different people."""

from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, Self

import httpx2

from orchestrator.services.first_people import DemoPerson
from orchestrator.services.people import NewPerson
from orchestrator.settings import ROOT


class DemoRefused(RuntimeError):
    """The service refused something that the story needs; the message has its words."""


class People:
    """Calls the service as the people of the story, each with the token of theirs."""

    def __init__(self, url: str, cast: Iterable[DemoPerson]) -> None:
        # The service is on this host: no proxy of the environment has to see a token.
        self._http = httpx2.Client(base_url=f"{url}/api/v1", timeout=60, trust_env=False)
        self._tokens = {person.login: person.token for person in cast}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def get(self, path: str, *, who: NewPerson, **query: str | int) -> Any:  # noqa: ANN401 - the API's JSON
        """Read something as somebody."""
        return self._answer(self._http.get(path, params=query, headers=self._headers(who)))

    def post(self, path: str, body: Mapping[str, Any] | None = None, *, who: NewPerson, key: str | None = None) -> Any:  # noqa: ANN401 - the API's JSON
        """Do something as somebody."""
        headers = self._headers(who) | ({"Idempotency-Key": key} if key else {})
        return self._answer(self._http.post(path, json=body, headers=headers))

    def put(self, path: str, body: Mapping[str, Any], *, who: NewPerson) -> Any:  # noqa: ANN401 - the API's JSON
        """Set something as somebody."""
        return self._answer(self._http.put(path, json=body, headers=self._headers(who)))

    def refused(self, path: str, body: Mapping[str, Any], *, who: NewPerson) -> dict[str, Any]:
        """Try something that the rules do not allow; the problem that is answered.

        Raises:
            DemoRefused: It was accepted.
        """
        response = self._http.post(path, json=body, headers=self._headers(who))
        if not response.is_client_error:
            raise DemoRefused(f"POST {response.request.url.path} was to be refused, and was not: {response.text}")
        problem: dict[str, Any] = response.json()
        return problem

    def _headers(self, who: NewPerson) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._tokens[who.login]}"}

    @staticmethod
    def _answer(response: httpx2.Response) -> Any:  # noqa: ANN401 - the API's JSON
        if response.is_error:
            raise DemoRefused(f"{response.request.method} {response.request.url.path}: {response.text}")
        return response.json()


def files_below(folder: str) -> dict[str, str]:
    """The YAML files below a folder of the clone (or an absolute one), by their path in it."""
    base = ROOT / folder
    return {str(file.relative_to(base)): file.read_text() for file in sorted(base.rglob("*.yml"))}
