"""R4.1: who may rule on a contest, and when nobody independent would be left."""

from dataclasses import replace

import pytest

from orchestrator.domain.evidence import STANDS_STILL, Category
from orchestrator.domain.rulers import (
    Bar,
    Gap,
    GapKind,
    Matter,
    Ruler,
    RulerSide,
    Staffing,
    Superior,
    above,
    barred,
    independence,
    may_rule,
)

ADA, PETER, MARTA, TIM, DEAN, HEAD = (f"person:{n}" for n in ("ada", "peter", "marta", "tim", "dean", "head"))
HARDWARE = Matter(Category.HARDWARE, ADA, frozenset({TIM}))
LISTED = (
    Ruler(Category.HARDWARE, PETER, RulerSide.TEACHING),
    Ruler(Category.HARDWARE, MARTA, RulerSide.IT),
    Ruler(Category.HARDWARE, DEAN, RulerSide.OUTSIDE),
)
STAFF = Staffing(
    able=frozenset({PETER, MARTA, DEAN, HEAD}),
    inside=frozenset({MARTA, TIM}),
    deciders=frozenset({TIM}),
    seconds=frozenset({MARTA}),
)


def every(*people: tuple[str, RulerSide]) -> list[Ruler]:
    """The same list for each category."""
    return [Ruler(category, *person) for category in Category for person in people]


WHOLE = every((PETER, RulerSide.TEACHING), (MARTA, RulerSide.IT), (DEAN, RulerSide.OUTSIDE))


def test_whoever_is_named_for_the_category_may_rule_r4_1() -> None:
    """R4.1: by a named list per category."""
    assert may_rule(HARDWARE, PETER, LISTED, ())
    assert barred(HARDWARE, HEAD, LISTED, ()) is Bar.NOT_NAMED
    assert barred(replace(HARDWARE, category=Category.OTHER), PETER, LISTED, ()) is Bar.NOT_NAMED


@pytest.mark.parametrize("part", ["recorded", "approved", "confirmed"])
def test_whoever_took_part_in_the_decision_may_not_rule_on_it(part: str) -> None:
    """R4.1: never the decider or approver, and no more whoever confirmed."""
    took_part = {"recorded": {MARTA}, "approved": {TIM, MARTA}, "confirmed": {TIM, HEAD, MARTA}}[part]
    assert barred(replace(HARDWARE, deciders=frozenset(took_part)), MARTA, LISTED, ()) is Bar.DECIDED


def test_no_superior_of_whoever_decided_may_rule_however_far_up() -> None:
    """R4.1: nor their superior; the whole way up counts."""
    line = (Superior(TIM, HEAD), Superior(HEAD, MARTA))
    assert above(TIM, line) == {HEAD, MARTA}
    assert barred(HARDWARE, MARTA, LISTED, line) is Bar.SUPERIOR
    assert may_rule(HARDWARE, PETER, LISTED, line)


def test_whoever_answers_to_the_decider_may_rule() -> None:
    assert may_rule(HARDWARE, PETER, LISTED, (Superior(PETER, TIM),))


def test_two_who_are_each_others_superior_end_the_search() -> None:
    circle = (Superior(TIM, MARTA), Superior(MARTA, TIM))
    assert above(TIM, circle) == {MARTA}


def test_nobody_rules_on_their_own_contest() -> None:
    assert barred(replace(HARDWARE, contester=PETER), PETER, LISTED, ()) is Bar.CONTESTER


def test_what_has_left_it_is_ruled_by_somebody_outside_alone() -> None:
    """R4.1: it rises to a named person outside IT."""
    risen = replace(HARDWARE, outside=True)
    assert barred(risen, PETER, LISTED, ()) is Bar.NOT_OUTSIDE
    assert barred(risen, MARTA, LISTED, ()) is Bar.NOT_OUTSIDE
    assert may_rule(risen, DEAN, LISTED, ())


def test_a_site_with_whole_lists_lacks_nobody() -> None:
    assert independence(WHOLE, (), STAFF) == ()


def test_without_lists_every_category_lacks_somebody() -> None:
    gaps = independence((), (), STAFF)
    assert {gap.category for gap in gaps if gap.kind is GapKind.NOBODY_NAMED} == set(Category)
    assert {gap.category for gap in gaps if gap.kind is GapKind.NOBODY_OUTSIDE} == STANDS_STILL


def test_the_teaching_side_is_missed_in_all_categories_but_security_licence_and_legal() -> None:
    """R4.1: with somebody from the teaching side for all but security, licence and legal."""
    gaps = independence(every((HEAD, RulerSide.IT), (DEAN, RulerSide.OUTSIDE)), (), STAFF)
    assert {gap.category for gap in gaps if gap.kind is GapKind.TEACHING_MISSING} == set(Category) - STANDS_STILL


def test_whoever_holds_a_role_of_it_counts_neither_as_teaching_nor_as_outside() -> None:
    inside = replace(STAFF, inside=STAFF.inside | {PETER, DEAN})
    kinds = {gap.kind for gap in independence(WHOLE, (), inside)}
    assert kinds == {GapKind.TEACHING_MISSING, GapKind.NOBODY_OUTSIDE}


def test_whoever_may_not_rule_any_more_counts_for_nothing() -> None:
    gone = replace(STAFF, able=frozenset())
    assert {gap.kind for gap in independence(WHOLE, (), gone)} >= {GapKind.NOBODY_NAMED}


def test_a_list_of_those_who_decide_themselves_is_not_independent() -> None:
    """Tim records, Marta approves: both are on the list, and nobody else is."""
    staff = replace(STAFF, able=frozenset({MARTA}))
    gaps = independence([Ruler(Category.OTHER, MARTA, RulerSide.TEACHING)], (), replace(staff, inside=frozenset()))
    assert Gap(Category.OTHER, GapKind.NOBODY_INDEPENDENT) in gaps


def test_a_list_of_the_technicians_superiors_is_not_independent() -> None:
    rulers = [Ruler(Category.OTHER, HEAD, RulerSide.TEACHING), Ruler(Category.OTHER, DEAN, RulerSide.OUTSIDE)]
    line = (Superior(TIM, HEAD), Superior(HEAD, DEAN))
    assert Gap(Category.OTHER, GapKind.NOBODY_INDEPENDENT) in independence(rulers, line, STAFF)
    assert Gap(Category.OTHER, GapKind.NOBODY_INDEPENDENT) not in independence(rulers, line[:1], STAFF)


def test_as_many_seconds_as_a_decision_can_have_are_thought_of() -> None:
    """One approves and one confirms; a third of their kind is left."""
    named = [Ruler(Category.SECURITY, p, RulerSide.IT) for p in (MARTA, HEAD, PETER)]
    crowd = Staffing(frozenset({MARTA, HEAD, PETER}), frozenset(), frozenset({TIM}), frozenset({MARTA, HEAD, PETER}))
    assert Gap(Category.SECURITY, GapKind.NOBODY_INDEPENDENT) not in independence(named, (), crowd)
    assert Gap(Category.SECURITY, GapKind.NOBODY_INDEPENDENT) in independence(named[:2], (), crowd)


def test_the_last_who_is_left_may_be_the_one_who_contests() -> None:
    """Tim records and Marta approves a decision about what Peter asked for: with him nobody is left."""
    rulers = [Ruler(Category.OTHER, PETER, RulerSide.TEACHING), Ruler(Category.OTHER, MARTA, RulerSide.IT)]
    teaches = replace(STAFF, askers=frozenset({ADA, PETER}))
    gap = Gap(Category.OTHER, GapKind.NOBODY_INDEPENDENT)
    assert gap in independence(rulers, (), teaches)
    assert gap not in independence(rulers, (), STAFF), "he asks for nothing"
    assert gap not in independence([*rulers, Ruler(Category.OTHER, DEAN, RulerSide.OUTSIDE)], (), teaches)


def test_a_safeguard_of_any_category_needs_somebody_outside() -> None:
    """R4.1: contests of safeguards never lapse."""
    rulers = every((PETER, RulerSide.TEACHING), (HEAD, RulerSide.IT))
    with_it = independence(rulers, (), STAFF, guarded={Category.POLICY})
    assert Gap(Category.POLICY, GapKind.NOBODY_OUTSIDE) in with_it
    assert Gap(Category.OTHER, GapKind.NOBODY_OUTSIDE) not in with_it
