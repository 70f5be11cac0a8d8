"""What can be wrong with a single field of an override, beyond what is wrong with any payload."""

from enum import StrEnum


class OverrideProblem(StrEnum):
    """Codes of problems of a field. The comment says what stands in ``expected``."""

    ONE_OF_THESE = "one-of-these"  # the fields, of which one has to be filled
    IN_THE_PAST = "in-the-past"
    BEFORE_ITS_START = "before-its-start"  # when it starts
