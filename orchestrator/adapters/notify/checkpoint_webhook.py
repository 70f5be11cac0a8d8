"""Checkpoints to a web address that keeps them."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import timedelta

import httpx2

from orchestrator.domain.signed_notes import VerifierKey
from orchestrator.services.checkpoint_publishing import NotPublished
from orchestrator.services.publication_stores import PublicationProblem
from orchestrator.services.record_stores import StoredCheckpoint

TIMEOUT_SECONDS = 10.0


class CheckpointWebhook:
    """POSTs the note as it is. Any answer from 200 to 299 says that it is kept; redirects are not followed.

    ``Idempotency-Key`` is the same whenever the same checkpoint is sent, so a receiver can tell a repetition.

    Args:
        url: Where to.
        bearer: Looks the bearer token up, each time anew; None sends none.
        timeout_seconds: For connecting, and for each wait on the receiver.
    """

    every = False
    rest = timedelta(0)

    def __init__(self, url: str, bearer: Callable[[], str] | None, *, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._url = url
        self._bearer = bearer
        self._timeout_seconds = timeout_seconds

    def publish(self, checkpoint: StoredCheckpoint, keys: Sequence[VerifierKey]) -> str:  # noqa: ARG002 - the port's
        """Send the checkpoint.

        Raises:
            NotPublished: Nobody answered, the answer was another, or the token is missing.
        """
        headers = {
            "Content-Type": "text/plain; charset=utf-8",
            "Idempotency-Key": hashlib.sha256(b"%d\n" % checkpoint.number + checkpoint.note).hexdigest(),
        }
        if self._bearer is not None:
            try:
                headers["Authorization"] = f"Bearer {self._bearer()}"
            except (OSError, LookupError) as error:
                raise NotPublished(PublicationProblem.SECRET, type(error).__name__) from None
        try:
            # The answer's body is of no interest and may be long: it is not read.
            with httpx2.stream(
                "POST", self._url, content=checkpoint.note, headers=headers, timeout=self._timeout_seconds
            ) as answer:
                status = answer.status_code
        except httpx2.HTTPError as error:
            # Not its text: that may quote the address, and the address may hold a secret of the receiver's.
            raise NotPublished(PublicationProblem.UNREACHABLE, type(error).__name__) from None
        if not httpx2.codes.is_success(status):
            raise NotPublished(PublicationProblem.REFUSED, f"HTTP {status}")
        return ""
