"""Contests, exemptions, and who rules."""

from collections.abc import Mapping

from orchestrator.domain.contests import ContestStage, ContestState, ContestSubject
from orchestrator.domain.rulers import Bar, GapKind, RulerSide
from orchestrator.services.wording.phrasebook import EntryPhrase, RefusalPhrase, Terms

TERMS: Terms = {
    ContestSubject: {
        ContestSubject.OVERRIDE: "override",
        ContestSubject.SAFEGUARD: "safeguard",
        ContestSubject.CATALOG_CHANGE: "change of the catalogue",
    },
    ContestStage: {
        ContestStage.LIST: "before those who rule",
        ContestStage.RISEN: "risen, because nobody ruled in time",
        ContestStage.OUTSIDE: "before a person outside IT",
    },
    ContestState: {
        ContestState.OPEN: "waits for a ruling",
        ContestState.UPHELD: "upheld: the decision stays",
        ContestState.OVERTURNED: "overturned: the decision goes",
        ContestState.LAPSED: "the decision lapsed, because nobody ruled",
        ContestState.WITHDRAWN: "withdrawn",
        ContestState.MOOT: "moot, because the decision or the request ended",
    },
    RulerSide: {
        RulerSide.TEACHING: "teaching side",
        RulerSide.IT: "IT",
        RulerSide.OUTSIDE: "outside IT",
    },
    Bar: {
        Bar.NOT_NAMED: "the list for this category does not name you",
        Bar.CONTESTER: "you contest it yourself",
        Bar.DECIDED: "you took part in the decision",
        Bar.SUPERIOR: "somebody who decided answers to you",
        Bar.NOT_OUTSIDE: "it is before a person outside IT now",
        Bar.NOW_INSIDE: "you are named for another side, and hold a role of IT by now",
    },
    GapKind: {
        GapKind.NOBODY_NAMED: "nobody who may rule is named",
        GapKind.NOBODY_INDEPENDENT: "some decisions would leave nobody independent",
        GapKind.TEACHING_MISSING: "nobody of the teaching side is named",
        GapKind.NOBODY_OUTSIDE: "nobody outside IT is named",
    },
}
"""By enumeration and member."""

ENTRIES: Mapping[str, EntryPhrase] = {
    "rulers.changed": EntryPhrase(
        "List of who rules changed",
        "{actor} changed who rules on contests[ ({count} {count:person|people} came, went or moved)].",
    ),
    "superiors.changed": EntryPhrase("Superiors changed", "{actor} changed to whom {person} answers."),
    "contest.made": EntryPhrase("Contest made", "{actor} contested a decision about {item} in {room}."),
    "contest.withdrawn": EntryPhrase("Contest withdrawn", "{actor} took a contest about {item} in {room} back."),
    "contest.risen": EntryPhrase(
        "Contest rose", "Nobody ruled in time on a contest about {item} in {room}; it rose to the managers."
    ),
    "contest.outside": EntryPhrase(
        "Contest left IT",
        "Nobody ruled in time on a contest about {item} in {room}; the decision holds, and a person outside IT "
        "is asked.",
    ),
    "contest.upheld": EntryPhrase(
        "Decision upheld", "{actor} ruled on a contest about {item} in {room}: the decision stays."
    ),
    "contest.overturned": EntryPhrase(
        "Decision overturned", "{actor} ruled on a contest about {item} in {room}: the decision goes."
    ),
    "contest.lapsed": EntryPhrase(
        "Decision lapsed", "Nobody ruled in time on a contest about {item} in {room}, so the decision lapsed by itself."
    ),
    "exemption.made": EntryPhrase(
        "Exemption proposed",
        "{actor} proposed an exemption for {item} in {room}; {person} is asked to accept the risk.",
    ),
    "exemption.signed": EntryPhrase(
        "Risk accepted", "{actor} accepted the risk of an exemption for {item} in {room} and signed."
    ),
    "exemption.approved": EntryPhrase(
        "Exemption approved", "{actor} approved an exemption for {item} in {room} as the second person."
    ),
    "exemption.refused": EntryPhrase("Exemption refused", "{actor} refused an exemption for {item} in {room}."),
    "exemption.lifted": EntryPhrase(
        "Exemption lifted", "{actor} took an exemption for {item} in {room} back; the safeguard binds again."
    ),
    "exemption.expired": EntryPhrase(
        "Exemption expired", "The exemption for {item} in {room} expired; the safeguard binds again."
    ),
}
"""By kind."""

NOT_FOUND: Mapping[str, str] = {
    "contest": "There is no contest {name}.",
    "exemption": "There is no exemption {name}.",
    "override": "There is no override {name}.",
    "safeguard": "There is no safeguard {name}.",
    "catalog change": "There is no change of the catalogue {name}.",
}
"""Detail of ``not-found`` by kind of thing."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "nothing-to-contest": RefusalPhrase(
        "Nothing to contest",
        "The {subject} is not in force any more, or does not keep anything from request {request_id}. "
        "Look at the request to see what keeps it waiting.",
    ),
    "already-contested": RefusalPhrase(
        "Contested already",
        "This decision is contested for this request already. Follow that contest, or take it back.",
    ),
    "contest-is-over": RefusalPhrase(
        "Ended already",
        "Contest {contest_id} has ended ({state}), so nothing has been changed. Look at it again to see the ruling.",
    ),
    "no-rights-on-request": RefusalPhrase(
        "Somebody else's request",
        "Only {requester}, who asked for it, may contest what was decided about request {request_id}, or take such a "
        "contest back.",
    ),
    "not-independent": RefusalPhrase(
        "Not yours to rule on",
        "You may not rule on contest {contest_id}: {bar}. Leave it to somebody else on the list for this category.",
    ),
    "teaching-side-missing": RefusalPhrase(
        "Teaching side missing",
        "Somebody of the teaching side must be among those who rule on {category}. Name one, or leave the list as it "
        "is; nothing has been changed.",
    ),
    "cannot-rule": RefusalPhrase(
        "May not rule",
        "{login} may neither rule on contests nor accept risks. Name somebody who teaches, coordinates or manages, or "
        "give {login} such a role first.",
    ),
    "is-inside-it": RefusalPhrase(
        "Inside IT",
        "{login} holds a role of IT, and so speaks neither for the teaching side nor for anybody outside. Name "
        "somebody else.",
    ),
    "own-superior": RefusalPhrase("Nobody's own superior", "{login} cannot answer to {login}. Name somebody else."),
    "nothing-to-exempt": RefusalPhrase(
        "Nothing to exempt from",
        "Safeguard {safeguard_id} is not in force, or is not about {item}. Look at it again, and name its title.",
    ),
    "risk-owner-took-part": RefusalPhrase(
        "Not by the same person",
        "{login} makes this exemption or asked for it, and so cannot accept its risk. Name somebody else outside IT.",
    ),
    "not-the-risk-owner": RefusalPhrase(
        "Not yours to sign",
        "Exemption {exemption_id} names somebody else who accepts its risk. Only that person can sign it.",
    ),
    "exemption-needs-another": RefusalPhrase(
        "A second person is needed",
        "Exemption {exemption_id} takes a second person: somebody else than whoever made it, signs it or asked for it.",
    ),
    "exemption-decided": RefusalPhrase(
        "No longer possible",
        "Exemption {exemption_id} is not waiting any more ({state}), so nothing has been changed.",
    ),
    "exemption-half-done": RefusalPhrase(
        "Said already",
        "Exemption {exemption_id} has this already, or does not need it; it waits for the other person.",
    ),
}
"""By code."""
