"""What each kind of people comes for, in a real browser from their first page on; others have files of theirs."""

from playwright.sync_api import Page, expect

from tests.api.answers.contests import put
from tests.browser.conftest import Site

WORDS = "The room has enough memory for it since Monday."


def _heading(page: Page) -> str:
    return page.locator("main h1").first.inner_text()


def test_a_coordinator_asks_on_behalf_and_takes_care_of_nothing_else(site: Site) -> None:
    with site.visitor("cleo") as page:
        page.goto("/ask?room=C-101")
        page.fill("#item", "Student Records Forms")
        page.get_by_text("More: other rooms").click()
        page.fill("#on_behalf_of", "grace")
        page.get_by_role("button", name="Ask for this").click()
        page.wait_for_url("**/requests/**")
        assert "Grace Hopper" in page.inner_text("main")
    with site.visitor("grace") as page:
        expect(page.get_by_role("link", name="Student Records Forms").first).to_be_visible()


def test_a_manager_rules_on_a_contest_from_the_first_page(site: Site) -> None:
    named = [{"login": "grace", "side": "teaching"}, {"login": "marta", "side": "it"}]
    put(site.service, "/rulers/hardware", {"rulers": named})
    with site.visitor("marta") as page:
        page.locator("main a[href^='/contests/']").first.click()
        page.wait_for_url("**/contests/*")
        page.fill("#words", WORDS)
        page.get_by_role("button", name="Uphold the decision").click()
        expect(page.locator("main")).to_contain_text(WORDS)
        assert page.locator("#words").count() == 0, "it is ruled on"


def test_a_security_officer_sees_what_a_safeguard_would_do_before_it_binds(site: Site) -> None:
    with site.visitor("sam") as page:
        page.goto("/safeguards/new?kind=block&category=security")
        page.select_option("#aim-item", "firefox")
        page.fill("#title", "Browsers under attack")
        page.fill("#explanation", "Web pages can take the machine over.")
        page.fill("#evidence-advisory", "CVE-2026-12345")
        page.fill("#evidence-affected", "< 200")
        page.get_by_role("button", name="See what it would do").click()
        expect(page.get_by_role("button", name="Set this safeguard")).to_be_visible()
        assert "B-204" in page.inner_text("main")
        page.get_by_role("button", name="Set this safeguard").click()
        page.wait_for_url("**/safeguards/*")
        assert "Browsers under attack" in page.inner_text("main")


def test_an_auditor_narrows_the_register_takes_it_away_and_checks_the_record(site: Site) -> None:
    with site.visitor("olga") as page:
        page.get_by_role("link", name="All of them, with filters").click()
        page.fill("#room", "B-204")
        page.get_by_role("button", name="Show these overrides").click()
        assert "room=B-204" in page.url
        with page.expect_download() as download:
            page.get_by_role("link", name="Download as CSV").click()
        text = download.value.path().read_text(encoding="utf-8-sig")
        assert "B-204" in text.splitlines()[1]
        page.locator("main table a[href^='/overrides/']").first.click()
        page.wait_for_url("**/overrides/*")
        page.goto("/record/verify")
        assert "record" in _heading(page).casefold()


def test_an_administrator_invites_somebody_and_looks_at_connections(site: Site) -> None:
    with site.visitor("root") as page:
        page.goto("/people/new")
        page.fill("#login", "edsger")
        page.fill("#name", "Edsger Dijkstra")
        page.get_by_role("button", name="Invite this person").click()
        assert "Edsger Dijkstra" in page.inner_text("main")
        page.get_by_role("link", name="Connections").first.click()
        page.wait_for_url("**/connections")
        assert _heading(page) == "Connections"
