"""Overrides for the tests of their rules."""

from datetime import timedelta

from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.overrides import Override, OverrideKind, OverrideScope
from tests.unit.domain.examples import NOW


def override(
    override_id: str = "o1", kind: OverrideKind = OverrideKind.DECLINE, *, days: float = 2, **more: object
) -> Override:
    """One of request r1 for the editor, recorded NOW by Tim, for so many days."""
    given: dict[str, object] = {
        "scope": OverrideScope.REQUEST,
        "category": Category.INCOMPATIBILITY,
        "classroom_id": "room",
        "item_id": "editor",
        "request_ids": ("r1",),
        "evidence": Evidence(),
        "explanation": "It crashes the projector software.",
        "by": "person:tim",
        "created_at": NOW,
        "starts_at": NOW,
        **more,
    }
    given.setdefault("expires_at", given["starts_at"] + timedelta(days=days))  # type: ignore[operator]
    return Override(override_id, kind, **given)  # type: ignore[arg-type]
