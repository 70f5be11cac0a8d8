"""Checkpoints to a web address: a real receiver on loopback."""

from collections.abc import Iterator

import pytest

from orchestrator.adapters.notify.checkpoint_webhook import CheckpointWebhook
from orchestrator.services.checkpoint_publishing import NotPublished
from orchestrator.services.publication_stores import PublicationProblem
from orchestrator.settings import SecretIsOpen, SecretMissing, Settings, read_secret
from tests.fakes.receiver import Receiver, receiving
from tests.unit.notify.examples import KEY, checkpoint


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def test_the_notes_bytes_are_posted_as_text(receiver: Receiver) -> None:
    assert CheckpointWebhook(receiver.url, None).publish(checkpoint(0, 7), [KEY]) == ""
    ((headers, body),) = receiver.got
    assert body == checkpoint(0, 7).note
    assert headers["content-type"] == "text/plain; charset=utf-8"
    assert "authorization" not in headers


def test_the_same_checkpoint_bears_the_same_key_and_another_one_another(receiver: Receiver) -> None:
    webhook = CheckpointWebhook(receiver.url, None)
    for one in (checkpoint(0, 7), checkpoint(0, 7), checkpoint(1, 7)):
        webhook.publish(one, [KEY])
    first, again, other = (headers["idempotency-key"] for headers, _ in receiver.got)
    assert first == again != other


def test_the_token_is_looked_up_at_each_call(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    webhook = CheckpointWebhook(receiver.url, lambda: read_secret(Settings(), "archive_token"))
    monkeypatch.setenv("CLASSROOM_SECRET_ARCHIVE_TOKEN", "hush-1")
    webhook.publish(checkpoint(0, 7), [KEY])
    monkeypatch.setenv("CLASSROOM_SECRET_ARCHIVE_TOKEN", "hush-2")
    webhook.publish(checkpoint(0, 7), [KEY])
    assert [headers["authorization"] for headers, _ in receiver.got] == ["Bearer hush-1", "Bearer hush-2"]


@pytest.mark.parametrize("error", [SecretMissing, SecretIsOpen])
def test_without_its_token_nothing_is_sent(receiver: Receiver, error: type[Exception]) -> None:
    def missing() -> str:
        raise error("archive_token")

    with pytest.raises(NotPublished) as refused:
        CheckpointWebhook(receiver.url, missing).publish(checkpoint(0, 7), [KEY])
    assert refused.value.problem is PublicationProblem.SECRET
    assert receiver.got == []


@pytest.mark.parametrize("status", [302, 400, 404, 500, 503])
def test_any_other_answer_is_a_refusal_and_redirects_are_not_followed(receiver: Receiver, status: int) -> None:
    receiver.answers = [status]
    with pytest.raises(NotPublished) as refused:
        CheckpointWebhook(receiver.url, None).publish(checkpoint(0, 7), [KEY])
    assert (refused.value.problem, refused.value.detail) == (PublicationProblem.REFUSED, f"HTTP {status}")
    assert len(receiver.got) == 1


def test_nobody_there_is_told_without_the_address(unused_port: int) -> None:
    url = f"http://127.0.0.1:{unused_port}/hook-with-a-secret"
    with pytest.raises(NotPublished) as refused:
        CheckpointWebhook(url, None).publish(checkpoint(0, 7), [KEY])
    assert refused.value.problem is PublicationProblem.UNREACHABLE
    assert str(refused.value) == "unreachable ConnectError"


def test_a_receiver_that_never_answers_is_given_up(receiver: Receiver) -> None:
    receiver.silent = True
    with pytest.raises(NotPublished) as refused:
        CheckpointWebhook(receiver.url, None, timeout_seconds=0.2).publish(checkpoint(0, 7), [KEY])
    assert (refused.value.problem, refused.value.detail) == (PublicationProblem.UNREACHABLE, "ReadTimeout")


def test_a_receiver_that_was_busy_takes_it_the_next_time(receiver: Receiver) -> None:
    receiver.answers = [503]
    webhook = CheckpointWebhook(receiver.url, None)
    with pytest.raises(NotPublished):
        webhook.publish(checkpoint(0, 7), [KEY])
    webhook.publish(checkpoint(0, 7), [KEY])
    assert [body for _, body in receiver.got] == [checkpoint(0, 7).note] * 2
