"""Passwords hashed with Argon2id (RFC 9106)."""

import secrets
import threading
from base64 import b64encode

import argon2
from argon2.exceptions import InvalidHashError, VerificationError

from orchestrator.domain.passwords import normal

AT_ONCE = 4
"""Hashes that are made at the same time: each takes 64 MiB, and a crowd that signs in must not take all memory."""


class Argon2Hasher:
    """``services.sessions.PasswordHasher`` with Argon2id, by default with the second set of parameters of RFC 9106.

    A call takes about a tenth of a second of one thread, so it belongs into a thread of its own.

    Attributes:
        decoy: A hash that no password fits, as costly to verify as any other.
    """

    def __init__(self, parameters: argon2.Parameters = argon2.profiles.RFC_9106_LOW_MEMORY) -> None:
        self._argon2 = argon2.PasswordHasher.from_parameters(parameters)
        self._turn = threading.BoundedSemaphore(AT_ONCE)
        self.decoy = _hash_of_nothing(parameters)

    def hash(self, password: str) -> str:
        """A salted hash that names its own parameters."""
        with self._turn:
            return self._argon2.hash(normal(password))

    def verify(self, password_hash: str, password: str) -> bool:
        """Whether a hash was made of this password. A text that is no hash fits no password."""
        try:
            with self._turn:
                return self._argon2.verify(password_hash, normal(password))
        except (VerificationError, InvalidHashError):
            return False

    def outdated(self, password_hash: str) -> bool:
        """Whether a hash was made with other parameters than are used now."""
        return self._argon2.check_needs_rehash(password_hash)


def _hash_of_nothing(parameters: argon2.Parameters) -> str:
    """An encoded hash whose last part is random, so that nothing had to be hashed for it."""
    costs = f"m={parameters.memory_cost},t={parameters.time_cost},p={parameters.parallelism}"
    salt, tag = (
        b64encode(secrets.token_bytes(length)).decode().rstrip("=")
        for length in (parameters.salt_len, parameters.hash_len)
    )
    return f"$argon2id$v={parameters.version}${costs}${salt}${tag}"
