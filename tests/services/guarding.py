"""What the stories about safeguards share: who sets them, and what they say."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.notices import Notice, NoticeKind
from orchestrator.domain.people import CAMPUS, Caller, Grant, Person, Role
from orchestrator.domain.safeguard_rules import SafeguardDraft
from orchestrator.domain.safeguards import Aim, Safeguard, SafeguardKind
from orchestrator.services.safeguard_impact import Impact
from orchestrator.services.safeguard_register import preview_safeguard, safeguard_impact
from orchestrator.services.safeguards import (
    SetSafeguard,
    approve_safeguard,
    lift_safeguard,
    refuse_safeguard,
    set_safeguard,
)
from tests.services.story import Story

CVE = Evidence(advisory="CVE-2026-12345", affected="< 2.0")
WORDS = "A web page can take the machine over. The newer version is safe."


def hire(story: Story, login: str, *roles: Role) -> Caller:
    """Somebody with these roles for the whole site."""
    now = story.clock.now()
    person = Person(f"person:{login}", login, login.title(), "", "en", now)
    grants = tuple(Grant(f"{login}-{n}", person.id, role, CAMPUS, now, "host:root") for n, role in enumerate(roles))
    with story.transactions() as uow:
        uow.accounts.add(person)
        uow.people.remember(person.actor)
        for grant in grants:
            uow.accounts.add_grant(grant)
        uow.commit()
    return Caller(person, grants)


def draft(story: Story, kind: SafeguardKind, item: str | None = "browser", **more: Any) -> SafeguardDraft:  # noqa: ANN401 - any field
    """What a safeguard shall say, for 90 days."""
    now = story.clock.now()
    protective = kind is SafeguardKind.PROTECTIVE_UPDATE
    said = SafeguardDraft(
        kind=kind,
        category=Category.SECURITY,
        aim=Aim(item),
        title=f"Mind {item}",
        explanation=WORDS,
        evidence=CVE,
        review_at=now + timedelta(days=60),
        expires_at=now + timedelta(days=90),
        minimum=None if kind is SafeguardKind.BLOCK else "2.0",
        deadline=now + timedelta(days=14) if protective else None,
    )
    return replace(said, **more)


def guard(
    story: Story,
    by: Caller,
    kind: SafeguardKind,
    item: str | None = "browser",
    *,
    seen: str | None = None,
    **more: Any,  # noqa: ANN401 - any field
) -> Safeguard:
    """Somebody sets a safeguard, and answers for it."""
    return set_safeguard(
        SetSafeguard(draft(story, kind, item, **more), by.person.login, seen),
        caller=by,
        transactions=story.transactions,
        clock=story.clock,
        new_id=story.tools.new_id,
    )


def preview(story: Story, kind: SafeguardKind, aim: Aim, minimum: str | None = None) -> Impact:
    """Somebody looks at what a safeguard would do."""
    return preview_safeguard(kind, aim, minimum, reads=story.reads, clock=story.clock)[0]


def look_at(story: Story, safeguard: Safeguard) -> str:
    """Somebody looks at what a safeguard does, or would do; the digest of it."""
    return safeguard_impact(safeguard.id, reads=story.reads, clock=story.clock)[0].digest


def approve(story: Story, safeguard: Safeguard, by: Caller, *, seen: str | None = None) -> Safeguard:
    """A second person says yes."""
    return approve_safeguard(
        safeguard.id,
        seen=seen,
        caller=by,
        transactions=story.transactions,
        clock=story.clock,
        new_id=story.tools.new_id,
    )


def refuse(story: Story, safeguard: Safeguard, by: Caller) -> Safeguard:
    """A second person says no."""
    return refuse_safeguard(
        safeguard.id, reason="Not needed.", caller=by, transactions=story.transactions, clock=story.clock
    )


def lift(story: Story, safeguard: Safeguard, by: Caller) -> Safeguard:
    """Somebody takes it back."""
    return lift_safeguard(safeguard.id, reason="Mended.", caller=by, transactions=story.transactions, clock=story.clock)


def notices(story: Story, person: str) -> list[Notice]:
    """What somebody was told, oldest first."""
    with story.reads() as uow:
        return list(reversed(uow.notices.of_person(f"person:{person}", unread=False, after=None, limit=100)))


def told(story: Story, person: str) -> list[NoticeKind]:
    """Of which kinds it was, but for the question whether what was delivered works."""
    kinds = [notice.kind for notice in notices(story, person)]
    return [kind for kind in kinds if kind is not NoticeKind.SIGN_OFF_ASKED]


def recorded(story: Story, first: str) -> list[str]:
    """Kinds of the record's entries that begin so, oldest first."""
    bodies = story.database.sql("SELECT body FROM cs_audit_entries ORDER BY entry_index")
    return [kind for (body,) in bodies if (kind := str(json.loads(body)["kind"])).startswith(first)]
