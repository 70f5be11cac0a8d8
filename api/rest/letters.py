"""Letters: what somebody was written when it was not as they asked, kept as it was sent."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.dependencies import Calling, Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.paging import link_next, page_of
from api.rest.sessions import PageQuery
from api.schemas.fields import Identity
from api.schemas.letters import HintsIn, HintsOut, LetterOut, LettersOut, hints_out, letter_out, letter_ref
from orchestrator.domain.people import Permission
from orchestrator.services.letters import get_letter, list_letters

router = APIRouter(tags=["letters"])

LetterId = Annotated[Identity, Path(description="Id of a letter.")]


@router.get(
    "/me/letters",
    summary="One's own letters",
    dependencies=[requires(Permission.ACCOUNT, Scope.ACCOUNT)],
    responses=refuses(),
    name="list_letters",
)
def letters(
    query: Annotated[PageQuery, Query()], tools: Tools, caller: Calling, request: Request, response: Response
) -> LettersOut:
    """Newest first."""
    found = list_letters(caller.person.id, after=query.after, limit=query.limit + 1, reads=tools.reads)
    shown, following = page_of(found, query.limit, lambda view: view.letter.id)
    link_next(request, response, following)
    return LettersOut(letters=tuple(map(letter_ref, shown)), next=following)


@router.post(
    "/letters/hints",
    summary="Advice on how to write for lay people",
    dependencies=[requires(Permission.READ, Scope.SITE)],
    responses=refuses("too-large"),
    name="advise_on_letter",
)
def advise(form: HintsIn, speaker: Spoken) -> HintsOut:
    """What could be said more plainly in an explanation that goes into a letter. Nothing is kept."""
    return hints_out(form, speaker)


@router.get(
    "/letters/{letter_id}",
    summary="One letter",
    dependencies=[requires(Permission.ACCOUNT, Scope.ACCOUNT, or_else=Permission.READ_RECORD)],
    responses=refuses("not-found"),
    name="get_letter",
)
def letter(letter_id: LetterId, tools: Tools, caller: Calling) -> LetterOut:
    """One's own, or for those who read the record of its room anybody's. In the language in which it was sent."""
    return letter_out(get_letter(letter_id, caller=caller, reads=tools.reads))
