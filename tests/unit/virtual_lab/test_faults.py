import pytest

from orchestrator.virtual_lab.faults import Faults, UnknownFault
from orchestrator.virtual_lab.wire.listener import Reach

WORDS = ["off=silent", "wrong-password", "access-denied", "stranger", "installer-fails=firefox:1603", "hang=a.msi"]


def test_words_add_up_and_survive_as_json() -> None:
    faults = Faults.from_json(WORDS)
    assert faults.words() == WORDS
    assert Faults.from_json(faults.to_json()) == faults


def test_on_mends_everything() -> None:
    assert Faults.from_json([*WORDS, "on"]) == Faults()


@pytest.mark.parametrize(
    ("word", "reach"), [("off", Reach.REFUSED), ("off=refused", Reach.REFUSED), ("off=silent", Reach.SILENT)]
)
def test_there_are_two_ways_to_be_off(word: str, reach: Reach) -> None:
    assert Faults().with_word(word).reach is reach


def test_an_installer_is_known_by_any_of_its_names_whatever_their_case() -> None:
    faults = Faults.from_json(["installer-fails=VLC:1618", "installer-fails=a.msi", "hang=Git"])
    assert faults.exit_code(("vlc.install", "vlc")) == 1618
    assert faults.exit_code(("A.MSI",)) == 1603
    assert faults.exit_code(("b",)) is None
    assert faults.hangs(("git.install", "git"))
    assert not faults.hangs(("vlc",))


@pytest.mark.parametrize(
    "word", ["", "of", "off=never", "installer-fails", "installer-fails=a:b", "hang", "stranger=x"]
)
def test_other_words_are_refused(word: str) -> None:
    with pytest.raises(UnknownFault):
        Faults().with_word(word)
