"""Entscheidungen: die kurzen Wörter für Ausnahmen, Bremsen, Schutzmaßnahmen und geprüfte Belege."""

from collections.abc import Mapping

from orchestrator.domain.evidence import Category, CheckCode, CheckResult
from orchestrator.domain.holds import HoldScope
from orchestrator.domain.layers import WithheldCode
from orchestrator.domain.overrides import Confirmation, OverrideKind, OverrideScope, OverrideState
from orchestrator.domain.safeguards import ExemptionState, SafeguardKind, SafeguardState
from orchestrator.services.wording.phrasebook import RefusalPhrase, Terms

TERMS: Terms = {
    Category: {
        Category.SECURITY: "Sicherheit",
        Category.LICENCE: "Lizenz",
        Category.LEGAL: "Recht oder Vertrag",
        Category.INCOMPATIBILITY: "Unverträglichkeit",
        Category.HARDWARE: "Hardware",
        Category.NOT_DEPLOYABLE: "lässt sich nicht installieren",
        Category.POLICY: "Regelung der Universität",
        Category.END_OF_SUPPORT: "Ende der Pflege durch den Hersteller",
        Category.FREEZE: "Prüfung oder Abschaltung",
        Category.OTHER: "ein anderer Grund",
    },
    OverrideKind: {
        OverrideKind.DECLINE: "abgelehnt",
        OverrideKind.DEFER: "aufgeschoben",
        OverrideKind.SUBSTITUTE: "etwas anderes an seiner Stelle",
        OverrideKind.PIN: "eine andere Version",
        OverrideKind.EXCLUDE: "an einigen Plätzen nicht",
    },
    OverrideScope: {
        OverrideScope.SEATS: "einige Plätze",
        OverrideScope.REQUEST: "eine Anforderung",
        OverrideScope.CLASSROOM: "alle Anforderungen danach in diesem Raum",
    },
    OverrideState: {
        OverrideState.PROPOSED: "wartet auf eine zweite Person",
        OverrideState.LIVE: "in Kraft",
        OverrideState.REFUSED: "nicht genehmigt",
        OverrideState.LIFTED: "aufgehoben",
        OverrideState.OVERTURNED: "nach Widerspruch aufgehoben",
        OverrideState.LAPSED: "verfallen, weil niemand über den Widerspruch entschieden hat",
        OverrideState.EXPIRED: "abgelaufen",
        OverrideState.MOOT: "gegenstandslos, weil die Anforderung beendet ist",
    },
    Confirmation: {
        Confirmation.NOT_NEEDED: "braucht keine Bestätigung",
        Confirmation.WAITING: "wartet auf Bestätigung",
        Confirmation.CONFIRMED: "bestätigt",
        Confirmation.NONE_CAME: "nicht rechtzeitig bestätigt, zählt daher als gewöhnlich",
    },
    CheckCode: {
        CheckCode.ADVISORY_COVERS: "die Warnung betrifft die Version, die installiert würde",
        CheckCode.LICENCE_COUNT: "es gibt weniger Lizenzen als Plätze",
        CheckCode.OFFICER_EXISTS: "die genannte Person gibt es, und sie ist jemand anderes",
        CheckCode.OTHER_IS_THERE: "das andere ist wirklich vorhanden",
        CheckCode.NO_COEXISTENCE: "der Katalog sagt nicht, dass sich beide vertragen",
        CheckCode.FAILURE_EXISTS: "den fehlgeschlagenen Platz oder Lauf gibt es",
        CheckCode.HARDWARE_SHORT: "die Rechner haben weniger, als nötig ist",
        CheckCode.ROLLOUTS_FAILED: "die Rollouts gibt es, und es schlug darin fehl",
        CheckCode.DOCUMENT_EXISTS: "das Dokument steht im Verzeichnis und gehört nicht der IT",
        CheckCode.DAY_IS_REACHED: "die Pflege endet, bevor die Ausnahme abläuft",
        CheckCode.DATES_FIT: "die Termine passen",
    },
    CheckResult: {
        CheckResult.HOLDS: "trifft zu",
        CheckResult.FAILS: "trifft nicht zu",
        CheckResult.UNKNOWN: "unbekannt",
    },
    HoldScope: {
        HoldScope.REQUEST: "eine Anforderung",
        HoldScope.ITEM: "ein Titel im Raum",
        HoldScope.ROLLOUT: "alles, was dem Raum noch fehlt",
        HoldScope.REVISION: "alles, was nach einem früheren Stand des Raums kam",
    },
    WithheldCode: {
        WithheldCode.DECLINED: "abgelehnt",
        WithheldCode.DEFERRED: "aufgeschoben",
        WithheldCode.SUBSTITUTED: "etwas anderes ist an seiner Stelle",
        WithheldCode.EXCLUDED: "an diesen Plätzen nicht",
        WithheldCode.HELD: "für eine Weile angehalten",
        WithheldCode.CANARY: "ein Platz geht voraus",
        WithheldCode.BLOCKED: "gesperrt",
    },
    SafeguardKind: {
        SafeguardKind.BLOCK: "gesperrt",
        SafeguardKind.MINIMUM_VERSION: "Mindestversion",
        SafeguardKind.PROTECTIVE_UPDATE: "Sicherheitsaktualisierung",
    },
    SafeguardState: {
        SafeguardState.PROPOSED: "wartet auf eine zweite Person",
        SafeguardState.LIVE: "in Kraft",
        SafeguardState.REFUSED: "nicht genehmigt",
        SafeguardState.LIFTED: "aufgehoben",
        SafeguardState.EXPIRED: "abgelaufen",
    },
    ExemptionState: {
        ExemptionState.PROPOSED: "wartet auf eine Unterschrift",
        ExemptionState.LIVE: "in Kraft",
        ExemptionState.REFUSED: "nicht gewährt",
        ExemptionState.LIFTED: "aufgehoben",
        ExemptionState.EXPIRED: "abgelaufen",
    },
}
"""Nach Aufzählung und Glied."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "override-is-over": RefusalPhrase(
        "Nicht mehr möglich",
        "Diese Ausnahme ist bereits {state}; es wurde nichts geändert. Sehen Sie nach, was daraus geworden ist.",
    ),
    "rule-numbers-wrong": RefusalPhrase(
        "Außerhalb der Grenzen",
        "{count} {count:Zahl ist|Zahlen sind} so nicht möglich, und nichts wurde geändert. "
        "Jede Zahl der Regeln hat ihre Grenzen.",
    ),
}
"""Nach Code."""
