"""Notices in words: a few for a list, and a sentence with the next step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from orchestrator.domain.catalog_narrowing import CatalogChangeState
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.overrides import OverrideState
from orchestrator.domain.person_figures import PersonFigureState
from orchestrator.domain.safeguards import ExemptionState, SafeguardState
from orchestrator.services.notice_views import BY_TEAM, NoticeView
from orchestrator.services.wording.letter_parts import say_team
from orchestrator.services.wording.speaker import Speaker

_STATES: Mapping[NoticeKind, type[StrEnum]] = {
    NoticeKind.OVERRIDE_DECIDED: OverrideState,
    NoticeKind.SAFEGUARD_DECIDED: SafeguardState,
    NoticeKind.EXEMPTION_DECIDED: ExemptionState,
    NoticeKind.CATALOG_DECIDED: CatalogChangeState,
    NoticeKind.PERSON_FIGURES_DECIDED: PersonFigureState,
}
"""What ``state`` of a notice means, by kind."""
_MOMENTS = ("until", "at", "deadline")
"""Names under which a notice may carry the moment that matters."""


@dataclass(frozen=True, slots=True)
class SaidNotice:
    """A notice in words."""

    title: str
    text: str


def say_notice(speaker: Speaker, view: NoticeView) -> SaidNotice:
    """What somebody is told; a moment in the room's zone."""
    phrase, about = speaker.book.notices[view.notice.kind], view.notice.about
    own = speaker.at(view.room.timezone) if view.room else speaker
    text = own.say(
        phrase.text,
        item=view.item,
        room=view.room.code if view.room else None,
        until=next((said for name in _MOMENTS if (said := _moment(own, about.get(name)))), None),
        state=_state(own, view.notice.kind, about.get("state")),
        by=view.by or (say_team(own, view.room) if about.get("by") == BY_TEAM and view.room else None),
    )
    return SaidNotice(phrase.title, text)


def _state(speaker: Speaker, kind: NoticeKind, code: str | None) -> str | None:
    known = {state.value: state for state in _STATES.get(kind, ())}
    return speaker.term(known[code]) if code in known else None


def _moment(speaker: Speaker, text: str | None) -> str | None:
    try:
        return speaker.moment(datetime.fromisoformat(text)) if text else None
    except ValueError:
        return None
