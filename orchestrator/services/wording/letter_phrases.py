"""What a language has to bring for letters and notices."""

from collections.abc import Mapping
from dataclasses import dataclass

from orchestrator.domain.classrooms import SeatTarget
from orchestrator.domain.evidence import Category, CheckCode, CheckResult
from orchestrator.domain.letters import CatalogLoss
from orchestrator.domain.overrides import Confirmation, OverrideKind, OverrideState
from orchestrator.domain.safeguards import SafeguardKind
from orchestrator.domain.standing import StandingCode


@dataclass(frozen=True, slots=True)
class HeadPhrase:
    """How a letter about one kind of decision begins: its subject line, and what is done."""

    subject: str
    done: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePhrases:
    """Evidence and what a machine found out about it.

    Attributes:
        parts: By name of a field of ``Evidence``, with the field ``value``; ``name:category`` goes before ``name``.
        names: By name of a field of ``Evidence``, what a form calls it; such that several of them can be listed.
        checks: By what was looked at and what came out; fields version, seen, both perhaps empty.
    """

    parts: Mapping[str, str]
    names: Mapping[str, str]
    checks: Mapping[CheckCode, Mapping[CheckResult, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPhrases:
    """What letters say. The fields of the templates: see ``wording/letters`` and its neighbours.

    Attributes:
        salutation, salutation_nobody: To somebody with or without a known name; field name.
        closing: Before the signature.
        team: The team that signs; field unit. In mid-sentence.
        named_team: The same where the site has a name for it; fields team, unit.
        asked, asked_absent, asked_for_you: What was asked for; fields at, item, version, where, room, needed_by.
        where: Which seats were aimed at.
        there, on_seats: Where an override holds, as a part of a sentence; field labels.
        override: By kind: fields item, room, place, until, substitute, version, count, of, labels.
        override_absent: An override of a request that something is not there; fields item, room, until.
        why: Fields category, explanation.
        category: Why, in a plain sentence.
        rests_on, rests_on_checked: Stands above evidence, without or with what the service itself looked up.
        approved: A second person has agreed.
        confirms: Who confirms a category.
        confirmation: What became of a confirmation, where one is needed; fields by, ``at``.
        instead, use_instead: What there is in place of it; field instead.
        instead_nothing: Where there is nothing, for an override.
        instead_unknown: Likewise for a safeguard.
        asks_for_yes: A substitute without the requester's yes.
        ends: Field until.
        lifts: Field what.
        meanwhile: Field what.
        clock_runs, clock_stands: Field needed_by.
        short: A short override without more than a sentence; field days.
        contest: How to contest; fields command, who, days, lapse.
        lapses, holds_on: What comes of it where nobody answers; field lapse.
        rules: Who rules, by category; of changes of the catalogue as of ``other``.
        ended: How an override ended, by state; fields item, room.
        ended_subject: Fields item, room.
        goes_on: Field item, room.
        ended_subject_kept: The subject where something else is in the way; fields item, room.
        kept: How it goes on there, by what that is; fields item, room, until.
        safeguard: By kind: fields item, room, minimum, deadline.
        no_judgement: That a safeguard says nothing of the person.
        older: Where an older version was asked for; field versions.
        review: Fields review, until.
        exemption: That there are exemptions.
        update: An announcement; fields item, room, minimum, deadline.
        update_emergency, update_nothing_to_do: More of it.
        ruling_subject: By whether it was overturned; fields item, room.
        ruling_asked, ruling_lapsed: That somebody ruled, or that nobody did in time; fields item, room.
        ruled: By whether it was overturned.
        ruling_reason: Field reason.
        ruling_stands, ruling_goes_on: What comes of it; fields item, room, until.
        ruling_catalog_stands: The same of a change of the catalogue, which has no end of its own.
        exemption_granted: Fields item, room, until.
        exemption_condition: Field what.
        exemption_waits: Until somebody has signed.
        catalog: By loss; fields item, room, other, version, ``at``.
        catalog_until, catalog_lapses: What holds until then, and what comes of a contest; fields ``at``, lapse.
    """

    salutation: str
    salutation_nobody: str
    closing: str
    team: str
    named_team: str
    asked: str
    asked_absent: str
    asked_for_you: str
    where: Mapping[SeatTarget, str]
    there: str
    on_seats: str
    override: Mapping[OverrideKind, HeadPhrase]
    override_absent: HeadPhrase
    why: str
    category: Mapping[Category, str]
    rests_on: str
    rests_on_checked: str
    approved: str
    confirms: Mapping[Category, str]
    confirmation: Mapping[Confirmation, str]
    instead: str
    use_instead: str
    instead_nothing: str
    instead_unknown: str
    asks_for_yes: str
    ends: str
    lifts: str
    meanwhile: str
    clock_runs: str
    clock_stands: str
    short: str
    contest: str
    lapses: str
    holds_on: str
    rules: Mapping[Category, str]
    ended: Mapping[OverrideState, str]
    ended_subject: str
    goes_on: str
    ended_subject_kept: str
    kept: Mapping[StandingCode, str]
    safeguard: Mapping[SafeguardKind, HeadPhrase]
    no_judgement: str
    older: str
    review: str
    exemption: str
    update: HeadPhrase
    update_emergency: str
    update_nothing_to_do: str
    ruling_subject: Mapping[bool, str]
    ruling_asked: str
    ruling_lapsed: str
    ruled: Mapping[bool, str]
    ruling_reason: str
    ruling_stands: str
    ruling_catalog_stands: str
    ruling_goes_on: str
    exemption_granted: str
    exemption_condition: str
    exemption_waits: str
    catalog: Mapping[CatalogLoss, HeadPhrase]
    catalog_until: str
    catalog_lapses: str


@dataclass(frozen=True, slots=True)
class NoticePhrase:
    """A notice: what it is about in a few words, and a sentence with the next step."""

    title: str
    text: str
