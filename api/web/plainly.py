"""A refusal of the API as whoever sits before a page reads it: without codes, and not in the form for programs."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from api.payloads import PayloadProblem
from orchestrator.domain.errors import InvalidInput
from orchestrator.services.wording import Speaker


def plainly(
    problem: Mapping[str, Any], say: Callable[[str], str], speaker: Speaker, now: datetime, *, looks: bool
) -> Mapping[str, Any]:
    """The same problem in words for people.

    Args:
        problem: A problem document, or what a page made like one.
        say: Gives a text of the pages in the visitor's language.
        speaker: Speaks that language.
        now: The present moment, for an example.
        looks: Whether a page was only looked at: then it was the address that asked for what there is not, and
            nothing was sent that could be mended.
    """
    each = problem.get("problems")
    if not each:
        return problem
    told = [{**one, "text": _text(one, say, speaker, now, looks=looks)} for one in each]
    if not looks or problem.get("code") != InvalidInput.code:
        return {**problem, "problems": told}
    if all(one.get("problem") != PayloadProblem.UNKNOWN_CHOICE for one in each):
        return {**problem, "detail": say("Nothing can be shown until that is mended."), "problems": told}
    title = say("There is nothing of that kind")
    detail = say("The address of this page asks for something that is not known here. Choose again from the list.")
    return {**problem, "title": title, "detail": detail, "problems": told}


def _text(one: Mapping[str, Any], say: Callable[[str], str], speaker: Speaker, now: datetime, *, looks: bool) -> str:
    match one.get("problem"):
        case PayloadProblem.NOT_A_MOMENT:
            return say("Give a day and a time, such as {moment}.").format(moment=speaker.moment(now))
        case PayloadProblem.UNKNOWN_CHOICE if looks:
            return say("“{value}” is not among what can be chosen here.").format(value=one["value"])
        case _:
            return str(one["text"])
