"""The catalog's files: what they mean, and what is said of every slip in them."""

import json
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from orchestrator.domain.catalog import Catalog, CatalogItem, DetectionRule, Provider, Release, Updates
from orchestrator.services.site_files.catalog import MAX_FILES, read_catalog
from orchestrator.services.site_files.problems import ProblemCode
from tests.unit.site_files.catalog_slips import CATALOG_SLIPS, EDGE, FIREFOX, GIT, STOCKROOM, ZIP
from tests.unit.site_files.example import INVENTORY, catalog_files, catalog_verdict, edited, line_of
from tests.unit.site_files.site_slips import SLIPS, Slip

SCHEMA = json.loads((INVENTORY / "catalog.schema.json").read_text())


def catalog() -> Catalog:
    return read_catalog(catalog_files()).declared(Catalog())


def test_the_example_has_eleven_titles_and_three_pieces_of_work_by_hand() -> None:
    items = catalog().items
    assert {item.id: item.provider.value for item in items.values()} == {
        "7zip": "msi",
        "firefox": "chocolatey",
        "git": "chocolatey",
        "libreoffice": "msi",
        "local-admin-lab": "manual",
        "microsoft-edge": "external",
        "notepadplusplus": "chocolatey",
        "port-8080-open": "manual",
        "site-access-elearning": "manual",
        "stockroom": "msi",
        "student-records-forms": "msi",
        "swarm-share": "chocolatey",
        "vlc": "chocolatey",
        "weather-buddy": "chocolatey",
    }
    assert {item.id for item in items.values() if "microsoft-edge" in item.requires} == {
        "stockroom",
        "student-records-forms",
    }


def test_an_item_is_read_field_by_field() -> None:
    assert catalog().items["firefox"] == CatalogItem(
        id="firefox",
        title="Mozilla Firefox",
        publisher="Mozilla",
        provider=Provider.CHOCOLATEY,
        detection=DetectionRule("firefox", "Mozilla Firefox (*", "Mozilla"),
        summary="Web browser that installs beside Microsoft Edge.",
        releases=(
            Release("144.0.2", released=date(2025, 10, 28)),
            Release("145.0.1", released=date(2025, 11, 18)),
        ),
        package="firefox",
        feed="feed",
        feed_newest="145.0.1",
        updates=Updates.SELF,
        coexists_with=("microsoft-edge",),
        provides=("browser",),
        minutes=3,
        size_mb=70,
    )


def test_nobody_vouches_for_the_newest_git_so_it_takes_its_own_call() -> None:
    assert catalog().items["git"].feed_newest is None


def test_the_order_of_releases_and_relations_means_nothing() -> None:
    files = edited(catalog_files(), FIREFOX, "[microsoft-edge]", "[vlc, microsoft-edge]")
    other = edited(catalog_files(), FIREFOX, "[microsoft-edge]", "[microsoft-edge, vlc]")
    head, _, releases = other[FIREFOX].partition("releases:\n")
    lines = releases.splitlines(keepends=True)
    other[FIREFOX] = f"{head}releases:\n{''.join(lines[2:] + lines[:2])}"
    assert read_catalog(files).declared(Catalog()) == read_catalog(other).declared(Catalog())


def test_a_feed_names_its_newest_by_the_packages_version() -> None:
    files = edited(catalog_files(), GIT, '"2.51.2"\n', '"2.51.2"\n    package_version: "2.51.2.1"\n')
    stated = edited(files, GIT, "feed: feed\n", 'feed: feed\nfeed_newest: "2.51.2.1"\n')
    assert read_catalog(stated).declared(Catalog()).items["git"].feed_newest == "2.51.2.1"
    wrong = edited(files, GIT, "feed: feed\n", 'feed: feed\nfeed_newest: "2.51.2"\n')
    assert [p.problem for p in catalog_verdict(wrong)] == ["not-a-release"]


@pytest.mark.parametrize(
    "slip", CATALOG_SLIPS, ids=lambda slip: f"{slip.code} {slip.field.rsplit('.', 1)[-1]} {slip.new[-20:]!r}"
)
def test_a_slip_is_named_with_file_field_and_remedy(slip: Slip) -> None:
    found = {
        (p.problem, p.where, p.field): p
        for p in catalog_verdict(edited(catalog_files(), slip.file, slip.old, slip.new))
    }
    problem = found.get((slip.code, slip.also_in or slip.file, slip.field))
    assert problem, list(found)
    assert problem.line is not None
    if slip.expected is not None:
        assert problem.expected == slip.expected
    assert len(found) <= 6


def test_every_problem_that_a_field_can_have_is_shown_by_a_slip() -> None:
    elsewhere = {
        "unexpected-file", "file-missing", "file-too-large", "too-many-files", "too-many-problems", "several-documents",
        "yaml-alias", "too-deep", "key-not-text", "unknown-tag", "not-yaml",
        "json-form", "not-a-zip", "unpacks-too-large", "not-an-advisory", "advisory-form", "count-differs",
        "pattern-form",
    }  # fmt: skip
    shown = {slip.code for slip in (*SLIPS, *CATALOG_SLIPS)}
    assert shown | elsewhere == {code.value for code in ProblemCode}
    assert not shown & elsewhere


def test_a_problem_names_the_line() -> None:
    files = edited(catalog_files(), ZIP, "minutes: 1", "minutes: 1000")
    (problem,) = catalog_verdict(files)
    assert (problem.line, problem.value) == (line_of(files, ZIP, "minutes"), "1000")


def test_the_problems_of_all_files_come_together() -> None:
    files = edited(catalog_files(), ZIP, "minutes: 1", "minutes: 1000")
    files = edited(files, ZIP, "released: 2023-06-20", "released: 2023-06-31")
    files = edited(files, STOCKROOM, "[microsoft-edge]", "[microsoft-egde]")
    files = edited(files, STOCKROOM, "title: Stockroom", "title: 12")
    assert [(p.where, p.problem) for p in catalog_verdict(files)] == [
        (ZIP, "out-of-range"),
        (ZIP, "not-a-date"),
        (STOCKROOM, "needs-quotes"),
        (STOCKROOM, "unknown-item"),
    ]


def test_a_requirement_of_an_item_that_is_about_to_go_is_no_slip() -> None:
    stored = catalog()
    files = catalog_files()
    del files[EDGE]
    files = edited(files, FIREFOX, "coexists_with: [microsoft-edge]\n", "")
    assert "microsoft-edge" not in read_catalog(files).declared(stored).items
    assert {p.problem for p in catalog_verdict(files)} == {"unknown-item"}


def test_text_that_is_tagged_unsafe_stays_text() -> None:
    files = edited(catalog_files(), FIREFOX, "title: Mozilla Firefox", "title: !unsafe \"{{ lookup('pipe', 'id') }}\"")
    assert read_catalog(files).declared(Catalog()).items["firefox"].title == "{{ lookup('pipe', 'id') }}"


@pytest.mark.parametrize("name", ["README.md", "sub/firefox.yml", "Firefox.yml", "../x.yml", ""])
def test_a_file_that_does_not_belong_here_is_refused(name: str) -> None:
    assert [(p.problem, p.where) for p in catalog_verdict({**catalog_files(), name: ""})] == [("unexpected-file", name)]


@pytest.mark.parametrize(("text", "code"), [("", "empty"), ("# x", "empty"), ("{}", "empty"), ("- x", "not-a-mapping")])
def test_a_file_without_an_item_is_refused(text: str, code: str) -> None:
    assert [(p.problem, p.where) for p in catalog_verdict({**catalog_files(), "x.yml": text})] == [(code, "x.yml")]


def test_no_files_at_all_are_no_catalog() -> None:
    assert [p.problem for p in catalog_verdict({})] == ["file-missing"]


def test_too_many_files_are_not_read() -> None:
    assert [p.problem for p in catalog_verdict({f"x{n}.yml": "" for n in range(MAX_FILES + 1)})] == ["too-many-files"]


def test_the_schema_is_a_schema_and_describes_every_field() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    described = [
        SCHEMA["properties"],
        SCHEMA["properties"]["detection"]["properties"],
        SCHEMA["$defs"]["release"]["properties"],
    ]
    for fields in described:
        for name, field in fields.items():
            words = field.get("description") or SCHEMA["$defs"].get(field.get("$ref", "").rsplit("/", 1)[-1], {}).get(
                "description"
            )
            assert words, name


def test_the_schema_knows_exactly_the_fields_of_the_values() -> None:
    assert set(SCHEMA["properties"]) == set(CatalogItem.__dataclass_fields__)
    assert set(SCHEMA["properties"]["detection"]["properties"]) == set(DetectionRule.__dataclass_fields__)
    assert set(SCHEMA["$defs"]["release"]["properties"]) == set(Release.__dataclass_fields__)


def test_every_file_points_an_editor_to_the_schema() -> None:
    for text in catalog_files().values():
        assert text.splitlines()[1] == "# yaml-language-server: $schema=../catalog.schema.json"
    assert (INVENTORY / "catalog" / "../catalog.schema.json").is_file()
