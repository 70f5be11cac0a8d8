"""What ansible-runner's events mean."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from orchestrator.adapters.ansible.events import INDEX, MESSAGE_LIMIT, read_event, read_totals
from orchestrator.services.deployment import RunEvent, RunEventKind
from tests.integration.ansible.examples import ARCHIVER, BROWSERS, EDITOR, RIVAL_GONE, VIEWER_GONE, work

CHOCOLATEY = "chocolatey.chocolatey.win_chocolatey"
MSI = "ansible.windows.win_package"
MACHINES = {
    "m_0001": work(1, BROWSERS, EDITOR, ARCHIVER),
    "m_0002": work(2, ARCHIVER),
    "m_0003": work(3, RIVAL_GONE, BROWSERS, VIEWER_GONE),
}


def read(kind: str, action: str = CHOCOLATEY, *, host: str = "m_0001", **result: object) -> tuple[RunEvent, ...]:
    data = {"host": host, "task_action": action, "res": result}
    return read_event({"event": kind, "event_data": data}, MACHINES)


def turn(index: int, **result: object) -> dict[str, Any]:
    return {INDEX: index, **result}


def test_a_task_that_starts_begins_its_first_call() -> None:
    assert read("runner_on_start") == (RunEvent(RunEventKind.CALL_STARTED, "m1", ("firefox", "brave")),)
    assert read("runner_on_start", MSI) == (RunEvent(RunEventKind.CALL_STARTED, "m1", ("archiver",)),)


def test_a_task_without_a_call_for_the_machine_begins_nothing() -> None:
    assert read("runner_on_start", host="m_0002") == ()
    assert read("runner_on_start", "ansible.builtin.validate_argument_spec") == ()


def test_a_call_that_ends_well_begins_the_next_one() -> None:
    ended, begun = read("runner_item_on_ok", **turn(0, rc=0, changed=True))
    assert ended == RunEvent(RunEventKind.CALL_SUCCEEDED, "m1", ("firefox", "brave"), {"rc": 0, "changed": True})
    assert begun == RunEvent(RunEventKind.CALL_STARTED, "m1", ("editor",))


def test_the_last_call_begins_nothing() -> None:
    (ended,) = read("runner_item_on_ok", MSI, **turn(0, rc=3010, changed=True, reboot_required=True))
    assert ended.items == ("archiver",)
    assert ended.data == {"rc": 3010, "changed": True, "reboot_required": True}


def test_a_failed_call_says_why_with_the_installers_last_words_and_the_next_begins() -> None:
    failed, begun = read(
        "runner_item_on_failed", **turn(0, rc=1603, msg="unexpected rc", stderr="x" * 900 + "disk full")
    )
    assert failed.kind is RunEventKind.CALL_FAILED
    assert failed.data["rc"] == 1603
    assert failed.data["msg"].startswith("unexpected rc\n")
    assert failed.data["msg"].endswith("disk full")
    assert begun.items == ("editor",)


def test_what_is_taken_away_is_told_as_such() -> None:
    assert read("runner_on_start", host="m_0003") == (RunEvent(RunEventKind.REMOVAL_STARTED, "m3", ("rival",)),)
    ended, begun = read("runner_item_on_ok", host="m_0003", **turn(0, rc=0, changed=True))
    assert (ended.kind, ended.items) == (RunEventKind.REMOVAL_SUCCEEDED, ("rival",))
    assert (begun.kind, begun.items) == (RunEventKind.CALL_STARTED, ("firefox", "brave"))
    (failed,) = read("runner_item_on_failed", MSI, host="m_0003", **turn(0, rc=1603, msg="no"))
    assert (failed.kind, failed.items) == (RunEventKind.REMOVAL_FAILED, ("viewer",))


def test_refused_arguments_fail_what_was_to_be_installed_and_what_was_to_go() -> None:
    events = read("runner_on_failed", "ansible.builtin.validate_argument_spec", host="m_0003", msg="Validation failed")
    assert [(event.kind, event.items) for event in events] == [
        (RunEventKind.CALL_FAILED, ("firefox", "brave")),
        (RunEventKind.REMOVAL_FAILED, ("rival", "viewer")),
    ]


def test_the_end_of_a_loop_repeats_nothing() -> None:
    assert read("runner_on_failed", results=[turn(0, failed=True)], msg="One or more items failed") == ()
    assert read("runner_on_ok", results=[turn(0)]) == ()


def test_refused_arguments_fail_all_calls_of_the_machine() -> None:
    (event,) = read("runner_on_failed", "ansible.builtin.validate_argument_spec", msg="Validation failed")
    assert event == RunEvent(
        RunEventKind.CALL_FAILED, "m1", ("firefox", "brave", "editor", "archiver"), {"msg": "Validation failed"}
    )


def test_a_machine_that_stops_answering_is_told_once_with_the_call_that_it_was_lost_in() -> None:
    lost = turn(1, unreachable=True, msg="the specified credentials were rejected by the server")
    assert read("runner_item_on_failed", **lost) == ()
    (event,) = read("runner_on_unreachable", results=[turn(0, rc=0), lost], msg="All items completed")
    assert event == RunEvent(
        RunEventKind.UNREACHABLE, "m1", ("editor",), {"msg": "the specified credentials were rejected by the server"}
    )


def test_a_machine_that_was_never_reached_is_unreachable_without_items() -> None:
    (event,) = read("runner_on_unreachable", "ansible.builtin.validate_argument_spec", msg="refused")
    assert event == RunEvent(RunEventKind.UNREACHABLE, "m1", (), {"msg": "refused"})


def test_closing_figures_end_every_machine_that_was_begun() -> None:
    raw = {
        "event": "playbook_on_stats",
        "event_data": {"processed": {"m_0001": 1}, "ok": {"m_0001": 3}, "changed": {"m_0001": 2}, "failures": {}},
    }
    assert read_event(raw, MACHINES) == (
        RunEvent(RunEventKind.MACHINE_DONE, "m1", (), {"ok": 3, "changed": 2, "failures": 0}),
    )


def test_totals_count_unreachable_machines_as_failed() -> None:
    data = {"processed": {"a": 1, "b": 1, "c": 1}, "failures": {"a": 1}, "dark": {"b": 1}}
    totals = read_totals({"event": "playbook_on_stats", "event_data": data})
    assert totals is not None
    assert totals.seen == {"a", "b", "c"}
    assert totals.failed == {"a", "b"}
    assert read_totals({"event": "runner_on_ok"}) is None


def test_ansibles_own_words_are_output_line_by_line() -> None:
    events = read_event({"event": "error", "stdout": "[ERROR]: no such role\n\nOrigin: x\n"}, MACHINES)
    assert [event.data["msg"] for event in events] == ["[ERROR]: no such role", "Origin: x"]


def test_long_messages_are_cut() -> None:
    failed, _ = read("runner_item_on_failed", **turn(0, msg="m" * 5000))
    assert len(failed.data["msg"]) == MESSAGE_LIMIT


KINDS = ["runner_on_start", "runner_item_on_ok", "runner_item_on_failed", "runner_on_failed", "runner_on_unreachable"]
KINDS += ["playbook_on_stats", "warning", "runner_on_ok"]
KEYS = ["event", "event_data", "host", "task_action", "res", "results", "msg", "rc", "changed", "unreachable", "stderr"]
KEYS += ["processed", "ok", "failures", "dark", "stdout", "reboot_required", INDEX]
LEAVES = st.none() | st.booleans() | st.integers(-3, 3) | st.floats() | st.text(max_size=5)
LEAVES |= st.sampled_from([*KINDS, CHOCOLATEY, MSI, "m_0001", "m_0002"])
ODD = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner), max_leaves=8
)
NEARLY = st.fixed_dictionaries(
    {
        "event": st.sampled_from(KINDS) | ODD,
        "event_data": ODD
        | st.fixed_dictionaries(
            {
                "host": st.sampled_from(["m_0001", "m_0002"]) | ODD,
                "task_action": st.sampled_from([CHOCOLATEY, MSI]) | ODD,
                "res": ODD | st.fixed_dictionaries({INDEX: st.integers(-2, 4) | ODD, "results": ODD, "msg": ODD}),
            }
        ),
    }
)


@given(NEARLY | ODD)
def test_no_shape_of_an_event_is_an_error(raw: object) -> None:
    items = {"firefox", "brave", "editor", "archiver"}
    for event in read_event(raw, MACHINES):
        assert event.machine_id in {"m1", "m2"} or event.kind is RunEventKind.OUTPUT
        assert set(event.items) <= items
        assert len(event.data.get("msg", "")) <= MESSAGE_LIMIT
    read_totals(raw)
