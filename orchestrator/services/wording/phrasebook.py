"""What a language has to bring: one phrasebook, checked by the types for completeness where they can."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import ModuleType
from typing import Any

from orchestrator.domain.awaited import AwaitedKind
from orchestrator.domain.classrooms import RolloutMode
from orchestrator.domain.connections import ConnectionFinding
from orchestrator.domain.holds import HoldScope
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.overrides import OverrideKind
from orchestrator.domain.requests import Wanted
from orchestrator.domain.resolution import ConflictKind, WaitingCode
from orchestrator.domain.rollouts import CauseCode, RunState
from orchestrator.domain.standing import StandingCode
from orchestrator.domain.suggestions import SuggestionKind
from orchestrator.services.record_check.findings import FindingCode, Grade
from orchestrator.services.record_verify import CaveatCode, Verdict
from orchestrator.services.wording.letter_phrases import EvidencePhrases, LetterPhrases, NoticePhrase
from orchestrator.services.wording.moments import CalendarWords
from orchestrator.services.wording.readability import HintCode

Terms = Mapping[type[StrEnum], Mapping[Any, str]]
"""By enumeration, a short word or two per member."""


@dataclass(frozen=True, slots=True)
class CausePhrase:
    """What is the matter with a seat, and what can be done about it."""

    what: str
    do: str


@dataclass(frozen=True, slots=True)
class RefusalPhrase:
    """A refusal: its kind in a few words, and what, why, and what you can do."""

    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class EntryPhrase:
    """An entry of the record: its kind in a few words, and the sentence that it says."""

    title: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPhrases:
    """What a check of the record says. Its templates' fields: see ``wording/findings``.

    Attributes:
        sentences: What is wrong.
        problems: Why a text or a checkpoint does not count, by code; put into a sentence.
        grades: How sure it is, in a word.
        verdicts: What came out.
        caveats: What is worth knowing.
        listed, published, head: What a checkpoint is called inside a sentence.
        counts, checkpoints, key: What was checked; fields origin, entries, texts; listed, published; key.
        proven: Which entries are proven; fields first, last, count, ``but``.
        but: That findings go before it.
        shows_not: Stands above the caveats.
    """

    sentences: Mapping[FindingCode, str]
    problems: Mapping[str, str]
    grades: Mapping[Grade, str]
    verdicts: Mapping[Verdict, str]
    caveats: Mapping[CaveatCode, str]
    listed: str
    published: str
    head: str
    counts: str
    checkpoints: str
    key: str
    proven: str
    but: str
    shows_not: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionPhrases:
    """What lists of advisories suggest. Fields: item, advisory, version, releases, ranges, due, date; counts.

    Attributes:
        kinds: What is suggested.
        exploited: That the flaw is used.
        due: By when the list wants it mended.
        affected, unaffected, unknown: What is on offer with regard to it.
        dated, undated: Which file says so.
        file, undated_file: What was read of one file: name, source, count, date.
        checked, applied, nothing: What an import would keep, kept, or found nothing to keep: new, changed, unchanged,
            withdrawn.
    """

    kinds: Mapping[SuggestionKind, str]
    exploited: str
    due: str
    affected: str
    unaffected: str
    unknown: str
    dated: str
    undated: str
    file: str
    undated_file: str
    checked: str
    applied: str
    nothing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallerPhrases:
    """What an installer's exit code means.

    Attributes:
        known: By exit code: ``what`` completes "could not be installed: …", ``do`` is advice.
        other: For a code that isn't in the table; field ``exit_code``.
        none: For an error without a code.
    """

    known: Mapping[int, CausePhrase]
    other: CausePhrase
    none: CausePhrase


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionPhrases:
    """What the test of a connection says. The fields of its findings: see ``wording/connections``.

    Attributes:
        works, fails: The whole test; fields label, room; step.
        not_tried: A step after one that fails.
        findings: What a step found, and what can be done about it.
    """

    works: str
    fails: str
    not_tried: str
    findings: Mapping[ConnectionFinding, CausePhrase]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """Sentences that belong to no code. The comment names their fields."""

    seat: str  # label; at the beginning of a sentence
    in_seat: str  # label; inside one
    machine: str  # label; a machine that stands at no seat any more, at the beginning
    in_machine: str  # label; inside
    software: str  # instead of a title that nobody knows
    pulled_in: str  # package
    called: str  # name
    called_in_room: str  # name, room
    called_rollout: str  # room, at
    called_override: str  # name, room, until
    and_: str  # between the last two of a list
    more: str  # count; what a long list leaves out
    item_version: str  # item, version
    # Of a request's standing.
    out_of_service: str  # out, until
    needed_by: str  # needed_by
    late: str  # needed_by
    # Of the seats that lack what is asked for, each the rest of a sentence.
    seats_failed: str  # count, labels
    seats_off: str  # count, labels, since
    seats_off_by_technician: str  # the same, where a technician starts rollouts
    seats_without_machine: str  # count, labels
    rest_owed: str
    rest_by_technician: str
    rest_elsewhere: str
    enough: str  # enough
    another_request: str  # who stands in the way
    baseline: str  # what stands in the way, when it is no request
    first_come: str  # after a conflict: what happens next
    until_packaged: str  # after what the catalog lacks
    # Of a settings line; ``line`` is one of the first two.
    line_own: str  # words
    line_of_another: str  # words
    line_open: str  # line
    line_stated: str  # line, by, confirm_until
    line_stated_own: str  # the same
    line_otherwise: str  # line, by, why, instead
    line_otherwise_own: str  # the same, confirm_until
    line_done: str  # line, by
    line_accepted: str  # line, by, why, instead
    line_included: str  # line
    # Of a seat.
    seat_ready: str  # seat
    seat_working: str  # seat
    seat_pending: str  # seat, mode_pending
    seat_unseen: str  # seat
    seat_work: str  # installed (list), removed (list), failed (list); each can be None
    seat_no_work: str
    # Of what a machine is made of.
    hardware: str  # parts (list), seen
    hardware_memory: str  # memory, in GB
    hardware_cpu: str  # cpu, cores
    hardware_cores: str  # cores
    hardware_disk: str  # free, disk; both in GB
    hardware_windows: str  # name, build
    # Of whys.
    why_request: str  # requester
    why_absent: str  # requester
    why_substitute: str  # requester
    why_pinned: str  # requester
    why_minimum: str
    why_protective_update: str
    why_blocked: str
    why_rolled_back: str
    why_baseline: str
    why_required: str  # item, requester
    why_required_by_baseline: str  # item
    wanted_any: str
    wanted_absent: str
    # Of plans.
    plan_work: str  # work (list)
    plan_scanned: str  # what a dry run adds
    plan_seats: str  # item, seats
    plan_upgrade_seats: str  # item, seats
    plan_removal: str  # work (list)
    plan_removal_seats: str  # item, seats
    plan_nothing: str
    plan_unread: str  # seats
    # Of a room and its rollouts.
    room: str  # room, ready, seats
    rollout_waits: str  # room
    rollout_runs: str  # room, ready, seats
    rollout_over: str  # room, ready, seats, when
    rollout_left: str  # seats (list)
    rollout_cancelled: str  # room, ready, seats, when, by
    rollout_skipped: str  # labels (list)
    # Of wishes, and of what an import of the catalog takes away.
    wish_open: str  # title, room, needed_by, risen
    wish_linked: str  # title, room, item or nothing, until or nothing
    wish_withdrawn: str  # title, room
    narrowing_checked: str  # items (list), requests, rooms
    narrowing_proposed: str  # likewise
    # Of a request's life.
    life_revision: str  # room, number, change
    life_placed: str  # item, seats
    life_alike: str  # count, when
    # Of work by hand that was done otherwise than asked; ``why`` and ``instead`` may be erased.
    otherwise: str  # item, room, by, why, instead
    otherwise_own: str  # the same, confirm_until
    otherwise_accepted: str  # item, room, by, why, instead
    held_as_it_is: str  # item, room, there, target, until
    held_without: str  # the same, where it should be away
    # Of imports.
    import_applied: str  # changes
    import_checked: str  # changes
    import_nothing: str
    import_nothing_more: str
    import_plan_kept: str  # room, seats (list or None), door (import_plan_door or None)
    import_plan_door: str
    import_change: str  # thing, name, within, type, fields (list)
    import_field: str  # field, before, after
    # Of figures.
    figure_unknown: str
    figure_share: str  # value, of, percent
    figure_goal: str  # share, goal
    figure_days: str  # days
    figure_mean: str  # days, of
    figure_median: str  # days, of
    figure_mean_of_none: str
    decimal_mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverridePhrases:
    """What overrides and holds say.

    Attributes:
        kinds: What an override does; fields item, room, seats (list), until, category, substitute, version.
        seat: A seat inside a list; field label.
        proposed, begins, unconfirmed, over, contest, agree: Further sentences; fields starts; until; ended, state.
        check: What a machine found out; fields check, result, found (list).
        flagged: That the catalog says otherwise.
        scanned: How old a scan is; field at.
        withheld: Days in all; field days.
        holds: What a hold does; fields room, item, until, revision, canary.
        hold_over, hold_canary: A hold that is over; fields room, ended; canary.
    """

    kinds: Mapping[OverrideKind, str]
    seat: str
    proposed: str
    begins: str
    unconfirmed: str
    over: str
    contest: str
    agree: str
    check: str
    flagged: str
    scanned: str
    withheld: str
    holds: Mapping[HoldScope, str]
    hold_over: str
    hold_canary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrasebook:
    """All words of one language. A test looks for codes that are missing.

    Attributes:
        calendar: Names of days and months.
        sentences: See Sentences.
        terms: By enumeration, a short word or two per member.
        standings: What has become of a request, for one that wants the item there or away.
        conflicts, waiting: What keeps a request waiting.
        causes: Why a seat is not ready; ``installer_failed`` has its phrases in ``installer``.
        retry: What happens by itself to a seat that was off, by who starts the room's rollouts.
        pending: Likewise to a seat whose turn has not come.
        installer: See InstallerPhrases.
        connections: See ConnectionPhrases.
        runs: A machine run's states as lines of a live log.
        events: Other events of a rollout by kind.
        entries: Entries of the record by kind.
        findings: What a check of the record says.
        suggestions: What lists of advisories suggest.
        hints: Advice to whoever writes for lay people. Fields: sentence, words.
        refusals: By code.
        not_found: Detail of ``not-found`` by kind of thing.
        problems: What is wrong with one field, by code.
        evidence: Evidence for a reason, and what was found out about it.
        letters: What letters say.
        notices: What people are told, by kind.
        overrides: What overrides and holds say.
        safeguards: Of safeguards, what they do, and blackouts: see ``wording/safeguards``.
        awaited: What waits for somebody's decision. Fields: item, room, category, words; each may be missing.
    """

    calendar: CalendarWords
    sentences: Sentences
    terms: Terms
    standings: Mapping[StandingCode, Mapping[Wanted, str]]
    conflicts: Mapping[ConflictKind, str]
    waiting: Mapping[WaitingCode, str]
    causes: Mapping[CauseCode, CausePhrase]
    retry: Mapping[RolloutMode, str]
    pending: Mapping[RolloutMode, str]
    installer: InstallerPhrases
    connections: ConnectionPhrases
    runs: Mapping[RunState, str]
    events: Mapping[str, str]
    entries: Mapping[str, EntryPhrase]
    findings: FindingPhrases
    suggestions: SuggestionPhrases
    hints: Mapping[HintCode, str]
    refusals: Mapping[str, RefusalPhrase]
    not_found: Mapping[str, str]
    problems: Mapping[str, str]
    evidence: EvidencePhrases
    letters: LetterPhrases
    notices: Mapping[NoticeKind, NoticePhrase]
    overrides: OverridePhrases
    safeguards: Mapping[str, str]
    awaited: Mapping[AwaitedKind, str]


def gathered(parts: Iterable[ModuleType], table: str) -> dict[Any, Any]:
    """A table that several parts of a language have their own lines of; a part without it has none."""
    return {code: said for part in parts for code, said in getattr(part, table, {}).items()}
