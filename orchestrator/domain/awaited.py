"""Which decisions wait for one certain person. Pure."""

from enum import StrEnum


class AwaitedKind(StrEnum):
    """What somebody is waited for to do."""

    CONFIRM_CATEGORY = "confirm_category"  # confirm or refuse that an override is about security, licence or law
    APPROVE_OVERRIDE = "approve_override"  # be the second person for an override
    RULE_CONTEST = "rule_contest"  # rule on a contest
    APPROVE_SAFEGUARD = "approve_safeguard"  # be the second person for a safeguard
    SIGN_EXEMPTION = "sign_exemption"  # accept or refuse the risk of an exemption, as who is named for it
    APPROVE_EXEMPTION = "approve_exemption"  # be the second person for an exemption
    APPROVE_CATALOG_CHANGE = "approve_catalog_change"  # likewise for a change that takes something away
    APPROVE_RULES = "approve_rules"  # likewise for other numbers of the rules
    APPROVE_PERSON_FIGURES = "approve_person_figures"  # likewise for looking at figures of single persons


class AwaitedEnd(StrEnum):
    """What becomes of it where nobody decides in time."""

    LAPSES = "lapses"  # what is proposed comes to nothing
    ORDINARY = "ordinary"  # an override whose reason nobody confirmed counts as an ordinary one (R3.2)
    RUNS_OUT = "runs_out"  # an override is over before anybody has confirmed its reason
    RISES = "rises"  # a contest goes to more people
    LEAVES_IT = "leaves_it"  # a contest of what holds goes to a named person outside IT
    IS_UNDONE = "is_undone"  # what is contested lapses
