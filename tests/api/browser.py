"""A browser that is signed in: it keeps the session's cookie, and its pages know the token for changes."""

from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from api.identity import CSRF_HEADER
from tests.api.people import PASSWORD
from tests.api.service import ORIGIN, Service

FROM_A_PAGE_OF_OURS = {"Sec-Fetch-Site": "same-origin", "Origin": ORIGIN}


class Browser:
    """Calls as a page of ours would.

    Attributes:
        client: Keeps the cookies.
        csrf: What the page sends with changes; set by signing in.
    """

    def __init__(self, service: Service, *, app: FastAPI | None = None, address: str = "192.0.2.1") -> None:
        self.client = TestClient(app or service.app(), ORIGIN, raise_server_exceptions=False, client=(address, 50000))
        self.csrf = ""

    def sign_in(self, login: str = "ada", password: str = PASSWORD, **headers: str) -> Response:
        """Sign in; whether it worked is in the answer."""
        answer = self.client.post(
            "/api/v1/sessions",
            json={"login": login, "password": password},
            headers={**FROM_A_PAGE_OF_OURS, "User-Agent": "Firefox", **headers},
        )
        if answer.status_code == 201:
            self.csrf = answer.json()["csrf_token"]
        return answer

    @property
    def cookie(self) -> str:
        """The value of its one cookie, or nothing."""
        return next((cookie.value or "" for cookie in self.client.cookies.jar), "")

    def get(self, path: str) -> Response:
        """Look at something."""
        return self.client.get(f"/api/v1{path}", headers={"Sec-Fetch-Site": "same-origin"})

    def change(self, method: str, path: str, body: Any = None, **headers: str) -> Response:  # noqa: ANN401 - JSON
        """Change something, with what a page of ours sends; ``headers`` in place of that."""
        sent = {**FROM_A_PAGE_OF_OURS, CSRF_HEADER: self.csrf, **headers}
        return self.client.request(method, f"/api/v1{path}", json=body, headers=sent)
