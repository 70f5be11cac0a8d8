"""Belege für einen Grund, und was der Dienst darüber herausfand, in Worten ohne Fachwissen."""

from orchestrator.domain.evidence import CheckCode, CheckResult
from orchestrator.services.wording.letter_phrases import EvidencePhrases

_HOLDS, _FAILS, _UNKNOWN = CheckResult.HOLDS, CheckResult.FAILS, CheckResult.UNKNOWN

EVIDENCE = EvidencePhrases(
    parts={
        "advisory": "Die öffentliche Warnung {value} beschreibt es.",
        "affected": "Es geht um diese Versionen: {value}",
        "seats_needed": "{value} {value:Platz braucht|Plätze brauchen} eine Lizenz.",
        "seats_owned": "Die Universität besitzt {value} {value:Lizenz|Lizenzen}.",
        "clause": "Die Klausel: {value}",
        "officer": "{value} steht dafür ein.",
        "other_item": "Es verträgt sich nicht mit {value}.",
        "windows_build": "Es verträgt sich nicht mit Windows {value}.",
        "windows_build:hardware": "Es braucht Windows {value} oder neuer.",
        "driver": "Es verträgt sich nicht mit diesem Treiber, mit dem Windows ein Gerät bedient: {value}",
        "agent": "Es verträgt sich nicht mit diesem Programm, das ständig im Hintergrund läuft: {value}",
        "product": "Es verträgt sich nicht mit diesem Produkt: {value}",
        "symptom": "Was schiefgeht: {value}",
        "seat_id": "Es zeigte sich an Platz {value}.",
        "rollouts": "Es zeigte sich bei {value} {value:Versuch|Versuchen}, es zu installieren.",
        "rollouts:not_deployable": "{value} {value:Versuch schlug|Versuche schlugen} fehl, es zu installieren.",
        "new_evidence": "Was neu ist: {value}",
        "memory_mb": "Es braucht {value} GB Arbeitsspeicher.",
        "disk_free_mb": "Es braucht {value} GB freien Platz auf der Festplatte.",
        "cpu_cores": "Es braucht {value} {value:Prozessorkern|Prozessorkerne}.",
        "document": "So steht es in diesem Dokument: {value}",
        "day": "Der Hersteller behebt Fehler nur noch bis {value}.",
        "source": "Das steht hier: {value}",
        "occasion": "Der Anlass: {value}",
        "words": "{value}",
    },
    names={
        "advisory": "Nummer der öffentlichen Warnung",
        "affected": "Versionen, um die es geht",
        "seats_needed": "benötigte Plätze",
        "seats_owned": "vorhandene Plätze",
        "clause": "Klausel des Gesetzes oder Vertrags",
        "officer": "wer dafür einsteht",
        "other_item": "anderer Titel aus dem Katalog",
        "windows_build": "Windows-Build",
        "driver": "Treiber",
        "agent": "Hintergrundprogramm",
        "product": "anderes Programm",
        "symptom": "was nicht geht",
        "seat_id": "Platz, an dem es zu sehen war",
        "rollouts": "Rollouts, in denen es nicht ging",
        "new_evidence": "was seit dem letzten Mal neu ist",
        "memory_mb": "benötigter Arbeitsspeicher",
        "disk_free_mb": "benötigter freier Plattenplatz",
        "cpu_cores": "benötigte Prozessorkerne",
        "document": "Dokument",
        "day": "Tag, an dem der Support endet",
        "source": "wo das steht",
        "occasion": "Prüfung oder Ausfall",
        "words": "der Grund in Worten",
    },
    checks={
        CheckCode.ADVISORY_COVERS: {
            _HOLDS: "Geprüft: die Version, die wir installieren würden[ ({version})], gehört dazu.",
            _FAILS: "Geprüft: die Version, die wir installieren würden[ ({version})], gehört nicht dazu.",
            _UNKNOWN: "Nicht bekannt: ob die Version, die wir installieren würden[ ({version})], dazugehört.",
        },
        CheckCode.LICENCE_COUNT: {
            _HOLDS: "Geprüft: es gibt weniger Lizenzen als Plätze.",
            _FAILS: "Geprüft: es gibt genug Lizenzen.",
            _UNKNOWN: "Nicht bekannt: wie viele Lizenzen in Gebrauch sind. Der Dienst kann sie noch nicht zählen.",
        },
        CheckCode.OFFICER_EXISTS: {
            _HOLDS: "Geprüft: das ist jemand anderes als wer entschieden hat.",
            _FAILS: "Geprüft: diese Person kennt der Dienst nicht, oder sie hat selbst entschieden.",
            _UNKNOWN: "Nicht bekannt: ob das jemand anderes ist als wer entschieden hat.",
        },
        CheckCode.OTHER_IS_THERE: {
            _HOLDS: "Geprüft: das andere ist vorhanden.",
            _FAILS: "Geprüft: das andere ist nicht vorhanden.",
            _UNKNOWN: "Nicht bekannt: ob das andere vorhanden ist. Der Dienst kann es nicht sehen.",
        },
        CheckCode.NO_COEXISTENCE: {
            _HOLDS: "Geprüft: nichts im Katalog sagt, dass sich die beiden vertragen.",
            _FAILS: "Geprüft: der Katalog sagt, dass sich die beiden vertragen.",
            _UNKNOWN: "Nicht bekannt: ob sich die beiden im Allgemeinen vertragen. Der Katalog sagt, dass sie es tun, "
            "oder kennt das andere nicht.",
        },
        CheckCode.FAILURE_EXISTS: {
            _HOLDS: "Geprüft: dieser Fehlschlag ist verzeichnet.",
            _FAILS: "Geprüft: kein solcher Fehlschlag ist verzeichnet.",
            _UNKNOWN: "Nicht bekannt: ob es dort fehlschlug. Davon ist nichts verzeichnet.",
        },
        CheckCode.HARDWARE_SHORT: {
            _HOLDS: "Geprüft: die Rechner haben weniger als das[; zuletzt gesehen {seen}].",
            _FAILS: "Geprüft: es gibt Rechner mit so viel[, und nur diese Plätze haben weniger: {seats}][; zuletzt "
            "gesehen {seen}].",
            _UNKNOWN: "Nicht bekannt: was alle Rechner haben. Nicht alle wurden ausgelesen[ seit {seen}].[ Diese "
            "Plätze haben weniger: {seats}.]",
        },
        CheckCode.ROLLOUTS_FAILED: {
            _HOLDS: "Geprüft: diese Versuche sind verzeichnet, und sie schlugen fehl.",
            _FAILS: "Geprüft: keine solchen fehlgeschlagenen Versuche sind verzeichnet.",
            _UNKNOWN: "Nicht bekannt: wie diese Versuche ausgingen.",
        },
        CheckCode.DOCUMENT_EXISTS: {
            _HOLDS: "Geprüft: das Dokument steht im Verzeichnis der Universität und gehört nicht der IT.",
            _FAILS: "Geprüft: das Dokument steht nicht im Verzeichnis der Universität, oder es gehört der IT.",
            _UNKNOWN: "Nicht bekannt: ob das Dokument im Verzeichnis der Universität steht.",
        },
        CheckCode.DAY_IS_REACHED: {
            _HOLDS: "Geprüft: dieser Tag kommt, bevor dies endet.",
            _FAILS: "Geprüft: dieser Tag kommt nicht, bevor dies endet.",
            _UNKNOWN: "Nicht bekannt: ob dieser Tag kommt, bevor dies endet.",
        },
        CheckCode.DATES_FIT: {
            _HOLDS: "Geprüft: es dauert nicht länger, als ein solcher Anlass dauern darf.",
            _FAILS: "Geprüft: es dauert länger, als ein solcher Anlass dauern darf.",
            _UNKNOWN: "Nicht bekannt: wann dieser Anlass ist. Der Dienst kennt noch keine Prüfungen.",
        },
    },
)
"""Alles davon."""
