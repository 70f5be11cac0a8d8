"""Those who decide in the stories: people with roles, and what they do about overrides and holds."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.notices import Notice, NoticeKind
from orchestrator.domain.overrides import Override, OverrideKind
from orchestrator.domain.people import CAMPUS, Caller, Grant, Person, Role
from orchestrator.services.holds import HoldView, SetHold, lift_hold, set_hold
from orchestrator.services.notices import list_notices
from orchestrator.services.override_aim import RecordOverride
from orchestrator.services.override_approvals import (
    approve_override,
    confirm_category,
    refuse_category,
    refuse_override,
)
from orchestrator.services.override_assessment import Assessment
from orchestrator.services.overrides import (
    OverridePreview,
    agree_to_substitute,
    lift_override,
    preview_override,
    record_override,
)
from tests.services.story import Story

FULL: dict[str, Any] = {
    "explanation": "It crashes the lectern's projector software, which the course needs as well.",
    "evidence": Evidence(words="seen on Monday in the lecture"),
    "alternative": "The older version is on the podium.",
    "would_lift": "A new version of the projector software.",
    "compensation": "A technician is there in the first lecture.",
}
"""All that a heavy override of the category other needs."""


@dataclass
class Deciders:
    """A story's people who decide. Each has an account, and does one thing after another."""

    story: Story

    def hire(self, login: str, *roles: Role) -> Caller:
        """Somebody with an account and roles for the whole site."""
        born = datetime(2026, 1, 1, tzinfo=UTC)
        person = Person(f"person:{login}", login, login.title(), "", "en", born)
        grants = tuple(
            Grant(f"{login}-{n}", person.id, role, CAMPUS, born, "host:root") for n, role in enumerate(roles)
        )
        with self.story.transactions() as uow:
            uow.accounts.add(person)
            for grant in grants:
                uow.accounts.add_grant(grant)
            uow.people.remember(person.actor)
            uow.commit()
        return Caller(person, grants)

    def after(self, **time: float) -> datetime:
        """A moment so long from now."""
        return self.story.clock.now() + timedelta(**time)

    def command(
        self, request_id: str | None, kind: OverrideKind = OverrideKind.DECLINE, **more: object
    ) -> RecordOverride:
        """An override of two days for no listed reason but an incompatibility, unless said otherwise."""
        given: dict[str, object] = {
            "category": Category.INCOMPATIBILITY,
            "explanation": "It crashes the projector software.",
            "expires_at": self.after(days=2),
            **more,
        }
        return RecordOverride(kind, request_id=request_id, **given)  # type: ignore[arg-type]

    def record(self, by: Caller, command: RecordOverride) -> Override:
        s = self.story
        return record_override(command, caller=by, transactions=s.transactions, clock=s.clock, new_id=s.tools.new_id)

    def preview(self, by: Caller, command: RecordOverride) -> Assessment:
        return self.look_ahead(by, command).found

    def look_ahead(self, by: Caller, command: RecordOverride) -> OverridePreview:
        s = self.story
        return preview_override(command, caller=by, reads=s.reads, clock=s.clock, new_id=s.tools.new_id)

    def approve(self, by: Caller, override: Override) -> Override:
        s = self.story
        return approve_override(
            override.id, caller=by, transactions=s.transactions, clock=s.clock, new_id=s.tools.new_id
        )

    def refuse(self, by: Caller, override: Override) -> Override:
        s = self.story
        return refuse_override(
            override.id, caller=by, reason="No.", transactions=s.transactions, clock=s.clock, new_id=s.tools.new_id
        )

    def confirm(self, by: Caller, override: Override) -> Override:
        s = self.story
        return confirm_category(override.id, caller=by, transactions=s.transactions, clock=s.clock)

    def refuse_category(self, by: Caller, override: Override) -> Override:
        s = self.story
        return refuse_category(
            override.id, caller=by, reason="No.", transactions=s.transactions, clock=s.clock, new_id=s.tools.new_id
        )

    def lift(self, by: Caller, override: Override) -> Override:
        s = self.story
        return lift_override(override.id, caller=by, transactions=s.transactions, clock=s.clock, new_id=s.tools.new_id)

    def agree(self, by: Caller, override: Override) -> Override:
        s = self.story
        return agree_to_substitute(override.id, caller=by, transactions=s.transactions, clock=s.clock)

    def hold(self, by: Caller, **what: object) -> HoldView:
        s = self.story
        command = SetHold("The projector has gone black.", **what)  # type: ignore[arg-type]
        return set_hold(command, caller=by, transactions=s.transactions, clock=s.clock, new_id=s.tools.new_id)

    def lift_hold(self, by: Caller, hold: HoldView) -> HoldView:
        s = self.story
        return lift_hold(hold.hold.id, caller=by, transactions=s.transactions, clock=s.clock)

    def stored(self, override: Override) -> Override:
        """As it is in the store now."""
        with self.story.reads() as uow:
            found = uow.overrides.get(override.id)
        assert found is not None
        return found

    def told(self, person_id: str) -> list[str]:
        """Kinds of what somebody was told of decisions, oldest first; not that they were asked whether it works."""
        kinds = (notice.kind for notice in reversed(self.notices(person_id)))
        return [kind.value for kind in kinds if kind is not NoticeKind.SIGN_OFF_ASKED]

    def notices(self, person_id: str) -> tuple[Notice, ...]:
        return tuple(view.notice for view in list_notices(person_id, reads=self.story.reads, limit=200))

    def recorded(self, prefix: str) -> list[str]:
        """Kinds of the record's entries that begin so, oldest first."""
        bodies = self.story.database.sql("SELECT body FROM cs_audit_entries ORDER BY entry_index")
        kinds = [str(json.loads(body)["kind"]) for (body,) in bodies]
        return [kind for kind in kinds if kind.startswith(prefix)]
