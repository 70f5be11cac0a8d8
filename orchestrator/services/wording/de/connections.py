"""The connection test: what each step found, and what can be done about it."""

from collections.abc import Mapping

from orchestrator.domain.connections import ConnectionFinding, ConnectionStep, StepState
from orchestrator.services.wording.phrasebook import CausePhrase, ConnectionPhrases, Terms

TERMS: Terms = {
    ConnectionStep: {
        ConnectionStep.NAME: "Name",
        ConnectionStep.PORT: "Port",
        ConnectionStep.CERTIFICATE: "Zertifikat",
        ConnectionStep.LOGIN: "Anmeldung",
        ConnectionStep.SHELL: "Shell",
    },
    StepState: {
        StepState.PASSED: "geht",
        StepState.FAILED: "geht nicht",
        StepState.NOT_TRIED: "nicht versucht",
    },
}
"""By enumeration and member."""

NOT_FOUND: Mapping[str, str] = {
    "machine": "An Platz {name} steht kein Rechner, also gibt es nichts zu prüfen. Tragen Sie einen in die Dateien der "
    "Räume ein und lesen Sie sie ein.",
}
"""Detail of ``not-found`` by kind of thing."""

_AGAIN = "prüfen Sie dann erneut."
_RIGHTS = "Nehmen Sie es auf dem Rechner in die Gruppe „Remoteverwaltungsbenutzer“ oder die der Administratoren auf"

CONNECTIONS = ConnectionPhrases(
    works="Platz {label} in {room} ist erreichbar: jeder Schritt geht.",
    fails="Platz {label} in {room} ist nicht erreichbar: es scheitert am Schritt „{step}“.",
    not_tried="Nicht versucht, weil ein Schritt davor nicht geht.",
    findings={
        ConnectionFinding.NAME_KNOWN: CausePhrase("{address} führt zu {addresses:list}.", ""),
        ConnectionFinding.ADDRESS_GIVEN: CausePhrase(
            "Die Dateien der Räume nennen {address}, und das ist schon eine Adresse: kein Name ist nachzuschlagen.", ""
        ),
        ConnectionFinding.NAME_UNKNOWN: CausePhrase(
            "Der Name {address} führt nirgendwohin: der Namensdienst kennt ihn nicht.",
            "Berichtigen Sie die Adresse in den Dateien der Räume und lesen Sie sie ein, oder den Eintrag im DNS; "
            f"{_AGAIN}",
        ),
        ConnectionFinding.NAMES_UNANSWERED: CausePhrase(
            "Ob {address} irgendwohin führt, ist unbekannt: der Namensdienst antwortet nicht.",
            f"Sehen Sie nach, ob dieser Server seinen DNS-Server erreicht; {_AGAIN}",
        ),
        ConnectionFinding.PORT_OPEN: CausePhrase("An Port {port} von {connected} wird zugehört.", ""),
        ConnectionFinding.PORT_REFUSED: CausePhrase(
            "An Port {port} von {address} hört niemand zu: die Verbindung wurde abgelehnt.",
            "Meist ist der Rechner ausgeschaltet oder fährt noch hoch: sehen Sie zuerst nach, ob er an ist. Wenn ja, "
            "starten Sie dort den Dienst WinRM und geben Sie ihm einen HTTPS-Zugang an diesem Port, oder berichtigen "
            f"Sie den Port in den Dateien der Räume und lesen Sie sie ein; {_AGAIN}",
        ),
        ConnectionFinding.PORT_SILENT: CausePhrase(
            "An Port {port} von {address} hat rechtzeitig niemand geantwortet.",
            "Sehen Sie nach, ob der Rechner eingeschaltet und im Netz ist und ob eine Firewall Port {port} "
            f"durchlässt; {_AGAIN}",
        ),
        ConnectionFinding.NO_ROUTE: CausePhrase(
            "Zu {address} führt kein Weg: niemand im Netz antwortet dafür.",
            "Sehen Sie nach, ob der Rechner eingeschaltet ist und ob dieser Server eine Route in sein Netz hat; "
            f"{_AGAIN}",
        ),
        ConnectionFinding.CERTIFICATE_TRUSTED: CausePhrase(
            "Das Zertifikat ist für {address}[, gilt bis {until:when}] und kommt von einer Zertifizierungsstelle aus "
            "{authorities}.",
            "",
        ),
        ConnectionFinding.CERTIFICATE_TRUSTED_BY_SYSTEM: CausePhrase(
            "Das Zertifikat ist für {address}[, gilt bis {until:when}] und kommt von einer Zertifizierungsstelle, der "
            "dieser Server vertraut.",
            "",
        ),
        ConnectionFinding.AUTHORITIES_UNREADABLE: CausePhrase(
            "Das Zertifikat war nicht zu prüfen: die Datei der Zertifizierungsstellen fehlt hier oder enthält keine"
            "[: {authorities}].",
            "Legen Sie die PEM-Datei Ihrer Zertifizierungsstelle dorthin, für den Dienst lesbar, oder berichtigen Sie "
            "den Pfad: in den Dateien der Räume oder in der Einstellung CLASSROOM_CA_FILE; "
            f"{_AGAIN}",
        ),
        ConnectionFinding.CERTIFICATE_EXPIRED: CausePhrase(
            "Das Zertifikat ist abgelaufen[, am {until:when}].",
            f"Erneuern Sie das Zertifikat des WinRM-Zugangs auf dem Rechner; {_AGAIN}",
        ),
        ConnectionFinding.CERTIFICATE_NOT_YET: CausePhrase(
            "Das Zertifikat gilt noch nicht.",
            "Vergleichen Sie die Uhr dieses Servers mit der des Rechners, oder warten Sie, bis das Zertifikat gilt; "
            f"{_AGAIN}",
        ),
        ConnectionFinding.CERTIFICATE_OTHER_NAME: CausePhrase(
            "Das Zertifikat ist nicht für {address}[, sondern für {names:list}].",
            "Geben Sie dem WinRM-Zugang ein Zertifikat für {address}, oder tragen Sie in die Dateien der Räume den "
            "Namen ein, für den das Zertifikat ist, und lesen Sie sie ein. Antwortet dort ein anderer Rechner, so "
            f"berichtigen Sie den Eintrag im DNS; {_AGAIN}",
        ),
        ConnectionFinding.AUTHORITY_UNKNOWN: CausePhrase(
            "Das Zertifikat kommt von keiner Zertifizierungsstelle, der wir vertrauen[; das sind die aus "
            "{authorities}].",
            "Geben Sie dem WinRM-Zugang ein Zertifikat Ihrer Zertifizierungsstelle, oder nennen Sie die Datei der "
            "Stelle, von der es kommt: in den Dateien der Räume (ansible_winrm_ca_trust_path) oder in der Einstellung "
            f"CLASSROOM_CA_FILE; {_AGAIN}",
        ),
        ConnectionFinding.CERTIFICATE_REFUSED: CausePhrase(
            "Das Zertifikat wird nicht angenommen.",
            "Die technischen Angaben daneben sagen, was daran nicht stimmt. Erneuern Sie das Zertifikat des "
            f"WinRM-Zugangs auf dem Rechner; {_AGAIN}",
        ),
        ConnectionFinding.NO_TLS: CausePhrase(
            "An Port {port} antwortet etwas, aber ohne TLS.",
            "Prüfen Sie, ob der Port der des HTTPS-Zugangs ist (meist 5986) und nicht der des unverschlüsselten "
            "(5985): das Passwort geht nur über TLS hinaus. Berichtigen Sie ihn in den Dateien der Räume und lesen "
            f"Sie sie ein; {_AGAIN}",
        ),
        ConnectionFinding.SIGNED_IN: CausePhrase("Der Rechner hat {user} eingelassen ({transport}).", ""),
        ConnectionFinding.SECRET_MISSING: CausePhrase(
            "Das Passwort von {user} fehlt bei uns, daher wurde nichts gesendet.",
            "Hinterlegen Sie das Geheimnis {secret} als Variable {variable} in der Umgebung von Dienst und Worker, "
            "oder als Datei {secret}, die nur deren Benutzer lesen darf, im Ordner CLASSROOM_SECRETS_DIR; "
            f"{_AGAIN}",
        ),
        ConnectionFinding.PASSWORD_REFUSED: CausePhrase(
            "Der Rechner hat {user} mit unserem Passwort nicht angenommen. Ob Benutzer oder Passwort falsch sind oder "
            "das Konto gesperrt, deaktiviert oder abgelaufen ist, sagt er nicht.",
            "Versuchen Sie das Konto am Rechner. Geht es dort, so setzen Sie das Geheimnis {secret} auf sein Passwort; "
            f"wenn nicht, entsperren Sie das Konto oder erneuern sein Passwort; {_AGAIN}",
        ),
        ConnectionFinding.ACCOUNT_LOCKED: CausePhrase(
            "Das Konto {user} ist gesperrt.",
            "Sehen Sie zuerst nach, wo ein falsches Passwort dafür benutzt wird, sonst wird es wieder gesperrt. "
            f"Entsperren Sie es, und prüfen Sie das Geheimnis {{secret}}; {_AGAIN}",
        ),
        ConnectionFinding.ACCOUNT_DISABLED: CausePhrase(
            "Das Konto {user} ist deaktiviert.",
            f"Aktivieren Sie es, oder nennen Sie in den Dateien der Räume ein anderes und lesen Sie sie ein; {_AGAIN}",
        ),
        ConnectionFinding.PASSWORD_EXPIRED: CausePhrase(
            "Das Passwort von {user} ist abgelaufen oder muss vor dem Gebrauch geändert werden.",
            f"Ändern Sie es, und setzen Sie das Geheimnis {{secret}} auf das neue; {_AGAIN}",
        ),
        ConnectionFinding.METHOD_NOT_OFFERED: CausePhrase(
            "Der Rechner lässt über {transport} niemanden ein[; er bietet {methods:list} an].",
            "Erlauben Sie es in den Einstellungen seines Dienstes WinRM, oder geben Sie der Verbindung {profile} in "
            "den Dateien der Räume einen anderen Transport (basic, ntlm, credssp) und lesen Sie sie ein. Kerberos "
            f"allein genügt nicht: damit können wir uns nicht anmelden; {_AGAIN}",
        ),
        ConnectionFinding.NOT_ALLOWED: CausePhrase(
            "Das Konto {user} darf WinRM auf dem Rechner nicht benutzen.", f"{_RIGHTS}; {_AGAIN}"
        ),
        ConnectionFinding.SHELL_ANSWERED: CausePhrase(
            "Eine Shell ging auf, und ein Befehl antwortete in Codepage {code_page}.", ""
        ),
        ConnectionFinding.SHELL_DENIED: CausePhrase(
            "Der Rechner kennt {user}, lässt dieses Konto aber keine Shell öffnen.",
            f"{_RIGHTS}, und prüfen Sie, ob sein Dienst WinRM Remoteshells erlaubt (AllowRemoteShellAccess); {_AGAIN}",
        ),
        ConnectionFinding.SHELL_REFUSED: CausePhrase(
            "Der Rechner hat {user} eingelassen und dann keine Shell geöffnet.",
            "Die technischen Angaben daneben nennen den Fehler. Oft sind zu viele Shells offen: starten Sie auf dem "
            f"Rechner den Dienst WinRM neu; {_AGAIN}",
        ),
        ConnectionFinding.SHELL_UNREADABLE: CausePhrase(
            "Ein Befehl lief, aber was er ausgab, gibt Windows nicht aus.",
            "Sehen Sie auf dem Rechner nach, ob „chcp“ und „reg“ in einer Eingabeaufforderung gehen und ob dort bei "
            f"jedem Start einer solchen etwas ausgeführt wird (AutoRun); {_AGAIN}",
        ),
        ConnectionFinding.OTHER_MACHINE: CausePhrase(
            "Unter dieser Adresse antwortet ein anderer Rechner: seine Hardware ist nicht die von {machine}.",
            "Sehen Sie nach, welcher Rechner dort steht. Wurde er mit Absicht getauscht, so berichtigen Sie die "
            f"Hardware-Kennung in den Dateien der Räume und lesen Sie sie ein; {_AGAIN}",
        ),
        ConnectionFinding.HUNG_UP: CausePhrase(
            "Der Rechner, oder etwas auf dem Weg, hat mittendrin aufgelegt.",
            "Prüfen Sie erneut. Geschieht es noch einmal, so sehen Sie in das Ereignisprotokoll der "
            "Windows-Remoteverwaltung auf dem Rechner, und nach Firewalls und Proxys auf dem Weg.",
        ),
        ConnectionFinding.NO_ANSWER: CausePhrase(
            "Der Rechner antwortet nicht mehr.",
            "Vielleicht ist er beschäftigt oder startet gerade neu: prüfen Sie in einigen Minuten erneut. Bleibt es "
            "so, starten Sie auf dem Rechner den Dienst WinRM neu.",
        ),
        ConnectionFinding.NOT_WINRM: CausePhrase(
            "Was an Port {port} von {address} antwortet, spricht kein WinRM.",
            "Prüfen Sie, ob der Port in den Dateien der Räume der des HTTPS-Zugangs ist und ob nichts anderes dort "
            f"eingerichtet wurde; {_AGAIN}",
        ),
        ConnectionFinding.TOO_LONG: CausePhrase(
            "Dieser Schritt war nicht fertig, als die {seconds} Sekunden der Prüfung um waren.",
            "Prüfen Sie erneut. Bleibt es so, so sehen Sie sich diesen Schritt an: etwas nimmt dort den Anruf an und "
            "tut nichts weiter.",
        ),
    },
)
"""All of it."""
