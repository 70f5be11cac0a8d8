"""What is wrong with one field of a payload or one line of a file. Fields: value, expected."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, str] = {
    # The folder and its files.
    "unexpected-file": "Eine Datei dieses Namens gehört nicht hierher.[ Erwartet: {expected}.]",
    "file-missing": "Diese Datei fehlt; ohne sie lässt sich nichts einlesen.",
    "file-too-large": "Die Datei ist zu groß[; angenommen werden höchstens {expected} Zeichen].",
    "too-many-files": "Es sind mehr Dateien, als angenommen werden[: {expected}].",
    "too-many-problems": "Es stimmt mehr nicht, als hier aufgeführt ist[; die Liste endet nach {expected}].",
    # YAML.
    "not-yaml": "Dies lässt sich nicht als YAML lesen[: {expected}].",
    "several-documents": "Hier beginnt ein zweites Dokument (---). Gelesen wird nur eines: "
    "legen Sie es in eine eigene Datei.",
    "yaml-alias": "Anker und Verweise (& und *) gibt es hier nicht. Schreiben Sie den Wert aus.",
    "too-deep": "Dies ist zu tief verschachtelt[; gelesen werden höchstens {expected} Ebenen].",
    "duplicate-key": "Dieser Schlüssel steht hier zweimal[, zuerst in Zeile {expected}]. Entfernen Sie einen.",
    "key-not-text": "Ein Schlüssel muss einfacher Text sein.",
    "unknown-tag": "Diese YAML-Auszeichnung ist hier unbekannt. Bekannt ist nur !unsafe vor einem Text.",
    # Text.
    "control-character": "Dies enthält einen Zeilenumbruch oder ein unsichtbares Zeichen. Entfernen Sie es.",
    "unstorable-character": "Dies enthält ein Zeichen, das sich nicht speichern lässt. Entfernen Sie es.",
    "template": "Text mit {{{{ oder {{% würde als Vorlage ausgeführt und kann hier nicht stehen."
    "[ Möglich: {expected}.]",
    "needs-quotes": "YAML liest dies als etwas anderes als Text.[ Setzen Sie es in Anführungszeichen: {expected}.]",
    "blank-at-the-end": "Davor oder dahinter stehen Leerzeichen.[ Schreiben Sie: {expected}.]",
    "empty": "Hier muss etwas stehen.",
    "too-long": "Dies ist zu lang[; möglich sind höchstens {expected}].",
    "too-short": "Hier steht zu wenig[; nötig sind mindestens {expected}].",
    # Kinds of value.
    "not-text": "Dies muss Text sein.",
    "not-a-whole-number": "Dies muss eine ganze Zahl sein.",
    "not-true-or-false": "Dies muss true oder false sein.",
    "not-a-date": "Dies muss ein Datum sein[, etwa {expected}].",
    "not-a-moment": "Dies muss ein Zeitpunkt mit Abstand zur Weltzeit sein[, etwa {expected}].",
    "not-a-list": "Dies muss eine Liste sein.",
    "not-a-mapping": "Dies muss eine Liste von Namen mit Werten sein.",
    "not-an-object": "Hier wird ein JSON-Objekt erwartet.",
    "not-json": "Dies lässt sich nicht als JSON lesen. Senden Sie JSON mit der Kopfzeile "
    "Content-Type: application/json.",
    # Values.
    "out-of-bounds": "Das muss in diesem Bereich liegen: {expected}.",
    "unknown-number": "Eine solche Zahl gibt es nicht. Es gibt: {expected}.",
    "out-of-range": "Dies liegt außerhalb der Grenzen[; möglich ist {expected}].",
    "unknown-choice": "„{value}“ ist hier nicht möglich.[ Möglich: {expected}.]",
    "listed-twice": "„{value}“ steht zweimal in dieser Liste. Entfernen Sie eines.",
    "wrong-form": "Dies hat nicht die richtige Form.",
    "not-an-address": "Geben Sie eine Adresse an, die mit https:// beginnt und keine Leerzeichen enthält.",
    "not-a-login": "So meldet sich niemand an. Gemeint ist der Name für die Anmeldung: ein Wort ohne Leerzeichen und "
    "Umlaute, etwa ada.lovelace.",
    "not-a-place": "Nichts in dieser Liste heißt so. Beginnen Sie mit der ersten Seite.",
    "before-needed-by": "Dies endet, bevor es gebraucht wird. Nennen Sie einen späteren Zeitpunkt oder keinen.",
    "why-not-as-asked": "Sagen Sie in ein, zwei Sätzen, warum es nicht wie gewünscht ist: Die anfordernde Person "
    "liest es.",
    "why-as-asked": "Ein Warum gehört zu etwas, das nicht wie gewünscht ist. Sagen Sie, dass es das nicht ist, oder "
    "lassen Sie dies leer.",
    "name-of-the-whole-site": "„{value}“ ginge verloren, weil es für den ganzen Standort gelten soll. Wählen Sie ein "
    "Gebäude, einen Fachbereich oder einen Raum, oder lassen Sie den Namen leer.",
    # Names of fields.
    "unknown-key": "Dieser Name ist hier unbekannt.[ Möglich: {expected}.]",
    "unknown-variable": "Eine Variable dieses Namens ist hier unbekannt.[ Möglich: {expected}.]",
    "not-here": "Dies bedeutet hier nichts.[ Es gehört zu {expected}.]",
    "missing": "Dies fehlt.",
    "not-for-this-provider": "Der Provider dieses Titels kann damit nichts anfangen. Entfernen Sie es.",
    # Rooms, seats, machines.
    "name-form": "Dieser Name hat nicht die richtige Form[; erwartet wird {expected}].",
    "name-twice": "Zwei Rechner heißen so, oder unterscheiden sich nur in Groß- und Kleinschreibung[: {expected}].",
    "name-of-group-and-machine": "Eine Gruppe und ein Rechner heißen gleich. Ansible kann sie nicht unterscheiden.",
    "group-cycle": "Diese Gruppe enthält sich selbst.",
    "unknown-group": "In hosts.yml gibt es keine Gruppe dieses Namens.[ Meinten Sie {expected}?]",
    "unknown-machine": "In hosts.yml gibt es keinen Rechner dieses Namens.[ Meinten Sie {expected}?]",
    "room-code-twice": "Zwei Gruppen haben diese Raumnummer[: {expected}].",
    "two-rooms": "Dieser Rechner steht in zwei Räumen[: {expected}].",
    "seat-without-room": "Dieser Rechner hat einen Platz, gehört aber zu keinem Raum.",
    "seat-twice": "Zwei Rechner stehen an diesem Platz[: {expected}].",
    "position-twice": "Zwei Plätze haben diese Reihe und Spalte[: {expected}].",
    "door-form": "Das ist keine Wand mit einer Stelle: front, back, left oder right und eine Zahl[, etwa {expected}].",
    "door-beyond": "Die Tür ist weiter hinten an ihrer Wand als die Plätze[; möglich ist {expected}].",
    "address-form": "Dies ist weder ein DNS-Name noch eine IPv4-Adresse.",
    "address-twice": "Zwei Rechner haben diese Adresse mit diesem Port[: {expected}].",
    "hardware-id-form": "Dies ist keine SMBIOS-UUID, oder eine, die viele Rechner gemeinsam haben.",
    "hardware-id-twice": "Zwei Rechner haben diese Hardware-Kennung[: {expected}].",
    "unknown-timezone": "Eine Zeitzone dieses Namens gibt es nicht.[ Meinten Sie {expected}?]",
    "unknown-item": "Im Software-Katalog gibt es „{value}“ nicht.[ Meinten Sie {expected}?]",
    # How machines are reached.
    "secret-form": "Ein Passwort darf nicht in einer Datei stehen. Es muss von außen kommen."
    "[ Schreiben Sie: {expected}.]",
    "lookup-form": "Dieser Wert kommt aus den Einstellungen des Dienstes.[ Schreiben Sie: {expected}.]",
    "profile-differs": "Diese Verbindung bedeutet anderswo etwas anderes[: {expected}]. Ein Name, eine Bedeutung.",
    # Catalog.
    "id-form": "Dies ist keine Kennung eines Titels[; erwartet wird {expected}].",
    "id-differs-from-file": "Die Kennung muss so lauten, wie die Datei heißt[: {expected}].",
    "version-form": "Dies ist keine Version, die sich mit anderen vergleichen lässt.",
    "version-twice": "Diese Version ist zweimal aufgeführt, vielleicht verschieden geschrieben[: {expected}].",
    "not-a-release": "Diese Version steht nicht in der Liste der Ausgaben.[ Dort stehen: {expected}.]",
    "sha256-form": "Dies ist keine SHA-256-Prüfsumme: 64 Stellen aus 0-9 und a-f.",
    "path-form": "Dies ist kein einfacher Pfad unterhalb der Verteilstelle.",
    "product-code-form": "Dies ist kein Produktcode wie {{12345678-1234-1234-1234-123456789ABC}}.",
    "package-form": "Dies ist keine Paketkennung von Chocolatey.",
    "capability-form": "Dies ist kein Name einer Fähigkeit wie browser.",
    "no-detection": "Die Regel nennt nichts, woran die Software zu erkennen wäre.",
    "names-itself": "Ein Titel kann sich hier nicht selbst nennen.",
    "requires-cycle": "Diese Titel benötigen einander im Kreis[: {expected}].",
    "requires-and-conflicts": "Was dieser Titel benötigt, schließt einander aus[: {expected}].",
    "coexists-and-conflicts": "Ein Titel kann nicht zugleich neben einem anderen laufen und ihn ausschließen.",
    # Ein Plan der Plätze.
    "seat-unknown": "Der Raum hat keinen Platz „{value}“.[ Es gibt: {expected}.]",
    "seat-listed-twice": "Platz „{value}“ steht hier zweimal. Nennen Sie jeden Platz einmal.",
    "seat-missing": "Platz „{value}“ fehlt hier. Nennen Sie jeden Platz des Raums einmal.",
    "place-taken": "Hier steht schon Platz {expected} (Reihe, Spalte: {value}). Geben Sie jedem seine eigene Stelle.",
}
"""By code: those of the import's files, and those of a payload of the API."""
