"""What the demo shows: a line when something happens, a room's seats as letters, and tables at the end."""

import textwrap
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from orchestrator.cli.output import seat_ranges
from orchestrator.services.first_people import DemoPerson

_LETTERS = {
    "waiting": "·",
    "working": "W",
    "verifying": "V",
    "ready": "R",
    "reboot_needed": "D",
    "differs": "D",
    "failed": "F",
    "pending": "P",
    "out_of_service": "O",
}
_STYLES = {"R": "green", "F": "bold red", "P": "yellow", "D": "magenta", "W": "cyan", "V": "cyan"}
_PLAIN = {"nothing", "install", "upgrade"}
"""Actions that the columns show well enough."""
WIDTH = 100
_QUOTE = "  │ "


class Screen:
    """Writes to a terminal or a pipe; colour only on a terminal, and never alone."""

    def __init__(self) -> None:
        probe = Console(highlight=False)
        self._console = probe if probe.is_terminal else Console(highlight=False, width=WIDTH)
        self._shown: dict[str, str] = {}
        self._installed: dict[str, int] = {}

    def say(self, text: str) -> None:
        """One sentence."""
        self._console.print(text, markup=False, soft_wrap=True)

    def quote(self, text: str) -> None:
        """What the service answers, or what somebody reads: set in, in lines of this width."""
        for paragraph in text.splitlines():
            for line in textwrap.wrap(paragraph, WIDTH - len(_QUOTE)) or [""]:
                self.say((_QUOTE + line).rstrip())

    def heading(self, text: str) -> None:
        """What comes next."""
        self._console.print(f"\n[bold]{text}[/bold]")

    def progress(self, rollout: dict[str, Any], events: list[dict[str, Any]], seconds: float) -> None:
        """A room's seats by letter and the installations so far, when something of it has changed."""
        room = rollout["id"]
        done = sum(len(event["data"].get("items", ())) for event in events if event["kind"] == "call_succeeded")
        self._installed[room] = self._installed.get(room, 0) + done
        letters = "".join(_LETTERS.get(seat["state"]["code"], "?") for seat in rollout["seats"])
        now = f"{letters} {self._installed[room]}"
        if not letters or self._shown.get(room) == now:
            return
        self._shown[room] = now
        coloured = "".join(f"[{_STYLES[c]}]{c}[/]" if c in _STYLES else c for c in letters)
        counts = f"{letters.count('R')} of {len(letters)} ready, {self._installed[room]} installations done"
        self._console.print(f"{seconds:6.1f} s  {rollout['classroom']}  {coloured}  {counts}")

    def legend(self) -> None:
        """What the letters mean."""
        self.say("Seats: · waits, W working, V verifying, R ready, P pending, F failed, D differs, O out of service.")

    def room(self, room: dict[str, Any], seats: list[dict[str, Any]]) -> None:
        """What is on which seats and why, then each seat that is not ready, with advice."""
        self.heading(room["text"])
        table = Table("Seats", "Software", "There", "Wanted", "Why", show_edge=False, pad_edge=False)
        for labels, line in _rows(seats):
            why = " ".join(why["text"] for why in line["whys"])
            action = line["action"]
            remark = "" if action["code"] in _PLAIN else f" ({action['text']})"
            table.add_row(
                labels, line["item"]["title"], line["observed"] or "no", line["wanted_text"] or "any", why + remark
            )
        self._console.print(table)
        for seat in seats:
            if seat["state"] not in {"R", "O"}:
                self._not_ready(seat)

    def people(self, cast: Sequence[DemoPerson]) -> None:
        """Who can sign in, as what, and with which password."""
        self.heading("The people of the demo")
        table = Table("Login", "Name", "Role", "Password", show_edge=False, pad_edge=False)
        for person in cast:
            table.add_row(person.login, person.name, person.role.replace("_", " "), person.password)
        self._console.print(table)

    def _not_ready(self, seat: dict[str, Any]) -> None:
        self._console.print(f"[bold]{seat['state']}[/bold] {seat['text']}")
        for advice in dict.fromkeys(cause["advice"] for cause in seat["causes"]):
            self._console.print(f"  → {advice}", markup=False)


def _rows(seats: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Equal lines of several seats together: (labels, line), in the order of items."""
    rows: dict[str, tuple[list[str], dict[str, Any]]] = {}
    for seat in seats:
        # Lines without an action are of a machine that no scan has read: what is there, nobody knows.
        for line in (line for line in seat["lines"] if line["action"] is not None):
            rows.setdefault(repr(line), ([], line))[0].append(seat["label"])
    every = [seat["label"] for seat in seats]
    found = [("all" if labels == every else seat_ranges(labels, every), line) for labels, line in rows.values()]
    return sorted(found, key=lambda row: (row[1]["item"]["title"], row[0]))
