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
        FigureName.SAFEGUARD_CONTESTED: "durch eine Schutzmaßnahme verhindert, Widerspruch offen",
        FigureName.SAFEGUARDED: "durch eine Schutzmaßnahme abgelehnt",
        FigureName.STOOD_STILL: "Frist durch einen bestätigten Streitfall angehalten",
        FigureName.SHORT_NOTICE: "kurzfristig gewünscht",
        FigureName.STATED_BY_HAND: "Handarbeit, nach Angabe",
        FigureName.TAKEN_BACK: "rechtzeitig zurückgenommen",
        FigureName.UNRECORDED: "angenommen, bevor die Bereitschaft festgehalten wurde",
        FigureName.OVERRIDES: "Ausnahmen",
        FigureName.OVERRIDES_BY_KIND: "Ausnahmen nach Art",
        FigureName.OVERRIDES_BY_CATEGORY: "Ausnahmen nach Grund",
        FigureName.FOLLOW_UPS: "Ausnahmen, die auf eine andere folgten",
        FigureName.COUNTED_AS_DECLINE: "Ausnahmen, die als Ablehnung zählen",
        FigureName.OVERTURNED: "aufgehobene Ausnahmen",
        FigureName.LAPSED: "ohne Entscheidung verfallene Ausnahmen",
        FigureName.DAYS_ASKED_FOR: "Dauer der Ausnahmen laut Eintrag",
        FigureName.DAYS_WITHHELD: "Tage, an denen Anforderungen offen blieben",
        FigureName.HOLDS: "Anhaltungen",
        FigureName.DAYS_HELD: "Tage angehalten",
        FigureName.DAYS_TO_APPROVE: "Zeit bis zur Zustimmung der zweiten Person",
        FigureName.DAYS_TO_CONFIRM: "Zeit bis zur Bestätigung",
        FigureName.NOT_CONFIRMED_IN_TIME: "nicht rechtzeitig bestätigt",
        FigureName.CONTESTS: "Widersprüche",
        FigureName.CONTESTS_BY_SUBJECT: "Widersprüche nach Gegenstand",
        FigureName.CONTESTS_OPEN: "Widersprüche, die auf eine Entscheidung warten",
        FigureName.CONTESTS_UPHELD: "Widersprüche, nach denen die Entscheidung blieb",
        FigureName.CONTESTS_OVERTURNED: "Widersprüche, nach denen sie aufgehoben wurde",
        FigureName.CONTESTS_LAPSED: "Widersprüche, über die niemand rechtzeitig entschied",
        FigureName.CONTESTS_WITHDRAWN: "zurückgenommene Widersprüche",
        FigureName.CONTESTS_MOOT: "Widersprüche, die gegenstandslos wurden",
        FigureName.DAYS_TO_RULE: "Zeit bis zur Entscheidung",
        FigureName.MEDIAN_DAYS_TO_RULE: "Zeit bis zur Entscheidung, mittlerer Wert",
        FigureName.CATALOG_NARROWINGS: "Änderungen, die dem Katalog etwas nahmen",
        FigureName.CATALOG_NARROWINGS_OVERTURNED: "aufgehobene Änderungen dieser Art",
        FigureName.RECOMMENDATIONS: "Empfehlungen",
        FigureName.RECOMMENDATIONS_OPEN: "Empfehlungen, die auf eine Antwort warten",
        FigureName.RECOMMENDATIONS_FOLLOWED: "angenommene Empfehlungen",
        FigureName.RECOMMENDATIONS_KEPT: "Empfehlungen, nach denen die Anforderung blieb",
        FigureName.RECOMMENDATIONS_LAPSED: "Empfehlungen ohne Antwort",
        FigureName.RECOMMENDATIONS_TAKEN_BACK: "zurückgenommene Empfehlungen",
        FigureName.RECOMMENDATIONS_MOOT: "Empfehlungen zu Anforderungen, die vorbei waren",
        FigureName.CHANGED_AFTER_ADVICE: "nach einer Empfehlung geänderte Anforderungen",
        FigureName.WISHES: "Wünsche",
        FigureName.WISHES_LINKED: "Wünsche, aus denen eine Anforderung wurde",
        FigureName.WISHES_TAKEN_BACK: "zurückgezogene Wünsche",
        FigureName.WISHES_OPEN: "offene Wünsche",
        FigureName.WISHES_UNANSWERED: "Wünsche ohne erste Antwort",
        FigureName.WISHES_RISEN: "Wünsche ohne rechtzeitige Antwort",
        FigureName.DAYS_TO_FIRST_ANSWER: "Zeit bis zur ersten Antwort auf einen Wunsch",
        FigureName.SIGN_OFFS: "gefragt, ob es funktioniert",
        FigureName.SIGN_OFFS_WORKS: "es funktioniert",
        FigureName.SIGN_OFFS_WORKS_NOT: "es funktioniert nicht",
        FigureName.SIGN_OFFS_UNANSWERED: "niemand hat gesagt, ob es funktioniert",
        FigureName.WAITING_DAYS: "Wartetage nach Verantwortung",
        FigureName.EVENINGS_UNRECORDED: "Abende, von denen nichts festgehalten ist",
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
