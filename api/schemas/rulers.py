"""Who rules on contests, on the wire."""

from pydantic import Field

from api.schemas.fields import Login
from api.schemas.wire import Term, Wire
from orchestrator.domain.evidence import Category
from orchestrator.domain.people import Person
from orchestrator.domain.rulers import Gap, RulerSide
from orchestrator.services.rulers import LineView, ListedRuler, NamedRuler, RulersView
from orchestrator.services.wording import Speaker


class RulerIn(Wire):
    """Somebody who shall stand on a list."""

    login: Login = Field(examples=["grace"])
    side: RulerSide = Field(description="Of those who teach, of IT, or outside with the word on a risk.")

    def named(self) -> NamedRuler:
        """What the service is asked for."""
        return NamedRuler(self.login, self.side)


class RulerListIn(Wire):
    """Who shall rule on contests of a category."""

    rulers: list[RulerIn] = Field(max_length=50)


class NamedPersonOut(Wire):
    """Somebody, by name and login."""

    id: str
    login: str
    name: str


class RulerOut(Wire):
    """Somebody on a list."""

    person: NamedPersonOut
    side: Term


class GapOut(Wire):
    """What is missing on a list before every contest finds somebody independent."""

    kind: Term


class RulerListOut(Wire):
    """Who rules on contests of a category."""

    category: Term
    rulers: tuple[RulerOut, ...]
    gaps: tuple[GapOut, ...] = Field(description="Empty where every contest finds somebody independent.")


class RulersOut(Wire):
    """All lists."""

    lists: tuple[RulerListOut, ...]


class SuperiorsIn(Wire):
    """To whom somebody answers."""

    superiors: list[Login] = Field(max_length=20, examples=[["marta"]])


class SuperiorsOfOut(Wire):
    """Somebody, and to whom they answer."""

    person: NamedPersonOut
    superiors: tuple[NamedPersonOut, ...]


class SuperiorsOut(Wire):
    """Who answers to whom."""

    people: tuple[SuperiorsOfOut, ...]


def rulers_out(view: RulersView, speaker: Speaker) -> RulersOut:
    """All lists, with what is missing on each."""
    lists = tuple(_list_out(category, view.lists[category], view.gaps, speaker) for category in Category)
    return RulersOut(lists=lists)


def ruler_list_out(category: Category, view: RulersView, speaker: Speaker) -> RulerListOut:
    """One list, with what is missing on it."""
    return _list_out(category, view.lists[category], view.gaps, speaker)


def superiors_out(lines: tuple[LineView, ...]) -> SuperiorsOut:
    """Who answers to whom."""
    people = tuple(
        SuperiorsOfOut(person=named_out(line.person), superiors=tuple(map(named_out, line.superiors))) for line in lines
    )
    return SuperiorsOut(people=people)


def named_out(person: Person) -> NamedPersonOut:
    """Somebody, by name and login."""
    return NamedPersonOut(id=person.id, login=person.login, name=person.name)


def _list_out(
    category: Category, listed: tuple[ListedRuler, ...], gaps: tuple[Gap, ...], speaker: Speaker
) -> RulerListOut:
    return RulerListOut(
        category=Term.of(category, speaker),
        rulers=tuple(RulerOut(person=named_out(one.person), side=Term.of(one.ruler.side, speaker)) for one in listed),
        gaps=tuple(GapOut(kind=Term.of(gap.kind, speaker)) for gap in gaps if gap.category is category),
    )
