"""What each number of the rules says, in words, with its unit."""

from collections.abc import Callable


def words_of_numbers(say: Callable[[str], str]) -> dict[str, tuple[str, str]]:
    """Sentence and unit of each number, by its name."""
    days, working, hours = say("days"), say("working days"), say("hours")
    return {
        "short_override_days": (say("A short override, for which one technician and one sentence suffice"), days),
        "defer_working_days": (say("How long one technician alone may defer a request"), working),
        "single_person_days": (say("How long any other override of one technician alone may last"), days),
        "term_days": (say("What counts as the end of the term, as long as the terms are not known"), days),
        "freeze_days": (say("How long a freeze for an exam or an outage may last"), days),
        "explanation_characters": (say("How long an explanation may be"), say("characters")),
        "confirmation_working_days": (
            say("How soon a reason of security, licence or law must be confirmed, or it counts as an ordinary one"),
            working,
        ),
        "follow_up_days": (say("How long after an override another on the same request counts as a follow-up"), days),
        "exclude_percent": (
            say("How many of a request's seats may be left out without a second person"),
            say("percent of the seats"),
        ),
        "hold_hours": (say("How long a hold lasts"), hours),
        "recommendation_working_days": (say("When a recommendation without an answer lapses"), working),
        "after_advice_days": (say("How long after a recommendation a change counts as made after advice"), days),
        "contest_rises_working_days": (say("When a contest that nobody answered goes one step up"), working),
        "contest_lapses_working_days": (
            say("When a contest that nobody ruled on ends the override, or leaves IT"),
            working,
        ),
        "safeguard_days": (say("How long a safeguard of one person may last"), days),
        "safeguard_days_two_persons": (say("How long a safeguard of two persons may last"), days),
        "intake_working_days": (say("How soon a wish gets its first answer"), working),
        "silence_working_days": (say("How long silence confirms what was said of work by hand"), working),
        "promise_packaged_working_days": (say("How soon what is packaged and free is promised"), working),
        "promise_to_package_working_days": (say("How soon what has to be packaged first is promised"), working),
        "at_risk_working_days": (say("How long before it is needed a request that is not ready is at risk"), working),
    }
