"""Evidence on the wire: what is put forward, and what a machine found out about it."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from api.schemas.fields import Code, Identity, Login, Remark
from api.schemas.wire import PersonRef, Term, Wire
from orchestrator.domain.evidence import Check, Evidence
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.overrides import say_check

Amount = Annotated[int, Field(ge=0, le=1_000_000_000, strict=True)]
"""A number of seats, cores or megabytes."""
_IN_OTHER_WORDS = frozenset({"officer", "seat"})
"""What is stored by id and shown by name or label."""


class SafeguardEvidenceIn(Wire):
    """What is put forward for a reason that holds everywhere. Which parts it needs depends on the reason."""

    advisory: Code | None = Field(default=None, examples=["CVE-2026-12345"])
    affected: Remark | None = Field(default=None, description="Versions that it affects.", examples=["< 144.0"])
    seats_needed: Amount | None = None
    seats_owned: Amount | None = None
    clause: Remark | None = None
    officer: Login | None = Field(default=None, description="Login of the officer who vouches for it.")
    document: Identity | None = Field(default=None, description="Id of a document in the register.")
    day: date | None = Field(default=None, description="Day on which support ends.")
    source: Remark | None = None
    words: Remark | None = None

    def evidence(self, officer: str | None) -> Evidence:
        """The same as a value, with the officer as given: by id, or still by login."""
        return Evidence(**self.model_dump(exclude={"officer"}), officer=officer)


class EvidenceIn(SafeguardEvidenceIn):
    """What is put forward for a reason. Which parts it needs depends on the reason, and on how long it is to hold."""

    other_item: Code | None = Field(default=None, description="Catalog item that it does not get along with.")
    windows_build: Code | None = Field(default=None, examples=["10.0.22631"])
    driver: Remark | None = None
    agent: Remark | None = None
    product: Remark | None = Field(default=None, description="Name in the list of programs; * is a wildcard.")
    symptom: Remark | None = None
    seat: Code | None = Field(default=None, description="Label of a seat on which it failed.")
    rollouts: list[Identity] = Field(default=[], max_length=20, description="Rollouts in which it failed.")
    new_evidence: Remark | None = Field(default=None, description="What is new since the last time.")
    memory_mb: Amount | None = None
    disk_free_mb: Amount | None = None
    cpu_cores: Amount | None = None
    occasion: Remark | None = None

    def evidence(self, officer: str | None) -> Evidence:
        """The same as a value; the officer by id."""
        given = self.model_dump(exclude={"officer", "seat", "rollouts"})
        return Evidence(**given, officer=officer, seat_id=self.seat, rollouts=tuple(self.rollouts))


class SafeguardEvidenceOut(Wire):
    """What was put forward for a reason that holds everywhere; null for what was not."""

    advisory: str | None
    affected: str | None
    seats_needed: int | None
    seats_owned: int | None
    clause: str | None
    officer: PersonRef | None = Field(description="Null also for whoever may not know the name.")
    document: str | None
    day: date | None
    source: str | None
    words: str | None


class EvidenceOut(SafeguardEvidenceOut):
    """What was put forward for a reason; null for what was not."""

    other_item: str | None
    windows_build: str | None
    driver: str | None
    agent: str | None
    product: str | None
    symptom: str | None
    seat: str | None
    rollouts: tuple[str, ...]
    new_evidence: str | None
    memory_mb: int | None
    disk_free_mb: int | None
    cpu_cores: int | None
    occasion: str | None


class CheckOut(Wire):
    """One thing that a machine looked at."""

    code: Term
    result: Term = Field(description="holds, fails or unknown; unknown is never taken for a yes.")
    text: str


def evidence_out(evidence: Evidence, speaker: Speaker) -> EvidenceOut:
    """Evidence with its seat by label; the officer only where the speaker knows the name."""
    return EvidenceOut(
        **_plain(evidence, EvidenceOut),
        officer=_officer(evidence, speaker),
        seat=speaker.seat(evidence.seat_id) if evidence.seat_id else None,
    )


def safeguard_evidence_out(evidence: Evidence, speaker: Speaker) -> SafeguardEvidenceOut:
    """What a safeguard's evidence can have; the officer only where the speaker knows the name."""
    return SafeguardEvidenceOut(**_plain(evidence, SafeguardEvidenceOut), officer=_officer(evidence, speaker))


def checks_out(checks: tuple[Check, ...], speaker: Speaker) -> tuple[CheckOut, ...]:
    """What was looked at, each with its words."""
    return tuple(
        CheckOut(
            code=Term.of(check.code, speaker), result=Term.of(check.result, speaker), text=say_check(speaker, check)
        )
        for check in checks
    )


def _plain(evidence: Evidence, out: type[SafeguardEvidenceOut]) -> dict[str, Any]:
    return {name: getattr(evidence, name) for name in out.model_fields if name not in _IN_OTHER_WORDS}


def _officer(evidence: Evidence, speaker: Speaker) -> PersonRef | None:
    known = evidence.officer if evidence.officer in speaker.people else None
    return PersonRef.of(known, speaker) if known else None
