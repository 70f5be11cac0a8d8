"""The whole life of one request, and what the services write into the record on the way."""

from datetime import UTC, datetime, timedelta

import pytest

from orchestrator.adapters.workflows.errors import StepFailed
from orchestrator.domain.errors import NotFound
from orchestrator.domain.people import CAMPUS, Actor, Caller, Grant, NotPermitted, Person, Role, RoleScope, ScopeKind
from orchestrator.domain.requests import RequestState
from orchestrator.services.record_reading import EntryView
from orchestrator.services.request_life import MomentKind, RequestLife, request_life
from tests.services.story import ADA, BO, Story

OLGA = Actor("person:olga", "Olga")
HIRED = datetime(2026, 1, 1, tzinfo=UTC)


def _caller(actor: Actor, *roles: Role, scope: RoleScope = CAMPUS) -> Caller:
    person = Person(actor.id, actor.name.lower(), actor.name, "", "en", HIRED)
    return Caller(person, tuple(Grant(r.value, actor.id, r, scope, HIRED, "host:root") for r in roles))


AUDITOR = _caller(OLGA, Role.AUDITOR)


def _life(story: Story, request_id: str, caller: Caller = AUDITOR) -> RequestLife:
    return request_life(request_id, caller=caller, reads=story.reads, clock=story.clock)


def _entries(life: RequestLife) -> list[EntryView]:
    return [moment.entry for moment in life.moments if moment.entry]


def _told(life: RequestLife) -> list[str]:
    return [moment.entry.kind if moment.entry else moment.kind.value for moment in life.moments]


def test_a_request_is_told_from_its_acceptance_over_its_rollouts_to_its_end(story: Story) -> None:
    story.fail("m2", "browser")
    asked = story.ask("browser")
    story.work()
    story.withdraw(asked)
    story.work()
    story.ask("editor")
    story.work()
    life = _life(story, asked.requests[0].request.id)
    assert _told(life) == [
        "request.accepted",
        "revision",
        "outcome",
        "request.withdrawn",
        "revision",
    ]
    assert [moment.at for moment in life.moments] == sorted(moment.at for moment in life.moments)
    assert life.request.request.state is RequestState.WITHDRAWN
    (outcome,) = (moment for moment in life.moments if moment.kind is MomentKind.OUTCOME)
    assert outcome.placed == 3
    assert [entry.kind for entry in outcome.told_by] == ["rollout.started", "rollout.incomplete"]
    assert outcome.rollout is not None
    assert len(outcome.rollout.runs) == 4
    with story.reads() as uow:
        assert (life.size, life.root) == (uow.record.frontier().size, uow.record.frontier().root())


def test_whoever_asked_is_told_each_fact_once_and_of_no_rollout_that_had_nothing_to_do_with_it(story: Story) -> None:
    asked = story.ask("browser")
    story.work()
    story.ask("editor")
    story.work()
    life = _life(story, asked.requests[0].request.id, _caller(ADA, Role.INSTRUCTOR))
    assert _told(life) == ["request.accepted", "outcome"]


def test_a_reader_of_the_record_is_told_of_no_rollout_that_had_nothing_to_do_with_it(story: Story) -> None:
    asked = story.ask("browser")
    story.work()
    story.ask("editor")
    story.work()
    assert _told(_life(story, asked.requests[0].request.id)) == ["request.accepted", "revision", "outcome"]


def test_entries_name_what_they_are_about_and_what_they_changed(story: Story) -> None:
    asked = story.ask("browser", course="CS-101")
    request = asked.requests[0].request
    story.work()
    story.withdraw(asked)
    life = _life(story, request.id)
    accepted, withdrawn = _entries(life)
    started, done = next(moment for moment in life.moments if moment.kind is MomentKind.OUTCOME).told_by
    names = {"request": request.id, "classroom": "room", "item": "browser", "person": ADA.id}
    assert accepted.subjects == {**names, "revision": "1"}
    assert withdrawn.subjects == {**names, "revision": "2", "outcome": "withdrawn"}
    assert {change.field: (change.before, change.after) for change in accepted.changes} == {
        "wanted": (None, "present"),
        "version": (None, "latest"),
        "seats": (None, "all"),
        "course": (None, "CS-101"),
        "needed_by": (None, request.needed_by.isoformat()),
    }
    assert [(c.field, c.before, c.after) for c in withdrawn.changes] == [("state", "open", "withdrawn")]
    (rollout,) = story.rollouts()
    assert started.subjects == {"rollout": rollout.id, "classroom": "room", "revision": "1"}
    assert done.subjects == {**started.subjects, "outcome": "done"}
    assert {change.field: change.after for change in done.changes} == {"state": "done", "ready": "4", "machines": "4"}


def test_a_request_that_ends_by_itself_says_so(story: Story) -> None:
    asked = story.ask("browser", until=story.clock.now() + timedelta(days=60))
    story.work()
    story.wait_for_the_end()
    closed = _entries(_life(story, asked.requests[0].request.id))[-1]
    assert (closed.kind, closed.subjects["outcome"]) == ("request.closed", "closed")
    assert [(c.field, c.before, c.after) for c in closed.changes] == [("state", "open", "closed")]


def test_a_rollout_that_is_given_up_is_an_outcome_too(story: Story) -> None:
    asked = story.ask("browser")
    story.break_step("plan-1")
    with pytest.raises(StepFailed):
        story.work()
    entries = {entry.kind: entry for entry in _entries(_life(story, asked.requests[0].request.id))}
    assert entries["rollout.given_up"].subjects["outcome"] == "given_up"


def test_rollouts_of_another_time_are_none_of_it(story: Story) -> None:
    first = story.ask("browser")
    story.work()
    story.withdraw(first)
    story.work()
    second = story.ask("editor")
    story.work()
    lives = [_life(story, asked.requests[0].request.id) for asked in (first, second)]
    rollouts = [{m.rollout.rollout.id for m in life.moments if m.rollout} for life in lives]
    assert all(rollouts)
    assert not rollouts[0] & rollouts[1]


def test_it_is_for_whoever_asked_or_typed_it_in_and_for_readers_of_that_rooms_record(story: Story) -> None:
    request = story.ask("browser", requester=BO).requests[0].request.id
    here, elsewhere = (RoleScope(ScopeKind.CLASSROOM, name) for name in ("room", "other"))
    for allowed in (
        _caller(ADA, Role.INSTRUCTOR),
        _caller(BO, Role.INSTRUCTOR),
        AUDITOR,
        _caller(OLGA, Role.MANAGER, scope=here),
    ):
        assert _told(_life(story, request, allowed))[0] == "request.accepted"
    for refused in (_caller(OLGA, Role.INSTRUCTOR), _caller(OLGA, Role.MANAGER, scope=elsewhere)):
        with pytest.raises(NotPermitted):
            _life(story, request, refused)
    with pytest.raises(NotFound):
        _life(story, "00000000")
