"""The HTTP status of every refusal: 409 for a conflict with how things are, 422 only for what is malformed."""

from collections.abc import Mapping
from http import HTTPStatus

STATUSES: Mapping[str, HTTPStatus] = {
    "invalid-input": HTTPStatus.UNPROCESSABLE_ENTITY,
    "not-identified": HTTPStatus.UNAUTHORIZED,
    "identity-malformed": HTTPStatus.UNAUTHORIZED,
    "not-permitted": HTTPStatus.FORBIDDEN,
    "not-the-requester": HTTPStatus.FORBIDDEN,
    "not-found": HTTPStatus.NOT_FOUND,
    "method-not-allowed": HTTPStatus.METHOD_NOT_ALLOWED,
    "too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "bad-call": HTTPStatus.BAD_REQUEST,
    # Conflicts with how things are.
    "already-requested": HTTPStatus.CONFLICT,
    "idempotency-key-reused": HTTPStatus.CONFLICT,
    "illegal-transition": HTTPStatus.CONFLICT,
    "item-in-use": HTTPStatus.CONFLICT,
    "item-is-required": HTTPStatus.CONFLICT,
    "items-would-conflict": HTTPStatus.CONFLICT,
    "more-than-the-seats": HTTPStatus.CONFLICT,
    "needed-by-in-the-past": HTTPStatus.CONFLICT,
    "nothing-to-retry": HTTPStatus.CONFLICT,
    "release-in-use": HTTPStatus.CONFLICT,
    "request-is-over": HTTPStatus.CONFLICT,
    "rollout-not-over": HTTPStatus.CONFLICT,
    "rollout-under-way": HTTPStatus.CONFLICT,
    "version-not-offered": HTTPStatus.CONFLICT,
    # Of people and signing in.
    "sign-in-refused": HTTPStatus.UNAUTHORIZED,
    "sign-in-over": HTTPStatus.UNAUTHORIZED,
    "sign-in-throttled": HTTPStatus.TOO_MANY_REQUESTS,
    "old-password-wrong": HTTPStatus.FORBIDDEN,
    "cannot-ask": HTTPStatus.CONFLICT,
    "code-not-valid": HTTPStatus.CONFLICT,
    "last-administrator": HTTPStatus.CONFLICT,
    "login-taken": HTTPStatus.CONFLICT,
    "password-refused": HTTPStatus.CONFLICT,
    "person-deactivated": HTTPStatus.CONFLICT,
    "role-already-held": HTTPStatus.CONFLICT,
    "role-only-for-campus": HTTPStatus.CONFLICT,
    "token-too-wide": HTTPStatus.FORBIDDEN,
    # What somebody hands in to be verified.
    "malformed-checkpoint": HTTPStatus.UNPROCESSABLE_ENTITY,
    "malformed-note": HTTPStatus.UNPROCESSABLE_ENTITY,
    "malformed-verifier-key": HTTPStatus.UNPROCESSABLE_ENTITY,
    "checkpoint-of-another-log": HTTPStatus.CONFLICT,
    "signature-wrong": HTTPStatus.CONFLICT,
    "signed-by-nobody-known": HTTPStatus.CONFLICT,
    # Nothing that whoever calls could mend.
    "ansible-not-ready": HTTPStatus.SERVICE_UNAVAILABLE,
    "runs-still-alive": HTTPStatus.SERVICE_UNAVAILABLE,
    "store-unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    "transaction-lost": HTTPStatus.SERVICE_UNAVAILABLE,
    "login-not-built": HTTPStatus.SERVICE_UNAVAILABLE,
    "wheel-incomplete": HTTPStatus.INTERNAL_SERVER_ERROR,
    "wheel-not-available": HTTPStatus.INTERNAL_SERVER_ERROR,
    "wheel-not-genuine": HTTPStatus.INTERNAL_SERVER_ERROR,
    "internal-fault": HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""By code. A test finds every refusal that is missing here."""
