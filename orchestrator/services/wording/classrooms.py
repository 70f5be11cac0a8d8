"""Rooms and seats in words."""

from collections.abc import Sequence

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.verdicts import SeatState
from orchestrator.services.room_picture import SeatPicture
from orchestrator.services.wording.causes import Place, say_causes, say_place
from orchestrator.services.wording.speaker import Speaker


def say_seat(speaker: Speaker, room: Classroom, seat: SeatPicture) -> str:
    """In which state a seat is, and why."""
    sentences = speaker.book.sentences
    place = Place(seat.seat.label, room.mode)
    failure = seat.seen.failure if seat.seen else None
    if seat.causes:
        return say_causes(speaker, seat.causes, place, failure.at if failure else None)
    template = {
        SeatState.READY: sentences.seat_ready,
        SeatState.WORKING: sentences.seat_working,
        SeatState.UNKNOWN: sentences.seat_unseen,
    }.get(seat.state, sentences.seat_pending)
    name = say_place(speaker, place)
    inside = speaker.say(sentences.in_seat, label=seat.seat.label)
    return speaker.say(template, seat=name, in_seat=inside, pending=speaker.book.pending[room.mode])


def say_room(speaker: Speaker, room: Classroom, seats: Sequence[SeatPicture]) -> str:
    """How many of a room's seats are ready, and how many are out of service."""
    sentences = speaker.book.sentences
    ready = sum(seat.state is SeatState.READY for seat in seats)
    out = sum(seat.state is SeatState.OUT_OF_SERVICE for seat in seats)
    said = speaker.say(sentences.room, ready=ready, seats=len(seats), room=room.code)
    ends = [s.machine.status_until for s in seats if s.state is SeatState.OUT_OF_SERVICE and s.machine]
    known = [end for end in ends if end]
    until = speaker.moment(max(known)) if known and len(known) == out else None
    return f"{said} {speaker.say(sentences.out_of_service, out=out, until=until)}" if out else said
