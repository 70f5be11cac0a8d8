"""The exit code of every refusal, by its stable code."""

from collections.abc import Mapping
from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended."""

    OK = 0  # as asked
    FAULT = 1  # something is broken: in the service, on this host, or in what came back
    USAGE = 2  # the command was not written as it must be, or its question was not answered with yes
    NOT_FOUND = 3  # what was named is not there
    INVALID = 4  # what was sent is malformed
    REFUSED = 5  # it conflicts with how things are
    NOT_ALLOWED = 6  # the service doesn't know who calls, or that person may not
    UNREACHABLE = 7  # the service does not answer
    NOT_READY = 8  # the rollout is over, and not every seat is ready


EXIT_CODES: Mapping[str, ExitCode] = {
    "not-found": ExitCode.NOT_FOUND,
    "invalid-input": ExitCode.INVALID,
    "too-large": ExitCode.INVALID,
    "bad-call": ExitCode.INVALID,
    "method-not-allowed": ExitCode.INVALID,
    "malformed-checkpoint": ExitCode.INVALID,
    "malformed-note": ExitCode.INVALID,
    "malformed-verifier-key": ExitCode.INVALID,
    "already-requested": ExitCode.REFUSED,
    "cannot-ask": ExitCode.REFUSED,
    "export-exists": ExitCode.REFUSED,
    "nothing-to-erase": ExitCode.REFUSED,
    "person-still-active": ExitCode.REFUSED,
    "checkpoint-of-another-log": ExitCode.REFUSED,
    "code-not-valid": ExitCode.REFUSED,
    "has-a-password": ExitCode.REFUSED,
    "last-administrator": ExitCode.REFUSED,
    "login-taken": ExitCode.REFUSED,
    "password-refused": ExitCode.REFUSED,
    "person-deactivated": ExitCode.REFUSED,
    "role-already-held": ExitCode.REFUSED,
    "role-only-for-campus": ExitCode.REFUSED,
    "idempotency-key-reused": ExitCode.REFUSED,
    "illegal-transition": ExitCode.REFUSED,
    "item-in-use": ExitCode.REFUSED,
    "item-is-required": ExitCode.REFUSED,
    "items-would-conflict": ExitCode.REFUSED,
    "more-than-the-seats": ExitCode.REFUSED,
    "needed-by-in-the-past": ExitCode.REFUSED,
    "nothing-to-retry": ExitCode.REFUSED,
    "release-in-use": ExitCode.REFUSED,
    "record-too-short": ExitCode.REFUSED,
    "request-is-over": ExitCode.REFUSED,
    "too-many-rows": ExitCode.REFUSED,
    "rollout-not-over": ExitCode.REFUSED,
    "rollout-under-way": ExitCode.REFUSED,
    "rollout-is-over": ExitCode.REFUSED,
    "every-seat-skipped": ExitCode.REFUSED,
    "coexistence-in-use": ExitCode.REFUSED,
    "wish-is-over": ExitCode.REFUSED,
    "not-the-wisher": ExitCode.NOT_ALLOWED,
    "already-wished": ExitCode.REFUSED,
    "expected-in-the-past": ExitCode.REFUSED,
    "catalog-change-is-over": ExitCode.REFUSED,
    "catalog-change-needs-two": ExitCode.REFUSED,
    "catalog-changed-meanwhile": ExitCode.REFUSED,
    "signature-wrong": ExitCode.REFUSED,
    "signed-by-nobody-known": ExitCode.REFUSED,
    "record-inconsistent": ExitCode.REFUSED,
    "nobody-can-sign": ExitCode.REFUSED,
    "version-not-offered": ExitCode.REFUSED,
    "rate-limited": ExitCode.REFUSED,
    "not-identified": ExitCode.NOT_ALLOWED,
    "csrf-token-wrong": ExitCode.NOT_ALLOWED,
    "cross-site-call": ExitCode.NOT_ALLOWED,
    "not-permitted": ExitCode.NOT_ALLOWED,
    "not-the-requester": ExitCode.NOT_ALLOWED,
    "old-password-wrong": ExitCode.NOT_ALLOWED,
    "sign-in-over": ExitCode.NOT_ALLOWED,
    "sign-in-refused": ExitCode.NOT_ALLOWED,
    "sign-in-throttled": ExitCode.NOT_ALLOWED,
    "token-too-wide": ExitCode.NOT_ALLOWED,
    "ansible-not-ready": ExitCode.FAULT,
    "internal-fault": ExitCode.FAULT,
    "runs-still-alive": ExitCode.FAULT,
    "store-unavailable": ExitCode.FAULT,
    "transaction-lost": ExitCode.FAULT,
    "wheel-incomplete": ExitCode.FAULT,
    "wheel-not-available": ExitCode.FAULT,
    "wheel-not-genuine": ExitCode.FAULT,
}
"""A test finds every refusal that is missing here."""
