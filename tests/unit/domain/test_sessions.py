"""When sessions, tokens and codes end, and how often one may try."""

from datetime import UTC, datetime, timedelta

import pytest

from orchestrator.domain.sessions import (
    Attempts,
    CodePurpose,
    PasswordCode,
    Session,
    SessionLife,
    SignInThrottled,
    Throttle,
)
from orchestrator.domain.tokens import Token

NOON = datetime(2027, 1, 12, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_session_ends_when_it_is_not_used_and_at_last_in_any_case() -> None:
    life = SessionLife(idle=8 * HOUR, absolute=7 * DAY)
    assert life.ends_at(Session("s", "person:1", NOON, NOON)) == NOON + 8 * HOUR
    assert life.ends_at(Session("s", "person:1", NOON, NOON + 3 * DAY)) == NOON + 3 * DAY + 8 * HOUR
    assert life.ends_at(Session("s", "person:1", NOON, NOON + 7 * DAY - HOUR)) == NOON + 7 * DAY


def test_the_attempt_after_the_last_says_when_the_next_is_taken() -> None:
    throttle = Throttle(per_account=2, window=HOUR)
    throttle.check(Attempts(2, NOON), throttle.per_account)
    with pytest.raises(SignInThrottled) as refused:
        throttle.check(Attempts(3, NOON), throttle.per_account)
    assert refused.value.until == NOON + HOUR


def test_a_code_can_be_used_once_and_not_too_late() -> None:
    code = PasswordCode("c", "person:1", CodePurpose.RESET, NOON, NOON + HOUR)
    assert code.usable_at(NOON)
    assert not code.usable_at(NOON + HOUR)
    assert not PasswordCode("c", "person:1", CodePurpose.RESET, NOON, NOON + HOUR, NOON).usable_at(NOON)


def test_a_token_holds_until_it_expires_or_is_revoked() -> None:
    token = Token("t", "person:1", "script", None, NOON, NOON + DAY)
    assert token.holds_at(NOON)
    assert not token.holds_at(NOON + DAY)
    assert not Token("t", "person:1", "script", None, NOON, NOON + DAY, revoked_at=NOON).holds_at(NOON)
