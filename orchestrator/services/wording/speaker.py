"""Who speaks: knows the language, the zone, and the names that ids stand for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.rollouts import PULLED_IN
from orchestrator.services.wording import de, en
from orchestrator.services.wording.language import Language
from orchestrator.services.wording.moments import say_day, say_moment
from orchestrator.services.wording.phrasebook import Phrasebook
from orchestrator.services.wording.template import SentenceFormatter

BOOKS: Mapping[Language, Phrasebook] = {Language.EN: en.BOOK, Language.DE: de.BOOK}
"""The phrasebook of each language."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says things in one language.

    Attributes:
        language: The language.
        zone: IANA name of the zone in which moments are said.
        now: The present moment, or None where no year has to be told apart.
        titles: Titles of catalog items by id; an id without one is said as it is.
        seats: Labels of seats by id.
        people: Names by actor id.
        things: What requests, rollouts, decisions and wishes are called, by id.
        reader: Actor id of whoever reads it, empty where that makes no difference.
    """

    language: Language
    zone: str = "UTC"
    now: datetime | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    seats: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    things: Mapping[str, str] = field(default_factory=dict)
    reader: str = ""

    @property
    def book(self) -> Phrasebook:
        """The language's phrasebook."""
        return BOOKS[self.language]

    def at(self, zone: str) -> "Speaker":
        """The same speaker in another zone."""
        return replace(self, zone=zone)

    def about(
        self, room: Classroom, *, titles: Mapping[str, str], people: Mapping[str, str] | None = None
    ) -> "Speaker":
        """The same speaker in a room's zone, with the room's seats and the given titles and names at hand."""
        seats = {seat.id: seat.label for seat in room.seats}
        return replace(self, zone=room.timezone, titles=titles, seats=seats, people=people or {})

    def knowing(self, people: Mapping[str, str]) -> "Speaker":
        """The same speaker with these names at hand."""
        return replace(self, people=people)

    def say(self, template: str, **fields: object) -> str:
        """A template of the phrasebook with its fields filled in."""
        sentences = self.book.sentences
        return SentenceFormatter(self.moment, sentences.and_, sentences.more).fill(template, fields)

    def moment(self, moment: datetime) -> str:
        """A moment as people say it."""
        return say_moment(moment, self.zone, self.book.calendar, self.now)

    def day(self, day: date) -> str:
        """A day with its year."""
        return say_day(day, self.book.calendar)

    def term(self, code: StrEnum) -> str:
        """The short word of an enumeration's member."""
        return self.book.terms[type(code)][code]

    def title(self, item_id: str | None) -> str:
        """The name of a catalog item, or of a package that came along with one."""
        if item_id is None:
            return self.book.sentences.software
        if item_id.startswith(PULLED_IN):
            return self.say(self.book.sentences.pulled_in, package=item_id.removeprefix(PULLED_IN))
        return self.titles.get(item_id, item_id)

    def person(self, actor_id: str) -> str:
        """The name of a person; the id without its kind where no name is known."""
        return self.people.get(actor_id, actor_id.partition(":")[2] or actor_id)

    def thing(self, identity: str) -> str:
        """What a request, a rollout, a decision or a wish is called; its id where that is not known."""
        return self.things.get(identity, identity)

    def seat(self, seat_id: str) -> str:
        """The label of a seat."""
        return self.seats.get(seat_id, seat_id)
