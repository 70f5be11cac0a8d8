"""Das Verzeichnis der Dokumente."""

from collections.abc import Mapping

from orchestrator.services.wording.phrasebook import EntryPhrase, RefusalPhrase

ENTRIES: Mapping[str, EntryPhrase] = {
    "document.added": EntryPhrase(
        "Dokument eingetragen", "{actor} hat ein Dokument[, „{name}“,] in das Verzeichnis eingetragen."
    ),
    "document.retired": EntryPhrase(
        "Dokument außer Kraft", "{actor} hat ein Dokument des Verzeichnisses außer Kraft gesetzt[: „{name}“]."
    ),
}
"""Nach Art."""

NOT_FOUND: Mapping[str, str] = {
    "document": "Im Verzeichnis gibt es kein Dokument {name}.",
}
"""Einzelheit von ``not-found`` nach Art der Sache."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "document-retired": RefusalPhrase(
        "Schon außer Kraft",
        "„{document}“ gilt schon nicht mehr, nichts wurde geändert. Tragen Sie das Dokument ein, das ihm folgt.",
    ),
}
"""Nach Kennung."""
