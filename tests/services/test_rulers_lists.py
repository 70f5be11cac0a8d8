"""R4.1: the lists of who rules, and to whom people answer, as managers set them."""

import pytest

from orchestrator.domain.errors import InvalidInput, NotFound
from orchestrator.domain.evidence import Category
from orchestrator.domain.people import PersonDeactivated, Role
from orchestrator.domain.rulers import CannotRule, GapKind, IsInsideIt, OwnSuperior, RulerSide, TeachingSideMissing
from orchestrator.services.people import deactivate
from orchestrator.services.rulers import list_superiors, show_rulers
from tests.services.court import ALL, MARTA, PETER, Court
from tests.services.story import Story

TEACHING, IT, OUTSIDE = RulerSide


@pytest.fixture
def court(story: Story) -> Court:
    return Court(story, ())


def kinds(court: Court, category: Category) -> set[GapKind]:
    return {gap.kind for gap in show_rulers(reads=court.story.reads).gaps if gap.category is category}


def named(court: Court, category: Category) -> dict[str, RulerSide]:
    listed = show_rulers(reads=court.story.reads).lists[category]
    return {one.person.login: one.ruler.side for one in listed}


def changes(court: Court) -> int:
    (count,) = court.story.database.sql("SELECT count(*) FROM cs_audit_entries WHERE body LIKE '%\"rulers.changed\"%'")
    return int(count[0])


def test_a_list_is_set_as_a_whole(court: Court) -> None:
    court.name(Category.HARDWARE, *ALL)
    court.name(Category.HARDWARE, ("peter", TEACHING))
    assert named(court, Category.HARDWARE) == {"peter": TEACHING}
    assert named(court, Category.OTHER) == {}


def test_without_a_list_the_gap_is_shown(court: Court) -> None:
    """R4.1: set-up says when nobody independent exists."""
    assert kinds(court, Category.HARDWARE) == {GapKind.NOBODY_NAMED}
    assert kinds(court, Category.SECURITY) == {GapKind.NOBODY_NAMED, GapKind.NOBODY_OUTSIDE}
    for category in Category:
        court.name(category, *ALL)
    assert show_rulers(reads=court.story.reads).gaps == ()


def test_a_list_without_the_teaching_side_is_refused_but_for_security_licence_and_legal(court: Court) -> None:
    """R4.1: with somebody from the teaching side for all but security, licence and legal."""
    with pytest.raises(TeachingSideMissing):
        court.name(Category.HARDWARE, ("marta", IT))
    court.name(Category.SECURITY, ("marta", IT), ("dean", OUTSIDE), ("peter", OUTSIDE))
    assert kinds(court, Category.SECURITY) == set()


def test_nobody_of_it_stands_for_the_teaching_side_or_for_anybody_outside(court: Court) -> None:
    for side in (TEACHING, OUTSIDE):
        with pytest.raises(IsInsideIt):
            court.name(Category.OTHER, ("peter", TEACHING), ("marta", side))


def test_whoever_may_not_rule_cannot_be_named(court: Court) -> None:
    with pytest.raises(CannotRule):
        court.name(Category.OTHER, ("peter", TEACHING), ("tia", IT))
    with pytest.raises(NotFound):
        court.name(Category.OTHER, ("nobody", TEACHING))
    with pytest.raises(InvalidInput):
        court.name(Category.OTHER, ("peter", TEACHING), ("PETER", OUTSIDE))


def test_whoever_is_deactivated_cannot_be_named_and_counts_no_more(court: Court) -> None:
    court.name(Category.HARDWARE, ("peter", TEACHING))
    deactivate("peter", court.caller(MARTA), transactions=court.story.transactions, clock=court.story.clock)
    assert kinds(court, Category.HARDWARE) == {GapKind.NOBODY_NAMED}
    with pytest.raises(PersonDeactivated):
        court.name(Category.OTHER, ("peter", TEACHING))


def test_whoever_comes_into_it_leaves_a_gap_on_the_teaching_side(court: Court) -> None:
    court.name(Category.HARDWARE, ("peter", TEACHING))
    court.give(PETER, Role.MANAGER)
    assert GapKind.TEACHING_MISSING in kinds(court, Category.HARDWARE)


def test_a_list_of_whoever_could_decide_leaves_a_gap(court: Court) -> None:
    court.name(Category.SECURITY, ("marta", IT), ("sam", IT))
    assert GapKind.NOBODY_INDEPENDENT in kinds(court, Category.SECURITY)


def test_the_record_says_who_came_and_went_and_the_same_again_says_nothing(court: Court) -> None:
    for _ in range(2):
        court.name(Category.HARDWARE, *ALL)
    assert changes(court) == 1
    court.name(Category.HARDWARE)
    assert changes(court) == 2


def test_people_answer_to_whom_it_is_said(court: Court) -> None:
    court.put_above("tia", "marta", "sam")
    court.put_above("sam", "marta")
    lines = {line.person.login: [s.login for s in line.superiors] for line in list_superiors(reads=court.story.reads)}
    assert lines == {"sam": ["marta"], "tia": ["marta", "sam"]}
    court.put_above("tia")
    assert [line.person.login for line in list_superiors(reads=court.story.reads)] == ["sam"]


def test_nobody_is_their_own_superior(court: Court) -> None:
    with pytest.raises(OwnSuperior):
        court.put_above("tia", "TIA")
    with pytest.raises(NotFound):
        court.put_above("tia", "nobody")
