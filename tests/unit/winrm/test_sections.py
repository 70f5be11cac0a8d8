import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.adapters.winrm.command import Outcome, Section
from orchestrator.adapters.winrm.sections import UnreadableOutput, split_sections
from tests.unit.winrm.outputs import HIVE_32, MARKER, choco_2, choco_that_refuses_the_flag, machine_output, mark

COMPLETE = machine_output(chocolatey=choco_2("firefox|145.0.1"))


def test_each_section_holds_what_was_printed_between_its_marker_and_the_next() -> None:
    parts = split_sections(COMPLETE, MARKER)
    assert parts[Section.NAME].content == b"B204-07\r\n"
    assert parts[Section.HIVE_32].content == HIVE_32.replace("\n", "\r\n").encode()
    assert parts[Section.HIVE_32].outcome is Outcome.DONE
    assert parts[Section.PACKAGES].content == b"firefox|145.0.1\r\n"
    assert Section.PACKAGES_AGAIN not in parts


def test_a_second_attempt_at_the_packages_stands_apart_from_the_first() -> None:
    parts = split_sections(machine_output(chocolatey=choco_that_refuses_the_flag("3.0.0", "git|2.1")), MARKER)
    assert parts[Section.PACKAGES].outcome is None
    assert parts[Section.PACKAGES_AGAIN].content == b"git|2.1\r\n"
    assert parts[Section.PACKAGES_AGAIN].outcome is Outcome.DONE


def test_a_marker_counts_after_a_line_that_was_not_ended() -> None:
    parts = split_sections(machine_output(name="B204-07"), MARKER)
    assert parts[Section.NAME].content == b"B204-07"


def test_a_product_that_is_named_like_a_marker_of_another_scan_is_no_marker() -> None:
    hive = HIVE_32.replace("Microsoft Edge", "##ffffffff end")
    assert b"##ffffffff end" in split_sections(machine_output(hive_32=hive), MARKER)[Section.HIVE_32].content


@given(cut=st.integers(min_value=0, max_value=len(COMPLETE) - len(mark("end")) - 1))
def test_an_output_that_was_cut_off_anywhere_is_unreadable(cut: int) -> None:
    with pytest.raises(UnreadableOutput):
        split_sections(COMPLETE[:cut], MARKER)


@pytest.mark.parametrize(
    "output",
    [
        COMPLETE.replace(b"##" + MARKER.encode() + b" done\r\n", b"", 1),
        COMPLETE.replace(mark("done").encode(), f"{mark('done')}\r\n{mark('done')}".encode(), 1),
        COMPLETE.replace(mark("name").encode(), mark("elsewhere").encode()),
        COMPLETE + f"{mark('end')}\r\n".encode(),
        COMPLETE.replace(mark("name").encode(), mark("swap").encode())
        .replace(mark("hardware").encode(), mark("name").encode())
        .replace(mark("swap").encode(), mark("hardware").encode()),
        f"{mark('done')}\r\n".encode() + COMPLETE,
        machine_output(chocolatey=f"2.4.3\n{mark('packages')}\n"),
        machine_output(chocolatey=f"2.4.3\n{mark('packages')}\n{mark('again')}\n"),
        b"",
    ],
    ids=["no outcome", "two outcomes", "unknown", "doubled", "swapped", "outcome first", "list", "second", "empty"],
)
def test_markers_that_do_not_fit_are_unreadable(output: bytes) -> None:
    with pytest.raises(UnreadableOutput):
        split_sections(output, MARKER)


def test_an_output_made_with_another_marker_is_unreadable() -> None:
    with pytest.raises(UnreadableOutput):
        split_sections(COMPLETE, "ffffffff")


@given(st.binary() | st.text(alphabet=f"#{MARKER} \r\nedon").map(str.encode))
def test_whatever_comes_only_its_own_error_is_raised(output: bytes) -> None:
    with pytest.raises(UnreadableOutput):
        split_sections(output, MARKER)
