"""Letters: what somebody reads when it is not as they asked."""

from collections.abc import Mapping

from orchestrator.domain.classrooms import SeatTarget
from orchestrator.domain.evidence import Category
from orchestrator.domain.letters import CatalogLoss
from orchestrator.domain.overrides import Confirmation, OverrideKind, OverrideState
from orchestrator.domain.safeguards import SafeguardKind
from orchestrator.domain.standing import StandingCode
from orchestrator.services.wording.letter_phrases import HeadPhrase, LetterPhrases
from orchestrator.services.wording.phrasebook import RefusalPhrase

_OWN_LETTER = "A letter of its own says why, and how to contest it."
_FREE = "Your request is not deleted: it goes on by itself as soon as nothing is in its way."

LETTERS = LetterPhrases(
    salutation="Dear {name},",
    salutation_nobody="Hello,",
    closing="Kind regards",
    team="the classroom team[ ({unit})]",
    named_team="{team}[ ({unit})]",
    asked="On {at:when} you asked for {item}[ in version {version}] on {where} in {room}, needed by {needed_by:when}.",
    asked_absent="On {at:when} you asked that {item} is not installed on {where} in {room}.",
    asked_for_you="On {at:when} somebody asked on your behalf for {item}[ in version {version}] on {where} in {room}, "
    "needed by {needed_by:when}.",
    where={
        SeatTarget.ALL: "all seats",
        SeatTarget.PODIUM: "the lecturer's computer",
        SeatTarget.STUDENT_SEATS: "the students' seats",
    },
    there="there",
    on_seats="on {count:seat|seats} {labels:list}",
    override={
        OverrideKind.DECLINE: HeadPhrase(
            "{item} in {room}: not until {until:when}",
            "We have decided otherwise for now: it is not installed {place} until {until:when}.",
        ),
        OverrideKind.DEFER: HeadPhrase(
            "{item} in {room}: later, from {until:when}",
            "It comes, but later: it is installed {place} from {until:when} on.",
        ),
        OverrideKind.SUBSTITUTE: HeadPhrase(
            "{item} in {room}: {substitute} in its place until {until:when}",
            "Until {until:when} we install {substitute}[ in version {version}] {place} in its place.",
        ),
        OverrideKind.PIN: HeadPhrase(
            "{item} in {room}: version {version} until {until:when}",
            "It is installed {place}, but in version {version} and no other until {until:when}.",
        ),
        OverrideKind.EXCLUDE: HeadPhrase(
            "{item} in {room}: not on {count} of {of} {of:seat|seats} until {until:when}",
            "It is installed, but not on {count} of the {of} {of:seat|seats} until {until:when}: {labels:list}.",
        ),
    },
    override_absent=HeadPhrase(
        "{item} in {room}: stays until {until:when}",
        "We have decided otherwise for now: what is there of it stays until {until:when}.",
    ),
    why="Why: {category}[ {explanation}]",
    category={
        Category.SECURITY: "it would open a way to harm the machines or the people who use them.",
        Category.LICENCE: "there are not enough licences for it.",
        Category.LEGAL: "a law or a contract does not allow it.",
        Category.INCOMPATIBILITY: "it does not get along with something else on these machines.",
        Category.HARDWARE: "these machines lack something that it needs.",
        Category.NOT_DEPLOYABLE: "we tried to install it, and it failed.",
        Category.POLICY: "a rule of the university, made outside IT, speaks against it.",
        Category.END_OF_SUPPORT: "its maker no longer mends its faults, or soon will not.",
        Category.FREEZE: "an exam or an outage needs the room to stay as it is.",
        Category.OTHER: "the reason is none of the usual ones.",
    },
    rests_on="What this rests on:",
    rests_on_checked="What this rests on; “checked” means that the service looked by itself:",
    approved="A second person has looked at this and agreed.",
    confirms={
        Category.SECURITY: "The security officer",
        Category.LICENCE: "The manager for licences",
        Category.LEGAL: "The person who vouches for it",
    },
    confirmation={
        Confirmation.NOT_NEEDED: "",
        Confirmation.WAITING: "{by} still has to confirm the reason[, until {at}; if nobody does by then, it counts as "
        "an ordinary one].",
        Confirmation.CONFIRMED: "{by} has confirmed the reason.",
        Confirmation.NONE_CAME: "{by} has not confirmed the reason in time, so it counts as an ordinary one.",
    },
    instead="What you get instead: {instead}",
    use_instead="What you can use instead: {instead}",
    instead_nothing="What you get instead: nothing meanwhile; we have no equal to offer.",
    instead_unknown="What you can use instead: we know of nothing equal. If you say what you want to do with it, a way "
    "may be found.",
    asks_for_yes="Please say whether this will do. Without your yes it counts as refused, not as delivered.",
    ends="How it ends: by itself on {until:when}. Your request is not deleted; it goes on from there, and you do not "
    "have to ask again.",
    lifts="It ends sooner if this comes: {what}",
    meanwhile="Meanwhile: {what}",
    clock_runs="The date that you named, {needed_by:when}, still counts.",
    clock_stands="The date that you named, {needed_by:when}, waits until this is settled.",
    short="One person of the team may decide this with one sentence, because it holds for {days} days at most.",
    contest="If you see it otherwise, contest it, as long as it holds:\n"
    "1. Open your request in the classroom software and press “Contest this decision”.\n"
    "2. Say in a sentence or two what you need it for, or what is not right above. You need no form and no expertise.\n"
    "3. Within {days} working days {who} decides, and writes to you. Nobody who made this decision takes part. "
    "{lapse}\nWhoever prefers the command line: {command}",
    lapses="If nobody decides within {lapse} working days, this ends by itself and your request goes on.",
    holds_on="If nobody decides within {lapse} working days, it goes to a named person outside IT; until then it "
    "holds.",
    rules={
        Category.SECURITY: "somebody whom the university has named for questions of security",
        Category.LICENCE: "somebody whom the university has named for questions of licences",
        Category.LEGAL: "somebody whom the university has named for questions of law",
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
            "a group that the university has named, with somebody who teaches in it,",
        ),
    },
    ended={
        OverrideState.EXPIRED: "What we wrote to you about {item} in {room} is over: its time has run out.",
        OverrideState.LIFTED: "What we wrote to you about {item} in {room} is over: we have taken it back.",
        OverrideState.OVERTURNED: "What we wrote to you about {item} in {room} is over: it was contested, and the "
        "contest was right.",
        OverrideState.LAPSED: "What we wrote to you about {item} in {room} is over: it was contested, and nobody ruled "
        "in time.",
        OverrideState.REFUSED: "What we wrote to you about {item} in {room} is over: whoever had to agree to it said "
        "no.",
        OverrideState.MOOT: "What we wrote to you about {item} in {room} is over, because there is no request left.",
    },
    ended_subject="{item} in {room}: your request goes on",
    goes_on="Your request goes on by itself, as you made it. You do not have to do anything; we tell you when "
    "something is in its way again.",
    ended_subject_kept="{item} in {room}: over, but something else is in its way",
    kept={
        StandingCode.SAFEGUARDED: "How it goes on: a safeguard of the university still keeps {item} away from {room}[, "
        f"until {{until:when}}]. {_OWN_LETTER} {_FREE}",
        StandingCode.OVERRIDDEN: "How it goes on: another decision about {item} in {room} still holds[, until "
        f"{{until:when}}]. {_OWN_LETTER} {_FREE}",
        StandingCode.HELD: "How it goes on: {item} in {room} is held for a while[, until {until:when}]. Your request "
        "is not deleted: it goes on by itself then.",
        StandingCode.IN_CONFLICT: "How it goes on: something else in {room} does not get along with {item}, and was "
        f"there first. {_FREE}",
        StandingCode.WAITING_FOR_PACKAGING: "How it goes on: the software catalogue has no version of {item} now that "
        "could be installed in {room}. Your request is not deleted: it goes on by itself as soon as there is one.",
    },
    safeguard={
        SafeguardKind.BLOCK: HeadPhrase(
            "{item} in {room}: why we do not install it",
            "It is not installed, in this room or on any other machine of the university: a safeguard, by which the "
            "university protects everybody, keeps it away. Where we had installed it, it is taken away.",
        ),
        SafeguardKind.MINIMUM_VERSION: HeadPhrase(
            "{item} in {room}: version {minimum} or newer",
            "It is installed, but only in version {minimum} or newer: a safeguard keeps older ones away.",
        ),
        SafeguardKind.PROTECTIVE_UPDATE: HeadPhrase(
            "{item} in {room}: version {minimum} or newer",
            "It is installed, but only in version {minimum} or newer[; copies that are older are brought up to date by "
            "{deadline:when}].",
        ),
    },
    no_judgement="This is no judgement on you or your course: the same holds for everybody in every room.",
    older="You had asked for version {versions:list}, which is older than that.",
    review="How it ends: it is looked at again by {review:when} and ends by itself on {until:when}, if not renewed. "
    "Your request is not deleted: it goes on by itself as soon as nothing is in its way.",
    exemption="There are exemptions: for named rooms, with conditions and an end, when somebody outside IT who answers "
    "for the risk signs. Contesting is the way to one.",
    update=HeadPhrase(
        "{item} in {room} is updated by {deadline:when}",
        "{item} in {room} is brought up to version {minimum} or newer by {deadline:when}. You did not ask for this; "
        "the university does it to protect everybody who uses these machines.",
    ),
    update_emergency="It is urgent, so it may happen at short notice.",
    update_nothing_to_do="You do not have to do anything. If your teaching material needs the older version, say so "
    "now by contesting it.",
    ruling_subject={
        False: "{item} in {room}: your contest, and why the decision stands",
        True: "{item} in {room}: your contest was right",
    },
    ruling_asked="The decision about {item} in {room} was contested, and it has been ruled on by somebody who had no "
    "part in it.",
    ruling_lapsed="The decision about {item} in {room} was contested, and nobody ruled on that in time. So it ended by "
    "itself.",
    ruled={
        False: "The decision stands.",
        True: "The contest was right, and the decision does not stand as it was.",
    },
    ruling_reason="Why: {reason}",
    ruling_stands="How it goes on: the decision still ends by itself on {until:when}, and your request is not deleted. "
    "It goes on by itself then.",
    ruling_catalog_stands="How it goes on: the catalogue stays as it is, and your request is not deleted. It goes on "
    "by itself as soon as it can be met.",
    ruling_goes_on="How it goes on: your request goes on by itself, as you made it. You do not have to do anything.",
    exemption_granted="How it goes on: there is an exemption for {item} in {room} until {until:when}.",
    exemption_condition="Its condition: {what}",
    exemption_waits="It holds as soon as the person outside IT who answers for the risk has signed. One seat may get "
    "it first; the others follow when it is ready there.",
    catalog={
        CatalogLoss.RETIRED: HeadPhrase(
            "{item} in {room}: no longer on offer from {at:when}",
            "{item} is no longer on offer from {at:when}.",
        ),
        CatalogLoss.RELEASE_GONE: HeadPhrase(
            "{item} in {room}: another version from {at:when}",
            "{item} is no longer on offer[ in version {version}] from {at:when}.",
        ),
        CatalogLoss.CONFLICT_ADDED: HeadPhrase(
            "{item} in {room}: not beside {other} from {at:when}",
            "From {at:when} on, {item} and {other} count as not getting along, so that only one of them can be there.",
        ),
        CatalogLoss.COEXISTENCE_DROPPED: HeadPhrase(
            "{item} in {room}: perhaps not beside {other} from {at:when}",
            "From {at:when} on, nobody vouches any more that {item} and {other} get along.",
        ),
        CatalogLoss.BY_HAND: HeadPhrase(
            "{item} in {room}: installed by hand from {at:when}",
            "From {at:when} on, {item} is installed by hand, so that it may take longer.",
        ),
        CatalogLoss.BLOCKED: HeadPhrase(
            "{item} in {room}: kept away by a safeguard from {at:when}",
            "From {at:when} on, the catalogue says that {item}[ cannot do without {other}, and so] is among what a "
            "safeguard of the university keeps away.",
        ),
    },
    catalog_until="Until {at:when} all stays as it is. Your request is not deleted, and its date still counts.",
    catalog_lapses="If nobody decides within {lapse} working days, the change is undone by itself.",
)
"""All of them."""

NOT_FOUND: Mapping[str, str] = {"letter": "There is no letter {name}."}
"""Detail of ``not-found`` by kind of thing."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "letter-erased": RefusalPhrase(
        "Erased already", "The words of this letter are erased already. That it was sent stays known."
    ),
}
"""By code."""
