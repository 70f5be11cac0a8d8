"""Checkpoints in a folder."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from orchestrator.adapters.notify.checkpoint_folder import CheckpointFolder
from orchestrator.domain.signed_notes import VerifierKey
from orchestrator.services.checkpoint_publishing import NotPublished
from orchestrator.services.publication_stores import PublicationProblem
from tests.unit.notify.examples import KEY, checkpoint


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "published" / "checkpoints"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_checkpoint_is_a_file_of_exactly_the_notes_bytes(folder: Path) -> None:
    CheckpointFolder(folder).publish(checkpoint(0, 7), [KEY])
    assert names(folder) == ["7", "latest", "verifier-keys"]
    assert (folder / "7").read_bytes() == (folder / "latest").read_bytes() == checkpoint(0, 7).note


def test_the_latest_follows_and_the_others_stay(folder: Path) -> None:
    published = CheckpointFolder(folder)
    for number, size in enumerate((7, 9)):
        published.publish(checkpoint(number, size), [KEY])
    assert names(folder) == ["7", "9", "latest", "verifier-keys"]
    assert (folder / "latest").read_bytes() == checkpoint(1, 9).note


def test_the_public_keys_lie_beside_as_they_are_handed_on(folder: Path) -> None:
    successor = VerifierKey(KEY.name, bytes(31) + b"\x01")
    CheckpointFolder(folder).publish(checkpoint(0, 7), [KEY])
    CheckpointFolder(folder).publish(checkpoint(1, 8), [KEY, successor])
    assert (folder / "verifier-keys").read_text() == f"{KEY}\n{successor}\n"


def test_published_again_nothing_changes(folder: Path) -> None:
    for _ in range(2):
        CheckpointFolder(folder).publish(checkpoint(0, 7), [KEY])
    assert names(folder) == ["7", "latest", "verifier-keys"]


def test_another_checkpoint_of_the_same_size_stands_beside_the_first(folder: Path) -> None:
    first, second = checkpoint(0, 7), checkpoint(1, 7, said="other")
    for one in (first, second, second):
        CheckpointFolder(folder).publish(one, [KEY])
    assert names(folder) == ["7", "7-1", "latest", "verifier-keys"]
    assert (folder / "7").read_bytes() == first.note
    assert (folder / "7-1").read_bytes() == second.note


def test_what_another_history_published_is_never_written_over(folder: Path) -> None:
    for said in ("mine", "theirs"):
        CheckpointFolder(folder).publish(checkpoint(0, 7, said=said), [KEY])
    with pytest.raises(NotPublished) as refused:
        CheckpointFolder(folder).publish(checkpoint(0, 7, said="third"), [KEY])
    assert refused.value.problem is PublicationProblem.REFUSED
    assert (folder / "7").read_bytes() == checkpoint(0, 7, said="mine").note
    assert (folder / "latest").read_bytes() == checkpoint(0, 7, said="theirs").note


def test_several_jobs_may_publish_the_same_checkpoint_at_the_same_time(folder: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(CheckpointFolder(folder).publish, checkpoint(0, 7), [KEY]) for _ in range(40)]:
            assert done.result() == ""
    assert names(folder) == ["7", "latest", "verifier-keys"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotPublished) as refused:
        CheckpointFolder(tmp_path / "file" / "checkpoints").publish(checkpoint(0, 7), [KEY])
    assert refused.value.problem is PublicationProblem.NOT_WRITABLE
    assert refused.value.detail == "Not a directory"
