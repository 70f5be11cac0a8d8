"""How the first key of a record comes to be, and what is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from orchestrator.adapters.signing.errors import KeyringMissing, OriginIsAnother, RecordKeysLost
from orchestrator.adapters.signing.record_keys import RecordKeys

ORIGIN = "example.org/record"


def _never() -> int:
    raise AssertionError("nobody needs to count")


def _signed(count: int) -> Callable[[], int]:
    return lambda: count


def test_before_the_first_key_there_are_none_and_no_name(tmp_path: Path) -> None:
    keys = RecordKeys(tmp_path / "keys", ORIGIN)
    assert keys.verifier_keys() == ()
    assert keys.origin() == ""
    with pytest.raises(KeyringMissing):
        keys.keyring()


def test_the_first_key_bears_the_name_of_the_settings(tmp_path: Path) -> None:
    keys = RecordKeys(tmp_path / "keys", ORIGIN)
    assert keys.ensure(_signed(0)).origin == keys.origin() == ORIGIN
    assert [key.name for key in keys.verifier_keys()] == [ORIGIN]


def test_a_name_that_was_made_up_stays(tmp_path: Path) -> None:
    keys = RecordKeys(tmp_path / "keys")
    made = keys.ensure(_signed(0)).origin
    assert keys.ensure(_never).origin == made
    assert RecordKeys(tmp_path / "other").ensure(_signed(0)).origin != made


def test_where_checkpoints_were_signed_no_key_is_made(tmp_path: Path) -> None:
    with pytest.raises(RecordKeysLost) as refused:
        RecordKeys(tmp_path / "keys", ORIGIN).ensure(_signed(3))
    assert "3 signed checkpoints" in str(refused.value)
    assert not (tmp_path / "keys").exists()


def test_keys_of_another_name_are_refused(tmp_path: Path) -> None:
    RecordKeys(tmp_path / "keys", ORIGIN).ensure(_signed(0))
    with pytest.raises(OriginIsAnother):
        RecordKeys(tmp_path / "keys", "example.org/other").ensure(_never)
