"""Plans and desired lines in words."""

from collections import Counter
from collections.abc import Iterable, Mapping

from orchestrator.domain.machines import MachineStatus
from orchestrator.domain.planning import Action
from orchestrator.domain.requests import SoftwareRequest, Wanted
from orchestrator.domain.whys import Why, WhyCode
from orchestrator.services.rollouts import RoomPlan
from orchestrator.services.room_picture import SeatPicture
from orchestrator.services.wording.speaker import Speaker


def say_why(speaker: Speaker, why: Why, requests: Mapping[str, SoftwareRequest]) -> str:
    """One reason of a desired line."""
    sentences = speaker.book.sentences
    request = requests.get(why.request_id) if why.request_id else None
    requester = speaker.person(request.requester_id) if request else ""
    if why.code is WhyCode.REQUIRED_BY:
        template = sentences.why_required if requester else sentences.why_required_by_baseline
        return speaker.say(template, item=speaker.title(why.item_id), requester=requester)
    if why.code is WhyCode.REQUEST:
        away = request is not None and request.wanted is Wanted.ABSENT
        template = sentences.why_absent if away else sentences.why_request
        return speaker.say(template, requester=requester or sentences.another_request)
    by_decision = {
        WhyCode.SUBSTITUTE: sentences.why_substitute,
        WhyCode.PINNED: sentences.why_pinned,
        WhyCode.MINIMUM: sentences.why_minimum,
        WhyCode.PROTECTIVE_UPDATE: sentences.why_protective_update,
        WhyCode.BLOCKED: sentences.why_blocked,
        WhyCode.ROLLED_BACK: sentences.why_rolled_back,
    }
    template = by_decision.get(why.code, sentences.why_baseline)
    return speaker.say(template, requester=requester or sentences.another_request)


def say_plan(speaker: Speaker, plan: RoomPlan) -> str:
    """What a rollout would do now, and which seats it could not be said for."""
    sentences = speaker.book.sentences
    work = _work(speaker, plan.picture.seats)
    gone = _work(speaker, plan.picture.seats, removes=True)
    said = [speaker.say(sentences.plan_work, work=work)] if work else []
    said += [speaker.say(sentences.plan_removal, work=gone)] if gone else []
    said = said or [sentences.plan_nothing]
    unread = [seat.seat.label for seat in plan.picture.seats if _unread(seat)]
    if unread:
        said.append(speaker.say(sentences.plan_unread, seats=len(unread), labels=unread))
    if plan.scanned:
        said.append(sentences.plan_scanned)
    return " ".join(said)


def _unread(seat: SeatPicture) -> bool:
    in_service = seat.machine is not None and seat.machine.status is MachineStatus.IN_SERVICE
    return in_service and (seat.plan is None or bool(seat.seen and seat.seen.failure))


def _work(speaker: Speaker, seats: Iterable[SeatPicture], *, removes: bool = False) -> list[str]:
    """What would be installed, or with ``removes`` what would be taken away, each with its number of seats."""
    sentences = speaker.book.sentences
    counts: Counter[tuple[str, Action, str | None]] = Counter()
    for seat in seats:
        if seat.plan is None or seat.machine is None or seat.machine.status is not MachineStatus.IN_SERVICE:
            continue
        work = [line for line in seat.plan.lines if line.action.is_work]
        counts.update(
            (line.item_id, line.action, line.wanted) for line in work if (line.action is Action.REMOVE) is removes
        )
    said: list[str] = []
    for (item_id, action, version), count in sorted(counts.items(), key=lambda entry: (entry[0][0], str(entry[0]))):
        item = speaker.say(sentences.item_version, item=speaker.title(item_id), version=version)
        template = {
            Action.UPGRADE: sentences.plan_upgrade_seats,
            Action.REMOVE: sentences.plan_removal_seats,
        }.get(action, sentences.plan_seats)
        said.append(speaker.say(template, item=item, seats=count))
    return said
