"""What a machine is made of, from what native commands print, in any language, and from rubbish (R3.2)."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.adapters.winrm.hardware import (
    parse_disk,
    parse_memory,
    parse_processors,
    parse_windows_build,
    parse_windows_name,
)
from tests.unit.winrm.outputs import (
    CPU,
    EDITION,
    GERMAN_NOT_FOUND,
    RANGES,
    SIZES,
    SIZES_BEFORE_1803,
    SIZES_GERMAN,
    VERSION,
    memory,
    processors,
)

MB = 1024 * 1024
GERMAN_MATCHES = "Ende der Suche: {} Übereinstimmung(en) gefunden."


def resource_list(*ranges: tuple[int, int, int], descriptor: int = 20) -> str:
    """One full descriptor with (type, flags, length) each."""
    packed = (
        struct.pack("<BBHqI", kind, 1, flags, 0x1000, length).ljust(descriptor, b"\0") for kind, flags, length in ranges
    )
    return (struct.pack("<IIIHHI", 1, 0, 0, 1, 1, len(ranges)) + b"".join(packed)).hex().upper()


class TestWindows:
    @pytest.mark.parametrize(
        ("text", "build"),
        [
            (VERSION, "10.0.22631.4460"),
            ("\r\nMicrosoft Windows [Version 10.0.14393]\r\n", "10.0.14393"),
            ("\nMicrosoft Windows [version 10.0.19045.5011]\n", "10.0.19045.5011"),
            ("\nMicrosoft Windows [版本 10.0.26100.1]\n", "10.0.26100.1"),
            ("\nMicrosoft Windows [Version 10]\n", None),
            ("\nMicrosoft Windows 10.0.22631.4460\n", None),
            ("[Version 10.0.123456]", None),
            ("", None),
        ],
    )
    def test_the_build_is_read_by_its_form(self, text: str, build: str | None) -> None:
        assert parse_windows_build(text) == build

    @pytest.mark.parametrize(
        ("build", "name"),
        [
            ("10.0.22631.4460", "Windows 11 Education"),
            ("10.0.22000", "Windows 11 Education"),
            ("10.0.19045.5011", "Windows 10 Education"),
            (None, "Windows 10 Education"),
        ],
    )
    def test_windows_11_is_known_by_its_build(self, build: str | None, name: str) -> None:
        assert parse_windows_name(EDITION, build) == name

    def test_other_names_stay_as_they_are(self) -> None:
        server = EDITION.replace("Windows 10 Education", "Windows Server 2025 Standard")
        assert parse_windows_name(server, "10.0.26100.1") == "Windows Server 2025 Standard"
        assert parse_windows_name(GERMAN_NOT_FOUND, "10.0.26100.1") is None


class TestProcessors:
    @pytest.mark.parametrize("closing", ["End of search: {} match(es) found.", GERMAN_MATCHES])
    def test_each_key_is_a_logical_processor(self, closing: str) -> None:
        assert parse_processors(processors(12, closing=closing)) == (CPU, 12)

    def test_spaces_with_which_makers_fill_the_name_up_are_dropped(self) -> None:
        assert parse_processors(processors(1, name=f"      {CPU}    ")) == (CPU, 1)
        assert parse_processors(processors(1, name="Intel(R) Xeon(R)   CPU")) == ("Intel(R) Xeon(R) CPU", 1)

    def test_processors_without_a_name_are_counted(self) -> None:
        assert parse_processors(processors(4, name="")) == (None, 4)

    @pytest.mark.parametrize("text", ["", GERMAN_NOT_FOUND, processors(0, closing=GERMAN_MATCHES)])
    def test_none_is_not_zero(self, text: str) -> None:
        assert parse_processors(text) == (None, None)


class TestMemory:
    def test_ranges_are_added_up_and_rounded_up_to_whole_gigabytes(self) -> None:
        assert parse_memory(memory(RANGES)) == 16384

    def test_what_graphics_takes_is_not_there_for_anything_else(self) -> None:
        # 16 GB are fitted, the graphics takes 2 GB of them, and the firmware some more.
        assert parse_memory(memory(resource_list((3, 0, 2000 * MB), (7, 0x200, (12200 * MB) >> 8)))) == 14336

    @pytest.mark.parametrize(("flags", "shift"), [(0x200, 8), (0x400, 16), (0x800, 32)])
    def test_lengths_of_large_ranges_are_shifted(self, flags: int, shift: int) -> None:
        assert parse_memory(memory(resource_list((7, flags, (64 << 30) >> shift)))) == 65536

    def test_other_resources_are_no_memory(self) -> None:
        assert parse_memory(memory(resource_list((3, 0, 1 << 30), (1, 0, 1 << 30), (5, 0, 1 << 30)))) == 1024

    def test_a_list_of_32_bit_windows_is_read_too(self) -> None:
        short = resource_list((3, 0, 0x9F000), (3, 0, 3000 * MB), descriptor=16)
        assert parse_memory(memory(short)) == 3072

    def test_several_full_descriptors_are_added_up(self) -> None:
        one = resource_list((3, 0, 1 << 30))[8:]
        assert parse_memory(memory(f"02000000{one}{one}")) == 2048

    @pytest.mark.parametrize(
        "text",
        [
            "",
            GERMAN_NOT_FOUND,
            memory(""),
            memory(RANGES, kind="REG_SZ"),
            memory(RANGES[:-2]),
            memory(RANGES[:-1]),
            memory(f"{RANGES}00"),
            memory("rubbish"),
            memory("00000000"),
            memory("FFFFFFFF"),
            memory(resource_list((7, 0, 4096))),
            memory(resource_list((7, 0xE00, 4096))),
            memory(resource_list((1, 0, 4096))),
            memory(resource_list((7, 0x800, 0xFFFFFFFF))),
        ],
    )
    def test_what_is_no_such_list_tells_nothing(self, text: str) -> None:
        assert parse_memory(text) is None


class TestDisk:
    @pytest.mark.parametrize(
        "text",
        [
            SIZES,
            SIZES_BEFORE_1803,
            SIZES_GERMAN,
            SIZES.replace("\n", "\r\n"),
            f"\n{SIZES}",
            SIZES.replace(",", "\u202f"),
            SIZES.replace(",", "?"),
            SIZES.replace(",", "\u2019"),
            SIZES.replace(" :", "\uff1a"),
        ],
        ids=["English", "before 1803", "German", "CRLF", "empty line", "French", "lost", "Swiss", "full-width colon"],
    )
    def test_sizes_are_read_by_their_place(self, text: str) -> None:
        assert parse_disk(text) == (487637, 214902)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "Error:  Access is denied.\n",
            "Fehler: Zugriff verweigert\n",
            SIZES.partition("\n")[0],
            SIZES.replace("511", "11"),
            SIZES.replace("225,342", "2e5,342"),
            SIZES.replace("511,324,794,880", "0").replace("225,342,119,936", "0"),
            SIZES.replace("511,324", "9" * 40),
            SIZES.replace("Total free", "Total free" * 30),
            f"Something went before: it\n{SIZES}",
        ],
    )
    def test_what_is_no_size_tells_nothing(self, text: str) -> None:
        assert parse_disk(text) == (None, None)


PIECES = [*SIZES.split("\n"), *memory(RANGES).split("\n"), "\n", "[", "1.2.3", "]"]


@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_whatever_comes_nothing_is_raised(text: str) -> None:
    parse_windows_name(text, parse_windows_build(text))
    parse_processors(text)
    whole, free = parse_disk(text)
    assert (whole is None) == (free is None)
    assert parse_memory(text) in {None, 16384}


@given(st.binary(max_size=200))
def test_whatever_the_list_holds_nothing_is_raised(content: bytes) -> None:
    found = parse_memory(memory(content.hex()))
    assert found is None or (found > 0 and found % 1024 == 0)
