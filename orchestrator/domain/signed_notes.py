"""Signed notes: a text with signature lines under it, as C2SP ``signed-note`` defines them.

Only Ed25519 signatures (type 1) are known here; lines of other types belong to keys that nobody here knows, and are
passed over as the specification demands. Signing and verifying themselves are passed in: this module has no
cryptography but the hash that names a key.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.errors import Refusal

PUBLIC_KEY_BYTES = 32
SIGNATURES_READ = 100
"""A note with more signature lines is refused; the specification asks for 16 at least."""

_ED25519 = b"\x01"
_KEY_ID_BYTES = 4
_DASH = "\N{EM DASH} "

Verify = Callable[[bytes, bytes, bytes], bool]
"""Whether, for a public key, a signature and a message, the signature is that key's over that message."""


class NoteProblem(StrEnum):
    """Why bytes are not a signed note."""

    NOT_TEXT = "not-text"
    """They are not UTF-8, or hold a control character."""
    NO_SIGNATURES = "no-signatures"
    """No blank line with signature lines under it ends them."""
    TOO_MANY_SIGNATURES = "too-many-signatures"
    """More than ``SIGNATURES_READ``."""
    SIGNATURE_LINE = "signature-line"
    """A line under the text is not a dash, a key name and a signature."""


class KeyProblem(StrEnum):
    """Why a text is not a verifier key."""

    PARTS = "parts"
    """It is not name, id and key with plus signs between."""
    NAME = "name"
    """The name is empty or holds a space or a plus sign."""
    KEY = "key"
    """The last part is not a 32-byte Ed25519 key in base64."""
    ID = "id"
    """The id is not the one that name and key give."""


@dataclass(eq=False)
class MalformedNote(Refusal):
    """These bytes are not a signed note.

    Attributes:
        problem: What is wrong.
        line: Line from 1, or None where it is not one line.
    """

    problem: NoteProblem
    line: int | None = None
    code: ClassVar[str] = "malformed-note"


@dataclass(eq=False)
class MalformedVerifierKey(Refusal):
    """This text is not a verifier key."""

    problem: KeyProblem
    text: str
    code: ClassVar[str] = "malformed-verifier-key"


@dataclass(eq=False)
class SignedByNobodyKnown(Refusal):
    """None of the keys that were given has signed the note.

    Attributes:
        signers: Name and id of those who did, as in a verifier key's first two parts.
    """

    signers: tuple[str, ...]
    code: ClassVar[str] = "signed-by-nobody-known"


@dataclass(eq=False)
class SignatureWrong(Refusal):
    """The signature of a known key does not fit the text: one of the two was changed."""

    signer: str
    code: ClassVar[str] = "signature-wrong"


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key under the name of its holder.

    Attributes:
        name: Of the log or witness; no spaces, no plus sign.
        public_key: 32 bytes, Ed25519.
    """

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        if not is_key_name(self.name):
            raise MalformedVerifierKey(KeyProblem.NAME, self.name)
        if len(self.public_key) != PUBLIC_KEY_BYTES:
            raise MalformedVerifierKey(KeyProblem.KEY, self.name)

    @property
    def key_id(self) -> bytes:
        """Four bytes that say which key of that name is meant (C2SP signed-note, "Signatures")."""
        named = self.name.encode() + b"\n" + _ED25519 + self.public_key
        return hashlib.sha256(named).digest()[:_KEY_ID_BYTES]

    @property
    def signer(self) -> str:
        """Name and id, for people: ``example.org/record+0a1b2c3d``."""
        return f"{self.name}+{self.key_id.hex()}"

    def __str__(self) -> str:
        """The line by which the key is handed on: name, id, and type with key in base64."""
        return f"{self.signer}+{encode_base64(_ED25519 + self.public_key)}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Read the line that ``str`` writes.

        Raises:
            MalformedVerifierKey: It is not such a line, or its id is not that of its key.
        """
        # Base64 may hold plus signs too, a name may not: only the first two divide.
        parts = text.strip().split("+", 2)
        if len(parts) != 3:  # noqa: PLR2004 - name, id, key
            raise MalformedVerifierKey(KeyProblem.PARTS, text)
        name, key_id, encoded = parts
        typed = decode_base64(encoded)
        if typed is None or typed[:1] != _ED25519:
            raise MalformedVerifierKey(KeyProblem.KEY, text)
        key = cls(name, typed[1:])
        if key.key_id.hex() != key_id:
            raise MalformedVerifierKey(KeyProblem.ID, text)
        return key


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who can sign.

    Attributes:
        key: By which others verify.
        sign: Gives the Ed25519 signature (64 bytes) over a message.
    """

    key: VerifierKey
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def signer(self) -> str:
        """Name and id, as ``VerifierKey.signer`` gives them."""
        return f"{self.name}+{self.key_id.hex()}"

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {encode_base64(self.key_id + self.signature)}"


@dataclass(frozen=True, slots=True)
class SignedNote:
    """A text and its signatures, which are not verified by being here.

    Attributes:
        text: Ends with a line feed; the bytes that are signed.
        signatures: In the order of their lines.
    """

    text: str
    signatures: tuple[Signature, ...] = ()

    def signed_by(self, signer: Signer) -> "SignedNote":
        """The note with one more signature."""
        made = Signature(signer.key.name, signer.key.key_id, signer.sign(self.text.encode()))
        return replace(self, signatures=(*self.signatures, made))

    def to_bytes(self) -> bytes:
        """The note as it is published."""
        return "".join([self.text, "\n", *(f"{signature}\n" for signature in self.signatures)]).encode()

    @classmethod
    def parse(cls, data: bytes) -> "SignedNote":
        """Read a published note without verifying it.

        Raises:
            MalformedNote: It is none.
        """
        try:
            whole = data.decode()
        except UnicodeDecodeError:
            raise MalformedNote(NoteProblem.NOT_TEXT) from None
        for number, line in enumerate(whole.split("\n"), 1):
            if any(character < " " for character in line):
                raise MalformedNote(NoteProblem.NOT_TEXT, number)
        body, blank, under = whole.rpartition("\n\n")
        if not blank or not under.endswith("\n"):
            raise MalformedNote(NoteProblem.NO_SIGNATURES)
        lines = under[:-1].split("\n")
        if len(lines) > SIGNATURES_READ:
            raise MalformedNote(NoteProblem.TOO_MANY_SIGNATURES)
        first = body.count("\n") + 3
        return cls(body + "\n", tuple(_signature(line, number) for number, line in enumerate(lines, first)))

    def verified_by(self, keys: Collection[VerifierKey], verify: Verify) -> tuple[VerifierKey, ...]:
        """The known keys that signed it. Signatures of unknown keys are passed over.

        Args:
            keys: Those that are trusted.
            verify: Verifies one signature.

        Raises:
            SignatureWrong: The signature of a known key doesn't fit; nothing else in the note counts then.
            SignedByNobodyKnown: No known key has signed.
        """
        known = {(key.name, key.key_id): key for key in keys}
        found: dict[VerifierKey, None] = {}
        for signature in self.signatures:
            key = known.get((signature.name, signature.key_id))
            if key is None:
                continue
            if not verify(key.public_key, signature.signature, self.text.encode()):
                raise SignatureWrong(signature.signer)
            found[key] = None
        if not found:
            raise SignedByNobodyKnown(tuple(signature.signer for signature in self.signatures))
        return tuple(found)


def is_key_name(name: str) -> bool:
    """Whether it can stand in a signature line."""
    return bool(name) and not any(c.isspace() or c < " " or c == "+" for c in name)


def encode_base64(value: bytes) -> str:
    """Standard base64 with padding (RFC 4648 section 4)."""
    return base64.b64encode(value).decode()


def decode_base64(text: str) -> bytes | None:
    """What the text encodes, or None. One value has one encoding: a loose one is refused."""
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return value if encode_base64(value) == text else None


def _signature(line: str, number: int) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    blob = decode_base64(encoded)
    if not line.startswith(_DASH) or not is_key_name(name) or blob is None or len(blob) <= _KEY_ID_BYTES:
        raise MalformedNote(NoteProblem.SIGNATURE_LINE, number)
    return Signature(name, blob[:_KEY_ID_BYTES], blob[_KEY_ID_BYTES:])
