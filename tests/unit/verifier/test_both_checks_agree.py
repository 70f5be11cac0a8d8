"""The check of the database and the stand-alone one share no code. Whatever is done to a record, they say the same."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator.adapters.signing import ed25519
from orchestrator.domain.merkle import leaf_hash
from orchestrator.services.record_check.findings import Findings
from orchestrator.services.record_check.searching import SearchCheck
from orchestrator.services.record_check.signed import PublishedNote, SignedCheckpoints
from orchestrator.services.record_check.trees import Trees
from orchestrator.services.record_check.walk import Walk
from orchestrator.services.record_evidence import CheckpointRow, EntryRow, HeadRow, TextRow
from tests.unit.domain.note_examples import signer_of
from tests.unit.verifier.checking import result_of
from tests.unit.verifier.record import BEGIN, ORIGIN, SIGNER, Record, a_record, with_field

ENTRIES, EVERY = 24, 4
FORGER = signer_of(ORIGIN, b"somebody else")
ONLY_HERE = {"hidden-from-search", "put-into-search", "kept-subtree-differs", "checkpoint-missing"}


@dataclass(frozen=True)
class Said:
    """What a check said, in the form in which two are compared."""

    found: list[tuple[str, int | None, int | None]]
    proven: int
    unproven_checkpoints: tuple[int, int]


def said_here(record: Record, since: list[bytes]) -> Said:
    """What the check that the service does says of the same rows."""
    findings = Findings()
    _, trees, signed = walked(record, since, findings)
    found = [(f.code.value, f.first, located(f.code.value, f.last)) for f in findings if f.code.value not in ONLY_HERE]
    return Said(found, trees.proven, (signed.listed, signed.published))


def walked(record: Record, since: list[bytes], findings: Findings) -> tuple[Walk, Trees, SignedCheckpoints]:
    """The check that the service does, done."""
    signed = SignedCheckpoints(ORIGIN, [SIGNER.key], ed25519.verify, findings)
    notes = (CheckpointRow(number, size_of(note), note) for number, note in enumerate(record.checkpoints))
    published = [PublishedNote(str(number), note) for number, note in enumerate(since)]
    kept: dict[tuple[int, int], bytes] = {}
    trees = Trees(signed.in_order(notes, published), kept, findings)
    rows = sorted(record.texts, key=lambda row: (row.entry, row.field))
    texts = (TextRow(row.entry, row.field, row.salt, row.text) for row in rows)
    walk = Walk(trees, texts, SearchCheck((), (), (), findings), findings)
    walk.through((EntryRow(row.index, row.body, row.kept) for row in record.entries), lambda _: None)
    trees.conclude(HeadRow(record.frontier.size, record.frontier.to_bytes()))
    return walk, trees, signed


def said_apart(record: Record, since: list[bytes], folder: Path) -> Said:
    """The stand-alone one, on an export."""
    result = result_of(record, folder, since=since)
    counts = (result["checkpoints_listed"], result["checkpoints_published"])
    return Said([(f["code"], f.get("first"), f.get("last")) for f in result["findings"]], result["proven_size"], counts)


def located(code: str, last: int | None) -> int | None:
    """The stand-alone check names one entry only once where there can be but one."""
    return None if code in {"text-replaced", "text-put-in", "text-gone"} else last


def size_of(note: bytes) -> int:
    """The size that a note names, whatever else it holds."""
    line = note.split(b"\n")[1] if note.count(b"\n") > 1 else b""
    return int(line) if line.isdigit() else 0


@pytest.mark.parametrize(
    ("seconds_back", "mentioned"),
    [((1, 60), None), ((61,), (1, 3)), ((30, 61, 90), (2, 4))],
    ids=["processes that write at once", "a clock that is wrong", "both"],
)
def test_only_times_that_lie_back_by_more_than_a_minute_are_mentioned_by_both(
    tmp_path: Path, seconds_back: tuple[int, ...], mentioned: tuple[int, int] | None
) -> None:
    record = a_record(3, 3)
    for seconds in seconds_back:
        record.append(at=BEGIN + timedelta(minutes=2, seconds=-seconds))
    record.sign()
    walk, _, _ = walked(record, [], Findings())
    assert (walk.backwards, walk.first_backwards) == (mentioned or (0, 0))
    told = [caveat for caveat in result_of(record, tmp_path)["caveats"] if "earlier" in caveat]
    assert len(told) == (mentioned is not None)
    assert all(": {}, the first is entry {}.".format(*mentioned or ()) in caveat for caveat in told)


Bend = Callable[[Record, int], None]
"""One thing that somebody who owns the database does, somewhere."""


def change_field(record: Record, index: int) -> None:
    for row in record.entries[index : index + 1]:
        row.body = with_field(row.body, "actor", f"person:{index}")


def change_field_and_hashes(record: Record, index: int) -> None:
    change_field(record, index)
    record.rehash()


def change_kept_hash(record: Record, index: int) -> None:
    for row in record.entries[index : index + 1]:
        row.kept = leaf_hash(b"other")


def change_text(record: Record, index: int) -> None:
    for row in record.texts[index // 2 : index // 2 + 1]:
        row.text += " and more"


def erase_text(record: Record, index: int) -> None:
    del record.texts[index // 2 : index // 2 + 1]


def cut_the_end(record: Record, index: int) -> None:
    del record.entries[index:]
    record.texts = [row for row in record.texts if row.entry < index]


def take_away(record: Record, index: int) -> None:
    record.entries = [row for row in record.entries if row.index != index]
    record.texts = [row for row in record.texts if row.entry != index]


def put_back_the_head(record: Record, index: int) -> None:
    record.frontier = a_record(index, EVERY).frontier


def change_checkpoint(record: Record, index: int) -> None:
    number = index // EVERY
    record.checkpoints[number : number + 1] = [
        note.replace(b"\n", b"x\n", 1) for note in record.checkpoints[number : number + 1]
    ]


def sign_with_another_key(record: Record, index: int) -> None:
    shorter = a_record(index - index % EVERY, EVERY)
    shorter.signers = [FORGER]
    number = index // EVERY - 1
    if 0 <= number < len(record.checkpoints):
        record.checkpoints[number] = shorter.sign()


def drop_checkpoint(record: Record, index: int) -> None:
    del record.checkpoints[index // EVERY : index // EVERY + 1]


BENDS: list[Bend] = [
    change_field,
    change_field_and_hashes,
    change_kept_hash,
    change_text,
    erase_text,
    cut_the_end,
    take_away,
    put_back_the_head,
    change_checkpoint,
    sign_with_another_key,
    drop_checkpoint,
]


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    done=st.lists(st.tuples(st.sampled_from(BENDS), st.integers(0, ENTRIES - 1)), max_size=4),
    since=st.sets(st.integers(0, 5)),
    forked=st.sampled_from([None, 4, 10, 17]),
)
def test_they_find_the_same_in_the_same_places(
    tmp_path: Path, done: list[tuple[Bend, int]], since: set[int], forked: int | None
) -> None:
    genuine = a_record(ENTRIES, EVERY)
    published = [genuine.checkpoints[number] for number in sorted(since)]
    record = genuine if forked is None else written_anew(forked)
    for bend, index in done:
        bend(record, index)
    assert said_here(record, published) == said_apart(copy.deepcopy(record), published, tmp_path)


def written_anew(begin: int) -> Record:
    """Another history from that entry on, signed by the log's own key."""
    record = a_record(begin, EVERY)
    while record.frontier.size < ENTRIES:
        record.append("written.anew")
        if record.frontier.size % EVERY == 0:
            record.sign()
    return record
