"""The registry of a simulated machine: keys and values under HKEY_LOCAL_MACHINE. Pure.

Real: names that ignore case but keep it, the 32-bit view under ``WOW6432Node``, value types. Simulated: only the keys
that something in the lab writes exist; there are no permissions and no other roots.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

ROOT = "HKEY_LOCAL_MACHINE"
_ROOT_NAMES = {"hklm", "hkey_local_machine"}
_WOW = "WOW6432Node"
_SOFTWARE = "software"

UNINSTALL_64 = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
UNINSTALL_32 = r"SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall"
HARDWARE_CONFIG = r"SYSTEM\HardwareConfig"
SERVICING_REBOOT = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending"
UPDATE_REBOOT = r"SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired"
SESSION_MANAGER = r"SYSTEM\CurrentControlSet\Control\Session Manager"
FILE_RENAMES = "PendingFileRenameOperations"


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its name as written, its type and its data as ``reg.exe`` prints it."""

    name: str
    type: str
    data: str


@dataclass(slots=True)
class Key:
    """One key: its path below the root as written, its values by folded name in the order in which they came."""

    path: str
    values: dict[str, Value] = field(default_factory=dict)


def without_root(path: str) -> str | None:
    r"""Path below HKEY_LOCAL_MACHINE of a full path such as ``HKLM\SOFTWARE``, or None for another root."""
    root, _, rest = path.strip("\\").partition("\\")
    return rest.rstrip("\\") if root.casefold() in _ROOT_NAMES else None


def in_view(path: str, *, view32: bool) -> str:
    r"""Where a path below ``SOFTWARE`` leads in the 32-bit view; other paths and the 64-bit view stay."""
    first, separator, rest = path.partition("\\")
    if not view32 or first.casefold() != _SOFTWARE or rest.casefold().startswith(_WOW.casefold()):
        return path
    return f"{first}\\{_WOW}{separator}{rest}"


class Registry:
    """All keys of a machine, by folded path."""

    def __init__(self, keys: Mapping[str, Mapping[str, list[str]]] | None = None) -> None:
        self._keys: dict[str, Key] = {}
        for path, values in (keys or {}).items():
            self.add_key(path)
            for name, (kind, data) in values.items():
                self.set(path, name, data, kind)

    def to_json(self) -> dict[str, dict[str, list[str]]]:
        """The form that ``__init__`` takes."""
        return {k.path: {v.name: [v.type, v.data] for v in k.values.values()} for k in self._keys.values()}

    def add_key(self, path: str) -> Key:
        """Make a key and those above it, where they are missing."""
        existing = self._keys.get(path.casefold())
        if existing is not None:
            return existing
        parent, separator, name = path.rpartition("\\")
        if separator:
            # A key is shown as those above it were first written.
            path = f"{self.add_key(parent).path}\\{name}"
        key = self._keys[path.casefold()] = Key(path)
        return key

    def key(self, path: str) -> Key | None:
        """The key at that path."""
        return self._keys.get(path.casefold())

    def get(self, path: str, name: str) -> str | None:
        """Data of a value, or None where key or value is missing."""
        key = self.key(path)
        value = key.values.get(name.casefold()) if key else None
        return None if value is None else value.data

    def set(self, path: str, name: str, data: str, kind: str = "REG_SZ") -> None:
        """Write a value, making its key."""
        self.add_key(path).values[name.casefold()] = Value(name, kind, data)

    def delete_value(self, path: str, name: str) -> bool:
        """Delete a value; False where there was none."""
        key = self.key(path)
        return key is not None and key.values.pop(name.casefold(), None) is not None

    def delete_key(self, path: str) -> bool:
        """Delete a key with all below it; False where there was none."""
        folded = path.casefold()
        doomed = [p for p in self._keys if p == folded or p.startswith(f"{folded}\\")]
        for p in doomed:
            del self._keys[p]
        return bool(doomed)

    def children(self, path: str) -> Iterator[Key]:
        """Keys right below one, sorted by name as Windows keeps them."""
        prefix = f"{path.casefold()}\\"
        below = sorted(p for p in self._keys if p.startswith(prefix) and "\\" not in p[len(prefix) :])
        return (self._keys[p] for p in below)

    def branch(self, path: str) -> Iterator[Key]:
        """A key and all below it, parents first."""
        key = self.key(path)
        if key is not None:
            yield key
        for child in self.children(path):
            yield from self.branch(child.path)


def describe(registry: Registry) -> list[dict[str, Any]]:
    """Uninstall entries of both hives as plain data, sorted by name."""
    products = []
    for hive, root in (("64", UNINSTALL_64), ("32", UNINSTALL_32)):
        for key in registry.children(root):
            values = {v.name: v.data for v in key.values.values()}
            products.append({
                "key": key.path.rpartition("\\")[2], "hive": hive, "name": values.get("DisplayName", ""),
                "version": values.get("DisplayVersion", ""), "publisher": values.get("Publisher", ""),
                "windows_installer": values.get("WindowsInstaller") == "0x1",
            })  # fmt: skip
    return sorted(products, key=lambda p: (str(p["name"]).casefold(), str(p["key"])))
