"""Items that are blocked, straight in the store, for tests of what comes of it on machines."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.safeguards import Aim, Safeguard, SafeguardKind, SafeguardState
from orchestrator.services.unit_of_work import UnitOfWork

LONG_AGO, FAR_AWAY = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def let_go(transactions: Callable[[], UnitOfWork], *items: str) -> None:
    """From now on exactly these items are blocked; none for nothing."""
    with transactions() as uow:
        earlier = uow.safeguards.page(state=None, after=None, limit=200)
        for guard in earlier:
            if guard.state is SafeguardState.LIVE:
                uow.safeguards.update(
                    replace(guard, state=SafeguardState.LIFTED, ended_at=LONG_AGO, ended_by="person:x")
                )
        for item in items:
            uow.safeguards.add(
                Safeguard(
                    id=f"block-{len(earlier)}-{item}",
                    kind=SafeguardKind.BLOCK,
                    category=Category.POLICY,
                    aim=Aim(item_id=item),
                    title="Blocked",
                    explanation="It is blocked.",
                    evidence=Evidence(document="d1"),
                    owner="person:x",
                    review_at=FAR_AWAY,
                    by="person:x",
                    created_at=LONG_AGO,
                    expires_at=FAR_AWAY,
                )
            )
        uow.commit()
