"""Notices: what people are told, each with its next step."""

from collections.abc import Mapping

from orchestrator.domain.notices import NoticeKind as Kind
from orchestrator.services.wording.letter_phrases import NoticePhrase

NOTICES: Mapping[Kind, NoticePhrase] = {
    Kind.OVERRIDE_BINDS: NoticePhrase(
        "Not as you asked",
        "Your request[ for {item}][ in {room}] is not carried out as you asked[, until {until}]. A letter says why, "
        "and how to contest it.",
    ),
    Kind.OVERRIDE_ENDED: NoticePhrase(
        "A decision about your request is over",
        "What stood in the way of your request[ for {item}][ in {room}] is over. It goes on by itself as soon as "
        "nothing else is in its way; you do not have to do anything.",
    ),
    Kind.OVERRIDE_TO_APPROVE: NoticePhrase(
        "An override waits for you",
        "An override[ of {item}][ in {room}] needs a second person. Until then the request is carried out as it was "
        "made. Look at its evidence, then approve it or say no.",
    ),
    Kind.OVERRIDE_TO_CONFIRM: NoticePhrase(
        "A reason waits to be confirmed",
        "An override[ of {item}][ in {room}] gives a reason that you can confirm[, until {until}]. Look at its "
        "evidence, then confirm it or say no; without an answer it counts as an ordinary one.",
    ),
    Kind.OVERRIDE_DECIDED: NoticePhrase(
        "Your override was decided on",
        "Your override[ of {item}][ in {room}] has been decided on[: {state}]. Look at it to see what holds now.",
    ),
    Kind.OVERRIDE_CONFIRMED: NoticePhrase(
        "The reason was confirmed",
        "Somebody outside the team that looks after the room has confirmed why your request[ for {item}][ in {room}] "
        "is not carried out as you asked. If you see it otherwise, you can contest it as long as it holds.",
    ),
    Kind.OVERRIDE_UNANSWERED: NoticePhrase(
        "An override was never approved",
        "The time of an override[ of {item}][ in {room}] was over before a second person had approved it. It has "
        "never held, and the request is carried out as it was made. If the reason still holds, record it anew.",
    ),
    Kind.HELD: NoticePhrase(
        "Held for a while",
        "Your request[ for {item}][ in {room}] is held for a while[, until {until}], and then goes on by itself. Look "
        "at your request for the reason.",
    ),
    Kind.HOLD_ENDED: NoticePhrase(
        "It goes on",
        "Your request[ for {item}][ in {room}] is no longer held. It goes on by itself; you do not have to do "
        "anything.",
    ),
    Kind.ROOM_WENT_BACK: NoticePhrase(
        "The room went back",
        "Something broke[ in {room}], so the room is as it was before[, until {until}]. Your request is kept and comes "
        "back by itself.",
    ),
    Kind.NEWER_STATE_COMES_BACK: NoticePhrase(
        "The newer state comes back",
        "The newer state[ of {room}] is owed again[ from {until} on], one seat first. If what broke it is not mended "
        "yet, see to it now.",
    ),
    Kind.RECOMMENDED: NoticePhrase(
        "Some advice",
        "The team advises something about your request[ for {item}][ in {room}]. Nothing waits for it: take it or "
        "leave it, and your request goes on.",
    ),
    Kind.RECOMMENDATION_TAKEN_BACK: NoticePhrase(
        "The advice was taken back",
        "The team takes back what it advised about your request[ for {item}][ in {room}]. Your request goes on as "
        "before; you do not have to do anything.",
    ),
    Kind.RECOMMENDATION_ANSWERED: NoticePhrase(
        "Your advice was answered",
        "What you advised[ about {item}][ in {room}] has been answered, or its time is over. Look at it to see how.",
    ),
    Kind.CONTESTED: NoticePhrase(
        "Contested",
        "A decision[ about {item}][ in {room}] that concerns you is contested. It holds until somebody rules; add what "
        "they should know.",
    ),
    Kind.CONTEST_TO_RULE: NoticePhrase(
        "A contest waits for you",
        "You are named to rule on a contest[ about {item}][ in {room}][, until {until}]. Read both sides, then rule "
        "with your reason.",
    ),
    Kind.CONTEST_ROSE: NoticePhrase(
        "A contest rose",
        "Nobody ruled in time on a contest[ about {item}][ in {room}], so that it went to the next. Look at it to see "
        "who rules now.",
    ),
    Kind.CONTEST_RULED: NoticePhrase(
        "A contest was ruled on",
        "A contest[ about {item}][ in {room}] was ruled on. Look at it to read the reason, and how it goes on.",
    ),
    Kind.CONTEST_OVER: NoticePhrase(
        "A contest is over",
        "A contest[ about {item}][ in {room}] is over without a ruling: it was taken back, or what it was about has "
        "ended. There is nothing more to do.",
    ),
    Kind.SAFEGUARD_REFUSES: NoticePhrase(
        "A safeguard is in the way",
        "A safeguard of the university keeps something away that you asked for[: {item}][ in {room}]. A letter says "
        "why, what you can use instead, and how to contest it.",
    ),
    Kind.SAFEGUARD_TO_APPROVE: NoticePhrase(
        "A safeguard waits for you",
        "A safeguard[ about {item}] needs a second person, and binds nothing until then. Look at whom it would touch, "
        "then approve it or say no.",
    ),
    Kind.SAFEGUARD_DECIDED: NoticePhrase(
        "Your safeguard was decided on",
        "Your safeguard[ about {item}] has been decided on[: {state}]. Look at it to see what holds now.",
    ),
    Kind.SAFEGUARD_ENDED: NoticePhrase(
        "A safeguard ended",
        "The safeguard[ about {item}] is over. What it kept away follows by itself; you do not have to do anything.",
    ),
    Kind.SAFEGUARD_TO_REVIEW: NoticePhrase(
        "A safeguard is due for review",
        "The safeguard[ about {item}] that you answer for is to be looked at again[ by {until}]. "
        "Lift it, or let it go on until it expires.",
    ),
    Kind.SAFEGUARD_OVERDUE: NoticePhrase(
        "A security update is overdue",
        "The deadline of a security update[ for {item}] is over, and copies that are too old are "
        "still there. The command that shows where is: classroom safeguards exposed.",
    ),
    Kind.CANARY_FAILED: NoticePhrase(
        "The first seat is not ready",
        "The seat that was to go first[ in {room}] is not ready, so the others wait. Look at it, "
        "and start a rollout when it is mended.",
    ),
    Kind.COPY_GOES: NoticePhrase(
        "Something will be taken away",
        "A safeguard takes away what we had installed[: {item}][ in {room}][, from {until} on]. The safeguard "
        "itself says why; if you need the software, ask for it, and contest what keeps it away.",
    ),
    Kind.UPDATE_ANNOUNCED: NoticePhrase(
        "An update comes",
        "An update that protects everybody comes[ for {item}][ in {room}][, until {until}]. Read the reason in the "
        "letter; you do not have to do anything.",
    ),
    Kind.PIN_SUPERSEDED: NoticePhrase(
        "A newer version comes",
        "The version[ of {item}][ in {room}] that was held until now is too old to be safe, so a newer one comes. A "
        "letter says why; contest it if you need the older one.",
    ),
    Kind.EXEMPTION_TO_SIGN: NoticePhrase(
        "A risk waits for your signature",
        "You are asked to answer for the risk of an exemption[ for {item}][ in {room}]. Read its condition and its "
        "end, then sign it or say no.",
    ),
    Kind.EXEMPTION_TO_APPROVE: NoticePhrase(
        "An exemption waits for you",
        "An exemption[ for {item}][ in {room}] needs a second person. Read its condition and its end, then approve it "
        "or say no.",
    ),
    Kind.EXEMPTION_DECIDED: NoticePhrase(
        "An exemption was decided on",
        "An exemption[ for {item}][ in {room}] has been decided on[: {state}]. Look at it to see what holds now.",
    ),
    Kind.EXEMPTION_ENDED: NoticePhrase(
        "An exemption ended",
        "The exemption[ for {item}][ in {room}] is over, so that the safeguard holds again. Ask for another one if you "
        "still need it.",
    ),
    Kind.CATALOG_TO_APPROVE: NoticePhrase(
        "A change of the catalogue waits for you",
        "A change of the catalogue takes away what people have asked for[: {item}]. Look at whom it touches, then "
        "approve it or say no.",
    ),
    Kind.CATALOG_DECIDED: NoticePhrase(
        "Your change of the catalogue was decided on",
        "The change of the catalogue that you proposed has been decided on[: {state}]. Look at it to see what holds "
        "now.",
    ),
    Kind.CATALOG_NARROWED: NoticePhrase(
        "The catalogue changes",
        "Something that you asked for[, {item}][ in {room}], will not be on offer as before. A letter says why and "
        "from when on; contest it if you need it.",
    ),
    Kind.CATALOG_RESTORED: NoticePhrase(
        "On offer again",
        "Something that you asked for[, {item}][ in {room}], can be had again as before. Your request goes on by "
        "itself; you do not have to do anything.",
    ),
    Kind.WISH_ARRIVED: NoticePhrase(
        "A wish arrived",
        "Somebody wishes for something that is not in the catalogue[, {item}][ in {room}]. Answer it, or link it to "
        "the catalogue[, until {until}].",
    ),
    Kind.WISH_ANSWERED: NoticePhrase(
        "Your wish was answered",
        "Your wish[ for {item}][ in {room}] has been answered. Look at it to see what comes of it.",
    ),
    Kind.WISH_LINKED: NoticePhrase(
        "Is this what you meant?",
        "Your wish[ in {room}] became a request[ for {item}]. Say whether that is what you meant[, until {until}]; "
        "after that your silence counts as yes.",
    ),
    Kind.WISH_ROSE: NoticePhrase(
        "A wish has waited too long",
        "A wish[ for {item}][ in {room}] had no answer in time, so that it came to you. See that it is answered.",
    ),
    Kind.REQUEST_ROSE: NoticePhrase(
        "A request has waited too long",
        "A request[ for {item}][ in {room}] waits because the catalogue has nothing of it to deliver, and nobody "
        "has said when it will. See that it is packaged, or say when.",
    ),
    Kind.DELAY_NOTED: NoticePhrase(
        "When it will be there",
        "The team says when your request[ for {item}][ in {room}] will be done[: {until}]. Your own date still "
        "counts; look at your request for the reason.",
    ),
    Kind.SIGN_OFF_ASKED: NoticePhrase(
        "Does it work?",
        "What you asked for[, {item}][ in {room}], is there. Say whether it works for you; you need not.",
    ),
    Kind.SIGNED_OFF: NoticePhrase(
        "An answer about what was installed",
        "Somebody said whether something[, {item}][ in {room}], works. Look at the request; if it does not, see to it.",
    ),
    Kind.WORK_STATED: NoticePhrase(
        "Stated as done",
        "Somebody states that what you asked for[, {item}][ in {room}], was done by hand. Say whether it is so[, until "
        "{until}]; after that your silence counts as yes.",
    ),
    Kind.LINE_STATED: NoticePhrase(
        "Your line is answered",
        "Somebody states that what you wrote about settings and add-ons[ of {item}][ in {room}] is done. Say whether "
        "it is so[, until {until}]; after that your silence counts as yes.",
    ),
    Kind.WORK_OTHERWISE: NoticePhrase(
        "Done otherwise than you asked",
        "Somebody has seen to what you asked to be done by hand[ for {item}][ in {room}], but not as you asked. Read "
        "why, and what you get instead, and say[ until {until}] whether that will do. Your silence is no yes: without "
        "your word it is owed to you again.",
    ),
    Kind.WORK_ANSWERED: NoticePhrase(
        "An answer about work by hand",
        "The work by hand that you stated as done[, {item}][ in {room}], was answered. Look at it; if the answer is "
        "no, it is still owed.",
    ),
    Kind.RULES_TO_APPROVE: NoticePhrase(
        "A change of the rules waits for you",
        "A change of the numbers in the rules needs a second person. Look at what it changes, then approve it or say "
        "no.",
    ),
    Kind.RULES_DECIDED: NoticePhrase(
        "Your change of the rules was decided on",
        "The change of the numbers in the rules that you proposed was decided on. Look at it to see what holds now.",
    ),
    Kind.PERSON_FIGURES_TO_APPROVE: NoticePhrase(
        "A decision about figures waits for you",
        "Somebody proposed that some people may look at the figures of single persons. Look at who and why, then "
        "approve it or say no.",
    ),
    Kind.PERSON_FIGURES_DECIDED: NoticePhrase(
        "A decision about figures was decided on",
        "A decision about the figures of single persons, which you proposed or which names you, has been decided on"
        "[: {state}]. Look at it to see who may look, and why.",
    ),
    Kind.PERSON_FIGURES_OPEN: NoticePhrase(
        "Figures of single persons may be looked at",
        "Two persons decided that some people may look at the figures of single persons, yours too[, until {until}]. "
        "Look at the decision to see who, and why; each look is in the record.",
    ),
    Kind.PERSON_FIGURES_CLOSED: NoticePhrase(
        "Figures of single persons are closed again",
        "A decision by which some people could look at the figures of single persons has been taken back. You do not "
        "have to do anything.",
    ),
    Kind.BLACKOUT_SET: NoticePhrase(
        "A blackout is set",
        "A blackout is set[ for {room}] where you look after rooms[, until {until}]: what is owed there waits for its "
        "end, and all dates still count. Look at it for the reason.",
    ),
    Kind.BLACKOUT_DELAYS: NoticePhrase(
        "Nothing is installed for a while",
        "For a while[, until {until},] nothing is installed[ in {room}], so what you asked for[, {item},] may have to "
        "wait. Your own date still counts; you do not have to do anything.",
    ),
    Kind.BLACKOUT_LIFTED: NoticePhrase(
        "A blackout is over",
        "A blackout[ for {room}] was lifted before its end. What it kept waiting starts by itself where rollouts do.",
    ),
    Kind.ASKED_FOR_YOU: NoticePhrase(
        "Asked for on your behalf",
        "Something was asked for on your behalf[: {item}][ in {room}].[ It was entered by {by}.] It is yours: only you "
        "can take it back, and you are told what becomes of it.",
    ),
}
"""By kind; fields item, room, until, state, by, each perhaps empty."""
