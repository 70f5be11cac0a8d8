"""Was geschuldet wird: Wünsche, Verzögerungen, abgebrochene Rollouts, Änderungen, die dem Katalog etwas nehmen."""

from collections.abc import Mapping

from orchestrator.domain.catalog_narrowing import CatalogChangeState
from orchestrator.domain.clock import OwedRank
from orchestrator.domain.waiting import WaitingOwner
from orchestrator.domain.wishes import WishState
from orchestrator.services.wording.phrasebook import EntryPhrase, RefusalPhrase, Terms

TERMS: Terms = {
    WaitingOwner: {
        WaitingOwner.REQUESTER: "wer angefordert hat",
        WaitingOwner.LICENCE: "Lizenzen",
        WaitingOwner.PACKAGING: "Paketierung",
        WaitingOwner.WINDOW: "eine Zeit für die Arbeit im Raum",
        WaitingOwner.MACHINE: "Rechner",
        WaitingOwner.IT: "IT",
    },
    WishState: {
        WishState.OPEN: "wartet auf die Zuordnung",
        WishState.LINKED: "wurde zur Anforderung",
        WishState.WITHDRAWN: "zurückgezogen",
    },
    OwedRank: {
        OwedRank.LATE: "verspätet",
        OwedRank.AT_RISK: "gefährdet",
        OwedRank.IN_TIME: "in der Zeit",
    },
    CatalogChangeState: {
        CatalogChangeState.PROPOSED: "wartet auf eine zweite Person",
        CatalogChangeState.APPLIED: "in Kraft",
        CatalogChangeState.REFUSED: "nicht genehmigt",
        CatalogChangeState.OVERTURNED: "aufgehoben",
    },
}
"""Nach Aufzählung und Glied."""

ENTRIES: Mapping[str, EntryPhrase] = {
    "rollout.cancelled": EntryPhrase(
        "Rollout abgebrochen",
        "{actor} hat den Rollout in {room} abgebrochen. Wozu er nicht kam, wird weiter geschuldet.",
    ),
    "wish.made": EntryPhrase(
        "Wunsch geäußert",
        "{actor} hat für {room} Software gewünscht, die der Katalog nicht hat[: {title}][, im Namen von {behalf}].",
    ),
    "wish.answered": EntryPhrase(
        "Wunsch beantwortet", "{actor} hat zu einem Wunsch von {person} für {room} etwas gesagt. Er bleibt offen."
    ),
    "wish.linked": EntryPhrase(
        "Wunsch zugeordnet", "{actor} hat aus dem Wunsch von {person} eine Anforderung von {item} in {room} gemacht."
    ),
    "wish.unlinked": EntryPhrase(
        "Wunsch wieder offen",
        "{actor} hat gesagt, dass mit dem Wunsch für {room} etwas anderes gemeint war. Er ist wieder offen.",
    ),
    "wish.confirmed": EntryPhrase(
        "Verknüpfung bestätigt", "{actor} hat gesagt, dass die Anforderung für {room} die gewünschte ist."
    ),
    "wish.silent_yes": EntryPhrase(
        "Schweigen zählt als Ja",
        "Gegen das, was aus dem Wunsch von {person} für {room} wurde, kam rechtzeitig kein Einwand.",
    ),
    "wish.withdrawn": EntryPhrase("Wunsch zurückgezogen", "{actor} hat einen Wunsch für {room} zurückgezogen."),
    "wish.rose": EntryPhrase(
        "Wunsch weitergereicht",
        "Den Wunsch von {person} für {room} hat niemand rechtzeitig beantwortet; er wurde nach oben gereicht.",
    ),
    "delay.noted": EntryPhrase(
        "Verzögerung mitgeteilt", "{actor} hat {person} mitgeteilt, dass {item} in {room} länger dauert."
    ),
    "catalog.proposed": EntryPhrase(
        "Änderung des Katalogs vorgeschlagen",
        "{actor} hat eine Änderung vorgeschlagen, die dem Katalog etwas nimmt[ ({count} {count:Feld|Felder})].",
    ),
    "catalog.narrowed": EntryPhrase(
        "Katalog eingeschränkt",
        "{actor} hat die Änderung des Katalogs als zweite Person genehmigt. Sie ist in Kraft.",
    ),
    "catalog.kept": EntryPhrase(
        "Katalog beibehalten", "{actor} hat die Änderung des Katalogs abgelehnt. Nichts wurde geändert."
    ),
    "catalog.restored": EntryPhrase(
        "Änderung des Katalogs aufgehoben",
        "Ein Widerspruch gegen die Änderung des Katalogs endete so durch {actor}: was sie nahm, ist wieder im Angebot.",
    ),
    "request.restored": EntryPhrase(
        "Etwas zurückgegeben",
        "{item} in {room} ist wieder so zu haben, wie {person} es angefordert hat; {actor} hat es zurückgebracht.",
    ),
    "request.narrowed": EntryPhrase(
        "Etwas weggenommen",
        "Mit der Änderung des Katalogs durch {actor} ist {item} in {room} nicht so zu haben, wie {person} es "
        "angefordert hat. Die Anforderung bleibt offen.",
    ),
}
"""Nach Art."""

NOT_FOUND: Mapping[str, str] = {
    "wish": "Es gibt keinen Wunsch {name}.",
    "catalog change": "Es gibt keine Änderung {name} des Softwarekatalogs.",
    "item to ask for": "Im Softwarekatalog gibt es kein „{name}“.[ Es gibt: {known:list}.] Wenn nichts davon passt, "
    "äußern Sie einen Wunsch: Die Technik kümmert sich darum, und seine Uhr läuft vom ersten Tag an.",
}
"""Zu ``not-found``, nach Art des Gesuchten."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "rollout-is-over": RefusalPhrase(
        "Schon vorbei", "Der Rollout {rollout_id} ist bereits {state}; es gibt nichts mehr abzubrechen."
    ),
    "every-seat-skipped": RefusalPhrase(
        "Kein Platz übrig",
        "Ein Rollout, der in {classroom} jeden Platz mit Rechner auslässt, täte nichts. Lassen Sie wenigstens einen "
        "Platz dabei.",
    ),
    "coexistence-in-use": RefusalPhrase(
        "Beides wird in einem Raum gebraucht",
        "Dass {item} und {with_item} nebeneinander laufen, lässt sich nicht zurücknehmen, solange beide angefordert "
        "sind[ (in {classrooms:list})]. Nichts wurde geändert. Lassen Sie es in der Katalogdatei stehen, oder geben "
        "Sie einen Grund an und lassen Sie eine zweite Person entscheiden.[ Anforderungen: {requests:list}.]",
    ),
    "item-would-be-blocked": RefusalPhrase(
        "Eine Schutzmaßnahme hielte es fern",
        "Durch diese Änderung hielte eine Schutzmaßnahme, die {with_item} betrifft, {item} fern, und das ist"
        "[ in {classrooms:list}] angefordert. Nichts wurde geändert. Nehmen Sie das aus der Katalogdatei, oder geben "
        "Sie einen Grund an und lassen Sie eine zweite Person entscheiden.[ Anforderungen: {requests:list}.]",
    ),
    "wish-is-over": RefusalPhrase(
        "Nicht mehr möglich",
        "Dieser Wunsch ist inzwischen in einem anderen Zustand ({state}); nichts wurde geändert. Sehen Sie ihn sich "
        "noch einmal an.",
    ),
    "not-the-wisher": RefusalPhrase(
        "Wunsch von jemand anderem",
        "Das kann nur {requester}, von wem der Wunsch ist. Sprechen Sie miteinander, oder äußern Sie einen eigenen.",
    ),
    "already-wished": RefusalPhrase(
        "Schon gewünscht",
        "Dieselbe Person hat für {classroom} schon einen offenen Wunsch nach {wished}; er zählt, und nichts wurde "
        "verdoppelt. Es ist der Wunsch {wish_id}.",
    ),
    "expected-in-the-past": RefusalPhrase(
        "Dieser Zeitpunkt ist vorbei",
        "{expected_at:when} ist vorbei. Geben Sie an, wann Sie es wirklich erwarten.",
    ),
    "catalog-change-is-over": RefusalPhrase(
        "Schon entschieden",
        "Über die Änderung des Katalogs ist bereits entschieden ({state}); nichts wurde geändert. Um etwas anderes zu "
        "ändern, lesen Sie die Dateien neu ein.",
    ),
    "catalog-change-needs-two": RefusalPhrase(
        "Eine zweite Person ist nötig",
        "Wer eine Änderung vorschlägt, die etwas wegnimmt, kann sie nicht auch genehmigen. Bitten Sie eine andere "
        "leitende Person, sie anzusehen.",
    ),
    "catalog-changed-meanwhile": RefusalPhrase(
        "Inzwischen geändert",
        "Der Katalog, oder was angefordert ist, ist nicht mehr, wie es beim Vorschlag war. Nichts wurde geändert. "
        "Lehnen Sie ihn ab, und schlagen Sie die Änderung mit dem jetzigen Stand neu vor.",
    ),
}
"""Nach Code."""
