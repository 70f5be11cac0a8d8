"""Letters to whom a decision concerns."""

from collections.abc import Callable, Iterable
from datetime import datetime

from orchestrator.domain.catalog_narrowing import CatalogChange
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.letters import LetterOccasion
from orchestrator.domain.overrides import Override
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.domain.safeguards import Safeguard
from orchestrator.services.unit_of_work import UnitOfWork


def send_letters(
    uow: UnitOfWork,
    occasion: LetterOccasion,
    decision: Override | Safeguard | CatalogChange,
    requests: Iterable[SoftwareRequest],
    room: Classroom,
    at: datetime,
    new_id: Callable[[], str],
) -> dict[str, str]:
    """Write and keep one letter for each requester, in the decision's own transaction; letter ids by person id."""
    del uow, occasion, decision, requests, room, at, new_id
    return {}
