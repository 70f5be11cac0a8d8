"""Sentence templates: what a phrasebook's sentences may contain besides words.

- ``{room}`` is a field.
- ``{seats:seat|seats}`` is the first word where the field is 1, else the second.
- ``{needed_by:when}`` is a moment in local time.
- ``{items:list}`` joins several: "A, B and C"; after MOST_LISTED of them it says how many more there are.
- ``[… {reason} …]`` is left out when a field in it is empty or None; inside, everything else is as outside.

Fields are put in once and never read again, so braces or brackets in a person's text stay what they are.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from string import Formatter
from typing import Any

MOST_LISTED = 12
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


class SentenceFormatter(Formatter):
    """Fills templates. Only plain field names are understood: a template cannot reach into a value."""

    def __init__(self, say_moment: Callable[[datetime], str], and_: str, more: str) -> None:
        """Set the formatter up.

        Args:
            say_moment: How a moment is said.
            and_: The word between the last two of a list, with its spaces.
            more: Template for what a long list leaves out, with the field ``count``.
        """
        self._say_moment = say_moment
        self._and = and_
        self._more = more

    def fill(self, template: str, fields: Mapping[str, object]) -> str:
        """The sentence.

        Raises:
            KeyError: The template has a field that wasn't given.
        """

        def kept(match: re.Match[str]) -> str:
            inside = match.group(1)
            names = [name for _, name, _, _ in self.parse(inside) if name is not None]
            return inside if all(fields[name] not in (None, "", ()) for name in names) else ""

        return self.vformat(_OPTIONAL.sub(kept, template), (), fields)

    def get_field(self, field_name: str, _args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, str]:
        """The value of a plain name."""
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - as in the base class
        """A value as ``format_spec`` asks for it; see the module's words."""
        if "|" in format_spec:
            one, many = format_spec.split("|")
            return one if value == 1 else many
        if format_spec == "when":
            return self._say_moment(value)
        if format_spec == "list":
            return self._listed([str(item) for item in value])
        return "" if value is None else str(value)

    def _listed(self, items: list[str]) -> str:
        if len(items) > MOST_LISTED:
            hidden = len(items) - MOST_LISTED
            items = [*items[:MOST_LISTED], self._more.format(count=hidden)]
        if len(items) < 2:  # noqa: PLR2004 - a list needs two to have an "and"
            return "".join(items)
        return ", ".join(items[:-1]) + self._and + items[-1]


def as_sentence(text: str) -> str:
    """What may stand in mid-sentence as a sentence of its own: with a capital at its beginning."""
    return text[:1].upper() + text[1:]
