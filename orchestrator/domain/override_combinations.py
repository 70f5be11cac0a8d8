"""How overrides on the same request combine (RULES R3.7). One table; whatever shows it, shows this one. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.errors import Refusal
from orchestrator.domain.overrides import Override, OverrideKind, OverrideScope, OverrideState


class Combination(StrEnum):
    """What becomes of a second override on the same request."""

    REFUSE = "refuse"  # the second is refused, and the first named
    COMBINE = "combine"  # both have their say
    FOLLOW_UP = "follow_up"  # the same kind again: it follows the first one (R3.4)
    ONLY_ON_SUBSTITUTE = "only_on_substitute"  # both have their say where the pin is for the substitute


_K, _C = OverrideKind, Combination
COMBINATIONS: Mapping[OverrideKind, Mapping[OverrideKind, Combination]] = {
    _K.DECLINE: {
        _K.DECLINE: _C.FOLLOW_UP,
        _K.DEFER: _C.REFUSE,
        _K.SUBSTITUTE: _C.REFUSE,
        _K.PIN: _C.REFUSE,
        _K.EXCLUDE: _C.COMBINE,
    },
    _K.DEFER: {
        _K.DECLINE: _C.REFUSE,
        _K.DEFER: _C.FOLLOW_UP,
        _K.SUBSTITUTE: _C.REFUSE,
        _K.PIN: _C.COMBINE,
        _K.EXCLUDE: _C.COMBINE,
    },
    _K.SUBSTITUTE: {
        _K.DECLINE: _C.REFUSE,
        _K.DEFER: _C.REFUSE,
        _K.SUBSTITUTE: _C.FOLLOW_UP,
        _K.PIN: _C.ONLY_ON_SUBSTITUTE,
        _K.EXCLUDE: _C.COMBINE,
    },
    _K.PIN: {
        _K.DECLINE: _C.REFUSE,
        _K.DEFER: _C.COMBINE,
        _K.SUBSTITUTE: _C.ONLY_ON_SUBSTITUTE,
        _K.PIN: _C.FOLLOW_UP,
        _K.EXCLUDE: _C.COMBINE,
    },
    _K.EXCLUDE: {
        _K.DECLINE: _C.COMBINE,
        _K.DEFER: _C.COMBINE,
        _K.SUBSTITUTE: _C.COMBINE,
        _K.PIN: _C.COMBINE,
        _K.EXCLUDE: _C.COMBINE,  # the union of their seats
    },
}
"""The one table of R3.7: first the kind that is there, then the kind that comes."""

_WAITS_OR_BINDS = frozenset({OverrideState.PROPOSED, OverrideState.LIVE})


def meet(one: Override, other: Override) -> bool:
    """Whether two overrides may have a say about the same request at the same moment.

    Seats do not matter: what is declined on one seat and pinned on another would be two stories told to one person.
    """
    shared = set(one.request_ids) & set(other.request_ids)
    return bool(shared) and one.starts_at < other.expires_at and other.starts_at < one.expires_at


def first_in_the_way(comes: Override, there: Iterable[Override]) -> Override | None:
    """The first of the overrides with which one that comes cannot combine, or None (R3.7).

    Overrides that wait for a second approver count too: both could be approved.
    """
    waiting = (o for o in there if o.state in _WAITS_OR_BINDS and o.id != comes.id and meet(o, comes))
    for other in sorted(waiting, key=lambda o: (o.created_at, o.id)):
        if not _agree(comes, other):
            return other
    return None


def end_of_those_before(comes: Override, there: Iterable[Override]) -> datetime | None:
    """When the last of the same kind and scope is over that one that comes would have to wait for, or None.

    A follow-up of the same scope begins when the one that it follows is over: else it would depend on the order of
    recording which of the two has its say.
    """
    ends = [o.expires_at for o in there if o.state in _WAITS_OR_BINDS and meet(o, comes) and _one_too_many(comes, o)]
    return max(ends, default=None)


def _agree(comes: Override, other: Override) -> bool:
    match COMBINATIONS[other.kind][comes.kind]:
        case Combination.REFUSE:
            return False
        case Combination.FOLLOW_UP:
            return not _one_too_many(comes, other)
        case Combination.ONLY_ON_SUBSTITUTE:
            pin, substitute = (comes, other) if comes.kind is OverrideKind.PIN else (other, comes)
            return pin.substitute_item == substitute.substitute_item
        case Combination.COMBINE:
            return True


def _one_too_many(comes: Override, other: Override) -> bool:
    """Whether two of one kind would speak about the same seats from the same scope."""
    if comes.kind is not other.kind or comes.kind is OverrideKind.EXCLUDE:
        return False
    both_on_seats = comes.scope is other.scope is OverrideScope.SEATS
    return comes.scope is other.scope and (not both_on_seats or bool(set(comes.seat_ids) & set(other.seat_ids)))


@dataclass(eq=False)
class CannotCombine(Refusal):
    """Another override is in the way; it is named (R3.7)."""

    override_id: str
    kind: OverrideKind
    first_kind: OverrideKind
    code: ClassVar[str] = "cannot-combine"
