"""Who gives a command on the host itself."""

import os
import pwd

from orchestrator.domain.people import Actor


def operator() -> Actor:
    """The operating-system user as who acts: ``host:<name>``. The settings file's permissions say who may."""
    user = os.geteuid()
    try:
        name = pwd.getpwuid(user).pw_name
    except KeyError:
        # A container may run under a number that no account has.
        name = str(user)
    return Actor(f"host:{name}", name)
