"""Was eine Prüfung des Protokolls sagt. Felder: siehe ``services/wording/findings``."""

from orchestrator.services.record_check.findings import FindingCode as Code
from orchestrator.services.record_check.findings import Grade
from orchestrator.services.record_verify import CaveatCode, Verdict
from orchestrator.services.wording.phrasebook import FindingPhrases

_ENTRY = "{count:Eintrag|Die Einträge} {first}[ bis {last}]"
_AMONG = "{count:In Eintrag|Unter den Einträgen} {first}[ bis {last}]"
_FITS = "[ Vor Eintrag {before} passt alles.]"

FINDINGS = FindingPhrases(
    sentences={
        Code.HISTORY_FORKED: "Das Protokoll wurde neu geschrieben und neu unterschrieben: {checkpoint} und {other} "
        "sind beide unterschrieben, und keine Geschichte hat beide. " + _AMONG + " trennen sie sich." + _FITS,
        Code.ROLLED_BACK: "Das Protokoll wurde auf einen älteren Stand zurückgesetzt: Es kennt selbst {held} "
        "Einträge, weniger als {checkpoint}. " + _ENTRY + " {count:fehlt|fehlen}.",
        Code.TAIL_CUT: "Das Ende ist abgeschnitten: Hier sind {held} Einträge, weniger als in {checkpoint}. "
        + _ENTRY
        + " {count:fehlt|fehlen}.",
        Code.ENTRIES_FEWER: "Hier sind {held} Einträge, weniger als in {checkpoint}.",
        Code.RANGE_CHANGED: _AMONG + " ist etwas nicht, was unterschrieben wurde: {checkpoint} passt nicht." + _FITS,
        Code.CHECKPOINT_BAD_SIGNATURE: "Nach dem Unterschreiben geändert, denn die Unterschrift von {signers} passt "
        "nicht: {checkpoint}.",
        Code.CHECKPOINT_WRONG_KEY: "Nicht mit einem Schlüssel unterschrieben, dem vertraut wird, sondern von "
        "{signers}: {checkpoint}.",
        Code.CHECKPOINT_OTHER_LOG: "Vom Protokoll {origin}, nicht von {expected}: {checkpoint}.",
        Code.CHECKPOINT_MALFORMED: "Kein Prüfpunkt, oder nicht der, den seine Zeile nennt ({problem}): {checkpoint}.",
        Code.CHECKPOINT_MISSING: "Ab Nummer {number} {gap:fehlt|fehlen} {gap} {gap:Prüfpunkt|Prüfpunkte}.",
        Code.HEAD_BEHIND: "Der Kopf zählt {size} Einträge, {held} sind hier: Er wurde zurückgesetzt, oder die anderen "
        "kamen dazu.",
        Code.HEAD_DIFFERS: "Der Baum am Kopf des Protokolls ist nicht der seiner {size} Einträge.",
        Code.ENTRY_MISSING: _ENTRY + " {count:fehlt|fehlen}.",
        Code.ENTRIES_RENUMBERED: _ENTRY + " {count:hat|haben} andere Nummern: Davor wurden Einträge"
        "[ herausgenommen ({taken_out})][ eingefügt ({put_in})].",
        Code.ENTRY_DOUBLED: _ENTRY + " {count:ist|sind} mehr als einmal da.",
        Code.ENTRIES_SWAPPED: "Die Einträge {first} und {last} wurden vertauscht.",
        Code.ENTRY_OUT_OF_PLACE: "An der Stelle von Eintrag {first} steht einer, der sich Nummer {says} nennt.",
        Code.ENTRY_CHANGED: _ENTRY + " {count:ist|sind} nicht, was geschrieben wurde: Ein unterschriebener Prüfpunkt "
        "beweist es, durch den aufbewahrten Hash.",
        Code.ENTRY_DIFFERS: _ENTRY + " {count:stimmt|stimmen} mit dem aufbewahrten Hash nicht überein. Kein Prüfpunkt "
        "sagt, was von beiden geändert wurde.",
        Code.KEPT_HASH_CHANGED: _ENTRY + " {count:ist|sind}, was unterschrieben wurde, aber der aufbewahrte Hash wurde "
        "geändert.",
        Code.ENTRY_MALFORMED: _ENTRY + " {count:ist|sind} nicht so geschrieben, wie das Format es verlangt.",
        Code.KEPT_HASH_MISSING: "Der Hash, der von {count:Eintrag|den Einträgen} {first}[ bis {last}] aufbewahrt "
        "wurde, fehlt.",
        Code.TEXT_REPLACED: "Der Text „{field}“ zu Eintrag {first} ist nicht der, der geschrieben wurde.",
        Code.TEXT_PUT_IN: "Der Text „{field}“ neben Eintrag {first} gehört nicht dorthin: {why}.",
        Code.TEXT_GONE: "Der Text „{field}“ zu Eintrag {first} fehlt, und kein Eintrag sagt, dass er gelöscht wurde.",
        Code.KEPT_SUBTREE_DIFFERS: "Der Hash, der über die Einträge {first} bis {last} aufbewahrt wurde, ist nicht der "
        "ihre.",
        Code.HIDDEN_FROM_SEARCH: _ENTRY + " {count:wird|werden} nicht nach allem gefunden, was "
        "{count:er sagt|sie sagen}: Zeilen für die Filter wurden entfernt oder geändert.",
        Code.PUT_INTO_SEARCH: _ENTRY + " {count:wird|werden} nach etwas gefunden, was "
        "{count:er nicht sagt|sie nicht sagen}: Zeilen für die Filter wurden eingefügt oder geändert.",
    },
    problems={
        "no-entry": "es gibt keinen solchen Eintrag",
        "no-commitment": "der Eintrag hatte nie einen",
        "size-differs": "seine Zeile nennt eine andere Zahl von Einträgen",
        "order": "er deckt weniger Einträge ab als der vor ihm",
        "not-text": "es ist kein einfacher Text",
        "no-signatures": "am Ende stehen keine Unterschriften",
        "too-many-signatures": "es sind mehr Unterschriften, als gelesen werden",
        "signature-line": "eine Zeile ist keine Unterschrift",
        "lines": "es sind zu wenige Zeilen",
        "origin": "der Name des Protokolls stimmt nicht",
        "size": "die Zahl der Einträge stimmt nicht",
        "root": "die Wurzel stimmt nicht",
        "extension": "eine weitere Zeile stimmt nicht",
    },
    grades={Grade.PROVEN: "bewiesen", Grade.LOCATED: "eingegrenzt", Grade.NOTICED: "bemerkt"},
    verdicts={
        Verdict.IN_ORDER: "Es ist alles in Ordnung.",
        Verdict.WRONG: "Etwas ist nicht in Ordnung.",
        Verdict.UNREADABLE: "Das kann nicht geprüft werden.",
        Verdict.UNPROVEN: "Es ist nichts falsch, aber kein Prüfpunkt beweist etwas.",
    },
    caveats={
        CaveatCode.OWN_KEYS: "Die Schlüssel sind die dieses Rechners; ein Protokoll, das unter einem anderen Schlüssel "
        "gefälscht wurde, fiele nicht auf. Vergleichen Sie sie (--key).",
        CaveatCode.NOTHING_PUBLISHED: "Kein anderswo aufbewahrter Prüfpunkt lag vor (--since); ein Protokoll, das "
        "zurückgesetzt oder neu unterschrieben wurde, fiele nicht auf.",
        CaveatCode.UNPROVEN_END: "Kein Prüfpunkt beweist {count:Eintrag|die Einträge} {first}[ bis {last}].",
        CaveatCode.UNCHECKED: "Prüfpunkte, die nicht geprüft werden konnten, weil davor Einträge fehlen: {count}.",
        CaveatCode.ERASED: "Gelöschte Texte: {count}. Ihre Einträge sind auch ohne sie bewiesen.",
        CaveatCode.BACKWARDS: "Einträge mit einer Zeit mehr als eine Minute vor der eines früheren: {count}, der "
        "erste ist Eintrag {first}. Für Zeiten steht nur, wer schrieb.",
        CaveatCode.UNLISTED: "Weitere Befunde, die nicht aufgeführt sind: {count}.",
    },
    listed="Prüfpunkt {number}[ ({size} Einträge)]",
    published="der veröffentlichte {file}[ ({size} Einträge)]",
    head="der Kopf des Protokolls ({size} Einträge)",
    counts="Protokoll {origin}: {entries} {entries:Eintrag|Einträge}, {texts} {texts:Text|Texte} daneben.",
    checkpoints="Unterschriebene Prüfpunkte: {listed} im Protokoll, {published} von anderswo.",
    key="Schlüssel: {key}",
    proven="Bewiesen: {count:Eintrag|Die Einträge} {first}[ bis {last}]{but} {count:ist|sind}, was unterschrieben "
    "wurde, in dieser Reihenfolge.",
    but=", bis auf das oben Genannte,",
    shows_not="Was das nicht zeigt:",
)
"""All of it."""
