"""Overrides and holds: what they say, what is refused, and what the record says of them."""

from collections.abc import Mapping

from orchestrator.domain.holds import HoldScope
from orchestrator.domain.override_combinations import Combination
from orchestrator.domain.override_refusals import Hindrance
from orchestrator.domain.override_rules import SecondPerson, Weight
from orchestrator.domain.overrides import OverrideKind
from orchestrator.services.wording.phrasebook import EntryPhrase, OverridePhrases, RefusalPhrase, Terms

TERMS: Terms = {
    Weight: {
        Weight.LIGHT: "a few days: one person and one sentence",
        Weight.ORDINARY: "some weeks: one person, with evidence",
        Weight.HEAVY: "up to the end of the term: two persons, with what is offered instead",
    },
    SecondPerson: {
        SecondPerson.HEAVY: "it is longer than one person may decide",
        SecondPerson.OTHER_CATEGORY: "the reason is none of those that are listed",
        SecondPerson.FOLLOW_UP: "it has been overridden within the last year, or another override of it waits",
        SecondPerson.MANY_SEATS: "it leaves out more of the seats than one person may",
        SecondPerson.BELOW_ENOUGH: "fewer seats are left than were called enough",
    },
    Hindrance: {
        Hindrance.BLOCKED: "a safeguard keeps it away",
        Hindrance.TOO_OLD: "a safeguard asks for a newer version",
        Hindrance.NO_RELEASE: "the site has nothing to deliver",
        Hindrance.CONFLICT: "it cannot hold beside what else is asked for in the room",
    },
    Combination: {
        Combination.REFUSE: "the second is refused",
        Combination.COMBINE: "both hold",
        Combination.FOLLOW_UP: "a follow-up",
        Combination.ONLY_ON_SUBSTITUTE: "both hold where the version is that of the substitute",
    },
}
"""By enumeration and member."""

PHRASES = OverridePhrases(
    kinds={
        OverrideKind.DECLINE: "{item} is not delivered in {room}[ on {seats:list}] until {until:when}. "
        "The reason: {category}.",
        OverrideKind.DEFER: "{item} is delivered in {room}[ on {seats:list}] later than asked for, from {until:when} "
        "on. The reason: {category}.",
        OverrideKind.SUBSTITUTE: "In {room} {substitute}[ in version {version}] stands in the place of {item}"
        "[ on {seats:list}] until {until:when}. The reason: {category}.",
        OverrideKind.PIN: "{item} is delivered in {room}[ on {seats:list}] in version {version} until {until:when}. "
        "The reason: {category}.",
        OverrideKind.EXCLUDE: "{item} is not delivered in {room} on {seats:list} until {until:when}. "
        "The reason: {category}.",
    },
    seat="seat {label}",
    proposed="It waits for a second person and changes nothing until then.",
    begins="It begins on {starts:when}.",
    unconfirmed="The reason has yet to be confirmed[, by {until}].",
    over="It has been over since {ended:when}: {state}.",
    contest="Whoever asked for it may contest this as long as it holds.",
    agree="Whoever asked for it may say yes to what stands in its place; without that yes it counts as declined.",
    check="{check}: {result}[ ({found:list})].",
    flagged="The catalogue says otherwise, so what is new about it was put forward.",
    scanned="last looked at on {at}",
    withheld="In all, the request has been changed for {days} {days:day|days} by overrides, or will be.",
    holds={
        HoldScope.REQUEST: "One request in {room} is held until {until:when}, and then goes on by itself.",
        HoldScope.ITEM: "{item} is held in {room} until {until:when}, and then goes on by itself.",
        HoldScope.ROLLOUT: "All that was owed to {room} is held until {until:when}, and then goes on by itself.",
        HoldScope.REVISION: "{room} went back to revision {revision} until {until:when}. Then what came after it is "
        "owed again[, on {canary} first].",
    },
    hold_over="The hold in {room} has been over since {ended:when}.",
    hold_canary="The hold in {room} is over, and {canary} goes first.",
)
"""What they say."""

ENTRIES: Mapping[str, EntryPhrase] = {
    "override.recorded": EntryPhrase(
        "Override recorded", "{actor} recorded an override of the request of {person} for {item} in {room}."
    ),
    "override.approved": EntryPhrase(
        "Override approved",
        "{actor} approved, as the second person, the override of the request of {person} for {item} in {room}.",
    ),
    "override.refused": EntryPhrase(
        "Override refused", "{actor} refused the override of the request of {person} for {item} in {room}."
    ),
    "override.confirmed": EntryPhrase(
        "Reason confirmed",
        "{actor} confirmed the reason of the override of the request of {person} for {item} in {room}.",
    ),
    "override.none_confirmed": EntryPhrase(
        "Reason not confirmed",
        "Nobody confirmed in time the reason of the override of the request of {person} for {item} in {room}. "
        "It counts as an ordinary one from now on.",
    ),
    "override.began": EntryPhrase(
        "Override began", "The override of the request of {person} for {item} in {room} began."
    ),
    "override.lifted": EntryPhrase(
        "Override lifted", "{actor} lifted the override of the request of {person} for {item} in {room}."
    ),
    "override.expired": EntryPhrase(
        "Override expired", "The time of the override of the request of {person} for {item} in {room} was over."
    ),
    "override.overturned": EntryPhrase(
        "Override overturned", "{actor} overturned the override of the request of {person} for {item} in {room}."
    ),
    "override.lapsed": EntryPhrase(
        "Override lapsed",
        "Nobody ruled in time on the contest, so the override of the request of {person} for {item} in {room} lapsed.",
    ),
    "override.moot": EntryPhrase(
        "Override moot",
        "The override of the request of {person} for {item} in {room} is moot, because what it was about is over.",
    ),
    "override.agreed": EntryPhrase(
        "Substitute agreed to", "{person} said yes to what stands in the place of {item} in {room}."
    ),
    "hold.set": EntryPhrase("Held", "{actor} put the brake on in {room}[: {item}]."),
    "hold.announced": EntryPhrase(
        "Newer state announced", "The technicians of {room} were told that the newer state comes back[: {item}]."
    ),
    "hold.lifted": EntryPhrase("Hold lifted", "{actor} took the brake off in {room}[: {item}]."),
    "hold.over": EntryPhrase("Hold over", "The hold in {room} was over, and what was held goes on[: {item}]."),
}
"""By kind."""

NOT_FOUND: Mapping[str, str] = {
    "override": "There is no override {name}.",
    "hold": "There is no hold {name}.",
}
"""Detail of ``not-found`` by kind of thing."""

PROBLEMS: Mapping[str, str] = {
    "one-of-these": "One of these must be there[: {expected}].",
    "in-the-past": "This moment is over. Give a later one.",
    "still-to-come": "This is still to come, so there is nothing to count yet. Give a day that is past.",
    "period-too-long": "At most {expected} years are counted together. Give a later beginning.",
    "before-its-start": "This ends before it begins[, on {expected}]. Give a later moment.",
}
"""By code."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "override-incomplete": RefusalPhrase(
        "Not enough said",
        "{count} {count:field is|fields are} missing or too long, and nothing has been recorded. An override needs the "
        "more the longer it lasts: {weight}.",
    ),
    "override-too-long": RefusalPhrase(
        "Longer than the term",
        "An override ends at the end of the term at the latest, on {latest:when}. Nothing has been recorded. Choose an "
        "earlier end; what must hold for longer, and for all, is a safeguard.",
    ),
    "freeze-too-long": RefusalPhrase(
        "Longer than an exam or outage",
        "For an exam or an outage an override lasts {days} days at most, so until {latest:when}. Nothing has been "
        "recorded. Choose an earlier end, or another reason.",
    ),
    "new-evidence-needed": RefusalPhrase(
        "Overridden before",
        "The same person's request for the same has been overridden within the last year, or would be, by "
        "override {override_id}. Nothing has been recorded. Say what is new since then, and a second person has to "
        "approve it.",
    ),
    "own-request": RefusalPhrase(
        "Your own request",
        "Request {request_id} is your own, and nobody overrides a request of their own. Withdraw it, or let somebody "
        "else decide.",
    ),
    "only-for-presence": RefusalPhrase(
        "Asked to be away",
        "Request {request_id} asks that the software be away, so this is not possible: {kind}. Decline or defer it "
        "instead.",
    ),
    "no-reason-against-absence": RefusalPhrase(
        "Asked to be away",
        "Request {request_id} asks that the software be away, and this reason speaks against having it: {category}. "
        "Nothing has been recorded. Give the reason why it has to stay, or let it go.",
    ),
    "instead-not-deliverable": RefusalPhrase(
        "It would not be delivered",
        "{item}[ in version {version}] could not be delivered there: {hindrance}[ ({with_item})][ ({safeguard_id})]. "
        "Nothing has been recorded.[ Versions that could be chosen: {possible:list}.] Choose something that can be "
        "delivered, or decline or defer, so that nobody is promised what does not come.",
    ),
    "cannot-combine": RefusalPhrase(
        "Another override is in the way",
        "The same request is overridden already, by override {override_id} ({first_kind}), and this does not go "
        "beside it: {kind}. Nothing has been recorded. Lift that one first, or wait until it is over.",
    ),
    "evidence-not-met": RefusalPhrase(
        "The evidence does not hold",
        "{checks}[ It is about: {found:list}.] Nothing has been recorded. Mend the evidence, or give the reason that "
        "it really is.",
    ),
    "not-a-second-person": RefusalPhrase(
        "The same person",
        "You recorded override {override_id} yourself. The second person is somebody else, whichever roles you hold. "
        "Nothing has been changed.",
    ),
    "cannot-confirm": RefusalPhrase(
        "Confirmed by somebody else",
        "You cannot confirm the reason of override {override_id} ({category}): a security officer confirms security, a "
        "manager licences, and law the officer whom the evidence names. None of them may be a technician there. "
        "Nothing has been changed.",
    ),
    "nothing-to-confirm": RefusalPhrase(
        "Nothing to confirm",
        "Override {override_id} does not wait for a confirmation: {confirmation}. Nothing has been changed.",
    ),
    "not-a-substitute": RefusalPhrase(
        "Nothing to agree to",
        "Override {override_id} puts nothing in the place of what was asked for ({kind}). It can be contested instead.",
    ),
    "only-the-requester-agrees": RefusalPhrase(
        "Somebody else's request",
        "Only whoever asked for it can say yes to override {override_id}. Nothing has been changed.",
    ),
    "substitute-for-one-requester": RefusalPhrase(
        "Several people asked",
        "Several people have asked for {item}, and each has to be asked about what stands in its place. Nothing has "
        "been recorded. Record one override for each of the requests: {requests:list}.",
    ),
    "nothing-to-override": RefusalPhrase(
        "Nobody asks for it",
        "Nobody asks for {item} in {classroom}, so there is nothing to override. What must not be installed even if "
        "somebody asks is a safeguard.",
    ),
    "seats-not-asked": RefusalPhrase(
        "Not these seats",
        "Request {request_id} is not for {seats:list}. Choose seats that it is for.",
    ),
    "no-such-substitute": RefusalPhrase(
        "No such substitute",
        "No override has put {item} in the place of what was asked for. Record that first, or choose a version of what "
        "was asked for.",
    ),
    "held-before": RefusalPhrase(
        "Held once already",
        "This was held once, until {until:when}; each request and title can be held once. Nothing has "
        "been changed. Record an override, with its reason.",
    ),
    "nothing-to-hold": RefusalPhrase(
        "Nothing to hold", "Nothing is asked for in {classroom} that this could hold. Nothing has been changed."
    ),
    "hold-is-over": RefusalPhrase("Over already", "This hold is over already, so nothing had to be changed."),
    "rollout-is-over": RefusalPhrase(
        "Over already",
        "Rollout {rollout_id} is over ({state}), so there is nothing of it to hold. Hold a request or a title, or let "
        "the room go back to an earlier revision.",
    ),
}
"""By code."""
