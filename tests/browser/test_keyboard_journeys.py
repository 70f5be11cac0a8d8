"""What people come for, by the keyboard alone: each thing is reached, seen to have the focus, and pressed."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.keyboard import Keyboard
from tests.web.test_doors import delivered

SEAT = "#plan a[href$='seat=02']"


def expect_in_main(page: Page, words: str) -> None:
    expect(page.locator("main")).to_contain_text(words)


def test_a_technician_opens_a_seat_beside_the_plan_and_is_back_at_it(site: Site) -> None:
    with site.visitor("tim") as page:
        keys = Keyboard(page)
        keys.skip()
        keys.go("main a[href='/rooms/B-204']")
        page.wait_for_url("**/rooms/B-204")
        keys.skip()
        for closing in ("Escape", "Enter"):
            keys.until(SEAT)
            keys.press("Enter")
            beside = page.locator("#seat article")
            expect(beside).to_be_focused()
            expect(beside).to_have_accessible_name("Seat 02 is waiting for its turn. It is taken up by itself.")
            assert page.title().startswith("Seat 02 in B-204")
            if closing == "Enter":
                keys.until(".shut")
            keys.press(closing)
            expect(page.locator(SEAT)).to_be_focused()
            expect(page.locator("#seat article")).to_have_count(0)
            assert page.url.endswith("/rooms/B-204")
        keys.press("Tab")
        keys.until("#plan a[href$='seat=03']", most=0)


def test_a_technician_holds_something_in_two_presses_and_a_sentence(site: Site) -> None:
    with site.visitor("tim") as page:
        page.goto("/rooms/C-101")
        keys = Keyboard(page)
        keys.skip()
        keys.go("#holds details:has(#what) > summary", "Space")
        keys.until("#what")
        page.keyboard.type("Git, as")
        keys.write("#sentence", "The projector has gone black since yesterday.")
        keys.press("Enter")
        expect_in_main(page, "It is held.")
        expect_in_main(page, "One request in C-101 is held until")
        keys.skip()
        keys.go(".once-told button")
        expect_in_main(page, "Undone: the hold is off.")


def test_a_technician_decides_otherwise_step_by_step(site: Site) -> None:
    with site.visitor("tim") as page:
        request = site.service.ask("firefox", room="C-101")["requests"][0]["id"]
        page.goto(f"/requests/{request}")
        keys = Keyboard(page)
        keys.skip()
        keys.go("a[href$='/override']", "Space")
        page.wait_for_url("**/override")
        keys.until("[name=kind][value=decline]")
        keys.press("Space")
        keys.until("[name=category]")
        keys.until("[name=category][value=hardware]", "ArrowDown")
        keys.press("Enter")
        page.wait_for_url("**category=hardware**")
        assert page.title().startswith("declined, hardware")
        keys.until("#expires_at")
        page.keyboard.type("02012027")
        keys.until("#explanation")
        page.keyboard.type("The machines have not enough memory for it.")
        keys.go("button[value=look]")
        expect(page.locator("#problems")).to_be_focused()
        assert page.title().startswith("Not done:")
        keys.go("#problems a[href='#evidence']")
        keys.until("#evidence-memory_mb", most=0)
        page.keyboard.type("64000")
        keys.go("button[value=look]")
        expect_in_main(page, "The letter as it would be sent")
        keys.skip()
        keys.go("button[value=record]")
        page.wait_for_url("**/overrides/**")
        expect_in_main(page, "It is recorded. Whoever asked has got the letter.")


def test_an_instructor_reads_a_letter_contests_it_and_takes_a_request_back(site: Site) -> None:
    with site.visitor("ada") as page:
        keys = Keyboard(page)
        keys.go(".who summary")
        keys.go(".who a[href='/letters']")
        page.wait_for_url("**/letters")
        keys.skip()
        keys.go("main a[href^='/letters/']")
        page.wait_for_url("**/letters/*")
        keys.skip()
        keys.go("main a[role=button]", "Space")
        page.wait_for_url("**/requests/*#decided-*")
        keys.until("textarea", most=3)  # the decision that the letter was about is next
        page.keyboard.type("The room has had the port open for years.")
        keys.press("Tab", "Enter")
        expect_in_main(page, "You contest this. Somebody independent rules on it.")


def test_an_instructor_takes_a_request_back_once_more_asked_and_undoes_that(site: Site) -> None:
    request = site.service.ask("git")["requests"][0]["id"]
    with site.visitor("ada") as page:
        page.goto(f"/requests/{request}")
        keys = Keyboard(page)
        keys.skip()
        keys.go("details:has(form[action$='/withdraw']) > summary")
        assert page.locator("form[action$='/withdraw'] button").is_visible()
        keys.go("form[action$='/withdraw'] button")
        expect(page.locator(".once-told")).to_be_visible()
        keys.skip()
        keys.go(".once-told button")
        expect_in_main(page, "Undone")


def test_an_instructor_says_in_the_room_what_works_and_what_does_not(site: Site) -> None:
    for item in ("git", "student-records-forms"):
        delivered(site.service, item)
    with site.visitor("ada") as page:
        page.goto("/rooms/B-204/works")
        keys = Keyboard(page)
        keys.skip()
        keys.go("button[value=yes]")
        expect_in_main(page, "It is noted that it works.")
        keys.skip()
        keys.go("main details summary", "Space")
        keys.write("textarea[name=words]", "It closes at once.")
        keys.until("button[value=no]")
        keys.press("Enter")
        expect_in_main(page, "The room's team is told that it does not work.")


def test_a_security_officer_sees_what_a_safeguard_does_and_sets_it(site: Site) -> None:
    with site.visitor("sam") as page:
        page.goto("/safeguards/new")
        keys = Keyboard(page)
        keys.skip()
        keys.until("[name=kind][value=block]")
        keys.press("Space")
        keys.until("[name=category][value=security]")
        keys.press("Space", "Enter")
        page.wait_for_url("**category=security**")
        keys.skip()
        keys.until("#aim-item")
        page.keyboard.type("Mozilla")
        keys.write("#title", "Browsers under attack")
        keys.write("#explanation", "Web pages can take the machine over.")
        keys.write("#evidence-advisory", "CVE-2026-12345")
        keys.write("#evidence-affected", "< 200")
        keys.press("Enter")
        expect_in_main(page, "Nothing binds yet.")
        expect_in_main(page, "B-204")
        keys.skip()
        keys.go("button[value=set]")
        page.wait_for_url("**/safeguards/*")
        expect_in_main(page, "Browsers under attack")


def test_a_manager_approves_as_the_second_person_from_the_first_page(site: Site) -> None:
    waits = site.service.get("/overrides", item="firefox", state="proposed").json()["overrides"][0]["id"]
    with site.visitor("marta") as page:
        keys = Keyboard(page)
        keys.skip()
        keys.go(f"main a[href='/overrides/{waits}']")
        page.wait_for_url("**/overrides/*")
        keys.skip()
        keys.go("form[action$='/approve'] button")
        expect_in_main(page, "in force")
        assert page.locator("form[action$='/approve']").count() == 0


def test_an_auditor_narrows_the_register_reads_a_whole_life_and_checks_the_record(site: Site) -> None:
    with site.visitor("olga") as page:
        keys = Keyboard(page)
        keys.skip()
        keys.go("main a[href='/overrides']")
        page.wait_for_url("**/overrides")
        keys.skip()
        keys.write("#room", "B-204")
        keys.press("Enter")
        page.wait_for_url("**room=B-204**")
        keys.skip()
        keys.go("tbody a[href^='/overrides/']")
        page.wait_for_url("**/overrides/*")
        keys.skip()
        keys.go("main a[href^='/requests/']")
        page.wait_for_url("**/requests/*")
        keys.skip()
        keys.go("a[href$='/life']")
        page.wait_for_url("**/life")
        expect_in_main(page, "What happened, in the order of time")
        page.goto("/")
        keys.skip()
        keys.go("main a[href='/record/verify']")
        page.wait_for_url("**/record/verify")
        expect_in_main(page, "What was checked here")


def test_an_administrator_tests_how_a_seat_is_reached(site: Site) -> None:
    with site.visitor("root") as page:
        keys = Keyboard(page)
        keys.skip()
        keys.go("main a[href='/connections']")
        page.wait_for_url("**/connections")
        keys.skip()
        keys.write("#seat", "77")
        keys.press("Enter")
        expect(page.locator("#problems")).to_be_focused()
        keys.go("#problems a[href='#seat']")
        keys.until("#seat", most=0)
        keys.press("Control+a")
        page.keyboard.type("02")
        keys.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Seat 02 in B-204 can be reached: every step works.")


def test_menus_close_by_escape_and_when_one_goes_on(site: Site) -> None:
    with site.visitor("tim") as page:
        keys = Keyboard(page)
        menu = page.locator(".places details")
        summary = menu.locator("summary")
        keys.go(".places summary")
        expect(menu).to_have_attribute("open", "")
        keys.press("Tab", "Escape")
        expect(menu).not_to_have_attribute("open", "")
        expect(summary).to_be_focused()
        keys.press("Enter")
        keys.until("#find")
        expect(menu).not_to_have_attribute("open", "")
        keys.press("Tab", "Shift+Tab")
        page.keyboard.type("firefox")
        keys.press("Enter")
        page.wait_for_url("**/search?q=firefox")
        keys.skip()
        keys.until("main a")
