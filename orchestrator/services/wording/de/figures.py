"""Figures: what each is called, and who may look at those of one person."""

from collections.abc import Mapping

from orchestrator.domain.figures import FigureName, Grouping
from orchestrator.domain.person_figures import PersonFigureState
from orchestrator.services.wording.phrasebook import EntryPhrase, RefusalPhrase, Terms

TERMS: Terms = {
    FigureName: {
        FigureName.READY_IN_TIME: "rechtzeitig bereit, wie gewünscht",
        FigureName.READY_LATER: "wie gewünscht bereit, aber zu spät",
        FigureName.READY_OTHERWISE: "bereit, aber durch eine Entscheidung geändert",
        FigureName.NOT_READY: "nicht bereit",
        FigureName.OVERRIDDEN: "am Stichtag mit einer Ausnahme belegt",
        FigureName.SAFEGUARDED: "durch eine Schutzregel abgelehnt",
        FigureName.STOOD_STILL: "Frist durch einen bestätigten Streitfall angehalten",
        FigureName.SHORT_NOTICE: "kurzfristig gewünscht",
        FigureName.STATED_BY_HAND: "Handarbeit, nach Angabe",
        FigureName.TAKEN_BACK: "rechtzeitig zurückgenommen",
        FigureName.UNRECORDED: "angenommen, bevor die Bereitschaft festgehalten wurde",
        FigureName.CHANGED_AFTER_ADVICE: "nach einer Empfehlung geändert",
        FigureName.OVERRIDES: "Ausnahmen",
        FigureName.OVERRIDES_BY_KIND: "Ausnahmen nach Art",
        FigureName.OVERRIDES_BY_CATEGORY: "Ausnahmen nach Grund",
        FigureName.FOLLOW_UPS: "Ausnahmen, die auf eine andere folgten",
        FigureName.COUNTED_AS_DECLINE: "Ausnahmen, die als Ablehnung zählen",
        FigureName.OVERTURNED: "aufgehobene Ausnahmen",
        FigureName.LAPSED: "ohne Entscheid verfallene Ausnahmen",
        FigureName.DAYS_ASKED_FOR: "Dauer der Ausnahmen laut Eintrag",
        FigureName.DAYS_WITHHELD: "Tage, an denen Wünsche offen blieben",
        FigureName.HOLDS: "Anhaltungen",
        FigureName.DAYS_HELD: "Tage angehalten",
        FigureName.DAYS_TO_APPROVE: "Zeit bis zur Zustimmung der zweiten Person",
        FigureName.DAYS_TO_CONFIRM: "Zeit bis zur Bestätigung",
        FigureName.NOT_CONFIRMED_IN_TIME: "nicht rechtzeitig bestätigt",
        FigureName.CONTESTS: "Einsprüche",
        FigureName.CONTESTS_UPHELD: "Einsprüche, nach denen die Ausnahme blieb",
        FigureName.CONTESTS_OVERTURNED: "Einsprüche, nach denen sie aufgehoben wurde",
        FigureName.CONTESTS_LAPSED: "Einsprüche, über die niemand rechtzeitig entschied",
        FigureName.DAYS_TO_RULE: "Zeit bis zum Entscheid",
        FigureName.CATALOG_NARROWINGS: "eingeschränkte Katalogeinträge",
        FigureName.WAITING_DAYS: "Wartetage nach Verantwortung",
    },
    Grouping: {
        Grouping.NOTHING: "die gesamte Einrichtung",
        Grouping.TEAM: "Team",
        Grouping.BUILDING: "Gebäude",
        Grouping.ROOM: "Raum",
        Grouping.CATEGORY: "Grund",
        Grouping.MONTH: "Monat",
    },
    PersonFigureState: {
        PersonFigureState.PROPOSED: "wartet auf eine zweite Person",
        PersonFigureState.LIVE: "in Kraft",
        PersonFigureState.REFUSED: "nicht genehmigt",
        PersonFigureState.ENDED: "zurückgenommen",
    },
}
"""By enumeration and member."""

ENTRIES: Mapping[str, EntryPhrase] = {
    "person_figures.proposed": EntryPhrase(
        "Zahlen zu Personen vorgeschlagen",
        "{actor} hat vorgeschlagen, dass einige Personen die Zahlen einzelner Personen einsehen dürfen.",
    ),
    "person_figures.approved": EntryPhrase(
        "Zahlen zu Personen genehmigt",
        "{actor} hat genehmigt, dass einige Personen die Zahlen einzelner Personen einsehen dürfen.",
    ),
    "person_figures.refused": EntryPhrase(
        "Zahlen zu Personen abgelehnt",
        "{actor} hat abgelehnt, dass jemand die Zahlen einzelner Personen einsehen darf.",
    ),
    "person_figures.ended": EntryPhrase(
        "Zahlen zu Personen beendet",
        "{actor} hat zurückgenommen, dass einige Personen die Zahlen einzelner Personen einsehen dürfen.",
    ),
    "person_figures.read": EntryPhrase(
        "Zahlen einer Person eingesehen", "{actor} hat die Zahlen von {person} eingesehen."
    ),
}
"""By kind."""

NOT_FOUND: Mapping[str, str] = {
    "decision about figures": "Es gibt keine Entscheidung {name} über Zahlen zu Personen.",
}
"""Detail of ``not-found`` by kind of thing."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "person-figures-not-decided": RefusalPhrase(
        "Nicht entschieden",
        "Keine gültige Entscheidung erlaubt Ihnen, die Zahlen einzelner Personen einzusehen. "
        "Ihre eigenen stehen Ihnen offen, die von Teams, Räumen und Gründen allen, die das Protokoll lesen dürfen.",
    ),
    "person-figures-decided": RefusalPhrase(
        "Jetzt nicht möglich",
        "Zustand dieser Entscheidung: {state}. Diese Antwort ist deshalb nicht möglich, und nichts wurde geändert.",
    ),
    "person-figures-need-second": RefusalPhrase(
        "Eine zweite Person ist nötig",
        "Sie haben das selbst vorgeschlagen; genehmigen oder ablehnen muss es deshalb jemand anderes.",
    ),
}
"""By code."""
