"""Sicherheitshinweise, und was Listen davon vorschlagen."""

from collections.abc import Mapping

from orchestrator.domain.advisories import AdvisoryScheme, AdvisorySource
from orchestrator.domain.suggestions import SuggestionKind, SuggestionWhy
from orchestrator.services.wording.phrasebook import EntryPhrase, RefusalPhrase, SuggestionPhrases, Terms

TERMS: Terms = {
    AdvisoryScheme: {
        AdvisoryScheme.CVE: "CVE-Nummer",
        AdvisoryScheme.GITHUB: "Sicherheitshinweis von GitHub",
        AdvisoryScheme.VENDOR: "Sicherheitshinweis des Herstellers",
    },
    AdvisorySource: {
        AdvisorySource.KEV: "Katalog ausgenutzter Lücken der CISA",
        AdvisorySource.OSV: "OSV-Liste",
    },
    SuggestionKind: {
        SuggestionKind.MINIMUM_VERSION: "Mindestversion festlegen",
        SuggestionKind.BLOCK: "sperren",
        SuggestionKind.LOOK: "ansehen",
    },
    SuggestionWhy: {
        SuggestionWhy.KNOWN_EXPLOITED: "die Lücke wird bekanntermaßen ausgenutzt",
        SuggestionWhy.FIX_KNOWN: "eine bereinigte Version ist bekannt",
        SuggestionWhy.NO_FIX_KNOWN: "keine bereinigte Version ist bekannt",
        SuggestionWhy.RANGE_UNKNOWN: "die Liste nennt die betroffenen Versionen nicht",
        SuggestionWhy.LATEST_AFFECTED: "die Version für neue Anforderungen ist betroffen",
        SuggestionWhy.RELEASE_AFFECTED: "eine angebotene Version ist betroffen",
        SuggestionWhy.NO_RELEASE_AFFECTED: "keine angebotene Version ist betroffen",
        SuggestionWhy.NOTHING_ON_OFFER: "hier wird keine Version davon angeboten",
    },
}

ENTRIES: Mapping[str, EntryPhrase] = {
    "suggestions.imported": EntryPhrase(
        "Sicherheitshinweise eingelesen",
        "{actor} hat Listen von Sicherheitshinweisen eingelesen[ ({count} {count:Vorschlag|Vorschläge} geändert)].",
    ),
    "suggestion.dismissed": EntryPhrase(
        "Vorschlag verworfen", "{actor} hat den Vorschlag zu {item}[ aus {advisory}] verworfen."
    ),
}

NOT_FOUND: Mapping[str, str] = {"suggestion": "Es gibt keinen Vorschlag {name}."}

REFUSALS: Mapping[str, RefusalPhrase] = {
    "suggestion-is-dismissed": RefusalPhrase(
        "Schon verworfen",
        "Dieser Vorschlag wurde schon verworfen, und die Begründung von damals bleibt. Er kommt von "
        "selbst wieder, sobald sein Sicherheitshinweis etwas anderes sagt.",
    ),
}

SUGGESTIONS = SuggestionPhrases(
    kinds={
        SuggestionKind.MINIMUM_VERSION: "{advisory} legt für {item} die Mindestversion {version} nahe.",
        SuggestionKind.BLOCK: "{advisory} legt nahe, {item} zu sperren ({ranges:list}): "
        "Keine bereinigte Version ist bekannt.",
        SuggestionKind.LOOK: "{advisory} betrifft {item} und nennt die betroffenen Versionen nicht. "
        "Bitte sehen Sie es sich an.",
    },
    exploited="Die Lücke wird bekanntermaßen ausgenutzt.",
    due="Die Liste verlangt Abhilfe bis {due}.",
    affected="Betroffen und im Angebot: {releases:list}.",
    unaffected="Keine angebotene Version ist betroffen.",
    unknown="Ob eine angebotene Version betroffen ist, ist nicht bekannt.",
    dated="Aus der Datei vom {date}.",
    undated="Aus einer Datei ohne Datum.",
    file="{name}: {source} vom {date}, {count} {count:Eintrag|Einträge}.",
    undated_file="{name}: {source} ohne Datum, {count} {count:Eintrag|Einträge}.",
    checked="{new} neue und {changed} geänderte {changed:Vorschlag würde|Vorschläge würden} aufgenommen[, "
    "{withdrawn} zurückgezogene entfernt]; {unchanged} {unchanged:ist|sind} wie zuvor. Es wurde nichts geändert. "
    "Wenden Sie es an, um sie aufzunehmen.",
    applied="{new} neue und {changed} geänderte {changed:Vorschlag wurde|Vorschläge wurden} aufgenommen[, "
    "{withdrawn} zurückgezogene entfernt]; {unchanged} {unchanged:ist|sind} wie zuvor. Nichts davon gilt, bevor jemand "
    "eine Schutzmaßnahme daraus macht.",
    nothing="Keiner der Einträge betrifft Software aus diesem Katalog.",
)

PROBLEMS: Mapping[str, str] = {
    "json-form": "Das lässt sich nicht als JSON lesen[: {expected}].",
    "not-a-zip": "Das lässt sich nicht als Zip-Archiv lesen[: {expected}].",
    "unpacks-too-large": "Hierin ist mehr, als ausgepackt wird[; höchstens {expected} Bytes].",
    "not-an-advisory": "Das ist keine Liste von Sicherheitshinweisen, die hier bekannt ist.[ Möglich: {expected}.]",
    "advisory-form": "Das ist keine Nummer eines Sicherheitshinweises[; erwartet wird etwas wie {expected}].",
    "count-differs": "Die Liste nennt {value} Einträge, ist aber nicht vollständig[: Es sind {expected}]. "
    "Laden Sie sie neu herunter.",
    "pattern-form": "Das würde auf alles passen.[ Schreiben Sie ein Muster wie {expected}.]",
    "range-form": "Daraus lassen sich keine Versionen lesen[; erwartet wird etwas wie {expected}].",
    "range-first-version": "Das lässt offen, welche Version als erste betroffen ist.[ Schreiben Sie es mit >= oder <, "
    "etwa {expected}.]",
    "range-bound-twice": "Diese Grenze steht hier zweimal[; erwartet wird etwas wie {expected}].",
    "range-two-ends": "Das hat zwei Enden: die letzte betroffene und die erste bereinigte Version. "
    "Schreiben Sie eine davon[, etwa {expected}].",
    "range-backwards": "Zwischen diesen Grenzen kann keine Version liegen[; erwartet wird etwas wie {expected}].",
}
