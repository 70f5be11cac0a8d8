"""A rollout on real machines of the lab, followed in the browser without a reload."""

from playwright.sync_api import Browser, Page, expect

from orchestrator.domain.people import Role
from tests.lab_fixture import MakeLab
from tests.service_fixture import MakeInstallation

PATIENCE = 120_000
"""Milliseconds for what takes its time on a busy machine."""


def _letters(page: Page) -> str:
    return "".join(page.locator(".face > b").all_inner_texts())


def test_a_room_is_followed_to_its_end_across_a_restart_of_the_service(
    make_lab: MakeLab, make_installation: MakeInstallation, chromium: Browser
) -> None:
    made = make_installation(make_lab(["b204-01", "b204-02", "b204-03"]))
    (ada,) = made.hire_people("ada")
    (tim,) = made.hire_people("tim", role=Role.TECHNICIAN)
    url = made.start_service()
    serving = made.processes[-1]
    page = chromium.new_context(base_url=url).new_page()
    page.goto("/sign-in")
    page.fill("#login", tim.login)
    page.fill("#password", tim.password)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/")
    page.goto("/rooms/B-204")
    page.evaluate("window.neverLoadedAnew = true")
    assert "0 of 3 seats in B-204 are ready." in page.inner_text("h1")

    other = chromium.new_context(base_url=url).new_page()
    other.goto("/sign-in?to=/ask")
    other.fill("#login", ada.login)
    other.fill("#password", ada.password)
    other.click("main form button[type=submit]")
    other.wait_for_url("**/ask")
    other.fill("#room", "B-204")
    other.fill("#item", "Git")
    other.click("main form button[type=submit]")
    other.wait_for_url("**/requests/**")

    made.start_worker()
    expect(page.locator("#under-way a")).to_be_visible(timeout=PATIENCE)
    serving.kill()
    serving.wait()
    made.start_service(int(url.rpartition(":")[2]))
    expect(page.locator("h1")).to_contain_text("3 of 3 seats in B-204 are ready.", timeout=PATIENCE)
    assert _letters(page) == "RRR"
    assert page.evaluate("window.neverLoadedAnew") is True
    page.context.close()
    other.context.close()
