import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.virtual_lab.native.cmd_parser import (
    Chain,
    CmdSyntaxError,
    Group,
    Redirect,
    Simple,
    expand,
    parse,
    split_arguments,
)


def test_and_binds_tighter_than_or_and_both_tighter_than_a_plain_separator() -> None:
    tree = parse("a & b || c && d | e")
    assert tree == Chain(
        "&",
        Simple("a "),
        Chain("||", Simple("b "), Chain("&&", Simple("c "), Chain("|", Simple("d "), Simple("e")))),
    )


def test_separators_in_quotes_and_after_a_caret_are_text() -> None:
    assert parse('echo "a & b" ^& c') == Simple('echo "a & b" & c')


def test_a_group_takes_redirections_of_its_own() -> None:
    tree = parse("(a&b) >nul 2>&1")
    assert tree == Group(Chain("&", Simple("a"), Simple("b")), (Redirect(1, "nul"), Redirect(2, "&1")))


def test_a_digit_names_a_stream_only_when_it_stands_alone() -> None:
    assert parse("echo x2>nul") == Simple("echo x2", (Redirect(1, "nul"),))
    assert parse("echo x 2>nul") == Simple("echo x ", (Redirect(2, "nul"),))


@pytest.mark.parametrize(
    ("line", "token"), [("& a", "&"), ("a && && b", "&&"), ("(a", "("), ("a ||", "&"), ("(a) b", "b")]
)
def test_a_line_that_cmd_refuses_is_refused(line: str, token: str) -> None:
    with pytest.raises(CmdSyntaxError) as caught:
        parse(line)
    assert caught.value.token == token


def test_an_empty_line_is_nothing() -> None:
    assert parse("  ") is None


def test_variables_that_are_not_defined_stay_as_they_are() -> None:
    assert expand("%a% %b% 100%", {"a": "x"}.get) == "x %b% 100%"


@given(st.lists(st.text(st.characters(exclude_characters='"\\', exclude_categories=("C", "Z"))), max_size=5))
def test_arguments_put_in_quotes_come_out_as_they_were(arguments: list[str]) -> None:
    line = " ".join(f'"{a}"' for a in arguments)
    assert split_arguments(line) == arguments


@given(st.text(alphabet='ab&|<>()^"% 12', max_size=30))
def test_any_line_is_either_read_or_refused(line: str) -> None:
    try:
        node = parse(line)
    except CmdSyntaxError:
        return
    assert node is not None or not line.strip()
