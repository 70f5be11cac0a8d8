"""Every kind of thing whose deadlines are followed, by the name under which its work is stored."""

from collections.abc import Mapping

from orchestrator.services.contest_terms import CONTEST_DEADLINES
from orchestrator.services.contests import CONTEST
from orchestrator.services.deadlines import Followed
from orchestrator.services.exemption_ends import EXEMPTION_DEADLINES
from orchestrator.services.exemption_making import EXEMPTION

FOLLOWED: Mapping[str, Followed] = {
    CONTEST: CONTEST_DEADLINES,
    EXEMPTION: EXEMPTION_DEADLINES,
}
"""By name of the thing. Names are stored with the work, so they never change."""
