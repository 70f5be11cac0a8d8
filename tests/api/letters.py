"""A letter and a notice to Ada, as the services would leave them."""

from datetime import timedelta

from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.letters import LetterOccasion
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.overrides import Override, OverrideKind, OverrideScope
from orchestrator.services.letters import send_letters
from orchestrator.services.notices import tell
from tests.api.moments import NOON
from tests.api.service import Service


def write_letter(service: Service) -> str:
    """Ada's oldest request is declined: she is written a letter and told of it. The letter's id."""
    with service.database.transactions() as uow:
        request = uow.requests.page(
            classroom_id=None, requester_id="person:ada", state=None, item_id=None, after=None, limit=1
        )[0]
        room = uow.classrooms.get(request.classroom_id)
        assert room
        declined = Override(
            id=service.new_id(),
            kind=OverrideKind.DECLINE,
            scope=OverrideScope.REQUEST,
            category=Category.INCOMPATIBILITY,
            classroom_id=room.id,
            item_id=request.item_id,
            request_ids=(request.id,),
            evidence=Evidence(product="Exam Shield 3", symptom="both windows stay black"),
            explanation="The exam on Friday needs Exam Shield, and both windows stay black while the two run together.",
            by="person:tim",
            created_at=NOON,
            starts_at=NOON,
            expires_at=NOON + timedelta(days=14),
            alternative="Microsoft Edge, which is on every seat",
        )
        uow.overrides.add(declined)
        letters = send_letters(uow, LetterOccasion.OVERRIDE, declined, [request], room, NOON, service.new_id)
        about = {"request": request.id, "override": declined.id, "classroom": room.id}
        tell(uow, letters, NoticeKind.OVERRIDE_BINDS, declined.id, about, NOON, letters=letters)
        uow.commit()
    return letters["person:ada"]
