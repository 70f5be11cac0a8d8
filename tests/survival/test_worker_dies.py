"""What a worker that is killed leaves behind, and what the next one makes of it."""

import psutil

from orchestrator.domain.rollouts import RolloutState, RunState
from tests.lab_fixture import MakeLab
from tests.service_fixture import Installation, MakeInstallation

MACHINES = ("b204-01", "b204-02", "b204-03", "b204-04")


def _calls_ended(made: Installation) -> set[str]:
    """Machines on which Ansible has reported the end of an installation."""
    with made.parts.toolbox.reads() as uow:
        events = [e for r in made.rollouts() for e in uow.events.after(r.id, 0, 1000)]
    return {e.machine_id for e in events if e.kind == "call_succeeded" and e.machine_id}


def _alive(made: Installation) -> list[psutil.Process]:
    """Processes of this installation's runs, whoever started them."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                continue  # it is dead; only nobody has taken note yet
            if process.environ().get("CLASSROOM_RUN_SCOPE", "").startswith(str(made.folder)):
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found


def test_a_worker_killed_between_installation_and_closing_scan_loses_nothing_and_repeats_nothing(
    make_lab: MakeLab, make_installation: MakeInstallation
) -> None:
    """The wave cannot end by itself: one machine's installer hangs, so the kill is certain to hit before the scan."""
    lab = make_lab(MACHINES)
    lab.set("b204-04", "hang=firefox")
    made = make_installation(lab)
    made.submit("firefox")
    first = made.start_worker()
    made.until(lambda: _calls_ended(made) == set(MACHINES[:3]), "three machines installed")
    made.kill(first)

    assert made.placed() == {name: set() for name in MACHINES}
    assert not any(state.is_over for state in made.run_states(made.rollouts()[0]).values())
    assert len(lab.installers()) >= 3

    lab.set("b204-04", "on")
    made.start_worker()
    ended = made.finished()

    assert ended.state is RolloutState.DONE
    assert made.run_states(ended) == dict.fromkeys(MACHINES, RunState.READY)
    assert made.placed() == {name: {"firefox"} for name in MACHINES}
    for name in MACHINES[:3]:
        assert lab.installers(name) == [f"{name} firefox install 0"]
    assert [line for line in lab.installers("b204-04") if line.endswith(" 0")] == ["b204-04 firefox install 0"]
    assert len(made.rollouts()) == 1
    assert _alive(made) == []


def test_nothing_of_a_killed_workers_run_is_alive_when_the_next_one_starts(
    make_lab: MakeLab, make_installation: MakeInstallation
) -> None:
    lab = make_lab(MACHINES[:2])
    lab.set("b204-01", "hang=firefox")
    made = make_installation(lab)
    made.submit("firefox")
    first = made.start_worker()
    made.until(lambda: _calls_ended(made) == {"b204-02"}, "one machine installed")
    made.kill(first)
    left = {process.pid: process.create_time() for process in _alive(made)}
    lab.set("b204-01", "on")
    made.start_worker()
    made.finished()
    assert not [p for p in _alive(made) if left.get(p.pid) == p.create_time()]
    assert left


def test_a_worker_that_is_asked_to_end_ends_its_run_and_the_next_goes_on(
    make_lab: MakeLab, make_installation: MakeInstallation
) -> None:
    lab = make_lab(MACHINES[:2])
    lab.set("b204-01", "hang=firefox")
    made = make_installation(lab)
    made.submit("firefox")
    first = made.start_worker()
    made.until(lambda: _calls_ended(made) == {"b204-02"}, "one machine installed")
    first.terminate()
    assert first.wait(60) == 0
    assert _alive(made) == []
    lab.set("b204-01", "on")
    made.start_worker()
    assert made.finished().state is RolloutState.DONE
    assert lab.installers("b204-02") == ["b204-02 firefox install 0"]
