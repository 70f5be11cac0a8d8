"""R3.6, R4.1, R4.3: rulings and second persons cannot be raced: threads with connections of their own, let go together.

A person on two sessions is one person; whoever gains a role in between is who they are when it counts.
"""

import json
from functools import partial

import pytest

from orchestrator.domain.contests import AlreadyContested, ContestIsOver, ContestState, ContestSubject
from orchestrator.domain.evidence import Category
from orchestrator.domain.exemptions import ExemptionDecided, ExemptionHalfDone, ExemptionNeedsAnother
from orchestrator.domain.overrides import OverrideState
from orchestrator.domain.people import Role
from orchestrator.domain.rulers import IsInsideIt, NotIndependent, RulerSide
from orchestrator.domain.safeguards import ExemptionState
from orchestrator.services.contest_terms import CONTEST_DEADLINES
from orchestrator.services.roles import NewRole, grant_role
from tests.services.court import ALL, DEAN, MARTA, PETER, SAM, Court
from tests.services.story import ADA, furnished
from tests.store.databases import Database
from tests.store.together import at_once

AT_ONCE = 6


@pytest.fixture
def court(database: Database) -> Court:
    return Court(furnished(database, machines=1), (Category.HARDWARE, Category.SECURITY))


def refused(given: list[object]) -> list[type[object]]:
    """Of which kind the refusals are."""
    return [type(one) for one in given if isinstance(one, Exception)]


def entries(court: Court, *kinds: str) -> list[str]:
    """Audit entries of these kinds, oldest first."""
    bodies = court.story.database.sql("SELECT body FROM cs_audit_entries ORDER BY entry_index")
    return [kind for (body,) in bodies if (kind := json.loads(body)["kind"]) in kinds]


def contested(court: Court, category: Category = Category.HARDWARE) -> tuple[str, str]:
    """An override of Ada's request, and her contest of it."""
    request_id = court.story.ask("editor").requests[0].request.id
    override_id = court.override(request_id, category=category)
    return override_id, court.contest(override_id, request_id)


def override_state(court: Court, override_id: str) -> OverrideState:
    with court.story.reads() as uow:
        override = uow.overrides.get(override_id)
    assert override is not None
    return override.state


def become(court: Court, login: str, role: Role) -> object:
    """Marta gives somebody a role."""
    story = court.story
    return grant_role(
        login,
        NewRole(role),
        court.caller(MARTA),
        transactions=story.transactions,
        clock=story.clock,
        new_id=story.tools.new_id,
    )


def test_of_two_rulings_at_once_one_counts(court: Court) -> None:
    override_id, contest_id = contested(court)
    given = at_once(
        partial(court.rule, contest_id, PETER, overturn=True), partial(court.rule, contest_id, MARTA, overturn=False)
    )
    assert refused(given) == [ContestIsOver]
    overturned = given[0] is None
    assert court.state(contest_id) is (ContestState.OVERTURNED if overturned else ContestState.UPHELD)
    assert override_state(court, override_id) is (OverrideState.OVERTURNED if overturned else OverrideState.LIVE)
    assert len(entries(court, "contest.overturned", "contest.upheld")) == 1


def test_the_same_person_on_many_sessions_rules_once(court: Court) -> None:
    _, contest_id = contested(court)
    given = at_once(*[partial(court.rule, contest_id, PETER)] * AT_ONCE)
    assert refused(given) == [ContestIsOver] * (AT_ONCE - 1)
    assert court.told(ADA).count("contest_ruled") == 1


def test_the_same_is_contested_once_however_often_it_is_said(court: Court) -> None:
    request_id = court.story.ask("editor").requests[0].request.id
    override_id = court.override(request_id)
    given = at_once(*[partial(court.contest, override_id, request_id)] * AT_ONCE)
    assert refused(given) == [AlreadyContested] * (AT_ONCE - 1)
    assert entries(court, "contest.made") == ["contest.made"]


def test_a_ruling_and_the_end_of_its_term_do_not_both_count(court: Court) -> None:
    """R4.1: unanswered, it lapses; what is being answered at that moment is one or the other."""
    override_id, contest_id = contested(court)
    _, lapses_at = court.ends_of_terms(contest_id)
    court.story.clock.moment = lapses_at
    given = at_once(
        partial(court.rule, contest_id, PETER, overturn=False),
        lambda: CONTEST_DEADLINES.come_due(court.story.tools, contest_id, lapses_at),
    )
    assert refused(given) in ([], [ContestIsOver])
    lapsed = bool(refused(given))
    assert court.state(contest_id) is (ContestState.LAPSED if lapsed else ContestState.UPHELD)
    assert override_state(court, override_id) is (OverrideState.LAPSED if lapsed else OverrideState.LIVE)
    assert len(entries(court, "contest.lapsed", "contest.upheld")) == 1


def test_two_looks_at_the_same_term_do_it_once(court: Court) -> None:
    _, contest_id = contested(court)
    _, lapses_at = court.ends_of_terms(contest_id)
    given = at_once(*[lambda: CONTEST_DEADLINES.come_due(court.story.tools, contest_id, lapses_at)] * AT_ONCE)
    assert refused(given) == []
    assert entries(court, "contest.lapsed") == ["contest.lapsed"]


def test_whoever_becomes_a_technician_meanwhile_rules_before_that_or_not_at_all(court: Court) -> None:
    _, contest_id = contested(court)
    given = at_once(partial(court.rule, contest_id, PETER), partial(become, court, "peter", Role.TECHNICIAN))
    assert refused(given) in ([], [NotIndependent])
    told = entries(court, "contest.overturned", "role.granted")
    assert told == (["role.granted"] if refused(given) else ["contest.overturned", "role.granted"])


def test_whoever_is_taken_off_the_list_meanwhile_rules_before_that_or_not_at_all(court: Court) -> None:
    _, contest_id = contested(court, Category.SECURITY)
    others = [one for one in ALL if one[0] != "peter"]
    given = at_once(partial(court.rule, contest_id, PETER), partial(court.name, Category.SECURITY, *others))
    assert refused(given) in ([], [NotIndependent])
    assert (court.state(contest_id) is ContestState.OPEN) is bool(refused(given))


def test_two_lists_at_once_leave_one_of_them(court: Court) -> None:
    lists = ((("peter", RulerSide.TEACHING),), (("peter", RulerSide.TEACHING), ("marta", RulerSide.IT)))
    given = at_once(*(partial(court.name, Category.HARDWARE, *one) for one in lists))
    assert refused(given) == []
    with court.story.reads() as uow:
        named = {ruler.person_id for ruler in uow.rulers.of(Category.HARDWARE)}
    assert named in ({PETER.id}, {PETER.id, MARTA.id})


def test_a_risk_is_accepted_once_and_frees_the_room_once(court: Court) -> None:
    exemption = court.exempt(court.safeguard(category=Category.POLICY), court.terms())
    given = at_once(*[partial(court.sign, exemption.id, DEAN)] * AT_ONCE)
    assert refused(given) == [ExemptionDecided] * (AT_ONCE - 1)
    assert entries(court, "exemption.signed") == ["exemption.signed"]


def test_signature_and_approval_at_once_both_count(court: Court) -> None:
    exemption = court.exempt(court.safeguard(), court.terms())
    given = at_once(partial(court.sign, exemption.id, DEAN), partial(court.approve, exemption.id, SAM))
    assert refused(given) == []
    (live,) = court.exemptions()
    assert (live.state, live.approved_by, live.signed_at is None) == (ExemptionState.LIVE, SAM.id, False)


def test_the_same_person_on_two_sessions_is_one_second_person(court: Court) -> None:
    exemption = court.exempt(court.safeguard(), court.terms())
    given = at_once(*[partial(court.approve, exemption.id, SAM)] * AT_ONCE)
    assert refused(given) == [ExemptionHalfDone] * (AT_ONCE - 1)
    assert court.exemptions()[0].state is ExemptionState.PROPOSED, "one yes, however often it is said"


def test_whoever_made_it_is_no_second_person_on_any_session(court: Court) -> None:
    """R3.6: two roles in one person never make two persons."""
    exemption = court.exempt(court.safeguard(), court.terms(), actor=MARTA)
    court.sign(exemption.id)
    given = at_once(*[partial(court.approve, exemption.id, MARTA)] * AT_ONCE)
    assert refused(given) == [ExemptionNeedsAnother] * AT_ONCE
    assert court.exemptions()[0].approved_by is None


def test_a_risk_owner_who_comes_into_it_meanwhile_signs_before_that_or_not_at_all(court: Court) -> None:
    exemption = court.exempt(court.safeguard(category=Category.POLICY), court.terms())
    given = at_once(partial(court.sign, exemption.id), partial(become, court, "dean", Role.MANAGER))
    assert refused(given) in ([], [IsInsideIt])
    told = entries(court, "exemption.signed", "role.granted")
    assert told == (["role.granted"] if refused(given) else ["exemption.signed", "role.granted"])


def test_refusal_and_signature_at_once_leave_one_answer(court: Court) -> None:
    exemption = court.exempt(court.safeguard(category=Category.POLICY), court.terms())
    given = at_once(partial(court.sign, exemption.id), partial(court.refuse, exemption.id, DEAN))
    assert refused(given) == [ExemptionDecided]
    assert court.exemptions()[0].state in {ExemptionState.LIVE, ExemptionState.REFUSED}


def test_two_contests_of_one_override_end_with_it(court: Court) -> None:
    story = court.story
    one, two = (story.ask("editor", actor=actor).requests[0].request.id for actor in (ADA, PETER))
    override_id = court.override(one, two)
    contests = [court.contest(override_id, one), court.contest(override_id, two, actor=PETER)]
    given = at_once(partial(court.rule, contests[0], MARTA), partial(court.rule, contests[1], MARTA))
    assert refused(given) == [ContestIsOver]
    assert {court.state(one) for one in contests} == {ContestState.OVERTURNED, ContestState.MOOT}
    assert court.story.database.sql("SELECT count(*) FROM cs_contests WHERE state = 'open'") == [(0,)]


def test_subjects_of_contests_are_told_apart(court: Court) -> None:
    """An override and a safeguard with the same id are two decisions."""
    override_id, _ = contested(court)
    with court.story.reads() as uow:
        assert [c.decision_id for c in uow.contests.open_of(ContestSubject.OVERRIDE, override_id)] == [override_id]
        assert uow.contests.open_of(ContestSubject.SAFEGUARD, override_id) == []
