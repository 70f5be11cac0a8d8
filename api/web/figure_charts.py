"""Which charts stand on the page of figures, and the one sentence that each of them says."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from api.web.charts import Bar, bars

Say = Callable[[str], str]
Found = Mapping[str, Any]
"""A figure as the API gives it."""
_READY = ("ready_in_time", "ready_later", "ready_otherwise", "not_ready")
_CONTESTS = ("contests_overturned", "contests_upheld", "contests_lapsed", "contests_open", "contests_withdrawn")
_WISHES = ("wishes_linked", "wishes_open", "wishes_taken_back", "wishes_unanswered", "wishes_risen")
_SIGN_OFFS = ("sign_offs_works", "sign_offs_works_not", "sign_offs_unanswered")
_GOAL = 0.9999


@dataclass(frozen=True, slots=True)
class Chart:
    """A message, the picture of it, and the figures that it is made of.

    Attributes:
        name: Code of the figure that its file begins with.
        sentence: What it says.
        picture: SVG; None where there is nothing to draw.
        figures: Codes of the figures in its file.
        rows: Name and number of each line, for the table.
    """

    name: str
    sentence: str
    picture: Markup | None
    figures: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]


def charts_of(report: Mapping[str, Any], say: Say) -> list[Chart]:
    """All charts for which there are figures."""
    figures, by = report["figures"], report["by"]["text"]
    if report["by"]["code"] == "nothing":
        made = (_due(figures, say), _reasons(figures, say), _contests(figures, say), _waiting(figures, say))
        return [chart for chart in (*made, *_shares(figures, say)) if chart]
    grouped = (
        _due_by_group(figures, say),
        *(_count_by_group(figures, name, by, say) for name in ("overrides", "contests")),
    )
    return [chart for chart in grouped if chart]


def lead_of(figures: Iterable[Found], say: Say) -> str:
    """What the lead figure says of the whole."""
    ready = [figure for figure in figures if figure["name"]["code"] == "ready_in_time"]
    value, of = sum(figure["value"] or 0 for figure in ready), sum(figure["of"] or 0 for figure in ready)
    if not of:
        return say("No request was due in this period")
    return say("Ready in time, as asked: {value} of {of} requests").format(value=value, of=of)


def _named(figures: Iterable[Found], *names: str) -> list[Found]:
    found = {name: [f for f in figures if f["name"]["code"] == name] for name in names}
    return [figure for name in names for figure in found[name]]


def _number(figure: Found) -> str:
    """Its number in words; without the goal, which has a line of its own."""
    text = str(figure["text"])
    return text.partition(", ")[0] if figure["goal"] else text


def _share(figure: Found) -> float | None:
    return figure["value"] / figure["of"] if figure["of"] and figure["value"] is not None else None


def _counted(found: list[Found], names: list[str]) -> list[Bar]:
    most = max((figure["value"] or 0 for figure in found), default=0)
    return [
        Bar(name, None if figure["value"] is None or not most else figure["value"] / most, _number(figure))
        for figure, name in zip(found, names, strict=True)
    ]


def _chart(name: str, sentence: str, picture: Markup | None, found: list[Found], names: list[str]) -> Chart:
    rows = tuple((of, str(figure["text"])) for figure, of in zip(found, names, strict=True))
    return Chart(name, sentence, picture, tuple(dict.fromkeys(figure["name"]["code"] for figure in found)), rows)


def _goal_said(say: Say, figure: Found) -> str:
    return say("goal {goal} %").format(goal=figure["goal"])


def _with_goal(name: str, figure: Found, say: Say) -> str:
    """The name, and whether the goal was reached: a bar of 99.98 % looks like one of 100."""
    if figure["goal_met"] is None:
        return name
    reached = say("goal reached") if figure["goal_met"] else say("goal missed")
    return f"{name}: {reached}"


def _due(figures: list[Found], say: Say) -> Chart | None:
    found = _named(figures, *_READY)
    if not found or not found[0]["of"]:
        return None
    lead = found[0]
    sentence = (
        say("The goal was reached. Of the requests that were due, {number} were ready in time, as asked.")
        if lead["goal_met"]
        else say("The goal was missed. Of the requests that were due, {number} were ready in time, as asked.")
    ).format(number=_number(lead))
    names = [figure["name"]["text"] for figure in found]
    rows = [
        Bar(_with_goal(name, figure, say), _share(figure), _number(figure), figure["goal_met"])
        for figure, name in zip(found, names, strict=True)
    ]
    return _chart(
        "ready_in_time", sentence, bars(sentence, rows, goal=_GOAL, goal_said=_goal_said(say, lead)), found, names
    )


def _due_by_group(figures: list[Found], say: Say) -> Chart | None:
    found = [figure for figure in _named(figures, "ready_in_time") if figure["of"]]
    if not found:
        return None
    met = sum(bool(figure["goal_met"]) for figure in found)
    sentence = say("The goal was reached in {met} of {all} groups.").format(met=met, all=len(found))
    names = [_group(figure, say) for figure in found]
    rows = [
        Bar(_with_goal(name, f, say), _share(f), _number(f), f["goal_met"])
        for f, name in zip(found, names, strict=True)
    ]
    return _chart(
        "ready_in_time", sentence, bars(sentence, rows, goal=_GOAL, goal_said=_goal_said(say, found[0])), found, names
    )


def _count_by_group(figures: list[Found], name: str, grouping: str, say: Say) -> Chart | None:
    found = [figure for figure in _named(figures, name) if figure["value"] is not None]
    total = sum(figure["value"] for figure in found)
    if not total:
        return None
    sentence = {
        "overrides": say("Overrides that came into force, by {grouping}: {total} in all."),
        "contests": say("Contests that were made, by {grouping}: {total} in all."),
    }[name].format(total=total, grouping=grouping)
    names = [_group(figure, say) for figure in found]
    return _chart(name, sentence, bars(sentence, _counted(found, names)), found, names)


def _reasons(figures: list[Found], say: Say) -> Chart | None:
    found = _named(figures, "overrides_by_category")
    if not found:
        return None
    most = max(found, key=lambda figure: figure["value"] or 0)
    sentence = say("Overrides that came into force: {total}. The most frequent reason was: {reason} ({count}).").format(
        total=sum(figure["value"] or 0 for figure in found), reason=most["part_text"], count=most["value"]
    )
    names = [figure["part_text"] for figure in found]
    return _chart("overrides_by_category", sentence, bars(sentence, _counted(found, names)), found, names)


def _contests(figures: list[Found], say: Say) -> Chart | None:
    found = _named(figures, *_CONTESTS)
    if not found or not found[0]["of"]:
        return None
    sentence = say("Of the contests that were made, {number} overturned the decision.").format(number=_number(found[0]))
    names = [figure["name"]["text"] for figure in found]
    return _chart("contests_overturned", sentence, bars(sentence, _as_shares(found, names)), found, names)


def _waiting(figures: list[Found], say: Say) -> Chart | None:
    found = [figure for figure in _named(figures, "waiting_days") if figure["part"] and figure["value"] is not None]
    if not found:
        return None
    most = max(found, key=lambda figure: figure["value"])
    sentence = say("Days that requests waited: {total} in all, most of them with: {owner} ({count}).").format(
        total=sum(figure["value"] for figure in found), owner=most["part_text"], count=most["value"]
    )
    names = [figure["part_text"] for figure in found]
    return _chart("waiting_days", sentence, bars(sentence, _counted(found, names)), found, names)


def _shares(figures: list[Found], say: Say) -> list[Chart]:
    """Wishes, and whether it works: what became of them."""
    made = []
    for names, sentence in (
        (_WISHES, say("Of the wishes, {number} became a request.")),
        (_SIGN_OFFS, say("Of those who were asked whether it works, {number} said yes.")),
    ):
        found = _named(figures, *names)
        if found and found[0]["of"]:
            said = sentence.format(number=_number(found[0]))
            called = [figure["name"]["text"] for figure in found]
            made.append(_chart(names[0], said, bars(said, _as_shares(found, called)), found, called))
    return made


def _as_shares(found: list[Found], names: list[str]) -> list[Bar]:
    return [Bar(name, _share(figure), _number(figure)) for figure, name in zip(found, names, strict=True)]


def _group(figure: Found, say: Say) -> str:
    return str(figure["group_text"]) or say("without a team")
