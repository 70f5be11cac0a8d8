"""What the record's entries say. Fields of all of them: see ``services/wording/entries``."""

from collections.abc import Mapping

from orchestrator.services.wording.phrasebook import EntryPhrase, RefusalPhrase

ENTRIES: Mapping[str, EntryPhrase] = {
    "request.accepted": EntryPhrase(
        "Request accepted", "{actor} asked for {item} in {room}[, on behalf of {behalf}]. It was accepted at once."
    ),
    "request.accepted:absent": EntryPhrase(
        "Request accepted",
        "{actor} asked that {room} be without {item}[, on behalf of {behalf}]. It was accepted at once.",
    ),
    "request.withdrawn": EntryPhrase("Request withdrawn", "{actor} took the request about {item} in {room} back."),
    "request.closed": EntryPhrase("Request over", "The time of the request about {item} in {room} was over."),
    "line.changed": EntryPhrase(
        "Settings line said", "{actor} said what the settings and add-ons of {item} in {room} should be."
    ),
    "line.dropped": EntryPhrase(
        "Settings line dropped", "{actor} dropped the line about settings and add-ons of {item} in {room}."
    ),
    "line.stated": EntryPhrase(
        "Settings line stated to be done",
        "{actor} stated that what was asked for about settings and add-ons of {item} in {room} is done.",
    ),
    "line.confirmed": EntryPhrase(
        "Settings line confirmed", "{actor} said that the settings and add-ons of {item} in {room} are as asked."
    ),
    "line.silent_yes": EntryPhrase(
        "Silence counts as a yes",
        "Nothing was said in time against what was stated about settings and add-ons of {item} in {room}.",
    ),
    "line.denied": EntryPhrase(
        "Settings line denied",
        "{actor} said that the settings and add-ons of {item} in {room} are not as asked. They are owed again.",
    ),
    "line.otherwise": EntryPhrase(
        "Settings line seen to otherwise",
        "{actor} said that what was asked for about settings and add-ons of {item} in {room} is done otherwise, "
        "and why.",
    ),
    "line.accepted": EntryPhrase(
        "Settings line: that will do",
        "{actor} said that what is there instead of the settings and add-ons asked for of {item} in {room} will do.",
    ),
    "line.unaccepted": EntryPhrase(
        "Silence is no yes",
        "Nobody said in time that what is there instead of the settings and add-ons asked for of {item} in {room} will "
        "do. They are owed again.",
    ),
    "request.rose": EntryPhrase(
        "Request rose",
        "Nobody had a word in time on when {item}, which {person} asked for in {room}, can be delivered.",
    ),
    "work.ticked": EntryPhrase("Work stated to be done", "{actor} stated that {item} in {room} is done."),
    "work.confirmed": EntryPhrase("Work confirmed", "{actor} said that {item} in {room} works."),
    "work.otherwise": EntryPhrase(
        "Work done otherwise", "{actor} said that {item} in {room} is done otherwise than asked, and why."
    ),
    "work.accepted": EntryPhrase(
        "Work: that will do", "{actor} said that what is there instead of {item} in {room} will do."
    ),
    "work.unaccepted": EntryPhrase(
        "Silence is no yes",
        "Nobody said in time that what is there instead of {item} in {room} will do. It is owed again.",
    ),
    "work.silent_yes": EntryPhrase(
        "Silence counts as a yes", "Nothing was said against the work by hand for {item} in {room} in time."
    ),
    "work.denied": EntryPhrase("Work denied", "{actor} said that {item} in {room} does not work. It is owed again."),
    "rollout.requested": EntryPhrase("Rollout asked for", "{actor} started a rollout in {room}."),
    "rollout.started": EntryPhrase(
        "Rollout began", "A rollout began in {room}[, on {machines} {machines:machine|machines}]."
    ),
    "rollout.done": EntryPhrase(
        "Rollout done", "The rollout in {room} ended[: {ready} of {machines} {machines:machine|machines} ready]."
    ),
    "rollout.incomplete": EntryPhrase(
        "Rollout over, not complete",
        "The rollout in {room} ended[ with {ready} of {machines} {machines:machine|machines} ready]. "
        "The others are still owed.",
    ),
    "rollout.given_up": EntryPhrase("Rollout given up", "The rollout in {room} could not go on and was given up."),
    "site.imported": EntryPhrase(
        "Site imported", "{actor} imported the site's files[ ({count} {count:field|fields} changed)]."
    ),
    "baseline.changed": EntryPhrase(
        "Standard software changed", "With the import by {actor} the standard software of {room} changed."
    ),
    "seat_plan.drawn": EntryPhrase(
        "Plan of seats drawn", "{actor} drew the plan of {room} anew[ ({count} {count:place|places} changed)]."
    ),
    "catalog.imported": EntryPhrase(
        "Catalogue imported", "{actor} imported the catalogue's files[ ({count} {count:field|fields} changed)]."
    ),
    "account.created": EntryPhrase("Account made", "{actor} made an account for {person}[ ({login})]."),
    "account.deactivated": EntryPhrase("Account deactivated", "{actor} deactivated the account of {person}."),
    "account.reactivated": EntryPhrase("Account active again", "{actor} made the account of {person} active again."),
    "invitation.made": EntryPhrase("Invitation made", "{actor} made an invitation for {person}."),
    "invitation.used": EntryPhrase("Invitation used", "{person} used the invitation and set a password."),
    "password.changed": EntryPhrase("Password changed", "{person} changed the password."),
    "password.reset": EntryPhrase("Password reset offered", "{actor} offered {person} to set a new password."),
    "password.reset_used": EntryPhrase("Password reset", "{person} set a new password with the code."),
    "token.created": EntryPhrase("Token made", "{actor} made a token[ called “{name}”]."),
    "token.revoked": EntryPhrase("Token revoked", "{actor} revoked a token of {person}."),
    "role.granted": EntryPhrase("Role given", "{actor} made {person} {role}[ for {where}]."),
    "role.revoked": EntryPhrase("Role taken", "{actor} took the role {role}[ for {where}] from {person}."),
    "audit.redacted": EntryPhrase(
        "Texts erased", "{actor} erased texts that stood beside the record[, with entry {entry}][, about {person}]."
    ),
    "record.key_added": EntryPhrase(
        "Signing key added", "{actor} added the signing key {key}; checkpoints carry its signature, too, from now on."
    ),
    "record.key_retired": EntryPhrase(
        "Signing key retired", "{actor} retired the signing key {key}; nothing is signed with it any more."
    ),
    "record.exported": EntryPhrase(
        "Record exported",
        "{actor} exported the record as {form}: the {index} {index:entry|entries} before this one, "
        "as far as the filter lets them through.",
    ),
}
"""By kind; after a colon, what was wanted where that makes another sentence."""

NOT_FOUND: Mapping[str, str] = {
    "entry": "The record has no entry {name} yet.",
    "checkpoint": "No checkpoint has been signed yet. The worker signs one at least once an hour.",
}
"""Detail of ``not-found`` by kind of thing."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "record-too-short": RefusalPhrase(
        "Not that many entries", "The record holds {size} {size:entry|entries}, not {asked}. Ask for a size up to that."
    ),
    "too-many-rows": RefusalPhrase(
        "Too much for one spreadsheet",
        "A spreadsheet holds {limit} entries, and more than that fit the filter. Narrow the filter, or take the CSV, "
        "which has no such limit: {csv}",
    ),
}
"""By code."""
