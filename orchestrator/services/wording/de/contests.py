"""Widersprüche, Befreiungen, und wer entscheidet."""

from collections.abc import Mapping

from orchestrator.domain.contests import ContestStage, ContestState, ContestSubject
from orchestrator.domain.rulers import Bar, GapKind, RulerSide
from orchestrator.services.wording.phrasebook import EntryPhrase, RefusalPhrase, Terms

TERMS: Terms = {
    ContestSubject: {
        ContestSubject.OVERRIDE: "Ausnahme",
        ContestSubject.SAFEGUARD: "Schutzmaßnahme",
        ContestSubject.CATALOG_CHANGE: "Änderung des Katalogs",
    },
    ContestStage: {
        ContestStage.LIST: "bei den benannten Personen",
        ContestStage.RISEN: "weitergegeben, weil niemand rechtzeitig entschieden hat",
        ContestStage.OUTSIDE: "bei einer Person außerhalb der IT",
    },
    ContestState: {
        ContestState.OPEN: "wartet auf eine Entscheidung",
        ContestState.UPHELD: "zurückgewiesen: es bleibt dabei",
        ContestState.OVERTURNED: "stattgegeben: es bleibt nicht dabei",
        ContestState.LAPSED: "was angefochten war, ist verfallen, weil niemand entschieden hat",
        ContestState.WITHDRAWN: "zurückgenommen",
        ContestState.MOOT: "gegenstandslos, weil das Angefochtene oder die Anforderung beendet ist",
    },
    RulerSide: {
        RulerSide.TEACHING: "Seite der Lehre",
        RulerSide.IT: "IT",
        RulerSide.OUTSIDE: "außerhalb der IT",
    },
    Bar: {
        Bar.NOT_NAMED: "die Liste dieser Kategorie nennt Sie nicht",
        Bar.CONTESTER: "Sie haben selbst widersprochen",
        Bar.DECIDED: "Sie waren an der Sache beteiligt",
        Bar.SUPERIOR: "jemand, der beteiligt war, ist Ihnen unterstellt",
        Bar.NOT_OUTSIDE: "sie liegt jetzt bei einer Person außerhalb der IT",
        Bar.NOW_INSIDE: "Sie sind für eine andere Seite benannt und haben inzwischen eine Rolle in der IT",
    },
    GapKind: {
        GapKind.NOBODY_NAMED: "es ist niemand benannt, der entscheiden darf",
        GapKind.NOBODY_INDEPENDENT: "bei manchen Entscheidungen bliebe niemand Unabhängiges übrig",
        GapKind.TEACHING_MISSING: "es ist niemand von der Seite der Lehre benannt",
        GapKind.NOBODY_OUTSIDE: "es ist niemand außerhalb der IT benannt",
    },
}
"""Nach Aufzählung und Mitglied."""

ENTRIES: Mapping[str, EntryPhrase] = {
    "rulers.changed": EntryPhrase(
        "Liste der Entscheidenden geändert",
        "{actor} hat geändert, wer über Widersprüche entscheidet[ ({count} {count:Person|Personen} betroffen)].",
    ),
    "superiors.changed": EntryPhrase("Vorgesetzte geändert", "{actor} hat geändert, wem {person} unterstellt ist."),
    "contest.made": EntryPhrase(
        "Widerspruch eingelegt", "{actor} hat einer Entscheidung über {item} in {room} widersprochen."
    ),
    "contest.withdrawn": EntryPhrase(
        "Widerspruch zurückgenommen", "{actor} hat einen Widerspruch zu {item} in {room} zurückgenommen."
    ),
    "contest.risen": EntryPhrase(
        "Widerspruch weitergegeben",
        "Über einen Widerspruch zu {item} in {room} hat niemand rechtzeitig entschieden; er ging an die Leitung.",
    ),
    "contest.outside": EntryPhrase(
        "Widerspruch außerhalb der IT",
        "Über einen Widerspruch zu {item} in {room} hat niemand rechtzeitig entschieden; es bleibt dabei, und eine "
        "Person außerhalb der IT ist gefragt.",
    ),
    "contest.upheld": EntryPhrase(
        "Widerspruch zurückgewiesen",
        "{actor} hat über einen Widerspruch zu {item} in {room} entschieden: Es bleibt dabei.",
    ),
    "contest.overturned": EntryPhrase(
        "Widerspruch stattgegeben",
        "{actor} hat einem Widerspruch zu {item} in {room} stattgegeben: Es bleibt nicht dabei.",
    ),
    "contest.lapsed": EntryPhrase(
        "Angefochtenes verfallen",
        "Über einen Widerspruch zu {item} in {room} hat niemand rechtzeitig entschieden; was angefochten war, ist von "
        "selbst verfallen.",
    ),
    "exemption.made": EntryPhrase(
        "Befreiung vorgeschlagen",
        "{actor} hat eine Befreiung für {item} in {room} vorgeschlagen; {person} ist gebeten, das Risiko zu tragen.",
    ),
    "exemption.signed": EntryPhrase(
        "Risiko übernommen",
        "{actor} hat das Risiko einer Befreiung für {item} in {room} übernommen und unterschrieben.",
    ),
    "exemption.approved": EntryPhrase(
        "Befreiung genehmigt", "{actor} hat eine Befreiung für {item} in {room} als zweite Person genehmigt."
    ),
    "exemption.refused": EntryPhrase(
        "Befreiung abgelehnt", "{actor} hat eine Befreiung für {item} in {room} abgelehnt."
    ),
    "exemption.lifted": EntryPhrase(
        "Befreiung aufgehoben",
        "{actor} hat eine Befreiung für {item} in {room} aufgehoben; die Schutzmaßnahme gilt wieder.",
    ),
    "exemption.expired": EntryPhrase(
        "Befreiung abgelaufen", "Die Befreiung für {item} in {room} ist abgelaufen; die Schutzmaßnahme gilt wieder."
    ),
}
"""Nach Art."""

NOT_FOUND: Mapping[str, str] = {
    "contest": "Es gibt keinen Widerspruch {name}.",
    "exemption": "Es gibt keine Befreiung {name}.",
    "override": "Es gibt keine Ausnahme {name}.",
    "safeguard": "Es gibt keine Schutzmaßnahme {name}.",
    "catalog change": "Es gibt keine Änderung des Katalogs {name}.",
}
"""Einzelheit von ``not-found`` nach Art der Sache."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "nothing-to-contest": RefusalPhrase(
        "Nichts zu widersprechen",
        "{subject} gilt nicht mehr oder hält nichts von der Anforderung {request_id} zurück. Sehen Sie "
        "bei der Anforderung nach, worauf sie wartet.",
    ),
    "already-contested": RefusalPhrase(
        "Schon widersprochen",
        "Dem ist für diese Anforderung schon widersprochen. Verfolgen Sie diesen Widerspruch, oder "
        "nehmen Sie ihn zurück.",
    ),
    "contest-is-over": RefusalPhrase(
        "Schon beendet",
        "Der Widerspruch {contest_id} ist beendet ({state}), es wurde daher nichts geändert. Sehen Sie ihn noch einmal "
        "an, um die Entscheidung zu lesen.",
    ),
    "no-rights-on-request": RefusalPhrase(
        "Anforderung von jemand anderem",
        "Nur {requester} hat die Anforderung {request_id} gestellt und darf dem widersprechen, was darüber entschieden "
        "wurde, oder einen solchen Widerspruch zurücknehmen.",
    ),
    "not-independent": RefusalPhrase(
        "Nicht Ihre Entscheidung",
        "Sie dürfen über den Widerspruch {contest_id} nicht entscheiden: {bar}. Überlassen Sie ihn jemand anderem auf "
        "der Liste dieser Kategorie.",
    ),
    "teaching-side-missing": RefusalPhrase(
        "Seite der Lehre fehlt",
        "Wer über {category} entscheidet, muss auch von der Seite der Lehre kommen. Nennen Sie so jemanden, oder "
        "lassen Sie die Liste, wie sie ist; es wurde nichts geändert.",
    ),
    "cannot-rule": RefusalPhrase(
        "Darf nicht entscheiden",
        "{login} darf weder über Widersprüche entscheiden noch Risiken übernehmen. Nennen Sie jemanden, der lehrt, "
        "koordiniert oder leitet, oder geben Sie {login} zuerst eine solche Rolle.",
    ),
    "is-inside-it": RefusalPhrase(
        "Innerhalb der IT",
        "{login} hat eine Rolle in der IT und spricht daher weder für die Lehre noch für jemanden außerhalb. Nennen "
        "Sie jemand anderen.",
    ),
    "own-superior": RefusalPhrase(
        "Nicht sich selbst unterstellt", "{login} kann nicht {login} unterstellt sein. Nennen Sie jemand anderen."
    ),
    "nothing-to-exempt": RefusalPhrase(
        "Keine Befreiung möglich",
        "Die Schutzmaßnahme {safeguard_id} ist nicht in Kraft oder betrifft {item} nicht. Sehen Sie sie noch einmal "
        "an, und nennen Sie ihren Titel.",
    ),
    "risk-owner-took-part": RefusalPhrase(
        "Nicht dieselbe Person",
        "{login} stellt diese Befreiung aus oder hat darum gebeten und kann ihr Risiko daher nicht übernehmen. Nennen "
        "Sie jemand anderen außerhalb der IT.",
    ),
    "not-the-risk-owner": RefusalPhrase(
        "Nicht Ihre Unterschrift",
        "Die Befreiung {exemption_id} nennt jemand anderen, der ihr Risiko übernimmt. Nur diese Person kann sie "
        "unterschreiben.",
    ),
    "exemption-needs-another": RefusalPhrase(
        "Eine zweite Person ist nötig",
        "Die Befreiung {exemption_id} braucht eine zweite Person: jemand anderen als wer sie ausgestellt hat, sie "
        "unterschreibt oder um sie gebeten hat.",
    ),
    "exemption-decided": RefusalPhrase(
        "Nicht mehr möglich",
        "Die Befreiung {exemption_id} wartet nicht mehr ({state}), es wurde daher nichts geändert.",
    ),
    "exemption-half-done": RefusalPhrase(
        "Schon gesagt",
        "Die Befreiung {exemption_id} hat das schon oder braucht es nicht; sie wartet auf die andere Person.",
    ),
}
"""Nach Kennung."""
