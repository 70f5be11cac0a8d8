"""Live pages in a browser: what moves, moves whole, and a page that no longer moves says so."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from api.web import live
from orchestrator.domain.rollouts import MachineRun, Rollout, RolloutState, RolloutTrigger, RunState
from tests.api.moments import NOON
from tests.api.people import PASSWORD
from tests.browser.conftest import Site
from tests.store.databases import Database

MACHINES = 2


def _runs(database: Database, state: RunState, *numbers: int) -> None:
    at = NOON + timedelta(seconds=1)
    with database.transactions() as uow:
        uow.rollouts.put_runs([MachineRun("live", f"c101-m{n}", f"c101-s{n}", 1, state, at) for n in numbers])
        uow.events.append("live", at, [("machine.state", f"c101-m{n}", {"state": state, "wave": 1}) for n in numbers])
        uow.commit()


def _begun(database: Database) -> None:
    with database.transactions() as uow:
        begun = Rollout("live", "c101", RolloutTrigger.TECHNICIAN, "person:tim", 0, NOON)
        uow.rollouts.add(begun)
        uow.rollouts.update(begun.moved_to(RolloutState.RUNNING, NOON))
        uow.commit()
    _runs(database, RunState.WORKING, 1, 2)


def test_the_sentence_over_the_bar_moves_with_it(site: Site) -> None:
    database = site.service.database
    _begun(database)
    with site.visitor("tim") as page:
        page.goto("/rollouts/live")
        expect(page.locator("#progress")).to_contain_text("0 of 2 machines are ready")
        table = page.locator("#machines table").element_handle()
        _runs(database, RunState.READY, 1)
        expect(page.locator("#machines .s-R")).to_have_count(1)
        expect(page.locator("#progress")).to_contain_text("1 of 2 machines are ready")
        expect(page.locator("#bar")).to_have_attribute("value", "1")
        expect(page.locator("[aria-live=polite]")).to_contain_text("1 of 2 machines are ready")  # read out, too
        assert table.evaluate("table => table.isConnected")  # of the machines only what moved is replaced


def test_a_page_that_no_longer_moves_says_so_until_it_does_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LONGEST_STREAM", 1.0)
    with site.visitor("tim") as page:
        page.goto("/rooms/B-204?seat=01")
        stopped = page.locator("#stopped")
        expect(page.locator("#stopped p:visible")).to_have_count(0)
        session = page.context.cookies()
        page.context.clear_cookies()
        expect(stopped.get_by_text("You are no longer signed in")).to_be_visible()
        expect(page.get_by_role("status")).to_contain_text("no longer signed in")
        page.context.add_cookies(session)  # type: ignore[arg-type]
        expect(stopped.get_by_text("You are no longer signed in")).to_be_hidden(timeout=20_000)
        page.context.clear_cookies()
        stopped.get_by_role("link").click()
        page.fill("#login", "tim")
        page.fill("#password", PASSWORD)
        page.click("main form button[type=submit]")
        page.wait_for_url("**/rooms/B-204?seat=01")
        page.route("**/live", lambda route: route.abort())
        expect(stopped.get_by_text("does not move by itself")).to_be_visible(timeout=20_000)
