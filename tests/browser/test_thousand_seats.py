"""A room of a thousand seats whose machines all move at full speed: the page stays usable, and says what it took."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from orchestrator.domain.classrooms import Classroom, RolloutMode, Seat
from orchestrator.domain.machines import Machine
from orchestrator.domain.people import Actor
from orchestrator.domain.rollouts import MachineRun, Rollout, RolloutState, RolloutTrigger, RunState
from tests.api.moments import NOON
from tests.api.service import PROFILE
from tests.browser.conftest import MEASURED, Site
from tests.store.databases import Database

ROWS, COLUMNS = 25, 40
SEATS = ROWS * COLUMNS
BATCH = 100
A_SECOND = 4
"""Updates that a browser gets at most."""
_WATCH = """() => {
  window.updates = [];
  window.blocked = [];
  new PerformanceObserver(list => {
    for (const one of list.getEntries()) window.blocked.push(one.duration);
  }).observe({type: "longtask", buffered: false});
  document.addEventListener("classroom:moved", () => window.updates.push(performance.now()));
}"""


def _hall(database: Database) -> None:
    places = tuple(
        Seat(f"h-s{n}", f"{n:04}", 1 + (n - 1) // COLUMNS, 1 + (n - 1) % COLUMNS) for n in range(1, SEATS + 1)
    )
    with database.transactions() as uow:
        uow.classrooms.put(
            Classroom("hall", "H-001", "Hall", "Europe/Berlin", RolloutMode.BY_TECHNICIAN, (), places, department="All")
        )
        for n, seat in enumerate(places, 1):
            uow.machines.put(Machine(f"h-m{n}", f"h-{n:04}", f"h-{n:04}.example.edu", 5986, PROFILE.name))
            uow.classrooms.assign(seat.id, f"h-m{n}", NOON)
        uow.people.remember(Actor("person:tim", "Tim"))
        running = Rollout("hall-rollout", "hall", RolloutTrigger.TECHNICIAN, "person:tim", 0, NOON)
        uow.rollouts.add(running)
        uow.rollouts.update(running.moved_to(RolloutState.RUNNING, NOON))
        uow.rollouts.put_runs([_run(n, RunState.WAITING) for n in range(1, SEATS + 1)])
        uow.commit()


def _run(number: int, state: RunState, seconds: int = 0) -> MachineRun:
    return MachineRun("hall-rollout", f"h-m{number}", f"h-s{number}", 1, state, NOON + timedelta(seconds=seconds))


def _move(database: Database) -> None:
    """Everything that a rollout writes of a thousand machines, as fast as the store takes it."""
    for second, state in enumerate((RunState.WORKING, RunState.VERIFYING, RunState.FAILED), 1):
        for first in range(1, SEATS + 1, BATCH):
            with database.transactions() as uow:
                moved = [_run(n, state, second) for n in range(first, first + BATCH)]
                uow.rollouts.put_runs(moved)
                uow.events.append(
                    "hall-rollout",
                    NOON + timedelta(seconds=second),
                    [("machine.state", run.machine_id, {"state": state.value, "wave": 1}) for run in moved],
                )
                uow.commit()


@pytest.mark.parametrize("address", ["/rooms/H-001", "/rollouts/hall-rollout"])
def test_a_thousand_machines_at_full_speed_leave_the_page_usable(
    site: Site, address: str, record_property: Callable[[str, object], None]
) -> None:
    _hall(site.service.database)
    with site.visitor("tim") as page:
        page.goto(address)
        interactive = page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive")
        page.evaluate(_WATCH)
        writer = threading.Thread(target=_move, args=(site.service.database,))
        begun = time.monotonic()
        writer.start()
        writer.join()
        written = time.monotonic()
        _until_all_moved(page)
        lag = time.monotonic() - written
        updates, blocked = page.evaluate("[window.updates, window.blocked]")
        record_property(
            MEASURED,
            f"{address}: interactive after {interactive:.0f} ms; {SEATS} seats moved 3 times in"
            f" {written - begun:.1f} s; {len(updates)} updates, the last {lag:.1f} s later; longest task"
            f" {max(blocked, default=0):.0f} ms",
        )
        assert updates, "nothing came live"
        assert len(updates) <= A_SECOND * (written - begun + lag) + 2


def _until_all_moved(page: Page) -> None:
    # Asked of the page itself: a locator would walk through it in a task of its own.
    deadline = time.monotonic() + 60
    while page.evaluate("document.querySelectorAll('main .s-W, main .s-P').length") > len("WP"):  # the legend's own
        assert time.monotonic() < deadline
        page.wait_for_timeout(50)
