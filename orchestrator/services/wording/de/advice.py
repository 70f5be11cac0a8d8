"""Leisere Worte: Empfehlungen, und ob das Gelieferte funktioniert."""

from collections.abc import Mapping

from orchestrator.domain.advice import RecommendationState
from orchestrator.services.wording.phrasebook import EntryPhrase, RefusalPhrase, Terms

TERMS: Terms = {
    RecommendationState: {
        RecommendationState.OPEN: "wartet auf Antwort",
        RecommendationState.FOLLOWED: "angenommen",
        RecommendationState.KEPT: "gehört, und die Anforderung bleibt, wie sie ist",
        RecommendationState.LAPSED: "ohne Antwort verfallen",
        RecommendationState.TAKEN_BACK: "zurückgenommen",
        RecommendationState.MOOT: "gegenstandslos, weil die Anforderung beendet ist",
    },
}
"""Nach Aufzählung und Glied."""

ENTRIES: Mapping[str, EntryPhrase] = {
    "recommendation.made": EntryPhrase(
        "Empfehlung gegeben", "{actor} gab {person} eine Empfehlung zu {item} in {room}. Die Anforderung läuft weiter."
    ),
    "recommendation.followed": EntryPhrase(
        "Empfehlung angenommen", "{person} nahm die Empfehlung zu {item} in {room} an."
    ),
    "recommendation.kept": EntryPhrase(
        "Empfehlung gehört", "{person} hörte die Empfehlung zu {item} in {room} und bleibt bei der Anforderung."
    ),
    "recommendation.taken_back": EntryPhrase(
        "Empfehlung zurückgenommen", "{actor} nahm die Empfehlung zu {item} in {room} zurück."
    ),
    "recommendation.lapsed": EntryPhrase(
        "Empfehlung verfallen", "Die Empfehlung zu {item} in {room} verfiel ohne Antwort."
    ),
    "recommendation.moot": EntryPhrase(
        "Empfehlung gegenstandslos", "Die Empfehlung zu {item} in {room} endete, weil die Anforderung beendet war."
    ),
    "sign_off.works": EntryPhrase("Funktioniert", "Laut {person} funktioniert {item} in {room}."),
    "sign_off.does_not_work": EntryPhrase("Funktioniert nicht", "Laut {person} funktioniert {item} in {room} nicht."),
}
"""Nach Art."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "already-recommended": RefusalPhrase(
        "Bereits empfohlen",
        "Zu dieser Anforderung wartet schon eine Empfehlung auf Antwort. "
        "Warten Sie die Antwort ab, oder nehmen Sie jene zuerst zurück.",
    ),
    "nothing-recommended": RefusalPhrase(
        "Keine offene Empfehlung", "Zu dieser Anforderung wartet keine Empfehlung auf Antwort."
    ),
    "not-delivered-yet": RefusalPhrase(
        "Noch nicht da",
        "Es war noch nicht wie gewünscht da, daher kann niemand sagen, ob es funktioniert. "
        "Sie werden gefragt, sobald es da ist.",
    ),
}
"""Nach Code."""
