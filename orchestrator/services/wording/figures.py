"""Figures in words: counts beside percent, and "unknown" where nothing tells (RULES R4.6)."""

from collections.abc import Mapping
from enum import StrEnum

from orchestrator.domain.contests import ContestSubject
from orchestrator.domain.evidence import Category
from orchestrator.domain.figures import GOAL, Figure, FigureName, Grouping, Unit, percent_text
from orchestrator.domain.overrides import OverrideKind
from orchestrator.domain.waiting import WaitingOwner
from orchestrator.services.wording.speaker import Speaker

_WHOLE = 10_000
_PARTS: Mapping[FigureName, type[StrEnum]] = {
    FigureName.OVERRIDES_BY_KIND: OverrideKind,
    FigureName.OVERRIDES_BY_CATEGORY: Category,
    FigureName.CONTESTS_BY_SUBJECT: ContestSubject,
    FigureName.WAITING_DAYS: WaitingOwner,
}


def say_figure(speaker: Speaker, figure: Figure) -> str:
    """Its number, such as "411 of 412 (99.75 %), goal 99.99 %"."""
    sentences = speaker.book.sentences
    if figure.value is None:
        return sentences.figure_unknown
    match figure.unit:
        case Unit.COUNT:
            return str(figure.value)
        case Unit.SHARE:
            return _share(speaker, figure)
        case Unit.DAYS:
            return speaker.say(sentences.figure_days, days=_decimal(speaker, figure.days))
        case Unit.MEAN_DAYS | Unit.MEDIAN_DAYS if figure.of:
            said = sentences.figure_mean if figure.unit is Unit.MEAN_DAYS else sentences.figure_median
            return speaker.say(said, days=_decimal(speaker, figure.days), of=str(figure.of))
    return sentences.figure_mean_of_none


def say_part(speaker: Speaker, figure: Figure) -> str:
    """The kind, category, subject or owner that a figure is broken down by; empty for none."""
    parts = _PARTS.get(figure.name)
    return speaker.term(parts(figure.part)) if parts and figure.part else figure.part


def say_group(speaker: Speaker, grouping: Grouping, group: str) -> str:
    """The group that a figure belongs to: a category in words, all else as it is called."""
    return speaker.term(Category(group)) if grouping is Grouping.CATEGORY and group else group


def _share(speaker: Speaker, figure: Figure) -> str:
    sentences = speaker.book.sentences
    percent = _decimal(speaker, figure.percent)
    share = speaker.say(sentences.figure_share, value=str(figure.value), of=str(figure.of), percent=percent)
    if figure.name is not FigureName.READY_IN_TIME:
        return share
    return speaker.say(sentences.figure_goal, share=share, goal=_decimal(speaker, percent_text(GOAL, _WHOLE)))


def _decimal(speaker: Speaker, number: str | None) -> str | None:
    return number.replace(".", speaker.book.sentences.decimal_mark) if number else number
