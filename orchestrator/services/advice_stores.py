"""The ports to softer words: recommendations and sign-offs."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from orchestrator.domain.advice import Recommendation, SignOff


class Recommendations(Protocol):
    """Advice about requests."""

    def add(self, recommendation: Recommendation) -> None:
        """Insert."""
        ...

    def update(self, recommendation: Recommendation) -> None:
        """Store what became of it."""
        ...

    def get(self, recommendation_id: str) -> Recommendation | None:
        """One recommendation. In a unit of work that may write, nobody else changes its room until that ends."""
        ...

    def of_requests(self, request_ids: Collection[str]) -> Sequence[Recommendation]:
        """All about these requests, oldest first."""
        ...


class SignOffs(Protocol):
    """Whether what was delivered works."""

    def put(self, sign_off: SignOff) -> None:
        """Insert or update by request."""
        ...

    def of_requests(self, request_ids: Collection[str]) -> Mapping[str, SignOff]:
        """By request id; requests whose requester was never asked are missing."""
        ...
