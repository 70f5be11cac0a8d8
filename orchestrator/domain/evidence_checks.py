"""What a machine can find out about a piece of evidence (RULES R3.2). Pure, over facts that were gathered.

What fails is refused. What is unknown is kept and shown: it is never taken for a yes, and no reason to refuse.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

from orchestrator.domain.advisories import checked_advisory_id, covers, parse_range
from orchestrator.domain.catalog import CatalogItem
from orchestrator.domain.detection import Detected, DetectedState, detect, recognises
from orchestrator.domain.evidence import Category, Check, CheckCode, CheckResult, Evidence
from orchestrator.domain.evidence_facts import Facts, Found, SeatFacts
from orchestrator.domain.hardware import HardwareNeed, Sufficiency, hardware_shortfall
from orchestrator.domain.observations import Observation

_LEAST_LETTERS = 3
"""Letters or digits that a pattern must hold before it says anything that it fits."""
_LEAST_DOTS = 2
"""Dots of a build's number, such as ``10.0.22631``."""
_OF_FOUND = {Found.YES: CheckResult.HOLDS, Found.NO: CheckResult.FAILS, Found.UNKNOWN: CheckResult.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when the decision is to bind, UTC, and how many days a freeze may last."""

    starts_at: datetime
    expires_at: datetime
    freeze_days: int


def check_evidence(category: Category, evidence: Evidence, facts: Facts, span: Span) -> tuple[Check, ...]:
    """Look at all that was put forward for a reason; a part that was not put forward is not looked at.

    Raises:
        InvalidInput: The number of an advisory or its range cannot be read.
    """
    return tuple(_CHECKS[category](evidence, facts, span))


def failed(checks: Iterable[Check]) -> tuple[Check, ...]:
    """Those by which evidence is refused."""
    return tuple(check for check in checks if check.result is CheckResult.FAILS)


def _security(evidence: Evidence, facts: Facts) -> Iterator[Check]:
    if not evidence.advisory or not evidence.affected:
        return
    advisory = checked_advisory_id(evidence.advisory, field="evidence.advisory")
    affected = parse_range(evidence.affected, field="evidence.affected")
    detail = (("advisory", advisory.text), ("affected", str(affected)))
    known = [version for version in facts.versions if version is not None]
    if spared := [version for version in known if not covers(affected, version)]:
        yield Check(CheckCode.ADVISORY_COVERS, CheckResult.FAILS, (*detail, ("version", ", ".join(spared))))
    elif not known or len(known) < len(facts.versions):
        yield Check(CheckCode.ADVISORY_COVERS, CheckResult.UNKNOWN, detail)
    else:
        yield Check(CheckCode.ADVISORY_COVERS, CheckResult.HOLDS, (*detail, ("version", ", ".join(known))))


def _licence(evidence: Evidence) -> Iterator[Check]:
    """Nothing here counts reservations yet; but what says itself that there are enough is no reason."""
    if evidence.seats_needed is None or evidence.seats_owned is None:
        return
    detail = (("needed", str(evidence.seats_needed)), ("owned", str(evidence.seats_owned)))
    enough = evidence.seats_owned >= evidence.seats_needed
    yield Check(CheckCode.LICENCE_COUNT, CheckResult.FAILS if enough else CheckResult.UNKNOWN, detail)


def _found(code: CheckCode, named: str | None, found: Found) -> Iterator[Check]:
    if named:
        yield Check(code, _OF_FOUND[found])


def _incompatibility(evidence: Evidence, facts: Facts) -> Iterator[Check]:
    if (other := evidence.other_item) == facts.item_id:
        # It would always be there, and nothing is incompatible with itself.
        yield Check(CheckCode.OTHER_IS_THERE, CheckResult.FAILS, (("item", facts.item_id),))
    elif other:
        item = facts.catalog.get(other)
        seen = [detect(item, s.observation) if s.observation else None for s in facts.seats] if item else []
        there = [_there(detected) for detected in seen] if item else [Found.NO]
        yield _somewhere(there, facts.seats, ("item", other))
    if product := evidence.product:
        yield _product(product, facts)
    if build := evidence.windows_build:
        yield _somewhere([_has_build(s.observation, build) for s in facts.seats], facts.seats, ("build", build))
    for name, value in (("driver", evidence.driver), ("agent", evidence.agent)):
        if value:
            result = CheckResult.FAILS if _only_itself(value, facts) else CheckResult.UNKNOWN
            yield Check(CheckCode.OTHER_IS_THERE, result, ((name, value),))
    for other in _others(evidence, facts):
        yield _coexistence(evidence, other, facts)
    if evidence.seat_id:
        # That the seat is there does not say that anything failed on it: what was seen there nobody here can tell.
        result = CheckResult.UNKNOWN if evidence.seat_id in facts.seat_ids else CheckResult.FAILS
        yield Check(CheckCode.FAILURE_EXISTS, result)
    for rollout in evidence.rollouts:
        # What it breaks may be something else, so that its own part of the rollout went well.
        found = Found.NO if rollout not in facts.rollouts else Found.YES if facts.rollouts[rollout] else Found.UNKNOWN
        yield Check(CheckCode.FAILURE_EXISTS, _OF_FOUND[found], (("rollout", rollout),))


def _there(detected: Detected | None) -> Found:
    if detected is None or detected.state is DetectedState.UNVERIFIABLE:
        return Found.UNKNOWN
    gone = detected.state is DetectedState.ABSENT or detected.version is None
    return Found.NO if gone else Found.YES


def _product(pattern: str, facts: Facts) -> Check:
    """Something by its name in the list of programs. The item's own entries there are no other thing."""
    mine = facts.catalog.get(facts.item_id)
    found = [_has_product(seat.observation, pattern, mine) for seat in facts.seats]
    check = _somewhere(found, facts.seats, ("product", pattern))
    if check.result is CheckResult.UNKNOWN and _only_itself(pattern, facts):
        return Check(check.code, CheckResult.FAILS, check.detail)
    return check


def _has_product(observation: Observation | None, pattern: str, mine: CatalogItem | None) -> Found:
    """By the name under which it stands in the list of programs, ``*`` being a wildcard, compared without case."""
    if observation is None or not _says_something(pattern):
        return Found.UNKNOWN
    fits = any(_fits(p.name, pattern) and not (mine and recognises(mine, p)) for p in observation.products)
    return Found.YES if fits else Found.NO


def _others(evidence: Evidence, facts: Facts) -> Iterable[str]:
    """Ids of the catalog's items that are meant, by whichever name; never the item itself.

    What the catalog says of two items would be no word at all if another name for one of them went round it.
    """
    meant = [evidence.other_item] if evidence.other_item else []
    products = {product for seat in facts.seats if seat.observation for product in seat.observation.products}
    for text in (evidence.product, evidence.driver, evidence.agent):
        if text:
            named = {p for p in products if _says_something(text) and _fits(p.name, text)}
            items = facts.catalog.items.values()
            meant += [item.id for item in items if _is_called(item, text) or any(recognises(item, p) for p in named)]
    return (other for other in dict.fromkeys(meant) if other != facts.item_id)


def _only_itself(text: str, facts: Facts) -> bool:
    """Whether a text names the item itself and nothing else of the catalog: that is incompatible with nothing."""
    return [item.id for item in facts.catalog.items.values() if _is_called(item, text)] == [facts.item_id]


def _is_called(item: CatalogItem, text: str) -> bool:
    names = (item.id, item.title)
    exactly = text.strip().casefold() in {name.casefold() for name in names}
    return exactly or (_says_something(text) and any(_fits(name, text) for name in names))


def _fits(name: str, pattern: str) -> bool:
    return fnmatchcase(name.strip().casefold(), pattern.strip().casefold())


def _says_something(pattern: str) -> bool:
    """A pattern of next to nothing but wildcards fits whatever there is."""
    return sum(character.isalnum() for character in pattern) >= _LEAST_LETTERS


def _has_build(observation: Observation | None, build: str) -> Found:
    """``10.0.22631`` is also ``10.0.22631.4460``."""
    seen = observation.hardware.windows_build if observation and observation.hardware else None
    if seen is None or build.count(".") < _LEAST_DOTS:
        # ``10`` is every Windows 10 and 11.
        return Found.UNKNOWN
    return Found.YES if f"{seen}.".startswith(f"{build}.") else Found.NO


def _somewhere(found: list[Found], seats: tuple[SeatFacts, ...], named: tuple[str, str]) -> Check:
    """It is there if one seat has it; it is not there only if every seat was looked at."""
    labels = [seat.label for seat, there in zip(seats, found, strict=False) if there is Found.YES]
    if labels:
        seen = ("seats", ", ".join(labels))
        return Check(CheckCode.OTHER_IS_THERE, CheckResult.HOLDS, (named, seen))
    unknown = not found or Found.UNKNOWN in found
    return Check(CheckCode.OTHER_IS_THERE, CheckResult.UNKNOWN if unknown else CheckResult.FAILS, (named,))


def _coexistence(evidence: Evidence, other: str, facts: Facts) -> Check:
    """Where the catalog says that the two get along, only something new may say otherwise, and it is flagged."""
    mine, its = facts.catalog.get(facts.item_id), facts.catalog.get(other)
    along = bool((mine and other in mine.coexists_with) or (its and facts.item_id in its.coexists_with))
    detail = (("item", other),)
    if not along:
        return Check(CheckCode.NO_COEXISTENCE, CheckResult.HOLDS, detail)
    if evidence.new_evidence:
        return Check(CheckCode.NO_COEXISTENCE, CheckResult.UNKNOWN, (*detail, ("flag", "new_evidence")))
    return Check(CheckCode.NO_COEXISTENCE, CheckResult.FAILS, detail)


def _hardware(evidence: Evidence, facts: Facts) -> Iterator[Check]:
    parts = (evidence.memory_mb, evidence.disk_free_mb, evidence.cpu_cores, evidence.windows_build)
    if all(part is None for part in parts):
        return
    short: list[str] = []
    found: set[CheckResult] = set()
    for seat in facts.seats:
        if seat.aimed:
            result = _carries_too_little(HardwareNeed(*parts), seat)
            found.add(result)
            short += [seat.label] if result is CheckResult.HOLDS else []
    # It is a reason for the seats that are short, and so for all only where all of them are.
    worst = (CheckResult.FAILS, CheckResult.UNKNOWN, CheckResult.HOLDS)
    detail = (("seats", ", ".join(short)),) if short else ()
    scanned = (("scanned", facts.oldest_scan.isoformat()),) if facts.oldest_scan else ()
    result = next((one for one in worst if one in found), CheckResult.UNKNOWN)
    yield Check(CheckCode.HARDWARE_SHORT, result, (*detail, *scanned))


def _carries_too_little(need: HardwareNeed, seat: SeatFacts) -> CheckResult:
    """Whether one seat has less than is needed."""
    seen = seat.observation.hardware if seat.observation else None
    parts = {part.sufficiency for part in hardware_shortfall(need, seen)}
    if Sufficiency.SHORT in parts:
        return CheckResult.HOLDS
    return CheckResult.UNKNOWN if Sufficiency.UNKNOWN in parts else CheckResult.FAILS


def _not_deployable(evidence: Evidence, facts: Facts) -> Iterator[Check]:
    for rollout in evidence.rollouts:
        yield _check(CheckCode.ROLLOUTS_FAILED, ("rollout", rollout), holds=facts.rollouts.get(rollout, False))


def _end_of_support(evidence: Evidence, span: Span) -> Iterator[Check]:
    if evidence.day:
        detail = ("day", evidence.day.isoformat())
        yield _check(CheckCode.DAY_IS_REACHED, detail, holds=evidence.day <= span.expires_at.date())


def _freeze(span: Span) -> Iterator[Check]:
    fits = span.expires_at - span.starts_at <= timedelta(days=span.freeze_days)
    yield _check(CheckCode.DATES_FIT, holds=fits)


def _check(code: CheckCode, *detail: tuple[str, str], holds: bool) -> Check:
    return Check(code, CheckResult.HOLDS if holds else CheckResult.FAILS, detail)


_CHECKS: Mapping[Category, Callable[[Evidence, Facts, Span], Iterable[Check]]] = {
    Category.SECURITY: lambda evidence, facts, _: _security(evidence, facts),
    Category.LICENCE: lambda evidence, _, __: _licence(evidence),
    Category.LEGAL: lambda evidence, facts, _: _found(CheckCode.OFFICER_EXISTS, evidence.officer, facts.officer),
    Category.INCOMPATIBILITY: lambda evidence, facts, _: _incompatibility(evidence, facts),
    Category.HARDWARE: lambda evidence, facts, _: _hardware(evidence, facts),
    Category.NOT_DEPLOYABLE: lambda evidence, facts, _: _not_deployable(evidence, facts),
    Category.POLICY: lambda evidence, facts, _: _found(CheckCode.DOCUMENT_EXISTS, evidence.document, facts.document),
    Category.END_OF_SUPPORT: lambda evidence, _, span: _end_of_support(evidence, span),
    Category.FREEZE: lambda _, __, span: _freeze(span),
    Category.OTHER: lambda _, __, ___: (),
}
"""What is looked at for each category."""
