"""docs/rules.md, made from docs/rules.yml, the code's tables, and from where code and tests name each rule.

``python -m tests.architecture.rules_page`` writes it anew.
"""

import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from orchestrator.domain.evidence import NEEDED, STANDS_STILL, Category
from orchestrator.domain.override_combinations import COMBINATIONS, Combination
from orchestrator.domain.overrides import OverrideKind
from orchestrator.domain.rule_numbers import BOUNDS, RuleNumbers
from orchestrator.services.wording import Language, Speaker
from orchestrator.settings import ROOT

SOURCE, PAGE = ROOT / "docs" / "rules.yml", ROOT / "docs" / "rules.md"
_NAMED = re.compile(r"\b(R[234](?:\.\d+)?)\b")
_TALK = frozenset({"tests/architecture/rules_page.py", "orchestrator/domain/rule_numbers.py"})
"""Files that name rules without enforcing or holding them."""


def sections() -> Mapping[str, dict[str, Any]]:
    """The rules by section."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(SOURCE.read_text())
    return found


def rules() -> tuple[str, ...]:
    """Numbers of all rules."""
    return tuple(number for section in sections().values() for number in section["rows"])


def named_in(*folders: str) -> Mapping[str, tuple[str, ...]]:
    """By rule, the Python files below some folders that name it."""
    patterns = [f"{folder}/*.py" for folder in folders]
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    known, found = set(rules()), defaultdict[str, list[str]](list)
    for name in sorted(set(listed.stdout.split()) - _TALK):
        path = ROOT / name
        if path.is_file():
            for number in sorted(set(_NAMED.findall(path.read_text())) & known):
                found[number].append(name)
    return {number: tuple(files) for number, files in found.items()}


def page() -> str:
    """What the page has to say."""
    code, tests = named_in("orchestrator", "api"), named_in("tests")
    lines = [
        "# The rules",
        "",
        "Made from [rules.yml](rules.yml) and the code. A test holds this page to both, and fails on a rule that",
        "no code or no test names. To write it anew: `python -m tests.architecture.rules_page`",
    ]
    for section in sections().values():
        lines += ["", f"## {section['title']}"]
        for number, text in section["rows"].items():
            lines += ["", f"**{number}** {text}", ""]
            lines += [f"- enforced in {_files(code.get(number, ()))}", f"- held by {_files(tests.get(number, ()))}"]
        lines += _ways(section.get("ways", ()))
        lines += ["", f"*Not yet:* {section['waits']}"]
    return "\n".join([*lines, "", *_combinations(), "", *_evidence(), "", *_numbers()]) + "\n"


def _files(names: tuple[str, ...]) -> str:
    return ", ".join(f"[{name.split('/', 1)[1]}](../{name})" for name in names) or "nothing yet"


def ways() -> tuple[dict[str, str], ...]:
    """The ways not to deliver, each with what happens, the code that sees to it, and the test that holds it."""
    return tuple(sections()["R2"]["ways"])


def _ways(listed: Iterable[dict[str, str]]) -> list[str]:
    rows = [
        f"| {way['way']} | {way['happens']} | {_files((way['code'],))} | {_files((way['test'].split('::')[0],))} |"
        for way in listed
    ]
    return ["", "| way | what happens | code | test |", "| --- | --- | --- | --- |", *rows] if rows else []


def _combinations() -> list[str]:
    kinds = list(OverrideKind)
    words = {
        Combination.REFUSE: "refuse",
        Combination.COMBINE: "combine",
        Combination.FOLLOW_UP: "follow-up",
        Combination.ONLY_ON_SUBSTITUTE: "only on the substitute",
    }
    rows = [f"| {one} | " + " | ".join(words[COMBINATIONS[one][other]] for other in kinds) + " |" for one in kinds]
    head = ["## How two live overrides combine (R3.7)", "", "| | " + " | ".join(kinds) + " |"]
    after = ["", "Refuse: the second is refused, and the first is named. Safeguards win over pins."]
    return [*head, "| --- " * (len(kinds) + 1) + "|", *rows, *after]


def _evidence() -> list[str]:
    speaker = Speaker(Language.EN)
    rows = [
        f"| `{category.value}` | {speaker.term(category)} | {', '.join(NEEDED[category].every) or '-'} | "
        f"{'; '.join(' or '.join(group) for group in NEEDED[category].one_of) or '-'} | "
        f"{'stands still' if category in STANDS_STILL else 'runs'} |"
        for category in Category
    ]
    head = ["## Categories and their evidence", "", "| category | meaning | evidence | and one of | clock |"]
    return [*head, "| --- | --- | --- | --- | --- |", *rows]


def _numbers() -> list[str]:
    rows = [
        f"| `{name}` | {value} | {BOUNDS[name][0]} to {BOUNDS[name][1]} |"
        for name, value in RuleNumbers().as_mapping().items()
    ]
    head = ["## Numbers", "", "Defaults of one site; `classroom rules show` tells what holds. Two persons change them."]
    return [*head, "", "| number | default | bounds |", "| --- | --- | --- |", *rows]


if __name__ == "__main__":
    PAGE.write_text(page())
