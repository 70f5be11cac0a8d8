"""Secrets that people and programs show, and what is kept of them. All are random, so a plain hash is enough.

A person's password is another matter: see ``services.sessions.PasswordHasher``.
"""

import hashlib
import hmac
import re
import secrets

_BYTES = 32
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for one another."""
_GROUPS, _IN_A_GROUP = 5, 4
_TOKEN_PREFIX = "classroom"  # noqa: S105 - by which scanners of source code find what somebody left there

_TOKEN_ID = re.compile("[0-9A-Za-z-]{1,64}")


def new_secret() -> str:
    """32 random bytes as text that stands in cookies, headers and addresses as it is."""
    return secrets.token_urlsafe(_BYTES)


def digest(secret: str) -> str:
    """What the store keeps of a secret: its SHA-256 in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def csrf_token(session_secret: str) -> str:
    """What a page of ours knows and a foreign one cannot: derived from the session's secret, which it doesn't tell."""
    return hmac.new(session_secret.encode(), b"csrf", hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two texts are equal, without telling by the time where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def token_text(token_id: str, secret: str) -> str:
    """The text of a bearer token: ``prefix_id.secret``."""
    return f"{_TOKEN_PREFIX}_{token_id}.{secret}"


def token_parts(text: str) -> tuple[str, str] | None:
    """Id and secret of a bearer token's text, or None if it isn't one."""
    prefix, _, rest = text.partition("_")
    token_id, _, secret = rest.partition(".")
    ours = prefix == _TOKEN_PREFIX and secret and _TOKEN_ID.fullmatch(token_id)
    return (token_id, secret) if ours else None


def readable_password() -> str:
    """A random password of 99 bits that can be read out and typed."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_IN_A_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)
