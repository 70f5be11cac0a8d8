"""What goes wrong with the keys of the record. All of these are faults of a set-up, not refusals."""

from dataclasses import dataclass
from pathlib import Path


@dataclass
class KeyFileReadableByOthers(PermissionError):
    """A private key's file may be read by more than its owner, so it has to be taken for known to others."""

    path: Path
    mode: int

    def __str__(self) -> str:
        return f"{self.path} has mode {self.mode:04o}; a private key needs 0600 and, after this, a successor"


@dataclass
class NotAPrivateKey(ValueError):
    """A file does not hold an Ed25519 private key."""

    path: Path

    def __str__(self) -> str:
        return f"{self.path} holds no Ed25519 private key in PEM"


@dataclass
class KeyIsNotTheListedOne(ValueError):
    """A private key does not belong to the public key under whose id its file stands."""

    path: Path
    signer: str

    def __str__(self) -> str:
        return f"{self.path} is not the private key of {self.signer}"


@dataclass
class KeyringExists(FileExistsError):
    """A keyring was to be made where one is already."""

    folder: Path

    def __str__(self) -> str:
        return f"{self.folder} holds keys already; a new key is added to them, not put in their place"


@dataclass
class KeyringMissing(FileNotFoundError):
    """There is no keyring in that folder."""

    folder: Path

    def __str__(self) -> str:
        return f"{self.folder} holds no keys of a record"


class UnusableRecordKeys(Exception):
    """The keys in the folder of the settings are not those of the record in the database of the settings."""


@dataclass
class RecordKeysLost(UnusableRecordKeys):
    """The record has signed checkpoints, and there are no keys here.

    A new key would begin another record: nothing that was published before would be trusted to continue in it.
    """

    folder: Path
    checkpoints: int

    def __str__(self) -> str:
        return (
            f"{self.folder} holds no keys, but this record has {self.checkpoints} signed checkpoints. Every host that "
            "signs needs the same folder: copy it from the host that has it, or from the backup"
        )


@dataclass
class OriginIsAnother(UnusableRecordKeys):
    """The settings give the record another name than its keys have."""

    folder: Path
    named: str
    origin: str

    def __str__(self) -> str:
        return (
            f"the settings call the record {self.named}, but its keys in {self.folder} are those of {self.origin}, "
            "and a record keeps its name"
        )


@dataclass
class OnlySigningKey(ValueError):
    """The last key that can sign was to be retired; its successor has to be there first."""

    signer: str

    def __str__(self) -> str:
        return f"{self.signer} is the only key that can sign; add its successor first"


@dataclass
class NoSuchSigningKey(LookupError):
    """A key was to be retired that cannot sign here."""

    signer: str

    def __str__(self) -> str:
        return f"{self.signer} is not among the keys that can sign here"
