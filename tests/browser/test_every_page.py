"""What holds of every page: nothing that keeps somebody from using it, at any width, in both themes."""

from collections import defaultdict
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.pages import pages_for

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = 320


def _found(page: Page) -> list[str]:
    answer: Any = Axe().run(page, options={"runOnly": LEVELS}).response
    return [
        f"{found['id']}: {node['html'][:200]} {node.get('failureSummary', '')[:300]}"
        for found in answer["violations"]
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(site: Site, theme: str) -> None:
    found = _on_every_page(site, _found, color_scheme=theme)
    assert not found, _told(found)


def test_nothing_is_wider_than_a_small_phone(site: Site) -> None:
    def too_wide(page: Page) -> list[str]:
        wide = page.evaluate("document.documentElement.scrollWidth")
        return [f"{wide} px"] if wide > NARROW else []

    found = _on_every_page(site, too_wide, viewport={"width": NARROW, "height": 640})
    assert not found, _told(found)


def test_no_page_says_anything_in_the_console_or_loads_from_elsewhere(site: Site) -> None:
    said: list[str] = []

    def listen(page: Page) -> list[str]:
        page.reload()
        page.wait_for_load_state()
        return []

    for login in sorted({login for login, _ in pages_for(site)}):
        with site.visitor(login) as page:
            page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
            page.on("pageerror", lambda error: said.append(str(error)))
            page.on("request", lambda asked: said.append(asked.url) if not asked.url.startswith(site.url) else None)
            for _, address in [one for one in pages_for(site) if one[0] == login]:
                page.goto(address)
                listen(page)
    assert said == []


def _on_every_page(site: Site, look: Any, **how: Any) -> dict[str, list[str]]:  # noqa: ANN401 - a function, and Playwright's
    by_login: dict[str, list[str]] = defaultdict(list)
    for login, address in pages_for(site):
        by_login[login].append(address)
    found: dict[str, list[str]] = {}
    for login, addresses in by_login.items():
        with site.visitor(login, **how) as page:
            for address in addresses:
                answer = page.goto(address)
                assert answer is not None
                assert answer.status == 200, (login, address)
                page.wait_for_load_state()
                if amiss := look(page):
                    found[f"{login} {address}"] = amiss
    return found


def _told(found: dict[str, list[str]]) -> str:
    return "\n".join(f"{where}\n  " + "\n  ".join(amiss[:6]) for where, amiss in found.items())
