"""The register of documents."""

from collections.abc import Mapping

from orchestrator.services.wording.phrasebook import EntryPhrase, RefusalPhrase

ENTRIES: Mapping[str, EntryPhrase] = {
    "document.added": EntryPhrase("Document entered", "{actor} entered a document[, “{name}”,] in the register."),
    "document.retired": EntryPhrase("Document retired", "{actor} retired a document of the register[: “{name}”]."),
}
"""By kind."""

NOT_FOUND: Mapping[str, str] = {
    "document": "The register has no document {name}.",
}
"""Detail of ``not-found`` by kind of thing."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "document-retired": RefusalPhrase(
        "Retired already",
        "“{document}” holds no more already, so nothing has been changed. Enter the one that follows it.",
    ),
}
"""By code."""
