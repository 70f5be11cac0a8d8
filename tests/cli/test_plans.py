"""What ``classroom plans`` shows of a removal."""

from tests.api.service import edge, firefox
from tests.api.test_plans import place_firefox
from tests.cli.conftest import Shell
from tests.fakes.removals import let_go


def test_a_plan_says_what_would_be_taken_away(shell: Shell) -> None:
    place_firefox(shell.service, 1)
    let_go(shell.service.database.transactions, "firefox")
    shell.service.see("B-204", 1, edge(), firefox(), packages=("firefox=145.0.1",))
    shown = " ".join(shell.ok("plans", "dry-run", "B-204", who="tim").split())
    assert shown.startswith("A rollout would take away Mozilla Firefox from 1 seat.")
    assert "Mozilla Firefox remove 145.0.1 not there" in shown
