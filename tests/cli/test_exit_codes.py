"""What the pages say of exit codes is what the commands end with."""

import re

from orchestrator.cli.exit_codes import EXIT_CODES, ExitCode
from orchestrator.settings import ROOT
from tests.cli.exit_code_page import PAGE, page

README = (ROOT / "README.md").read_text()


def test_the_readme_has_every_exit_code_once() -> None:
    _, table = README.split("| exit code | what it means |")
    rows = re.findall(r"^\| (\d+) \| .+ \|$", table.split("\n\n")[0], re.MULTILINE)
    assert [int(number) for number in rows] == sorted(ExitCode)


def test_the_page_has_every_refusal_with_its_exit_code() -> None:
    assert PAGE.read_text() == page(), "write it anew: python -m tests.cli.exit_code_page"
    assert len(re.findall(r"^\| \d \|", PAGE.read_text(), re.MULTILINE)) == len(EXIT_CODES)
