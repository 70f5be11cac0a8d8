"""What the demo plays after the main story: whoever wants it otherwise needs a reason, and can be contested."""

from orchestrator.cli.demo.cast import ADA
from orchestrator.cli.demo.client import People
from orchestrator.cli.demo.insisting import play_insisting
from orchestrator.cli.demo.screen import Screen
from orchestrator.cli.demo.taste import play_taste

_MOST_NOTICES = 100


def play_decisions(people: People, screen: Screen) -> None:
    """Play both stories, as far as an earlier demo has not, and show what their instructor was told in them."""
    screen.heading("A technician who does not like a browser")
    play_taste(people, screen)
    screen.heading("A professor who insists")
    play_insisting(people, screen)
    screen.heading(f"What {ADA.name} was told")
    notices = people.get("/me/notices", who=ADA, limit=_MOST_NOTICES)["notices"]
    for notice in reversed(notices):
        screen.quote(f"{notice['kind']['text']}: {notice['text']}")
