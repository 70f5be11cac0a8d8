"""Figures: what each is called, and who may look at those of one person."""

from collections.abc import Mapping

from orchestrator.domain.figures import FigureName, Grouping
from orchestrator.domain.person_figures import PersonFigureState
from orchestrator.services.wording.phrasebook import EntryPhrase, RefusalPhrase, Terms

TERMS: Terms = {
    FigureName: {
        FigureName.READY_IN_TIME: "ready in time, as asked",
        FigureName.READY_LATER: "ready as asked, but late",
        FigureName.READY_OTHERWISE: "ready, but changed by a decision",
        FigureName.NOT_READY: "not ready",
        FigureName.OVERRIDDEN: "an override in force on the day",
        FigureName.SAFEGUARD_CONTESTED: "a safeguard kept it away, and a contest of that is open",
        FigureName.SAFEGUARDED: "refused by a safeguard",
        FigureName.STOOD_STILL: "clock stopped by a confirmed dispute",
        FigureName.SHORT_NOTICE: "asked for at short notice",
        FigureName.STATED_BY_HAND: "work by hand, as stated",
        FigureName.TAKEN_BACK: "taken back in time",
        FigureName.UNRECORDED: "accepted before readiness was kept",
        FigureName.OVERRIDES: "overrides",
        FigureName.OVERRIDES_BY_KIND: "overrides by kind",
        FigureName.OVERRIDES_BY_CATEGORY: "overrides by category",
        FigureName.FOLLOW_UPS: "overrides that followed another one",
        FigureName.COUNTED_AS_DECLINE: "overrides that count as a decline",
        FigureName.OVERTURNED: "overrides that were overturned",
        FigureName.LAPSED: "overrides that lapsed unruled",
        FigureName.DAYS_ASKED_FOR: "length of overrides as recorded",
        FigureName.DAYS_WITHHELD: "days that requests went without",
        FigureName.HOLDS: "holds",
        FigureName.DAYS_HELD: "days held",
        FigureName.DAYS_TO_APPROVE: "time to a second person's yes",
        FigureName.DAYS_TO_CONFIRM: "time to a confirmation",
        FigureName.NOT_CONFIRMED_IN_TIME: "not confirmed in time",
        FigureName.CONTESTS: "contests",
        FigureName.CONTESTS_BY_SUBJECT: "contests by what they are about",
        FigureName.CONTESTS_OPEN: "contests that wait for a ruling",
        FigureName.CONTESTS_UPHELD: "contests in which the decision stayed",
        FigureName.CONTESTS_OVERTURNED: "contests in which it was overturned",
        FigureName.CONTESTS_LAPSED: "contests that nobody ruled on in time",
        FigureName.CONTESTS_WITHDRAWN: "contests that were taken back",
        FigureName.CONTESTS_MOOT: "contests that had nothing left to be about",
        FigureName.DAYS_TO_RULE: "time to a ruling",
        FigureName.MEDIAN_DAYS_TO_RULE: "time to a ruling, the middle one",
        FigureName.CATALOG_NARROWINGS: "changes that took something from the catalogue",
        FigureName.CATALOG_NARROWINGS_OVERTURNED: "of such changes, those that were overturned",
        FigureName.RECOMMENDATIONS: "recommendations",
        FigureName.RECOMMENDATIONS_OPEN: "recommendations that wait for an answer",
        FigureName.RECOMMENDATIONS_FOLLOWED: "recommendations that were taken",
        FigureName.RECOMMENDATIONS_KEPT: "recommendations after which the request stayed",
        FigureName.RECOMMENDATIONS_LAPSED: "recommendations that nobody answered",
        FigureName.RECOMMENDATIONS_TAKEN_BACK: "recommendations that were taken back",
        FigureName.RECOMMENDATIONS_MOOT: "recommendations on requests that were over",
        FigureName.CHANGED_AFTER_ADVICE: "requests changed after advice",
        FigureName.WISHES: "wishes",
        FigureName.WISHES_LINKED: "wishes that became a request",
        FigureName.WISHES_TAKEN_BACK: "wishes that were taken back",
        FigureName.WISHES_OPEN: "wishes that are open",
        FigureName.WISHES_UNANSWERED: "wishes without a first answer",
        FigureName.WISHES_RISEN: "wishes that had none in time",
        FigureName.DAYS_TO_FIRST_ANSWER: "time to the first answer to a wish",
        FigureName.SIGN_OFFS: "asked whether it works",
        FigureName.SIGN_OFFS_WORKS: "it works",
        FigureName.SIGN_OFFS_WORKS_NOT: "it does not work",
        FigureName.SIGN_OFFS_UNANSWERED: "nobody has said whether it works",
        FigureName.WAITING_DAYS: "waiting days by owner",
        FigureName.EVENINGS_UNRECORDED: "evenings of which nothing is recorded",
    },
    Grouping: {
        Grouping.NOTHING: "the whole site",
        Grouping.TEAM: "team",
        Grouping.BUILDING: "building",
        Grouping.ROOM: "room",
        Grouping.CATEGORY: "category",
        Grouping.MONTH: "month",
    },
    PersonFigureState: {
        PersonFigureState.PROPOSED: "waits for a second person",
        PersonFigureState.LIVE: "in force",
        PersonFigureState.REFUSED: "not approved",
        PersonFigureState.ENDED: "taken back",
    },
}
"""By enumeration and member."""

ENTRIES: Mapping[str, EntryPhrase] = {
    "person_figures.proposed": EntryPhrase(
        "Figures of persons proposed", "{actor} proposed that some people may look at the figures of single persons."
    ),
    "person_figures.approved": EntryPhrase(
        "Figures of persons approved", "{actor} approved that some people may look at the figures of single persons."
    ),
    "person_figures.refused": EntryPhrase(
        "Figures of persons refused", "{actor} refused that anybody may look at the figures of single persons."
    ),
    "person_figures.ended": EntryPhrase(
        "Figures of persons ended", "{actor} took back that some people may look at the figures of single persons."
    ),
    "person_figures.read": EntryPhrase("Figures of a person read", "{actor} looked at the figures of {person}."),
}
"""By kind."""

NOT_FOUND: Mapping[str, str] = {
    "decision about figures": "There is no decision {name} about figures of persons.",
}
"""Detail of ``not-found`` by kind of thing."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "person-figures-not-decided": RefusalPhrase(
        "Not decided",
        "No decision that is in force lets you look at the figures of single persons. "
        "Your own are open to you, and those of teams, rooms and categories to whoever may read the record.",
    ),
    "person-figures-decided": RefusalPhrase(
        "Not possible now", "This decision is {state}, so that answer is not possible and nothing has been changed."
    ),
    "person-figures-need-second": RefusalPhrase(
        "A second person is needed", "You proposed this yourself, so somebody else has to approve or refuse it."
    ),
}
"""By code."""
