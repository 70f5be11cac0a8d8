"""What a connection profile needs on our side before its account can be shown to a machine."""

from collections.abc import Callable
from pathlib import Path

from orchestrator.domain.machines import ConnectionProfile


class SecretMissing(Exception):
    """The profile's secret is not at hand; ``problem`` says so without it."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def secret_of(profile: ConnectionProfile, read_secret: Callable[[str], str]) -> str:
    """The secret that a profile names.

    Args:
        profile: Whose.
        read_secret: Gives the secret of a name, or raises.

    Raises:
        SecretMissing: It is not there, or names a file that is not.
    """
    try:
        secret = read_secret(profile.secret)
    except Exception as error:  # noqa: BLE001 - where secrets come from is not our business, nor how it fails
        raise SecretMissing(f"secret {profile.secret}: {type(error).__name__}") from None
    if profile.transport == "certificate" and not Path(secret).is_file():
        raise SecretMissing(f"secret {profile.secret} names no file")
    return secret
