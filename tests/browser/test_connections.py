"""The result of a connection test, which no address leads to: it comes after its button."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from orchestrator.domain.connections import ConnectionFinding, ConnectionStep
from tests.browser.conftest import Site
from tests.browser.test_every_page import LEVELS, NARROW
from tests.fakes.tester import failing


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_seat_is_tested_with_two_clicks_and_the_steps_can_be_read(site: Site, theme: str) -> None:
    failed = failing(ConnectionStep.LOGIN, ConnectionFinding.PASSWORD_REFUSED, "HTTP 401")
    site.service.tester.fails = {"b204-m2": failed}
    with site.visitor("tim", viewport={"width": NARROW, "height": 640}, color_scheme=theme) as page:
        page.goto("/rooms/B-204?seat=02")
        page.get_by_role("button", name="Test the connection").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "Seat 02 in B-204 cannot be reached: it fails at the step “login”."
        )
        expect(page.get_by_role("list", name="Steps of the test").get_by_role("listitem")).to_have_count(5)
        answer: Any = Axe().run(page, options={"runOnly": LEVELS}).response
        assert answer["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
        site.service.tester.fails = {}
        page.get_by_role("button", name="Test the connection again").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Seat 02 in B-204 can be reached: every step works.")
