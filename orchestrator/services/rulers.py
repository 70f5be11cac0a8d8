"""Who rules on contests: setting and showing the lists, and who answers to whom (RULES R4.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orchestrator.domain.changes import FieldChange
from orchestrator.domain.errors import FieldProblem, InvalidInput
from orchestrator.domain.evidence import Category
from orchestrator.domain.people import Actor, Permission, Person, PersonDeactivated, permissions_of
from orchestrator.domain.recorded_changes import CHANGES, changes_text
from orchestrator.domain.rulers import (
    CannotRule,
    Gap,
    IsInsideIt,
    OwnSuperior,
    Ruler,
    RulerSide,
    Superior,
    TeachingSideMissing,
    needs_teaching_side,
)
from orchestrator.services.contests import ask_whoever_is_new, open_contests
from orchestrator.services.roles import grants_of, person_by_login
from orchestrator.services.staffing import gaps, is_inside_it
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork


@dataclass(frozen=True, slots=True)
class NamedRuler:
    """Somebody who shall stand on a list, by login, and on which side."""

    login: str
    side: RulerSide


@dataclass(frozen=True, slots=True)
class ListedRuler:
    """Somebody on a list, with who that is."""

    ruler: Ruler
    person: Person


@dataclass(frozen=True, slots=True)
class RulersView:
    """All lists by category, and what is missing on them."""

    lists: Mapping[Category, tuple[ListedRuler, ...]]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """Somebody, and to whom they answer."""

    person: Person
    superiors: tuple[Person, ...]


def show_rulers(*, reads: Reads) -> RulersView:
    """All lists, and for which categories nobody independent exists."""
    with reads() as uow:
        return _view(uow)


def set_rulers(
    category: Category, named: Sequence[NamedRuler], *, actor: Actor, transactions: Transactions, clock: Clock
) -> None:
    """Replace the list of a category; an empty one is possible, and shown as a gap.

    Raises:
        InvalidInput: Somebody is named twice.
        NotFound: Nobody has one of these logins.
        PersonDeactivated, CannotRule: Somebody may do nothing any more, or not rule.
        IsInsideIt: Somebody of the teaching side, or from outside, holds a role of IT.
        TeachingSideMissing: Nobody of the teaching side is on it, and the category needs one.
    """
    now = clock.now()
    logins = [one.login.casefold() for one in named]
    if twice := next((login for login in logins if logins.count(login) > 1), None):
        raise InvalidInput((FieldProblem("rulers", twice, "listed-twice"),))
    with transactions() as uow:
        # Accounts are held in one order, whoever is named first.
        chosen = [_checked(uow, category, one) for one in sorted(named, key=lambda one: one.login.casefold())]
        teaching = any(ruler.side is RulerSide.TEACHING for ruler in chosen)
        if chosen and needs_teaching_side(category) and not teaching:
            raise TeachingSideMissing(category=category)
        if any(contest.category is category for contest in open_contests(uow)):
            # Whoever rules holds the contest's room, then the list, which is held as soon as it is read: the same here.
            uow.classrooms.all()
        before = {ruler.person_id: ruler.side.value for ruler in uow.rulers.of(category)}
        after = {ruler.person_id: ruler.side.value for ruler in chosen}
        uow.rulers.put(category, chosen)
        ask_whoever_is_new(uow, category, now)
        if before != after:
            subjects = {"category": category.value}
            texts = {CHANGES: _changed(before, after)}
            uow.audit.append(at=now, actor=actor, kind="rulers.changed", subjects=subjects, texts=texts)
        uow.commit()


def list_superiors(*, reads: Reads) -> tuple[LineView, ...]:
    """Who answers to whom, by login."""
    with reads() as uow:
        return _lines(uow)


def set_superiors(
    login: str, superiors: Sequence[str], *, actor: Actor, transactions: Transactions, clock: Clock
) -> None:
    """Say to whom somebody answers, by login; to nobody where the list is empty.

    Raises:
        NotFound: Nobody has one of these logins.
        OwnSuperior: Somebody is named as their own.
    """
    now = clock.now()
    with transactions() as uow:
        wanted = sorted({login.casefold(), *(one.casefold() for one in superiors)})
        people = {one: person_by_login(uow, one) for one in wanted}
        person = people[login.casefold()]
        above = [people[one] for one in wanted if one in {s.casefold() for s in superiors}]
        if person in above:
            raise OwnSuperior(login=person.login)
        before = {s.superior_id for s in uow.rulers.superiors() if s.person_id == person.id}
        uow.rulers.put_superiors(person.id, [Superior(person.id, other.id) for other in above])
        after = {other.id for other in above}
        if before != after:
            texts = {CHANGES: _changed(dict.fromkeys(before, "superior"), dict.fromkeys(after, "superior"))}
            subjects = {"person": person.id}
            uow.audit.append(at=now, actor=actor, kind="superiors.changed", subjects=subjects, texts=texts)
        uow.commit()


def _checked(uow: UnitOfWork, category: Category, named: NamedRuler) -> Ruler:
    person = person_by_login(uow, named.login)
    if not person.active:
        raise PersonDeactivated(login=person.login)
    grants = grants_of(uow, person)
    if Permission.RULE not in permissions_of(grants):
        raise CannotRule(login=person.login)
    if named.side is not RulerSide.IT and is_inside_it(grants):
        raise IsInsideIt(login=person.login)
    return Ruler(category, person.id, named.side)


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    ids = sorted({*before, *after})
    return changes_text(
        FieldChange(one, before.get(one), after.get(one)) for one in ids if before.get(one) != after.get(one)
    )


def _view(uow: UnitOfWork) -> RulersView:
    rulers = uow.rulers.all()
    people = {one: person for one in {r.person_id for r in rulers} if (person := uow.accounts.get(one))}
    lists = {
        category: tuple(ListedRuler(r, people[r.person_id]) for r in rulers if r.category is category)
        for category in Category
    }
    return RulersView(lists, gaps(uow))


def _lines(uow: UnitOfWork) -> tuple[LineView, ...]:
    links = uow.rulers.superiors()
    ids = {one for link in links for one in (link.person_id, link.superior_id)}
    people = {one: person for one in ids if (person := uow.accounts.get(one))}
    lines = [
        LineView(people[one], tuple(people[link.superior_id] for link in links if link.person_id == one))
        for one in sorted({link.person_id for link in links})
    ]
    return tuple(sorted(lines, key=lambda line: line.person.login))
