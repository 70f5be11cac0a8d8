"""Sentences about requests, seats, plans, rooms and rollouts."""

from collections.abc import Mapping

from orchestrator.domain.requests import Wanted
from orchestrator.domain.resolution import ConflictKind, WaitingCode
from orchestrator.domain.rollouts import RunState
from orchestrator.domain.standing import StandingCode
from orchestrator.services.wording.moments import CalendarWords
from orchestrator.services.wording.phrasebook import Sentences

CALENDAR = CalendarWords(
    days=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    moment="{day} {date} {month}, {hour:02}:{minute:02}",
    moment_of_year="{day} {date} {month} {year}, {hour:02}:{minute:02}",
    plain_day="{date} {month} {year}",
    day="{day} {date} {month} {year}",
)

SENTENCES = Sentences(
    seat="Seat {label}",
    in_seat="seat {label}",
    machine="Machine {label}",
    in_machine="machine {label}",
    software="the software",
    pulled_in="the Chocolatey package {package}",
    called="“{name}”",
    called_in_room="“{name} in {room}”",
    called_rollout="“{room}, {at:when}”",
    called_override="“{name} in {room}, until {until:when}”",
    and_=" and ",
    more="{count} more",
    item_version="{item}[ {version}]",
    out_of_service="{out} {out:seat is|seats are} out of service[ until {until}].",
    needed_by="Needed by {needed_by:when}.",
    late="It was needed by {needed_by:when} and is late.",
    seats_failed="{count:seat|seats} {labels:list} {count:is|are} being repaired",
    seats_off="{count:seat|seats} {labels:list} {count:has|have} been switched off[ since {since}]; we try again when "
    "{count:it is|they are} on",
    seats_off_by_technician="{count:seat|seats} {labels:list} {count:has|have} been switched off[ since {since}]; a "
    "technician can try again when {count:it is|they are} on",
    seats_without_machine="{count:seat|seats} {labels:list} {count:has|have} no machine yet",
    rest_owed="the rest follows by itself",
    rest_by_technician="in this room a technician starts the installation",
    rest_elsewhere="on the rest another tool of the university has yet to deliver it",
    enough="{enough} {enough:seat suffices|seats suffice}.",
    line_own="Your line[ “{words}”]",
    line_of_another="The line[ “{words}”] about settings and add-ons",
    line_open="{line} waits for an answer.",
    line_stated="{line} is done, as {by} states. It stays owed until whoever asked says that it is so"
    "[, or says nothing until {confirm_until:when}].",
    line_stated_own="{line} is done, as {by} states. It stays owed until you say that it is so"
    "[, or say nothing until {confirm_until:when}].",
    line_otherwise="{line} is not done as asked, says {by}[: “{why}”].[ Instead: “{instead}”.] It stays owed until "
    "whoever asked says that this will do.",
    line_otherwise_own="{line} is not done as you asked, says {by}[: “{why}”].[ You get instead: “{instead}”.] Say[ by "
    "{confirm_until:when}] whether that will do; without your yes it stays owed.",
    line_accepted="{line} is done otherwise by {by}[: “{instead}”], and whoever asked said that this will do.",
    otherwise="{item} in {room} is not done as asked, says {by}[: “{why}”].[ Instead: “{instead}”.] It stays owed "
    "until whoever asked says that this will do.",
    otherwise_own="{item} in {room} is not done as you asked, says {by}[: “{why}”].[ You get instead: “{instead}”.] "
    "Say[ by {confirm_until:when}] whether that will do; without your yes it stays owed.",
    otherwise_accepted="{item} in {room} is done otherwise by {by}[: “{instead}”], and whoever asked said that this "
    "will do.",
    line_done="{line} is done, as stated by {by}; no machine has verified it.",
    line_included="{line} is part of the work.",
    another_request="another request",
    baseline="the room's standard software",
    first_come="What was there first stays; this follows by itself as soon as the way is free. "
    "You can ask for something that works beside it, or for other seats.",
    until_packaged="It stays owed until then.",
    seat_ready="{seat} is ready.",
    seat_working="{seat} is being worked on now.",
    seat_pending="{seat} is waiting for its turn. {pending}",
    seat_unseen="{seat} has not been looked at yet. The next rollout or dry run does.",
    seat_work="[Installed: {installed:list}.][ Removed: {removed:list}.][ Not brought to an end: {failed:list}.]",
    seat_no_work="Nothing had to be done.",
    hardware="{parts:list}; seen on {seen:when}.",
    hardware_memory="{memory} GB of memory",
    hardware_cpu="{cpu}[ with {cores} logical {cores:processor|processors}]",
    hardware_cores="{cores} logical {cores:processor|processors}",
    hardware_disk="{free} of {disk} GB free on the system drive",
    hardware_windows="{name}[ (build {build})]",
    why_request="{requester} asked for it.",
    why_absent="{requester} asked that it be absent.",
    wanted_any="any",
    wanted_absent="not there",
    why_substitute="It stands in the place of what {requester} asked for.",
    why_pinned="An override chose this version of what {requester} asked for.",
    why_minimum="Older versions are not allowed for safety's sake.",
    why_protective_update="A security update brings every copy up to date.",
    why_blocked="It is blocked on all machines of the university.",
    why_rolled_back="The room went back to an earlier state for a while.",
    why_baseline="It is standard software of the room.",
    why_required="{item} needs it, which {requester} asked for.",
    why_required_by_baseline="{item} needs it, which is standard software of the room.",
    plan_work="A rollout would install {work:list}.",
    plan_scanned="The machines were looked at for this just now; nothing was changed on them.",
    plan_seats="{item} on {seats} {seats:seat|seats}",
    plan_upgrade_seats="{item} over an older version on {seats} {seats:seat|seats}",
    plan_removal="A rollout would take away {work:list}.",
    plan_removal_seats="{item} from {seats} {seats:seat|seats}",
    plan_nothing="There is nothing to install.",
    plan_unread="{seats:Seat|Seats} {labels:list} could not be planned.",
    room="{ready} of {seats} {seats:seat|seats} in {room} {ready:is|are} ready.",
    rollout_waits="The rollout in {room} waits to start.",
    rollout_runs="The rollout in {room} is running: {ready} of {seats} {seats:seat|seats} ready so far.",
    rollout_over="The rollout in {room} ended[ on {when}]: {ready} of {seats} {seats:seat|seats} ready.",
    rollout_left="Not ready: {labels:list}.",
    rollout_cancelled="The rollout in {room} was cancelled[ by {by}][ on {when}]: {ready} of {seats} "
    "{seats:seat|seats} ready. The rest is still owed.",
    rollout_skipped="Left out this once: {labels:list}.",
    wish_open="{title} is wished for in {room}; the software catalogue does not have it yet. It is needed by "
    "{needed_by:when}.[ Nobody had answered by {risen}, so it rose.]",
    wish_linked="The wish for {title} in {room} has become a request[ for {item}].[ Whoever wished can say until "
    "{until} whether that is what was meant; without a word it counts as a yes.]",
    wish_withdrawn="The wish for {title} in {room} was withdrawn.",
    narrowing_checked="This takes something away that is asked for: {items:list}, in {rooms} {rooms:room|rooms} "
    "({requests} {requests:request|requests}). Nothing has been changed. Applied, it waits for a second person.",
    narrowing_proposed="This takes something away that is asked for: {items:list}, in {rooms} {rooms:room|rooms} "
    "({requests} {requests:request|requests}). Nothing has been changed: it waits for a second person.",
    life_revision="The manifest of {room} got revision {number}: {change}.",
    held_as_it_is="{item} is there on {there} of {target} {target:seat|seats} in {room}, and is held as it is[, until "
    "{until}]: nothing is changed meanwhile, and then it goes on by itself.",
    held_without="{room} is without {item} on {there} of {target} {target:seat|seats}, and is held as it is[, until "
    "{until}]: nothing is changed meanwhile, and then it goes on by itself.",
    life_placed="{item} was installed on {seats} {seats:seat|seats} by it.",
    life_alike="{count} more {count:rollout|rollouts} ended in the same way, the last one on {when:when}.",
    import_applied="{count} {count:change was|changes were} made.",
    import_checked="{count} {count:change|changes} would be made; nothing has been changed. Apply it to make them.",
    import_nothing="There is nothing to change: everything is as the files say.",
    import_nothing_more="There is nothing else to change: all else is as the files say.",
    import_plan_kept="The plan of {room} was drawn here and stays so. The files have something else elsewhere"
    "[: seats {seats:list}][; {door}].",
    import_plan_door="the door",
    import_change="{thing} {name}[ ({within})]: {type}[ ({fields})].",
    import_field="{field}: {before} → {after}",
    figure_unknown="unknown",
    figure_share="{value} of {of}[ ({percent} %)]",
    figure_goal="{share}, goal {goal} %",
    figure_days="{days} days",
    figure_mean="{days} days each, {of} in all",
    figure_median="{days} days, {of} in all",
    figure_mean_of_none="none",
    decimal_mark=".",
)

_READY_ON = "{item} is ready on {ready} of {target} {target:seat|seats} in {room}"
_WITHOUT_ON = "{room} is without {item} on {ready} of {target} {target:seat|seats}"
_AND_REST = "[; {hindered}][; {rest}]"

STANDINGS: Mapping[StandingCode, Mapping[Wanted, str]] = {
    StandingCode.READY: {
        Wanted.PRESENT: f"{_READY_ON}[ (since {{since}})].",
        Wanted.ABSENT: f"{_WITHOUT_ON}, as asked[ (since {{since}})].",
    },
    StandingCode.LINE_OPEN: {Wanted.PRESENT: f"{_READY_ON}.", Wanted.ABSENT: f"{_WITHOUT_ON}, as asked."},
    StandingCode.LINE_STATED: {Wanted.PRESENT: f"{_READY_ON}.", Wanted.ABSENT: f"{_WITHOUT_ON}, as asked."},
    StandingCode.DEPLOYING: {
        Wanted.PRESENT: "{item} is being installed in {room}: ready on {ready} of {target} {target:seat|seats} so far.",
        Wanted.ABSENT: f"{_WITHOUT_ON}; work is going on there.",
    },
    StandingCode.OWED: {
        Wanted.PRESENT: f"{_READY_ON}{_AND_REST}.",
        Wanted.ABSENT: f"{_WITHOUT_ON}[; {{hindered}}]; where it still is, it is not removed in mid-term.",
    },
    StandingCode.OWED_BY_TECHNICIAN: {
        Wanted.PRESENT: f"{_READY_ON}{_AND_REST}.",
        Wanted.ABSENT: f"{_WITHOUT_ON}[; {{hindered}}]; where it still is, it is not removed in mid-term.",
    },
    StandingCode.OWED_ELSEWHERE: {
        Wanted.PRESENT: f"{_READY_ON}{_AND_REST}.",
        Wanted.ABSENT: f"{_WITHOUT_ON}[; {{hindered}}]; another tool of the university is in charge of the rest.",
    },
    StandingCode.OWED_BY_HAND: {
        Wanted.PRESENT: "{item} in {room} is work by hand, and somebody has yet to do it.",
        Wanted.ABSENT: "That {room} be without {item} is work by hand, and somebody has yet to do it.",
    },
    StandingCode.STATED: {
        Wanted.PRESENT: "{by} states that {item} in {room} is done. It stays owed until whoever asked says that it "
        "works[, or says nothing until {confirm_until:when}].",
        Wanted.ABSENT: "{by} states that {room} is without {item}. It stays owed until whoever asked says that it is "
        "so[, or says nothing until {confirm_until:when}].",
    },
    StandingCode.STATED_DONE: {
        Wanted.PRESENT: "{item} in {room} is done, as stated by {by}; no machine has verified it.",
        Wanted.ABSENT: "{room} is without {item}, as stated by {by}; no machine has verified it.",
    },
    StandingCode.IN_CONFLICT: {
        Wanted.PRESENT: "{item} has to wait in {room}: {obstacle} {next}",
        Wanted.ABSENT: "{item} cannot go from {room} yet: {obstacle} {next}",
    },
    StandingCode.WAITING_FOR_PACKAGING: {
        Wanted.PRESENT: "{item} has to wait in {room}: {obstacle} {next}",
        Wanted.ABSENT: "{item} cannot go from {room} yet: {obstacle} {next}",
    },
    StandingCode.SAFEGUARDED: {
        Wanted.PRESENT: "{item} is not installed in {room}, because a safeguard of the university keeps it away[ "
        "until {until}].",
        Wanted.ABSENT: "The request to have no {item} in {room} meets a safeguard of the university[ until {until}].",
    },
    StandingCode.HELD: {
        Wanted.PRESENT: f"{_READY_ON}; the rest is held for a while[, until {{until}}], and then goes on by itself.",
        Wanted.ABSENT: f"{_WITHOUT_ON}; the rest is held for a while[, until {{until}}].",
    },
    StandingCode.OVERRIDDEN: {
        Wanted.PRESENT: "{item} in {room}: {override}[ until {until}]. A letter says why, and how to contest it.",
        Wanted.ABSENT: "{room} without {item}: {override}[ until {until}]. A letter says why, and how to contest it.",
    },
    StandingCode.WITHDRAWN: {
        Wanted.PRESENT: "The request for {item} in {room} was withdrawn[ on {ended}].",
        Wanted.ABSENT: "The request to have no {item} in {room} was withdrawn[ on {ended}].",
    },
    StandingCode.CLOSED: {
        Wanted.PRESENT: "The request for {item} in {room} ended[ on {ended}].",
        Wanted.ABSENT: "The request to have no {item} in {room} ended[ on {ended}].",
    },
}

CONFLICTS: Mapping[ConflictKind, str] = {
    ConflictKind.VERSION: "{other} is there for {by} in another version, and only one can be on a seat.",
    ConflictKind.PRESENCE: "{by} wants the opposite on the same seats.",
    ConflictKind.ITEMS: "it cannot share a seat with {other}, which is there for {by}.",
    ConflictKind.REQUIRES: "one of the two needs what the other one keeps away: {other}, which stands for {by}.",
}

WAITING: Mapping[WaitingCode, str] = {
    WaitingCode.NOT_IN_CATALOG: "{item} is no longer in the software catalogue.",
    WaitingCode.NO_SAFE_RELEASE: "the software catalogue has no version of {item} that is new enough to be safe.",
    WaitingCode.NO_RELEASE: "the software catalogue has no approved version of {item} to install.",
}

RUNS: Mapping[RunState, str] = {
    RunState.WAITING: "{seat} waits for its turn.",
    RunState.WORKING: "{seat}: the work begins.",
    RunState.VERIFYING: "{seat}: looking at what is there now.",
    RunState.READY: "{seat} is ready.",
    RunState.REBOOT_NEEDED: "{seat} needs a restart of Windows.[ {causes}]",
    RunState.DIFFERS: "{seat} differs from what it should be.[ {causes}]",
    RunState.FAILED: "{seat} failed.[ {causes}]",
    RunState.PENDING: "{seat} is pending.[ {causes}]",
    RunState.OUT_OF_SERVICE: "{seat} is left alone.[ {causes}]",
}

EVENTS: Mapping[str, str] = {
    "rollout.started": "The rollout begins with {machines} {machines:machine|machines}.",
    "wave.started": "Wave {wave} begins with {machines} {machines:machine|machines}.",
    "rollout.finished": "The rollout is over: {ready} of {machines} {machines:seat|seats} ready.",
    "rollout.cancelled": "The rollout was cancelled. What it did not get to is still owed.",
    "rollout.given_up": "The rollout was broken off by a fault on our side. The worker's log says which.",
    "call_started": "{seat}: installing {items:list}.",
    "call_succeeded": "{seat}: the installer of {items:list} is through[ (exit code {rc})].",
    "call_failed": "{seat}: the installer of {items:list} failed[ (exit code {rc})].",
    "removal_started": "{seat}: taking away {items:list}.",
    "removal_succeeded": "{seat}: the uninstaller of {items:list} is through[ (exit code {rc})].",
    "removal_failed": "{seat}: the uninstaller of {items:list} failed[ (exit code {rc})].",
    "unreachable": "{seat} stopped answering.",
    "machine_done": "{seat}: the work is through.",
    "output": "Ansible: {msg}",
}
"""By kind; ``machine.state`` has its sentences in RUNS."""
