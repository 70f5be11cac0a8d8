"""What holds of every page: nothing that keeps somebody from using it, at any width, in both themes."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.pages import LOGINS, pages_of

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = 320


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("login", LOGINS)
def test_axe_finds_nothing(site: Site, login: str, theme: str) -> None:
    def violations(page: Page) -> list[str]:
        answer: Any = Axe().run(page, options={"runOnly": LEVELS}).response
        return [
            f"{found['id']}: {node['html'][:200]} {node.get('failureSummary', '')[:300]}"
            for found in answer["violations"]
            for node in found["nodes"]
        ]

    found = _on_every_page(site, login, violations, color_scheme=theme)
    assert not found, _told(found)


@pytest.mark.parametrize("login", LOGINS)
def test_nothing_is_wider_than_a_small_phone(site: Site, login: str) -> None:
    def too_wide(page: Page) -> list[str]:
        wide = page.evaluate("document.documentElement.scrollWidth")
        return [f"{wide} px"] if wide > NARROW else []

    found = _on_every_page(site, login, too_wide, viewport={"width": NARROW, "height": 640})
    assert not found, _told(found)


@pytest.mark.parametrize("login", LOGINS)
def test_no_page_says_anything_in_the_console_or_loads_from_elsewhere(site: Site, login: str) -> None:
    said: list[str] = []
    with site.visitor(login) as page:
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda asked: said.append(asked.url) if not asked.url.startswith(site.url) else None)
        for address in pages_of(site, login):
            page.goto(address)
            page.wait_for_load_state()
    assert said == []


def _on_every_page(
    site: Site,
    login: str,
    look: Callable[[Page], list[str]],
    **how: Any,  # noqa: ANN401 - Playwright's
) -> dict[str, list[str]]:
    """What is amiss, by address."""
    found: dict[str, list[str]] = {}
    with site.visitor(login, **how) as page:
        for address in pages_of(site, login):
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, (login, address)
            page.wait_for_load_state()
            if amiss := look(page):
                found[address] = amiss
    return found


def _told(found: dict[str, list[str]]) -> str:
    return "\n".join(f"{where}\n  " + "\n  ".join(amiss[:6]) for where, amiss in found.items())
