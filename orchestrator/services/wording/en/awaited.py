"""What waits for somebody's decision."""

from collections.abc import Mapping

from orchestrator.domain.awaited import AwaitedEnd, AwaitedKind
from orchestrator.services.wording.phrasebook import Terms

TERMS: Terms = {
    AwaitedKind: {
        AwaitedKind.CONFIRM_CATEGORY: "confirm the reason of an override",
        AwaitedKind.APPROVE_OVERRIDE: "approve an override",
        AwaitedKind.RULE_CONTEST: "rule on a contest",
        AwaitedKind.APPROVE_SAFEGUARD: "approve a safeguard",
        AwaitedKind.SIGN_EXEMPTION: "accept a risk",
        AwaitedKind.APPROVE_EXEMPTION: "approve an exemption",
        AwaitedKind.APPROVE_CATALOG_CHANGE: "approve a change of the catalogue",
        AwaitedKind.APPROVE_RULES: "approve other numbers of the rules",
        AwaitedKind.APPROVE_PERSON_FIGURES: "approve a look at figures of single persons",
    },
    AwaitedEnd: {
        AwaitedEnd.LAPSES: "it comes to nothing",
        AwaitedEnd.ORDINARY: "it counts as an ordinary one",
        AwaitedEnd.RUNS_OUT: "it ends unconfirmed",
        AwaitedEnd.RISES: "it rises: more people are told and may rule",
        AwaitedEnd.LEAVES_IT: "it goes to a named person outside IT",
        AwaitedEnd.IS_UNDONE: "what is contested lapses by itself",
    },
}
"""By enumeration and member."""

SENTENCES: Mapping[AwaitedKind, str] = {
    AwaitedKind.CONFIRM_CATEGORY: "The override of {item} in {room} waits for you to confirm its reason: {category}.",
    AwaitedKind.APPROVE_OVERRIDE: "The override of {item} in {room} needs a second person.",
    AwaitedKind.RULE_CONTEST: "{item} in {room} is contested.",
    AwaitedKind.APPROVE_SAFEGUARD: "The safeguard “{words}” needs a second person.",
    AwaitedKind.SIGN_EXEMPTION: "You are asked to accept the risk of having {item}[ in {room}] although the safeguard "
    "“{words}” is against it.",
    AwaitedKind.APPROVE_EXEMPTION: "The exemption of {item}[ in {room}] from the safeguard “{words}” needs a second "
    "person.",
    AwaitedKind.APPROVE_CATALOG_CHANGE: "A change of the catalogue that takes something away needs a second person.",
    AwaitedKind.APPROVE_RULES: "Other numbers of the rules need a second person.",
    AwaitedKind.APPROVE_PERSON_FIGURES: "That somebody may look at the figures of single persons needs a second "
    "person.",
}
"""By kind."""
