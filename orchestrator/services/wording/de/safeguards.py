"""Schutzmaßnahmen, Sperrzeiten und Plätze, die zuerst an der Reihe sind."""

from collections.abc import Mapping

from orchestrator.services.wording.phrasebook import EntryPhrase, RefusalPhrase

NOT_FOUND: Mapping[str, str] = {
    "safeguard": "Es gibt keine Schutzmaßnahme {name}.",
    "blackout": "Es gibt keine Sperrzeit {name}.",
}
"""Detail of ``not-found`` by kind of thing."""

PROBLEMS: Mapping[str, str] = {
    "after-expiry": "Das liegt nach dem Ende[, {expected}]. Geben Sie einen früheren Zeitpunkt oder ein späteres Ende "
    "an.",
}
"""What is wrong with one field, by code."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "safeguard-is-over": RefusalPhrase(
        "Nicht mehr möglich",
        "Der Stand dieser Schutzmaßnahme ist bereits: {state}. Es wurde nichts geändert. Sehen Sie sie noch einmal an.",
    ),
    "safeguard-too-long": RefusalPhrase(
        "Zu lange",
        "Auch zwei Personen zusammen dürfen eine Schutzmaßnahme für höchstens {most} Tage setzen. Es wurde nichts "
        "geändert. Geben Sie ein früheres Ende an; danach kann sie neu gesetzt werden.",
    ),
    "pattern-too-wide": RefusalPhrase(
        "Es würde alles treffen",
        "Ein Muster muss mindestens {least} Buchstaben oder Ziffern enthalten, sonst träfe es fast jede Software. Es "
        "wurde nichts geändert. Geben Sie mehr vom Namen oder vom Hersteller an.",
    ),
    "impact-not-seen": RefusalPhrase(
        "Sehen Sie zuerst an, was es täte",
        "Ein Muster kann mehr treffen, als man denkt; deshalb darf es niemand ungesehen setzen oder genehmigen. Es "
        "wurde nichts geändert. Sehen Sie die Vorschau an und senden Sie deren Prüfsumme mit.",
    ),
    "impact-changed": RefusalPhrase(
        "Es täte jetzt etwas anderes",
        "Seit der Vorschau haben sich Räume, Anfragen oder Rechner geändert, und es täte jetzt etwas anderes. Es wurde "
        "nichts geändert. Sehen Sie die Vorschau noch einmal an und senden Sie die neue Prüfsumme mit.",
    ),
    "emergency-needs-both-roles": RefusalPhrase(
        "Leitung und Sicherheitsbeauftragte gemeinsam",
        "Einen Notfall erklären zwei Personen: eine aus der Leitung und eine Sicherheitsbeauftragte, beide für den "
        "ganzen Standort. Es wurde nichts geändert. Lassen Sie die andere der beiden genehmigen, oder setzen Sie die "
        "Schutzmaßnahme ohne Notfall.",
    ),
    "in-blackout": RefusalPhrase(
        "Erst nach der Sperrzeit",
        "In {classroom} wird bis {until:when} nichts begonnen: {reason} Was geschuldet ist, beginnt danach von selbst, "
        "und die Uhr läuft trotzdem weiter.",
    ),
    "blackout-is-over": RefusalPhrase(
        "Schon vorbei", "Diese Sperrzeit ist vorbei oder wurde aufgehoben; es gibt nichts mehr aufzuheben."
    ),
}
"""By code."""

ENTRIES: Mapping[str, EntryPhrase] = {
    "safeguard.set": EntryPhrase(
        "Schutzmaßnahme gesetzt", "{actor} hat eine Schutzmaßnahme gesetzt[ ({item})][, genannt „{name}“]."
    ),
    "safeguard.proposed": EntryPhrase(
        "Schutzmaßnahme vorgeschlagen",
        "{actor} hat eine Schutzmaßnahme vorgeschlagen[ ({item})][, genannt „{name}“]. Sie wartet auf eine zweite "
        "Person.",
    ),
    "safeguard.approved": EntryPhrase(
        "Schutzmaßnahme genehmigt",
        "{actor} hat als zweite Person eine Schutzmaßnahme genehmigt[ ({item})][, genannt „{name}“].",
    ),
    "safeguard.refused": EntryPhrase(
        "Schutzmaßnahme nicht genehmigt",
        "{actor} hat eine Schutzmaßnahme nicht genehmigt[ ({item})][, genannt „{name}“].",
    ),
    "safeguard.lifted": EntryPhrase(
        "Schutzmaßnahme aufgehoben", "{actor} hat eine Schutzmaßnahme aufgehoben[ ({item})][, genannt „{name}“]."
    ),
    "safeguard.expired": EntryPhrase(
        "Schutzmaßnahme abgelaufen", "Die Zeit einer Schutzmaßnahme war vorbei[ ({item})][, genannt „{name}“]."
    ),
    "safeguard.deadline_passed": EntryPhrase(
        "Frist einer Aktualisierung vorbei",
        "Die Frist einer Sicherheitsaktualisierung war vorbei[ ({item})][, genannt „{name}“]. Wo sie noch fehlt, gilt "
        "der Raum als gefährdet.",
    ),
    "blackout.set": EntryPhrase("Sperrzeit gesetzt", "{actor} hat eine Sperrzeit gesetzt[ für {where}]."),
    "blackout.lifted": EntryPhrase("Sperrzeit aufgehoben", "{actor} hat eine Sperrzeit aufgehoben[ für {where}]."),
    "canary.moved": EntryPhrase(
        "Erster Platz geändert",
        "In {room} kommt zuerst ein anderer Platz an die Reihe, weil der bisherige nichts zeigen kann.",
    ),
    "canary.passed": EntryPhrase(
        "Erster Platz ist bereit", "Der Platz, der in {room} zuerst an der Reihe war, ist bereit; die anderen folgen."
    ),
}
"""By kind."""

SENTENCES: Mapping[str, str] = {
    "block": "{what}: wird bis {until:when} nirgends installiert.",
    "minimum_version": "{what}: bis {until:when} mindestens in Version {minimum}.",
    "protective_update": "{what}: wird überall, wo es ist, auf Version {minimum} gebracht[, bis {deadline:when}].",
    "names": "Software, deren Name zu „{name}“ passt",
    "publishers": "Software, deren Hersteller zu „{publisher}“ passt",
    "names_and_publishers": "Software, deren Name zu „{name}“ und deren Hersteller zu „{publisher}“ passt",
    "impact": "{requests} {requests:Anforderung|Anforderungen} in {rooms} {rooms:Raum|Räumen} und {seats} "
    "{seats:Platz|Plätze} {seats:wäre|wären} betroffen.[ Installiert: {ours} {ours:Kopie|Kopien} von uns, {others} von "
    "anderen.]",
    "impact_nothing": "Nichts, was jetzt angefordert oder installiert ist, wäre betroffen.",
    "exposed": "{room}: {what} ist auf {seats} {seats:Platz|Plätzen} älter als Version {minimum}[, seit Ablauf der "
    "Frist am {deadline:when}].",
    "blackout": "Vom {starts:when} bis {ends:when} wird nichts begonnen ({where}). {reason}",
    "everywhere": "in allen Räumen",
}
"""By name; their fields are in the templates."""
