"""Briefe: was jemand liest, wenn es nicht so ist wie gewünscht."""

from collections.abc import Mapping

from orchestrator.domain.classrooms import SeatTarget
from orchestrator.domain.evidence import Category
from orchestrator.domain.letters import CatalogLoss
from orchestrator.domain.overrides import Confirmation, OverrideKind, OverrideState
from orchestrator.domain.safeguards import SafeguardKind
from orchestrator.domain.standing import StandingCode
from orchestrator.services.wording.letter_phrases import HeadPhrase, LetterPhrases
from orchestrator.services.wording.phrasebook import RefusalPhrase

_OWN_LETTER = "Ein eigener Brief sagt, warum, und wie Sie widersprechen."
_FREE = "Ihre Anforderung wird nicht gelöscht: sie läuft von selbst weiter, sobald nichts mehr im Weg steht."

LETTERS = LetterPhrases(
    salutation="Guten Tag {name},",
    salutation_nobody="Guten Tag,",
    closing="Mit freundlichen Grüßen",
    team="das Team für die Unterrichtsräume[ ({unit})]",
    named_team="{team}[ ({unit})]",
    asked="Am {at:when} haben Sie {item}[ in Version {version}] {where} in {room} angefordert, gebraucht bis "
    "{needed_by:when}.",
    asked_absent="Am {at:when} haben Sie darum gebeten, dass {item} {where} in {room} nicht installiert ist.",
    asked_for_you="Am {at:when} wurde in Ihrem Namen {item}[ in Version {version}] {where} in {room} angefordert, "
    "gebraucht bis {needed_by:when}.",
    where={
        SeatTarget.ALL: "für alle Plätze",
        SeatTarget.PODIUM: "für den Rechner am Pult",
        SeatTarget.STUDENT_SEATS: "für die Plätze der Studierenden",
    },
    there="dort",
    on_seats="an {count:Platz|den Plätzen} {labels:list}",
    override={
        OverrideKind.DECLINE: HeadPhrase(
            "{item} in {room}: nicht vor {until:when}",
            "Wir haben vorerst anders entschieden: bis {until:when} wird es {place} nicht installiert.",
        ),
        OverrideKind.DEFER: HeadPhrase(
            "{item} in {room}: später, ab {until:when}",
            "Es kommt, aber später: ab {until:when} wird es {place} installiert.",
        ),
        OverrideKind.SUBSTITUTE: HeadPhrase(
            "{item} in {room}: stattdessen {substitute} bis {until:when}",
            "Bis {until:when} installieren wir {place} stattdessen {substitute}[ in Version {version}].",
        ),
        OverrideKind.PIN: HeadPhrase(
            "{item} in {room}: Version {version} bis {until:when}",
            "Es wird {place} installiert, aber bis {until:when} in Version {version} und keiner anderen.",
        ),
        OverrideKind.EXCLUDE: HeadPhrase(
            "{item} in {room}: an {count} von {of} {of:Platz|Plätzen} nicht bis {until:when}",
            "Es wird installiert, aber bis {until:when} an {count} von {of} {of:Platz|Plätzen} nicht: {labels:list}.",
        ),
    },
    override_absent=HeadPhrase(
        "{item} in {room}: bleibt bis {until:when}",
        "Wir haben vorerst anders entschieden: was davon da ist, bleibt bis {until:when}.",
    ),
    why="Warum: {category}[ {explanation}]",
    category={
        Category.SECURITY: "Es würde einen Weg öffnen, den Rechnern oder den Menschen daran zu schaden.",
        Category.LICENCE: "Es gibt dafür nicht genug Lizenzen.",
        Category.LEGAL: "Ein Gesetz oder ein Vertrag lässt es nicht zu.",
        Category.INCOMPATIBILITY: "Es verträgt sich nicht mit etwas anderem auf diesen Rechnern.",
        Category.HARDWARE: "Diesen Rechnern fehlt etwas, das es braucht.",
        Category.NOT_DEPLOYABLE: "Wir haben versucht, es zu installieren, und es schlug fehl.",
        Category.POLICY: "Eine Regelung der Universität, die nicht von der IT stammt, spricht dagegen.",
        Category.END_OF_SUPPORT: "Der Hersteller behebt seine Fehler nicht mehr, oder bald nicht mehr.",
        Category.FREEZE: "Wegen einer Prüfung oder Abschaltung muss der Raum bleiben, wie er ist.",
        Category.OTHER: "Der Grund ist keiner der üblichen.",
    },
    rests_on="Worauf sich das stützt:",
    rests_on_checked="Worauf sich das stützt; „geprüft“ heißt, dass der Dienst selbst nachgesehen hat:",
    approved="Eine zweite Person hat es angesehen und zugestimmt.",
    confirms={
        Category.SECURITY: "die für Sicherheit zuständige Person",
        Category.LICENCE: "die für Lizenzen zuständige Leitung",
        Category.LEGAL: "die Person, die dafür einsteht",
    },
    confirmation={
        Confirmation.NOT_NEEDED: "",
        Confirmation.WAITING: "Der Grund muss noch durch {by} bestätigt werden[, bis {at}; geschieht das nicht, zählt "
        "er als gewöhnlicher].",
        Confirmation.CONFIRMED: "Der Grund wurde durch {by} bestätigt.",
        Confirmation.NONE_CAME: "Der Grund wurde durch {by} nicht rechtzeitig bestätigt und zählt daher als "
        "gewöhnlicher.",
    },
    instead="Was Sie stattdessen bekommen: {instead}",
    use_instead="Was Sie stattdessen nutzen können: {instead}",
    instead_nothing="Was Sie stattdessen bekommen: vorerst nichts; etwas Gleichwertiges haben wir nicht.",
    instead_unknown="Was Sie stattdessen nutzen können: wir kennen nichts Gleichwertiges. Wenn Sie sagen, was Sie "
    "damit tun möchten, findet sich vielleicht ein Weg.",
    asks_for_yes="Bitte sagen Sie, ob Ihnen das genügt. Ohne Ihr Ja zählt es als abgelehnt, nicht als geliefert.",
    ends="Wie es endet: von selbst am {until:when}. Ihre Anforderung wird nicht gelöscht; sie läuft dann weiter, und "
    "Sie müssen nicht noch einmal anfordern.",
    lifts="Es endet früher, wenn dies eintritt: {what}",
    meanwhile="In der Zwischenzeit: {what}",
    clock_runs="Der Termin, den Sie genannt haben ({needed_by:when}), gilt weiter.",
    clock_stands="Der Termin, den Sie genannt haben ({needed_by:when}), ruht, bis das geklärt ist.",
    short="Das darf eine Person des Teams mit einem Satz entscheiden, weil es höchstens {days} Tage gilt.",
    contest="Wenn Sie es anders sehen, widersprechen Sie, solange es gilt:\n"
    "1. Öffnen Sie Ihre Anforderung in der Software für die Unterrichtsräume und wählen Sie „Dieser Entscheidung "
    "widersprechen“.\n"
    "2. Sagen Sie in ein, zwei Sätzen, wofür Sie es brauchen oder was oben nicht stimmt. Sie brauchen weder ein "
    "Formular noch Fachwissen.\n"
    "3. In {days} Arbeitstagen entscheidet {who} und schreibt Ihnen. Wer dies entschieden hat, ist nicht dabei. "
    "{lapse}\n"
    "Wer lieber die Befehlszeile nimmt: {command}",
    lapses="Entscheidet in {lapse} Arbeitstagen niemand, endet dies von selbst, und Ihre Anforderung läuft weiter.",
    holds_on="Entscheidet in {lapse} Arbeitstagen niemand, geht es an eine benannte Person außerhalb der IT; bis dahin "
    "gilt es.",
    rules={
        Category.SECURITY: "eine Person, die die Universität für Fragen der Sicherheit benannt hat,",
        Category.LICENCE: "eine Person, die die Universität für Fragen der Lizenzen benannt hat,",
        Category.LEGAL: "eine Person, die die Universität für Fragen des Rechts benannt hat,",
        **dict.fromkeys(
            (
                Category.INCOMPATIBILITY,
                Category.HARDWARE,
                Category.NOT_DEPLOYABLE,
                Category.POLICY,
                Category.END_OF_SUPPORT,
                Category.FREEZE,
                Category.OTHER,
            ),
            "eine von der Universität benannte Gruppe, in der auch jemand lehrt,",
        ),
    },
    ended={
        OverrideState.EXPIRED: "Was wir Ihnen zu {item} in {room} schrieben, ist vorbei: seine Zeit ist abgelaufen.",
        OverrideState.LIFTED: "Was wir Ihnen zu {item} in {room} schrieben, ist vorbei: wir haben es zurückgenommen.",
        OverrideState.OVERTURNED: "Was wir Ihnen zu {item} in {room} schrieben, ist vorbei: der Widerspruch dagegen "
        "hatte recht.",
        OverrideState.LAPSED: "Was wir Ihnen zu {item} in {room} schrieben, ist vorbei: über den Widerspruch dagegen "
        "hat niemand rechtzeitig entschieden.",
        OverrideState.REFUSED: "Was wir Ihnen zu {item} in {room} schrieben, ist vorbei: wer zustimmen musste, hat es "
        "nicht getan.",
        OverrideState.MOOT: "Was wir Ihnen zu {item} in {room} schrieben, ist vorbei, weil es keine Anforderung mehr "
        "gibt.",
    },
    ended_subject="{item} in {room}: Ihre Anforderung läuft weiter",
    goes_on="Ihre Anforderung läuft von selbst weiter, so wie Sie sie gestellt haben. Sie müssen nichts tun; wir sagen "
    "Ihnen, wenn wieder etwas im Weg steht.",
    ended_subject_kept="{item} in {room}: vorbei, aber etwas anderes steht im Weg",
    kept={
        StandingCode.SAFEGUARDED: "Wie es weitergeht: eine Schutzmaßnahme der Universität hält {item} weiterhin von "
        f"{{room}} fern[, bis {{until:when}}]. {_OWN_LETTER} {_FREE}",
        StandingCode.OVERRIDDEN: "Wie es weitergeht: eine andere Entscheidung über {item} in {room} gilt weiterhin[, "
        f"bis {{until:when}}]. {_OWN_LETTER} {_FREE}",
        StandingCode.HELD: "Wie es weitergeht: {item} in {room} ist für eine Weile angehalten[, bis {until:when}]. "
        "Ihre Anforderung wird nicht gelöscht: sie läuft danach von selbst weiter.",
        StandingCode.IN_CONFLICT: "Wie es weitergeht: etwas anderes in {room} verträgt sich nicht mit {item} und war "
        f"zuerst da. {_FREE}",
        StandingCode.WAITING_FOR_PACKAGING: "Wie es weitergeht: im Software-Katalog gibt es keine Version von {item}, "
        "die jetzt in {room} installiert werden könnte. Ihre Anforderung wird nicht gelöscht: sie läuft von selbst "
        "weiter, sobald es eine gibt.",
    },
    safeguard={
        SafeguardKind.BLOCK: HeadPhrase(
            "{item} in {room}: warum wir es nicht installieren",
            "Es wird nicht installiert, weder in diesem Raum noch auf einem anderen Rechner der Universität: eine "
            "Schutzmaßnahme, mit der die Universität alle schützt, hält es fern. Wo wir es installiert hatten, wird es "
            "entfernt.",
        ),
        SafeguardKind.MINIMUM_VERSION: HeadPhrase(
            "{item} in {room}: Version {minimum} oder neuer",
            "Es wird installiert, aber nur in Version {minimum} oder neuer: eine Schutzmaßnahme hält ältere fern.",
        ),
        SafeguardKind.PROTECTIVE_UPDATE: HeadPhrase(
            "{item} in {room}: Version {minimum} oder neuer",
            "Es wird installiert, aber nur in Version {minimum} oder neuer[; ältere werden bis {deadline:when} auf den "
            "neuen Stand gebracht].",
        ),
    },
    no_judgement="Das ist kein Urteil über Sie oder Ihre Lehrveranstaltung: es gilt für alle, in jedem Raum.",
    older="Sie hatten Version {versions:list} angefordert; das ist älter.",
    review="Wie es endet: es wird bis {review:when} erneut angesehen und endet von selbst am {until:when}, wenn es "
    "nicht erneuert wird. Ihre Anforderung wird nicht gelöscht: sie läuft von selbst weiter, sobald nichts mehr im "
    "Weg steht.",
    exemption="Es gibt Ausnahmen: für benannte Räume, mit Bedingungen und einem Ende, wenn jemand außerhalb der IT, "
    "der für das Risiko einsteht, unterschreibt. Der Weg dahin ist der Widerspruch.",
    update=HeadPhrase(
        "{item} in {room} wird bis {deadline:when} aktualisiert",
        "{item} in {room} wird bis {deadline:when} auf Version {minimum} oder neuer gebracht. Sie haben das nicht "
        "angefordert; die Universität tut es, um alle zu schützen, die diese Rechner nutzen.",
    ),
    update_emergency="Es ist dringend und kann daher kurzfristig geschehen.",
    update_nothing_to_do="Sie müssen nichts tun. Wenn Ihr Lehrmaterial die ältere Version braucht, sagen Sie es jetzt, "
    "indem Sie widersprechen.",
    ruling_subject={
        False: "{item} in {room}: Ihr Widerspruch, und warum die Entscheidung bleibt",
        True: "{item} in {room}: Ihr Widerspruch hatte recht",
    },
    ruling_asked="Gegen die Entscheidung zu {item} in {room} wurde Widerspruch eingelegt. Darüber hat nun jemand "
    "entschieden, der an ihr nicht beteiligt war.",
    ruling_lapsed="Gegen die Entscheidung zu {item} in {room} wurde Widerspruch eingelegt, und darüber hat niemand "
    "rechtzeitig entschieden. Deshalb endete sie von selbst.",
    ruled={
        False: "Die Entscheidung bleibt bestehen.",
        True: "Der Widerspruch hatte recht; die Entscheidung bleibt nicht, wie sie war.",
    },
    ruling_reason="Warum: {reason}",
    ruling_stands="Wie es weitergeht: die Entscheidung endet weiterhin von selbst am {until:when}, und Ihre "
    "Anforderung wird nicht gelöscht. Sie läuft dann von selbst weiter.",
    ruling_catalog_stands="Wie es weitergeht: der Katalog bleibt, wie er ist, und Ihre Anforderung wird nicht "
    "gelöscht. Sie läuft von selbst weiter, sobald sie erfüllt werden kann.",
    ruling_goes_on="Wie es weitergeht: Ihre Anforderung läuft von selbst weiter, so wie Sie sie gestellt haben. Sie "
    "müssen nichts tun.",
    exemption_granted="Wie es weitergeht: für {item} in {room} gibt es eine Ausnahme bis {until:when}.",
    exemption_condition="Die Bedingung dafür: {what}",
    exemption_waits="Sie gilt, sobald die Person außerhalb der IT, die für das Risiko einsteht, unterschrieben hat. "
    "Ein Platz kann es zuerst bekommen; die anderen folgen, wenn es dort bereit ist.",
    catalog={
        CatalogLoss.RETIRED: HeadPhrase(
            "{item} in {room}: ab {at:when} nicht mehr im Angebot",
            "{item} ist ab {at:when} nicht mehr im Angebot.",
        ),
        CatalogLoss.RELEASE_GONE: HeadPhrase(
            "{item} in {room}: ab {at:when} eine andere Version",
            "{item} ist ab {at:when}[ in Version {version}] nicht mehr im Angebot.",
        ),
        CatalogLoss.CONFLICT_ADDED: HeadPhrase(
            "{item} in {room}: ab {at:when} nicht neben {other}",
            "Ab {at:when} gelten {item} und {other} als unverträglich, sodass nur eines von beiden da sein kann.",
        ),
        CatalogLoss.COEXISTENCE_DROPPED: HeadPhrase(
            "{item} in {room}: ab {at:when} vielleicht nicht neben {other}",
            "Ab {at:when} steht niemand mehr dafür ein, dass sich {item} und {other} vertragen.",
        ),
        CatalogLoss.BY_HAND: HeadPhrase(
            "{item} in {room}: ab {at:when} von Hand installiert",
            "Ab {at:when} wird {item} von Hand installiert, sodass es länger dauern kann.",
        ),
        CatalogLoss.BLOCKED: HeadPhrase(
            "{item} in {room}: ab {at:when} von einer Schutzmaßnahme ferngehalten",
            "Ab {at:when} gehört {item} dem Katalog nach zu dem, was eine Schutzmaßnahme der Universität fernhält"
            "[, denn es braucht {other}].",
        ),
    },
    catalog_until="Bis {at:when} bleibt alles, wie es ist. Ihre Anforderung wird nicht gelöscht, und ihr Termin gilt "
    "weiter.",
    catalog_lapses="Entscheidet in {lapse} Arbeitstagen niemand, wird die Änderung von selbst rückgängig gemacht.",
)
"""Alle davon."""

NOT_FOUND: Mapping[str, str] = {"letter": "Es gibt keinen Brief {name}."}
"""Näheres zu ``not-found`` nach Art der Sache."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "letter-erased": RefusalPhrase(
        "Bereits gelöscht", "Die Worte dieses Briefs sind bereits gelöscht. Dass es ihn gab, bleibt bekannt."
    ),
}
"""Nach Code."""
