"""Sentences about requests, seats, plans, rooms and rollouts."""

from collections.abc import Mapping

from orchestrator.domain.requests import Wanted
from orchestrator.domain.resolution import ConflictKind, WaitingCode
from orchestrator.domain.rollouts import RunState
from orchestrator.domain.standing import StandingCode
from orchestrator.services.wording.moments import CalendarWords
from orchestrator.services.wording.phrasebook import Sentences

CALENDAR = CalendarWords(
    days=("Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."),
    months=("Jan.", "Feb.", "März", "April", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."),
    moment="{day}, {date}. {month}, {hour:02}:{minute:02} Uhr",
    moment_of_year="{day}, {date}. {month} {year}, {hour:02}:{minute:02} Uhr",
    plain_day="{date}. {month} {year}",
    day="{day}, {date}. {month} {year}",
)

SENTENCES = Sentences(
    seat="Platz {label}",
    in_seat="Platz {label}",
    machine="Rechner {label}",
    in_machine="Rechner {label}",
    software="die Software",
    pulled_in="das Chocolatey-Paket {package}",
    called="„{name}“",
    called_in_room="„{name} in {room}“",
    called_rollout="„{room}, {at:when}“",
    called_override="„{name} in {room}, bis {until:when}“",
    and_=" und ",
    more="{count} weitere",
    item_version="{item}[ {version}]",
    out_of_service="{out} {out:Platz ist|Plätze sind} außer Betrieb[ bis {until}].",
    needed_by="Gebraucht bis {needed_by:when}.",
    late="Gebraucht wurde es bis {needed_by:when}; es ist überfällig.",
    seats_failed="{count:Platz|die Plätze} {labels:list} {count:wird|werden} repariert",
    seats_off="{count:Platz|die Plätze} {labels:list} {count:ist|sind}[ seit {since}] ausgeschaltet; wir versuchen es "
    "wieder, sobald {count:er|sie} an {count:ist|sind}",
    seats_off_by_technician="{count:Platz|die Plätze} {labels:list} {count:ist|sind}[ seit {since}] ausgeschaltet; die "
    "Technik kann es wieder versuchen, sobald {count:er|sie} an {count:ist|sind}",
    seats_without_machine="{count:Platz|die Plätze} {labels:list} {count:hat|haben} noch keinen Rechner",
    rest_owed="der Rest folgt von selbst",
    rest_by_technician="in diesem Raum startet die Technik die Installation",
    rest_elsewhere="an den übrigen muss ein anderes Werkzeug der Universität es noch ausliefern",
    enough="{enough} {enough:Platz genügt|Plätze genügen}.",
    line_own="Ihre Zeile[ „{words}“]",
    line_of_another="Die Zeile[ „{words}“] zu Einstellungen und Erweiterungen",
    line_open="{line} wartet auf eine Antwort.",
    line_stated="{line} hat {by} als erledigt gemeldet. Sie steht aus, bis die anfordernde Person das bestätigt"
    "[, oder bis {confirm_until:when} nichts sagt].",
    line_stated_own="{line} hat {by} als erledigt gemeldet. Sie steht aus, bis Sie das bestätigen"
    "[, oder bis {confirm_until:when} nichts sagen].",
    line_otherwise="{line} ist nicht wie gewünscht erledigt, sagt {by}[: „{why}“].[ Stattdessen: „{instead}“.] Sie "
    "steht aus, bis die anfordernde Person sagt, dass das genügt.",
    line_otherwise_own="{line} ist nicht wie gewünscht erledigt, sagt {by}[: „{why}“].[ Sie bekommen stattdessen: "
    "„{instead}“.] Sagen Sie[ bis {confirm_until:when}], ob das genügt; ohne Ihr Ja steht sie weiter aus.",
    line_accepted="{line} hat {by} anders erledigt[: „{instead}“], und die anfordernde Person hat gesagt, dass das "
    "genügt.",
    otherwise="{item} in {room} ist nicht wie gewünscht erledigt, sagt {by}[: „{why}“].[ Stattdessen: „{instead}“.] Es "
    "steht aus, bis die anfordernde Person sagt, dass das genügt.",
    otherwise_own="{item} in {room} ist nicht wie gewünscht erledigt, sagt {by}[: „{why}“].[ Sie bekommen stattdessen: "
    "„{instead}“.] Sagen Sie[ bis {confirm_until:when}], ob das genügt; ohne Ihr Ja steht es weiter aus.",
    otherwise_accepted="{item} in {room} hat {by} anders erledigt[: „{instead}“], und die anfordernde Person hat "
    "gesagt, dass das genügt.",
    line_done="{line} ist erledigt, gemeldet von {by}; kein Rechner hat es geprüft.",
    line_included="{line} gehört zur Arbeit.",
    another_request="eine andere Anforderung",
    baseline="die Grundausstattung des Raums",
    first_come="Was zuerst da war, bleibt; dies folgt von selbst, sobald der Weg frei ist. "
    "Sie können etwas anfordern, das daneben läuft, oder andere Plätze wählen.",
    until_packaged="Bis dahin bleibt es offen.",
    seat_ready="{seat} ist bereit.",
    seat_working="An {in_seat} wird gerade gearbeitet.",
    seat_pending="{seat} wartet. {pending}",
    seat_unseen="{seat} wurde noch nicht angesehen. Der nächste Rollout oder Probelauf tut es.",
    seat_work="[Installiert: {installed:list}.][ Entfernt: {removed:list}.][ Nicht zu Ende gebracht: {failed:list}.]",
    seat_no_work="Es war nichts zu tun.",
    hardware="{parts:list}; gesehen am {seen:when}.",
    hardware_memory="{memory} GB Arbeitsspeicher",
    hardware_cpu="{cpu}[ mit {cores} {cores:logischen Prozessor|logischen Prozessoren}]",
    hardware_cores="{cores} {cores:logischer Prozessor|logische Prozessoren}",
    hardware_disk="{free} von {disk} GB auf dem Systemlaufwerk frei",
    hardware_windows="{name}[ (Build {build})]",
    why_request="Von {requester} angefordert.",
    why_absent="Auf Wunsch von {requester} soll es hier nicht sein.",
    wanted_any="beliebig",
    wanted_absent="nicht vorhanden",
    why_substitute="Steht an der Stelle dessen, was {requester} angefordert hat.",
    why_pinned="Eine Ausnahme bestimmt diese Version dessen, was {requester} angefordert hat.",
    why_minimum="Ältere Versionen sind aus Sicherheitsgründen nicht zugelassen.",
    why_protective_update="Eine Sicherheitsaktualisierung erneuert alle vorhandenen Kopien.",
    why_blocked="Auf allen Rechnern der Universität gesperrt.",
    why_rolled_back="Der Raum ist für eine Weile zu einem früheren Stand zurückgekehrt.",
    why_baseline="Gehört zur Grundausstattung des Raums.",
    why_required="Wird von {item} benötigt, angefordert von {requester}.",
    why_required_by_baseline="Wird von {item} benötigt, das zur Grundausstattung des Raums gehört.",
    plan_work="Ein Rollout würde installieren: {work:list}.",
    plan_scanned="Die Rechner wurden dafür gerade angesehen; geändert wurde an ihnen nichts.",
    plan_seats="{item} an {seats} {seats:Platz|Plätzen}",
    plan_upgrade_seats="{item} über eine ältere Version an {seats} {seats:Platz|Plätzen}",
    plan_removal="Ein Rollout würde entfernen: {work:list}.",
    plan_removal_seats="{item} von {seats} {seats:Platz|Plätzen}",
    plan_nothing="Es ist nichts zu installieren.",
    plan_unread="Nicht planen {seats:ließ sich Platz|ließen sich die Plätze} {labels:list}.",
    room="{ready} von {seats} {seats:Platz|Plätzen} in {room} {ready:ist|sind} bereit.",
    rollout_waits="Der Rollout in {room} wartet auf den Beginn.",
    rollout_runs="Der Rollout in {room} läuft: bisher {ready} von {seats} {seats:Platz|Plätzen} bereit.",
    rollout_over="Der Rollout in {room} ist[ seit {when}] beendet: {ready} von {seats} {seats:Platz|Plätzen} bereit.",
    rollout_left="Nicht bereit: {labels:list}.",
    rollout_cancelled="Der Rollout in {room} wurde[ von {by}][ am {when}] abgebrochen: {ready} von {seats} "
    "{seats:Platz|Plätzen} bereit. Der Rest wird weiter geschuldet.",
    rollout_skipped="Für dieses Mal ausgelassen: {labels:list}.",
    wish_open="{title} ist für {room} gewünscht; der Softwarekatalog hat es noch nicht. Gebraucht wird es bis "
    "{needed_by:when}.[ Bis {risen} hatte niemand geantwortet, deshalb wurde der Wunsch nach oben gereicht.]",
    wish_linked="Aus dem Wunsch nach {title} in {room} ist eine Anforderung geworden[: {item}].[ Bis {until} kann, wer "
    "den Wunsch hatte, sagen, ob das gemeint war; ohne ein Wort gilt es als Ja.]",
    wish_withdrawn="Der Wunsch nach {title} in {room} wurde zurückgezogen.",
    narrowing_checked="Das nimmt etwas weg, was angefordert ist: {items:list}, in {rooms} {rooms:Raum|Räumen} "
    "({requests} {requests:Anforderung|Anforderungen}). Nichts wurde geändert. Übernommen wird es erst, wenn eine "
    "zweite Person zustimmt.",
    narrowing_proposed="Das nimmt etwas weg, was angefordert ist: {items:list}, in {rooms} {rooms:Raum|Räumen} "
    "({requests} {requests:Anforderung|Anforderungen}). Nichts wurde geändert: Es wartet auf eine zweite Person.",
    life_revision="Das Manifest von {room} bekam Revision {number}: {change}.",
    held_as_it_is="{item} ist an {there} von {target} {target:Platz|Plätzen} in {room} da und wird so angehalten[, bis "
    "{until}]: in dieser Zeit ändert sich nichts, danach geht es von selbst weiter.",
    held_without="In {room} sind {there} von {target} {target:Platz|Plätzen} ohne {item}, und das wird so angehalten[, "
    "bis {until}]: Bis dahin ändert sich nichts, danach geht es von selbst weiter.",
    life_placed="{item} wurde dabei an {seats} {seats:Platz|Plätzen} installiert.",
    life_alike="{count} {count:weiterer Rollout endete|weitere Rollouts endeten} ebenso, der letzte am {when:when}.",
    import_applied="{count} {count:Änderung wurde|Änderungen wurden} übernommen.",
    import_checked="{count} {count:Änderung würde|Änderungen würden} übernommen; noch ist nichts geändert. "
    "Zum Übernehmen bestätigen Sie den Import.",
    import_nothing="Es ist nichts zu ändern: alles ist so, wie es in den Dateien steht.",
    import_nothing_more="Sonst ist nichts zu ändern: alles andere ist so, wie es in den Dateien steht.",
    import_plan_kept="Der Plan von {room} wurde hier gezeichnet und bleibt so. In den Dateien steht anderswo"
    "[: Plätze {seats:list}][; {door}].",
    import_plan_door="die Tür",
    import_change="{thing} {name}[ ({within})]: {type}[ ({fields})].",
    import_field="{field}: {before} → {after}",
    figure_unknown="unbekannt",
    figure_share="{value} von {of}[ ({percent} %)]",
    figure_goal="{share}, Ziel {goal} %",
    figure_days="{days} Tage",
    figure_mean="je {days} Tage, insgesamt {of}",
    figure_median="{days} Tage, insgesamt {of}",
    figure_mean_of_none="keine",
    decimal_mark=",",
)

_READY_ON = "{item} ist an {ready} von {target} {target:Platz|Plätzen} in {room} bereit"
_WITHOUT_ON = "In {room} sind {ready} von {target} {target:Platz|Plätzen} ohne {item}"
_AND_REST = "[; {hindered}][; {rest}]"

STANDINGS: Mapping[StandingCode, Mapping[Wanted, str]] = {
    StandingCode.READY: {
        Wanted.PRESENT: f"{_READY_ON}[ (seit {{since}})].",
        Wanted.ABSENT: f"{_WITHOUT_ON}, wie gewünscht[ (seit {{since}})].",
    },
    StandingCode.LINE_OPEN: {Wanted.PRESENT: f"{_READY_ON}.", Wanted.ABSENT: f"{_WITHOUT_ON}, wie gewünscht."},
    StandingCode.LINE_STATED: {Wanted.PRESENT: f"{_READY_ON}.", Wanted.ABSENT: f"{_WITHOUT_ON}, wie gewünscht."},
    StandingCode.DEPLOYING: {
        Wanted.PRESENT: "{item} wird in {room} gerade installiert: "
        "bisher an {ready} von {target} {target:Platz|Plätzen} bereit.",
        Wanted.ABSENT: f"{_WITHOUT_ON}; dort wird gerade gearbeitet.",
    },
    StandingCode.OWED: {
        Wanted.PRESENT: f"{_READY_ON}{_AND_REST}.",
        Wanted.ABSENT: f"{_WITHOUT_ON}[; {{hindered}}]; wo es noch ist, wird es nicht mitten im Semester entfernt.",
    },
    StandingCode.OWED_BY_TECHNICIAN: {
        Wanted.PRESENT: f"{_READY_ON}{_AND_REST}.",
        Wanted.ABSENT: f"{_WITHOUT_ON}[; {{hindered}}]; wo es noch ist, wird es nicht mitten im Semester entfernt.",
    },
    StandingCode.OWED_ELSEWHERE: {
        Wanted.PRESENT: f"{_READY_ON}{_AND_REST}.",
        Wanted.ABSENT: f"{_WITHOUT_ON}[; {{hindered}}]; für die übrigen ist ein anderes Werkzeug der Universität "
        "zuständig.",
    },
    StandingCode.OWED_BY_HAND: {
        Wanted.PRESENT: "{item} in {room} ist Handarbeit und steht noch aus.",
        Wanted.ABSENT: "Dass {room} ohne {item} ist, ist Handarbeit und steht noch aus.",
    },
    StandingCode.STATED: {
        Wanted.PRESENT: "{by} hat {item} in {room} als erledigt gemeldet. Es steht aus, bis die anfordernde Person "
        "sagt, dass es geht[, oder bis {confirm_until:when} nichts sagt].",
        Wanted.ABSENT: "{by} hat gemeldet, dass {room} ohne {item} ist. Es steht aus, bis die anfordernde Person das "
        "bestätigt[, oder bis {confirm_until:when} nichts sagt].",
    },
    StandingCode.STATED_DONE: {
        Wanted.PRESENT: "{item} in {room} ist erledigt, gemeldet von {by}; kein Rechner hat es geprüft.",
        Wanted.ABSENT: "{room} ist ohne {item}, gemeldet von {by}; kein Rechner hat es geprüft.",
    },
    StandingCode.IN_CONFLICT: {
        Wanted.PRESENT: "{item} muss in {room} warten: {obstacle} {next}",
        Wanted.ABSENT: "{item} kann aus {room} noch nicht weichen: {obstacle} {next}",
    },
    StandingCode.WAITING_FOR_PACKAGING: {
        Wanted.PRESENT: "{item} muss in {room} warten: {obstacle} {next}",
        Wanted.ABSENT: "{item} kann aus {room} noch nicht weichen: {obstacle} {next}",
    },
    StandingCode.SAFEGUARDED: {
        Wanted.PRESENT: "{item} wird in {room} nicht installiert, weil eine Schutzmaßnahme der Universität es "
        "fernhält[ bis {until}].",
        Wanted.ABSENT: "Die Anforderung, {item} in {room} nicht zu haben, steht gegen eine Schutzmaßnahme der "
        "Universität[ bis {until}].",
    },
    StandingCode.HELD: {
        Wanted.PRESENT: f"{_READY_ON}; der Rest ist für eine Weile angehalten[, bis {{until}},] und folgt danach "
        f"von selbst.",
        Wanted.ABSENT: f"{_WITHOUT_ON}; der Rest ist für eine Weile angehalten[, bis {{until}}].",
    },
    StandingCode.OVERRIDDEN: {
        Wanted.PRESENT: "{item} in {room}: {override}[ bis {until}]. Ein Brief nennt den Grund und wie Sie "
        "widersprechen können.",
        Wanted.ABSENT: "{room} ohne {item}: {override}[ bis {until}]. Ein Brief nennt den Grund und wie Sie "
        "widersprechen können.",
    },
    StandingCode.WITHDRAWN: {
        Wanted.PRESENT: "Die Anforderung von {item} in {room} wurde[ am {ended}] zurückgezogen.",
        Wanted.ABSENT: "Die Anforderung, {item} in {room} nicht zu haben, wurde[ am {ended}] zurückgezogen.",
    },
    StandingCode.CLOSED: {
        Wanted.PRESENT: "Die Anforderung von {item} in {room} ist[ seit {ended}] beendet.",
        Wanted.ABSENT: "Die Anforderung, {item} in {room} nicht zu haben, ist[ seit {ended}] beendet.",
    },
}

CONFLICTS: Mapping[ConflictKind, str] = {
    ConflictKind.VERSION: "{by} verlangt {other} in einer anderen Version, "
    "und an einem Platz kann nur eine davon sein.",
    ConflictKind.PRESENCE: "{by} verlangt an denselben Plätzen das Gegenteil.",
    ConflictKind.ITEMS: "an einem Platz verträgt es sich nicht mit {other}; dieses verlangt {by}.",
    ConflictKind.REQUIRES: "das eine benötigt, was das andere fernhält: {other}; dafür steht {by}.",
}

WAITING: Mapping[WaitingCode, str] = {
    WaitingCode.NOT_IN_CATALOG: "{item} steht nicht mehr im Software-Katalog.",
    WaitingCode.NO_SAFE_RELEASE: "im Software-Katalog gibt es von {item} keine Version, die neu genug und damit sicher "
    "ist.",
    WaitingCode.NO_RELEASE: "im Software-Katalog gibt es von {item} keine freigegebene Version.",
}

RUNS: Mapping[RunState, str] = {
    RunState.WAITING: "{seat} wartet.",
    RunState.WORKING: "{seat}: die Arbeit beginnt.",
    RunState.VERIFYING: "{seat}: es wird nachgesehen, was jetzt da ist.",
    RunState.READY: "{seat} ist bereit.",
    RunState.REBOOT_NEEDED: "{seat} braucht einen Neustart von Windows.[ {causes}]",
    RunState.DIFFERS: "{seat} weicht ab.[ {causes}]",
    RunState.FAILED: "{seat} ist fehlgeschlagen.[ {causes}]",
    RunState.PENDING: "{seat} bleibt offen.[ {causes}]",
    RunState.OUT_OF_SERVICE: "{seat} bleibt unberührt.[ {causes}]",
}

EVENTS: Mapping[str, str] = {
    "rollout.started": "Der Rollout beginnt mit {machines} {machines:Rechner|Rechnern}.",
    "wave.started": "Welle {wave} beginnt mit {machines} {machines:Rechner|Rechnern}.",
    "rollout.finished": "Der Rollout ist beendet: {ready} von {machines} {machines:Platz|Plätzen} bereit.",
    "rollout.cancelled": "Der Rollout wurde abgebrochen. Wozu er nicht kam, wird weiter geschuldet.",
    "rollout.given_up": "Der Rollout wurde durch einen Fehler bei uns abgebrochen. "
    "Welcher es war, steht im Protokoll des Workers.",
    "call_started": "{seat}: {items:list} wird installiert.",
    "call_succeeded": "{seat}: die Installation von {items:list} ist durch[ (Exit-Code {rc})].",
    "call_failed": "{seat}: die Installation von {items:list} ist fehlgeschlagen[ (Exit-Code {rc})].",
    "removal_started": "{seat}: {items:list} wird entfernt.",
    "removal_succeeded": "{seat}: die Deinstallation von {items:list} ist durch[ (Exit-Code {rc})].",
    "removal_failed": "{seat}: die Deinstallation von {items:list} ist fehlgeschlagen[ (Exit-Code {rc})].",
    "unreachable": "{seat} antwortet nicht mehr.",
    "machine_done": "{seat}: die Arbeit ist durch.",
    "output": "Ansible: {msg}",
}
"""By kind; ``machine.state`` has its sentences in RUNS."""
