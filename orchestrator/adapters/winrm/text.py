"""Decoding: which characters the bytes of a machine stand for.

The scan asks for UTF-8 (code page 65001) when it opens the shell. Older hosts ignore the wish, and some programs
write in the machine's own code page whatever the shell says; so what was asked for is checked, not believed.
"""

import codecs
import re

from orchestrator.adapters.winrm.command import Section
from orchestrator.adapters.winrm.sections import UnreadableOutput

UTF_8 = 65001
"""Number of the code page that Windows calls UTF-8."""

_LAST_NUMBER = re.compile(rb"(\d{3,5})\D*\Z")
_OEMCP = re.compile(rb"^ {4}OEMCP {4}REG_SZ {4}(\d{3,5})\s*$", re.MULTILINE)


class Decoder:
    """Decodes the sections of one machine's output."""

    def __init__(self, code_page: bytes, oem_code_page: bytes) -> None:
        """Learn the code pages.

        Args:
            code_page: What ``chcp`` printed: a localised sentence that ends in the number (German adds a full stop).
            oem_code_page: What ``reg query`` printed of the machine's OEM code page; may be empty.

        Raises:
            UnreadableOutput: ``chcp`` printed no number.
        """
        active = _LAST_NUMBER.search(code_page)
        if active is None:
            raise UnreadableOutput(Section.CODE_PAGE, "names no code page")
        oem = _OEMCP.search(oem_code_page)
        self._active = int(active[1])
        self._oem = int(oem[1]) if oem else None

    @property
    def code_page(self) -> int:
        """Number of the code page that the shell names."""
        return self._active

    def decode(self, section: Section, content: bytes) -> str:
        """The text of one section.

        Raises:
            UnreadableOutput: It is not in the code page that the shell names, nor is another one known.
        """
        candidates = dict.fromkeys(page for page in (self._active, self._oem) if page is not None)
        for page in candidates:
            try:
                return content.decode(_codec(page)).removeprefix("\ufeff")
            except (LookupError, UnicodeDecodeError):
                continue
        raise UnreadableOutput(section, f"is not written in code page {' or '.join(map(str, candidates))}")


def _codec(page: int) -> str:
    return "utf-8" if page == UTF_8 else codecs.lookup(f"cp{page}").name
