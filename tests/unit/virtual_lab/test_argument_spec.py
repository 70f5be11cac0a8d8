from typing import Any

import pytest

from orchestrator.virtual_lab.powershell.argument_check import ArgumentsRefused, check_arguments
from orchestrator.virtual_lab.powershell.argument_spec import ArgumentSpec, UnreadableSpec, read_spec
from orchestrator.virtual_lab.powershell.literals import ScriptBlock, UnreadableLiteral, read_literal

SCRIPT = r"""
<# An example that is none: $spec = @{ options = @{ wrong = @{} } } #>
$providers = [Ordered]@{
    one = @{ Test = { param([string]$Id) if ($Id) { "}" } } }
    two = @{ Test = { $true } }
}
$spec = @{
    options = @{
        name = @{ type = "list"; elements = "str"; required = $true }  # a comment with }
        state = @{
            type = 'str'
            default = "present"
            choices = "absent", "present"
        }
        force = @{ type = "bool"; default = $false; aliases = @("again", "anew") }
        codes = @{ type = "list"; elements = "int"; default = @(0, 3010) }
        provider = @{ type = "str"; default = "auto"; choices = $providers.Keys + "auto" }
        path = @{ type = "path" }
        token = @{ type = "str"; no_log = $true }
        wait = @{ type = "int" }
    }
    required_if = @(
        @("state", "absent", @("path", "token"), $true),
        @("state", "present", @("path"))
    )
    required_by = @{ wait = "token" }
    mutually_exclusive = @(, @("wait", "force"))
    required_together = @(, @("token", "wait"))
    supports_check_mode = $true
}
$module = [Ansible.Basic.AnsibleModule]::Create($args, $spec, @(Get-MoreSpec))
"""
UTILITY = """Function Get-MoreSpec {
    <# @{ nothing } #>
    @{ options = @{ url_timeout = @{ type = 'int'; default = 30 } } }
}"""


@pytest.fixture
def spec() -> ArgumentSpec:
    return read_spec(SCRIPT, {"More.psm1": UTILITY})


def test_a_specification_is_read_from_the_script_and_its_utilities(spec: ArgumentSpec) -> None:
    assert spec.options["provider"]["choices"] == ["one", "two", "auto"]
    assert spec.options["url_timeout"] == {"type": "int", "default": 30}
    assert spec.supports_check_mode
    assert spec.aliases() == {"again": "force", "anew": "force"}
    assert spec.rules["required_if"][0] == ["state", "absent", ["path", "token"], True]


def test_a_specification_may_come_from_a_function() -> None:
    script = "function Get-ModuleSpec {\n @{ options = @{ a = @{ type = 'str' } } }\n}\n$spec = Get-ModuleSpec\n"
    found = read_spec(f"{script}[Ansible.Basic.AnsibleModule]::Create($args, $spec)", {})
    assert list(found.options) == ["a"]


@pytest.mark.parametrize(
    "script",
    [
        "no module",
        "[Ansible.Basic.AnsibleModule]::Create($args, $spec)",
        "$spec = @{ options = $x.Keys }\n[Ansible.Basic.AnsibleModule]::Create($args, $spec)",
        "$spec = @{ options = @{} }\n[Ansible.Basic.AnsibleModule]::Create($args, $spec, @(Get-Missing))",
    ],
)
def test_a_script_without_a_readable_specification_is_refused(script: str) -> None:
    with pytest.raises(UnreadableSpec):
        read_spec(script, {})


def test_defaults_and_conversions_are_applied(spec: ArgumentSpec) -> None:
    params = check_arguments(spec, "m", {"NAME": "a, b", "anew": "yes", "path": 1, "codes": ["5"]})
    assert params == {
        "name": ["a", "b"], "state": "present", "force": True, "codes": [5], "provider": "auto", "path": "1",
        "token": None, "wait": None, "url_timeout": 30,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"nmae": "a"}, "Unsupported parameters for (m) module: nmae. Supported parameters include: "),
        ({"path": "a"}, "missing required arguments: name"),
        (
            {"name": "a", "path": "a", "state": "gone"},
            "value of state must be one of: absent, present. Got no match for: gone",
        ),
        (
            {"name": "a", "path": "a", "provider": "three"},
            "value of provider must be one of: one, two, auto. Got no match",
        ),
        (
            {"name": "a", "path": "a", "force": "perhaps"},
            "argument for force is of type System.String and we were unable to",
        ),
        (
            {"name": "a", "path": "a", "codes": ["x"]},
            "argument for codes is of type System.Object[] and we were unable to",
        ),
        (
            {"name": {"a": 1}, "path": "a"},
            "argument for name is of type System.Collections.Hashtable and we were unable",
        ),
        ({"name": "a"}, "state is present but all of the following are missing: path"),
        ({"name": "a", "state": "absent"}, "state is absent but any of the following are missing: path, token"),
        ({"name": "a", "path": "a", "wait": 1, "force": True}, "parameters are mutually exclusive: wait, force"),
        ({"name": "a", "path": "a", "wait": 1}, "parameters are required together: token, wait"),
    ],
)
def test_arguments_that_do_not_fit_are_refused_with_the_modules_words(
    spec: ArgumentSpec, arguments: dict[str, Any], words: str
) -> None:
    with pytest.raises(ArgumentsRefused) as caught:
        check_arguments(spec, "m", arguments)
    assert str(caught.value).startswith(words)


def test_what_another_option_requires_must_be_there() -> None:
    spec = ArgumentSpec({"a": {}, "b": {}}, {"required_by": {"a": "b"}})
    with pytest.raises(ArgumentsRefused, match=r"missing parameter\(s\) required by 'a': b"):
        check_arguments(spec, "m", {"a": 1})


def test_secrets_are_named_and_hidden(spec: ArgumentSpec) -> None:
    params = check_arguments(spec, "m", {"name": "a", "path": "a", "token": "hush", "wait": 1})
    assert spec.secrets(params) == ("hush",)
    assert spec.for_result(params)["token"] == "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'it''s'", "it's"),
        ('"a`"b"', 'a"b'),
        ("1.5", 1.5),
        ("-3", -3),
        ("@()", []),
        (",'a'", ["a"]),
        ("('a', 'b')", ["a", "b"]),
        ("@{}", {}),
        ("[int]4", 4),
        ("@(\n'a'\n'b'\n)", ["a", "b"]),
        ("{ if ($a) { '}' } }", ScriptBlock()),
    ],
)
def test_literals_are_read(text: str, value: object) -> None:
    assert read_literal(text, 0) == value


@pytest.mark.parametrize("text", ["Get-Date", "@{ a }", "@{ $a = 1 }", "{ never ends", "$unknown", "@('a'"])
def test_what_is_no_literal_is_refused(text: str) -> None:
    with pytest.raises(UnreadableLiteral):
        read_literal(text, 0)
