"""Why a seat is not ready, and what can be done about it."""

from collections.abc import Mapping

from orchestrator.domain.classrooms import RolloutMode
from orchestrator.domain.rollouts import CauseCode
from orchestrator.services.wording.phrasebook import CausePhrase, InstallerPhrases

RETRY: Mapping[RolloutMode, str] = {
    RolloutMode.AUTOMATIC: "Wir versuchen es von selbst wieder, sobald er eingeschaltet ist.",
    RolloutMode.BY_TECHNICIAN: "Sobald er eingeschaltet ist, kann die Technik es an diesem Platz wieder versuchen.",
}

PENDING: Mapping[RolloutMode, str] = {
    RolloutMode.AUTOMATIC: "Es geht von selbst weiter.",
    RolloutMode.BY_TECHNICIAN: "In diesem Raum startet die Technik den Rollout.",
}

_AGAIN = "versuchen Sie es dann an diesem Platz erneut."

CAUSES: Mapping[CauseCode, CausePhrase] = {
    CauseCode.OFF: CausePhrase("{seat} war ausgeschaltet, als wir es[ am {when}] versuchten.", "{retry}"),
    CauseCode.CREDENTIALS_REFUSED: CausePhrase(
        "{seat} hat das Konto nicht angenommen, mit dem wir uns anmelden.",
        "Prüfen Sie die Verbindung des Platzes: das Ergebnis nennt, was der Rechner geantwortet hat, etwa ein "
        "gesperrtes Konto. Prüfen Sie auch Benutzer und Passwort des Verbindungsprofils und ob dieses Konto dort WinRM "
        "benutzen darf; "
        f"{_AGAIN}",
    ),
    CauseCode.SECRET_MISSING: CausePhrase(
        "{seat} wurde nicht angerührt: das Passwort des Verbindungsprofils fehlt bei uns.",
        "Hinterlegen Sie das Geheimnis, das im Profil genannt ist[: als Variable {variable} in der Umgebung von Worker "
        "und Dienst, oder als Datei {secret}, die nur deren Benutzer lesen darf, im Ordner CLASSROOM_SECRETS_DIR]; "
        f"{_AGAIN}",
    ),
    CauseCode.CERTIFICATE: CausePhrase(
        "{seat} wurde nicht angerührt: dem Zertifikat ist nicht zu trauen.",
        "Erneuern Sie das Zertifikat des WinRM-Dienstes, oder berichtigen Sie die Datei der Zertifizierungsstellen, "
        f"mit der es geprüft wird; {_AGAIN}",
    ),
    CauseCode.NAME_UNKNOWN: CausePhrase(
        "{seat} war im Netz nicht zu finden: die Adresse ist unbekannt.",
        "Berichtigen Sie die Adresse in den Dateien der Räume und lesen Sie sie ein, oder den Eintrag im DNS; "
        f"{_AGAIN}",
    ),
    CauseCode.WRONG_MACHINE: CausePhrase(
        "{seat} wurde nicht angerührt: unter diesem Namen antwortet ein anderer Rechner.",
        "Sehen Sie nach, welcher Rechner dort steht. Wurde er mit Absicht getauscht, so berichtigen Sie die "
        f"Hardware-Kennung in den Dateien der Räume und lesen Sie sie ein; {_AGAIN}",
    ),
    CauseCode.NOT_WINDOWS_REMOTE: CausePhrase(
        "{seat} antwortet, aber nicht so wie die Windows-Fernverwaltung.",
        f"Prüfen Sie auf dem Rechner den Dienst WinRM und seinen HTTPS-Zugang; {_AGAIN}",
    ),
    CauseCode.REMOVAL_FAILED: CausePhrase(
        "{item} konnte von {in_seat} nicht entfernt werden: die Deinstallation meldete einen Fehler[ (Exit-Code "
        "{exit_code})].",
        "Die technischen Angaben daneben sagen mehr. Beheben Sie, was sie nennen, oder entfernen Sie es auf dem "
        "Rechner; versuchen Sie es dann an diesem Platz erneut.",
    ),
    CauseCode.STILL_THERE: CausePhrase(
        "{item}[ {observed}] soll von {in_seat} entfernt werden und ist noch vorhanden.",
        "Der nächste Rollout in diesem Raum entfernt es. Bleibt es dennoch, so entfernen Sie es auf dem Rechner und "
        "versuchen Sie es an diesem Platz erneut.",
    ),
    CauseCode.NOT_DETECTED: CausePhrase(
        "{item} wurde an {in_seat} bei der letzten Prüfung nicht gefunden.",
        "Versuchen Sie es an diesem Platz erneut. Meldet die Installation dann Erfolg und es fehlt noch immer, so "
        "vergleichen Sie die Erkennungsregel im Katalog mit dem, was die Installation hinterlässt.",
    ),
    CauseCode.OTHER_VERSION: CausePhrase(
        "{item} hat an {in_seat} eine andere Version[: {observed}][ statt {wanted}].",
        "Der nächste Rollout in diesem Raum bringt die richtige.",
    ),
    CauseCode.NEWER_THAN_WANTED: CausePhrase(
        "{item}[ {observed}] an {in_seat} ist neuer als angefordert[: {wanted}].",
        "Von selbst geht nichts auf eine ältere Version zurück. Fordern Sie die neuere an, oder entfernen Sie sie auf "
        "dem Rechner und versuchen Sie es erneut.",
    ),
    CauseCode.HALF: CausePhrase(
        "{item} ist an {in_seat} nur halb vorhanden: Chocolatey führt es auf, Windows nicht.",
        f"Nehmen Sie das Paket auf dem Rechner aus der Liste von Chocolatey (choco uninstall); {_AGAIN}",
    ),
    CauseCode.UNVERIFIABLE: CausePhrase(
        "An {in_seat} lässt sich nicht nachweisen, ob {item} vorhanden ist.",
        "Prüfen Sie die Erkennungsregel im Katalog, und ob der Rechner Chocolatey hat, wo die Regel danach fragt.",
    ),
    CauseCode.OWED_ELSEWHERE: CausePhrase(
        "{item} kommt an {in_seat} über ein anderes Werkzeug, das es noch nicht ausgeliefert hat.",
        "Sorgen Sie in jenem Werkzeug dafür. Hier gilt es als bereit, sobald eine Prüfung es findet.",
    ),
    CauseCode.REBOOT_NEEDED: CausePhrase(
        "{item} ist an {in_seat} vorhanden, aber erst nach einem Neustart von Windows bereit.",
        f"Starten Sie den Rechner neu; {_AGAIN}",
    ),
    CauseCode.CONNECTION_LOST: CausePhrase(
        "{seat} antwortete während der Arbeit an {item} nicht mehr.",
        f"Sehen Sie nach, ob der Rechner an und im Netz ist; {_AGAIN}",
    ),
    CauseCode.RUN_CRASHED: CausePhrase(
        "Die Arbeit an {in_seat} wurde durch einen Fehler bei uns abgebrochen.",
        "Versuchen Sie es an diesem Platz erneut. Geschieht es noch einmal, steht im Protokoll des Workers, woran "
        "es lag.",
    ),
    CauseCode.NOT_ASSIGNED: CausePhrase(
        "An {in_seat} steht kein Rechner.",
        "Tragen Sie einen in die Dateien der Räume ein und lesen Sie sie ein, oder nehmen Sie den Platz heraus.",
    ),
    CauseCode.OUT_OF_SERVICE: CausePhrase(
        "{seat} ist außer Betrieb[: {detail}].",
        "Er nimmt wieder teil, wenn die Zeit vorbei ist, die die Dateien der Räume nennen, oder sobald sie es sagen.",
    ),
}
"""All but ``installer_failed``. Fields: seat, in_seat, item, observed, wanted, when, detail, retry."""

_CODES_OF_WINDOWS_INSTALLER = {
    1601: CausePhrase(
        "der Dienst Windows Installer war nicht erreichbar",
        f"Prüfen Sie auf dem Rechner, ob der Dienst deaktiviert ist; {_AGAIN}",
    ),
    1602: CausePhrase("jemand hat sie am Rechner abgebrochen", "Versuchen Sie es erneut, wenn dort niemand arbeitet."),
    1603: CausePhrase(
        "ein schwerer Fehler während der Installation",
        "Übliche Gründe sind zu wenig Speicherplatz, eine benutzte Datei oder Reste einer älteren Version. Sehen Sie "
        f"auf dem Rechner nach, welcher es ist; {_AGAIN}",
    ),
    1605: CausePhrase(
        "sie ändert ein Produkt, das nicht auf dem Rechner ist",
        "Prüfen Sie im Katalog, ob es ein vollständiges Installationspaket ist.",
    ),
    1612: CausePhrase(
        "Windows fehlt die Datei, aus der die ältere Version kam",
        f"Entfernen Sie die ältere Version auf dem Rechner; {_AGAIN}",
    ),
    1618: CausePhrase(
        "zur selben Zeit lief eine andere Installation",
        "Das ist oft Windows Update. Versuchen Sie es in einigen Minuten erneut.",
    ),
    1619: CausePhrase(
        "ihre Datei ließ sich nicht öffnen",
        f"Prüfen Sie, ob die Datei auf der Verteilstelle vollständig ist; {_AGAIN}",
    ),
    1620: CausePhrase(
        "ihre Datei ist kein Windows-Installer-Paket",
        f"Legen Sie die richtige Datei auf die Verteilstelle und ihre Prüfsumme in den Katalog; {_AGAIN}",
    ),
    1622: CausePhrase(
        "ihr Protokoll ließ sich nicht schreiben",
        f"Prüfen Sie den Speicherplatz und den Ordner für vorläufige Dateien; {_AGAIN}",
    ),
    1624: CausePhrase(
        "eine Transformation, mit der sie aufgerufen wurde, ließ sich nicht anwenden",
        "Berichtigen Sie die Argumente im Katalog.",
    ),
    1625: CausePhrase(
        "eine Richtlinie der Domäne verbietet sie",
        f"Bitten Sie, wer die Gruppenrichtlinien pflegt, diese Installation zu erlauben; {_AGAIN}",
    ),
    1633: CausePhrase(
        "sie ist für ein anderes Windows gemacht, etwa 64 statt 32 Bit",
        "Berichtigen Sie den Katalog, oder tauschen Sie den Rechner.",
    ),
    1638: CausePhrase(
        "eine andere Version ist schon da, die sie nicht ersetzt",
        f"Entfernen Sie die andere Version auf dem Rechner; {_AGAIN}",
    ),
    1639: CausePhrase(
        "sie kennt die Argumente nicht, mit denen sie aufgerufen wurde", "Berichtigen Sie diese im Katalog."
    ),
    1641: CausePhrase("sie ist durch und startet Windows gerade neu", f"Warten Sie, bis der Rechner da ist; {_AGAIN}"),
    3010: CausePhrase("sie ist durch, aber Windows muss neu starten", f"Starten Sie den Rechner neu; {_AGAIN}"),
}

_CODES_OF_WINDOWS = {
    5: CausePhrase(
        "Windows hat den Zugriff verweigert", f"Prüfen Sie, ob das Konto dort Administratorrechte hat; {_AGAIN}"
    ),
    112: CausePhrase("die Festplatte ist voll", f"Schaffen Sie Platz auf dem Rechner; {_AGAIN}"),
    1223: CausePhrase("jemand hat sie am Rechner abgebrochen", "Versuchen Sie es erneut, wenn dort niemand arbeitet."),
}

INSTALLER = InstallerPhrases(
    known={
        code: CausePhrase(
            f"Die Installation von {{item}} an {{in_seat}} ist fehlgeschlagen: {phrase.what} (Exit-Code {code}).",
            phrase.do,
        )
        for code, phrase in (_CODES_OF_WINDOWS_INSTALLER | _CODES_OF_WINDOWS).items()
    },
    other=CausePhrase(
        "Die Installation von {item} an {in_seat} ist mit dem Exit-Code {exit_code} fehlgeschlagen.",
        f"Was dieser Code bedeutet, steht in der Dokumentation des Herstellers; {_AGAIN}",
    ),
    none=CausePhrase(
        "Die Installation von {item} an {in_seat} hat einen Fehler gemeldet.",
        f"Die technischen Angaben daneben sagen mehr. Beheben Sie, was sie nennen; {_AGAIN}",
    ),
)
"""Exit codes as Windows documents them (msi.h, winerror.h)."""
