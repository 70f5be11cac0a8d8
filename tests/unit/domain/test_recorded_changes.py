"""What an entry changed, as the text beside it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.changes import Change, ChangedThing, ChangeType, FieldChange
from orchestrator.domain.recorded_changes import (
    MORE,
    MOST_CHARACTERS,
    MOST_FIELDS,
    changes_text,
    imported,
    moved,
    read_changes,
    recorded,
)

_values = st.none() | st.text(max_size=20)
_changes = st.dictionaries(st.text(min_size=1, max_size=12), st.tuples(_values, _values), max_size=8)


@given(_changes)
def test_what_is_written_is_read_again(pairs: dict[str, tuple[str | None, str | None]]) -> None:
    changes = [FieldChange(field, *pair) for field, pair in pairs.items()]
    assert sorted(read_changes(changes_text(changes)), key=lambda c: c.field) == sorted(changes, key=lambda c: c.field)


@given(_changes)
def test_the_text_is_canonical(pairs: dict[str, tuple[str | None, str | None]]) -> None:
    changes = [FieldChange(field, *pair) for field, pair in pairs.items()]
    text = changes_text(changes)
    assert text == changes_text(reversed(changes))
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@pytest.mark.parametrize("text", ["", "no JSON", "[]", '"text"', '{"a":1}', '{"a":[1,2]}', '{"a":["b"]}', "{"])
def test_another_text_is_no_change_and_no_fault(text: str) -> None:
    assert read_changes(text) == ()


def test_new_things_have_an_after_only_and_what_is_none_is_left_out() -> None:
    assert recorded(version="145", enough=3, until=None) == '{"enough":[null,"3"],"version":[null,"145"]}'
    assert moved("state", "open", "closed") == '{"state":["open","closed"]}'


def test_a_huge_import_is_told_in_part_and_counted_as_a_whole() -> None:
    fields = tuple(FieldChange(f"f{n}", None, "x" * 9_999) for n in range(MOST_FIELDS + 7))
    read = read_changes(changes_text(fields))
    assert len(read) == MOST_FIELDS + 1
    assert FieldChange(MORE, None, "7") in read
    assert max(len(change.after or "") for change in read) == MOST_CHARACTERS


def test_an_import_is_told_by_what_came_went_and_changed() -> None:
    changes = (
        Change(ChangedThing.ITEM, ChangeType.ADDED, "git", "", (FieldChange("title", None, "Git"),)),
        Change(ChangedThing.RELEASE, ChangeType.REMOVED, "144", "firefox"),
        Change(ChangedThing.MACHINE, ChangeType.CHANGED, "m1", "", (FieldChange("port", "1", "2"),)),
    )
    assert imported(changes) == (
        FieldChange("item git", None, "git"),
        FieldChange("release firefox/144", "144", None),
        FieldChange("machine m1: port", "1", "2"),
    )
