"""Somebody who looks at pages and sends their forms, as a browser without scripts does."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.api.people import PASSWORD
from tests.api.service import ORIGIN, Service

_SILENT = {"script", "style", "head"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.forms: list[dict[str, Any]] = []
        self.open: list[str] = []
        self.named = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in _VOID:
            self.open.append(tag)
        if tag == "a":
            self.links.append((given.get("href") or "", ""))
        if tag == "form":
            where = {"action": given.get("action"), "method": given.get("method", "get")}
            self.forms.append({**where, "fields": {}, "elsewhere": []})
        if tag == "button" and "formaction" in given:
            self.forms[-1]["elsewhere"].append(given["formaction"])
        if "form" in self.open and self.forms:
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str | None]) -> None:
        fields, name = self.forms[-1]["fields"], given.get("name") or ""
        if tag in {"textarea", "select"}:
            self.named = name
            if tag == "textarea":
                fields.setdefault(name, "")
        elif tag == "option" and ("selected" in given or self.named not in fields):
            fields[self.named] = given.get("value") or ""
        elif tag == "input" and name:
            if given.get("type") in {"checkbox", "radio"} and "checked" not in given:
                return
            if name.endswith("[]"):
                fields.setdefault(name, []).append(given.get("value") or "")
            else:
                fields.setdefault(name, given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        while tag in self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "textarea" in self.open and self.forms:
            self.forms[-1]["fields"][self.named] = data
        elif not _SILENT & set(self.open):
            self.words.append(data)


@dataclass(frozen=True)
class Shown:
    """A page as it was answered.

    Attributes:
        status: HTTP status.
        html: All of it.
        text: The words that are seen, with single spaces.
        links: Where its links lead.
        forms: Its forms: action, method, first value of each field, and elsewhere: where else its buttons send it.
        headers: Of the answer.
        url: Where the browser is now.
    """

    status: int
    html: str
    text: str
    links: tuple[str, ...]
    forms: tuple[dict[str, Any], ...]
    headers: dict[str, str]
    url: str

    def form(self, action: str) -> dict[str, Any]:
        """The form that is sent to this address."""
        return next(form for form in self.forms if action in (form["action"], *form["elsewhere"]))


class Visit:
    """One browser.

    Attributes:
        page: What it shows now.
    """

    page: Shown

    def __init__(self, service: Service, *, language: str = "en") -> None:
        headers = {"Accept": "text/html", "Accept-Language": language}
        self.client = TestClient(service.app(), ORIGIN, raise_server_exceptions=False, headers=headers)

    def sign_in(self, login: str, password: str = PASSWORD) -> Shown:
        """Sign in by the form."""
        self.get("/sign-in")
        return self.send("/sign-in", login=login, password=password)

    def get(self, path: str) -> Shown:
        """Go to a page."""
        return self._see(self.client.get(path, headers={"Sec-Fetch-Site": "none"}))

    def send(self, action: str, **fields: Any) -> Shown:  # noqa: ANN401 - text, or a list of it
        """Send a form of the page that is shown, with these fields filled in, and follow where that leads.

        Names with a dot or brackets come as ``**{"name[]": [...]}``. A test that sends what no form offers fails.
        """
        form = self.page.form(action)
        return self._see(
            self.client.post(action, data={**form["fields"], **fields}, headers={"Sec-Fetch-Site": "same-origin"})
        )

    def _see(self, answer: Response) -> Shown:
        reader = _Reader()
        reader.feed(answer.text)
        text = re.sub(r"\s+", " ", " ".join(reader.words)).strip()
        self.page = Shown(
            answer.status_code,
            answer.text,
            re.sub(r" ([.,;:!?])", r"\1", text),
            tuple(href for href, _ in reader.links),
            tuple(reader.forms),
            dict(answer.headers),
            str(answer.url),
        )
        return self.page
