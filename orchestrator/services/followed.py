"""Every kind of thing whose deadlines are followed, by the name under which its work is stored."""

from collections.abc import Mapping

from orchestrator.services import recommendations, sign_offs
from orchestrator.services.contest_terms import CONTEST_DEADLINES
from orchestrator.services.contests import CONTEST
from orchestrator.services.deadlines import Followed
from orchestrator.services.exemption_ends import EXEMPTION_DEADLINES
from orchestrator.services.exemption_making import EXEMPTION
from orchestrator.services.hand_work import FOLLOWED_HAND_WORK, HAND_WORK
from orchestrator.services.hold_followed import FOLLOWED_HOLD
from orchestrator.services.holds import HOLD
from orchestrator.services.override_followed import FOLLOWED_OVERRIDE
from orchestrator.services.override_requests import OVERRIDE
from orchestrator.services.packaging import FOLLOWED_PACKAGING, PACKAGING
from orchestrator.services.safeguard_deadlines import FOLLOWED_SAFEGUARD
from orchestrator.services.safeguards import SAFEGUARD
from orchestrator.services.wishes import FOLLOWED_WISH, WISH

FOLLOWED: Mapping[str, Followed] = {
    recommendations.THING: recommendations.FOLLOWED_RECOMMENDATION,
    sign_offs.THING: sign_offs.FOLLOWED_SIGN_OFF,
    OVERRIDE: FOLLOWED_OVERRIDE,
    HOLD: FOLLOWED_HOLD,
    CONTEST: CONTEST_DEADLINES,
    EXEMPTION: EXEMPTION_DEADLINES,
    SAFEGUARD: FOLLOWED_SAFEGUARD,
    WISH: FOLLOWED_WISH,
    HAND_WORK: FOLLOWED_HAND_WORK,
    PACKAGING: FOLLOWED_PACKAGING,
}
"""By name of the thing. Names are stored with the work, so they never change."""
