"""People and their roles on the wire."""

from datetime import datetime

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from api.schemas.fields import Code, Login, Mail, Name
from api.schemas.wire import PersonRef, Term, Wire
from orchestrator.domain.people import Person, Role, ScopeKind
from orchestrator.services.passwords import OfferedCode
from orchestrator.services.people import HeldRole, NewPerson, PersonView
from orchestrator.services.roles import NewRole
from orchestrator.services.wording import Language, Speaker


class ScopeIn(Wire):
    """How far a role shall reach."""

    kind: ScopeKind = ScopeKind.CAMPUS
    name: Code | None = Field(
        default=None,
        description="The building, the department, or the room's code; null for the whole site.",
        examples=["B-204"],
        validate_default=True,
    )

    @field_validator("name")
    @classmethod
    def _names_what_is_meant(cls, name: str | None, info: ValidationInfo) -> str | None:
        """Refuse a name that would be dropped: whoever gives it means less than the whole site."""
        kind = info.data.get("kind")
        if name is not None and kind is ScopeKind.CAMPUS:
            raise PydanticCustomError("name-of-the-whole-site", "a name beside the whole site")
        if name is None and kind not in {None, ScopeKind.CAMPUS}:
            raise PydanticCustomError("missing", "no name")
        return name


class RoleIn(Wire):
    """A role that somebody shall hold."""

    role: Role
    scope: ScopeIn = ScopeIn()

    def wanted(self) -> NewRole:
        """What the service is asked for."""
        return NewRole(self.role, self.scope.kind, self.scope.name or "")


class NewPersonIn(Wire):
    """Somebody who shall have an account."""

    login: Login = Field(examples=["ada"])
    name: Name = Field(examples=["Prof. Ada Lovelace"])
    email: Mail = Field(default="", examples=["ada@example.edu"])
    language: Language = Language.EN
    roles: list[RoleIn] = Field(default_factory=list, max_length=50)

    def command(self) -> NewPerson:
        """What the service is asked to do."""
        return NewPerson(self.login, self.name, self.email, self.language.value)


class ScopeOut(Wire):
    """How far a role reaches."""

    kind: Term
    name: str = Field(description="The building, the department, or the room's code; empty for the whole site.")


class RoleOut(Wire):
    """A role that somebody holds."""

    id: str = Field(description="Names it when it is taken away.")
    role: Term
    scope: ScopeOut
    since: datetime
    by: PersonRef = Field(description="Who gave it.")


class AccountOut(Wire):
    """Somebody with an account."""

    id: str = Field(examples=["person:0192a4c0-7b1e-7c3a-9d52-3f1a2b4c5d6e"])
    login: str = Field(examples=["ada"])
    name: str = Field(examples=["Prof. Ada Lovelace"])
    email: str = Field(description="Empty if none is known.")
    language: str = Field(examples=["en"])


class PersonOut(AccountOut):
    """Somebody with an account, and what they are."""

    created_at: datetime
    deactivated_at: datetime | None = Field(description="Since when they may do nothing any more.")
    invited: bool = Field(description="Whether they have not set a password yet.")
    roles: tuple[RoleOut, ...]


class PeopleOut(Wire):
    """A page of people, by login."""

    people: tuple[PersonOut, ...]
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


class OfferedCodeOut(Wire):
    """A one-time code with which somebody sets their password."""

    person: AccountOut
    code: str = Field(description="Told this once: give it to that person, and to nobody else.")
    expires_at: datetime


def account_out(person: Person) -> AccountOut:
    """Somebody, without what they are."""
    return AccountOut(id=person.id, login=person.login, name=person.name, email=person.email, language=person.language)


def person_out(view: PersonView, speaker: Speaker) -> PersonOut:
    """Somebody, and what they are."""
    person = view.person
    return PersonOut(
        **account_out(person).model_dump(),
        created_at=person.created_at,
        deactivated_at=person.deactivated_at,
        invited=view.invited,
        roles=roles_out(view, speaker),
    )


def roles_out(view: PersonView, speaker: Speaker) -> tuple[RoleOut, ...]:
    """What somebody is, oldest first."""
    return tuple(_role_out(held, speaker) for held in view.roles)


def offered_out(offered: OfferedCode) -> OfferedCodeOut:
    """A code, told this once."""
    return OfferedCodeOut(person=account_out(offered.person), code=offered.code, expires_at=offered.expires_at)


def _role_out(held: HeldRole, speaker: Speaker) -> RoleOut:
    grant = held.grant
    return RoleOut(
        id=grant.id,
        role=Term.of(grant.role, speaker),
        scope=ScopeOut(kind=Term.of(grant.scope.kind, speaker), name=held.where),
        since=grant.since,
        by=PersonRef(id=grant.by, name=held.given_by),
    )
