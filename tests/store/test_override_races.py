"""Several who decide about one override at the same moment: exactly one does (R3.6)."""

from datetime import timedelta
from functools import partial

import pytest

from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.hold_rules import HeldBefore
from orchestrator.domain.override_combinations import CannotCombine
from orchestrator.domain.override_refusals import NotASecondPerson
from orchestrator.domain.overrides import Override, OverrideIsOver, OverrideKind, OverrideState
from orchestrator.domain.people import Caller, NotPermitted, Role
from orchestrator.services.holds import SetHold, set_hold
from orchestrator.services.override_aim import RecordOverride
from orchestrator.services.override_approvals import approve_override, refuse_override
from orchestrator.services.overrides import lift_override, record_override
from orchestrator.services.requests import Ask, SubmitRequests, submit_requests
from orchestrator.services.roles import NewRole, grant_role
from tests.services.staff import Staff
from tests.store.databases import Database
from tests.store.together import at_once
from tests.unit.domain.examples import item

AT_ONCE = 6


@pytest.fixture
def staff(database: Database) -> Staff:
    staff = Staff(database)
    with database.transactions() as uow:
        uow.catalog.put(item("editor", "5.0"))
        uow.commit()
    return staff


@pytest.fixture
def tim(staff: Staff) -> Caller:
    return staff.hire("tim", Role.TECHNICIAN)


def asked(staff: Staff) -> str:
    ada = staff.hire("ada", Role.INSTRUCTOR)
    done = submit_requests(
        SubmitRequests("B-204", (Ask("editor"),)),
        actor=ada.actor,
        transactions=staff.database.transactions,
        clock=staff.clock,
        new_id=staff.new_id,
    )
    return done.requests[0].request.id


def command(staff: Staff, request_id: str, kind: OverrideKind = OverrideKind.DECLINE) -> RecordOverride:
    expires = staff.clock.now() + timedelta(days=2)
    new = Evidence(new_evidence="It crashed again.")
    return RecordOverride(
        kind, Category.OTHER, "It crashes the projector.", expires, request_id=request_id, evidence=new
    )


def record(staff: Staff, by: Caller, wanted: RecordOverride) -> Override:
    return record_override(
        wanted, caller=by, transactions=staff.database.transactions, clock=staff.clock, new_id=staff.new_id
    )


def approve(staff: Staff, by: Caller, override: Override) -> Override:
    return approve_override(
        override.id, caller=by, transactions=staff.database.transactions, clock=staff.clock, new_id=staff.new_id
    )


def refuse(staff: Staff, by: Caller, override: Override) -> Override:
    return refuse_override(
        override.id,
        caller=by,
        reason="No.",
        transactions=staff.database.transactions,
        clock=staff.clock,
        new_id=staff.new_id,
    )


def refusals(given: list[object]) -> list[type[object]]:
    return [type(one) for one in given if isinstance(one, Exception)]


def test_of_many_who_approve_at_once_one_does(staff: Staff, tim: Caller) -> None:
    override = record(staff, tim, command(staff, asked(staff)))
    managers = [staff.hire(f"manager{n}", Role.MANAGER) for n in range(AT_ONCE)]
    given = at_once(*(partial(approve, staff, manager, override) for manager in managers))
    assert refusals(given) == [OverrideIsOver] * (AT_ONCE - 1)
    assert staff.recorded().count("override.approved") == 1


def test_of_an_approval_and_a_refusal_at_once_one_counts(staff: Staff, tim: Caller) -> None:
    override = record(staff, tim, command(staff, asked(staff)))
    one, other = staff.hire("marta", Role.MANAGER), staff.hire("max", Role.MANAGER)
    given = at_once(partial(approve, staff, one, override), partial(refuse, staff, other, override))
    # An override that was approved can no longer be refused; one that was refused can no longer be approved.
    assert refusals(given) == [OverrideIsOver]
    kinds = staff.recorded()
    assert kinds.count("override.approved") + kinds.count("override.refused") == 1


def test_one_person_in_two_sessions_is_one_person(staff: Staff) -> None:
    kim = staff.hire("kim", Role.TECHNICIAN, Role.MANAGER)
    override = record(staff, kim, command(staff, asked(staff)))
    sessions = [staff.of_session(staff.sign_in("kim").secret) for _ in range(2)]
    given = at_once(*(partial(approve, staff, session, override) for session in sessions))
    assert refusals(given) == [NotASecondPerson] * 2


def test_whoever_gains_a_role_in_between_is_no_second_person_for_their_own(staff: Staff, tim: Caller) -> None:
    override = record(staff, tim, command(staff, asked(staff)))
    grant_role(
        "tim",
        NewRole(Role.MANAGER),
        staff.root,
        transactions=staff.database.transactions,
        clock=staff.clock,
        new_id=staff.new_id,
    )
    with pytest.raises(NotASecondPerson):
        approve(staff, staff.caller("tim"), override)
    with staff.database.reads() as uow:
        stored = uow.overrides.get(override.id)
    assert stored is not None
    assert stored.state is OverrideState.PROPOSED


def test_whoever_lost_the_role_since_they_were_recognised_is_no_second_person(staff: Staff, tim: Caller) -> None:
    override = record(staff, tim, command(staff, asked(staff)))
    marta = staff.hire("marta", Role.MANAGER)
    staff.lose("marta", Role.MANAGER)
    for decide in (approve, refuse):
        with pytest.raises(NotPermitted):
            decide(staff, marta, override)
    assert not {"override.approved", "override.refused"} & set(staff.recorded())


def test_of_two_that_cannot_be_combined_one_is_recorded(staff: Staff, tim: Caller) -> None:
    request = asked(staff)
    kinds = (OverrideKind.DECLINE, OverrideKind.DEFER)
    given = at_once(*(partial(record, staff, tim, command(staff, request, kind)) for kind in kinds))
    assert refusals(given) == [CannotCombine]
    assert staff.recorded().count("override.recorded") == 1


def test_an_override_is_lifted_once(staff: Staff, tim: Caller) -> None:
    override = record(staff, tim, command(staff, asked(staff)))

    def lift() -> object:
        return lift_override(
            override.id, caller=tim, transactions=staff.database.transactions, clock=staff.clock, new_id=staff.new_id
        )

    assert refusals(at_once(*[lift] * AT_ONCE)) == [OverrideIsOver] * (AT_ONCE - 1)
    assert staff.recorded().count("override.lifted") == 1


def test_a_request_is_held_once(staff: Staff, tim: Caller) -> None:
    """R3.8."""
    wanted = SetHold("The projector has gone black.", request_id=asked(staff))

    def hold() -> object:
        return set_hold(
            wanted, caller=tim, transactions=staff.database.transactions, clock=staff.clock, new_id=staff.new_id
        )

    assert refusals(at_once(*[hold] * AT_ONCE)) == [HeldBefore] * (AT_ONCE - 1)
    assert staff.recorded().count("hold.set") == 1
