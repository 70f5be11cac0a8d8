"""Drawing the plan of a room with the mouse and with the keyboard alone, in a real browser."""

from playwright.sync_api import Dialog, Locator, Page, expect

from tests.browser.conftest import Site

HERE = "/rooms/B-204/seat-plan"


def _seat(page: Page, label: str) -> Locator:
    return page.locator("#cells").get_by_role("button", name=f"Seat {label}, ")


def _stands(page: Page, label: str, row: int, column: int) -> None:
    expect(_seat(page, label)).to_have_accessible_name(f"Seat {label}, row {row}, column {column}")


def _drag(page: Page, label: str, row: int, column: int) -> None:
    seat, place = _seat(page, label), page.locator(f"#cells li[data-row='{row}'][data-column='{column}']").last
    for number, one in enumerate((seat, place)):
        box = one.bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
        page.mouse.down() if number == 0 else page.mouse.up()


def _where(site: Site) -> dict[str, tuple[int, int]]:
    found = site.service.get("/classrooms/B-204/seat-plan").json()["seats"]
    return {seat["label"]: (seat["row"], seat["column"]) for seat in found}


def test_a_seat_is_dragged_saved_seen_after_a_reload_and_put_back(site: Site) -> None:
    before = _where(site)
    with site.visitor("tim") as page:
        page.goto(HERE)
        _drag(page, "03", 2, 3)
        _stands(page, "03", 2, 3)
        expect(page.locator("#said")).to_have_text("Seat 03: row 2, column 3.")
        _drag(page, "04", 1, 1)  # two change places
        _stands(page, "04", 1, 1)
        _stands(page, "01", 1, 4)
        page.select_option("#door-wall", "left")
        page.fill("#door-place", "2")
        assert _where(site) == before
        page.get_by_role("button", name="Save the plan").click()
        expect(page.get_by_text("The plan is saved.")).to_be_visible()
        page.reload()
        _stands(page, "03", 2, 3)
        assert _where(site) == {**before, "01": (1, 4), "03": (2, 3), "04": (1, 1)}
        page.goto("/rooms/B-204")
        expect(page.locator("#plan li.r2.c3 .seat")).to_contain_text("03")
        expect(page.locator("#plan .doorway.left")).to_have_text("Door in the left wall, beside row 2")
        page.goto(HERE)
        _drag(page, "02", 3, 2)
        page.get_by_role("button", name="Save the plan").click()
        page.get_by_role("button", name="Undo", exact=True).click()
        expect(page.get_by_text("Undone: the plan is as it was before.")).to_be_visible()
        _stands(page, "02", *before["02"])


def test_all_of_it_goes_by_the_keyboard_alone(site: Site) -> None:
    with site.visitor("tim") as page:
        page.goto(HERE)
        _seat(page, "02").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowLeft")
        _stands(page, "02", 3, 1)
        expect(_seat(page, "02")).to_be_focused()
        page.keyboard.press("ArrowLeft")
        expect(page.locator("#said")).to_have_text("Seat 02 is at the edge. Add a row or a column there first.")
        page.keyboard.press("Control+z")
        expect(page.locator("#said")).to_have_text("The last step is undone.")
        _stands(page, "02", 3, 2)
        page.get_by_role("button", name="Add a row in front").press("Enter")
        _stands(page, "02", 4, 2)
        _stands(page, "01", 2, 1)
        page.get_by_role("button", name="Discard what is not saved").press("Enter")
        _stands(page, "02", 1, 2)
        page.get_by_role("button", name="Undo the last step").press("Enter")
        _stands(page, "02", 4, 2)
        page.get_by_role("button", name="Save the plan").press("Enter")
        expect(page.get_by_text("The plan is saved.")).to_be_visible()
        assert (_where(site)["01"], _where(site)["02"]) == ((2, 1), (4, 2))


def test_a_finger_chooses_a_seat_and_then_its_place(site: Site) -> None:
    with site.visitor("tim", has_touch=True, viewport={"width": 390, "height": 800}) as page:
        page.goto(HERE)
        _seat(page, "01").tap()
        expect(_seat(page, "01")).to_have_attribute("aria-pressed", "true")
        page.locator("#cells li[data-row='2'][data-column='2']").tap()
        _stands(page, "01", 2, 2)
        expect(_seat(page, "01")).to_have_attribute("aria-pressed", "false")


def test_whoever_leaves_with_something_unsaved_is_asked_and_else_is_not(site: Site) -> None:
    asked: list[str] = []

    def stays(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    with site.visitor("tim") as page:
        page.on("dialog", stays)
        page.goto(HERE)
        page.get_by_role("link", name="B-204", exact=True).click()
        page.wait_for_url("**/rooms/B-204")
        assert asked == []
        page.goto(HERE)
        _seat(page, "01").press("ArrowDown")
        page.get_by_role("link", name="B-204", exact=True).click()
        _stands(page, "01", 2, 1)
        assert asked == ["beforeunload"]
        page.keyboard.press("Control+z")
        page.get_by_role("link", name="B-204", exact=True).click()
        page.wait_for_url("**/rooms/B-204")
        assert asked == ["beforeunload"]
