"""Bringing checkpoints to their targets: the durable work, over a real store and targets that break."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from orchestrator.services.checkpoint_publishing import PAUSES, publish_checkpoints
from orchestrator.services.checkpoint_work import reconcile_record, sign_after_decision
from orchestrator.services.publication_stores import Publication, PublicationProblem
from orchestrator.services.record_checkpoints import list_checkpoints
from tests.fakes.workflow import FakeClock, InlineContext
from tests.store.databases import Database
from tests.store.signing import ADA, BreakableTarget, SignedRecord, signed_record
from tests.store.values import LATER, NOON


@pytest.fixture
def record(database: Database, tmp_path: Path) -> SignedRecord:
    made = signed_record(database, tmp_path)
    made.targets = {"folder": BreakableTarget(), "webhook": BreakableTarget(every=False)}
    return made


def target(record: SignedRecord, name: str) -> BreakableTarget:
    found = record.targets[name]
    assert isinstance(found, BreakableTarget)
    return found


def sign(record: SignedRecord) -> None:
    record.write()
    record.sign()


def publish(record: SignedRecord, context: InlineContext | None = None) -> InlineContext:
    used = context or InlineContext()
    publish_checkpoints(used, record.publishing, number=str(record.checkpoints()[-1].number))
    return used


def results(record: SignedRecord) -> list[list[tuple[str, PublicationProblem | None]]]:
    """Of all checkpoints, oldest first."""
    with record.database.reads() as uow:
        listed = list_checkpoints(uow, before=None, limit=100)
    return [[(p.target, p.problem) for p in checkpoint.publications] for checkpoint in reversed(listed)]


def test_a_checkpoint_goes_to_every_target_with_the_public_keys(record: SignedRecord) -> None:
    sign(record)
    publish(record)
    assert target(record, "folder").got == target(record, "webhook").got == record.checkpoints()
    assert target(record, "folder").keys == record.keys.verifier_keys()
    assert results(record) == [[("folder", None), ("webhook", None)]]


def test_published_again_nothing_is_sent(record: SignedRecord) -> None:
    sign(record)
    publish(record)
    publish(record)
    assert target(record, "folder").sizes == target(record, "webhook").sizes == [1]


def test_a_target_that_fails_does_not_keep_the_checkpoint_from_the_others(record: SignedRecord) -> None:
    target(record, "folder").works = False
    sign(record)
    publish(record)
    assert target(record, "webhook").sizes == [1]
    assert results(record) == [[("folder", PublicationProblem.UNREACHABLE), ("webhook", None)]]


def test_a_target_that_fails_is_tried_again_a_few_times_and_then_left(record: SignedRecord) -> None:
    target(record, "webhook").works = False
    sign(record)
    context = publish(record)
    assert [step for step in context.steps if step.startswith("webhook")] == [f"webhook-{n}" for n in (1, 2, 3, 4)]
    assert [step for step in context.steps if step.startswith("folder")] == ["folder-1"]
    assert [moment - record.clock.now() for moment in context.slept] == list(PAUSES)


def test_a_target_that_comes_back_meanwhile_gets_it_at_the_next_try(record: SignedRecord) -> None:
    class ComesBack(FakeClock):
        def move_to(self, moment: datetime) -> None:
            super().move_to(moment)
            target(record, "webhook").works = True

    target(record, "webhook").works = False
    sign(record)
    context = InlineContext(clock=ComesBack(moment=record.clock.now()))
    publish(record, context)
    assert target(record, "webhook").sizes == [1]
    assert results(record) == [[("folder", None), ("webhook", None)]]


def test_work_that_was_overtaken_by_a_later_checkpoint_does_not_wait(record: SignedRecord) -> None:
    target(record, "webhook").works = False
    sign(record)
    sign(record)
    context = InlineContext()
    publish_checkpoints(context, record.publishing, number="0")
    assert context.slept == []
    assert context.steps[-1] == "again-1"


def test_a_folder_that_was_away_gets_every_checkpoint_and_a_webhook_the_newest(record: SignedRecord) -> None:
    sign(record)
    publish(record)
    for name in record.targets:
        target(record, name).works = False
    for _ in range(3):
        sign(record)
        publish(record)
    for name in record.targets:
        target(record, name).works = True
    publish(record)
    assert target(record, "folder").sizes == [1, 2, 3, 4]
    assert target(record, "webhook").sizes == [1, 4]


def test_a_folder_that_is_named_later_gets_all_there_ever_were(record: SignedRecord) -> None:
    for _ in range(120):
        sign(record)
    publish(record)
    record.targets["second-folder"] = BreakableTarget()
    publish(record)
    assert target(record, "second-folder").sizes == list(range(1, 121))


def test_a_target_that_rests_is_left_alone_and_then_gets_the_newest(record: SignedRecord) -> None:
    record.targets = {"mail": BreakableTarget(every=False, rest=timedelta(minutes=60))}
    for minutes in (0, 10, 10):
        record.clock.moment += timedelta(minutes=minutes)
        sign(record)
        assert publish(record).slept == []
    assert target(record, "mail").sizes == [1]
    record.clock.moment += timedelta(minutes=40)
    reconcile_record(InlineContext(), record.tools, at="1")
    assert record.jobs.waiting[-1].id == "publish-checkpoints:2:1"
    publish(record)
    assert target(record, "mail").sizes == [1, 3]


def test_a_failure_never_replaces_a_success(record: SignedRecord) -> None:
    with record.database.transactions() as uow:
        uow.publications.put([Publication(0, "folder", NOON)])
        uow.publications.put([Publication(0, "folder", LATER, PublicationProblem.REFUSED, "HTTP 503")])
        uow.commit()
    with record.database.reads() as uow:
        assert uow.publications.of([0]) == [Publication(0, "folder", NOON)]
        assert uow.publications.reached() == {"folder": 0}


def test_what_was_published_stays_known(record: SignedRecord) -> None:
    sign(record)
    publish(record)
    with pytest.raises(Exception, match="what was published stays known"):
        record.database.sql("DELETE FROM cs_checkpoint_publications")


def test_a_target_that_is_no_longer_configured_is_let_be(record: SignedRecord) -> None:
    sign(record)
    begun = InlineContext()
    publish(record, begun)
    again = InlineContext(history={1: begun.history[1]})
    del record.targets["webhook"]
    publish(record, again)
    assert again.steps == ["targets", "folder-1", "webhook-1"]


def test_a_fault_in_a_target_is_logged_and_kept_by_its_kind_only(
    record: SignedRecord, capsys: pytest.CaptureFixture[str]
) -> None:
    class Faulty(BreakableTarget):
        def publish(self, *_: object) -> str:
            raise ZeroDivisionError("with words that may hold anything")

    record.targets = {"folder": Faulty()}
    sign(record)
    publish(record)
    with record.database.reads() as uow:
        (result,) = uow.publications.of([0])
    assert (result.problem, result.detail) == (PublicationProblem.FAULT, "ZeroDivisionError")
    assert "checkpoint not published" in capsys.readouterr().out


def test_killed_between_signing_and_publishing_it_is_published_after_the_restart(record: SignedRecord) -> None:
    """The work of publishing is owed by the very transaction that keeps the signature."""
    record.write(actor=ADA)
    context = InlineContext(clock=FakeClock(record.clock.now()))
    sign_after_decision(context, record.tools)
    assert context.steps == ["gather", "sign"]
    # The step's result was lost with the worker: it runs again, and signs nothing twice.
    del context.history[2]
    sign_after_decision(InlineContext(clock=FakeClock(record.clock.now()), history=context.history), record.tools)
    assert len(record.checkpoints()) == 1
    assert "publish-checkpoints:0" in [job.id for job in record.jobs.waiting]
    # Killed after the webhook had it and before that was kept, it is sent again, as the same checkpoint.
    publish(record)
    assert target(record, "webhook").got == record.checkpoints()


def test_a_decision_waits_for_others_before_it_is_signed(record: SignedRecord) -> None:
    record.write(actor=ADA)
    context = InlineContext(clock=FakeClock(record.clock.now()))
    sign_after_decision(context, record.tools)
    assert [(moment - record.clock.now()).total_seconds() for moment in context.slept] == [5]


def test_the_reconciler_signs_what_only_the_worker_wrote(record: SignedRecord) -> None:
    record.write(3)
    reconcile_record(InlineContext(), record.tools, at="1")
    reconcile_record(InlineContext(), record.tools, at="2")
    assert [checkpoint.size for checkpoint in record.checkpoints()] == [3]


def test_the_reconciler_brings_up_to_date_what_is_behind(record: SignedRecord) -> None:
    sign(record)
    publish(record)
    reconcile_record(InlineContext(), record.tools, at="1")
    assert [job.id for job in record.jobs.waiting] == ["publish-checkpoints:0"]
    record.targets["second-folder"] = BreakableTarget()
    reconcile_record(InlineContext(), record.tools, at="2")
    assert [job.id for job in record.jobs.waiting] == ["publish-checkpoints:0", "publish-checkpoints:0:2"]
