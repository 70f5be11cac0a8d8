"""Who answers behind a machine's name."""

import pytest

from orchestrator.domain.machines import is_stranger

UUID = "4C4C4544-0042-3010-8057-B4C04F303332"


@pytest.mark.parametrize(
    ("known", "seen", "stranger"),
    [
        (UUID, UUID, False),
        (UUID, UUID.lower(), False),
        (UUID, UUID.replace("4C", "5D"), True),
        (UUID, None, True),  # nothing vouches for it any more
        (UUID, "", True),
        (None, UUID, False),  # its first scan makes the acquaintance
        (None, None, False),
    ],
)
def test_a_stranger_is_who_does_not_show_the_hardware_that_is_known(
    known: str | None, seen: str | None, stranger: bool
) -> None:
    """R5.1: a stranger's machine is never touched."""
    assert is_stranger(known, seen) is stranger
