"""People that the host's own operator makes: the first administrator, and the cast of the demo."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from orchestrator.domain.passwords import check_password
from orchestrator.domain.people import Actor, Caller, Person, Role
from orchestrator.services.credentials import readable_password
from orchestrator.services.people import NewPerson, add_person
from orchestrator.services.roles import NewRole, add_role, grants_of
from orchestrator.services.sessions import PasswordHasher
from orchestrator.services.tokens import MakeToken, make_token
from orchestrator.services.unit_of_work import Clock, Transactions

_DEMO_TOKEN = "demo"  # noqa: S105 - its name
_DEMO_TOKEN_DAYS = 30


def create_administrator(
    command: NewPerson,
    password: str,
    *,
    operator: Actor,
    transactions: Transactions,
    clock: Clock,
    new_id: Callable[[], str],
    hasher: PasswordHasher,
) -> Person:
    """Make an account that may administer the site.

    Whoever can read the settings can do this at any time: also when all administrators have lost their passwords.

    Raises:
        PasswordRefused: The password cannot be used.
        LoginTaken: Somebody has this login already.
    """
    check_password(password, command.login)
    password_hash = hasher.hash(password)
    now = clock.now()
    with transactions() as uow:
        person = add_person(uow, command, operator, now, new_id)
        uow.accounts.set_password(person.id, password_hash)
        add_role(uow, person, NewRole(Role.ADMINISTRATOR), operator, now, new_id)
        uow.commit()
    return person


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the demo's cast, who can sign in with a password, or call with a token."""

    login: str
    name: str
    role: Role
    password: str = field(repr=False)
    token: str = field(repr=False)


def people_for_demo(
    cast: Sequence[tuple[NewPerson, Role]],
    *,
    operator: Actor,
    transactions: Transactions,
    clock: Clock,
    new_id: Callable[[], str],
    hasher: PasswordHasher,
) -> tuple[DemoPerson, ...]:
    """Make sure that each of a cast has an account with that role on the whole campus, a new password and a new token.

    Called again on the same database it makes nobody twice; the passwords and tokens of before hold no more.
    """
    made: list[DemoPerson] = []
    for command, role in cast:
        password = readable_password()
        password_hash = hasher.hash(password)
        now = clock.now()
        with transactions() as uow:
            person = uow.accounts.by_login(command.login) or add_person(uow, command, operator, now, new_id)
            if role not in {grant.role for grant in grants_of(uow, person)}:
                add_role(uow, person, NewRole(role), operator, now, new_id)
            uow.accounts.set_password(person.id, password_hash)
            uow.sessions.end_all(person.id)
            uow.tokens.revoke_all(person.id, now)
            grants = grants_of(uow, person)
            uow.commit()
        token = make_token(
            MakeToken(_DEMO_TOKEN, _DEMO_TOKEN_DAYS),
            Caller(person, grants),
            transactions=transactions,
            clock=clock,
            new_id=new_id,
        )
        made.append(DemoPerson(person.login, person.name, role, password, token.text))
    return tuple(made)
