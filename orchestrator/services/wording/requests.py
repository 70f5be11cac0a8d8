"""What has become of a request, in words that an instructor reads."""

from orchestrator.domain.classrooms import RolloutMode
from orchestrator.domain.hand_work import Tick, latest_tick
from orchestrator.domain.requests import Wanted
from orchestrator.domain.resolution import InConflict, Waiting
from orchestrator.domain.standing import RequestStanding, StandingCode
from orchestrator.services.request_views import RequestView
from orchestrator.services.wording.speaker import Speaker

_BY_HAND = frozenset({StandingCode.OWED_BY_HAND, StandingCode.STATED, StandingCode.STATED_DONE})
"""Where seats are neither counted nor missing: nothing on a machine proves it."""
_OVER = frozenset({StandingCode.WITHDRAWN, StandingCode.CLOSED})
_MOST_WORDS = 120
"""Characters of somebody's words inside a sentence; all of them stand beside."""
_FEW_SEATS = 4
"""How many seats are all named in a sentence."""
_KEPT_AWAY = frozenset({StandingCode.SAFEGUARDED, StandingCode.OVERRIDDEN})


def say_standing(speaker: Speaker, view: RequestView) -> str:
    """The sentence that says where a request stands, and those that belong to it."""
    request, standing = view.request, view.standing
    own = speaker.at(view.room.timezone)
    template = _by_hand(own, view) or own.book.standings[standing.code][request.wanted]
    if standing.code is StandingCode.HELD and standing.left_there > standing.ready:
        held = own.book.sentences.held_as_it_is, own.book.sentences.held_without
        template = held[request.wanted is Wanted.ABSENT]
    head = own.say(
        template,
        item=view.title,
        room=view.room.code,
        ready=standing.ready,
        target=standing.target,
        there=standing.left_there,
        ended=own.moment(request.ended_at) if request.ended_at else None,
        since=own.moment(view.ready_since) if view.ready_since else None,
        hindered=_hindered(own, view),
        rest=_rest(own, standing),
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


def _hindered(speaker: Speaker, view: RequestView) -> str:
    """The seats for which it does not follow by itself, each kind with its why, as the rest of a sentence."""
    sentences, hindered = speaker.book.sentences, view.standing.hindered
    by_technician = view.room.mode is RolloutMode.BY_TECHNICIAN
    told = (
        (sentences.seats_failed, hindered.failed),
        (sentences.seats_off_by_technician if by_technician else sentences.seats_off, hindered.off),
        (sentences.seats_without_machine, hindered.without_machine),
    )
    labels = {seat.id: seat.label for seat in view.room.seats}
    since = speaker.moment(hindered.off_since) if hindered.off_since else None
    return "; ".join(
        speaker.say(template, count=len(ids), labels=_first_few(speaker, [labels[i] for i in ids]), since=since)
        for template, ids in told
        if ids
    )


def _first_few(speaker: Speaker, labels: list[str]) -> list[str]:
    """All of a few seats; of many the first, and how many more there are."""
    if len(labels) <= _FEW_SEATS:
        return labels
    named = labels[: _FEW_SEATS - 1]
    return [*named, speaker.say(speaker.book.sentences.more, count=len(labels) - len(named))]


def _rest(speaker: Speaker, standing: RequestStanding) -> str | None:
    """How the other seats get it; None where there are none."""
    hindered, sentences = standing.hindered, speaker.book.sentences
    if not hindered.others and (hindered.failed or hindered.off or hindered.without_machine):
        return None
    return {
        StandingCode.OWED_BY_TECHNICIAN: sentences.rest_by_technician,
        StandingCode.OWED_ELSEWHERE: sentences.rest_elsewhere,
    }.get(standing.code, sentences.rest_owed)


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
        return {"by": None, "confirm_until": None, "why": None, "instead": None}
    return {
        "by": view.names.get(last.by, last.by),
        "confirm_until": last.confirm_until,
        "why": _inside(last.why or ""),
        "instead": _inside(last.evidence),
    }


def _cut(words: str) -> str:
    """As much of somebody's words as a sentence bears."""
    return words if len(words) <= _MOST_WORDS else f"{words[: _MOST_WORDS - 1].rstrip()}…"


def _inside(words: str) -> str | None:
    """Somebody's words inside a sentence, which has its own full stop; None where they were erased."""
    return _cut(words).removesuffix(".") or None


def _otherwise(view: RequestView) -> Tick | None:
    """The last statement, where it says that something is not as asked."""
    last = latest_tick(view.request, view.ticks)
    return None if last is None or last.as_asked else last


def _by_hand(speaker: Speaker, view: RequestView) -> str | None:
    """What is said of work by hand that is done otherwise than asked; None of all else."""
    sentences, code = speaker.book.sentences, view.standing.code
    if _otherwise(view) is None or code not in {StandingCode.STATED, StandingCode.STATED_DONE}:
        return None
    if code is StandingCode.STATED_DONE:
        return sentences.otherwise_accepted
    return sentences.otherwise_own if speaker.reader == view.request.requester_id else sentences.otherwise


def _line(speaker: Speaker, view: RequestView) -> list[str]:
    """What has become of its settings line; nothing where it has none, or a decision keeps the whole away."""
    line, code, sentences = view.request.settings_line, view.standing.line, speaker.book.sentences
    if line is None or view.standing.code in _KEPT_AWAY:
        return []
    own = speaker.reader == view.request.requester_id
    said = speaker.say(sentences.line_own if own else sentences.line_of_another, words=_cut(line.words))
    stated = (sentences.line_stated, sentences.line_stated_own, sentences.line_done)
    if _otherwise(view):
        stated = (sentences.line_otherwise, sentences.line_otherwise_own, sentences.line_accepted)
    templates = {
        None: sentences.line_included,
        StandingCode.STATED: stated[own],
        StandingCode.STATED_DONE: stated[2],
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
