"""Check a task's arguments against a module's specification, as ``Ansible.Basic`` does. Pure.

Real: unknown names, aliases, types, choices, defaults, required, required_if, required_by, required_together,
required_one_of, mutually_exclusive, in that module's order and with its words. Not there: sub-options (no simulated
module has any), the types ``sid`` and ``json``, and warnings for deprecated options.
"""

from collections.abc import Mapping
from typing import Any

from orchestrator.virtual_lab.powershell.argument_spec import ArgumentSpec, as_list

# The lists of Ansible.Basic.AnsibleModule, lower case.
_TRUE = ("y", "yes", "on", "1", "true", "t", "1.0")
_FALSE = ("n", "no", "off", "0", "false", "f", "0.0")


class ArgumentsRefused(ValueError):
    """The arguments do not fit; the message is the one that the real module gives."""


def check_arguments(spec: ArgumentSpec, module: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Check and convert a task's own arguments (without the ``_ansible_*`` ones).

    Returns:
        Every option of the specification with its converted value, its default, or None.

    Raises:
        ArgumentsRefused: With the words of the real module.
    """
    params = _canonical(spec, module, arguments)
    _check_together(params, as_list(spec.rules.get("mutually_exclusive")), "mutually_exclusive")
    for name, option in spec.options.items():
        if name not in params and option.get("default") is not None:
            params[name] = option["default"]
    missing = [n for n, o in spec.options.items() if o.get("required") and n not in params]
    if missing:
        raise ArgumentsRefused(f"missing required arguments: {', '.join(missing)}")
    for name, option in spec.options.items():
        if params.get(name) is not None:
            params[name] = _converted(name, option, params[name])
    for rule in ("required_together", "required_one_of"):
        _check_together(params, as_list(spec.rules.get(rule)), rule)
    _check_required_if(params, as_list(spec.rules.get("required_if")))
    _check_required_by(params, spec.rules.get("required_by") or {})
    return {name: params.get(name) for name in spec.options}


def _canonical(spec: ArgumentSpec, module: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments by option name: aliases resolved, case forgiven, as Ansible.Basic does."""
    aliases = spec.aliases()
    by_folded = {name.casefold(): name for name in (*aliases, *spec.options)}
    params, unsupported = {}, []
    for given, value in arguments.items():
        known = by_folded.get(given.casefold())
        if known is None:
            unsupported.append(given)
        else:
            params[aliases.get(known, known)] = value
    if unsupported:
        supported = ", ".join([*spec.options, *aliases])
        raise ArgumentsRefused(
            f"Unsupported parameters for ({module}) module: {', '.join(unsupported)}. "
            f"Supported parameters include: {supported}"
        )
    return params


def _converted(name: str, option: Mapping[str, Any], value: Any) -> Any:  # noqa: ANN401 - arguments are of any type
    wanted = str(option.get("type", "str"))
    try:
        converted = _CONVERTERS[wanted](value)
        if wanted == "list" and option.get("elements"):
            converted = [_CONVERTERS[str(option["elements"])](element) for element in converted]
    except KeyError as error:
        raise ArgumentsRefused(f"the virtual lab does not know the type {error} of {name}") from error
    except ValueError as error:
        raise ArgumentsRefused(
            f"argument for {name} is of type {_dotnet_type(value)} and we were unable to convert to {wanted}: {error}"
        ) from error
    choices = [_text(choice) for choice in as_list(option.get("choices"))]
    if choices:
        values = [_text(v) for v in as_list(converted)]
        folded = {choice.casefold() for choice in choices}
        wrong = [v for v in values if v.casefold() not in folded]
        if wrong:
            how_many = "one or more of" if wanted == "list" else "one of"
            raise ArgumentsRefused(
                f"value of {name} must be {how_many}: {', '.join(choices)}. Got no match for: {', '.join(wrong)}"
            )
    return converted


def _bool(value: Any) -> bool:  # noqa: ANN401 - arguments are of any type
    if isinstance(value, bool):
        return value
    text = str(value).strip().casefold()
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise ValueError(
        f"The value '{text}' is not a valid boolean. Valid booleans include: {', '.join((*_TRUE, *_FALSE))}"
    )


def _to_list(value: Any) -> list[Any]:  # noqa: ANN401 - arguments are of any type
    if isinstance(value, list):
        return value
    if isinstance(value, str):
        return [part.strip() for part in value.split(",")]
    if isinstance(value, int) and not isinstance(value, bool):
        return [value]
    raise ValueError(f"{_dotnet_type(value)} cannot be converted to a list")


def _dict(value: Any) -> dict[str, Any]:  # noqa: ANN401 - arguments are of any type
    if isinstance(value, dict):
        return value
    raise ValueError(f"{_dotnet_type(value)} cannot be converted to a dict")


def _int(value: Any) -> int:  # noqa: ANN401 - arguments are of any type
    try:
        return int(_text(value))
    except ValueError as error:
        raise ValueError("Input string was not in a correct format.") from error


def _text(value: Any) -> str:  # noqa: ANN401 - arguments are of any type
    return str(value)


_CONVERTERS: Mapping[str, Any] = {
    "bool": _bool, "int": _int, "float": float, "str": _text, "path": _text, "list": _to_list, "dict": _dict,
    "raw": lambda value: value,
}  # fmt: skip


def _dotnet_type(value: Any) -> str:  # noqa: ANN401 - arguments are of any type
    names: dict[type, str] = {
        bool: "System.Boolean", int: "System.Int32", float: "System.Double", str: "System.String",
        list: "System.Object[]", dict: "System.Collections.Hashtable",
    }  # fmt: skip
    return names.get(type(value), "System.Object")


def _check_together(params: Mapping[str, Any], checks: list[Any], rule: str) -> None:
    for check in checks:
        count = sum(1 for name in check if name in params)
        names = ", ".join(check)
        if rule == "mutually_exclusive" and count > 1:
            raise ArgumentsRefused(f"parameters are mutually exclusive: {names}")
        if rule == "required_together" and 0 < count < len(check):
            raise ArgumentsRefused(f"parameters are required together: {names}")
        if rule == "required_one_of" and count == 0:
            raise ArgumentsRefused(f"one of the following is required: {names}")


def _check_required_if(params: Mapping[str, Any], checks: list[Any]) -> None:
    for key, wanted, requirements, *one_is_enough in checks:
        if params.get(key) is None or str(params[key]) != str(wanted):
            continue
        any_will_do = bool(one_is_enough and one_is_enough[0])
        missing = [name for name in requirements if name not in params]
        if len(missing) >= (len(requirements) if any_will_do else 1):
            term = "any" if any_will_do else "all"
            raise ArgumentsRefused(f"{key} is {wanted} but {term} of the following are missing: {', '.join(missing)}")


def _check_required_by(params: Mapping[str, Any], rules: Mapping[str, Any]) -> None:
    for key, requirements in rules.items():
        missing = [name for name in as_list(requirements) if name not in params]
        if key in params and missing:
            raise ArgumentsRefused(f"missing parameter(s) required by '{key}': {', '.join(missing)}")
