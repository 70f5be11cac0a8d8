"""Writes registry keys as ``reg query`` prints them: the counterpart that the parser is tried against."""

from collections.abc import Mapping, Sequence

Value = tuple[str, str]
"""Type and data of a value, e.g. ``("REG_DWORD", "0x1")``."""


def write_keys(keys: Sequence[tuple[str, Mapping[str, Value]]]) -> str:
    """The print-out of these keys; a value named with the empty string is the default one, by its German name."""
    lines: list[str] = []
    for path, values in keys:
        lines += ["", path]
        lines += [f"    {name or '(Standard)'}    {kind}    {data}" for name, (kind, data) in values.items()]
    return "\r\n".join([*lines, "", ""])
