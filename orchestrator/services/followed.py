"""Every kind of thing whose deadlines are followed, by the name under which its work is stored."""

from collections.abc import Mapping

from orchestrator.services.deadlines import Followed
from orchestrator.services.safeguard_deadlines import FOLLOWED_SAFEGUARD
from orchestrator.services.safeguards import SAFEGUARD

FOLLOWED: Mapping[str, Followed] = {
    SAFEGUARD: FOLLOWED_SAFEGUARD,
}
"""By name of the thing. Names are stored with the work, so they never change."""
