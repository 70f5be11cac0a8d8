"""JSON that somebody else wrote: each value is looked at where it stands, and what is not right is told with its field.

Fields that are not asked for may hold anything: the formats grow, and what they add is no mistake.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from orchestrator.services.site_files.problems import Place, ProblemCode, Problems

MOST_CHARACTERS = 16 * 1024 * 1024
"""Of one JSON text."""
LONG = 100_000
"""Characters of a description."""
SHORT = 300
"""Characters of a name."""
_SPACED = re.compile(r"\s+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})?")
_FRACTION = re.compile(r"\.[0-9]+")


def parse_json(file: str, text: str, problems: Problems) -> Any:  # noqa: ANN401 - JSON
    """The value of a JSON text, or None and a problem; a file that holds ``null`` is empty, which is one too."""
    if len(text) > MOST_CHARACTERS:
        problems.add(Place(file), ProblemCode.FILE_TOO_LARGE, str(len(text)), str(MOST_CHARACTERS))
        return None
    try:
        found = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        problems.add(
            Place(file, "", error.lineno), ProblemCode.JSON_FORM, expected=f"{error.msg}, column {error.colno}"
        )
        return None
    except RecursionError:
        problems.add(Place(file), ProblemCode.TOO_DEEP)
        return None
    except ValueError:
        # A number of thousands of digits.
        problems.add(Place(file), ProblemCode.JSON_FORM)
        return None
    if found is None:
        problems.add(Place(file), ProblemCode.EMPTY)
    return found


@dataclass(frozen=True, slots=True)
class JsonObject:
    """One object of a file.

    Attributes:
        file: Name of the file.
        path: Where in it, dotted; empty at the top.
        data: What is in it.
        problems: Where problems go.
    """

    file: str
    path: str
    data: dict[str, Any]
    problems: Problems

    def place(self, name: str = "") -> Place:
        """Where a field of it stands."""
        return Place(self.file, f"{self.path}.{name}" if self.path and name else self.path or name)

    def text(self, name: str, *, required: bool = False, limit: int = SHORT) -> str:
        """A field's text with its white space drawn together; empty where it is missing or not right."""
        value = self.data.get(name)
        if value is None:
            if required:
                self.problems.add(self.place(name), ProblemCode.MISSING)
            return ""
        found = _plain(value, self.place(name), self.problems, limit)
        if required and found == "":
            self.problems.add(self.place(name), ProblemCode.EMPTY)
        return found or ""

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; empty where it is missing."""
        place = self.place(name)
        found = (
            _plain(value, Place(self.file, f"{place.path}[{number}]"), self.problems, SHORT)
            for number, value in enumerate(self._list(name))
        )
        return tuple(text for text in found if text)

    def objects(self, name: str) -> list["JsonObject"]:
        """A list of objects; empty where it is missing."""
        path = self.place(name).path
        found = (
            as_object(self.file, f"{path}[{number}]", value, self.problems)
            for number, value in enumerate(self._list(name))
        )
        return [inner for inner in found if inner is not None]

    def inner(self, name: str) -> "JsonObject | None":
        """An object in it; None where it is missing."""
        value = self.data.get(name)
        return None if value is None else as_object(self.file, self.place(name).path, value, self.problems)

    def day(self, name: str, *, required: bool = False) -> date | None:
        """A day, or the day in UTC of a moment."""
        text = self.text(name, required=required)
        if not text:
            return None
        found = _day(text)
        if found is None:
            self.problems.add(self.place(name), ProblemCode.NOT_A_DATE, text, "2026-11-12")
        return found

    def _list(self, name: str) -> list[Any]:
        value = self.data.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.problems.add(self.place(name), ProblemCode.NOT_A_LIST, _shown(value))
            return []
        return value


def as_object(file: str, path: str, value: object, problems: Problems) -> JsonObject | None:
    """A value that must be an object; None and a problem where it is something else."""
    if isinstance(value, dict):
        return JsonObject(file, path, value, problems)
    problems.add(Place(file, path), ProblemCode.NOT_A_MAPPING, _shown(value))
    return None


def cut(text: str, limit: int) -> str:
    """A text, shortened where it is longer."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _plain(value: object, place: Place, problems: Problems, limit: int) -> str | None:
    """A text without breaks; None and a problem where it is none, too long, or cannot be stored."""
    if not isinstance(value, str):
        problems.add(place, ProblemCode.NOT_TEXT, _shown(value))
    elif len(value) > limit:
        problems.add(place, ProblemCode.TOO_LONG, value, str(limit))
    elif _UNSTORABLE.search(value):
        problems.add(place, ProblemCode.CONTROL_CHARACTER, value)
    else:
        return _SPACED.sub(" ", value).strip()
    return None


def _day(text: str) -> date | None:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        if _MOMENT.fullmatch(text):
            moment = datetime.fromisoformat(_FRACTION.sub("", text))
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).date()
    except (ValueError, OverflowError):
        pass
    return None


def _shown(value: object) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, bool | float) else ""
