"""A technician decides otherwise while the instructor looks at her request."""

from tests.browser.conftest import Site

WORDS = "This version is being attacked. The next one is expected on Thursday."


def test_what_he_decides_she_reads_as_a_letter_and_contests(site: Site) -> None:
    with site.visitor("grace") as hers, site.visitor("tim") as his:
        hers.goto("/ask?room=C-101&item=student-records-forms")
        hers.click("main form button[type=submit]")
        hers.wait_for_url("**/requests/**")
        request = hers.url.partition("?")[0].rpartition("/")[2]

        his.goto(f"/requests/{request}")
        his.get_by_role("button", name="Decide otherwise").click()
        his.locator("input[name=kind][value=decline]").check()
        his.locator("input[name=category][value=security]").check()
        his.get_by_role("button", name="Go on to the reason").click()
        his.fill("#explanation", WORDS)
        his.fill("#evidence-advisory", "CVE-2026-12345")
        his.fill("#evidence-affected", "< 146.0")
        his.get_by_role("button", name="Look at it first").click()
        assert WORDS in his.inner_text("main")
        his.get_by_role("button", name="Record this override").click()
        his.wait_for_url("**/overrides/**")

        # Her page is older than his decision; what she does with it counts all the same, and she is told.
        hers.reload()
        said = hers.inner_text("main")
        assert WORDS in said
        assert "Dear Prof. Grace Hopper" in said
        hers.fill("main textarea[name=words] >> nth=0", "The course needs it from Monday.")
        hers.get_by_role("button", name="Contest this decision").click()
        assert "You contest this. Somebody independent rules on it." in hers.inner_text("main")

        his.reload()
        assert "contest" in his.inner_text("main").casefold()
