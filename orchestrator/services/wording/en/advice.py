"""Softer words: recommendations, and whether what was delivered works."""

from collections.abc import Mapping

from orchestrator.domain.advice import RecommendationState
from orchestrator.services.wording.phrasebook import EntryPhrase, RefusalPhrase, Terms

TERMS: Terms = {
    RecommendationState: {
        RecommendationState.OPEN: "waits for an answer",
        RecommendationState.FOLLOWED: "taken",
        RecommendationState.KEPT: "heard, and the request stays as it is",
        RecommendationState.LAPSED: "lapsed without an answer",
        RecommendationState.TAKEN_BACK: "taken back",
        RecommendationState.MOOT: "moot, because the request is over",
    },
}
"""By enumeration and member."""

ENTRIES: Mapping[str, EntryPhrase] = {
    "recommendation.made": EntryPhrase(
        "Advice given", "{actor} advised {person} about {item} in {room}. The request goes on meanwhile."
    ),
    "recommendation.followed": EntryPhrase("Advice taken", "{person} took the advice about {item} in {room}."),
    "recommendation.kept": EntryPhrase(
        "Advice heard", "{person} heard the advice about {item} in {room} and stays with the request."
    ),
    "recommendation.taken_back": EntryPhrase(
        "Advice taken back", "{actor} took the advice about {item} in {room} back."
    ),
    "recommendation.lapsed": EntryPhrase(
        "Advice lapsed", "The advice about {item} in {room} lapsed without an answer."
    ),
    "recommendation.moot": EntryPhrase(
        "Advice moot", "The advice about {item} in {room} ended, because the request was over."
    ),
    "sign_off.works": EntryPhrase("Works", "{person} says that {item} works in {room}."),
    "sign_off.does_not_work": EntryPhrase("Does not work", "{person} says that {item} does not work in {room}."),
}
"""By kind."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "already-recommended": RefusalPhrase(
        "Advised already",
        "This request has advice that waits for an answer. Wait for the answer, or take that advice back first.",
    ),
    "nothing-recommended": RefusalPhrase(
        "No open advice", "There is no advice about this request that waits for an answer."
    ),
    "not-delivered-yet": RefusalPhrase(
        "Not there yet", "It was not there as asked yet, so nobody can say whether it works. You are asked once it is."
    ),
}
"""By code."""
