import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.adapters.winrm.command import Section
from orchestrator.adapters.winrm.sections import UnreadableOutput
from orchestrator.adapters.winrm.text import Decoder
from tests.unit.winrm.outputs import GERMAN_CODE_PAGE, oem_code_page

NAME = "Größenrechner für Übungen"


@pytest.mark.parametrize(
    ("code_page", "oem", "written"),
    [
        ("Active code page: 65001", 437, "utf-8"),
        (GERMAN_CODE_PAGE.format(65001), 850, "utf-8"),
        (GERMAN_CODE_PAGE.format(850), 850, "cp850"),
        ("Page de codes active\xa0: 1252", 850, "cp1252"),
        # The shell says UTF-8, but the program writes as it always did.
        (GERMAN_CODE_PAGE.format(65001), 850, "cp850"),
    ],
)
def test_text_is_read_in_the_code_page_that_it_is_written_in(code_page: str, oem: int, written: str) -> None:
    decoder = Decoder(code_page.encode("cp850"), oem_code_page(oem).encode())
    assert decoder.decode(Section.HIVE_64, NAME.encode(written)) == NAME


def test_japanese_text_is_read_by_the_code_page_of_the_machine() -> None:
    decoder = Decoder("現在のコード ページ: 932\r\n".encode("cp932"), b"")
    assert decoder.decode(Section.HIVE_64, "一太郎".encode("cp932")) == "一太郎"


def test_a_byte_order_mark_is_no_text() -> None:
    assert Decoder(b"Active code page: 65001\r\n", b"").decode(Section.PACKAGES, b"\xef\xbb\xbfgit|1") == "git|1"


def test_text_that_is_not_utf_8_is_unreadable_where_no_other_code_page_is_known() -> None:
    decoder = Decoder(b"Active code page: 65001\r\n", b"")
    with pytest.raises(UnreadableOutput, match="hive64: is not written in code page 65001"):
        decoder.decode(Section.HIVE_64, NAME.encode("cp850"))


def test_a_code_page_that_nobody_knows_is_unreadable() -> None:
    with pytest.raises(UnreadableOutput):
        Decoder(b"Active code page: 999\r\n", b"").decode(Section.NAME, b"B204-07")


@pytest.mark.parametrize("code_page", [b"", b"'chcp' is not recognized\r\n"])
def test_a_machine_that_names_no_code_page_is_unreadable(code_page: bytes) -> None:
    with pytest.raises(UnreadableOutput):
        Decoder(code_page, b"")


@given(st.binary(), st.binary(), st.binary())
def test_whatever_comes_only_its_own_error_is_raised(code_page: bytes, oem: bytes, content: bytes) -> None:
    try:
        text = Decoder(code_page, oem).decode(Section.NAME, content)
    except UnreadableOutput:
        return
    assert isinstance(text, str)
