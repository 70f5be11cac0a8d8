"""Was die Einträge des Protokolls sagen. Felder von allen: siehe ``services/wording/entries``."""

from collections.abc import Mapping

from orchestrator.services.wording.phrasebook import EntryPhrase, RefusalPhrase

ENTRIES: Mapping[str, EntryPhrase] = {
    "request.accepted": EntryPhrase(
        "Anforderung angenommen",
        "{actor} hat {item} in {room} angefordert[, im Namen von {behalf}]. Die Anforderung wurde sofort angenommen.",
    ),
    "request.accepted:absent": EntryPhrase(
        "Anforderung angenommen",
        "{actor} hat {room} ohne {item} angefordert[, im Namen von {behalf}]. Das wurde sofort angenommen.",
    ),
    "request.withdrawn": EntryPhrase(
        "Anforderung zurückgezogen", "{actor} hat die Anforderung zu {item} in {room} zurückgezogen."
    ),
    "request.closed": EntryPhrase("Anforderung abgelaufen", "Die Zeit der Anforderung zu {item} in {room} war vorbei."),
    "line.changed": EntryPhrase(
        "Zeile zu Einstellungen",
        "{actor} hat gesagt, wie Einstellungen und Erweiterungen von {item} in {room} sein sollen.",
    ),
    "line.dropped": EntryPhrase(
        "Zeile zu Einstellungen entfällt",
        "{actor} hat die Zeile zu Einstellungen und Erweiterungen von {item} in {room} gestrichen.",
    ),
    "line.stated": EntryPhrase(
        "Zeile als erledigt gemeldet",
        "{actor} hat als erledigt gemeldet, was zu Einstellungen und Erweiterungen von {item} in {room} gewünscht war.",
    ),
    "line.confirmed": EntryPhrase(
        "Zeile bestätigt",
        "{actor} hat bestätigt, dass Einstellungen und Erweiterungen von {item} in {room} wie gewünscht sind.",
    ),
    "line.silent_yes": EntryPhrase(
        "Schweigen gilt als Ja",
        "Gegen die Meldung zu Einstellungen und Erweiterungen von {item} in {room} wurde rechtzeitig nichts gesagt.",
    ),
    "line.denied": EntryPhrase(
        "Zeile bestritten",
        "{actor} hat gesagt, dass Einstellungen und Erweiterungen von {item} in {room} nicht wie gewünscht sind. Sie "
        "stehen wieder aus.",
    ),
    "line.otherwise": EntryPhrase(
        "Zeile anders erledigt",
        "{actor} hat gesagt, dass anders erledigt ist, was zu Einstellungen und Erweiterungen von {item} in {room} "
        "gewünscht war, und warum.",
    ),
    "line.accepted": EntryPhrase(
        "Zeile: Das genügt",
        "{actor} hat gesagt, dass genügt, was statt der gewünschten Einstellungen und Erweiterungen von {item} in "
        "{room} da ist.",
    ),
    "line.unaccepted": EntryPhrase(
        "Schweigen ist kein Ja",
        "Niemand hat rechtzeitig gesagt, dass genügt, was statt der gewünschten Einstellungen und Erweiterungen von "
        "{item} in {room} da ist. Sie stehen wieder aus.",
    ),
    "request.rose": EntryPhrase(
        "Anforderung hochgereicht",
        "Niemand hat rechtzeitig gesagt, wann {item}, von {person} für {room} angefordert, ausgeliefert werden kann.",
    ),
    "work.ticked": EntryPhrase("Arbeit als erledigt gemeldet", "{actor} hat {item} in {room} als erledigt gemeldet."),
    "work.confirmed": EntryPhrase("Arbeit bestätigt", "{actor} hat bestätigt, dass {item} in {room} geht."),
    "work.otherwise": EntryPhrase(
        "Arbeit anders erledigt",
        "{actor} hat gesagt, dass {item} in {room} anders als gewünscht erledigt ist, und warum.",
    ),
    "work.accepted": EntryPhrase(
        "Arbeit: Das genügt", "{actor} hat gesagt, dass genügt, was statt {item} in {room} da ist."
    ),
    "work.unaccepted": EntryPhrase(
        "Schweigen ist kein Ja",
        "Niemand hat rechtzeitig gesagt, dass genügt, was statt {item} in {room} da ist. Es steht wieder aus.",
    ),
    "work.silent_yes": EntryPhrase(
        "Schweigen gilt als Ja", "Gegen die Handarbeit an {item} in {room} wurde rechtzeitig nichts gesagt."
    ),
    "work.denied": EntryPhrase(
        "Arbeit bestritten", "{actor} hat gesagt, dass {item} in {room} nicht geht. Es steht wieder aus."
    ),
    "rollout.requested": EntryPhrase("Rollout angestoßen", "{actor} hat einen Rollout in {room} angestoßen."),
    "rollout.started": EntryPhrase(
        "Rollout begonnen", "In {room} hat ein Rollout begonnen[, auf {machines} {machines:Rechner|Rechnern}]."
    ),
    "rollout.done": EntryPhrase(
        "Rollout fertig",
        "Der Rollout in {room} ist beendet[: {ready} von {machines} {machines:Rechner|Rechnern} bereit].",
    ),
    "rollout.incomplete": EntryPhrase(
        "Rollout beendet, nicht vollständig",
        "Der Rollout in {room} ist beendet[; {ready} von {machines} {machines:Rechner|Rechnern} bereit]. "
        "Der Rest wird weiter geschuldet.",
    ),
    "rollout.given_up": EntryPhrase(
        "Rollout aufgegeben", "Der Rollout in {room} konnte nicht weitergehen und wurde aufgegeben."
    ),
    "site.imported": EntryPhrase(
        "Standort eingelesen",
        "{actor} hat die Dateien des Standorts eingelesen[ ({count} {count:Feld|Felder} geändert)].",
    ),
    "baseline.changed": EntryPhrase(
        "Standardsoftware geändert",
        "Mit dem Einlesen durch {actor} hat sich die Standardsoftware von {room} geändert.",
    ),
    "seat_plan.drawn": EntryPhrase(
        "Plan der Plätze gezeichnet",
        "{actor} hat den Plan von {room} neu gezeichnet[ ({count} {count:Stelle|Stellen} geändert)].",
    ),
    "catalog.imported": EntryPhrase(
        "Katalog eingelesen",
        "{actor} hat die Dateien des Katalogs eingelesen[ ({count} {count:Feld|Felder} geändert)].",
    ),
    "account.created": EntryPhrase("Konto angelegt", "{actor} hat ein Konto für {person}[ ({login})] angelegt."),
    "account.deactivated": EntryPhrase("Konto stillgelegt", "{actor} hat das Konto von {person} stillgelegt."),
    "account.reactivated": EntryPhrase(
        "Konto wieder aktiv", "{actor} hat das Konto von {person} wieder aktiv gemacht."
    ),
    "invitation.made": EntryPhrase("Einladung erstellt", "{actor} hat eine Einladung für {person} erstellt."),
    "invitation.used": EntryPhrase(
        "Einladung verwendet", "{person} hat die Einladung verwendet und ein Passwort gesetzt."
    ),
    "password.changed": EntryPhrase("Passwort geändert", "{person} hat das Passwort geändert."),
    "password.reset": EntryPhrase("Neues Passwort angeboten", "{actor} hat {person} ein neues Passwort angeboten."),
    "password.reset_used": EntryPhrase("Passwort neu gesetzt", "{person} hat mit dem Code ein neues Passwort gesetzt."),
    "token.created": EntryPhrase("Token erstellt", "{actor} hat ein Token[ namens „{name}“] erstellt."),
    "token.revoked": EntryPhrase("Token widerrufen", "{actor} hat ein Token von {person} widerrufen."),
    "role.granted": EntryPhrase("Rolle vergeben", "{actor} hat {person} die Rolle {role}[ für {where}] gegeben."),
    "role.revoked": EntryPhrase("Rolle entzogen", "{actor} hat {person} die Rolle {role}[ für {where}] entzogen."),
    "audit.redacted": EntryPhrase(
        "Texte gelöscht",
        "{actor} hat Texte gelöscht, die neben dem Protokoll standen[, beim Eintrag {entry}][, zu {person}].",
    ),
    "record.key_added": EntryPhrase(
        "Schlüssel hinzugefügt",
        "{actor} hat den Schlüssel {key} hinzugefügt; von nun an tragen Prüfpunkte auch seine Unterschrift.",
    ),
    "record.key_retired": EntryPhrase(
        "Schlüssel abgelöst",
        "{actor} hat den Schlüssel {key} abgelöst; mit ihm wird nichts mehr unterschrieben.",
    ),
    "record.exported": EntryPhrase(
        "Protokoll exportiert",
        "{actor} hat das Protokoll als {form} exportiert: {index:den|die} {index} {index:Eintrag|Einträge} vor diesem, "
        "soweit der Filter sie durchlässt.",
    ),
}
"""Nach Art; hinter einem Doppelpunkt, was gewünscht war, wo das einen anderen Satz macht."""

NOT_FOUND: Mapping[str, str] = {
    "entry": "Das Protokoll hat noch keinen Eintrag {name}.",
    "checkpoint": "Es ist noch kein Prüfpunkt unterschrieben. Der Worker unterschreibt mindestens stündlich einen.",
}
"""Einzelheit von ``not-found`` nach Art der Sache."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "record-too-short": RefusalPhrase(
        "Nicht so viele Einträge",
        "Das Protokoll hat {size} {size:Eintrag|Einträge}, nicht {asked}. Fragen Sie nach höchstens so vielen.",
    ),
    "too-many-rows": RefusalPhrase(
        "Zu viel für eine Tabelle",
        "Eine Tabelle fasst {limit} Einträge, und zum Filter passen mehr. Engen Sie den Filter ein, oder nehmen Sie "
        "die CSV-Datei, die keine solche Grenze hat: {csv}",
    ),
}
"""Nach Kennung."""
