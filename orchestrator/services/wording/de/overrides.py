"""Ausnahmen und Bremsen: was sie sagen, was abgelehnt wird, und was das Protokoll von ihnen sagt."""

from collections.abc import Mapping

from orchestrator.domain.holds import HoldScope
from orchestrator.domain.override_combinations import Combination
from orchestrator.domain.override_refusals import Hindrance
from orchestrator.domain.override_rules import SecondPerson, Weight
from orchestrator.domain.overrides import OverrideKind
from orchestrator.services.wording.phrasebook import EntryPhrase, OverridePhrases, RefusalPhrase, Terms

TERMS: Terms = {
    Weight: {
        Weight.LIGHT: "wenige Tage: eine Person und ein Satz",
        Weight.ORDINARY: "einige Wochen: eine Person, mit Belegen",
        Weight.HEAVY: "bis zum Ende des Semesters: zwei Personen, und was es stattdessen gibt",
    },
    SecondPerson: {
        SecondPerson.HEAVY: "sie dauert länger, als eine Person allein entscheiden darf",
        SecondPerson.OTHER_CATEGORY: "der Grund ist keiner der aufgeführten",
        SecondPerson.FOLLOW_UP: "dafür gab es im letzten Jahr schon eine Ausnahme, oder eine andere wartet",
        SecondPerson.MANY_SEATS: "sie lässt mehr Plätze aus, als eine Person allein auslassen darf",
        SecondPerson.BELOW_ENOUGH: "es bleiben weniger Plätze, als genügen sollten",
    },
    Hindrance: {
        Hindrance.BLOCKED: "eine Schutzmaßnahme hält es fern",
        Hindrance.TOO_OLD: "eine Schutzmaßnahme verlangt eine neuere Version",
        Hindrance.NO_RELEASE: "der Standort kann nichts ausliefern",
        Hindrance.CONFLICT: "es verträgt sich nicht mit etwas, das für den Raum angefordert ist",
    },
    Combination: {
        Combination.REFUSE: "die zweite wird abgelehnt",
        Combination.COMBINE: "beide gelten",
        Combination.FOLLOW_UP: "eine Folge-Ausnahme",
        Combination.ONLY_ON_SUBSTITUTE: "beide gelten, wo die Version die des Ersatzes ist",
    },
}
"""Nach Aufzählung und Glied."""

PHRASES = OverridePhrases(
    kinds={
        OverrideKind.DECLINE: "{item} wird in {room}[ an {seats:list}] bis {until:when} nicht bereitgestellt. "
        "Der Grund: {category}.",
        OverrideKind.DEFER: "{item} wird in {room}[ an {seats:list}] später bereitgestellt als angefordert, ab "
        "{until:when}. Der Grund: {category}.",
        OverrideKind.SUBSTITUTE: "In {room} steht {substitute}[ in Version {version}] an der Stelle von {item}"
        "[ an {seats:list}], bis {until:when}. Der Grund: {category}.",
        OverrideKind.PIN: "{item} wird in {room}[ an {seats:list}] in Version {version} bereitgestellt, bis "
        "{until:when}. Der Grund: {category}.",
        OverrideKind.EXCLUDE: "{item} wird in {room} an {seats:list} bis {until:when} nicht bereitgestellt. "
        "Der Grund: {category}.",
    },
    seat="Platz {label}",
    proposed="Sie wartet auf eine zweite Person und ändert bis dahin nichts.",
    begins="Sie beginnt am {starts:when}.",
    unconfirmed="Der Grund muss noch bestätigt werden[, bis {until}].",
    over="Sie ist seit {ended:when} vorbei: {state}.",
    contest="Wer die Software angefordert hat, kann dem widersprechen, solange die Ausnahme gilt.",
    agree="Wer die Software angefordert hat, kann dem Ersatz zustimmen; ohne diese Zustimmung zählt sie als abgelehnt.",
    check="{check}: {result}[ ({found:list})].",
    flagged="Der Katalog sagt etwas anderes; deshalb wurde vorgelegt, was daran neu ist.",
    scanned="zuletzt angesehen am {at}",
    withheld="Insgesamt wurde oder wird die Anforderung an {days} {days:Tag|Tagen} durch Ausnahmen verändert.",
    holds={
        HoldScope.REQUEST: "Eine Anforderung in {room} ist bis {until:when} angehalten und läuft dann von selbst "
        "weiter.",
        HoldScope.ITEM: "{item} ist in {room} bis {until:when} angehalten und läuft dann von selbst weiter.",
        HoldScope.ROLLOUT: "Alles, was {room} noch fehlte, ist bis {until:when} angehalten und läuft dann von selbst "
        "weiter.",
        HoldScope.REVISION: "{room} ging bis {until:when} auf die Revision {revision} zurück. Danach wird wieder "
        "geschuldet, was später kam[, zuerst an {canary}].",
    },
    hold_over="Die Bremse in {room} ist seit {ended:when} vorbei.",
    hold_canary="Die Bremse in {room} ist vorbei, und {canary} kommt zuerst dran.",
)
"""Was sie sagen."""

ENTRIES: Mapping[str, EntryPhrase] = {
    "override.recorded": EntryPhrase(
        "Ausnahme eingetragen",
        "{actor} hat eine Ausnahme für die Anforderung von {person} zu {item} in {room} eingetragen.",
    ),
    "override.approved": EntryPhrase(
        "Ausnahme genehmigt",
        "{actor} hat als zweite Person die Ausnahme für die Anforderung von {person} zu {item} in {room} genehmigt.",
    ),
    "override.refused": EntryPhrase(
        "Ausnahme abgelehnt",
        "{actor} hat die Ausnahme für die Anforderung von {person} zu {item} in {room} abgelehnt.",
    ),
    "override.confirmed": EntryPhrase(
        "Grund bestätigt",
        "{actor} hat den Grund der Ausnahme für die Anforderung von {person} zu {item} in {room} bestätigt.",
    ),
    "override.none_confirmed": EntryPhrase(
        "Grund nicht bestätigt",
        "Niemand hat den Grund der Ausnahme für die Anforderung von {person} zu {item} in {room} rechtzeitig "
        "bestätigt. Sie zählt von nun an als gewöhnliche Ausnahme.",
    ),
    "override.began": EntryPhrase(
        "Ausnahme begonnen", "Die Ausnahme für die Anforderung von {person} zu {item} in {room} hat begonnen."
    ),
    "override.lifted": EntryPhrase(
        "Ausnahme aufgehoben",
        "{actor} hat die Ausnahme für die Anforderung von {person} zu {item} in {room} aufgehoben.",
    ),
    "override.expired": EntryPhrase(
        "Ausnahme abgelaufen",
        "Die Zeit der Ausnahme für die Anforderung von {person} zu {item} in {room} war vorbei.",
    ),
    "override.overturned": EntryPhrase(
        "Ausnahme verworfen",
        "{actor} hat die Ausnahme für die Anforderung von {person} zu {item} in {room} verworfen.",
    ),
    "override.lapsed": EntryPhrase(
        "Ausnahme verfallen",
        "Niemand hat rechtzeitig über den Widerspruch entschieden; die Ausnahme für die Anforderung von {person} zu "
        "{item} in {room} ist verfallen.",
    ),
    "override.moot": EntryPhrase(
        "Ausnahme gegenstandslos",
        "Die Ausnahme für die Anforderung von {person} zu {item} in {room} ist gegenstandslos, denn worum es ging, ist "
        "vorbei.",
    ),
    "override.agreed": EntryPhrase(
        "Ersatz zugestimmt", "{person} hat dem zugestimmt, was an der Stelle von {item} in {room} steht."
    ),
    "hold.set": EntryPhrase("Angehalten", "{actor} hat in {room} die Bremse gezogen[: {item}]."),
    "hold.announced": EntryPhrase(
        "Neuerer Stand angekündigt",
        "Die Technikerinnen und Techniker von {room} wurden darauf hingewiesen, dass der neuere Stand zurückkommt"
        "[: {item}].",
    ),
    "hold.lifted": EntryPhrase("Bremse gelöst", "{actor} hat in {room} die Bremse gelöst[: {item}]."),
    "hold.over": EntryPhrase(
        "Bremse vorbei", "Die Bremse in {room} war vorbei, und was angehalten war, läuft weiter[: {item}]."
    ),
}
"""Nach Art."""

NOT_FOUND: Mapping[str, str] = {
    "override": "Es gibt keine Ausnahme {name}.",
    "hold": "Es gibt keine Bremse {name}.",
}
"""Einzelheit von ``not-found`` nach Art der Sache."""

PROBLEMS: Mapping[str, str] = {
    "one-of-these": "Eines davon muss angegeben sein[: {expected}].",
    "still-to-come": "Das liegt noch vor uns; zu zählen gibt es noch nichts. Geben Sie einen Tag an, der vorbei ist.",
    "period-too-long": "Gezählt werden höchstens {expected} Jahre zusammen. Geben Sie einen späteren Beginn an.",
    "in-the-past": "Dieser Zeitpunkt ist vorbei. Geben Sie einen späteren an.",
    "before-its-start": "Das endet, bevor es beginnt[, am {expected}]. Geben Sie einen späteren Zeitpunkt an.",
}
"""Nach Code."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "override-incomplete": RefusalPhrase(
        "Noch nicht genug gesagt",
        "{count} {count:Angabe fehlt oder ist|Angaben fehlen oder sind} zu lang, und nichts wurde eingetragen. Eine "
        "Ausnahme braucht umso mehr, je länger sie dauert: {weight}.",
    ),
    "override-too-long": RefusalPhrase(
        "Länger als das Semester",
        "Eine Ausnahme endet spätestens mit dem Semester, am {latest:when}. Nichts wurde eingetragen. Wählen Sie ein "
        "früheres Ende; was länger und für alle gelten muss, ist eine Schutzmaßnahme.",
    ),
    "freeze-too-long": RefusalPhrase(
        "Länger als eine Prüfung oder ein Ausfall",
        "Für eine Prüfung oder einen Ausfall dauert eine Ausnahme höchstens {days} Tage, also bis {latest:when}. "
        "Nichts wurde eingetragen. Wählen Sie ein früheres Ende oder einen anderen Grund.",
    ),
    "new-evidence-needed": RefusalPhrase(
        "Nicht die erste Ausnahme",
        "Für dieselbe Anforderung derselben Person gab es im letzten Jahr schon eine Ausnahme, oder eine wartet: "
        "{override_id}. Nichts wurde eingetragen. Geben Sie an, was seitdem neu ist; eine zweite Person muss es "
        "genehmigen.",
    ),
    "own-request": RefusalPhrase(
        "Ihre eigene Anforderung",
        "Die Anforderung {request_id} ist Ihre eigene; für die eigene trägt niemand eine Ausnahme ein. Ziehen Sie sie "
        "zurück, oder lassen Sie jemand anderes entscheiden.",
    ),
    "only-for-presence": RefusalPhrase(
        "Soll fehlen",
        "Die Anforderung {request_id} will, dass die Software fehlt; deshalb geht das nicht: {kind}. Lehnen Sie sie "
        "stattdessen ab, oder verschieben Sie sie.",
    ),
    "no-reason-against-absence": RefusalPhrase(
        "Soll fehlen",
        "Die Anforderung {request_id} will, dass die Software fehlt, und dieser Grund spricht dagegen, sie zu haben: "
        "{category}. Nichts wurde eingetragen. Nennen Sie den Grund, warum sie bleiben muss, oder lassen Sie sie "
        "gehen.",
    ),
    "instead-not-deliverable": RefusalPhrase(
        "Es käme nicht an",
        "{item}[ in Version {version}] könnte dort nicht ausgeliefert werden: {hindrance}[ ({with_item})]"
        "[ ({safeguard_id})]. Nichts wurde eingetragen.[ Wählbare Versionen: {possible:list}.] Wählen Sie etwas, das "
        "ausgeliefert werden kann, oder lehnen Sie ab oder verschieben Sie, damit niemandem etwas versprochen wird, "
        "das nicht kommt.",
    ),
    "cannot-combine": RefusalPhrase(
        "Eine andere Ausnahme steht im Weg",
        "Für dieselbe Anforderung gilt schon eine Ausnahme, {override_id} ({first_kind}), und daneben geht das nicht: "
        "{kind}. Nichts wurde eingetragen. Heben Sie jene zuerst auf, oder warten Sie ihr Ende ab.",
    ),
    "evidence-not-met": RefusalPhrase(
        "Der Beleg trifft nicht zu",
        "{checks}[ Es geht um: {found:list}.] Nichts wurde eingetragen. Berichtigen Sie den Beleg, oder nennen Sie den "
        "wirklichen Grund.",
    ),
    "not-a-second-person": RefusalPhrase(
        "Dieselbe Person",
        "Sie haben die Ausnahme {override_id} selbst eingetragen. Die zweite Person ist jemand anderes, gleich welche "
        "Rollen Sie haben. Nichts wurde geändert.",
    ),
    "cannot-confirm": RefusalPhrase(
        "Jemand anderes bestätigt das",
        "Sie können den Grund der Ausnahme {override_id} nicht bestätigen ({category}): Das tun für Sicherheit die "
        "Sicherheitsbeauftragten, für Lizenzen die Leitung, für Rechtliches die im Beleg genannte Person. Niemand von "
        "ihnen darf dort zur Technik gehören. Nichts wurde geändert.",
    ),
    "nothing-to-confirm": RefusalPhrase(
        "Nichts zu bestätigen",
        "Die Ausnahme {override_id} wartet auf keine Bestätigung: {confirmation}. Nichts wurde geändert.",
    ),
    "not-a-substitute": RefusalPhrase(
        "Nichts zuzustimmen",
        "Die Ausnahme {override_id} setzt nichts an die Stelle des Angeforderten ({kind}). Ihr kann stattdessen "
        "widersprochen werden.",
    ),
    "only-the-requester-agrees": RefusalPhrase(
        "Anforderung von jemand anderem",
        "Nur wer die Software angefordert hat, kann der Ausnahme {override_id} zustimmen. Nichts wurde geändert.",
    ),
    "substitute-for-one-requester": RefusalPhrase(
        "Von mehreren angefordert",
        "Mehrere haben {item} angefordert, und jede Person muss zu dem gefragt werden, was an dessen Stelle steht. "
        "Nichts wurde eingetragen. Tragen Sie für jede Anforderung eine Ausnahme ein: {requests:list}.",
    ),
    "nothing-to-override": RefusalPhrase(
        "Niemand fordert es an",
        "Niemand fordert {item} in {classroom} an; eine Ausnahme hätte also keinen Gegenstand. Was auch dann nicht "
        "installiert werden darf, wenn es angefordert wird, ist eine Schutzmaßnahme.",
    ),
    "seats-not-asked": RefusalPhrase(
        "Nicht diese Plätze",
        "Die Anforderung {request_id} gilt nicht für {seats:list}. Wählen Sie Plätze, für die sie gilt.",
    ),
    "no-such-substitute": RefusalPhrase(
        "Kein solcher Ersatz",
        "Keine Ausnahme hat {item} an die Stelle des Angeforderten gesetzt. Tragen Sie das zuerst ein, oder wählen Sie "
        "eine Version des Angeforderten.",
    ),
    "held-before": RefusalPhrase(
        "Schon einmal angehalten",
        "Das wurde schon einmal angehalten, bis {until:when}; jede Anforderung und jeder Titel lässt "
        "sich einmal anhalten. Nichts wurde geändert. Tragen Sie eine Ausnahme mit ihrem Grund ein.",
    ),
    "nothing-to-hold": RefusalPhrase(
        "Nichts anzuhalten",
        "In {classroom} ist nichts angefordert, das sich so anhalten ließe. Nichts wurde geändert.",
    ),
    "hold-is-over": RefusalPhrase("Schon vorbei", "Diese Bremse ist schon vorbei; es war nichts zu ändern."),
    "rollout-is-over": RefusalPhrase(
        "Schon vorbei",
        "Der Rollout {rollout_id} ist vorbei ({state}); daran gibt es nichts anzuhalten. Halten Sie eine Anforderung "
        "oder einen Titel an, oder lassen Sie den Raum auf eine frühere Revision zurückgehen.",
    ),
}
"""Nach Code."""
