"""What has become of a request, in words that an instructor reads."""

from orchestrator.domain.hand_work import latest_tick
from orchestrator.domain.requests import Wanted
from orchestrator.domain.resolution import InConflict, Waiting
from orchestrator.domain.standing import RequestStanding, StandingCode
from orchestrator.services.request_views import RequestView
from orchestrator.services.wording.speaker import Speaker

_BY_HAND = frozenset({StandingCode.OWED_BY_HAND, StandingCode.STATED, StandingCode.STATED_DONE})
"""Where seats are neither counted nor missing: nothing on a machine proves it."""
_OVER = frozenset({StandingCode.WITHDRAWN, StandingCode.CLOSED})
_MOST_WORDS = 120
"""Characters of a settings line inside a sentence; all of it stands beside."""
_KEPT_AWAY = frozenset({StandingCode.SAFEGUARDED, StandingCode.OVERRIDDEN})


def say_standing(speaker: Speaker, view: RequestView) -> str:
    """The sentence that says where a request stands, and those that belong to it."""
    request, standing = view.request, view.standing
    own = speaker.at(view.room.timezone)
    template = own.book.standings[standing.code][request.wanted]
    if standing.code is StandingCode.HELD and request.wanted is Wanted.PRESENT and standing.left_there > standing.ready:
        template = own.book.sentences.held_as_it_is
    head = own.say(
        template,
        item=view.title,
        room=view.room.code,
        ready=standing.ready,
        target=standing.target,
        there=standing.left_there,
        ended=own.moment(request.ended_at) if request.ended_at else None,
        **_obstacle(own, standing),
        **_kept(own, standing),
        **_stated(view),
    )
    if standing.code in _OVER:
        return head
    return " ".join([head, *_line(own, view), *_beside(own, view)])


def say_conflict(speaker: Speaker, conflict: InConflict) -> str:
    """What stands in an entry's way, as the rest of a sentence."""
    sentences = speaker.book.sentences
    by = sentences.another_request if conflict.with_request else sentences.baseline
    return speaker.say(speaker.book.conflicts[conflict.kind], other=speaker.title(conflict.with_item), by=by)


def say_waiting(speaker: Speaker, waiting: Waiting) -> str:
    """What the catalog lacks, as the rest of a sentence."""
    return speaker.say(speaker.book.waiting[waiting.code], item=speaker.title(waiting.item_id))


def _obstacle(speaker: Speaker, standing: RequestStanding) -> dict[str, str]:
    sentences = speaker.book.sentences
    if standing.conflict:
        return {"obstacle": say_conflict(speaker, standing.conflict), "next": sentences.first_come}
    if standing.waiting:
        return {"obstacle": say_waiting(speaker, standing.waiting), "next": sentences.until_packaged}
    return {"obstacle": "", "next": ""}


def _kept(speaker: Speaker, standing: RequestStanding) -> dict[str, str | None]:
    """What keeps it from seats, and until when."""
    first = standing.withheld[0] if standing.withheld else None
    return {
        "override": speaker.term(first.code) if first else None,
        "until": speaker.moment(first.until) if first and first.until else None,
    }


def _stated(view: RequestView) -> dict[str, object]:
    """Who stated last that it is done, and until when the requester has time to answer."""
    last = latest_tick(view.request, view.ticks)
    if last is None:
        return {"by": None, "confirm_until": None}
    return {"by": view.names.get(last.by, last.by), "confirm_until": last.confirm_until}


def _line(speaker: Speaker, view: RequestView) -> list[str]:
    """What has become of its settings line; nothing where it has none, or a decision keeps the whole away."""
    line, code, sentences = view.request.settings_line, view.standing.line, speaker.book.sentences
    if line is None or view.standing.code in _KEPT_AWAY:
        return []
    own = speaker.reader == view.request.requester_id
    words = line.words if len(line.words) <= _MOST_WORDS else f"{line.words[: _MOST_WORDS - 1].rstrip()}…"
    said = speaker.say(sentences.line_own if own else sentences.line_of_another, words=words)
    templates = {
        None: sentences.line_included,
        StandingCode.STATED: sentences.line_stated_own if own else sentences.line_stated,
        StandingCode.STATED_DONE: sentences.line_done,
    }
    return [speaker.say(templates.get(code, sentences.line_open), line=said, **_stated(view))]


def _beside(speaker: Speaker, view: RequestView) -> list[str]:
    """Further sentences: how many suffice, seats out of service, the date."""
    request, standing, sentences = view.request, view.standing, speaker.book.sentences
    said: list[str] = []
    seats_count = standing.code not in _BY_HAND
    if seats_count and standing.enough < standing.target - standing.out_of_service:
        said.append(speaker.say(sentences.enough, enough=standing.enough))
    if seats_count and standing.out_of_service:
        until = speaker.moment(standing.out_until) if standing.out_until else None
        said.append(speaker.say(sentences.out_of_service, out=standing.out_of_service, until=until))
    if standing.code.is_owed:
        said.append(speaker.say(sentences.late if standing.late else sentences.needed_by, needed_by=request.needed_by))
    return said
