"""A stranger's first request, by the keyboard alone."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

MOST_KEYS = 12


class Keyboard:
    """Presses keys and counts them; typing a text is one of the two texts, not a key."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1

    def until(self, selector: str, key: str = "Tab") -> None:
        """Press a key until something has the focus."""
        while not self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            assert self.pressed < MOST_KEYS, f"{selector} is out of reach"
            self.press(key)


def test_room_and_title_and_at_most_twelve_keys(site: Site) -> None:
    with site.visitor("grace") as page:
        keys = Keyboard(page)
        keys.until("a.skip")
        keys.press("Enter")
        keys.until("main a[href='/ask']")
        keys.press("Enter")
        page.wait_for_url("**/ask")
        keys.until("#room")
        page.keyboard.type("C-101")
        keys.until("#item")
        page.keyboard.type("Student Records Forms")
        keys.press("Enter")
        page.wait_for_url("**/requests/**")
        assert "Your request was accepted" in page.inner_text("main")
        assert keys.pressed <= MOST_KEYS
        print(f"a first request: {keys.pressed} keys and two texts")


def test_the_search_is_one_key_away(site: Site) -> None:
    with site.visitor("ada") as page:
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "find"


def test_what_was_typed_outlives_a_session_that_is_over(site: Site) -> None:
    with site.visitor("grace") as page:
        page.goto("/ask")
        page.fill("#room", "C-101")
        page.fill("#item", "Student Records Forms")
        page.context.clear_cookies()
        page.click("main form button[type=submit]")
        assert "What you typed is kept" in page.inner_text("main")
        page.fill("#login", "grace")
        page.fill("#password", "violet cup of tea")
        page.click("main form button[type=submit]")
        page.get_by_role("button", name="Send it again").click()
        page.wait_for_url("**/requests/**")
        assert "Your request was accepted" in page.inner_text("main")


def test_what_a_room_has_is_said_as_soon_as_it_is_typed(site: Site) -> None:
    with site.visitor("ada") as page:
        page.goto("/ask")
        page.fill("#room", "B-204")
        page.press("#room", "Tab")
        expect(page.locator("#there")).to_contain_text("There or asked for in B-204")
        page.fill("#room", "Z-999")
        page.press("#room", "Tab")
        expect(page.locator("#there")).to_have_text("")
        assert page.input_value("#room") == "Z-999"


def test_enter_sends_what_was_typed_and_picks_nothing_else(site: Site) -> None:
    with site.visitor("grace") as page:
        page.goto("/ask")
        page.fill("#room", "C-101")
        page.fill("#item", "mozilla")
        page.press("#item", "Enter")
        page.get_by_role("button", name="Ask for Mozilla Firefox").wait_for()
        page.fill("#item", "No Such Thing")
        page.press("#item", "Enter")
        expect(page.locator("main")).to_contain_text("The catalogue does not have “No Such Thing” yet.")
