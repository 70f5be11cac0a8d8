"""Every kind of thing whose deadlines are followed, by the name under which its work is stored."""

from collections.abc import Mapping

from orchestrator.services import recommendations, sign_offs
from orchestrator.services.deadlines import Followed

FOLLOWED: Mapping[str, Followed] = {
    recommendations.THING: recommendations.FOLLOWED_RECOMMENDATION,
    sign_offs.THING: sign_offs.FOLLOWED_SIGN_OFF,
}
"""By name of the thing. Names are stored with the work, so they never change."""
