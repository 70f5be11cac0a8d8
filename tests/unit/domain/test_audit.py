"""The bytes that the tamper-evident log is built over."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.audit import AuditEntry, PrivateText

SALT = bytes(range(16))
NOTE = PrivateText("explanation", "Prüfung bis 12. März", SALT)
ENTRY = AuditEntry(
    index=7,
    at=datetime(2026, 11, 2, 9, 0, 0, 120, tzinfo=UTC),
    actor_id="person:ada",
    kind="request.accepted",
    subjects={"request": "r1", "classroom": "c1", "item": "fïrefox"},
    commitments={"explanation": NOTE.commitment},
)
GOLDEN = (
    '{"actor":"person:ada","at":"2026-11-02T09:00:00.000120Z",'
    '"commitments":{"explanation":"3a5b3974a912676cc730a72bc0dc2c26eb8f07a47de6ebdd9287d30acad91798"},'
    '"index":7,"kind":"request.accepted","subjects":{"classroom":"c1","item":"fïrefox","request":"r1"},"v":1}'
)


def test_the_canonical_bytes_never_change() -> None:
    """Every proof is made over these bytes: who changes this test breaks the proofs of all sites."""
    assert ENTRY.canonical() == GOLDEN.encode()


def test_a_commitment_is_the_hash_of_salt_and_text() -> None:
    assert NOTE.commitment == hashlib.sha256(SALT + "Prüfung bis 12. März".encode()).hexdigest()
    assert PrivateText("explanation", NOTE.text, b"other").commitment != NOTE.commitment


def test_the_private_words_are_not_in_the_bytes() -> None:
    assert "Prüfung".encode() not in ENTRY.canonical()


def test_the_order_in_which_keys_were_put_in_makes_no_difference() -> None:
    backwards = dict(reversed(ENTRY.subjects.items()))
    assert replace(ENTRY, subjects=backwards).canonical() == ENTRY.canonical()


def test_a_moment_has_the_same_bytes_in_every_zone() -> None:
    elsewhere = ENTRY.at.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert replace(ENTRY, at=elsewhere).canonical() == ENTRY.canonical()


_ids = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_entries = st.builds(
    AuditEntry,
    index=st.integers(0),
    at=st.datetimes(timezones=st.just(UTC)),
    actor_id=_ids,
    kind=_ids,
    subjects=st.dictionaries(_ids, _ids, max_size=3),
    commitments=st.dictionaries(_ids, _ids, max_size=2),
)


@given(_entries, _entries)
def test_two_entries_have_the_same_bytes_only_if_they_are_equal(one: AuditEntry, other: AuditEntry) -> None:
    assert (one.canonical() == other.canonical()) is (one == other)


@given(_entries)
def test_the_bytes_are_json_that_says_all_of_the_entry(entry: AuditEntry) -> None:
    body = json.loads(entry.canonical())
    assert datetime.fromisoformat(body.pop("at")) == entry.at
    assert body == {
        "v": 1,
        "index": entry.index,
        "actor": entry.actor_id,
        "kind": entry.kind,
        "subjects": entry.subjects,
        "commitments": entry.commitments,
    }
