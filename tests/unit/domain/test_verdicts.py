"""How a machine's run ended and in which state a seat is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.machines import Machine, MachineStatus
from orchestrator.domain.observations import ScanFailure, ScanFailureCause
from orchestrator.domain.planning import Action, MachinePlan, PlanLine
from orchestrator.domain.rollouts import Cause, CauseCode, MachineRun, RunState
from orchestrator.domain.verdicts import SeatState, cause_of, end_of_read, end_of_unread, seat_state
from tests.unit.domain.examples import NOW

MACHINE = Machine("m1", "b204-01", "b204-01.example", 5986, "lab")


def line(action: Action, item: str = "app", *, observed: str | None = None, ours: bool = False) -> PlanLine:
    return PlanLine(item, action, observed, "2.0", ours)


def plan(*lines: PlanLine) -> MachinePlan:
    return MachinePlan("m1", lines, ())


def run(state: RunState, *causes: Cause) -> MachineRun:
    return MachineRun("rollout", "m1", "s1", 1, state, NOW, causes)


def failed(item: str = "app", exit_code: int = 1603) -> Cause:
    return Cause(CauseCode.INSTALLER_FAILED, item_id=item, exit_code=exit_code)


class TestEndOfRun:
    @pytest.mark.parametrize("cause", ScanFailureCause)
    def test_a_machine_that_could_not_be_read_is_pending_if_absent_and_else_failed(
        self, cause: ScanFailureCause
    ) -> None:
        """R5.4: unreachable is not failed; off is not wrong."""
        state, causes = end_of_unread(ScanFailure("m1", NOW, cause, "words"))
        absent = cause in {ScanFailureCause.REFUSED, ScanFailureCause.TIMED_OUT}
        assert state is (RunState.PENDING if absent else RunState.FAILED)
        assert [c.detail for c in causes] == ["words"]

    @pytest.mark.parametrize("cause", ScanFailureCause)
    def test_every_failure_of_a_scan_has_a_cause_of_its_kind(self, cause: ScanFailureCause) -> None:
        found = cause_of(ScanFailure("m1", NOW, cause)).code
        assert (found is CauseCode.OFF) is cause.machine_is_absent
        assert (found is CauseCode.WRONG_MACHINE) is (cause is ScanFailureCause.WRONG_MACHINE)
        assert (found is CauseCode.CREDENTIALS_REFUSED) is (cause is ScanFailureCause.CREDENTIALS_REFUSED)

    @pytest.mark.parametrize("action", [a for a in Action if a.satisfied])
    def test_ready_if_the_scan_says_so_although_ansible_reported_a_failure(self, action: Action) -> None:
        """R5.2: ready is what a scan detects."""
        assert end_of_read(plan(line(action)), [failed()]) == (RunState.READY, ())

    def test_not_ready_if_the_scan_does_not_find_it_although_ansible_reported_success(self) -> None:
        state, causes = end_of_read(plan(line(Action.INSTALL)))
        assert (state, [c.code for c in causes]) == (RunState.FAILED, [CauseCode.NOT_DETECTED])

    def test_what_ansible_reported_explains_what_the_scan_found_missing(self) -> None:
        assert end_of_read(plan(line(Action.INSTALL)), [failed()]) == (RunState.FAILED, (failed(),))

    def test_what_ansible_reported_of_another_item_explains_nothing(self) -> None:
        state, causes = end_of_read(plan(line(Action.INSTALL)), [failed("other")])
        assert (state, [c.code for c in causes]) == (RunState.FAILED, [CauseCode.NOT_DETECTED])

    @pytest.mark.parametrize(
        ("actions", "state", "codes"),
        [
            ([Action.REBOOT], RunState.REBOOT_NEEDED, [CauseCode.REBOOT_NEEDED]),
            ([Action.REBOOT, Action.NOTHING], RunState.REBOOT_NEEDED, [CauseCode.REBOOT_NEEDED]),
            ([Action.UPGRADE], RunState.DIFFERS, [CauseCode.OTHER_VERSION]),
            ([Action.NEWER_THAN_WANTED], RunState.DIFFERS, [CauseCode.NEWER_THAN_WANTED]),
            ([Action.REBOOT, Action.UPGRADE], RunState.DIFFERS, [CauseCode.REBOOT_NEEDED, CauseCode.OTHER_VERSION]),
            ([Action.HALF], RunState.FAILED, [CauseCode.HALF]),
            ([Action.UNVERIFIABLE], RunState.FAILED, [CauseCode.UNVERIFIABLE]),
            ([Action.UPGRADE, Action.INSTALL], RunState.FAILED, [CauseCode.OTHER_VERSION, CauseCode.NOT_DETECTED]),
            ([Action.REBOOT, Action.HALF], RunState.FAILED, [CauseCode.REBOOT_NEEDED, CauseCode.HALF]),
            ([], RunState.READY, []),
        ],
    )
    def test_the_worst_line_decides(self, actions: list[Action], state: RunState, codes: list[CauseCode]) -> None:
        found, causes = end_of_read(plan(*(line(action, f"app{n}") for n, action in enumerate(actions))))
        assert (found, [c.code for c in causes]) == (state, codes)

    def test_what_another_tool_has_not_delivered_yet_is_owed_and_no_failure(self) -> None:
        """R1.2: another tool delivers; we detect, verify and owe."""
        state, causes = end_of_read(plan(line(Action.OWED_ELSEWHERE), line(Action.REBOOT, "other")))
        assert state is RunState.PENDING
        assert [c.code for c in causes] == [CauseCode.OWED_ELSEWHERE, CauseCode.REBOOT_NEEDED]

    def test_an_item_that_came_to_be_wanted_meanwhile_does_not_count_against_the_run(self) -> None:
        assert end_of_read(plan(line(Action.INSTALL)), untried={"app"}) == (RunState.READY, ())

    @given(st.lists(st.tuples(st.sampled_from(Action), st.sampled_from("abc")), unique_by=lambda pair: pair[1]))
    def test_ready_exactly_when_nothing_keeps_the_seat_from_it(self, lines: list[tuple[Action, str]]) -> None:
        """R5.2"""
        made = plan(*(line(action, name) for action, name in lines))
        state, causes = end_of_read(made, [failed("a"), failed("b")])
        assert (state is RunState.READY) is made.ready
        assert len(causes) == sum(not each.action.satisfied for each in made.lines)


class TestSeatState:
    def test_a_seat_without_machine_is_unknown(self) -> None:
        """R5.4: unknown is not ready."""
        assert seat_state(None, None, None, None) == (SeatState.UNKNOWN, (Cause(CauseCode.NOT_ASSIGNED),))

    def test_a_machine_that_no_scan_has_read_is_unknown(self) -> None:
        assert seat_state(MACHINE, None, None, None) == (SeatState.UNKNOWN, ())

    def test_a_machine_out_of_service_says_why_whatever_was_seen(self) -> None:
        machine = Machine("m1", "n", "a", 1, "lab", status=MachineStatus.OUT_OF_SERVICE, status_reason="fan")
        state, causes = seat_state(machine, plan(), None, run(RunState.WORKING))
        assert (state, causes) == (SeatState.OUT_OF_SERVICE, (Cause(CauseCode.OUT_OF_SERVICE, detail="fan"),))

    @pytest.mark.parametrize("state", [RunState.WORKING, RunState.VERIFYING])
    def test_a_machine_that_a_run_is_on_is_being_worked_on(self, state: RunState) -> None:
        assert seat_state(MACHINE, plan(line(Action.NOTHING)), None, run(state)) == (SeatState.WORKING, ())

    def test_a_machine_that_was_ready_and_does_not_answer_now_is_not_shown_as_ready(self) -> None:
        """R5.4: off is not wrong, and unknown is not ready."""
        off = ScanFailure("m1", NOW, ScanFailureCause.TIMED_OUT)
        state, causes = seat_state(MACHINE, plan(line(Action.NOTHING)), off, run(RunState.READY))
        assert (state, [c.code for c in causes]) == (SeatState.PENDING, [CauseCode.OFF])

    def test_a_machine_whose_password_is_refused_has_failed(self) -> None:
        refused = ScanFailure("m1", NOW, ScanFailureCause.CREDENTIALS_REFUSED)
        state, causes = seat_state(MACHINE, None, refused, None)
        assert (state, [c.code for c in causes]) == (SeatState.FAILED, [CauseCode.CREDENTIALS_REFUSED])

    @pytest.mark.parametrize("action", [a for a in Action if a.satisfied])
    def test_ready_when_the_last_scan_found_everything(self, action: Action) -> None:
        assert seat_state(MACHINE, plan(line(action)), None, run(RunState.FAILED, failed())) == (SeatState.READY, ())

    def test_owed_work_is_pending_and_names_what_only_a_person_can_mend(self) -> None:
        state, causes = seat_state(MACHINE, plan(line(Action.INSTALL), line(Action.HALF, "other")), None, None)
        assert (state, [(c.code, c.item_id) for c in causes]) == (SeatState.PENDING, [(CauseCode.HALF, "other")])

    def test_a_failure_of_the_last_run_counts_as_long_as_the_scan_bears_it_out(self) -> None:
        last = run(RunState.FAILED, failed())
        assert seat_state(MACHINE, plan(line(Action.INSTALL)), None, last) == (SeatState.FAILED, (failed(),))
        other = plan(line(Action.NOTHING), line(Action.INSTALL, "new"))
        assert seat_state(MACHINE, other, None, last) == (SeatState.PENDING, ())

    def test_a_run_that_broke_off_is_told_until_a_scan_finds_everything(self) -> None:
        broken = Cause(CauseCode.RUN_CRASHED)
        last = run(RunState.FAILED, broken)
        assert seat_state(MACHINE, plan(line(Action.INSTALL)), None, last) == (SeatState.FAILED, (broken,))
        assert seat_state(MACHINE, plan(line(Action.NOTHING)), None, last) == (SeatState.READY, ())

    def test_a_mended_password_is_no_failure_any_more(self) -> None:
        last = run(RunState.FAILED, Cause(CauseCode.CREDENTIALS_REFUSED))
        assert seat_state(MACHINE, plan(line(Action.INSTALL)), None, last) == (SeatState.PENDING, ())

    @pytest.mark.parametrize("last", [None, run(RunState.REBOOT_NEEDED, Cause(CauseCode.REBOOT_NEEDED, "app"))])
    def test_a_machine_that_must_restart_is_pending_and_no_failure(self, last: MachineRun | None) -> None:
        state, causes = seat_state(MACHINE, plan(line(Action.REBOOT)), None, last)
        assert (state, [c.code for c in causes]) == (SeatState.PENDING, [CauseCode.REBOOT_NEEDED])

    @pytest.mark.parametrize("last", [None, run(RunState.PENDING, Cause(CauseCode.OWED_ELSEWHERE, "app"))])
    def test_what_another_tool_owes_is_pending_and_no_failure(self, last: MachineRun | None) -> None:
        state, causes = seat_state(MACHINE, plan(line(Action.OWED_ELSEWHERE)), None, last)
        assert (state, [c.code for c in causes]) == (SeatState.PENDING, [CauseCode.OWED_ELSEWHERE])

    @pytest.mark.parametrize("last", [None, run(RunState.DIFFERS, Cause(CauseCode.OTHER_VERSION, "app"))])
    def test_something_of_ours_that_has_another_version_differs(self, last: MachineRun | None) -> None:
        state, causes = seat_state(MACHINE, plan(line(Action.UPGRADE, observed="1.0", ours=True)), None, last)
        assert (state, [c.code for c in causes]) == (SeatState.DIFFERS, [CauseCode.OTHER_VERSION])

    def test_where_something_of_ours_differs_newly_owed_work_is_blamed_for_nothing(self) -> None:
        lines = line(Action.UPGRADE, observed="1.0", ours=True), line(Action.INSTALL, "new")
        state, causes = seat_state(MACHINE, plan(*lines), None, None)
        assert (state, [(c.code, c.item_id) for c in causes]) == (
            SeatState.DIFFERS,
            [(CauseCode.OTHER_VERSION, "app")],
        )

    def test_what_nothing_can_prove_is_unknown(self) -> None:
        """R5.4: unknown is not ready."""
        state, causes = seat_state(MACHINE, plan(line(Action.UNVERIFIABLE)), None, None)
        assert (state, [c.code for c in causes]) == (SeatState.UNKNOWN, [CauseCode.UNVERIFIABLE])

    @given(
        st.lists(st.tuples(st.sampled_from(Action), st.sampled_from("abc"), st.booleans())),
        st.none() | st.sampled_from(ScanFailureCause),
        st.none() | st.builds(run, st.sampled_from(RunState), st.builds(failed, st.sampled_from("abc"))),
    )
    def test_ready_only_with_a_scan_that_proves_it(
        self, lines: list[tuple[Action, str, bool]], cause: ScanFailureCause | None, last: MachineRun | None
    ) -> None:
        """R5.2, R5.4"""
        made = plan(*(line(action, name, ours=ours) for action, name, ours in lines))
        failure = ScanFailure("m1", NOW, cause) if cause else None
        state, causes = seat_state(MACHINE, made, failure, last)
        if state is SeatState.READY:
            assert failure is None
            assert made.ready
            assert causes == ()
        if state in {SeatState.FAILED, SeatState.DIFFERS}:
            assert causes


class TestARemoval:
    """R4.2: what has to go now is owed until a scan sees that it is gone."""

    def test_that_ended_well_and_left_it_there_has_failed(self) -> None:
        state, causes = end_of_read(plan(line(Action.REMOVE, observed="2.0", ours=True)))
        assert (state, [c.code for c in causes]) == (RunState.FAILED, [CauseCode.STILL_THERE])

    def test_is_explained_by_what_was_reported_of_it_and_not_by_what_failed_before(self) -> None:
        told = Cause(CauseCode.REMOVAL_FAILED, item_id="app", exit_code=1603)
        removal, installation = line(Action.REMOVE, ours=True), line(Action.INSTALL)
        assert end_of_read(plan(removal), [told]) == (RunState.FAILED, (told,))
        assert [c.code for c in end_of_read(plan(removal), [failed()])[1]] == [CauseCode.STILL_THERE]
        assert [c.code for c in end_of_read(plan(installation), [told])[1]] == [CauseCode.NOT_DETECTED]

    def test_that_nobody_has_tried_is_owed_and_nothing_has_changed_by_itself(self) -> None:
        state, causes = seat_state(MACHINE, plan(line(Action.REMOVE, ours=True)), None, None)
        assert (state, [c.code for c in causes]) == (SeatState.PENDING, [CauseCode.STILL_THERE])

    def test_that_failed_keeps_the_seat_failed(self) -> None:
        told = Cause(CauseCode.REMOVAL_FAILED, item_id="app", exit_code=1603)
        last = run(RunState.FAILED, told)
        assert seat_state(MACHINE, plan(line(Action.REMOVE, ours=True)), None, last) == (SeatState.FAILED, (told,))
        assert seat_state(MACHINE, plan(line(Action.INSTALL)), None, last) == (SeatState.PENDING, ())
