"""Who rules on contests: named lists per category, and who on them is independent of a decision (RULES R4.1). Pure."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.errors import Refusal
from orchestrator.domain.evidence import STANDS_STILL, Category
from orchestrator.domain.people import Role

IT_ROLES = frozenset({Role.TECHNICIAN, Role.MANAGER, Role.SECURITY_OFFICER, Role.ADMINISTRATOR})
"""Roles of the technicians' own line: whoever holds one of them is inside IT, whatever else they are.

An auditor changes nothing and answers to nobody there, so the role alone puts nobody inside.
"""


class RulerSide(StrEnum):
    """Where somebody on a list stands."""

    TEACHING = "teaching"  # of those who teach
    IT = "it"  # of the technicians' own line
    OUTSIDE = "outside"  # outside IT, with the word on a risk: a dean, a data protection officer


@dataclass(frozen=True, slots=True)
class Ruler:
    """Somebody who is named for a category."""

    category: Category
    person_id: str
    side: RulerSide


@dataclass(frozen=True, slots=True)
class Superior:
    """That somebody answers to somebody else."""

    person_id: str
    superior_id: str


@dataclass(frozen=True, slots=True)
class Matter:
    """What is to be ruled on.

    Attributes:
        category: Of the decision.
        contester: Actor who contests it.
        deciders: Actors who decided: who recorded it, approved it, confirmed it, or answers for it.
        outside: Whether it has left IT, so that only a person outside may rule.
        inside: Who of those that come into question holds a role of IT now.
    """

    category: Category
    contester: str
    deciders: frozenset[str]
    outside: bool = False
    inside: frozenset[str] = frozenset()


class Bar(StrEnum):
    """Why somebody may not rule on a matter."""

    NOT_NAMED = "not_named"  # the category's list does not name them
    CONTESTER = "contester"  # they contest it themselves
    DECIDED = "decided"  # they took part in the decision
    SUPERIOR = "superior"  # somebody who decided answers to them, directly or further down
    NOT_OUTSIDE = "not_outside"  # the matter has left IT, and they are not the person outside
    NOW_INSIDE = "now_inside"  # named for the teaching side or from outside, they hold a role of IT by now


class GapKind(StrEnum):
    """What is missing before every contest of a category can be ruled fairly."""

    NOBODY_NAMED = "nobody_named"  # the list is empty, or nobody on it may rule any more
    NOBODY_INDEPENDENT = "nobody_independent"  # some decision would leave nobody on the list who may rule
    TEACHING_MISSING = "teaching_missing"  # nobody of the teaching side is on the list
    NOBODY_OUTSIDE = "nobody_outside"  # nobody outside IT is named to whom it could rise


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing for one category."""

    category: Category
    kind: GapKind


@dataclass(frozen=True, slots=True)
class Staffing:
    """What people may do now, as far as independence depends on it.

    Attributes:
        able: Who may rule at all: active, with the permission.
        inside: Who is inside IT.
        deciders: Who may record overrides or set safeguards.
        seconds: Who may second-approve or confirm.
        askers: Who may ask for software, and so contest what is decided about it.
    """

    able: frozenset[str] = field(default_factory=frozenset)
    inside: frozenset[str] = field(default_factory=frozenset)
    deciders: frozenset[str] = field(default_factory=frozenset)
    seconds: frozenset[str] = field(default_factory=frozenset)
    askers: frozenset[str] = field(default_factory=frozenset)


def needs_teaching_side(category: Category) -> bool:
    """Whether the category's list needs somebody of the teaching side: all but security, licence and legal (R4.1)."""
    return category not in STANDS_STILL


def above(person_id: str, superiors: Iterable[Superior]) -> frozenset[str]:
    """Everybody to whom somebody answers: their superior, that one's, and so on up to the top (R4.1).

    All the way, because whoever is two steps up has the same interest in the line's decision as the first.
    """
    links = list(superiors)
    found: set[str] = set()
    look = {person_id}
    while look:
        look = {link.superior_id for link in links if link.person_id in look} - found
        found |= look
    # Where two are each other's superior by mistake, nobody is their own for that.
    return frozenset(found - {person_id})


def barred(matter: Matter, person_id: str, rulers: Iterable[Ruler], superiors: Iterable[Superior]) -> Bar | None:
    """Why somebody may not rule on a matter, or None where they may (R4.1)."""
    named = [r for r in rulers if r.category is matter.category and r.person_id == person_id]
    links = list(superiors)
    bars = {
        Bar.CONTESTER: person_id == matter.contester,
        Bar.DECIDED: person_id in matter.deciders,
        Bar.NOT_NAMED: not named,
        Bar.NOW_INSIDE: person_id in matter.inside and all(r.side is not RulerSide.IT for r in named),
        Bar.SUPERIOR: any(person_id in above(decider, links) for decider in matter.deciders),
        Bar.NOT_OUTSIDE: matter.outside and all(r.side is not RulerSide.OUTSIDE for r in named),
    }
    return next((bar for bar, holds in bars.items() if holds), None)


def may_rule(matter: Matter, person_id: str, rulers: Iterable[Ruler], superiors: Iterable[Superior]) -> bool:
    """Whether somebody may rule on a matter (R4.1)."""
    return barred(matter, person_id, rulers, superiors) is None


def independence(
    rulers: Sequence[Ruler],
    superiors: Sequence[Superior],
    staffing: Staffing,
    *,
    guarded: Collection[Category] = (),
) -> tuple[Gap, ...]:
    """What is missing, category by category; nothing where every contest finds somebody independent (R4.1).

    Args:
        rulers: All lists.
        superiors: Who answers to whom.
        staffing: What people may do now.
        guarded: Categories of safeguards that bind; contests of those never lapse, so somebody outside is needed.
    """
    return tuple(gap for category in Category for gap in _gaps(category, rulers, superiors, staffing, guarded))


def _gaps(
    category: Category,
    rulers: Sequence[Ruler],
    superiors: Sequence[Superior],
    staffing: Staffing,
    guarded: Collection[Category],
) -> Iterator[Gap]:
    named = [r for r in rulers if r.category is category and r.person_id in staffing.able]
    sides = {r.side for r in named if r.side is RulerSide.IT or r.person_id not in staffing.inside}
    if not named:
        yield Gap(category, GapKind.NOBODY_NAMED)
    elif _can_be_emptied({r.person_id for r in named}, superiors, staffing):
        yield Gap(category, GapKind.NOBODY_INDEPENDENT)
    if named and needs_teaching_side(category) and RulerSide.TEACHING not in sides:
        yield Gap(category, GapKind.TEACHING_MISSING)
    if (category in STANDS_STILL or category in guarded) and RulerSide.OUTSIDE not in sides:
        yield Gap(category, GapKind.NOBODY_OUTSIDE)


def _can_be_emptied(named: set[str], superiors: Sequence[Superior], staffing: Staffing) -> bool:
    """Whether a contest is possible that bars all these: one decides, one approves, one confirms, one contests."""
    some = sorted(staffing.deciders | staffing.seconds)
    bars = {person_id: named & ({person_id} | above(person_id, superiors)) for person_id in some}
    seconds = {frozenset(bars[person_id]) for person_id in staffing.seconds} | {frozenset[str]()}
    for decider in sorted(staffing.deciders):
        rest = named - bars[decider]
        # A decision takes at most two further persons, so what is left has to be barred by two, and by who contests.
        for one in seconds:
            for other in seconds:
                left = rest - one - other
                if not left or (len(left) == 1 and left <= staffing.askers):
                    return True
    return False


@dataclass(eq=False)
class NotIndependent(Refusal):
    """This person may not rule on this contest."""

    contest_id: str
    bar: Bar
    code: ClassVar[str] = "not-independent"


@dataclass(eq=False)
class TeachingSideMissing(Refusal):
    """The list of this category needs somebody of the teaching side."""

    category: Category
    code: ClassVar[str] = "teaching-side-missing"


@dataclass(eq=False)
class CannotRule(Refusal):
    """Somebody who may not rule on contests cannot stand on a list."""

    login: str
    code: ClassVar[str] = "cannot-rule"


@dataclass(eq=False)
class IsInsideIt(Refusal):
    """Somebody holds a role of IT, so they stand neither for the teaching side nor for anybody outside."""

    login: str
    code: ClassVar[str] = "is-inside-it"


@dataclass(eq=False)
class OwnSuperior(Refusal):
    """Nobody answers to themselves."""

    login: str
    code: ClassVar[str] = "own-superior"
