"""Notices: one row that tells one person one thing, exactly once. How it reaches them comes later."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class NoticeKind(StrEnum):
    """What somebody is told. The words are made in ``services/wording``."""

    OVERRIDE_BINDS = "override_binds"  # your request was overridden; a letter says why
    OVERRIDE_ENDED = "override_ended"  # the override is over, and your request goes on
    OVERRIDE_TO_APPROVE = "override_to_approve"  # a second approver is wanted
    OVERRIDE_TO_CONFIRM = "override_to_confirm"  # its category has to be confirmed
    OVERRIDE_DECIDED = "override_decided"  # your override was approved, refused or confirmed
    OVERRIDE_CONFIRMED = "override_confirmed"  # the reason why your request was overridden was confirmed
    OVERRIDE_UNANSWERED = "override_unanswered"  # nobody approved an override before its time was over
    HELD = "held"  # your request was held for a while
    HOLD_ENDED = "hold_ended"  # it goes on
    ROOM_WENT_BACK = "room_went_back"  # the room went back to an earlier state
    NEWER_STATE_COMES_BACK = "newer_state_comes_back"  # tomorrow the newer state is owed again
    RECOMMENDED = "recommended"  # a technician advises something
    RECOMMENDATION_ANSWERED = "recommendation_answered"  # what came of your advice
    RECOMMENDATION_TAKEN_BACK = "recommendation_taken_back"  # the team takes its advice to you back
    CONTESTED = "contested"  # somebody contests a decision that concerns you
    CONTEST_TO_RULE = "contest_to_rule"  # you are on the list of who rules
    CONTEST_ROSE = "contest_rose"  # nobody ruled in time; it rose
    CONTEST_RULED = "contest_ruled"  # the ruling
    CONTEST_OVER = "contest_over"  # it ended without one
    SAFEGUARD_REFUSES = "safeguard_refuses"  # your request meets a safeguard; a letter says why
    SAFEGUARD_TO_APPROVE = "safeguard_to_approve"  # a second person is wanted
    SAFEGUARD_DECIDED = "safeguard_decided"  # your safeguard was approved or refused
    SAFEGUARD_ENDED = "safeguard_ended"  # it is over
    COPY_GOES = "copy_goes"  # an installed copy will be taken away
    UPDATE_ANNOUNCED = "update_announced"  # a protective update comes, with its reason
    PIN_SUPERSEDED = "pin_superseded"  # your version is too old now
    EXEMPTION_TO_SIGN = "exemption_to_sign"  # you are asked to accept a risk
    EXEMPTION_TO_APPROVE = "exemption_to_approve"  # a second person is wanted
    EXEMPTION_DECIDED = "exemption_decided"  # it was signed, approved or refused
    EXEMPTION_ENDED = "exemption_ended"  # the safeguard binds again
    CATALOG_TO_APPROVE = "catalog_to_approve"  # a change that takes something away wants a second person
    CATALOG_DECIDED = "catalog_decided"  # your change of the catalog was approved or refused
    CATALOG_NARROWED = "catalog_narrowed"  # something that you asked for is no longer on offer as before
    CATALOG_RESTORED = "catalog_restored"  # what a change of the catalog took away is on offer again
    WISH_ARRIVED = "wish_arrived"  # somebody wishes for something that is not in the catalog
    WISH_ANSWERED = "wish_answered"  # somebody said something about your wish
    WISH_LINKED = "wish_linked"  # your wish became a request: is that what you meant?
    WISH_ROSE = "wish_rose"  # a wish had no answer in time
    REQUEST_ROSE = "request_rose"  # a request waits for packaging, and nobody had a word for it in time
    DELAY_NOTED = "delay_noted"  # a technician says when it will be there
    SIGN_OFF_ASKED = "sign_off_asked"  # does it work?
    SIGNED_OFF = "signed_off"  # it works, or it does not
    WORK_STATED = "work_stated"  # somebody states that work by hand is done
    LINE_STATED = "line_stated"  # somebody states that your line about settings and add-ons is done
    WORK_OTHERWISE = "work_otherwise"  # somebody did work by hand or a line otherwise than asked, and says why
    WORK_ANSWERED = "work_answered"  # the requester said yes or no to it
    RULES_TO_APPROVE = "rules_to_approve"  # a change of the rules' numbers wants a second person
    RULES_DECIDED = "rules_decided"  # it was approved or refused
    PERSON_FIGURES_TO_APPROVE = "person_figures_to_approve"  # looking at single persons' figures wants a second person
    PERSON_FIGURES_DECIDED = "person_figures_decided"  # what you proposed, or what names you, was decided on
    PERSON_FIGURES_OPEN = "person_figures_open"  # somebody may look at the figures of single persons, yours too
    PERSON_FIGURES_CLOSED = "person_figures_closed"  # nobody may any more
    BLACKOUT_SET = "blackout_set"  # nothing is done for a while in rooms that you look after
    BLACKOUT_DELAYS = "blackout_delays"  # what you asked for may have to wait for its end
    BLACKOUT_LIFTED = "blackout_lifted"  # it is over before its time
    SAFEGUARD_TO_REVIEW = "safeguard_to_review"  # your safeguard is to be looked at again
    SAFEGUARD_OVERDUE = "safeguard_overdue"  # an update's deadline is over, and this is still exposed
    CANARY_FAILED = "canary_failed"  # the seat that went first is not ready, so the others wait
    ASKED_FOR_YOU = "asked_for_you"  # somebody entered a request on your behalf


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that one person is told.

    Attributes:
        id: Identity in the store.
        person_id: Who.
        kind: See NoticeKind.
        key: What makes it this one; with the person unique, so that nobody is told the same thing twice.
        about: Ids and codes of what it is about, by kind of thing, for the words: ``request``, ``override`` …
        at: When, UTC.
        letter_id: The letter that comes with it, or None.
        read_at: When the person has read it, UTC; None until then.
    """

    id: str
    person_id: str
    kind: NoticeKind
    key: str
    at: datetime
    about: dict[str, str] = field(default_factory=dict)
    letter_id: str | None = None
    read_at: datetime | None = None
