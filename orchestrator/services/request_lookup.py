"""Which request somebody means, and whether it is theirs (RULES R1.10, R2)."""

from orchestrator.domain.errors import NotFound
from orchestrator.domain.people import Actor
from orchestrator.domain.requests import NotTheRequester, SoftwareRequest
from orchestrator.services.unit_of_work import UnitOfWork


def one_request(uow: UnitOfWork, request_id: str) -> SoftwareRequest:
    """A request, whoever asked for it; its room is held where the unit of work may write.

    Raises:
        NotFound: There is no such request.
    """
    request = uow.requests.get(request_id)
    if request is None:
        raise NotFound(kind="request", name=request_id)
    return request


def own_request(uow: UnitOfWork, request_id: str, actor: Actor) -> SoftwareRequest:
    """A request of the actor's own. Whoever typed it in for somebody else has no rights on it.

    Raises:
        NotFound: There is no such request.
        NotTheRequester: It is somebody else's.
    """
    request = one_request(uow, request_id)
    if request.requester_id != actor.id:
        raise NotTheRequester(request_id=request.id, requester=request.requester_id)
    return request
