"""Signing in: sessions and their end, how often one may try, and the codes with which a password is set."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.errors import Refusal


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in with a password, from one browser or program.

    Attributes:
        id: Identity in the store; not what the cookie holds.
        person_id: Who.
        began_at: When they signed in, UTC.
        used_at: When it was last used, UTC, to the minute.
        client: What the browser calls itself, shortened; empty if it said nothing.
    """

    id: str
    person_id: str
    began_at: datetime
    used_at: datetime
    client: str = ""


@dataclass(frozen=True, slots=True)
class SessionLife:
    """How long a session lasts.

    Attributes:
        idle: Without being used.
        absolute: In all.
    """

    idle: timedelta = timedelta(hours=8)
    absolute: timedelta = timedelta(days=7)

    def ends_at(self, session: Session) -> datetime:
        """When the session ends if it isn't used any more."""
        return min(session.used_at + self.idle, session.began_at + self.absolute)


@dataclass(frozen=True, slots=True)
class Attempts:
    """How often somebody tried to sign in.

    Attributes:
        count: Attempts since ``since``, this one included.
        since: When the first of them was, UTC.
    """

    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Throttle:
    """How often one may fail to sign in.

    Attributes:
        per_account: With one login name, whether or not anybody has it.
        per_address: From one address: a campus may have one for all of its people.
        window: In which time.
    """

    per_account: int = 10
    per_address: int = 100
    window: timedelta = timedelta(minutes=15)

    def check(self, attempts: Attempts, most: int) -> None:
        """Let an attempt pass.

        Raises:
            SignInThrottled: There were too many; it says when the next one is taken.
        """
        if attempts.count > most:
            raise SignInThrottled(until=attempts.since + self.window)


@dataclass(frozen=True, slots=True)
class AccountRules:
    """What a site may set about signing in.

    Attributes:
        life: How long sessions last.
        throttle: How often one may fail to sign in.
        invitation: How long the code of an invitation can be used.
        reset: How long the code of a password reset can be used.
    """

    life: SessionLife = SessionLife()
    throttle: Throttle = Throttle()
    invitation: timedelta = timedelta(days=7)
    reset: timedelta = timedelta(hours=24)


class CodePurpose(StrEnum):
    """What a one-time code is for: both let its holder set the password."""

    INVITATION = "invitation"  # the first one
    RESET = "reset"  # another one, because the old one is lost or known to somebody


@dataclass(frozen=True, slots=True)
class PasswordCode:
    """A one-time code with which a person sets a password.

    Attributes:
        id: Identity in the store; not the code.
        person_id: Whose password.
        purpose: See CodePurpose.
        made_at: When, UTC.
        expires_at: Until when it can be used, UTC.
        used_at: When it was used, or became void because of another one, UTC; None while it can be used.
    """

    id: str
    person_id: str
    purpose: CodePurpose
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None

    def usable_at(self, at: datetime) -> bool:
        """Whether it can be used at a moment."""
        return self.used_at is None and at < self.expires_at


@dataclass(eq=False)
class SignInRefused(Refusal):
    """Login and password don't belong together. Whether anybody has that login is not said, nor what was wrong."""

    code: ClassVar[str] = "sign-in-refused"


@dataclass(eq=False)
class SignInThrottled(Refusal):
    """There were too many attempts for this account or from this address; the next one is taken at ``until``."""

    until: datetime
    code: ClassVar[str] = "sign-in-throttled"


@dataclass(eq=False)
class SignInOver(Refusal):
    """The session or token that came with the call holds no more: it expired, was ended, or never was one."""

    code: ClassVar[str] = "sign-in-over"


@dataclass(eq=False)
class OldPasswordWrong(Refusal):
    """A new password needs the present one, and this wasn't it."""

    code: ClassVar[str] = "old-password-wrong"


@dataclass(eq=False)
class HasAPassword(Refusal):
    """Whoever has set a password needs no invitation; another password is a matter of a reset."""

    login: str
    code: ClassVar[str] = "has-a-password"


@dataclass(eq=False)
class CodeNotValid(Refusal):
    """The one-time code was used before, is expired, or never was one."""

    code: ClassVar[str] = "code-not-valid"
