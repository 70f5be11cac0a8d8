"""What holds for any text: an import understands it or says what is wrong, and never anything else."""

import re

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from orchestrator.services.site_files.nodes import ScalarNode, scalars
from orchestrator.services.site_files.problems import ProblemCode, Problems
from orchestrator.services.site_files.yaml_tree import read_yaml
from tests.unit.site_files.example import catalog_files, catalog_verdict, site_files, site_verdict

# Random letters hardly ever are YAML; pieces of it often are.
PIECES = st.sampled_from([
    "all", "hosts", "children", "vars", "classroom_code", "ansible_port", "ansible_password", "id", "releases",
    "version", "requires", "firefox", ":", ": ", "\n", "\n  ", "\n    ", "- ", "[", "]", "{", "}", ",", "'", '"',
    "&a ", "*a ", "!unsafe ", "!x ", "---", "...", "%YAML 1.1", "<<", "~", "24.10", "010", "0x1F", "1:30",
    "2027-13-40", "yes", "{{ x }}", "|", ">", "?", "#", "\t", "\\", "\x00", "\ud800", "\ufeff", "\u2028", "é",
    "1" * 5000,
])  # fmt: skip
CODES = frozenset(code.value for code in ProblemCode)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=25).map("".join))


@given(file=st.sampled_from(sorted(site_files())), text=TEXTS)
@settings(max_examples=200, deadline=None)
@example(file="group_vars/all.yml", text="a: " + "1" * 5000)
@example(file="hosts.yml", text="all: {hosts: {a: {ansible_port: " + "9" * 5000 + "}}}")
def test_any_text_as_a_site_is_understood_or_refused(file: str, text: str) -> None:
    assert {p.problem for p in site_verdict({**site_files(), file: text})} <= CODES


@given(text=TEXTS)
@settings(max_examples=200, deadline=None)
@example(text="id: x\nreleases: [{version: '1'}, 2, {version: [x]}, {version: '²'}]\nrequires: {a: b}\ndetection: x")
@example(text="id: x\nreleases: {version: '1'}\nrequires: [[x], {y: z}, 1]\ndetection: {publisher: ~}\nprovider: []")
def test_any_text_as_a_catalog_file_is_understood_or_refused(text: str) -> None:
    assert {p.problem for p in catalog_verdict({**catalog_files(), "x.yml": text})} <= CODES


@given(name=st.text())
@settings(max_examples=100, deadline=None)
def test_a_lone_file_of_any_name_is_refused_in_known_words(name: str) -> None:
    for verdict in (site_verdict({name: "a: 1"}), catalog_verdict({name: "a: 1"})):
        assert verdict
        assert {p.problem for p in verdict} <= CODES


def leaves(files: dict[str, str]) -> list[tuple[str, ScalarNode]]:
    """Every value of every file."""
    found = []
    for file, text in files.items():
        tree = read_yaml(file, text, Problems())
        assert tree is not None
        found += [(file, scalar) for scalar in scalars(tree)]
    return found


def with_value(text: str, path: str, value: object) -> str:
    """The file with one value replaced; comments are lost, and nothing else."""
    data = yaml.safe_load(text)
    node = data
    steps = [int(step[1:-1]) if step.startswith("[") else step for step in re.findall(r"\[\d+\]|[^.\[\]]+", path)]
    for step in steps[:-1]:
        node = node[step]
    node[steps[-1]] = value
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 70_000),
    st.floats(0, 100),
    st.dates(),
    st.text(max_size=60),
    st.sampled_from(
        ["b204-02", "02", "01", "C-101", "127.0.0.1", "{{ x }}", "lab", "UTC", "firefox", "145.0.1", "x" * 300]
    ),
    st.lists(st.text(max_size=3), max_size=2),
)
# A clash of two values is said at one of the two.
TOGETHER = [{"classroom_row", "classroom_column"}, {"ansible_host", "ansible_port"}]
SITE_LEAVES = leaves(site_files())


def related(path: str) -> set[str]:
    above, _, name = path.rpartition(".")
    names = next((group for group in TOGETHER if name in group), {name})
    return {f"{above}.{other}" if above else other for other in names}


@given(leaf=st.sampled_from(SITE_LEAVES), value=VALUES)
@settings(max_examples=250, deadline=None)
def test_a_site_with_one_value_changed_is_right_or_that_very_field_is_named(
    leaf: tuple[str, ScalarNode], value: object
) -> None:
    file, scalar = leaf
    files = site_files()
    files[file] = with_value(files[file], scalar.place.path, value)
    verdict = site_verdict(files)
    # In place of a list, what is wrong may be one of its entries.
    named = {p.field.partition("[")[0] for p in verdict if p.where == file}
    assert not verdict or named & {path.partition("[")[0] for path in related(scalar.place.path)}, verdict


@given(leaf=st.sampled_from(leaves(catalog_files())), value=VALUES)
@settings(max_examples=150, deadline=None)
def test_a_catalog_with_one_value_changed_is_right_or_that_file_is_named(
    leaf: tuple[str, ScalarNode], value: object
) -> None:
    file, scalar = leaf
    files = catalog_files()
    files[file] = with_value(files[file], scalar.place.path, value)
    verdict = catalog_verdict(files)
    assert not verdict or file in {p.where for p in verdict}
