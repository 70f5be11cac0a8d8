"""Where a room's door is drawn."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

MOST_PLACES = 200
"""Rows, and columns, that a plan of seats may have."""


class Wall(StrEnum):
    """A wall of a room as its plan is drawn: the front above, the first column on the left."""

    FRONT = "front"  # beside the first row
    BACK = "back"  # beside the last row
    LEFT = "left"  # beside the first column
    RIGHT = "right"  # beside the last column


_FORM = re.compile(rf"({'|'.join(Wall)}) ([1-9][0-9]{{0,2}})")


@dataclass(frozen=True, slots=True)
class Door:
    """Where people come in.

    Attributes:
        wall: In which wall.
        place: Beside which row of the left or right wall, or which column of the front or back, from 1.
    """

    wall: Wall
    place: int

    def __str__(self) -> str:
        """As the site's files say it: ``left 2``."""
        return f"{self.wall.value} {self.place}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """What ``str`` made of one, or None where the text is something else."""
        match = _FORM.fullmatch(text)
        if match is None or int(match.group(2)) > MOST_PLACES:
            return None
        return cls(Wall(match.group(1)), int(match.group(2)))

    @property
    def beside_rows(self) -> bool:
        """Whether its place counts rows, not columns."""
        return self.wall in {Wall.LEFT, Wall.RIGHT}
