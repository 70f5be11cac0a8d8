"""Debian's Chromium, headless, against the real service on loopback."""

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.api.conftest import staffed, template
from tests.api.people import PASSWORD
from tests.api.service import CountingIds, Service
from tests.fuzz.furnished import Known, furnish_all
from tests.store.databases import opened_copy

__all__ = ["staffed", "template"]

PACKAGE = "chromium"
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
START_SECONDS = 30.0
MEASURED = "measured"
"""Under this name a test records what it measured, which is printed at the end of the run."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was measured: processes that run tests side by side let nothing else of a passed test through."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == MEASURED and report.when == "call":
                terminalreporter.write_line(str(value))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser. Without one the tests fail: they prove nothing when skipped."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


def launched(playwright: Playwright) -> Browser:
    """Chromium, started."""
    found = shutil.which("chromium")
    if found is None:
        pytest.fail(f"There is no Chromium here. Install it: apt-get install {PACKAGE}", pytrace=False)
    return playwright.chromium.launch(executable_path=found, args=list(_QUIET))


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """An application on a free port of loopback; its address."""
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        assert thread.is_alive(), "the service did not start"
        assert time.monotonic() < deadline, "the service does not start"
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@dataclass
class Site:
    """A campus with something of everything, whose pages are served.

    Attributes:
        url: Where.
        service: What serves them.
        known: Ids of what exists, by the name of the parameter that may hold them.
        chromium: The browser.
    """

    url: str
    service: Service
    known: Known
    chromium: Browser

    @contextmanager
    def visitor(self, login: str, **how: object) -> Iterator[Page]:
        """A window of somebody who has signed in; ``how`` is what Playwright's ``new_context`` takes."""
        context: BrowserContext = self.chromium.new_context(base_url=self.url, **how)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto("/sign-in")
        page.fill("#login", login)
        page.fill("#password", PASSWORD)
        page.click("main form button[type=submit]")
        page.wait_for_url(lambda url: not url.endswith("/sign-in"))
        yield page
        context.close()


@pytest.fixture(scope="session")
def furnished(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Service, Known]:
    """A database file to copy, the service that furnished it, and what exists in it."""
    with opened_copy(template, tmp_path_factory.mktemp("furnished")) as database:
        service = Service(database)
        known = furnish_all(service)
        return Path(database.url.removeprefix("sqlite:///")), service, known


@pytest.fixture
def site(furnished: tuple[Path, Service, Known], tmp_path: Path, chromium: Browser) -> Iterator[Site]:
    """That campus, served from a copy of its own."""
    file, before, known = furnished
    ids = CountingIds()
    ids.count = before.new_id.count
    with opened_copy(file, tmp_path) as database:
        service = replace(before, database=database, new_id=ids)
        with served(service.app(secure_cookies=False)) as url:
            yield Site(url, service, known, chromium)
