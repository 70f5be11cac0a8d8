"""Short words for codes."""

from orchestrator.domain.catalog import Provider, Updates
from orchestrator.domain.changes import ChangedThing, ChangeType
from orchestrator.domain.classrooms import RolloutMode, SeatTarget
from orchestrator.domain.hand_work import TickAnswer
from orchestrator.domain.hardware import HardwarePart, Sufficiency
from orchestrator.domain.machines import MachineStatus
from orchestrator.domain.manifests import ChangeKind
from orchestrator.domain.planning import Action
from orchestrator.domain.requests import RequestState, Wanted
from orchestrator.domain.resolution import (
    ConflictKind,
    WaitingCode,
)
from orchestrator.domain.rollouts import CauseCode, RolloutState, RolloutTrigger, RunState
from orchestrator.domain.standing import StandingCode
from orchestrator.domain.verdicts import SeatState
from orchestrator.domain.whys import WhyCode
from orchestrator.services.wording.phrasebook import Terms

TERMS: Terms = {
    SeatState: {
        SeatState.READY: "bereit",
        SeatState.WORKING: "in Arbeit",
        SeatState.PENDING: "offen",
        SeatState.FAILED: "fehlgeschlagen",
        SeatState.DIFFERS: "abweichend",
        SeatState.OUT_OF_SERVICE: "außer Betrieb",
        SeatState.UNKNOWN: "unbekannt",
    },
    RunState: {
        RunState.WAITING: "wartet",
        RunState.WORKING: "wird installiert",
        RunState.VERIFYING: "wird geprüft",
        RunState.READY: "bereit",
        RunState.REBOOT_NEEDED: "Neustart nötig",
        RunState.DIFFERS: "abweichend",
        RunState.FAILED: "fehlgeschlagen",
        RunState.PENDING: "offen",
        RunState.OUT_OF_SERVICE: "außer Betrieb",
    },
    RolloutState: {
        RolloutState.QUEUED: "wartet auf den Beginn",
        RolloutState.RUNNING: "läuft",
        RolloutState.DONE: "fertig",
        RolloutState.INCOMPLETE: "beendet, nicht alle Plätze bereit",
        RolloutState.CANCELLED: "abgebrochen",
    },
    RolloutTrigger: {
        RolloutTrigger.OWED: "von selbst begonnen, weil dem Raum etwas zusteht",
        RolloutTrigger.TECHNICIAN: "von der Technik gestartet",
        RolloutTrigger.RETRY: "neuer Versuch an den Plätzen, die nicht bereit waren",
        RolloutTrigger.PENDING: "von selbst begonnen, weil ausgeschaltete Plätze wieder an sind",
    },
    RolloutMode: {
        RolloutMode.AUTOMATIC: "Rollouts beginnen von selbst",
        RolloutMode.BY_TECHNICIAN: "die Technik startet jeden Rollout",
    },
    SeatTarget: {
        SeatTarget.ALL: "alle Plätze",
        SeatTarget.PODIUM: "der Platz am Pult",
        SeatTarget.STUDENT_SEATS: "die Plätze der Studierenden",
    },
    MachineStatus: {
        MachineStatus.IN_SERVICE: "in Betrieb",
        MachineStatus.OUT_OF_SERVICE: "außer Betrieb",
    },
    HardwarePart: {
        HardwarePart.MEMORY: "Arbeitsspeicher",
        HardwarePart.DISK_FREE: "freier Speicherplatz",
        HardwarePart.CPU_CORES: "logische Prozessoren",
        HardwarePart.WINDOWS_BUILD: "Windows-Build",
    },
    Sufficiency: {
        Sufficiency.MET: "genug",
        Sufficiency.SHORT: "zu wenig",
        Sufficiency.UNKNOWN: "nicht bekannt",
    },
    TickAnswer: {
        TickAnswer.UNANSWERED: "noch unbeantwortet",
        TickAnswer.CONFIRMED: "bestätigt",
        TickAnswer.DENIED: "bestritten",
        TickAnswer.OVERTAKEN: "keine Antwort nötig: die Zeile zu Einstellungen und Erweiterungen ist inzwischen anders",
        TickAnswer.UNACCEPTED: "ohne Antwort in der Frist, kein Ja zu etwas anderem als gewünscht: steht wieder aus",
        TickAnswer.SILENCE: "ohne Antwort in der Frist, gilt als Ja",
    },
    Provider: {
        Provider.CHOCOLATEY: "Chocolatey-Paket",
        Provider.MSI: "Windows-Installer-Datei",
        Provider.EXTERNAL: "kommt über ein anderes Werkzeug",
        Provider.MANUAL: "von Hand erledigt",
    },
    Updates: {
        Updates.MANAGED: "nur von uns aktualisiert",
        Updates.SELF: "aktualisiert sich selbst",
    },
    Wanted: {
        Wanted.PRESENT: "vorhanden",
        Wanted.ABSENT: "nicht vorhanden",
    },
    RequestState: {
        RequestState.OPEN: "offen",
        RequestState.WITHDRAWN: "zurückgezogen",
        RequestState.CLOSED: "beendet",
    },
    StandingCode: {
        StandingCode.WITHDRAWN: "zurückgezogen",
        StandingCode.CLOSED: "beendet",
        StandingCode.IN_CONFLICT: "im Konflikt",
        StandingCode.WAITING_FOR_PACKAGING: "wartet auf ein Paket",
        StandingCode.SAFEGUARDED: "durch eine Schutzmaßnahme ferngehalten",
        StandingCode.HELD: "für eine Weile angehalten",
        StandingCode.OVERRIDDEN: "durch eine Ausnahme anders geregelt",
        StandingCode.READY: "bereit",
        StandingCode.DEPLOYING: "wird installiert",
        StandingCode.OWED: "unterwegs",
        StandingCode.OWED_BY_TECHNICIAN: "wartet auf die Technik",
        StandingCode.OWED_ELSEWHERE: "wartet auf ein anderes Werkzeug",
        StandingCode.OWED_BY_HAND: "von Hand zu erledigen",
        StandingCode.STATED: "als erledigt gemeldet",
        StandingCode.LINE_OPEN: "da, aber die Zeile zu Einstellungen und Erweiterungen wartet auf eine Antwort",
        StandingCode.LINE_STATED: "da, und die Zeile zu Einstellungen und Erweiterungen ist als erledigt gemeldet",
        StandingCode.STATED_DONE: "als erledigt gemeldet, nicht geprüft",
    },
    WhyCode: {
        WhyCode.BASELINE: "Grundausstattung des Raums",
        WhyCode.REQUEST: "angefordert",
        WhyCode.REQUIRED_BY: "von einem anderen Titel benötigt",
        WhyCode.SUBSTITUTE: "an der Stelle des Angeforderten",
        WhyCode.PINNED: "in einer Version, die eine Ausnahme bestimmt",
        WhyCode.MINIMUM: "in der Mindestversion oder einer neueren",
        WhyCode.PROTECTIVE_UPDATE: "Sicherheitsaktualisierung",
        WhyCode.BLOCKED: "gesperrt",
        WhyCode.ROLLED_BACK: "der Raum kehrte zu einem früheren Stand zurück",
    },
    ConflictKind: {
        ConflictKind.VERSION: "verschiedene Versionen",
        ConflictKind.PRESENCE: "zugleich gewünscht und nicht gewünscht",
        ConflictKind.ITEMS: "Titel, die einander ausschließen",
        ConflictKind.REQUIRES: "benötigt und ferngehalten",
    },
    WaitingCode: {
        WaitingCode.NOT_IN_CATALOG: "nicht mehr im Katalog",
        WaitingCode.NO_RELEASE: "keine freigegebene Version",
        WaitingCode.NO_SAFE_RELEASE: "keine freigegebene Version, die neu genug ist",
    },
    Action: {
        Action.INSTALL: "installieren",
        Action.UPGRADE: "aktualisieren",
        Action.NOTHING: "nichts zu tun",
        Action.REBOOT: "Neustart nötig",
        Action.OWED_ELSEWHERE: "steht von einem anderen Werkzeug aus",
        Action.NEWER_THAN_WANTED: "neuer als gewünscht",
        Action.HALF: "halb vorhanden",
        Action.UNVERIFIABLE: "nicht nachweisbar",
        Action.REMOVE: "entfernen",
        Action.REMOVAL_NOT_DUE: "Entfernen noch nicht fällig",
        Action.NOT_OURS: "nicht gewünscht, aber nicht von uns",
    },
    CauseCode: {
        CauseCode.OFF: "ausgeschaltet",
        CauseCode.CREDENTIALS_REFUSED: "Anmeldung abgelehnt",
        CauseCode.SECRET_MISSING: "Passwort fehlt bei uns",
        CauseCode.CERTIFICATE: "Zertifikat nicht vertrauenswürdig",
        CauseCode.NAME_UNKNOWN: "Adresse unbekannt",
        CauseCode.WRONG_MACHINE: "ein anderer Rechner antwortet",
        CauseCode.NOT_WINDOWS_REMOTE: "keine Fernverwaltung",
        CauseCode.INSTALLER_FAILED: "Installation fehlgeschlagen",
        CauseCode.REMOVAL_FAILED: "Entfernen fehlgeschlagen",
        CauseCode.STILL_THERE: "noch vorhanden",
        CauseCode.NOT_DETECTED: "nicht gefunden",
        CauseCode.OTHER_VERSION: "andere Version",
        CauseCode.NEWER_THAN_WANTED: "neuer als gewünscht",
        CauseCode.HALF: "halb vorhanden",
        CauseCode.UNVERIFIABLE: "nicht nachweisbar",
        CauseCode.OWED_ELSEWHERE: "steht von einem anderen Werkzeug aus",
        CauseCode.REBOOT_NEEDED: "Neustart nötig",
        CauseCode.CONNECTION_LOST: "Verbindung abgebrochen",
        CauseCode.RUN_CRASHED: "Lauf abgebrochen",
        CauseCode.NOT_ASSIGNED: "kein Rechner",
        CauseCode.OUT_OF_SERVICE: "außer Betrieb",
    },
    ChangeKind: {
        ChangeKind.REQUESTED: "eine Anforderung wurde angenommen",
        ChangeKind.WITHDRAWN: "eine Anforderung wurde zurückgezogen",
        ChangeKind.CLOSED: "eine Anforderung ist beendet",
        ChangeKind.BASELINE: "die Grundausstattung des Raums wurde geändert",
    },
    ChangedThing: {
        ChangedThing.SITE: "die Universität",
        ChangedThing.PROFILE: "Verbindungsprofil",
        ChangedThing.MACHINE: "Rechner",
        ChangedThing.CLASSROOM: "Raum",
        ChangedThing.SEAT: "Platz",
        ChangedThing.ASSIGNMENT: "Rechner an Platz",
        ChangedThing.ITEM: "Titel",
        ChangedThing.RELEASE: "Version",
    },
    ChangeType: {
        ChangeType.ADDED: "neu",
        ChangeType.CHANGED: "geändert",
        ChangeType.REMOVED: "entfernt",
    },
}
"""By enumeration and member."""
