"""Safeguards, blackouts and seats that go first."""

from collections.abc import Mapping

from orchestrator.services.wording.phrasebook import EntryPhrase, RefusalPhrase

NOT_FOUND: Mapping[str, str] = {
    "safeguard": "There is no safeguard {name}.",
    "blackout": "There is no blackout {name}.",
}
"""Detail of ``not-found`` by kind of thing."""

PROBLEMS: Mapping[str, str] = {
    "after-expiry": "This is after the end[, {expected}]. Give an earlier moment, or a later end.",
}
"""What is wrong with one field, by code."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "safeguard-is-over": RefusalPhrase(
        "No longer possible",
        "This safeguard is {state} already, so nothing has been changed. Look at it again to see what became of it.",
    ),
    "safeguard-too-long": RefusalPhrase(
        "Too long",
        "Even two persons together may set a safeguard for {most} days at most. Nothing has been changed. "
        "Give an earlier end; it can be set anew when it is over.",
    ),
    "pattern-too-wide": RefusalPhrase(
        "It would fit everything",
        "A pattern must hold at least {least} letters or digits, or it would fit nearly all software there is. "
        "Nothing has been changed. Say more of the name or the publisher.",
    ),
    "impact-not-seen": RefusalPhrase(
        "Look at what it would do first",
        "A pattern may mean more than one thinks, so nobody may set or approve it unseen. Nothing has been changed. "
        "Look at the preview, and send the digest that it shows.",
    ),
    "impact-changed": RefusalPhrase(
        "It would do something else now",
        "Since the preview was made, rooms, requests or machines have changed, and it would do something else now. "
        "Nothing has been changed. Look at the preview again, and send the new digest.",
    ),
    "emergency-needs-both-roles": RefusalPhrase(
        "A manager and a security officer together",
        "An emergency is declared by two persons: one is a manager, the other a security officer, both for the whole "
        "site. Nothing has been changed. Let the other of the two approve it, or set it without the emergency.",
    ),
    "in-blackout": RefusalPhrase(
        "Not before the blackout is over",
        "Nothing is started in {classroom} until {until:when}: {reason} What is owed starts by itself afterwards, and "
        "the clock runs all the same.",
    ),
    "blackout-is-over": RefusalPhrase(
        "Over already", "This blackout is over or was lifted, so there is nothing left to lift."
    ),
}
"""By code."""

ENTRIES: Mapping[str, EntryPhrase] = {
    "safeguard.set": EntryPhrase("Safeguard set", "{actor} set a safeguard[ about {item}][ called “{name}”]."),
    "safeguard.proposed": EntryPhrase(
        "Safeguard proposed",
        "{actor} proposed a safeguard[ about {item}][ called “{name}”]. It waits for a second person.",
    ),
    "safeguard.approved": EntryPhrase(
        "Safeguard approved", "{actor} approved a safeguard[ about {item}][ called “{name}”] as the second person."
    ),
    "safeguard.refused": EntryPhrase(
        "Safeguard not approved", "{actor} did not approve a safeguard[ about {item}][ called “{name}”]."
    ),
    "safeguard.lifted": EntryPhrase("Safeguard lifted", "{actor} lifted a safeguard[ about {item}][ called “{name}”]."),
    "safeguard.expired": EntryPhrase(
        "Safeguard expired", "The time of a safeguard[ about {item}][ called “{name}”] was over."
    ),
    "safeguard.deadline_passed": EntryPhrase(
        "Deadline of an update passed",
        "The deadline of a protective update[ of {item}][ called “{name}”] passed. Where it is missing still, the room "
        "is listed as exposed.",
    ),
    "blackout.set": EntryPhrase("Blackout set", "{actor} set a blackout[ for {where}]."),
    "blackout.lifted": EntryPhrase("Blackout lifted", "{actor} lifted a blackout[ for {where}]."),
    "canary.moved": EntryPhrase(
        "First seat changed", "The seat that was to go first in {room} cannot show anything; another one goes first."
    ),
    "canary.passed": EntryPhrase(
        "First seat is ready", "The seat that went first in {room} is ready, and the others follow."
    ),
}
"""By kind."""

SENTENCES: Mapping[str, str] = {
    "block": "{what} is not installed anywhere until {until:when}.",
    "minimum_version": "{what} has to be at least version {minimum} until {until:when}.",
    "protective_update": "{what} is brought to version {minimum} wherever it is[, by {deadline:when}].",
    "names": "software whose name fits “{name}”",
    "publishers": "software whose publisher fits “{publisher}”",
    "names_and_publishers": "software whose name fits “{name}” and whose publisher fits “{publisher}”",
    "impact": "{requests} {requests:request|requests} in {rooms} {rooms:room|rooms} and {seats} {seats:seat|seats} "
    "would be concerned.[ Installed: {ours} {ours:copy|copies} of ours, {others} of others.]",
    "impact_nothing": "Nothing that is asked for or installed now would be concerned.",
    "exposed": "{room}: {what} is older than version {minimum} on {seats} {seats:seat|seats}[ since the deadline, "
    "{deadline:when}].",
    "blackout": "Nothing is started in {where} from {starts:when} to {ends:when}. {reason}",
    "everywhere": "any room",
}
"""By name; their fields are in the templates."""
