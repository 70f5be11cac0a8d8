"""The shelf: what can be installed in the lab, read from ``shelf.yml``. Pure but for reading that file.

Real: titles, publishers, registry keys and version forms are those of the actual software where it exists. Simulated:
the installers themselves. A file of the shelf is a few bytes of description and then filler that follows from them, so
that its SHA-256 is the same on every machine.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

# First bytes of every compound file, by which Windows knows an MSI, and a line that says what this one really is.
_MSI_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1") + b"\nvirtual lab installer 1\n"


@dataclass(frozen=True, slots=True)
class Product:
    """One entry that an installer writes into an uninstall hive.

    Attributes:
        key: Name of the registry key.
        hive: ``64`` or ``32``.
        name: DisplayName.
        version: DisplayVersion.
        publisher: Publisher.
        windows_installer: Whether Windows Installer owns it.
    """

    key: str
    hive: str
    name: str
    version: str
    publisher: str
    windows_installer: bool = False


@dataclass(frozen=True, slots=True)
class FeedPackage:
    """One version of a Chocolatey package. A package without products is a mere shell around its dependencies."""

    id: str
    version: str
    minutes: float = 0.0
    dependencies: tuple[tuple[str, str], ...] = ()
    products: tuple[Product, ...] = ()


@dataclass(frozen=True, slots=True)
class InstallerFile:
    """One MSI of the distribution point."""

    file: str
    product_code: str
    upgrade_code: str
    name: str
    version: str
    publisher: str
    hive: str
    minutes: float
    size: int
    needs_reboot: bool = False

    @property
    def product(self) -> Product:
        """The uninstall entry that it makes."""
        return Product(self.product_code, self.hive, self.name, self.version, self.publisher, windows_installer=True)

    def content(self) -> bytes:
        """The bytes of the file; only the entry decides them."""
        described = json.dumps(asdict(self), sort_keys=True, separators=(",", ":")).encode()
        head = _MSI_MAGIC + described + b"\n"
        # SHAKE gives as many bytes as wanted from a seed, the same everywhere.
        return head + hashlib.shake_256(described).digest(max(0, self.size - len(head)))

    @property
    def sha256(self) -> str:
        """SHA-256 of the content, lower-case hexadecimal."""
        return hashlib.sha256(self.content()).hexdigest()


@dataclass(frozen=True, slots=True)
class Shelf:
    """All that is on offer, and what a new machine carries."""

    packages: Mapping[str, tuple[FeedPackage, ...]]
    files: Mapping[str, InstallerFile]
    image: tuple[Product, ...]


def read_installer(content: bytes) -> InstallerFile | None:
    """What a downloaded file installs, or None where it is no installer of the shelf."""
    if not content.startswith(_MSI_MAGIC):
        return None
    described, _, _ = content[len(_MSI_MAGIC) :].partition(b"\n")
    try:
        return InstallerFile(**json.loads(described))
    except (ValueError, TypeError):
        return None


def package_to_json(package: FeedPackage) -> dict[str, Any]:
    """The form in which the feed serves a version of a package."""
    return {**asdict(package), "dependencies": dict(package.dependencies)}


def package_from_json(data: Mapping[str, Any]) -> FeedPackage:
    """A version of a package as the feed served it."""
    return FeedPackage(
        id=data["id"],
        version=data["version"],
        minutes=float(data["minutes"]),
        dependencies=tuple(sorted(data["dependencies"].items())),
        products=tuple(Product(**p) for p in data["products"]),
    )


def _packages_of(package_id: str, entry: Mapping[str, Any]) -> tuple[FeedPackage, ...]:
    def one(version: str) -> FeedPackage:
        filled = json.loads(json.dumps(entry).replace("{version}", version))
        return package_from_json({
            "id": package_id, "version": version, "minutes": filled.get("minutes", 0),
            "dependencies": filled.get("dependencies", {}), "products": filled.get("products", []),
        })  # fmt: skip

    return tuple(one(version) for version in entry["versions"])


@cache
def load_shelf() -> Shelf:
    """Read the shelf that is shipped with the lab."""
    data = yaml.safe_load(files(__package__).joinpath("shelf.yml").read_text(encoding="utf-8"))
    return Shelf(
        packages={i: _packages_of(i, entry) for i, entry in data["chocolatey"].items()},
        files={name: InstallerFile(file=name, **entry) for name, entry in data["files"].items()},
        image=tuple(Product(**entry) for entry in data["image"]),
    )


def describe_files(shelf: Shelf) -> list[dict[str, Any]]:
    """What a catalog needs to know of each file: path on the distribution point, checksum, codes, size in bytes."""
    return [
        {
            "path": f"/files/{file.file}", "sha256": file.sha256, "product_code": file.product_code,
            "upgrade_code": file.upgrade_code, "name": file.name, "version": file.version,
            "publisher": file.publisher, "hive": file.hive, "minutes": file.minutes,
            "needs_reboot": file.needs_reboot, "size": len(file.content()),
        }
        for file in shelf.files.values()
    ]  # fmt: skip
