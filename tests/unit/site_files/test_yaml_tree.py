"""Reading YAML: lines are kept, and nothing but plain data gets through."""

import pytest
import yaml

from orchestrator.services.site_files.nodes import MappingNode, ScalarKind, ScalarNode, looks_like_template, scalars
from orchestrator.services.site_files.problems import ProblemCode, Problems
from orchestrator.services.site_files.yaml_tree import MAX_CHARACTERS, MAX_DEPTH, read_yaml

LOADERS = [yaml.SafeLoader, yaml.CSafeLoader]


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__)
def loader(request: pytest.FixtureRequest) -> type[yaml.SafeLoader]:
    """Both of PyYAML's parsers: which one there is depends on how it was built."""
    found: type[yaml.SafeLoader] = request.param
    return found


def problems_of(text: str, loader: type[yaml.SafeLoader]) -> list[tuple[str, str, int | None]]:
    problems = Problems()
    read_yaml("a.yml", text, problems, loader=loader)
    return [(p.problem, p.field, p.line) for p in problems.listed()]


def test_every_value_knows_its_field_and_line(loader: type[yaml.SafeLoader]) -> None:
    problems = Problems()
    tree = read_yaml(
        "a.yml", "---\n# words\nrooms:\n  - code: B-204\n    seats: [1,\n      '2']\n", problems, loader=loader
    )
    assert tree is not None
    found = [(s.place.path, s.place.line, s.text) for s in scalars(tree)]
    assert found == [("rooms[0].code", 4, "B-204"), ("rooms[0].seats[0]", 5, "1"), ("rooms[0].seats[1]", 6, "2")]
    assert not problems


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("24.10", ScalarKind.DECIMAL),
        ("007", ScalarKind.INTEGER),
        ("12:30:45", ScalarKind.INTEGER),
        ("off", ScalarKind.TRUTH),
        ("2026-01-02", ScalarKind.DATE),
        ("~", ScalarKind.NOTHING),
        ("", ScalarKind.NOTHING),
        ("<<", ScalarKind.OTHER),
        ("B-204", ScalarKind.TEXT),
        ("'24.10'", ScalarKind.TEXT),
        ('"off"', ScalarKind.TEXT),
        ("!!str 24.10", ScalarKind.TEXT),
    ],
)
def test_a_value_keeps_its_characters_and_says_what_yaml_takes_it_for(
    text: str, kind: ScalarKind, loader: type[yaml.SafeLoader]
) -> None:
    problems = Problems()
    tree = read_yaml("a.yml", f"version: {text}", problems, loader=loader)
    assert isinstance(tree, MappingNode)
    value = tree.entries["version"]
    assert isinstance(value, ScalarNode)
    assert value.kind is kind
    assert value.text == text.removeprefix("!!str ").strip("'\"")
    assert not problems


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\nb: 2\na: 3", ("duplicate-key", "a", 3)),
        ("a: &x 1\nb: 2", ("yaml-alias", "a", 1)),
        ("a: 1\nb: &x {c: 1}", ("yaml-alias", "b", 2)),
        ("a: !vault x", ("unknown-tag", "a", 1)),
        ("a: !!python/object:os.system {}", ("unknown-tag", "a", 1)),
        ("a: 1\n!unsafe b: 2", ("key-not-text", "", 2)),
        ("1: x", ("key-not-text", "", 1)),
        ("? [a, b]\n: x", ("key-not-text", "", 1)),
        ("a: 1\n<<: {b: 2}", ("key-not-text", "", 2)),
        ("a: 1\n---\nb: 2", ("several-documents", "", 2)),
        ("a: 1\nb: [", ("not-yaml", "", 3)),
        ("a: 1\nb: \x07", ("control-character", "", 2)),
        ("a: \x00", ("control-character", "", 1)),
        ("a: \ud800", ("control-character", "", 1)),
        ('"a\\n": 1', ("control-character", "a\\u000a", 1)),
        ('"{{ x }}": 1', ("template", "{{ x }}", 1)),
        ("[" * (MAX_DEPTH + 1), ("too-deep", "[0]" * MAX_DEPTH, 1)),
    ],
)
def test_what_is_more_than_plain_data_is_refused_where_it_stands(
    text: str, problem: tuple[str, str, int], loader: type[yaml.SafeLoader]
) -> None:
    found = problems_of(text, loader)
    if problem[0] == "not-yaml":
        # The two parsers don't agree on the line in which something is missing.
        assert [(code, field) for code, field, _ in found] == [problem[:2]]
    else:
        assert found == [problem]


def test_a_bomb_of_aliases_is_refused_and_never_unfolded(loader: type[yaml.SafeLoader]) -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20))]
    assert {code for code, _, _ in problems_of("\n".join(lines), loader)} == {"yaml-alias"}


def test_a_file_that_is_too_large_is_not_read(loader: type[yaml.SafeLoader]) -> None:
    assert problems_of("a" * (MAX_CHARACTERS + 1), loader) == [("file-too-large", "", None)]


def test_text_that_is_tagged_unsafe_is_text(loader: type[yaml.SafeLoader]) -> None:
    problems = Problems()
    tree = read_yaml("a.yml", "a: !unsafe '{{ x }}'\nb: '{{ x }}'", problems, loader=loader)
    assert tree is not None
    assert [(s.text, s.is_template) for s in scalars(tree)] == [("{{ x }}", False), ("{{ x }}", True)]
    assert not problems


def test_a_file_may_begin_with_a_byte_order_mark(loader: type[yaml.SafeLoader]) -> None:
    problems = Problems()
    tree = read_yaml("a.yml", "\ufeffa: 1", problems, loader=loader)
    assert isinstance(tree, MappingNode)
    assert list(tree.entries) == ["a"]


@pytest.mark.parametrize("text", ["a {{ b", "{% if x %}", "{# x #}", "#jinja2:variable_start_string:'[['\n[[ 1 ]]"])
def test_whatever_starts_a_template_counts_as_one(text: str) -> None:
    assert looks_like_template(text)


def test_one_brace_is_no_template() -> None:
    assert not looks_like_template("{23170F69-40C1-2702-2409-000001000000} # jinja2: {")


def test_after_five_hundred_problems_one_says_that_there_are_more() -> None:
    problems = Problems()
    read_yaml("a.yml", "\n".join(f"{n}: x" for n in range(600)), problems)
    listed = problems.listed()
    assert len(listed) == 501
    assert [p.problem for p in listed if not p.where] == [ProblemCode.TOO_MANY_PROBLEMS]
