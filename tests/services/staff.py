"""People of a site on a real store, and the use cases about them with their ports put in."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import argon2

from orchestrator.adapters.passwords.argon2id import Argon2Hasher
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.people import Actor, Caller, Permission, Role
from orchestrator.domain.sessions import AccountRules, SessionLife, Throttle
from orchestrator.services.first_people import create_administrator
from orchestrator.services.passwords import OfferedCode, redeem_code, reset_password
from orchestrator.services.people import NewPerson, get_person, invite
from orchestrator.services.roles import NewRole, revoke_role
from orchestrator.services.sessions import SignedIn, SignIn, session_caller, sign_in
from orchestrator.services.tokens import MadeToken, MakeToken, make_token, token_caller
from tests.store.databases import Database

OPERATOR = Actor("host:root", "root")
PASSWORD = "violet cup of tea"
RULES = AccountRules(
    SessionLife(timedelta(hours=8), timedelta(days=7)),
    Throttle(per_account=3, per_address=6, window=timedelta(minutes=15)),
)
CHEAP = argon2.Parameters(
    type=argon2.Type.ID, version=19, salt_len=16, hash_len=32, time_cost=1, memory_cost=64, parallelism=1
)


@dataclass
class Clock:
    """Stands until it is moved."""

    moment: datetime = datetime(2027, 1, 12, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def go_on(self, **time: int) -> None:
        self.moment += timedelta(**time)


@dataclass
class Staff:
    """The site's people: Root administers it, others come by invitation."""

    database: Database
    clock: Clock = field(default_factory=Clock)
    hasher: Argon2Hasher = field(default_factory=lambda: Argon2Hasher(CHEAP))

    def __post_init__(self) -> None:
        numbers = count(1)
        self.new_id = lambda: f"{next(numbers):08}"
        with self.database.transactions() as uow:
            uow.classrooms.put(Classroom("b204", "B-204", "Main building", "UTC", department="Physics"))
            uow.classrooms.put(Classroom("c101", "C-101", "Annex", "UTC"))
            uow.commit()
        create_administrator(
            NewPerson("root", "Root"),
            PASSWORD,
            operator=OPERATOR,
            transactions=self.database.transactions,
            clock=self.clock,
            new_id=self.new_id,
            hasher=self.hasher,
        )

    @property
    def root(self) -> Caller:
        return self.caller("root")

    def caller(self, login: str) -> Caller:
        """Somebody as who calls, with the roles of now."""
        view = get_person(login, reads=self.database.reads)
        return Caller(view.person, tuple(role.grant for role in view.roles))

    def invite(self, login: str, *roles: Role | NewRole, by: Caller | None = None) -> OfferedCode:
        wanted = tuple(role if isinstance(role, NewRole) else NewRole(role) for role in roles)
        return invite(
            NewPerson(login, login.title()),
            wanted,
            by or self.root,
            transactions=self.database.transactions,
            clock=self.clock,
            new_id=self.new_id,
            rules=RULES,
        )

    def redeem(self, code: str, password: str = PASSWORD) -> None:
        redeem_code(
            code,
            password,
            "192.0.2.9",
            reads=self.database.reads,
            transactions=self.database.transactions,
            clock=self.clock,
            hasher=self.hasher,
            rules=RULES,
        )

    def hire(self, login: str, *roles: Role | NewRole) -> Caller:
        """Somebody who was invited and has set a password."""
        self.redeem(self.invite(login, *roles).code)
        return self.caller(login)

    def lose(self, login: str, role: Role) -> None:
        """Take a role from somebody."""
        grant = next(grant for grant in self.caller(login).grants if grant.role is role)
        revoke_role(login, grant.id, self.root, transactions=self.database.transactions, clock=self.clock)

    def sign_in(
        self, login: str, password: str = PASSWORD, *, address: str = "192.0.2.1", replaces: str | None = None
    ) -> SignedIn:
        return sign_in(
            SignIn(login, password, address, "Firefox", replaces),
            reads=self.database.reads,
            transactions=self.database.transactions,
            clock=self.clock,
            new_id=self.new_id,
            hasher=self.hasher,
            rules=RULES,
        )

    def of_session(self, secret: str) -> Caller:
        return session_caller(
            secret,
            reads=self.database.reads,
            transactions=self.database.transactions,
            clock=self.clock,
            rules=RULES,
        )

    def of_token(self, text: str) -> Caller:
        return token_caller(text, reads=self.database.reads, transactions=self.database.transactions, clock=self.clock)

    def recorded(self) -> list[str]:
        """Kinds of audit entries so far."""
        bodies = self.database.sql("SELECT body FROM cs_audit_entries ORDER BY entry_index")
        return [str(json.loads(body)["kind"]) for (body,) in bodies]


def token_of(staff: Staff, login: str, *allowed: Permission) -> MadeToken:
    """A token that somebody has made, perhaps one that allows only this."""
    return make_token(
        MakeToken("script", 90, frozenset(allowed) or None),
        staff.caller(login),
        transactions=staff.database.transactions,
        clock=staff.clock,
        new_id=staff.new_id,
    )


def reset(staff: Staff, login: str) -> str:
    """The code of a password reset that Root has made for somebody."""
    return reset_password(
        login,
        staff.root,
        transactions=staff.database.transactions,
        clock=staff.clock,
        new_id=staff.new_id,
        rules=RULES,
    ).code
