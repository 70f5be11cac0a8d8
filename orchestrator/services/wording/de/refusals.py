"""Refusals: what, why, and what you can do."""

from collections.abc import Mapping

from orchestrator.services.wording.phrasebook import RefusalPhrase

NOT_FOUND: Mapping[str, str] = {
    "classroom": "Einen Raum {name} gibt es nicht.[ Es gibt: {known:list}.]",
    "catalog item": "Im Software-Katalog gibt es „{name}“ nicht.[ Es gibt: {known:list}.]",
    "request": "Eine Anforderung {name} gibt es nicht.",
    "rollout": "Einen Rollout {name} gibt es nicht.",
    "revision": "Das Manifest dieses Raums hat keine Revision {name}.[ Die neueste ist {known:list}.]",
    "seat": "Der Raum hat keinen Platz {name}.[ Er hat: {known:list}.]",
    "observation": "Platz {name} wurde noch nicht angesehen; was auf ihm ist, ist deshalb unbekannt. "
    "Ein Probelauf oder Rollout sieht nach.",
    "address": "Unter {name} gibt es nichts. Die Adressen stehen in /api/v1/openapi.json.",
}

REFUSALS: Mapping[str, RefusalPhrase] = {
    # Of what is asked for.
    "not-found": RefusalPhrase("Nicht gefunden", "{said}"),
    "invalid-input": RefusalPhrase(
        "Etwas stimmt noch nicht",
        "In dem, was gesendet wurde, {count:stimmt|stimmen} {count} {count:Angabe|Angaben} nicht; "
        "geändert wurde nichts. Berichtigen Sie sie und senden Sie es erneut.",
    ),
    "item-is-required": RefusalPhrase(
        "Etwas anderes benötigt es",
        "{item} kann[ aus {classrooms:list}] nicht weichen, denn {required_by:list} kann nicht darauf verzichten. "
        "Geändert wurde nichts. Nehmen Sie zuerst weg, was es benötigt, oder behalten Sie es.",
    ),
    "version-not-offered": RefusalPhrase(
        "In dieser Version nicht im Angebot",
        "{item} gibt es nicht in Version {version}.[ Im Angebot: {offered:list}.] "
        "Fordern Sie eine davon an, oder die neueste.",
    ),
    "item-in-use": RefusalPhrase(
        "Noch angefordert",
        "{item} kann nicht aus dem Katalog genommen werden, solange es[ in {classrooms:list}] angefordert ist. "
        "Geändert wurde nichts. Behalten Sie es im Katalog, bis die Anforderungen beendet sind und kein Raum es in "
        "seiner Grundausstattung hat.[ Anforderungen: {requests:list}.]",
    ),
    "release-in-use": RefusalPhrase(
        "Version noch angefordert",
        "Version {version} von {item} kann nicht aus dem Katalog genommen werden, denn offene Anforderungen nennen "
        "sie oder bekommen sie als neueste. Geändert wurde nichts. Behalten Sie diese Version, bis sie beendet sind, "
        "oder geben Sie einen Grund an und lassen Sie eine zweite Person entscheiden."
        "[ Anforderungen: {requests:list}.]",
    ),
    "items-would-conflict": RefusalPhrase(
        "Beides ist in einem Raum angefordert",
        "{item} und {with_item} können einander nicht ausschließen, solange[ in {classrooms:list}] beide angefordert "
        "sind. Geändert wurde nichts. Nehmen Sie den Konflikt aus der Katalogdatei."
        "[ Anforderungen: {requests:list}.]",
    ),
    # Of requests.
    "request-is-over": RefusalPhrase(
        "Nicht mehr offen",
        "Die Anforderung {request_id} ist schon {state}; an ihr lässt sich nichts mehr ändern. Wer es wieder braucht, "
        "stellt eine neue.",
    ),
    "already-requested": RefusalPhrase(
        "Schon angefordert",
        "Dieselbe Person hat für {item} in {classroom} schon eine offene Anforderung; sie gilt, und nichts wurde "
        "verdoppelt. Es ist die Anforderung {request_id}.",
    ),
    "not-the-requester": RefusalPhrase(
        "Die Anforderung einer anderen Person",
        "Die Anforderung {request_id} darf nur {requester} zurückziehen oder ändern, von der oder dem sie stammt. "
        "Sprechen Sie miteinander, oder fordern Sie etwas an, das daneben läuft.",
    ),
    "not-by-hand": RefusalPhrase(
        "Keine Handarbeit",
        "{item} ist Software: ob sie da ist, sagt eine Prüfung der Rechner. Als erledigt melden lässt sich nur, was "
        "von Hand geschieht, oder eine Zeile zu Einstellungen und Erweiterungen; diese Anforderung hat keine.",
    ),
    "settings-line-changed": RefusalPhrase(
        "Inzwischen eine andere Zeile",
        "Gemeldet wurde nichts: zu Einstellungen und Erweiterungen sagt die Anforderung {request_id} etwas anderes, "
        "als Sie gelesen haben. Lesen Sie noch einmal nach, und melden Sie es, wenn es erledigt ist.",
    ),
    "ticked-by-requester": RefusalPhrase(
        "Die eigene Anforderung",
        "Wer etwas angefordert oder eingetragen hat, kann es nicht selbst als erledigt melden. Das muss "
        "eine andere Person tun.",
    ),
    "tick-stands": RefusalPhrase(
        "Schon gemeldet",
        "{by} hat es am {at:when} als erledigt gemeldet. Das gilt, bis die anfordernde Person Nein dazu sagt.",
    ),
    "nothing-to-answer": RefusalPhrase(
        "Nichts zu beantworten",
        "Noch hat niemand die Arbeit zur Anforderung {request_id} als erledigt gemeldet; sie steht weiter aus.",
    ),
    "tick-is-answered": RefusalPhrase(
        "Schon beantwortet",
        "Die Meldung zur Anforderung {request_id} ist schon {answer}. Steht die Arbeit wieder aus, so "
        "lässt sich die nächste Meldung beantworten.",
    ),
    "not-yours-to-answer": RefusalPhrase(
        "Die Anforderung einer anderen Person",
        "Ob es bei der Anforderung {request_id} geht, sagt nur {requester}, von der oder dem sie stammt.",
    ),
    "needed-by-in-the-past": RefusalPhrase(
        "Dieser Zeitpunkt ist vorbei",
        "{needed_by:when} ist vorbei. Nennen Sie einen späteren Zeitpunkt oder keinen: dann gilt es als in "
        "5 Arbeitstagen gebraucht.",
    ),
    "more-than-the-seats": RefusalPhrase(
        "Mehr, als es gibt",
        "{enough} {enough:Platz kann|Plätze können} nicht genügen, denn die Anforderung gilt für {seats}. "
        "Nennen Sie eine kleinere Zahl oder keine: dann zählen alle.",
    ),
    "idempotency-key-reused": RefusalPhrase(
        "Dieser Schlüssel wurde schon benutzt",
        "Der Schlüssel {key} kam schon mit einem anderen Inhalt. Angenommen wurde nichts. Senden Sie mit einer neuen "
        "Anforderung einen neuen Schlüssel.",
    ),
    # Of plans of seats.
    "seat-plan-changed": RefusalPhrase(
        "Der Plan hat sich inzwischen geändert",
        "Der Plan von {classroom} ist ein anderer als der, den Sie gelesen hatten; es wurde nichts gezeichnet. Sehen "
        "Sie ihn an, wie er jetzt ist. Was Sie geschickt haben, kann trotzdem gezeichnet werden und ersetzt ihn dann.",
    ),
    # Of rollouts.
    "illegal-transition": RefusalPhrase(
        "Jetzt nicht möglich",
        "Der Zustand ist {old} und kann jetzt nicht zu {new} werden ({thing} {id}). Sehen Sie noch einmal nach: "
        "inzwischen hat sich etwas geändert.",
    ),
    "rollout-under-way": RefusalPhrase(
        "Ein Rollout ist im Gang",
        "In {classroom} wartet oder läuft schon ein Rollout: {rollout_id}. Verfolgen Sie diesen, und starten Sie "
        "einen neuen, wenn er beendet ist.",
    ),
    "nothing-to-retry": RefusalPhrase(
        "Nichts zu wiederholen",
        "Jeder Platz des Rollouts {rollout_id} ist bereit oder außer Betrieb; es gibt nichts zu wiederholen. Um den "
        "Raum auf den neuesten Stand zu bringen, starten Sie einen neuen Rollout.",
    ),
    "rollout-not-over": RefusalPhrase(
        "Noch nicht beendet",
        "Der Rollout {rollout_id} wartet oder läuft noch. Verfolgen Sie ihn; wenn er beendet ist, lassen sich seine "
        "Plätze erneut versuchen.",
    ),
    # Of the service and its host.
    "ansible-not-ready": RefusalPhrase(
        "Ansible lässt sich nicht starten",
        "Auf dem Rechner des Workers fehlt: {missing:list}. An keinem Rechner wurde etwas geändert. Installieren Sie "
        "es; die Collections mit: classroom collections install.",
    ),
    "runs-still-alive": RefusalPhrase(
        "Ein früherer Lauf lebt noch",
        "Prozesse eines früheren Laufs in diesem Raum ließen sich nicht beenden; daneben wird nichts Neues begonnen: "
        "{processes:list}. Beenden Sie sie auf dem Rechner des Workers und versuchen Sie es erneut.",
    ),
    "wheel-not-available": RefusalPhrase(
        "Das Wheel war nicht zu bekommen",
        "{package} ließ sich nicht laden: {reason} Nennen Sie eine Kopie davon.",
    ),
    "wheel-not-genuine": RefusalPhrase(
        "Nicht das richtige Wheel",
        "{file} hat die SHA-256-Summe {found}, nicht {expected}. Ausgepackt wurde nichts. Laden Sie es erneut.",
    ),
    "wheel-incomplete": RefusalPhrase(
        "Das Wheel ist unvollständig",
        "In {file} fehlt {missing:list}. Geändert wurde nichts. Laden Sie es erneut.",
    ),
    # Of the call itself.
    "not-identified": RefusalPhrase(
        "Wer sind Sie?",
        "Der Aufruf sagt nicht, von wem er kommt. Melden Sie sich an, oder senden Sie ein Token: {example}",
    ),
    "csrf-token-wrong": RefusalPhrase(
        "War das gewollt?",
        "Der Aufruf zeigt das Cookie einer Sitzung, aber die Kopfzeile {header} zeigt nicht, dass eine Seite dieses "
        "Dienstes ihn machte. Geändert wurde nichts. Laden Sie im Browser die Seite neu und versuchen Sie es noch "
        "einmal. Ein Programm sendet in dieser Kopfzeile das csrf_token, das GET /api/v1/me nennt, oder statt des "
        "Cookies ein eigenes Token.",
    ),
    "cross-site-call": RefusalPhrase(
        "Nicht von dort",
        "Eine fremde Seite ließ Ihren Browser diesen Aufruf machen. Geändert wurde nichts. Öffnen Sie die Seite dieses "
        "Dienstes selbst und versuchen Sie es noch einmal.",
    ),
    "not-permitted": RefusalPhrase(
        "Nicht erlaubt",
        "Sie dürfen nicht: {permission}{by_token:. Sie selbst dürfen es, aber dieses Token erlaubt es nicht|}. "
        "Geändert wurde nichts.",
    ),
    "too-large": RefusalPhrase(
        "Zu groß",
        "Gesendet wurde mehr als {limit} Bytes, das Höchste, was hier angenommen wird. Geändert wurde nichts. "
        "Senden Sie weniger auf einmal.",
    ),
    "rate-limited": RefusalPhrase(
        "Zu viele Aufrufe",
        "Angenommen werden höchstens {limit} Aufrufe dieser Art in der Minute, und es waren mehr. Geändert wurde "
        "nichts. Versuchen Sie es in {seconds} {seconds:Sekunde|Sekunden} erneut.",
    ),
    "method-not-allowed": RefusalPhrase(
        "So nicht möglich", "{method} ist unter dieser Adresse nicht möglich.[ Möglich: {allowed:list}.]"
    ),
    "bad-call": RefusalPhrase("Nicht verstanden", "Der Aufruf ließ sich nicht verstehen (HTTP {http_status})."),
    "internal-fault": RefusalPhrase(
        "Ein Fehler bei uns",
        "Im Dienst ist etwas schiefgegangen. Sehen Sie nach, ob das Gewünschte geschehen ist, bevor Sie es erneut "
        "versuchen. Wer den Dienst betreibt, findet im Protokoll mehr unter {incident}.",
    ),
    "transaction-lost": RefusalPhrase(
        "Nicht geschehen, bitte erneut versuchen",
        "Die Datenbank hat dies aufgegeben, weil zu viel zu tun war oder die Verbindung abbrach. Sehen Sie nach, ob "
        "das Gewünschte geschehen ist, und versuchen Sie es erneut. Im Protokoll des Dienstes steht mehr unter "
        "{incident}.",
    ),
    "store-unavailable": RefusalPhrase(
        "Die Datenbank antwortet nicht",
        "Der Dienst läuft, aber seine Datenbank antwortet nicht. Im Protokoll steht mehr unter {incident}.",
    ),
}
