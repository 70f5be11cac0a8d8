"""Who contests, rules and signs in the stories, and what they do, with the ports put in."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from orchestrator.domain.contests import ContestState, ContestSubject
from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.notices import Notice
from orchestrator.domain.overrides import Override, OverrideKind, OverrideScope
from orchestrator.domain.people import CAMPUS, Actor, Caller, Grant, Person, Role
from orchestrator.domain.rulers import RulerSide
from orchestrator.domain.safeguards import Aim, Exemption, ExemptionState, Safeguard, SafeguardKind
from orchestrator.services.contests import ContestView, MakeContest, get_contest, make_contest, withdraw_contest
from orchestrator.services.exemption_making import ExemptionTerms, MakeExemption, make_exemption, named_risk_owner
from orchestrator.services.exemptions import approve_exemption, lift_exemption, refuse_exemption, sign_exemption
from orchestrator.services.rulers import NamedRuler, set_rulers, set_superiors
from orchestrator.services.rulings import Rule, rule
from tests.services.story import ADA, ROOM, TECHNICIAN, Story

PETER = Actor("person:peter", "Prof. Peter Naur")
MARTA = Actor("person:marta", "Marta Manager")
SAM = Actor("person:sam", "Sam Security")
DEAN = Actor("person:dean", "The Dean")
CAST = {
    ADA: (Role.INSTRUCTOR,),
    PETER: (Role.INSTRUCTOR,),
    DEAN: (Role.INSTRUCTOR,),
    TECHNICIAN: (Role.TECHNICIAN,),
    MARTA: (Role.MANAGER,),
    SAM: (Role.SECURITY_OFFICER,),
}
ALL = (("peter", RulerSide.TEACHING), ("marta", RulerSide.IT), ("sam", RulerSide.IT), ("dean", RulerSide.OUTSIDE))


class Court:
    """A story with people who have accounts, and whole lists of who rules."""

    def __init__(self, story: Story, categories: Iterable[Category] = Category) -> None:
        self.story = story
        self.ports = {"transactions": story.transactions, "clock": story.clock}
        with story.transactions() as uow:
            for actor, roles in CAST.items():
                login = actor.id.removeprefix("person:")
                uow.accounts.add(Person(actor.id, login, actor.name, "", "en", story.clock.now()))
                uow.people.remember(actor)
                for number, role in enumerate(roles):
                    uow.accounts.add_grant(
                        Grant(f"{login}-{number}", actor.id, role, CAMPUS, story.clock.now(), "host:x")
                    )
            uow.commit()
        for category in categories:
            self.name(category, *ALL)

    def name(self, category: Category, *named: tuple[str, RulerSide]) -> None:
        rulers = [NamedRuler(*one) for one in named]
        set_rulers(category, rulers, actor=MARTA, **self.ports)  # type: ignore[arg-type]

    def put_above(self, login: str, *superiors: str) -> None:
        set_superiors(login, superiors, actor=MARTA, **self.ports)  # type: ignore[arg-type]

    def give(self, actor: Actor, role: Role) -> None:
        """Somebody gets a further role."""
        with self.story.transactions() as uow:
            grant = Grant(self.story.tools.new_id(), actor.id, role, CAMPUS, self.story.clock.now(), "host:x")
            uow.accounts.add_grant(grant)
            uow.commit()

    def override(
        self, *request_ids: str, category: Category = Category.HARDWARE, days: int = 60, **more: object
    ) -> str:
        """A technician's decline, as the store would hold it."""
        now, override_id = self.story.clock.now(), self.story.tools.new_id()
        decline = Override(
            id=override_id,
            kind=OverrideKind.DECLINE,
            scope=OverrideScope.REQUEST,
            category=category,
            classroom_id="room",
            item_id="editor",
            request_ids=request_ids,
            evidence=Evidence(memory_mb=64_000),
            explanation="The machines have not enough memory for it.",
            by=TECHNICIAN.id,
            created_at=now,
            starts_at=now,
            expires_at=now + timedelta(days=days),
            **more,  # type: ignore[arg-type]
        )
        with self.story.transactions() as uow:
            uow.overrides.add(decline)
            uow.commit()
        return override_id

    def safeguard(self, item_id: str = "editor", category: Category = Category.SECURITY) -> str:
        """The security officer's block, as the store would hold it."""
        now, safeguard_id = self.story.clock.now(), self.story.tools.new_id()
        block = Safeguard(
            id=safeguard_id,
            kind=SafeguardKind.BLOCK,
            category=category,
            aim=Aim(item_id=item_id),
            title="No editors",
            explanation="It opens a hole.",
            evidence=Evidence(advisory="CVE-2026-1", affected="< 9"),
            owner=SAM.id,
            review_at=now + timedelta(days=90),
            by=SAM.id,
            created_at=now,
            expires_at=now + timedelta(days=180),
        )
        with self.story.transactions() as uow:
            uow.safeguards.add(block)
            uow.commit()
        return safeguard_id

    def contest(
        self,
        decision_id: str,
        request_id: str,
        *,
        subject: ContestSubject = ContestSubject.OVERRIDE,
        actor: Actor = ADA,
    ) -> str:
        command = MakeContest(subject, decision_id, request_id, "The course needs it.")
        made = make_contest(command, actor=actor, new_id=self.story.tools.new_id, **self.ports)  # type: ignore[arg-type]
        return made.contest.id

    def rule(
        self, contest_id: str, actor: Actor, *, overturn: bool = True, terms: ExemptionTerms | None = None
    ) -> None:
        command = Rule(contest_id, overturn, "It was measured again.", terms)
        rule(command, actor=actor, new_id=self.story.tools.new_id, **self.ports)  # type: ignore[arg-type]

    def withdraw(self, contest_id: str, actor: Actor = ADA) -> ContestView:
        return withdraw_contest(contest_id, actor=actor, **self.ports)  # type: ignore[arg-type]

    def terms(self, owner: str = "dean", *, days: int = 30, seat: str | None = None) -> ExemptionTerms:
        until = self.story.clock.moment + timedelta(days=days)
        return ExemptionTerms("A network of its own.", until, named_risk_owner(owner, reads=self.story.reads), seat)

    def exempt(self, safeguard_id: str, terms: ExemptionTerms, *rooms: str, actor: Actor = MARTA) -> Exemption:
        command = MakeExemption(safeguard_id, "editor", rooms or (ROOM,), terms)
        return make_exemption(command, actor=actor, new_id=self.story.tools.new_id, **self.ports)  # type: ignore[arg-type]

    def sign(self, exemption_id: str, actor: Actor = DEAN) -> Exemption:
        return sign_exemption(exemption_id, actor=actor, **self.ports)  # type: ignore[arg-type]

    def approve(self, exemption_id: str, actor: Actor) -> Exemption:
        return approve_exemption(exemption_id, actor=actor, **self.ports)  # type: ignore[arg-type]

    def refuse(self, exemption_id: str, actor: Actor) -> Exemption:
        return refuse_exemption(exemption_id, caller=self.caller(actor), **self.ports)  # type: ignore[arg-type]

    def lift(self, exemption_id: str, actor: Actor = SAM) -> Exemption:
        return lift_exemption(exemption_id, actor=actor, new_id=self.story.tools.new_id, **self.ports)  # type: ignore[arg-type]

    def caller(self, actor: Actor) -> Caller:
        with self.story.reads() as uow:
            person = uow.accounts.get(actor.id)
            grants = uow.accounts.grants({actor.id}).get(actor.id, ())
        assert person is not None
        return Caller(person, grants)

    # What can be seen.

    def state(self, contest_id: str) -> ContestState:
        return get_contest(contest_id, reads=self.story.reads).contest.state

    def exemptions(self, state: ExemptionState | None = None) -> list[Exemption]:
        with self.story.reads() as uow:
            return list(uow.exemptions.page(safeguard_id=None, state=state, after=None, limit=50))

    def notices(self, actor: Actor) -> list[Notice]:
        """What somebody was told, oldest first."""
        with self.story.reads() as uow:
            return list(reversed(uow.notices.of_person(actor.id, unread=False, after=None, limit=50)))

    def told(self, actor: Actor) -> list[str]:
        return [notice.kind.value for notice in self.notices(actor)]

    def recorded(self) -> list[str]:
        """Kinds of audit entries about contests and exemptions, oldest first."""
        sql = "SELECT body FROM cs_audit_entries ORDER BY entry_index"
        kinds = [_kind(body) for (body,) in self.story.database.sql(sql)]
        return [kind for kind in kinds if kind.startswith(("contest.", "exemption."))]

    def ends_of_terms(self, contest_id: str) -> tuple[datetime, datetime]:
        terms = get_contest(contest_id, reads=self.story.reads).terms
        return terms.rises_at, terms.lapses_at


def _kind(body: bytes | str) -> str:
    return str(json.loads(body)["kind"])
