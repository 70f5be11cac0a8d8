"""What the demo shows: a line when something happens, a room's seats as letters, and tables at the end."""

from typing import Any

from rich.console import Console
from rich.table import Table

_LETTERS = {
    "waiting": "·",
    "working": "W",
    "verifying": "W",
    "ready": "R",
    "reboot_needed": "D",
    "differs": "D",
    "failed": "F",
    "pending": "P",
    "out_of_service": "O",
}
_STYLES = {"R": "green", "F": "bold red", "P": "yellow", "D": "magenta", "W": "cyan"}
WIDTH = 100


class Screen:
    """Writes to a terminal or a pipe; colour only on a terminal, and never alone."""

    def __init__(self) -> None:
        probe = Console(highlight=False)
        self._console = probe if probe.is_terminal else Console(highlight=False, width=WIDTH)
        self._shown: dict[str, str] = {}

    def say(self, text: str) -> None:
        """One sentence."""
        self._console.print(text, markup=False, soft_wrap=True)

    def heading(self, text: str) -> None:
        """What comes next."""
        self._console.print(f"\n[bold]{text}[/bold]")

    def seats(self, rollout: dict[str, Any], seconds: float) -> None:
        """A room's seats by letter, when they have changed."""
        states = [seat["state"]["code"] for seat in rollout["seats"]]
        letters = "".join(_LETTERS.get(state, "?") for state in states)
        if not letters or self._shown.get(rollout["id"]) == letters:
            return
        self._shown[rollout["id"]] = letters
        ready = letters.count("R")
        coloured = "".join(f"[{_STYLES[c]}]{c}[/]" if c in _STYLES else c for c in letters)
        self._console.print(f"{seconds:6.1f} s  {rollout['classroom']}  {coloured}  {ready} of {len(letters)} ready")

    def legend(self) -> None:
        """What the letters mean."""
        self.say("Seats: · waits, W working, R ready, P pending, F failed, D differs, O out of service, ? unknown.")

    def room(self, room: dict[str, Any], seats: list[dict[str, Any]]) -> None:
        """What is on which seats and why, then each seat that is not ready, with advice."""
        self.heading(room["text"])
        table = Table("Seats", "Software", "There", "Wanted", "Why", show_edge=False, pad_edge=False)
        for labels, line in _rows(seats):
            why = " ".join(why["text"] for why in line["whys"])
            action = "" if line["action"] is None else _mark(line["action"]["code"], line["action"]["text"])
            table.add_row(labels, line["item"]["title"], line["observed"] or "–", line["wanted"] or "any", why + action)
        self._console.print(table)
        for seat in seats:
            if seat["state"] not in {"R", "O"}:
                self._not_ready(seat)

    def _not_ready(self, seat: dict[str, Any]) -> None:
        self._console.print(f"[bold]Seat {seat['label']}, {seat['word']}.[/bold]", seat["text"], soft_wrap=False)
        for advice in dict.fromkeys(cause["advice"] for cause in seat["causes"]):
            self._console.print(f"  → {advice}", markup=False)


def _mark(code: str, text: str) -> str:
    return "" if code == "nothing" else f" ({text})"


def _rows(seats: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Equal lines of several seats together: (labels, line), in the order of items."""
    rows: dict[str, tuple[list[str], dict[str, Any]]] = {}
    for seat in seats:
        for line in seat["lines"]:
            rows.setdefault(repr(line), ([], line))[0].append(seat["label"])
    every = [seat["label"] for seat in seats]
    found = [("all" if labels == every else ", ".join(labels), line) for labels, line in rows.values()]
    return sorted(found, key=lambda row: (row[1]["item"]["title"], row[0]))
