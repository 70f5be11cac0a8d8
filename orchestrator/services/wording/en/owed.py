"""What is owed: wishes, delay notes, cancelled rollouts, and changes of the catalogue that take something away."""

from collections.abc import Mapping

from orchestrator.domain.catalog_narrowing import CatalogChangeState
from orchestrator.domain.clock import OwedRank
from orchestrator.domain.waiting import WaitingOwner
from orchestrator.domain.wishes import WishState
from orchestrator.services.wording.phrasebook import EntryPhrase, RefusalPhrase, Terms

TERMS: Terms = {
    WaitingOwner: {
        WaitingOwner.REQUESTER: "the requester",
        WaitingOwner.LICENCE: "licences",
        WaitingOwner.PACKAGING: "packaging",
        WaitingOwner.WINDOW: "a time to work in the room",
        WaitingOwner.MACHINE: "machines",
        WaitingOwner.IT: "IT",
    },
    WishState: {
        WishState.OPEN: "waits to be linked",
        WishState.LINKED: "became a request",
        WishState.WITHDRAWN: "withdrawn",
    },
    OwedRank: {
        OwedRank.LATE: "late",
        OwedRank.AT_RISK: "at risk",
        OwedRank.IN_TIME: "in time",
    },
    CatalogChangeState: {
        CatalogChangeState.PROPOSED: "waits for a second person",
        CatalogChangeState.APPLIED: "in force",
        CatalogChangeState.REFUSED: "not approved",
        CatalogChangeState.OVERTURNED: "overturned",
    },
}
"""By enumeration and member."""

ENTRIES: Mapping[str, EntryPhrase] = {
    "rollout.cancelled": EntryPhrase(
        "Rollout cancelled", "{actor} cancelled the rollout in {room}. What it did not get to is still owed."
    ),
    "wish.made": EntryPhrase(
        "Wish made",
        "{actor} wished for [{title}, ]software that the catalogue does not have[, on behalf of {behalf}], in {room}.",
    ),
    "wish.answered": EntryPhrase(
        "Wish answered", "{actor} said something about a wish of {person} for {room}. It stays open."
    ),
    "wish.linked": EntryPhrase("Wish linked", "{actor} made a request for {item} in {room} of the wish of {person}."),
    "wish.unlinked": EntryPhrase(
        "Wish open again", "{actor} said that something else was meant by the wish for {room}. It is open again."
    ),
    "wish.confirmed": EntryPhrase("Link confirmed", "{actor} said that the request for {room} is what was wished for."),
    "wish.silent_yes": EntryPhrase(
        "Silence counts as a yes", "Nothing was said against what became of the wish of {person} for {room} in time."
    ),
    "wish.withdrawn": EntryPhrase("Wish withdrawn", "{actor} took a wish for {room} back."),
    "wish.rose": EntryPhrase("Wish rose", "Nobody answered the wish of {person} for {room} in time, so it rose."),
    "delay.noted": EntryPhrase("Delay noted", "{actor} told {person} that {item} in {room} takes longer."),
    "catalog.proposed": EntryPhrase(
        "Catalogue change proposed",
        "{actor} proposed a change of the catalogue that takes something away[ ({count} {count:field|fields})].",
    ),
    "catalog.narrowed": EntryPhrase(
        "Catalogue narrowed", "{actor} approved the change of the catalogue as the second person. It is in force."
    ),
    "catalog.kept": EntryPhrase("Catalogue kept", "{actor} refused the change of the catalogue. Nothing changed."),
    "catalog.restored": EntryPhrase(
        "Catalogue change undone",
        "A contest of the change of the catalogue ended so by {actor}: what it took away is on offer again.",
    ),
    "request.restored": EntryPhrase(
        "Something given back", "{item} in {room} can be had again as {person} asked for it; {actor} brought it back."
    ),
    "request.narrowed": EntryPhrase(
        "Something taken away",
        "With the change of the catalogue by {actor}, {item} in {room} cannot be had as {person} asked for it. "
        "The request stays open.",
    ),
}
"""By kind."""

NOT_FOUND: Mapping[str, str] = {
    "wish": "There is no wish {name}.",
    "catalog change": "There is no change {name} of the software catalogue.",
    "item to ask for": "The software catalogue has no “{name}”.[ It has: {known:list}.] If nothing there will do, make "
    "a wish for it: a technician looks for it, and its clock runs from the first day.",
}
"""Detail of ``not-found`` by kind of thing."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "rollout-is-over": RefusalPhrase(
        "Already over", "The rollout {rollout_id} is {state} already, so there is nothing left to cancel."
    ),
    "every-seat-skipped": RefusalPhrase(
        "No seat left",
        "A rollout that skips every seat of {classroom} with a machine would do nothing. Leave at least one in.",
    ),
    "coexistence-in-use": RefusalPhrase(
        "Both are asked for in one room",
        "That {item} and {with_item} work beside each other cannot be taken back while both are asked for"
        "[ in {classrooms:list}]. Nothing has been changed. Leave it in the catalogue file, or give a reason and have "
        "a second person decide.[ Requests: {requests:list}.]",
    ),
    "item-would-be-blocked": RefusalPhrase(
        "A safeguard would keep it away",
        "By this change a safeguard that is about {with_item} would keep {item} away, which is asked for"
        "[ in {classrooms:list}]. Nothing has been changed. Leave that out of the catalogue file, or give a reason and "
        "have a second person decide.[ Requests: {requests:list}.]",
    ),
    "wish-is-over": RefusalPhrase(
        "No longer possible",
        "This wish is in another state by now ({state}), so nothing has been changed. Look at it again.",
    ),
    "not-the-wisher": RefusalPhrase(
        "Somebody else's wish",
        "Only {requester}, who made the wish, may do that. Talk to each other, or make a wish of your own.",
    ),
    "already-wished": RefusalPhrase(
        "Already wished for",
        "The same person has an open wish for {wished} in {classroom} already; it counts, and nothing was doubled. "
        "It is wish {wish_id}.",
    ),
    "expected-in-the-past": RefusalPhrase(
        "That date is over", "{expected_at:when} is over. Give the moment on which you really expect it to be there."
    ),
    "catalog-change-is-over": RefusalPhrase(
        "Already decided",
        "The change of the catalogue is decided on already ({state}), so nothing has been changed. To change something "
        "else, import the files anew.",
    ),
    "catalog-change-needs-two": RefusalPhrase(
        "A second person is needed",
        "Whoever proposes a change that takes something away cannot approve it as well. Ask another manager to look "
        "at it.",
    ),
    "catalog-changed-meanwhile": RefusalPhrase(
        "Changed in the meantime",
        "The catalogue, or what is asked for, is not what it was when this was proposed. Nothing has been changed. "
        "Refuse it, and propose it anew with what is known now.",
    ),
}
"""By code."""
