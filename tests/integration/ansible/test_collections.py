"""Collections come out of the wheel whose checksum is known."""

import hashlib
import zipfile
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from orchestrator.adapters.ansible.collections import (
    COLLECTIONS,
    WheelIncomplete,
    WheelNotAvailable,
    WheelNotGenuine,
    install_collections,
    installed_collections,
    missing_collections,
)
from orchestrator.cli.collections import app

ROOT = Path(__file__).parents[3]


def make_wheel(path: Path, names: list[str] | None = None) -> tuple[Path, str]:
    """A small wheel with these collections, one other collection and a package; and its digest."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in [*(COLLECTIONS if names is None else names), "other.stuff"]:
            folder = "ansible_collections/" + name.replace(".", "/")
            archive.writestr(f"{folder}/MANIFEST.json", "{}")
            archive.writestr(f"{folder}/plugins/modules/x.ps1", "# x")
        archive.writestr("ansible/__init__.py", "")
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def wheel(tmp_path: Path) -> tuple[Path, str]:
    return make_wheel(tmp_path / "wheel.whl")


def test_only_the_four_collections_are_taken_out(tmp_path: Path, wheel: tuple[Path, str]) -> None:
    target = tmp_path / "collections"
    assert install_collections(target, wheel=wheel[0], sha256=wheel[1]) is True
    manifests = {str(path.relative_to(target)) for path in target.rglob("MANIFEST.json")}
    assert manifests == {f"ansible_collections/{name.replace('.', '/')}/MANIFEST.json" for name in COLLECTIONS}
    assert installed_collections(target) == COLLECTIONS
    assert missing_collections(target) == []
    assert sorted(path.name for path in target.iterdir()) == ["ansible_collections", "collections.json"]


def test_a_second_time_there_is_nothing_to_do_and_no_wheel_is_needed(tmp_path: Path, wheel: tuple[Path, str]) -> None:
    target = tmp_path / "collections"
    install_collections(target, wheel=wheel[0], sha256=wheel[1])
    assert install_collections(target, wheel=tmp_path / "gone.whl") is False


def test_what_was_damaged_is_put_back_and_what_others_installed_stays(tmp_path: Path, wheel: tuple[Path, str]) -> None:
    target = tmp_path / "collections"
    install_collections(target, wheel=wheel[0], sha256=wheel[1])
    (target / "ansible_collections/ansible/windows/MANIFEST.json").unlink()
    theirs = target / "ansible_collections/community/general/MANIFEST.json"
    theirs.parent.mkdir()
    theirs.write_text("{}")
    assert missing_collections(target) == ["ansible.windows"]
    assert install_collections(target, wheel=wheel[0], sha256=wheel[1]) is True
    assert missing_collections(target) == []
    assert theirs.exists()


def test_another_file_is_refused_and_nothing_is_unpacked(tmp_path: Path, wheel: tuple[Path, str]) -> None:
    with pytest.raises(WheelNotGenuine) as refusal:
        install_collections(tmp_path / "collections", wheel=wheel[0])
    assert refusal.value.found == wheel[1]
    assert list((tmp_path / "collections").iterdir()) == []


def test_a_wheel_that_lacks_a_collection_changes_nothing(tmp_path: Path) -> None:
    path, digest = make_wheel(tmp_path / "short.whl", ["ansible.windows"])
    with pytest.raises(WheelIncomplete) as refusal:
        install_collections(tmp_path / "collections", wheel=path, sha256=digest)
    assert refusal.value.missing == ("chocolatey.chocolatey", "community.windows", "microsoft.ad")
    assert list((tmp_path / "collections").iterdir()) == []


def test_without_a_network_the_refusal_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(WheelNotAvailable) as refusal:
        install_collections(tmp_path / "collections")
    assert "ansible==12.3.0" in refusal.value.reason


def test_the_requirements_for_galaxy_name_the_same_versions() -> None:
    listed = yaml.safe_load((ROOT / "playbooks/requirements.yml").read_text())["collections"]
    assert {entry["name"]: entry["version"] for entry in listed} == COLLECTIONS


def test_the_command_line_tells_what_to_do_without_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    done = CliRunner().invoke(app, ["install", "--into", str(tmp_path / "c")])
    assert done.exit_code == 1
    assert "--wheel FILE" in done.stderr


def test_the_command_line_refuses_another_wheel(tmp_path: Path, wheel: tuple[Path, str]) -> None:
    done = CliRunner().invoke(app, ["install", "--into", str(tmp_path / "c"), "--wheel", str(wheel[0])])
    assert done.exit_code == 1
    assert wheel[1] in done.stderr


def test_the_command_line_lists_what_is_there(tmp_path: Path, wheel: tuple[Path, str]) -> None:
    assert CliRunner().invoke(app, ["list", "--into", str(tmp_path / "c")]).exit_code == 1
    install_collections(tmp_path / "c", wheel=wheel[0], sha256=wheel[1])
    done = CliRunner().invoke(app, ["list", "--into", str(tmp_path / "c")])
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0].split() == ["ansible.windows", "3.3.0"]
    again = CliRunner().invoke(app, ["install", "--into", str(tmp_path / "c")])
    assert "Already there" in again.stdout
