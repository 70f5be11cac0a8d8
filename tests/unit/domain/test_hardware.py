"""Whether a machine has what something needs (R3.2: against the last scan)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.hardware import HardwareNeed, HardwarePart, Shortfall, Sufficiency, hardware_shortfall
from orchestrator.domain.observations import Hardware

SEEN = Hardware(16384, 487637, 214906, "Some CPU", 12, "10.0.22631.4460", "Windows 11 Education")
BUILD = st.lists(st.integers(0, 99999), min_size=3, max_size=4)


def build_verdict(needed: str, seen: str | None) -> Sufficiency:
    [found] = hardware_shortfall(HardwareNeed(windows_build=needed), Hardware(windows_build=seen))
    assert found.part is HardwarePart.WINDOWS_BUILD
    assert (found.needed, found.seen) == (needed, seen)
    return found.sufficiency


def test_each_part_that_is_needed_is_answered_beside_what_was_seen() -> None:
    need = HardwareNeed(memory_mb=32768, disk_free_mb=214906, cpu_cores=8, windows_build="10.0.26100")
    assert hardware_shortfall(need, SEEN) == (
        Shortfall(HardwarePart.MEMORY, Sufficiency.SHORT, 32768, 16384),
        Shortfall(HardwarePart.DISK_FREE, Sufficiency.MET, 214906, 214906),
        Shortfall(HardwarePart.CPU_CORES, Sufficiency.MET, 8, 12),
        Shortfall(HardwarePart.WINDOWS_BUILD, Sufficiency.SHORT, "10.0.26100", "10.0.22631.4460"),
    )


def test_what_is_not_needed_is_not_answered() -> None:
    assert hardware_shortfall(HardwareNeed(), SEEN) == ()
    [only] = hardware_shortfall(HardwareNeed(cpu_cores=13), SEEN)
    assert only == Shortfall(HardwarePart.CPU_CORES, Sufficiency.SHORT, 13, 12)


@pytest.mark.parametrize("seen", [None, Hardware()])
def test_unknown_is_never_yes_and_never_no(seen: Hardware | None) -> None:
    need = HardwareNeed(memory_mb=1, disk_free_mb=0, cpu_cores=1, windows_build="10.0.1")
    found = hardware_shortfall(need, seen)
    assert [answer.part for answer in found] == list(HardwarePart)
    assert {answer.sufficiency for answer in found} == {Sufficiency.UNKNOWN}


@pytest.mark.parametrize(
    ("needed", "seen", "verdict"),
    [
        ("10.0.22631", "10.0.22631.4460", Sufficiency.MET),
        ("10.0.22631.4460", "10.0.22631.4460", Sufficiency.MET),
        ("10.0.22631.4461", "10.0.22631.4460", Sufficiency.SHORT),
        ("10.0.22631", "10.0.9600", Sufficiency.SHORT),
        ("10.0.9600.17000", "10.0.22631", Sufficiency.MET),
        ("10.0.22631.4460", "10.0.22631", Sufficiency.UNKNOWN),
        ("10.0.22631.0", "10.0.22631", Sufficiency.MET),
        ("10.0.22631.4460", "10.0.19045", Sufficiency.SHORT),
        ("22631", "10.0.22631.4460", Sufficiency.UNKNOWN),
        ("24H2", "10.0.26100.1", Sufficiency.UNKNOWN),
        ("10.0.²", "10.0.26100.1", Sufficiency.UNKNOWN),
        ("10.0.1", "something", Sufficiency.UNKNOWN),
        ("10.0.1", None, Sufficiency.UNKNOWN),
    ],
)
def test_builds_are_compared_number_by_number(needed: str, seen: str | None, verdict: Sufficiency) -> None:
    assert build_verdict(needed, seen) is verdict


@given(BUILD, BUILD)
def test_of_two_different_whole_builds_exactly_one_is_enough_for_the_other(one: list[int], other: list[int]) -> None:
    first, second = (".".join(map(str, numbers)) for numbers in (one, other))
    if len(one) == len(other):
        verdicts = [build_verdict(first, second), build_verdict(second, first)]
        assert Sufficiency.UNKNOWN not in verdicts
        assert verdicts.count(Sufficiency.MET) == (2 if one == other else 1)


@given(st.text(), st.none() | st.text())
def test_whatever_somebody_writes_for_a_build_nothing_is_raised(needed: str, seen: str | None) -> None:
    assert build_verdict(needed, seen) in Sufficiency
