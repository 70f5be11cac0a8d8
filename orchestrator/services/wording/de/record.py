"""The published record: why a note, a key or a checkpoint is not taken."""

from collections.abc import Mapping

from orchestrator.domain.checkpoints import CheckpointProblem, RecordProblem
from orchestrator.domain.signed_notes import KeyProblem, NoteProblem
from orchestrator.services.wording.phrasebook import RefusalPhrase, Terms

TERMS: Terms = {
    NoteProblem: {
        NoteProblem.NOT_TEXT: "sie ist kein einfacher Text",
        NoteProblem.NO_SIGNATURES: "an ihrem Ende stehen keine Unterschriften",
        NoteProblem.TOO_MANY_SIGNATURES: "sie hat mehr Unterschriften, als gelesen werden",
        NoteProblem.SIGNATURE_LINE: "eine Zeile ist keine Unterschrift",
    },
    KeyProblem: {
        KeyProblem.PARTS: "er besteht nicht aus Name, Kennung und Schlüssel mit Pluszeichen dazwischen",
        KeyProblem.NAME: "der Name ist leer oder enthält ein Leerzeichen oder Pluszeichen",
        KeyProblem.KEY: "der letzte Teil ist kein Ed25519-Schlüssel",
        KeyProblem.ID: "die Kennung passt nicht zu Name und Schlüssel",
    },
    CheckpointProblem: {
        CheckpointProblem.LINES: "er hat zu wenige Zeilen",
        CheckpointProblem.ORIGIN: "der Name des Protokolls stimmt nicht",
        CheckpointProblem.SIZE: "die Zahl der Einträge stimmt nicht",
        CheckpointProblem.ROOT: "die Wurzel stimmt nicht",
        CheckpointProblem.EXTENSION: "eine weitere Zeile stimmt nicht",
    },
    RecordProblem: {
        RecordProblem.NOTE: "kein bekannter Schlüssel hat den letzten Prüfpunkt so unterschrieben, wie er in der "
        "Liste steht",
        RecordProblem.SHORTER: "unterschriebene Einträge sind nicht mehr da",
        RecordProblem.REWRITTEN: "unterschriebene Einträge sind jetzt andere",
        RecordProblem.HOLES: "aufbewahrte Prüfsummen fehlen",
        RecordProblem.HEAD: "der Kopf folgt nicht aus den Einträgen",
    },
}
"""By enumeration and member."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "malformed-note": RefusalPhrase(
        "Keine unterschriebene Notiz",
        "Dies ist keine unterschriebene Notiz ({problem})[, siehe Zeile {line}]. Prüfen Sie, ob die Datei "
        "vollständig ist.",
    ),
    "malformed-verifier-key": RefusalPhrase(
        "Kein Prüfschlüssel",
        "„{text}“ ist kein Prüfschlüssel ({problem}). Kopieren Sie ihn erneut von dort, wo er veröffentlicht ist.",
    ),
    "signed-by-nobody-known": RefusalPhrase(
        "Von niemandem unterschrieben, der bekannt ist",
        "Mit keinem der angegebenen Schlüssel ist dies unterschrieben.[ Unterschrieben ist es von {signers:list}.] "
        "Geben Sie einen dieser Schlüssel an, wenn Sie ihm trauen.",
    ),
    "signature-wrong": RefusalPhrase(
        "Die Unterschrift passt nicht",
        "Die Unterschrift von {signer} passt nicht zum Text: eines von beiden wurde geändert. Verlassen Sie sich nicht "
        "darauf; holen Sie die Veröffentlichung von einer anderen Stelle.",
    ),
    "malformed-checkpoint": RefusalPhrase(
        "Kein Prüfpunkt",
        "Was unterschrieben ist, ist kein Prüfpunkt ({problem}, Zeile {line}). Prüfen Sie, ob es die richtige Datei "
        "ist.",
    ),
    "checkpoint-of-another-log": RefusalPhrase(
        "Prüfpunkt eines anderen Protokolls",
        "Dies ist ein Prüfpunkt von {origin}, nicht von {expected}. Geben Sie den des richtigen Protokolls an.",
    ),
    "record-inconsistent": RefusalPhrase(
        "Das Protokoll wurde verändert",
        "Das Protokoll setzt nicht fort, was zuletzt unterschrieben wurde: {problem}. Der letzte Prüfpunkt umfasst "
        "{signed} {signed:Eintrag|Einträge}, jetzt {held:ist es|sind es} {held}. Es wird nichts mehr unterschrieben. "
        "Finden Sie heraus, was geschehen ist: classroom audit verify",
    ),
    "nobody-can-sign": RefusalPhrase(
        "Kein Schlüssel zum Unterschreiben",
        "Hier ist kein privater Schlüssel von {origin}. Holen Sie den Ordner der Schlüssel aus der Sicherung zurück, "
        "oder fügen Sie einen neuen Schlüssel hinzu: classroom audit keys add",
    ),
    "nothing-to-erase": RefusalPhrase(
        "Nichts zu löschen",
        "Neben dem Eintrag {index} steht kein Text[ namens {fields:list}], der gelöscht werden könnte: Es gab nie "
        "einen, oder er ist schon gelöscht.",
    ),
    "person-still-active": RefusalPhrase(
        "Noch aktiv",
        "{login} kann sich noch anmelden; mit der nächsten Handlung stünde der Name wieder da. Deaktivieren Sie "
        "zuerst das Konto: classroom people deactivate {login}",
    ),
    "export-exists": RefusalPhrase(
        "Schon vorhanden",
        "Unter {folder} gibt es schon etwas, und überschrieben wird nichts. Nennen Sie einen anderen Ordner.",
    ),
}
"""By code."""
