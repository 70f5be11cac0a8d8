"""The pages' way to the API: the same addresses that everybody has, called inside this process.

A page asks the API as whoever looks at it, so that there is one place that decides who may what, one that checks what
was typed, and one that finds the words for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

import httpx2
from fastapi import Depends, FastAPI, Request

from api.identity import CSRF_HEADER
from api.refusals import CsrfTokenWrong

PREFIX = "/api/v1"
_PASSED_ON = ("accept-language", "authorization", "cookie", "host", "origin", "sec-fetch-site", "user-agent")
"""What the API learns of the browser's call: who it is, which language, and whether a page of ours asked for it."""


class ProblemMet(Exception):
    """The API refused.

    Attributes:
        status: Its HTTP status.
        problem: Its problem document.
    """

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(problem.get("detail", status))
        self.status = status
        self.problem = {"title": "", "detail": "", "code": "", "problems": None, **problem}

    @property
    def code(self) -> str:
        """The stable code of what was refused."""
        return str(self.problem.get("code", ""))

    @property
    def for_the_form(self) -> bool:
        """Whether the form that was sent can be shown again with it: it is no fault, and whoever sends it is whoever
        it was shown to.
        """
        return (
            HTTPStatus.BAD_REQUEST <= self.status < HTTPStatus.INTERNAL_SERVER_ERROR
            and self.status != HTTPStatus.UNAUTHORIZED
            and self.code != CsrfTokenWrong.code
        )

    def beside(self, fields: Mapping[str, str]) -> dict[str, Any] | None:
        """The whole problem beside the one field of the form that it is about; None where none of them is meant.

        Args:
            fields: The form's field of each kind of thing that may not be there, and of each code of what else is
                refused.
        """
        known = str(self.problem.get("kind", "")) if self.code == "not-found" else self.code
        field = fields.get(known)
        if field is None:
            return None
        return {**self.problem, "detail": "", "problems": [{"field": field, "text": self.problem["detail"]}]}

    def named(self, name: Callable[[str], str]) -> dict[str, Any]:
        """The problem with a form's own names of the fields, so that each thing that is wrong stands beside its field.

        Args:
            name: Gives the form's name of a field of the API.
        """
        told = [{**one, "field": name(one["field"])} for one in self.problem["problems"] or ()]
        return {**self.problem, "problems": told}


@dataclass(frozen=True, slots=True)
class Answered:
    """What the API gave.

    Attributes:
        body: Its JSON, or None.
        cookies: Values of ``Set-Cookie``, for the browser.
        content: Its bytes.
        media_type: What they are.
        headers: Its headers.
    """

    body: Any
    cookies: tuple[str, ...]
    content: bytes
    media_type: str
    headers: Mapping[str, str]


class Inside:
    """Calls the API for whoever made one request of a page."""

    def __init__(self, request: Request) -> None:
        """Make it for a page's request; its form's ``csrf`` is passed on by ``meant``."""
        api: FastAPI = request.app.state.api
        client = (request.client.host, request.client.port) if request.client else ("127.0.0.1", 0)
        self._transport = httpx2.ASGITransport(app=api, raise_app_exceptions=False, client=client)
        self._headers = {name: request.headers[name] for name in _PASSED_ON if name in request.headers}
        self._origin = f"{request.url.scheme}://{request.headers.get('host', 'localhost')}"

    def meant(self, csrf: str) -> None:
        """Say with every change from now on that a page of ours asked for it."""
        self._headers[CSRF_HEADER] = csrf

    async def get(self, path: str, **query: Any) -> Any:
        """What is at an address; queries that are None or empty are left out.

        Raises:
            ProblemMet: The API refused.
        """
        return (await self.call("GET", path, query=query)).body

    async def post(self, path: str, body: object = None) -> Any:
        """What a POST gives.

        Raises:
            ProblemMet: The API refused.
        """
        return (await self.call("POST", path, body)).body

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answered:
        """Any call; ``headers`` are those that this one has besides.

        Raises:
            ProblemMet: The API refused.
        """
        asked = urlencode({name: value for name, value in (query or {}).items() if value not in (None, "")}, doseq=True)
        url = f"{self._origin}{PREFIX}{path}" + (f"?{asked}" if asked else "")
        async with httpx2.AsyncClient(transport=self._transport, trust_env=False, timeout=None) as client:
            answer = await client.request(method, url, json=body, headers={**self._headers, **(headers or {})})
        media_type = answer.headers.get("content-type", "").partition(";")[0]
        if answer.status_code >= HTTPStatus.BAD_REQUEST:
            raise ProblemMet(answer.status_code, answer.json() if media_type.endswith("json") else {})
        return Answered(
            answer.json() if answer.content and media_type.endswith("json") else None,
            tuple(answer.headers.get_list("set-cookie")),
            answer.content,
            media_type,
            answer.headers,
        )


Api = Annotated[Inside, Depends(Inside)]
