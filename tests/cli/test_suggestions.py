"""``classroom safeguards suggestions``: lists from disk, what they suggest, and why nothing comes of it."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.unit.advisories.lists import KEV_FIREFOX, kev, osv_text, zipped

KEV_ID = "kev:CVE-2026-10001:firefox"


@pytest.fixture
def lists(tmp_path: Path) -> list[str]:
    """A catalogue and an archive on disk."""
    catalog, archive = tmp_path / "known_exploited_vulnerabilities.json", tmp_path / "osv.zip"
    catalog.write_text(kev(KEV_FIREFOX))
    archive.write_bytes(zipped({"a.json": osv_text()}))
    return [str(catalog), str(archive)]


def test_lists_are_told_with_their_day_then_kept_then_dismissed(shell: Shell, lists: list[str]) -> None:
    shown = shell.ok("safeguards", "suggestions", "import", *lists, who="marta")
    assert "exploited flaws of 12 Nov 2026, 1 entry." in shown
    assert "osv.zip: OSV list of 11 Nov 2026, 1 entry." in shown
    assert shown.endswith("To apply it: the same command with --apply\n")
    kept = json.loads(shell.ok("safeguards", "suggestions", "import", *lists, "--apply", "--json", who="marta"))
    assert (kept["applied"], kept["new"]) == (True, 2)
    listed = shell.ok("safeguards", "suggestions", "list", who="marta")
    assert KEV_ID in listed
    assert "145.0.1" in listed
    done = shell.ok("safeguards", "suggestions", "dismiss", KEV_ID, "--reason", "Not here.", who="marta")
    assert done.splitlines() == [f"Dismissed: {KEV_ID}.", "Reason: Not here."]
    assert KEV_ID not in shell.ok("safeguards", "suggestions", "list", who="marta")
    assert "Not here." in " ".join(shell.ok("safeguards", "suggestions", "list", "--dismissed", who="marta").split())
    again = shell("safeguards", "suggestions", "dismiss", KEV_ID, "--reason", "Not here.", who="marta")
    assert (again.exit_code, again.stderr.splitlines()[-1]) == (
        5,
        "Try: classroom safeguards suggestions list --dismissed",
    )


def test_without_any_the_way_to_some_is_told(shell: Shell) -> None:
    assert shell.ok("safeguards", "suggestions", "list", who="marta") == (
        "Nothing is suggested. To read a list of advisories: classroom safeguards suggestions import FILE\n"
    )


def test_a_file_that_is_not_there_or_no_text_is_named(shell: Shell, tmp_path: Path) -> None:
    missing = shell("safeguards", "suggestions", "import", str(tmp_path / "no.json"), who="marta")
    assert (missing.exit_code, "no.json is not there." in missing.stderr) == (3, True)
    (tmp_path / "latin.json").write_bytes(b'{"a": "\xe4"}')
    odd = shell("safeguards", "suggestions", "import", str(tmp_path / "latin.json"), who="marta")
    assert (odd.exit_code, "is no UTF-8 text" in odd.stderr) == (4, True)
    folder = shell("safeguards", "suggestions", "import", str(tmp_path), who="marta")
    assert (folder.exit_code, "cannot be read" in folder.stderr) == (4, True)


def test_a_bad_list_is_told_with_its_line(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "kev.json").write_text('{\n"vulnerabilities": [}\n')
    done = shell("safeguards", "suggestions", "import", str(tmp_path / "kev.json"), who="marta")
    assert done.exit_code == 4
    assert "kev.json:2" in done.stderr
    assert "cannot be read as JSON" in done.stderr


def test_a_mapping_of_the_sites_own_is_read(shell: Shell, lists: list[str], tmp_path: Path) -> None:
    mapping = tmp_path / "mine.yml"
    mapping.write_text('kev:\n  - {vendor: Mozilla, product: "*", item: firefox}\n')
    refused = shell("safeguards", "suggestions", "import", *lists, "--mapping", str(mapping), who="marta")
    assert (refused.exit_code, "This would fit everything." in refused.stderr) == (4, True)
    mapping.write_text('kev:\n  - {vendor: Mozilla, product: "Fire*", item: git}\n')
    done = json.loads(
        shell.ok("safeguards", "suggestions", "import", *lists, "--mapping", str(mapping), "--json", who="marta")
    )
    assert [s["item"]["id"] for s in done["suggestions"]] == ["git"]
