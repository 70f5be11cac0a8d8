"""What ``reg query`` prints, read by its shape alone: key lines and value lines, never by localised words.

A key line begins in the first column with the name of a root key, which is the same in every language. A value line
is four spaces, the name, four spaces, the type, four spaces, the data. Everything else (blank lines, the rest of a
value with line breaks, a closing count) says nothing. [Observed format of reg.exe since Windows Vista.]
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from orchestrator.domain.observations import InstalledProduct

_VALUE_LINE = re.compile(
    # Not greedy: data may contain what looks like another type, and no name that we look for does.
    r" {4}(?P<name>.*?) {4}"
    r"(?P<type>REG_(?:SZ|EXPAND_SZ|MULTI_SZ|DWORD|DWORD_BIG_ENDIAN|QWORD|BINARY|NONE|LINK|RESOURCE_LIST|"
    r"FULL_RESOURCE_DESCRIPTOR|RESOURCE_REQUIREMENTS_LIST))"
    r"(?: {4}(?P<data>.*)| *)",
    re.DOTALL,
)
_UNINSTALL_KEY = re.compile(
    r"HKEY_LOCAL_MACHINE\\SOFTWARE\\(?:WOW6432Node\\)?Microsoft\\Windows\\CurrentVersion\\Uninstall\\(?P<key>[^\\]+)",
    re.IGNORECASE | re.DOTALL,
)
_PRODUCT_CODE = re.compile(r"\{[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\}", re.IGNORECASE)
_UUID = re.compile(r"\{?([0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12})\}?", re.IGNORECASE)
_NO_UUID = frozenset({"00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"})
"""All zeros: the firmware has none; all ones: nobody has set it (SMBIOS specification, 7.2.1)."""


@dataclass(slots=True)
class RegistryKey:
    """One key with its values: name in lower case to type and data, as far as it fits on a line."""

    path: str
    values: dict[str, tuple[str, str]] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """A string value without surrounding spaces; None where it is missing, empty or no string."""
        kind, data = self.values.get(name.lower(), ("", ""))
        return (data.strip() or None) if kind in {"REG_SZ", "REG_EXPAND_SZ"} else None

    def number(self, name: str) -> int | None:
        """A number, which ``reg`` prints as ``0x1``; None where it is missing or no number."""
        kind, data = self.values.get(name.lower(), ("", ""))
        if kind not in {"REG_DWORD", "REG_QWORD"}:
            return None
        try:
            return int(data.strip(), 16)
        except ValueError:
            return None


def parse_keys(text: str) -> Iterator[RegistryKey]:
    """The keys of a ``reg query`` in the order in which they are printed."""
    key: RegistryKey | None = None
    # Not splitlines(): that would also split at characters which product names may contain.
    for raw in text.split("\n"):
        line = raw.rstrip("\r")
        if line.startswith("HKEY_"):
            if key is not None:
                yield key
            key = RegistryKey(line)
        elif key is not None and (value := _VALUE_LINE.fullmatch(line)):
            # The first line wins: a later one of the same name can only be the rest of a value with line breaks.
            key.values.setdefault(value["name"].lower(), (value["type"], value["data"] or ""))
    if key is not None:
        yield key


def parse_products(text: str, hive: str) -> tuple[InstalledProduct, ...]:
    r"""The products of one uninstall hive, as Windows itself would list them.

    Entries without a name, with ``SystemComponent`` 1 (hidden parts of another product) or with a ``ParentKeyName``
    (updates of another product) are none.

    Args:
        text: Output of ``reg query ...\Uninstall /s``.
        hive: ``64`` or ``32``.
    """
    found = (_product(key, hive) for key in parse_keys(text))
    return tuple(product for product in found if product is not None)


def parse_hardware_id(text: str) -> str | None:
    """The SMBIOS UUID from ``LastConfig``, in upper case without braces; None where there is none."""
    for key in parse_keys(text):
        uuid = _UUID.fullmatch(key.text("LastConfig") or "")
        if uuid and uuid[1].upper() not in _NO_UUID:
            return uuid[1].upper()
    return None


def _product(key: RegistryKey, hive: str) -> InstalledProduct | None:
    path = _UNINSTALL_KEY.fullmatch(key.path)
    name = key.text("DisplayName")
    if path is None or name is None or key.number("SystemComponent") == 1 or key.text("ParentKeyName") is not None:
        return None
    return InstalledProduct(
        key=path["key"],
        hive=hive,
        name=name,
        version=key.text("DisplayVersion"),
        publisher=key.text("Publisher"),
        # The flag alone is not enough: only a product code makes the key's name mean something.
        windows_installer=key.number("WindowsInstaller") == 1 and _PRODUCT_CODE.fullmatch(path["key"]) is not None,
    )
