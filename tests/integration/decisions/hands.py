"""What people do in the tests about decisions that run on a real engine: each is the use case itself, without HTTP."""

from datetime import UTC, datetime, timedelta

from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.overrides import Override, OverrideKind
from orchestrator.domain.people import CAMPUS, Caller, Grant, Person, Role
from orchestrator.domain.safeguard_rules import SafeguardDraft
from orchestrator.domain.safeguards import Aim, SafeguardKind
from orchestrator.services.holds import SetHold, set_hold
from orchestrator.services.override_aim import RecordOverride
from orchestrator.services.overrides import record_override
from orchestrator.services.record_stores import RecordQuery
from orchestrator.services.safeguards import SetSafeguard, set_safeguard
from orchestrator.services.toolbox import Toolbox


def hire(tools: Toolbox, login: str, *roles: Role) -> Caller:
    """Somebody with an account and roles for the whole site, who may act and be told."""
    born = datetime(2026, 1, 1, tzinfo=UTC)
    person = Person(f"person:{login}", login, login.title(), "", "en", born)
    grants = tuple(Grant(f"{login}-{n}", person.id, role, CAMPUS, born, "host:test") for n, role in enumerate(roles))
    with tools.transactions() as uow:
        uow.accounts.add(person)
        uow.people.remember(person.actor)
        for grant in grants:
            uow.accounts.add_grant(grant)
        uow.commit()
    return Caller(person, grants)


def override(tools: Toolbox, by: Caller, command: RecordOverride) -> Override:
    """A technician records an override."""
    return record_override(command, caller=by, transactions=tools.transactions, clock=tools.clock, new_id=tools.new_id)


def decline(tools: Toolbox, by: Caller, request_id: str, until: datetime) -> Override:
    """A technician keeps a request from being delivered for a while, with one sentence."""
    why = "It crashes the projector software."
    command = RecordOverride(OverrideKind.DECLINE, Category.INCOMPATIBILITY, why, until, request_id=request_id)
    return override(tools, by, command)


def hold(tools: Toolbox, by: Caller, request_id: str, sentence: str) -> str:
    """Somebody on duty holds a request; the hold's id."""
    command = SetHold(sentence, request_id=request_id)
    held = set_hold(command, caller=by, transactions=tools.transactions, clock=tools.clock, new_id=tools.new_id)
    return held.hold.id


def guard(tools: Toolbox, by: Caller, kind: SafeguardKind, item: str, words: str, minimum: str | None = None) -> None:
    """A security officer sets a safeguard that says these words wherever it says any."""
    now = tools.clock.now()
    draft = SafeguardDraft(
        kind=kind,
        category=Category.SECURITY,
        aim=Aim(item),
        title=words,
        explanation=words,
        evidence=Evidence(advisory="CVE-2026-12345", affected="< 999", words=words),
        review_at=now + timedelta(days=60),
        expires_at=now + timedelta(days=90),
        minimum=minimum,
        instead=words,
    )
    set_safeguard(
        SetSafeguard(draft, by.person.login),
        caller=by,
        transactions=tools.transactions,
        clock=tools.clock,
        new_id=tools.new_id,
    )


def stored(tools: Toolbox, override: Override) -> Override:
    """An override as it is in the store now."""
    with tools.reads() as uow:
        found = uow.overrides.get(override.id)
    assert found is not None
    return found


def entries(tools: Toolbox, kind: str) -> int:
    """How many entries of a kind the record has."""
    with tools.reads() as uow:
        return len(uow.record.page(RecordQuery(kind=kind), before=None, limit=100))


def told(tools: Toolbox, person_id: str) -> list[str]:
    """Kinds of what somebody was told, oldest first."""
    with tools.reads() as uow:
        notices = uow.notices.of_person(person_id, unread=False, after=None, limit=100)
    return [notice.kind.value for notice in reversed(notices)]
