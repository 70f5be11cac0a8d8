"""What the words of a refusal need beside the refusal itself: the zone of the room, titles, names, and what ids mean.

Whoever is refused reads "request “Git in B-204”" and the hour on the clock of that room, never an id or the hour of
another place. The ids stay what they are in the refusal's own fields.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

import structlog
from fastapi import Request

from api.dependencies import room_in_address
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.errors import Refusal
from orchestrator.domain.people import ScopeKind
from orchestrator.services.catalog import item_titles
from orchestrator.services.toolbox import Toolbox
from orchestrator.services.unit_of_work import Reads, UnitOfWork
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.refusals import PEOPLE

log = structlog.get_logger()
_MOST_NAMED = 20
"""Ids of one field that are looked up; a sentence lists fewer."""


async def body_of(request: Request) -> Mapping[str, Any]:
    """The call's JSON object, if it has one that was read already; it may name the room."""
    try:
        body = await request.json()
    except (ValueError, RecursionError, RuntimeError):
        return {}
    return body if isinstance(body, dict) else {}


def knowing(request: Request, toolbox: Toolbox, speaker: Speaker, refusal: Refusal, body: Mapping[str, Any]) -> Speaker:
    """The speaker with what the refusal's words need, as far as the store tells it: it may be why we are here."""
    details = refusal.details()
    try:
        titles = item_titles(reads=toolbox.reads)
        address = room_in_address(request, toolbox)
        with toolbox.reads() as uow:
            room = address or _room_named(uow, {**body, **details})
            zone = room.timezone if room else uow.site.load().timezone
            people = uow.people.names({str(details[name]) for name in PEOPLE if details.get(name) is not None})
            there = replace(speaker, zone=zone, titles=titles, people=people)
            return replace(there, things=dict(_things(uow, there, details)))
    except Exception:
        log.exception("titles for a refusal could not be read")
        return speaker


def naming(speaker: Speaker, refusals: Iterable[Refusal], *, reads: Reads) -> Speaker:
    """The speaker with what refusals are about at hand; titles it has to know already."""
    with reads() as uow:
        named = [_things(uow, speaker, refusal.details()) for refusal in refusals]
        return replace(speaker, things=dict(chain.from_iterable(named)))


def _room_named(uow: UnitOfWork, named: Mapping[str, Any]) -> Classroom | None:
    """The room that a body or a refusal is about; None where it is about none."""
    scope = named.get("scope")
    if isinstance(scope, dict) and scope.get("kind") == ScopeKind.CLASSROOM.value:
        named = {**named, "classroom": scope.get("name")}
    if isinstance(code := named.get("classroom"), str):
        return uow.classrooms.by_code(code)
    for name in ("request", "request_id"):
        if isinstance(identity := named.get(name), str) and (request := uow.requests.get(identity)):
            return uow.classrooms.get(request.classroom_id)
    return None


def _things(uow: UnitOfWork, speaker: Speaker, details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Ids of the refusal with what people call the things."""
    for name, called in _CALLED.items():
        value = details.get(name)
        ids = value if isinstance(value, tuple) else (value,)
        for identity in ids[:_MOST_NAMED]:
            words = called(uow, speaker, identity) if isinstance(identity, str) else None
            if words is not None:
                yield identity, words


def _in_room(uow: UnitOfWork, speaker: Speaker, name: str, classroom_id: str) -> str:
    room = uow.classrooms.get(classroom_id)
    sentences = speaker.book.sentences
    if room is None:
        return speaker.say(sentences.called, name=name)
    return speaker.say(sentences.called_in_room, name=name, room=room.code)


def _request(uow: UnitOfWork, speaker: Speaker, identity: str) -> str | None:
    one = uow.requests.get(identity)
    return _in_room(uow, speaker, speaker.title(one.item_id), one.classroom_id) if one else None


def _rollout(uow: UnitOfWork, speaker: Speaker, identity: str) -> str | None:
    one = uow.rollouts.get(identity)
    room = uow.classrooms.get(one.classroom_id) if one else None
    if one is None or room is None:
        return None
    return speaker.at(room.timezone).say(speaker.book.sentences.called_rollout, room=room.code, at=one.created_at)


def _override(uow: UnitOfWork, speaker: Speaker, identity: str) -> str | None:
    one = uow.overrides.get(identity)
    room = uow.classrooms.get(one.classroom_id) if one else None
    if one is None or room is None:
        return None
    own, name = speaker.at(room.timezone), speaker.title(one.item_id)
    return own.say(speaker.book.sentences.called_override, name=name, room=room.code, until=one.expires_at)


def _contest(uow: UnitOfWork, speaker: Speaker, identity: str) -> str | None:
    one = uow.contests.get(identity)
    return _in_room(uow, speaker, speaker.title(one.item_id), one.classroom_id) if one else None


def _wish(uow: UnitOfWork, speaker: Speaker, identity: str) -> str | None:
    one = uow.wishes.get(identity)
    return _in_room(uow, speaker, one.title, one.classroom_id) if one else None


def _safeguard(uow: UnitOfWork, speaker: Speaker, identity: str) -> str | None:
    one = uow.safeguards.get(identity)
    return speaker.say(speaker.book.sentences.called, name=one.title) if one else None


def _exemption(uow: UnitOfWork, speaker: Speaker, identity: str) -> str | None:
    one = uow.exemptions.get(identity)
    return speaker.say(speaker.book.sentences.called, name=speaker.title(one.item_id)) if one else None


_CALLED: Mapping[str, Callable[[UnitOfWork, Speaker, str], str | None]] = {
    "request_id": _request,
    "requests": _request,
    "rollout_id": _rollout,
    "found": _rollout,
    "override_id": _override,
    "contest_id": _contest,
    "safeguard_id": _safeguard,
    "exemption_id": _exemption,
    "wish_id": _wish,
}
"""By field of a refusal, how what it names is called; ``found`` is what evidence was about, rollouts among it."""
