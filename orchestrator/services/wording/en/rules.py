"""The rules' numbers, and changing them."""

from collections.abc import Mapping

from orchestrator.domain.rule_numbers import RuleChangeState
from orchestrator.services.wording.phrasebook import EntryPhrase, RefusalPhrase, Terms

TERMS: Terms = {
    RuleChangeState: {
        RuleChangeState.PROPOSED: "proposed",
        RuleChangeState.IN_FORCE: "approved",
        RuleChangeState.REFUSED: "refused",
    },
}
"""By enumeration and member."""

ENTRIES: Mapping[str, EntryPhrase] = {
    "rules.proposed": EntryPhrase("Numbers proposed", "{actor} proposed other numbers for the rules."),
    "rules.changed": EntryPhrase("Numbers changed", "{actor} approved the rules' numbers that {person} proposed."),
    "rules.refused": EntryPhrase("Numbers refused", "{actor} refused the rules' numbers that {person} proposed."),
}
"""By kind."""

NOT_FOUND: Mapping[str, str] = {
    "rule change": "There is no change {name} of the rules' numbers. They are listed by: classroom rules changes",
}
"""Detail of ``not-found`` by kind of thing."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "rule-change-decided": RefusalPhrase(
        "Decided already", "This change of the rules' numbers is {state} already, so nothing has been changed."
    ),
    "rule-numbers-moved": RefusalPhrase(
        "Changed in the meantime",
        "Since this was proposed, another change has been approved of the same numbers: {numbers:list}. Nothing has "
        "been changed. Refuse it, and propose anew what should hold.",
    ),
    "nothing-changes": RefusalPhrase(
        "Nothing to change", "These numbers are in force already, so there is nothing to decide."
    ),
    "needs-another-person": RefusalPhrase(
        "Another person has to decide",
        "You have made this decision, so you cannot be its second person, whatever roles you hold. "
        "Nothing has been changed. Ask somebody else who may decide here to look at it.",
    ),
}
"""By code."""
