"""What a module accepts, read from the script that came in the payload and never copied by hand. Pure.

A script creates its ``Ansible.Basic.AnsibleModule`` from a hashtable, which it assigns or which a function of it
returns, and from fragments that functions of module utilities return; all are literals and can be read as such.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from orchestrator.virtual_lab.powershell.literals import (
    UnreadableLiteral,
    read_assignment,
    read_function_result,
    without_block_comments,
)

_CREATE = re.compile(
    r"AnsibleModule\]::Create\(\s*\$args\s*,\s*(?P<spec>\$\w+)\s*(?:,\s*@\((?P<fragments>[^()]*)\))?\s*\)",
    re.IGNORECASE,
)
_CALL = re.compile(r"^[ \t]*{}\s*=\s*(?P<function>[A-Za-z]+-[A-Za-z]\w*)[ \t]*\r?$", re.MULTILINE)
_HIDDEN = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"


class UnreadableSpec(ValueError):
    """The script carries no specification that can be read."""


@dataclass(frozen=True, slots=True)
class ArgumentSpec:
    """What a module accepts: the ``options`` hashtable of its script, and the rules beside it."""

    options: Mapping[str, Mapping[str, Any]]
    rules: Mapping[str, Any] = field(default_factory=dict)

    @property
    def supports_check_mode(self) -> bool:
        """Whether the module runs in check mode at all."""
        return bool(self.rules.get("supports_check_mode", False))

    def aliases(self) -> dict[str, str]:
        """Option by alias."""
        return {a: name for name, option in self.options.items() for a in as_list(option.get("aliases"))}

    def secrets(self, arguments: Mapping[str, Any]) -> tuple[str, ...]:
        """Values of those arguments that must appear nowhere."""
        names = [n for n, o in self.options.items() if o.get("no_log")]
        return tuple(str(arguments[n]) for n in names if arguments.get(n) not in (None, ""))

    def for_result(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments as the result repeats them, without secrets."""
        return {
            name: _HIDDEN if self.options.get(name, {}).get("no_log") and value is not None else value
            for name, value in arguments.items()
        }


def read_spec(script: str, scripts: Mapping[str, str]) -> ArgumentSpec:
    """Read a module's specification from its script.

    Args:
        script: The module's source.
        scripts: All scripts of the payload, for fragments that a module utility gives.

    Raises:
        UnreadableSpec: There is none, or it is not made of literals.
    """
    plain = without_block_comments(script)
    create = _CREATE.search(plain)
    if create is None:
        raise UnreadableSpec("the script does not create an AnsibleModule from a specification")
    try:
        main = _read_main(plain, create["spec"])
        merged_options = dict(main.get("options") or {})
        rules = {key: value for key, value in main.items() if key != "options"}
        for function in re.findall(r"[A-Za-z]+-\w+", create["fragments"] or ""):
            fragment = _read_fragment(function, scripts)
            merged_options = {**(fragment.get("options") or {}), **merged_options}
    except UnreadableLiteral as error:
        raise UnreadableSpec(str(error)) from error
    return ArgumentSpec(merged_options, rules)


def _read_main(script: str, variable: str) -> dict[str, Any]:
    call = re.search(_CALL.pattern.format(re.escape(variable)), script, re.MULTILINE)
    found = read_function_result(script, call["function"]) if call else read_assignment(script, variable)
    if not isinstance(found, dict):
        raise UnreadableSpec(f"{variable} is not assigned a specification")
    return found


def _read_fragment(function: str, scripts: Mapping[str, str]) -> dict[str, Any]:
    for script in scripts.values():
        found = read_function_result(without_block_comments(script), function)
        if isinstance(found, dict):
            return found
    raise UnreadableSpec(f"no script of the payload holds {function}")


def as_list(value: Any) -> list[Any]:  # noqa: ANN401 - literals are of any type
    """The list that PowerShell makes of a single value where it wants one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
