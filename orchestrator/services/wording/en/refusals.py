"""Refusals: what, why, and what you can do."""

from collections.abc import Mapping

from orchestrator.services.wording.phrasebook import RefusalPhrase

NOT_FOUND: Mapping[str, str] = {
    "classroom": "There is no room {name}.[ There are: {known:list}.]",
    "catalog item": "The software catalogue has no “{name}”.[ It has: {known:list}.]",
    "request": "There is no request {name}.",
    "rollout": "There is no rollout {name}.",
    "revision": "The manifest of this room has no revision {name}.[ The newest is {known:list}.]",
    "seat": "The room has no seat {name}.[ It has: {known:list}.]",
    "observation": "Seat {name} has not been looked at yet, so nothing is known of what is on it. "
    "A dry run or a rollout looks.",
    "address": "There is nothing at {name}. The addresses are listed in /api/v1/openapi.json.",
}

REFUSALS: Mapping[str, RefusalPhrase] = {
    # Of what is asked for.
    "not-found": RefusalPhrase("Not found", "{said}"),
    "invalid-input": RefusalPhrase(
        "Something is not right yet",
        "{count} {count:thing is|things are} not right in what was sent, and nothing has been changed. "
        "Mend {count:it|them} and send it again.",
    ),
    "item-is-required": RefusalPhrase(
        "Something else needs it",
        "{item} cannot go[ from {classrooms:list}], because {required_by:list} cannot do without it. "
        "Nothing has been changed. Take away what needs it first, or keep it.",
    ),
    "version-not-offered": RefusalPhrase(
        "Not on offer in that version",
        "{item} is not on offer in version {version}.[ On offer: {offered:list}.] "
        "Ask for one that is, or for the latest.",
    ),
    "item-in-use": RefusalPhrase(
        "Still asked for",
        "{item} cannot be taken off offer while it is asked for[ in {classrooms:list}]. Nothing has been changed. "
        "Keep it in the catalogue until the requests are over and no room has it as standard software."
        "[ Requests: {requests:list}.]",
    ),
    "release-in-use": RefusalPhrase(
        "Version still asked for",
        "Version {version} of {item} cannot be taken off offer, because open requests name it, or get it "
        "as the newest. Nothing has been changed. Keep that version in the catalogue until they are over, or give a "
        "reason and have a second person decide.[ Requests: {requests:list}.]",
    ),
    "items-would-conflict": RefusalPhrase(
        "Both are asked for in one room",
        "{item} and {with_item} cannot be set against each other while both are asked for[ in {classrooms:list}]. "
        "Nothing has been changed. Take the conflict out of the catalogue file.[ Requests: {requests:list}.]",
    ),
    # Of requests.
    "request-is-over": RefusalPhrase(
        "No longer open",
        "Request {request_id} is {state} already, so nothing about it can be changed. Whoever needs it again asks "
        "anew.",
    ),
    "already-requested": RefusalPhrase(
        "Already asked for",
        "The same person has an open request for {item} in {classroom} already; it counts, and nothing has been "
        "doubled. It is request {request_id}.",
    ),
    "not-the-requester": RefusalPhrase(
        "Somebody else's request",
        "Only {requester}, who asked for it, may withdraw request {request_id} or change it. Talk to each other, or "
        "ask for something that works beside it.",
    ),
    "not-by-hand": RefusalPhrase(
        "No work by hand",
        "{item} is software: a check of the machines says whether it is there. Only what is done by hand, or a line "
        "about settings and add-ons, can be stated to be done, and this request has none.",
    ),
    "settings-line-changed": RefusalPhrase(
        "Another line by now",
        "Nothing has been stated: what request {request_id} says about settings and add-ons is not what you have read. "
        "Read it again, and state that it is done when it is.",
    ),
    "ticked-by-requester": RefusalPhrase(
        "One's own request",
        "Whoever asked for it, or typed it in, cannot state that it is done. Somebody else has to.",
    ),
    "tick-stands": RefusalPhrase(
        "Stated already",
        "{by} stated on {at:when} that it is done. That stands until whoever asked says no to it.",
    ),
    "nothing-to-answer": RefusalPhrase(
        "Nothing to answer",
        "Nobody has stated yet that the work of request {request_id} is done; it is still owed.",
    ),
    "tick-is-answered": RefusalPhrase(
        "Answered already",
        "What was stated of request {request_id} is {answer} already. Where the work is owed again, the "
        "next statement can be answered.",
    ),
    "not-yours-to-answer": RefusalPhrase(
        "Somebody else's request",
        "Only {requester}, who asked for it, says whether request {request_id} works.",
    ),
    "needed-by-in-the-past": RefusalPhrase(
        "That date is over",
        "{needed_by:when} is over. Give a later moment, or none: then it is needed in 5 working days.",
    ),
    "more-than-the-seats": RefusalPhrase(
        "More than there are",
        "{enough} {enough:seat|seats} cannot be enough, because the request aims at {seats}. "
        "Give a smaller number, or none: then all of them count.",
    ),
    "idempotency-key-reused": RefusalPhrase(
        "That key was used before",
        "The key {key} came before with another content. Nothing has been accepted. Send a new key with a new request.",
    ),
    # Of plans of seats.
    "seat-plan-changed": RefusalPhrase(
        "The plan has changed meanwhile",
        "The plan of {classroom} is another one than the one that you had read; nothing was drawn. Look at it as it is "
        "now. What you sent can be drawn all the same, and then takes its place.",
    ),
    # Of rollouts.
    "illegal-transition": RefusalPhrase(
        "Not possible now",
        "It is {old} and cannot become {new} now ({thing} {id}). Look at it again: it has moved on meanwhile.",
    ),
    "rollout-under-way": RefusalPhrase(
        "A rollout is under way",
        "{classroom} has a rollout that waits or runs already: {rollout_id}. Watch that one, and start another when "
        "it is over.",
    ),
    "nothing-to-retry": RefusalPhrase(
        "Nothing to try again",
        "Every seat of rollout {rollout_id} is ready or out of service, so there is nothing to try again. "
        "To bring the room up to date, start a new rollout.",
    ),
    "rollout-not-over": RefusalPhrase(
        "Not over yet",
        "Rollout {rollout_id} still waits or runs. Watch it; when it is over, its seats can be tried again.",
    ),
    # Of the service and its host.
    "ansible-not-ready": RefusalPhrase(
        "Ansible cannot be started",
        "On the worker's host these are missing: {missing:list}. Nothing has been changed on any machine. "
        "Install them; for the collections: classroom collections install.",
    ),
    "runs-still-alive": RefusalPhrase(
        "An earlier run is still alive",
        "Processes of an earlier run in this room could not be ended, so nothing new is started beside them: "
        "{processes:list}. End them on the worker's host, then try again.",
    ),
    "wheel-not-available": RefusalPhrase(
        "The wheel could not be had",
        "{package} could not be downloaded: {reason} Give a copy of it by name.",
    ),
    "wheel-not-genuine": RefusalPhrase(
        "Not the right wheel",
        "{file} has the SHA-256 {found}, not {expected}. Nothing was unpacked. Fetch it again.",
    ),
    "wheel-incomplete": RefusalPhrase(
        "The wheel is incomplete",
        "{file} lacks {missing:list}. Nothing was changed. Fetch it again.",
    ),
    # Of the call itself.
    "not-identified": RefusalPhrase(
        "Who are you?",
        "The call does not say who makes it. Sign in, or send a token of yours: {example}",
    ),
    "csrf-token-wrong": RefusalPhrase(
        "Did you mean that?",
        "The call is made with a session's cookie, but the header {header} does not show that a page of ours made it. "
        "Nothing has been changed. In a browser, load the page anew and try again. A program sends the csrf_token "
        "that GET /api/v1/me tells in that header, or a token of its own instead of the cookie.",
    ),
    "cross-site-call": RefusalPhrase(
        "Not from there",
        "A page of somebody else made your browser call. Nothing has been changed. Open the page of this service "
        "itself and try again.",
    ),
    "not-permitted": RefusalPhrase(
        "Not permitted",
        "You may not {permission}{by_token: with this token: you yourself may, but this token does not allow it|}. "
        "Nothing has been changed.",
    ),
    "too-large": RefusalPhrase(
        "Too large",
        "What was sent is larger than {limit} bytes, the most that is taken here. Nothing has been changed. "
        "Send less at once.",
    ),
    "rate-limited": RefusalPhrase(
        "Too many calls",
        "At most {limit} calls of this kind are taken a minute, and there were more. Nothing has been changed. "
        "Try again in {seconds} {seconds:second|seconds}.",
    ),
    "method-not-allowed": RefusalPhrase(
        "Not this way", "{method} is not possible at this address.[ Possible: {allowed:list}.]"
    ),
    "bad-call": RefusalPhrase("Not understood", "The call could not be understood (HTTP {http_status})."),
    "internal-fault": RefusalPhrase(
        "A fault on our side",
        "Something went wrong in the service. Look whether what you wanted has happened before you try again. "
        "Whoever runs the service finds more in its log under {incident}.",
    ),
    "transaction-lost": RefusalPhrase(
        "Not done, try again",
        "The database gave this up, because it was too busy or the connection broke. Look whether what you wanted has "
        "happened, and try again. The service's log tells more under {incident}.",
    ),
    "store-unavailable": RefusalPhrase(
        "The database does not answer",
        "The service runs, but its database does not answer. Its log tells more under {incident}.",
    ),
}
