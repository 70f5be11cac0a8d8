"""Mitteilungen: was Menschen gesagt wird, jede mit dem nächsten Schritt."""

from collections.abc import Mapping

from orchestrator.domain.notices import NoticeKind as Kind
from orchestrator.services.wording.letter_phrases import NoticePhrase

NOTICES: Mapping[Kind, NoticePhrase] = {
    Kind.OVERRIDE_BINDS: NoticePhrase(
        "Nicht wie angefordert",
        "Ihre Anforderung[ ({item})][ in {room}] wird nicht so ausgeführt wie gewünscht[, bis {until}]. Ein Brief "
        "sagt, warum, und wie Sie widersprechen.",
    ),
    Kind.OVERRIDE_ENDED: NoticePhrase(
        "Eine Entscheidung über Ihre Anforderung ist vorbei",
        "Was Ihrer Anforderung[ ({item})][ in {room}] im Weg stand, ist vorbei. Sie läuft von selbst weiter, sobald "
        "nichts anderes im Weg steht; Sie müssen nichts tun.",
    ),
    Kind.OVERRIDE_TO_APPROVE: NoticePhrase(
        "Eine Ausnahme wartet auf Sie",
        "Eine Ausnahme[ für {item}][ in {room}] braucht eine zweite Person. Bis dahin wird die Anforderung "
        "ausgeführt, wie sie gestellt ist. Sehen Sie die Belege an und stimmen Sie zu, oder sagen Sie nein.",
    ),
    Kind.OVERRIDE_TO_CONFIRM: NoticePhrase(
        "Ein Grund wartet auf Bestätigung",
        "Eine Ausnahme[ für {item}][ in {room}] nennt einen Grund, den Sie bestätigen können[, bis {until}]. Sehen "
        "Sie die Belege an und bestätigen Sie ihn, oder sagen Sie nein; ohne Antwort zählt er als gewöhnlicher.",
    ),
    Kind.OVERRIDE_DECIDED: NoticePhrase(
        "Über Ihre Ausnahme wurde entschieden",
        "Über Ihre Ausnahme[ für {item}][ in {room}] wurde entschieden[: {state}]. Sehen Sie nach, was nun gilt.",
    ),
    Kind.OVERRIDE_CONFIRMED: NoticePhrase(
        "Der Grund wurde bestätigt",
        "Jemand außerhalb des Teams, das den Raum betreut, hat bestätigt, warum Ihre Anforderung[ ({item})]"
        "[ in {room}] nicht so ausgeführt wird wie gewünscht. Sehen Sie es anders, können Sie widersprechen, solange "
        "es gilt.",
    ),
    Kind.OVERRIDE_UNANSWERED: NoticePhrase(
        "Eine Ausnahme wurde nie genehmigt",
        "Die Zeit einer Ausnahme[ für {item}][ in {room}] war vorbei, ehe eine zweite Person sie genehmigt hatte. "
        "Sie hat nie gegolten, und die Anforderung wird ausgeführt, wie sie gestellt ist. Gilt der Grund noch, tragen "
        "Sie ihn neu ein.",
    ),
    Kind.HELD: NoticePhrase(
        "Für eine Weile angehalten",
        "Ihre Anforderung[ ({item})][ in {room}] ist für eine Weile angehalten[, bis {until}], und läuft dann von "
        "selbst weiter. Den Grund finden Sie bei Ihrer Anforderung.",
    ),
    Kind.HOLD_ENDED: NoticePhrase(
        "Es geht weiter",
        "Ihre Anforderung[ ({item})][ in {room}] ist nicht mehr angehalten. Sie läuft von selbst weiter; Sie müssen "
        "nichts tun.",
    ),
    Kind.ROOM_WENT_BACK: NoticePhrase(
        "Der Raum ging zurück",
        "Etwas ging kaputt[ in {room}], und der Raum ist nun wieder, wie er vorher war[, bis {until}]. Ihre "
        "Anforderung bleibt und kommt von selbst wieder.",
    ),
    Kind.NEWER_STATE_COMES_BACK: NoticePhrase(
        "Der neuere Stand kommt wieder",
        "Der neuere Stand[ von {room}] steht[ ab {until}] wieder an, zuerst an einem Platz. Wenn noch nicht behoben "
        "ist, was ihn scheitern ließ, kümmern Sie sich jetzt darum.",
    ),
    Kind.RECOMMENDED: NoticePhrase(
        "Ein Rat",
        "Das Team rät Ihnen etwas zu Ihrer Anforderung[ ({item})][ in {room}]. Nichts wartet darauf: folgen Sie ihm "
        "oder nicht, Ihre Anforderung läuft weiter.",
    ),
    Kind.RECOMMENDATION_TAKEN_BACK: NoticePhrase(
        "Der Rat wurde zurückgenommen",
        "Das Team nimmt zurück, was es Ihnen zu Ihrer Anforderung[ ({item})][ in {room}] geraten hat. Ihre Anforderung "
        "läuft weiter wie bisher; Sie müssen nichts tun.",
    ),
    Kind.RECOMMENDATION_ANSWERED: NoticePhrase(
        "Ihr Rat wurde beantwortet",
        "Was Sie[ zu {item}][ in {room}] geraten haben, wurde beantwortet, oder seine Zeit ist vorbei. Sehen Sie "
        "nach, wie.",
    ),
    Kind.CONTESTED: NoticePhrase(
        "Widerspruch",
        "Gegen eine Entscheidung[ zu {item}][ in {room}], die Sie betrifft, wurde Widerspruch eingelegt. Sie gilt, bis "
        "jemand entscheidet; ergänzen Sie, was dafür zu wissen ist.",
    ),
    Kind.CONTEST_TO_RULE: NoticePhrase(
        "Ein Widerspruch wartet auf Sie",
        "Sie sind benannt, über einen Widerspruch[ zu {item}][ in {room}] zu entscheiden[, bis {until}]. Lesen Sie "
        "beide Seiten und entscheiden Sie dann mit Ihrem Grund.",
    ),
    Kind.CONTEST_ROSE: NoticePhrase(
        "Ein Widerspruch stieg auf",
        "Über einen Widerspruch[ zu {item}][ in {room}] hat niemand rechtzeitig entschieden; er ging an die nächste "
        "Stelle. Sehen Sie nach, wer nun entscheidet.",
    ),
    Kind.CONTEST_RULED: NoticePhrase(
        "Über einen Widerspruch wurde entschieden",
        "Über einen Widerspruch[ zu {item}][ in {room}] wurde entschieden. Lesen Sie den Grund, und wie es weitergeht.",
    ),
    Kind.CONTEST_OVER: NoticePhrase(
        "Ein Widerspruch ist erledigt",
        "Ein Widerspruch[ zu {item}][ in {room}] endete ohne Entscheidung: er wurde zurückgenommen, oder worum es "
        "ging, ist vorbei. Es ist nichts mehr zu tun.",
    ),
    Kind.SAFEGUARD_REFUSES: NoticePhrase(
        "Eine Schutzmaßnahme steht im Weg",
        "Eine Schutzmaßnahme der Universität hält etwas fern, das Sie angefordert haben[: {item}][ in {room}]. Ein "
        "Brief sagt, warum, was Sie stattdessen nutzen können, und wie Sie widersprechen.",
    ),
    Kind.SAFEGUARD_TO_APPROVE: NoticePhrase(
        "Eine Schutzmaßnahme wartet auf Sie",
        "Eine Schutzmaßnahme[ zu {item}] braucht eine zweite Person und bindet bis dahin nichts. Sehen Sie an, wen sie "
        "träfe, und stimmen Sie zu, oder sagen Sie nein.",
    ),
    Kind.SAFEGUARD_DECIDED: NoticePhrase(
        "Über Ihre Schutzmaßnahme wurde entschieden",
        "Über Ihre Schutzmaßnahme[ zu {item}] wurde entschieden[: {state}]. Sehen Sie nach, was nun gilt.",
    ),
    Kind.SAFEGUARD_ENDED: NoticePhrase(
        "Eine Schutzmaßnahme endete",
        "Die Schutzmaßnahme[ zu {item}] ist vorbei. Was sie fernhielt, folgt von selbst; Sie müssen nichts tun.",
    ),
    Kind.SAFEGUARD_TO_REVIEW: NoticePhrase(
        "Eine Schutzmaßnahme ist zu prüfen",
        "Die Schutzmaßnahme[ zu {item}], für die Sie einstehen, ist wieder anzusehen[ bis "
        "{until}]. Heben Sie sie auf, oder lassen Sie sie bis zu ihrem Ende gelten.",
    ),
    Kind.SAFEGUARD_OVERDUE: NoticePhrase(
        "Eine Sicherheitsaktualisierung ist überfällig",
        "Die Frist einer Sicherheitsaktualisierung[ für {item}] ist vorbei, und noch gibt es zu "
        "alte Kopien. Der Befehl, der zeigt, wo: classroom safeguards exposed.",
    ),
    Kind.CANARY_FAILED: NoticePhrase(
        "Der erste Platz ist nicht bereit",
        "Der Platz, der vorangehen sollte[ in {room}], ist nicht bereit; die übrigen warten "
        "daher. Sehen Sie ihn an, und starten Sie einen Rollout, wenn er in Ordnung ist.",
    ),
    Kind.COPY_GOES: NoticePhrase(
        "Etwas wird entfernt",
        "Eine Schutzmaßnahme entfernt, was wir installiert hatten[: {item}][ in {room}][, ab {until}]. Warum, "
        "steht bei der Schutzmaßnahme; wenn Sie das Programm brauchen, fordern Sie es an, und widersprechen Sie.",
    ),
    Kind.UPDATE_ANNOUNCED: NoticePhrase(
        "Eine Aktualisierung kommt",
        "Eine Aktualisierung, die alle schützt, kommt[ für {item}][ in {room}][, bis {until}]. Den Grund lesen Sie im "
        "Brief; Sie müssen nichts tun.",
    ),
    Kind.PIN_SUPERSEDED: NoticePhrase(
        "Eine neuere Version kommt",
        "Die bisher festgehaltene Version[ von {item}][ in {room}] ist zu alt, um sicher zu sein; eine neuere kommt. "
        "Ein Brief sagt, warum; widersprechen Sie, wenn Sie die ältere brauchen.",
    ),
    Kind.EXEMPTION_TO_SIGN: NoticePhrase(
        "Ein Risiko wartet auf Ihre Unterschrift",
        "Sie sollen für das Risiko einer Ausnahme[ für {item}][ in {room}] einstehen. Lesen Sie Bedingung und Ende, "
        "und unterschreiben Sie, oder sagen Sie nein.",
    ),
    Kind.EXEMPTION_TO_APPROVE: NoticePhrase(
        "Eine Ausnahme von einer Schutzmaßnahme wartet auf Sie",
        "Eine Ausnahme[ für {item}][ in {room}] von einer Schutzmaßnahme braucht eine zweite Person. Lesen Sie "
        "Bedingung und Ende, und stimmen Sie zu, oder sagen Sie nein.",
    ),
    Kind.EXEMPTION_DECIDED: NoticePhrase(
        "Über eine Ausnahme von einer Schutzmaßnahme wurde entschieden",
        "Über eine Ausnahme[ für {item}][ in {room}] von einer Schutzmaßnahme wurde entschieden[: {state}]. Sehen Sie "
        "nach, was nun gilt.",
    ),
    Kind.EXEMPTION_ENDED: NoticePhrase(
        "Eine Ausnahme von einer Schutzmaßnahme endete",
        "Die Ausnahme[ für {item}][ in {room}] ist vorbei; die Schutzmaßnahme gilt wieder. Bitten Sie um eine weitere, "
        "wenn Sie sie noch brauchen.",
    ),
    Kind.CATALOG_TO_APPROVE: NoticePhrase(
        "Eine Änderung des Katalogs wartet auf Sie",
        "Eine Änderung des Katalogs nimmt weg, was angefordert ist[: {item}]. Sehen Sie an, wen sie trifft, und "
        "stimmen Sie zu, oder sagen Sie nein.",
    ),
    Kind.CATALOG_DECIDED: NoticePhrase(
        "Über Ihre Änderung des Katalogs wurde entschieden",
        "Über die Änderung des Katalogs, die Sie vorgeschlagen haben, wurde entschieden[: {state}]. Sehen Sie nach, "
        "was nun gilt.",
    ),
    Kind.CATALOG_NARROWED: NoticePhrase(
        "Der Katalog ändert sich",
        "Etwas, das Sie angefordert haben[: {item}][ in {room}], wird nicht mehr wie bisher angeboten. Ein Brief sagt, "
        "warum und ab wann; widersprechen Sie, wenn Sie es brauchen.",
    ),
    Kind.CATALOG_RESTORED: NoticePhrase(
        "Wieder im Angebot",
        "Etwas, das Sie angefordert haben[: {item}][ in {room}], ist wieder wie zuvor zu haben. Ihre "
        "Anforderung läuft von selbst weiter; Sie müssen nichts tun.",
    ),
    Kind.WISH_ARRIVED: NoticePhrase(
        "Ein Wunsch kam an",
        "Jemand wünscht sich etwas, das nicht im Katalog steht[: {item}][ in {room}]. Antworten Sie, oder verknüpfen "
        "Sie es mit dem Katalog[, bis {until}].",
    ),
    Kind.WISH_ANSWERED: NoticePhrase(
        "Ihr Wunsch wurde beantwortet",
        "Ihr Wunsch[ ({item})][ in {room}] wurde beantwortet. Sehen Sie nach, was daraus wird.",
    ),
    Kind.WISH_LINKED: NoticePhrase(
        "Ist es das, was Sie meinten?",
        "Aus Ihrem Wunsch[ in {room}] wurde eine Anforderung[: {item}]. Sagen Sie, ob Sie das meinten[, bis {until}]; "
        "danach zählt Ihr Schweigen als Ja.",
    ),
    Kind.WISH_ROSE: NoticePhrase(
        "Ein Wunsch wartet zu lange",
        "Ein Wunsch[ ({item})][ in {room}] bekam nicht rechtzeitig eine Antwort und kam daher zu Ihnen. Sorgen Sie "
        "dafür, dass er eine bekommt.",
    ),
    Kind.REQUEST_ROSE: NoticePhrase(
        "Eine Anforderung wartet zu lange",
        "Eine Anforderung[ ({item})][ in {room}] wartet, weil der Katalog davon nichts Auslieferbares hat, und niemand "
        "hat gesagt, wann es soweit ist. Sorgen Sie für ein Paket, oder nennen Sie einen Termin.",
    ),
    Kind.DELAY_NOTED: NoticePhrase(
        "Wann es da sein wird",
        "Das Team sagt, wann Ihre Anforderung[ ({item})][ in {room}] erfüllt sein wird[: {until}]. Ihr eigener Termin "
        "gilt weiter; den Grund finden Sie bei Ihrer Anforderung.",
    ),
    Kind.SIGN_OFF_ASKED: NoticePhrase(
        "Funktioniert es?",
        "Was Sie angefordert haben[ ({item})][ in {room}], ist da. Sagen Sie, ob es bei Ihnen funktioniert, wenn Sie "
        "mögen.",
    ),
    Kind.SIGNED_OFF: NoticePhrase(
        "Eine Rückmeldung zu Installiertem",
        "Jemand hat gesagt, ob etwas[ ({item})][ in {room}] funktioniert. Sehen Sie die Anforderung an, und kümmern "
        "Sie sich darum, wenn nicht.",
    ),
    Kind.WORK_STATED: NoticePhrase(
        "Als erledigt gemeldet",
        "Jemand meldet, dass das, was Sie angefordert haben[ ({item})][ in {room}], von Hand erledigt ist. Sagen Sie, "
        "ob das stimmt[, bis {until}]; danach zählt Ihr Schweigen als Ja.",
    ),
    Kind.LINE_STATED: NoticePhrase(
        "Ihre Zeile ist beantwortet",
        "Jemand meldet, dass erledigt ist, was Sie zu Einstellungen und Erweiterungen[ von {item}][ in {room}] "
        "geschrieben haben. Sagen Sie, ob das stimmt[, bis {until}]; danach zählt Ihr Schweigen als Ja.",
    ),
    Kind.WORK_OTHERWISE: NoticePhrase(
        "Anders erledigt als gewünscht",
        "Was Sie von Hand erledigt haben wollten[ ({item})][ in {room}], ist anders erledigt. Lesen Sie, warum und was "
        "Sie stattdessen bekommen, und sagen Sie[ bis {until}], ob das genügt. Ihr Schweigen ist kein Ja: Ohne Ihr "
        "Wort steht es wieder aus.",
    ),
    Kind.WORK_ANSWERED: NoticePhrase(
        "Eine Antwort zu Arbeit von Hand",
        "Zur Arbeit von Hand, die Sie als erledigt gemeldet haben[ ({item})][ in {room}], kam eine Antwort. Sehen Sie "
        "nach; lautet sie nein, steht die Arbeit noch aus.",
    ),
    Kind.RULES_TO_APPROVE: NoticePhrase(
        "Eine Änderung der Regeln wartet auf Sie",
        "Eine Änderung der Zahlen in den Regeln braucht eine zweite Person. Sehen Sie an, was sich ändert, und stimmen "
        "Sie zu, oder sagen Sie nein.",
    ),
    Kind.RULES_DECIDED: NoticePhrase(
        "Über Ihre Änderung der Regeln wurde entschieden",
        "Über die Änderung der Zahlen in den Regeln, die Sie vorgeschlagen haben, wurde entschieden. Sehen Sie nach, "
        "was nun gilt.",
    ),
    Kind.PERSON_FIGURES_TO_APPROVE: NoticePhrase(
        "Eine Entscheidung über Kennzahlen wartet auf Sie",
        "Jemand schlug vor, dass einige die Kennzahlen einzelner Personen ansehen dürfen. Sehen Sie an, wer und warum, "
        "und stimmen Sie zu, oder sagen Sie nein.",
    ),
    Kind.PERSON_FIGURES_DECIDED: NoticePhrase(
        "Über Kennzahlen einzelner Personen wurde entschieden",
        "Über die Kennzahlen einzelner Personen wurde entschieden, wie Sie es vorgeschlagen haben oder wo Sie genannt "
        "sind[: {state}]. Sehen Sie nach, wer sie ansehen darf, und warum.",
    ),
    Kind.PERSON_FIGURES_OPEN: NoticePhrase(
        "Kennzahlen einzelner Personen dürfen angesehen werden",
        "Zwei Personen haben entschieden, dass einige die Kennzahlen einzelner Personen ansehen dürfen, auch Ihre[, "
        "bis {until}]. Sehen Sie nach, wer und warum; jedes Ansehen steht im Protokoll.",
    ),
    Kind.PERSON_FIGURES_CLOSED: NoticePhrase(
        "Kennzahlen einzelner Personen sind wieder verschlossen",
        "Eine Entscheidung, nach der einige die Kennzahlen einzelner Personen ansehen durften, wurde zurückgenommen. "
        "Sie müssen nichts tun.",
    ),
    Kind.BLACKOUT_SET: NoticePhrase(
        "Eine Sperrzeit ist gesetzt",
        "Eine Sperrzeit ist gesetzt[ für {room}], wo Sie Räume betreuen[, bis {until}]: was dort aussteht, wartet ihr "
        "Ende ab, und alle Termine gelten weiter. Den Grund finden Sie bei ihr.",
    ),
    Kind.BLACKOUT_DELAYS: NoticePhrase(
        "Eine Zeit lang wird nichts installiert",
        "Eine Zeit lang[, bis {until},] wird[ in {room}] nichts installiert; was Sie angefordert haben[ ({item})], "
        "muss vielleicht warten. Ihr Termin gilt weiter; Sie müssen nichts tun.",
    ),
    Kind.BLACKOUT_LIFTED: NoticePhrase(
        "Eine Sperrzeit ist vorbei",
        "Eine Sperrzeit[ für {room}] wurde vor ihrem Ende aufgehoben. Was sie aufhielt, beginnt von selbst, wo "
        "Rollouts das tun.",
    ),
    Kind.ASKED_FOR_YOU: NoticePhrase(
        "In Ihrem Namen angefordert",
        "In Ihrem Namen wurde etwas angefordert[: {item}][ in {room}].[ Eingetragen hat es {by}.] Es gehört Ihnen: nur "
        "Sie können es zurücknehmen, und Sie erfahren, was daraus wird.",
    ),
}
"""Nach Art; Felder item, room, until, state, by, jedes vielleicht leer."""
