"""What Windows programs say, in the two languages of the lab. Placeholders are filled with ``str.format``."""

from collections.abc import Mapping

_EN: Mapping[str, str] = {
    "not_recognized": "'{name}' is not recognized as an internal or external command,\r\n"
    "operable program or batch file.\r\n",
    "unexpected": "{token} was unexpected at this time.\r\n",
    "no_file": "The system cannot find the file specified.\r\n",
    "code_page": "Active code page: {page}\r\n",
    "bad_code_page": "Invalid code page\r\n",
    "echo_state": "ECHO is on.\r\n",
    "reg_missing": "ERROR: The system was unable to find the specified registry key or value.\r\n",
    "reg_bad_key": 'ERROR: Invalid key name.\r\nType "REG {verb} /?" for usage.\r\n',
    "reg_syntax": 'ERROR: Invalid syntax.\r\nType "REG {verb} /?" for usage.\r\n',
    "reg_done": "The operation completed successfully.\r\n",
    "reg_overwrite": "Value {name} exists, overwrite(Yes/No)? ",
    "reg_cancelled": "The operation was canceled by the user.\r\n",
    "reg_matches": "End of search: {count} match(es) found.\r\n",
    "reg_default": "(Default)",
    "disk_free_plain": "Total # of free bytes        : {free}\r\n"
    "Total # of bytes             : {whole}\r\n"
    "Total # of avail free bytes  : {free}\r\n",
    "disk_free": "Total free bytes        : {free}\r\n"
    "Total bytes             : {whole}\r\n"
    "Total quota free bytes  : {free}\r\n",
}

_DE: Mapping[str, str] = {
    "not_recognized": 'Der Befehl "{name}" ist entweder falsch geschrieben oder\r\nkonnte nicht gefunden werden.\r\n',
    "unexpected": '"{token}" kann syntaktisch an dieser Stelle nicht verarbeitet werden.\r\n',
    "no_file": "Das System kann die angegebene Datei nicht finden.\r\n",
    "code_page": "Aktive Codepage: {page}.\r\n",
    "bad_code_page": "Ungültige Codepage\r\n",
    "echo_state": "ECHO ist eingeschaltet (ON).\r\n",
    "reg_missing": "FEHLER: Der angegebene Registrierungsschlüssel bzw. Wert wurde nicht gefunden.\r\n",
    "reg_bad_key": 'FEHLER: Ungültiger Schlüsselname.\r\nGeben Sie "REG {verb} /?" ein, um die Syntax anzuzeigen.\r\n',
    "reg_syntax": 'FEHLER: Ungültige Syntax.\r\nGeben Sie "REG {verb} /?" ein, um die Syntax anzuzeigen.\r\n',
    "reg_done": "Der Vorgang wurde erfolgreich beendet.\r\n",
    "reg_overwrite": "Der Wert {name} ist bereits vorhanden. Möchten Sie ihn überschreiben (Ja/Nein)? ",
    "reg_cancelled": "Der Vorgang wurde durch den Benutzer abgebrochen.\r\n",
    "reg_matches": "Ende der Suche: {count} Übereinstimmung(en) gefunden.\r\n",
    "reg_default": "(Standard)",
    "disk_free_plain": "Gesamtzahl der freien Bytes               : {free}\r\n"
    "Gesamtzahl der Bytes                      : {whole}\r\n"
    "Gesamtzahl der verfügbaren freien Bytes   : {free}\r\n",
    "disk_free": "Freie Bytes gesamt                 : {free}\r\n"
    "Bytes gesamt                       : {whole}\r\n"
    "Freie Kontingentbytes gesamt       : {free}\r\n",
}

TEXTS: Mapping[str, Mapping[str, str]] = {"en": _EN, "de": _DE}
