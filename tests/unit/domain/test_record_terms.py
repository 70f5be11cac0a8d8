"""What an entry of the record is found by."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.audit import AuditEntry
from orchestrator.domain.record_terms import TEXT_WORDS, WORD_CHARACTERS, beginnings, terms_of, words_of

NOON = datetime(2027, 1, 12, 12, tzinfo=UTC)


def body(kind: str = "request.accepted", **subjects: str) -> bytes:
    return AuditEntry(0, NOON, "person:ada", kind, subjects, {}).canonical()


def test_an_entry_is_found_by_who_acted_what_happened_and_to_what() -> None:
    assert terms_of(body(request="r1", classroom="b204")) == {
        ("person", "person:ada"),
        ("_kind", "request.accepted"),
        ("_kind", "request."),
        ("request", "r1"),
        ("classroom", "b204"),
    }


def test_who_acted_and_to_whom_it_happened_are_found_alike() -> None:
    people = {value for name, value in terms_of(body(person="person:bob")) if name == "person"}
    assert people == {"person:ada", "person:bob"}


def test_a_kind_without_a_dot_has_no_first_part() -> None:
    assert terms_of(body("first")) == {("person", "person:ada"), ("_kind", "first")}


def test_of_several_dots_the_first_one_counts() -> None:
    kinds = {value for name, value in terms_of(body("a.b.c")) if name == "_kind"}
    assert kinds == {"a.b.c", "a."}


def test_an_empty_id_is_none() -> None:
    assert terms_of(body("k", item="")) == {("person", "person:ada"), ("_kind", "k")}


@pytest.mark.parametrize("other", [b"", b"forged", b"[]", b"1"])
def test_what_is_no_object_has_no_terms(other: bytes) -> None:
    with pytest.raises(ValueError, match=r"an entry is an object|Expecting value"):
        terms_of(other)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", set()),
        ("Für größere Räume", {"fur", "grossere", "raume"}),
        ("FU\u0308R", {"fur"}),
        ("naïve Ångström, Łódź", {"naive", "angstrom", "łodz"}),
        ("İstanbul", {"istanbul"}),
        ("\ufb01re \uff12\uff10\uff12\uff17", {"fire", "2027"}),
        ("\u210cello", {"hello"}),
        ("ad-ware/plug_in CVE-2027-1", {"ad", "ware", "plug", "in", "cve", "2027", "1"}),
        ("Привет 世界", {"привет", "世界"}),
        ("a\x00b", {"a", "b"}),
    ],
)
def test_words_are_without_case_accents_and_punctuation(text: str, words: set[str]) -> None:
    assert words_of(text) == words


def test_words_are_of_bounded_length_and_number() -> None:
    assert words_of("x" * 100) == {"x" * WORD_CHARACTERS}
    many = words_of(" ".join(f"w{number}" for number in range(TEXT_WORDS + 50)))
    assert len(many) == TEXT_WORDS
    assert "w0" in many
    assert words_of("again " * 10_000 + "last") == {"again", "last"}


def test_a_beginning_that_begins_another_one_says_nothing_more() -> None:
    assert beginnings(["fire", "Firefox", "fi", "räume-2"]) == {"firefox", "raume", "2"}
    assert beginnings(["", "\u2013"]) == set()


@given(st.text(max_size=40))
def test_words_of_words_are_the_same_words(text: str) -> None:
    """So what is looked for as it stands in the store is found."""
    words = words_of(text)
    assert words_of(" ".join(sorted(words))) == words


@given(st.text(max_size=40), st.integers(1, 10))
def test_every_word_is_found_by_its_beginning(text: str, length: int) -> None:
    for word in words_of(text):
        (begun,) = beginnings([word[:length]])
        assert word.startswith(begun)
