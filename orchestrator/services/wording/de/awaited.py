"""Was auf die Entscheidung einer Person wartet."""

from collections.abc import Mapping

from orchestrator.domain.awaited import AwaitedEnd, AwaitedKind
from orchestrator.services.wording.phrasebook import Terms

TERMS: Terms = {
    AwaitedKind: {
        AwaitedKind.CONFIRM_CATEGORY: "den Grund einer Ausnahme bestätigen",
        AwaitedKind.APPROVE_OVERRIDE: "einer Ausnahme zustimmen",
        AwaitedKind.RULE_CONTEST: "über einen Widerspruch entscheiden",
        AwaitedKind.APPROVE_SAFEGUARD: "einer Schutzmaßnahme zustimmen",
        AwaitedKind.SIGN_EXEMPTION: "ein Risiko übernehmen",
        AwaitedKind.APPROVE_EXEMPTION: "einer Befreiung zustimmen",
        AwaitedKind.APPROVE_CATALOG_CHANGE: "einer Änderung des Katalogs zustimmen",
        AwaitedKind.APPROVE_RULES: "anderen Zahlen der Regeln zustimmen",
        AwaitedKind.APPROVE_PERSON_FIGURES: "einem Blick in Kennzahlen einzelner Personen zustimmen",
    },
    AwaitedEnd: {
        AwaitedEnd.LAPSES: "wird nichts daraus",
        AwaitedEnd.ORDINARY: "zählt sie als gewöhnliche",
        AwaitedEnd.RUNS_OUT: "endet sie unbestätigt",
        AwaitedEnd.RISES: "wird er weitergegeben: mehr Personen erfahren davon und dürfen entscheiden",
        AwaitedEnd.LEAVES_IT: "geht er an eine benannte Person außerhalb der IT",
        AwaitedEnd.IS_UNDONE: "verfällt von selbst, was angefochten ist",
    },
}
"""Nach Aufzählung und Mitglied."""

SENTENCES: Mapping[AwaitedKind, str] = {
    AwaitedKind.CONFIRM_CATEGORY: "Die Ausnahme für {item} in {room} wartet darauf, dass Sie ihren Grund "
    "bestätigen: {category}.",
    AwaitedKind.APPROVE_OVERRIDE: "Die Ausnahme für {item} in {room} braucht eine zweite Person.",
    AwaitedKind.RULE_CONTEST: "Zu {item} in {room} gibt es einen Widerspruch.",
    AwaitedKind.APPROVE_SAFEGUARD: "Die Schutzmaßnahme „{words}“ braucht eine zweite Person.",
    AwaitedKind.SIGN_EXEMPTION: "Sie sind gefragt, ob Sie das Risiko übernehmen, dass es {item}[ in {room}] trotz der "
    "Schutzmaßnahme „{words}“ gibt.",
    AwaitedKind.APPROVE_EXEMPTION: "Die Befreiung für {item}[ in {room}] von der Schutzmaßnahme „{words}“ braucht eine "
    "zweite Person.",
    AwaitedKind.APPROVE_CATALOG_CHANGE: "Eine Änderung des Katalogs, die etwas wegnimmt, braucht eine zweite Person.",
    AwaitedKind.APPROVE_RULES: "Andere Zahlen der Regeln brauchen eine zweite Person.",
    AwaitedKind.APPROVE_PERSON_FIGURES: "Dass jemand Kennzahlen einzelner Personen ansehen darf, braucht eine zweite "
    "Person.",
}
"""Nach Art."""
