"""The people of the tests: one of each role for the whole site, each with a token, all with one password."""

from collections.abc import Mapping
from datetime import timedelta

import argon2

from orchestrator.adapters.passwords.argon2id import Argon2Hasher
from orchestrator.domain.people import CAMPUS, Grant, Permission, Person, Role, RoleScope
from orchestrator.domain.sessions import AccountRules, SessionLife, Throttle
from orchestrator.domain.tokens import Token
from orchestrator.services.credentials import digest, token_text
from tests.api.moments import NOON
from tests.store.databases import Database

PASSWORD = "violet cup of tea"
ADDRESS = "testclient"
"""What the test client says that it calls from."""
RULES = AccountRules(
    SessionLife(timedelta(hours=8), timedelta(days=7)),
    Throttle(per_account=3, per_address=6, window=timedelta(minutes=15)),
)
HASHER = Argon2Hasher(
    argon2.Parameters(
        type=argon2.Type.ID, version=19, salt_len=16, hash_len=32, time_cost=1, memory_cost=64, parallelism=1
    )
)
"""The real one, as cheap as it can be."""
_HASH = HASHER.hash(PASSWORD)

CAST: Mapping[str, tuple[str, Role]] = {
    "ada": ("Prof. Ada Lovelace", Role.INSTRUCTOR),
    "grace": ("Prof. Grace Hopper", Role.INSTRUCTOR),
    "cleo": ("Cleo Coordinator", Role.COORDINATOR),
    "tim": ("Tim Technician", Role.TECHNICIAN),
    "marta": ("Marta Manager", Role.MANAGER),
    "sam": ("Sam Security", Role.SECURITY_OFFICER),
    "olga": ("Olga Auditor", Role.AUDITOR),
    "root": ("Root", Role.ADMINISTRATOR),
}


def bearer(name: str) -> dict[str, str]:
    """The header of the token of this name; that of a person has their login."""
    return {"Authorization": f"Bearer {token_text(name, f'secret-of-{name}')}"}


ADA, GRACE, CLEO, TIM, MARTA, OLGA, ROOT = map(bearer, ("ada", "grace", "cleo", "tim", "marta", "olga", "root"))
SAM = bearer("sam")


def hire(database: Database, login: str, *roles: tuple[Role, RoleScope], name: str = "") -> None:
    """Somebody with a password, a token of the same name, and roles, as the store would hold them."""
    person = Person(f"person:{login}", login, name or login.title(), f"{login}@example.edu", "en", NOON)
    with database.transactions() as uow:
        uow.accounts.add(person)
        uow.accounts.set_password(person.id, _HASH)
        uow.people.remember(person.actor)
        for number, (role, scope) in enumerate(roles, 1):
            uow.accounts.add_grant(Grant(f"{login}-{number}", person.id, role, scope, NOON, "host:operator"))
        uow.commit()
    give_token(database, login, login)


def give_token(database: Database, login: str, name: str, *permissions: Permission) -> None:
    """Another token for somebody, perhaps one that allows less than they may."""
    limited = frozenset(permissions) or None
    token = Token(name, f"person:{login}", name, limited, NOON, NOON + timedelta(days=366), used_at=NOON)
    with database.transactions() as uow:
        uow.tokens.add(token, digest(f"secret-of-{name}"))
        uow.commit()


def hire_cast(database: Database) -> None:
    """One person of each role for the whole site, and a second instructor."""
    for login, (name, role) in CAST.items():
        hire(database, login, (role, CAMPUS), name=name)
