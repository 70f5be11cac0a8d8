"""Which room a call concerns, so that a role can be looked at within its scope."""

from orchestrator.domain.classrooms import Classroom
from orchestrator.services.unit_of_work import Reads


def room_of_code(code: str, *, reads: Reads) -> Classroom | None:
    """The room of this code, or None."""
    with reads() as uow:
        return uow.classrooms.by_code(code)


def room_of_request(request_id: str, *, reads: Reads) -> Classroom | None:
    """The room that a request is for, or None if there is no such request."""
    with reads() as uow:
        request = uow.requests.get(request_id)
        return uow.classrooms.get(request.classroom_id) if request else None


def room_of_wish(wish_id: str, *, reads: Reads) -> Classroom | None:
    """The room that a wish is for, or None if there is no such wish."""
    with reads() as uow:
        wish = uow.wishes.get(wish_id)
        return uow.classrooms.get(wish.classroom_id) if wish else None


def room_of_rollout(rollout_id: str, *, reads: Reads) -> Classroom | None:
    """The room that a rollout is for, or None if there is no such rollout."""
    with reads() as uow:
        rollout = uow.rollouts.get(rollout_id)
        return uow.classrooms.get(rollout.classroom_id) if rollout else None


def room_of_override(override_id: str, *, reads: Reads) -> Classroom | None:
    """The room that an override is for, or None if there is no such override."""
    with reads() as uow:
        override = uow.overrides.get(override_id)
        return uow.classrooms.get(override.classroom_id) if override else None


def room_of_hold(hold_id: str, *, reads: Reads) -> Classroom | None:
    """The room that a hold is for, or None if there is no such hold."""
    with reads() as uow:
        hold = uow.holds.get(hold_id)
        return uow.classrooms.get(hold.classroom_id) if hold else None


def room_of_contest(contest_id: str, *, reads: Reads) -> Classroom | None:
    """The room of the request for whose sake something is contested, or None if there is no such contest."""
    with reads() as uow:
        contest = uow.contests.get(contest_id)
        return uow.classrooms.get(contest.classroom_id) if contest else None
