"""Lines and differences of revisions."""

from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.classrooms import SeatTarget
from orchestrator.domain.manifests import Difference, ManifestLine, diff, lines_of
from orchestrator.domain.requests import RequestState, Wanted
from tests.unit.domain.examples import NOW, ask


def line(item_id: str, request_id: str | None = None) -> ManifestLine:
    return ManifestLine(item_id, request_id, Wanted.PRESENT, "latest", SeatTarget.ALL, None)


def test_the_lines_are_the_baseline_in_its_order_and_then_the_requests_by_age() -> None:
    requests = [ask("r3", "x", age=1), ask("r1", "y", age=3), ask("r2", "z", age=1)]
    assert lines_of(["b", "a", "b"], requests) == (
        line("b"),
        line("a"),
        line("y", "r1"),
        line("z", "r2"),
        line("x", "r3"),
    )


def test_a_line_says_all_that_was_asked_for() -> None:
    request = ask("r1", "x", wanted=Wanted.ABSENT, version="1.0", target=SeatTarget.PODIUM, enough=1)
    assert lines_of([], [request]) == (ManifestLine("x", "r1", Wanted.ABSENT, "1.0", SeatTarget.PODIUM, 1),)


def test_a_request_that_is_over_has_no_line() -> None:
    ended = [ask("r", "x").moved_to(state, NOW) for state in (RequestState.WITHDRAWN, RequestState.CLOSED)]
    assert lines_of([], ended) == ()


def test_two_requests_for_the_same_item_are_two_lines() -> None:
    requests = [ask("r1", "x", age=2), ask("r2", "x", age=1)]
    assert diff(lines_of([], requests[:1]), lines_of([], requests)) == Difference((line("x", "r2"),), ())


def test_a_difference_names_what_came_and_what_went() -> None:
    before, after = (line("a"), line("x", "r1")), (line("a"), line("b"), line("y", "r2"))
    assert diff(before, after) == Difference((line("b"), line("y", "r2")), (line("x", "r1"),))


_lines = st.lists(
    st.builds(line, st.sampled_from("abc"), st.none() | st.sampled_from(["r1", "r2", "r3"])), unique=True, max_size=6
)


@given(_lines, _lines)
def test_what_went_taken_away_and_what_came_added_gives_the_newer_lines(
    before: list[ManifestLine], after: list[ManifestLine]
) -> None:
    found = diff(before, after)
    assert (set(before) - set(found.removed)) | set(found.added) == set(after)
    assert not set(found.added) & set(before)
    assert set(found.removed) <= set(before)


@given(_lines)
def test_equal_lines_have_no_difference(lines: list[ManifestLine]) -> None:
    assert diff(lines, lines) == Difference((), ())
