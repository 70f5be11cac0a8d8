"""docs/exit-codes.md, made from the tables of the code: ``python -m tests.cli.exit_code_page`` writes it anew."""

from api.statuses import STATUSES
from orchestrator.cli.exit_codes import EXIT_CODES
from orchestrator.services.wording import Language, Speaker
from orchestrator.settings import ROOT

PAGE = ROOT / "docs" / "exit-codes.md"
_HEAD = """# Exit codes

What a refusal's stable code means for the command line and over HTTP. The exit codes themselves are in the
[README](../README.md#running-it). A test holds this page to the code.

| exit code | code | HTTP | what it is |
| --- | --- | --- | --- |
"""


def page() -> str:
    """What the page has to say, by exit code and then by code."""
    refusals = Speaker(Language.EN).book.refusals
    rows = sorted((exit_code.value, code) for code, exit_code in EXIT_CODES.items())
    return _HEAD + "".join(
        f"| {n} | `{code}` | {STATUSES[code].value} | {refusals[code].title} |\n" for n, code in rows
    )


if __name__ == "__main__":
    PAGE.write_text(page())
