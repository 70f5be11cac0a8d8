"""Die Zahlen der Regeln und ihre Änderung."""

from collections.abc import Mapping

from orchestrator.domain.rule_numbers import RuleChangeState
from orchestrator.services.wording.phrasebook import EntryPhrase, RefusalPhrase, Terms

TERMS: Terms = {
    RuleChangeState: {
        RuleChangeState.PROPOSED: "vorgeschlagen",
        RuleChangeState.IN_FORCE: "genehmigt",
        RuleChangeState.REFUSED: "abgelehnt",
    },
}
"""Nach Aufzählung und Glied."""

ENTRIES: Mapping[str, EntryPhrase] = {
    "rules.proposed": EntryPhrase("Zahlen vorgeschlagen", "{actor} schlug andere Zahlen für die Regeln vor."),
    "rules.changed": EntryPhrase(
        "Zahlen geändert", "{actor} genehmigte die Zahlen für die Regeln, die {person} vorgeschlagen hatte."
    ),
    "rules.refused": EntryPhrase(
        "Zahlen abgelehnt", "{actor} lehnte die Zahlen für die Regeln ab, die {person} vorgeschlagen hatte."
    ),
}
"""Nach Art."""

NOT_FOUND: Mapping[str, str] = {
    "rule change": "Es gibt keine Änderung {name} der Zahlen der Regeln. Alle zeigt: classroom rules changes",
}
"""Einzelheit zu ``not-found`` nach Art der Sache."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "rule-change-decided": RefusalPhrase(
        "Bereits entschieden", "Diese Änderung der Zahlen ist bereits {state}; es wurde nichts geändert."
    ),
    "rule-numbers-moved": RefusalPhrase(
        "Inzwischen geändert",
        "Seit dem Vorschlag wurde eine andere Änderung derselben Zahlen genehmigt: {numbers:list}. Es wurde nichts "
        "geändert. Lehnen Sie ihn ab, und schlagen Sie neu vor, was gelten soll.",
    ),
    "nothing-changes": RefusalPhrase("Nichts zu ändern", "Diese Zahlen gelten bereits; es gibt nichts zu entscheiden."),
    "needs-another-person": RefusalPhrase(
        "Jemand anderes muss entscheiden",
        "Sie haben diese Entscheidung getroffen und können daher nicht die zweite Person sein, welche Rollen Sie auch "
        "haben. Es wurde nichts geändert. Bitten Sie jemand anderen, der hier entscheiden darf, sie anzusehen.",
    ),
}
"""Nach Code."""
