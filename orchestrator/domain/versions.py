"""Version comparison for what Windows software really calls its versions.

Maven's ordering (univers) sorts four-part numbers, ``128.0.1esr``, ``8u391`` and ``2024.1 Update 10`` as people
expect; other schemes refused or misordered some of them. A table in the tests pins the pairs that matter.
"""

import re
from functools import cmp_to_key, lru_cache

from univers.versions import MavenVersion

_SPACES = re.compile(r"\s+")
_LEADING_V = re.compile(r"^v(?=\d)")


@lru_cache(maxsize=4096)
def _parsed(text: str) -> MavenVersion:
    # Maven splits at dots, dashes and letter-digit borders; a space and a leading v are no part of a version there.
    plain = _LEADING_V.sub("", _SPACES.sub("-", text.strip().lower()))
    return MavenVersion(plain or "0")


def compare(one: str, other: str) -> int:
    """-1, 0 or 1 as ``one`` is older than, equal to or newer than ``other``.

    ``24.09`` equals ``24.9`` and ``24.09.00.0``: parts are numbers, and Windows Installer pads with zeros.
    """
    a, b = _parsed(one), _parsed(other)
    if a == b:
        return 0
    return -1 if a < b else 1


by_version = cmp_to_key(compare)
"""Sort key: oldest first."""


def satisfies(observed: str, wanted: str, *, self_updating: bool) -> bool:
    """Whether an observed version is what was wanted (RULES R5.2, R1.6).

    Args:
        observed: Version found on the machine.
        wanted: Concrete version that is desired.
        self_updating: Whether the software's own updater may have moved it on: then newer is as good.
    """
    order = compare(observed, wanted)
    return order == 0 or (self_updating and order > 0)
