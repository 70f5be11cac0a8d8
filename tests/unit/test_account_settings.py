"""What an installation may set about signing in, and that it cannot set it away."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from orchestrator.bootstrap import account_rules
from orchestrator.domain.sessions import AccountRules, SessionLife, Throttle
from orchestrator.settings import Settings


def test_what_is_not_set_is_as_the_rules_say() -> None:
    assert account_rules(Settings()) == AccountRules()
    assert Settings().secure_cookies


def test_what_is_set_is_what_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (
        ("SESSION_IDLE_MINUTES", "30"),
        ("SESSION_DAYS", "1"),
        ("SIGN_IN_ATTEMPTS_PER_ACCOUNT", "5"),
        ("SIGN_IN_ATTEMPTS_PER_ADDRESS", "50"),
        ("SIGN_IN_WINDOW_MINUTES", "60"),
        ("INVITATION_DAYS", "3"),
        ("RESET_HOURS", "2"),
    ):
        monkeypatch.setenv(f"CLASSROOM_{name}", value)
    assert account_rules(Settings()) == AccountRules(
        SessionLife(timedelta(minutes=30), timedelta(days=1)),
        Throttle(5, 50, timedelta(hours=1)),
        timedelta(days=3),
        timedelta(hours=2),
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SESSION_IDLE_MINUTES", "0"),
        ("SESSION_IDLE_MINUTES", "1441"),
        ("SESSION_DAYS", "31"),
        ("SIGN_IN_ATTEMPTS_PER_ACCOUNT", "101"),
        ("SIGN_IN_ATTEMPTS_PER_ADDRESS", "10001"),
        ("SIGN_IN_WINDOW_MINUTES", "0"),
        ("INVITATION_DAYS", "31"),
        ("RESET_HOURS", "73"),
    ],
)
def test_a_value_beyond_its_bounds_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"CLASSROOM_{name}", value)
    with pytest.raises(ValidationError):
        Settings()
