"""One's own account on the wire: signing in, sessions, tokens, password."""

from datetime import datetime

from pydantic import Field

from api.schemas.fields import Name, Password, Secret
from api.schemas.people import AccountOut, RoleOut, ScopeOut
from api.schemas.wire import Term, Wire
from orchestrator.domain.people import CAMPUS, Caller, Permission
from orchestrator.domain.sessions import Session
from orchestrator.domain.tokens import MOST_DAYS, Token
from orchestrator.services.people import PersonView
from orchestrator.services.tokens import MakeToken
from orchestrator.services.wording import Speaker


class SignInIn(Wire):
    """Somebody says who they are."""

    login: Name = Field(examples=["ada"])
    password: Password


class SignedInOut(Wire):
    """A session has begun; its secret is in the cookie."""

    person: AccountOut
    csrf_token: str = Field(description="For the header of whatever changes something.")
    ends_at: datetime = Field(description="At the latest.")


class PasswordIn(Wire):
    """Another password for oneself."""

    old: Password = Field(description="The present one.")
    new: Password


class CodeIn(Wire):
    """A password, set with a one-time code."""

    code: Secret
    password: Password


class RedeemedOut(Wire):
    """The password is set."""

    login: str = Field(description="What to sign in with.", examples=["ada"])
    name: str = Field(examples=["Prof. Ada Lovelace"])


class SessionOut(Wire):
    """Somebody signed in with a password, from one browser or program."""

    id: str
    began_at: datetime
    used_at: datetime = Field(description="To the minute.")
    ends_at: datetime = Field(description="If it isn't used any more.")
    client: str = Field(description="What the browser calls itself.")
    current: bool = Field(description="Whether this call was made with it.")


class SessionsOut(Wire):
    """A page of one's own sessions, newest first."""

    sessions: tuple[SessionOut, ...]
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


class TokenIn(Wire):
    """A token is wanted."""

    name: Name = Field(description="What it is for.", examples=["nightly report"])
    days: int = Field(ge=1, le=MOST_DAYS, strict=True, description="How long it holds.")
    permissions: list[Permission] | None = Field(
        default=None,
        min_length=1,
        max_length=len(Permission),
        description="What it allows at most; null for all that you may, now and later.",
    )

    def command(self) -> MakeToken:
        """What the service is asked to do."""
        return MakeToken(self.name, self.days, frozenset(self.permissions) if self.permissions else None)


class TokenOut(Wire):
    """What a program shows to say for whom it calls."""

    id: str
    name: str
    permissions: tuple[Term, ...] | None = Field(description="What it allows at most; null for all that its owner may.")
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = Field(description="To the minute.")
    revoked_at: datetime | None
    current: bool = Field(description="Whether this call was made with it.")


class MadeTokenOut(Wire):
    """A new token."""

    text: str = Field(description="Told this once: `Authorization: Bearer` and this.")
    token: TokenOut


class TokensOut(Wire):
    """A page of one's own tokens, newest first, those that are over included."""

    tokens: tuple[TokenOut, ...]
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


class HeldPermissionOut(Term):
    """Something that whoever calls may do, and where."""

    everywhere: bool = Field(description="Whether it holds on the whole site.")
    scopes: tuple[ScopeOut, ...] = Field(description="The only parts of the site in which it holds, otherwise.")


class MeOut(Wire):
    """Whoever calls, and what they may."""

    person: AccountOut
    timezone: str = Field(
        description="IANA name of the site's zone, in which moments about no room are meant.",
        examples=["Europe/Berlin"],
    )
    roles: tuple[RoleOut, ...]
    permissions: tuple[HeldPermissionOut, ...] = Field(
        description="What this call's session or token allows, and where."
    )
    csrf_token: str | None = Field(description="For the header of whatever changes something; null with a token.")
    session: SessionOut | None = Field(description="The session that this call was made with.")
    token: TokenOut | None = Field(description="The token that this call was made with.")


def session_out(session: Session, ends_at: datetime, *, current: bool) -> SessionOut:
    """One session."""
    return SessionOut(
        id=session.id,
        began_at=session.began_at,
        used_at=session.used_at,
        ends_at=ends_at,
        client=session.client,
        current=current,
    )


def token_out(token: Token, speaker: Speaker, *, current: bool) -> TokenOut:
    """One token, without its secret."""
    limited = None if token.permissions is None else permissions_out(token.permissions, speaker)
    return TokenOut(
        id=token.id,
        name=token.name,
        permissions=limited,
        made_at=token.made_at,
        expires_at=token.expires_at,
        used_at=token.used_at,
        revoked_at=token.revoked_at,
        current=current,
    )


def held_permissions_out(caller: Caller, view: PersonView, speaker: Speaker) -> tuple[HeldPermissionOut, ...]:
    """What whoever calls may, with the parts of the site as people say them; the view is of that person."""
    said = {held.grant.scope: held.where for held in view.roles}
    reaches = {permission: caller.reach(permission) for permission in Permission}
    return tuple(
        HeldPermissionOut(
            code=permission.value,
            text=speaker.term(permission),
            everywhere=CAMPUS in reach,
            scopes=tuple(
                ScopeOut(kind=Term.of(scope.kind, speaker), name=said.get(scope, scope.name))
                for scope in reach
                if scope != CAMPUS
            ),
        )
        for permission, reach in reaches.items()
        if reach
    )


def permissions_out(permissions: frozenset[Permission], speaker: Speaker) -> tuple[Term, ...]:
    """Permissions with their words, in the order of the table."""
    return tuple(Term.of(permission, speaker) for permission in Permission if permission in permissions)
