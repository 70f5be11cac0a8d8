"""Every kind of thing whose deadlines are followed, by the name under which its work is stored."""

from collections.abc import Mapping

from orchestrator.services.deadlines import Followed
from orchestrator.services.wishes import FOLLOWED_WISH, WISH

FOLLOWED: Mapping[str, Followed] = {
    WISH: FOLLOWED_WISH,
}
"""By name of the thing. Names are stored with the work, so they never change."""
