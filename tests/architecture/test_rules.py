"""Every rule is enforced somewhere, held by a test that names it, and the page of the rules says where."""

import pytest

from orchestrator.settings import ROOT
from tests.architecture.rules_page import PAGE, named_in, page, rules, ways


@pytest.mark.parametrize("rule", rules())
def test_a_rule_is_named_by_the_code_that_enforces_it(rule: str) -> None:
    assert named_in("orchestrator").get(rule), f"no code names {rule}"


@pytest.mark.parametrize("rule", rules())
def test_a_rule_is_named_by_a_test_that_holds_it(rule: str) -> None:
    named = [name for name in named_in("tests").get(rule, ()) if name.split("/")[-1].startswith("test_")]
    assert named, f"no test names {rule}"


@pytest.mark.parametrize("way", ways(), ids=lambda way: way["way"])
def test_a_way_not_to_deliver_has_code_and_a_test_that_is_there(way: dict[str, str]) -> None:
    file, _, name = way["test"].partition("::")
    assert "R2" in (ROOT / way["code"]).read_text()
    assert f"def {name}" in (ROOT / file).read_text()


def test_the_page_says_what_the_code_and_the_tests_say() -> None:
    assert PAGE.read_text() == page(), "write it anew: python -m tests.architecture.rules_page"
