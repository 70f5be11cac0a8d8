"""People: who may do what, and why somebody is not let in."""

from collections.abc import Mapping

from orchestrator.domain.passwords import PasswordFlaw
from orchestrator.domain.people import Permission, Role, ScopeKind
from orchestrator.services.wording.phrasebook import RefusalPhrase, Terms

TERMS: Terms = {
    Permission: {
        Permission.READ: "dies ansehen",
        Permission.REQUEST: "hier Software anfordern",
        Permission.ON_BEHALF: "Software für jemand anderen anfordern",
        Permission.STEER: "hier Rollouts steuern",
        Permission.CONNECT: "hier Verbindungen prüfen",
        Permission.HOLD: "hier die Bremse ziehen",
        Permission.DRAW: "den Plan dieses Raums zeichnen",
        Permission.OVERRIDE: "hier Ausnahmen eintragen",
        Permission.APPROVE: "hier die zweite Person für Entscheidungen sein",
        Permission.RULE: "über Widersprüche entscheiden",
        Permission.SAFEGUARD: "Schutzmaßnahmen setzen",
        Permission.GOVERN: "festlegen, wer entscheidet, das Verzeichnis, Sperrzeiten und die Zahlen der Regeln",
        Permission.CONFIGURE: "Räume oder Katalog einlesen",
        Permission.PEOPLE: "hier Personen verwalten",
        Permission.ADMINISTER: "die Installation verwalten",
        Permission.READ_RECORD: "das Protokoll lesen",
        Permission.ACCOUNT: "dieses Konto ändern",
    },
    Role: {
        Role.INSTRUCTOR: "Lehrperson",
        Role.COORDINATOR: "Koordination",
        Role.TECHNICIAN: "Technik",
        Role.MANAGER: "Leitung",
        Role.SECURITY_OFFICER: "Sicherheitsbeauftragte",
        Role.AUDITOR: "Revision",
        Role.ADMINISTRATOR: "Administration",
    },
    ScopeKind: {
        ScopeKind.CAMPUS: "die ganze Universität",
        ScopeKind.BUILDING: "ein Gebäude",
        ScopeKind.DEPARTMENT: "ein Fachbereich",
        ScopeKind.CLASSROOM: "ein Raum",
    },
    PasswordFlaw: {
        PasswordFlaw.TOO_SHORT: "Es ist zu kurz",
        PasswordFlaw.TOO_LONG: "Es ist zu lang",
        PasswordFlaw.NAMES_THE_LOGIN: "Es enthält den Namen, mit dem Sie sich anmelden",
        PasswordFlaw.AMONG_THE_COMMONEST: "Es gehört zu denen, die zuerst versucht werden",
    },
}
"""By enumeration and member; a permission completes "You may not …"."""

NOT_FOUND: Mapping[str, str] = {
    "person": "Mit dem Namen „{name}“ meldet sich niemand an.",
    "role": "Diese Person hat dort die Rolle {name} nicht.",
    "session": "Eine Sitzung {name} haben Sie nicht.",
    "token": "Ein Token {name} haben Sie nicht.",
    "building": "In einem Gebäude {name} gibt es keinen Raum.[ Es gibt: {known:list}.]",
    "department": "Einem Fachbereich {name} gehört kein Raum.[ Es gibt: {known:list}.]",
}
"""Detail of ``not-found`` by kind of thing."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "login-taken": RefusalPhrase(
        "Dieser Name ist vergeben",
        "Mit dem Namen {login} meldet sich schon jemand an. Wählen Sie einen anderen Namen für die Anmeldung.",
    ),
    "role-already-held": RefusalPhrase(
        "Schon vorhanden", "{login} hat dort schon die Rolle {role}; zu ändern war nichts."
    ),
    "role-only-for-campus": RefusalPhrase(
        "Nur für die ganze Universität",
        "Die Rolle {role} gibt es für die ganze Universität oder gar nicht. Vergeben Sie sie für die ganze.",
    ),
    "last-administrator": RefusalPhrase(
        "Die letzte Person",
        "Ohne {login} könnte niemand mehr Personen verwalten. Geben Sie die Rolle zuerst einer anderen Person.",
    ),
    "person-deactivated": RefusalPhrase(
        "Nicht mehr aktiv", "{login} ist deaktiviert; für diese Person lässt sich nichts vergeben und nichts tun."
    ),
    "cannot-ask": RefusalPhrase(
        "Darf keine Software anfordern",
        "{login} darf keine Software anfordern und könnte eine Anforderung auch nicht zurückziehen. Fordern Sie für "
        "jemanden an, der lehrt, oder im Namen der Koordination.",
    ),
    "password-refused": RefusalPhrase(
        "Wählen Sie ein anderes Passwort",
        "Dieses Passwort geht nicht: {flaw}. Ein Passwort hat {least} bis {most} Zeichen; gut sind mehrere Wörter. "
        "Das alte, falls es eines gab, gilt weiter.",
    ),
    "has-a-password": RefusalPhrase(
        "Schon angenommen",
        "{login} hat ein Passwort gesetzt; einzuladen gibt es nichts mehr. Ist es verloren, lassen Sie es von der "
        "Administration zurücksetzen.",
    ),
    "sign-in-refused": RefusalPhrase(
        "Nicht angemeldet", "Name und Passwort gehören nicht zusammen. Prüfen Sie beide und versuchen Sie es erneut."
    ),
    "sign-in-throttled": RefusalPhrase(
        "Zu viele Versuche", "Es gab zu viele Versuche, sich anzumelden. Der nächste ist möglich am {until:when}."
    ),
    "sign-in-over": RefusalPhrase("Abgemeldet", "Sie sind nicht mehr angemeldet. Melden Sie sich erneut an."),
    "old-password-wrong": RefusalPhrase(
        "Nicht das bisherige Passwort",
        "Das bisherige Passwort stimmte nicht; es gilt weiter. Versuchen Sie es erneut.",
    ),
    "code-not-valid": RefusalPhrase(
        "Dieser Code gilt nicht",
        "Der Code wurde schon benutzt, ist abgelaufen oder war nie einer. Lassen Sie sich einen neuen geben.",
    ),
    "token-too-wide": RefusalPhrase(
        "Mehr, als Sie dürfen",
        "Ein Token kann nicht mehr erlauben, als Sie selbst dürfen: {permissions:list}. Lassen Sie das weg.",
    ),
}
"""By code."""
