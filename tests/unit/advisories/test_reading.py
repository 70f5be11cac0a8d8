"""Lists of advisories from disk: CISA's catalogue, OSV entries, archives of them."""

import json
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.advisories import Advisory, AdvisorySource, AffectedProduct, AffectedRange, covers
from orchestrator.domain.errors import InvalidInput
from orchestrator.domain.versions import by_version
from orchestrator.services.advisory_files import archive, json_objects
from orchestrator.services.advisory_files.reading import read_advisories
from tests.unit.advisories.lists import KEV_ELSEWHERE, KEV_FIREFOX, affected, kev, osv, zipped


def problems_of(files: Mapping[str, str | bytes]) -> list[tuple[str, str, str]]:
    with pytest.raises(InvalidInput) as told:
        read_advisories(files)
    return [(p.where, p.field, p.problem) for p in told.value.problems]


def entry_of(**other: Any) -> Advisory:  # noqa: ANN401 - JSON
    (file,) = read_advisories({"a.json": json.dumps(osv(**other))})
    (advisory,) = file.advisories
    return advisory


FIXED = "affected[0].ranges[0].events[0].fixed"
MANY = affected("a", {"introduced": "0"}, versions=["1"] * 5_001)


def ranges_of(*events: dict[str, str], **other: Any) -> list[str] | None:  # noqa: ANN401 - JSON
    (product,) = entry_of(affected=[affected("firefox", *events, **other)]).products
    return None if product.ranges is None else [str(found) for found in product.ranges]


def test_the_catalogue_of_exploited_flaws_is_read_with_its_date() -> None:
    (file,) = read_advisories({"kev.json": kev(KEV_FIREFOX, KEV_ELSEWHERE)})
    assert (file.name, file.source, file.dated) == ("kev.json", AdvisorySource.KEV, date(2026, 11, 12))
    assert [advisory.id for advisory in file.advisories] == ["CVE-2026-10001", "CVE-2026-10002"]
    assert file.advisories[0] == Advisory(
        source=AdvisorySource.KEV,
        id="CVE-2026-10001",
        title="Mozilla Firefox Use-After-Free Vulnerability",
        summary="A web page can run programs on the machine.",
        products=(AffectedProduct("Mozilla", "Firefox and Thunderbird", None),),
        known_exploited=True,
        due=date(2026, 12, 1),
        published=date(2026, 11, 10),
        url="https://www.mozilla.example/mfsa2026-99/",
    )


def test_the_catalogue_names_no_versions_and_none_are_made_up() -> None:
    (file,) = read_advisories({"kev.json": kev(KEV_FIREFOX)})
    assert [product.ranges for product in file.advisories[0].products] == [None]


def test_an_entry_of_osv_is_read_with_its_ranges() -> None:
    (file,) = read_advisories({"a.json": json.dumps(osv())})
    assert (file.source, file.dated) == (AdvisorySource.OSV, date(2026, 11, 11))
    (advisory,) = file.advisories
    assert (advisory.id, advisory.aliases, advisory.known_exploited) == (
        "GHSA-2x4c-5g6h-7j8m",
        ("CVE-2026-10001",),
        False,
    )
    # Half past eleven in the evening five hours west of Greenwich is the next day there.
    assert (advisory.published, advisory.withdrawn) == (date(2026, 11, 10), None)
    assert (advisory.title, advisory.summary) == ("Use after free in Firefox", "Long words. More of them.")
    assert advisory.url == "https://www.mozilla.example/mfsa2026-99/"
    assert advisory.products == (
        AffectedProduct(
            "Chocolatey",
            "firefox",
            (AffectedRange(fixed="128.5esr"), AffectedRange("129.0", "145.0.1")),
        ),
    )


@pytest.mark.parametrize(
    ("events", "ranges"),
    [
        ([{"introduced": "0"}], ["all"]),
        ([{"introduced": "0"}, {"fixed": "1.5"}], ["< 1.5"]),
        ([{"fixed": "1.5"}, {"introduced": "0"}], ["< 1.5"]),
        ([{"introduced": "1.2"}, {"last_affected": "1.5"}], [">= 1.2, <= 1.5"]),
        ([{"introduced": "1.2"}], [">= 1.2"]),
        (
            [{"introduced": "0"}, {"fixed": "1.9"}, {"introduced": "1.10"}, {"fixed": "1.12"}],
            ["< 1.9", ">= 1.10, < 1.12"],
        ),
        ([{"introduced": "0"}, {"fixed": "2"}, {"introduced": "2"}], ["< 2", ">= 2"]),
        ([{"introduced": "0", "fixed": "1.5"}], ["< 1.5"]),
        ([{"introduced": "2"}, {"last_affected": "2"}], ["2"]),
        ([{"introduced": "0"}, {"limit": "*"}], ["all"]),
    ],
)
def test_events_become_ranges_by_the_order_of_versions(events: list[dict[str, str]], ranges: list[str]) -> None:
    assert ranges_of(*events) == ranges


def test_versions_that_are_listed_one_by_one_are_kept_beside_the_ranges() -> None:
    assert ranges_of({"introduced": "2"}, {"fixed": "3"}, versions=["1.0", "2.5", "7"]) == [">= 2, < 3", "1.0", "7"]


def test_commits_are_no_versions() -> None:
    git = {"type": "GIT", "repo": "https://github.com/git/git", "events": [{"introduced": "0"}, {"fixed": "c0ffee"}]}
    unknown = entry_of(affected=[{"ranges": [git]}])
    assert unknown.products == (AffectedProduct("GIT", "https://github.com/git/git", None),)
    tagged = entry_of(affected=[{"ranges": [git], "versions": ["v2.40.0"]}])
    assert tagged.products[0].ranges == (AffectedRange("v2.40.0", last_affected="v2.40.0"),)


def test_a_package_of_which_no_versions_are_known_has_none() -> None:
    assert entry_of(affected=[{"package": {"ecosystem": "Chocolatey", "name": "vlc"}}]).products == (
        AffectedProduct("Chocolatey", "vlc", None),
    )
    assert entry_of(affected=None).products == ()


def test_an_entry_that_was_taken_back_says_so() -> None:
    assert entry_of(withdrawn="2026-11-11T00:00:00Z").withdrawn == date(2026, 11, 11)


def test_lists_answers_and_archives_hold_the_same_entries() -> None:
    entries = [osv("OSV-2026-1"), osv("OSV-2026-2", modified="2026-11-12T00:00:00Z")]
    texts = {f"{entry['id']}.json": json.dumps(entry) for entry in entries}
    archived = {"all.zip": zipped({"folder/": "", **texts})}
    for files in ({"a.json": json.dumps(entries)}, {"a.json": json.dumps({"vulns": entries})}, archived):
        (file,) = read_advisories(files)
        assert [advisory.id for advisory in file.advisories] == ["OSV-2026-1", "OSV-2026-2"]
        assert file.dated == date(2026, 11, 12)
    assert len(read_advisories(texts)) == 2


def test_an_archive_is_known_by_its_content_and_may_hold_the_catalogue_too() -> None:
    data = zipped({"kev.json": kev(KEV_FIREFOX), "osv.json": json.dumps(osv()), "bom.json": b"\xef\xbb\xbf[]"})
    found = read_advisories({"download": data})
    assert [(file.name, file.source, len(file.advisories)) for file in found] == [
        ("download", AdvisorySource.KEV, 1),
        ("download", AdvisorySource.OSV, 1),
    ]


def test_a_catalogue_without_entries_is_a_file_too() -> None:
    (file,) = read_advisories({"kev.json": kev()})
    assert file.advisories == ()


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        ({"cveID": "CVE-2026-1"}, "cveID", "advisory-form"),
        ({"cveID": None}, "cveID", "missing"),
        ({"cveID": 7}, "cveID", "not-text"),
        ({"vendorProject": ""}, "vendorProject", "empty"),
        ({"product": "x" * 301}, "product", "too-long"),
        ({"product": "Fire\0fox"}, "product", "control-character"),
        ({"product": "\ud800"}, "product", "control-character"),
        ({"dateAdded": "10.11.2026"}, "dateAdded", "not-a-date"),
        ({"dateAdded": "2026-02-30"}, "dateAdded", "not-a-date"),
        ({"dueDate": "soon"}, "dueDate", "not-a-date"),
        ({"notes": ["a"]}, "notes", "not-text"),
    ],
)
def test_a_bad_entry_of_the_catalogue_is_told_with_its_field(change: dict[str, Any], field: str, problem: str) -> None:
    found = problems_of({"kev.json": kev(KEV_ELSEWHERE, {**KEV_FIREFOX, **change})})
    assert found == [("kev.json", f"vulnerabilities[1].{field}", problem)]


def test_a_catalogue_that_broke_off_is_not_taken_for_a_whole_one() -> None:
    with pytest.raises(InvalidInput) as told:
        read_advisories({"kev.json": kev(KEV_FIREFOX, count=1_500)})
    (problem,) = told.value.problems
    assert (problem.field, problem.problem, problem.value, problem.expected) == ("count", "count-differs", "1500", "1")


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        ({"id": "no number"}, "id", "advisory-form"),
        ({"id": ""}, "id", "empty"),
        ({"modified": None}, "modified", "missing"),
        ({"modified": "yesterday"}, "modified", "not-a-date"),
        ({"aliases": "CVE-2026-1"}, "aliases", "not-a-list"),
        ({"aliases": ["CVE-2026-1", 7]}, "aliases[1]", "not-text"),
        ({"affected": {}}, "affected", "not-a-list"),
        ({"affected": ["firefox"]}, "affected[0]", "not-a-mapping"),
        ({"affected": [{"package": "firefox"}]}, "affected[0].package", "not-a-mapping"),
        ({"affected": [{"package": {"name": "a"}}]}, "affected[0].package.ecosystem", "missing"),
        ({"affected": [affected("a", {"fixed": "\n\0"})]}, FIXED, "control-character"),
        ({"affected": [affected("a", {"fixed": "1\u200b"})]}, FIXED, "control-character"),
        ({"affected": [affected("a")]}, "affected[0].ranges[0].events", "missing"),
        ({"affected": [MANY]}, "affected[0].versions", "too-long"),
        ({"references": [{"type": "WEB", "url": 1}]}, "references[0].url", "not-text"),
    ],
)  # fmt: skip
def test_a_bad_entry_of_osv_is_told_with_its_field(change: dict[str, Any], field: str, problem: str) -> None:
    assert problems_of({"a.json": json.dumps([osv("OSV-2026-1"), {**osv(), **change}])}) == [
        ("a.json", f"[1].{field}", problem)
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "json-form"),
        ("{", "json-form"),
        ("<html>", "json-form"),
        ("null", "empty"),
        ("7", "not-an-advisory"),
        ('"kev"', "not-an-advisory"),
        ("{}", "not-an-advisory"),
        ('{"id": "GHSA-2x4c-5g6h-7j8m"}', "not-an-advisory"),
        ("[" * 100_000, "too-deep"),
        ('{"a":' * 100_000, "too-deep"),
        ("9" * 10_000, "json-form"),
        (b"\xff\xfe{}", "json-form"),
        (b"PK\x03\x04 but no more", "not-a-zip"),
    ],
    ids=lambda value: repr(value[:12]),
)
def test_what_is_no_list_of_advisories_is_refused_by_name(text: str | bytes, problem: str) -> None:
    assert problems_of({"a.json": text}) == [("a.json", "", problem)]


def test_a_list_names_which_of_its_entries_is_none() -> None:
    assert problems_of({"a.json": json.dumps([osv(), []])}) == [("a.json", "[1]", "not-an-advisory")]


def test_a_slip_in_json_is_told_with_its_line() -> None:
    with pytest.raises(InvalidInput) as told:
        read_advisories({"a.json": '{\n"id":\n}'})
    assert [(p.line, p.expected) for p in told.value.problems] == [(3, "Expecting value, column 1")]


def test_all_problems_of_all_files_are_told_at_once() -> None:
    files: dict[str, str | bytes] = {
        "a.json": "{",
        "b.json": kev({**KEV_FIREFOX, "cveID": "x", "product": 1}),
        "c.zip": b"nothing",
    }
    assert problems_of(files) == [
        ("a.json", "", "json-form"),
        ("b.json", "vulnerabilities[0].cveID", "advisory-form"),
        ("b.json", "vulnerabilities[0].product", "not-text"),
        ("c.zip", "", "not-a-zip"),
    ]
    assert problems_of({}) == [("", "", "file-missing")]


def test_the_same_entry_twice_is_told_wherever_it_stands() -> None:
    once = json.dumps(osv())
    assert problems_of({"a.json": once, "b.json": f"[{once}]"}) == [("b.json", "GHSA-2x4c-5g6h-7j8m", "listed-twice")]
    assert problems_of({"kev.json": kev(KEV_FIREFOX, KEV_FIREFOX)}) == [("kev.json", "CVE-2026-10001", "listed-twice")]


def test_a_text_that_is_too_large_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_objects, "MOST_CHARACTERS", 10)
    assert problems_of({"a.json": "[" + " " * 10 + "]"}) == [("a.json", "", "file-too-large")]


def test_a_member_that_unpacks_to_more_than_it_may_is_given_up_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBER_BYTES", 1_000)
    bomb = zipped({"bomb.json": b" " * 50_000_000})
    assert len(bomb) < 100_000
    assert problems_of({"all.zip": bomb}) == [("all.zip/bomb.json", "", "unpacks-too-large")]


def test_an_archive_whose_members_are_too_much_together_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_UNPACKED_BYTES", 1_000)
    many = zipped({f"OSV-2026-{n}.json": json.dumps(osv(f"OSV-2026-{n}")) for n in range(5)})
    assert problems_of({"all.zip": many}) == [("all.zip", "", "unpacks-too-large")]


def test_an_archive_with_too_many_members_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 2)
    assert problems_of({"all.zip": zipped({f"{n}.json": "[]" for n in range(3)})}) == [
        ("all.zip", "", "too-many-files")
    ]


def test_a_member_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(zipped({"a.json": b"[]" + b" " * 10_000}))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (2).to_bytes(4, "little")
    assert problems_of({"all.zip": bytes(data)}) == [("all.zip/a.json", "", "not-a-zip")]


def test_archives_within_archives_and_foreign_files_are_named() -> None:
    data = zipped({"inner.zip": zipped({}), "readme.txt": "hello", "../../etc/passwd.json": "[]"})
    assert problems_of({"all.zip": data}) == [
        ("all.zip/inner.zip", "", "unexpected-file"),
        ("all.zip/readme.txt", "", "unexpected-file"),
    ]


def test_an_archive_with_a_password_or_an_unusual_packing_is_refused() -> None:
    locked = bytearray(zipped({"a.json": "[]"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    assert problems_of({"all.zip": bytes(locked)}) == [("all.zip/a.json", "", "not-a-zip")]
    odd = bytearray(zipped({"a.json": "[]"}))
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        odd[odd.index(mark) + offset] = zipfile.ZIP_LZMA
    assert problems_of({"all.zip": bytes(odd)}) == [("all.zip/a.json", "", "not-a-zip")]


def test_an_archive_with_broken_bytes_is_refused() -> None:
    whole = zipped({"a.json": json.dumps(osv())})
    for at in range(0, len(whole), 7):
        broken = bytearray(whole)
        broken[at] ^= 0xFF
        try:
            found = read_advisories({"all.zip": bytes(broken)})
        except InvalidInput as refused:
            found = ()
            assert refused.problems  # noqa: PT017 - a byte that nobody reads may be broken: either is right
        assert len(found) <= 1


NAMES = [
    "vulnerabilities",
    "cveID",
    "id",
    "modified",
    "affected",
    "package",
    "name",
    "ecosystem",
    "ranges",
    "events",
    "introduced",
    "fixed",
    "type",
    "versions",
    "count",
    "dateReleased",
    "vulns",
    "aliases",
]
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(NAMES),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)


@given(_json)
def test_whatever_json_comes_it_is_read_or_refused_with_words(value: object) -> None:
    try:
        read = read_advisories({"a.json": json.dumps(value)})
    except InvalidInput as refused:
        read = ()
        assert refused.problems  # noqa: PT017 - either is right
    assert len(read) <= 2


ORDER = ["fixed", "introduced", "last_affected"]
_kinds = st.sampled_from(ORDER)
_versions = st.lists(st.integers(0, 9).map(str), min_size=1, max_size=3).map(".".join)


@given(st.lists(st.tuples(_kinds, _versions), min_size=1, max_size=6), _versions)
def test_a_version_is_covered_as_the_format_itself_says(events: list[tuple[str, str]], version: str) -> None:
    """The schema's evaluation: walk the events by version; the last one that is not above decides."""
    (product,) = entry_of(affected=[affected("a", *({kind: text} for kind, text in events))]).products
    in_order = sorted(events, key=lambda event: (by_version(event[1]), ORDER.index(event[0])))
    vulnerable = False
    for kind, text in in_order:
        reached, passed = by_version(version) >= by_version(text), by_version(version) > by_version(text)
        if kind == "introduced":
            vulnerable = vulnerable or reached
        else:
            vulnerable = vulnerable and not (passed if kind == "last_affected" else reached)
    assert any(covers(found, version) for found in product.ranges or ()) == vulnerable
