"""Who rules on contests, and who answers to whom."""

from typing import Annotated

from fastapi import APIRouter, Path

from api.dependencies import Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.schemas.fields import Login
from api.schemas.rulers import (
    RulerListIn,
    RulerListOut,
    RulersOut,
    SuperiorsIn,
    SuperiorsOut,
    ruler_list_out,
    rulers_out,
    superiors_out,
)
from orchestrator.domain.evidence import Category
from orchestrator.domain.people import Actor, Permission
from orchestrator.services.rulers import list_superiors, set_rulers, set_superiors, show_rulers

router = APIRouter(tags=["decisions"])

CategoryPath = Annotated[Category, Path(description="Category of reasons.", examples=["hardware"])]
LoginPath = Annotated[Login, Path(description="What a person signs in with.", examples=["tim"])]
Governing = Annotated[Actor, requires(Permission.GOVERN, Scope.SITE)]


@router.get(
    "/rulers",
    summary="Who rules on contests",
    dependencies=[requires(Permission.READ, Scope.SITE)],
    responses=refuses(takes_input=False),
    name="get_rulers",
)
def rulers(tools: Tools, speaker: Spoken) -> RulersOut:
    """A list per category, and what is missing where nobody independent could rule on some contest."""
    return rulers_out(show_rulers(reads=tools.reads), speaker)


@router.put(
    "/rulers/{category}",
    summary="Say who rules on contests of a category",
    responses=refuses(
        "not-found", "person-deactivated", "cannot-rule", "is-inside-it", "teaching-side-missing", "too-large"
    ),
    name="set_rulers",
)
def put_rulers(
    category: CategoryPath, form: RulerListIn, tools: Tools, speaker: Spoken, actor: Governing
) -> RulerListOut:
    """The whole list. All but security, licence and legal need somebody of the teaching side."""
    named = [ruler.named() for ruler in form.rulers]
    set_rulers(category, named, actor=actor, transactions=tools.transactions, clock=tools.clock)
    return ruler_list_out(category, show_rulers(reads=tools.reads), speaker)


@router.get(
    "/superiors",
    summary="Who answers to whom",
    dependencies=[requires(Permission.GOVERN, Scope.SITE)],
    responses=refuses(takes_input=False),
    name="get_superiors",
)
def superiors(tools: Tools) -> SuperiorsOut:
    """Superiors of whoever decided never rule on a contest of that decision."""
    return superiors_out(list_superiors(reads=tools.reads))


@router.put(
    "/superiors/{login}",
    summary="Say to whom somebody answers",
    responses=refuses("not-found", "own-superior", "too-large"),
    name="set_superiors",
)
def put_superiors(login: LoginPath, form: SuperiorsIn, tools: Tools, actor: Governing) -> SuperiorsOut:
    """The direct ones; whoever is further up follows from theirs."""
    set_superiors(login, form.superiors, actor=actor, transactions=tools.transactions, clock=tools.clock)
    return superiors_out(list_superiors(reads=tools.reads))
