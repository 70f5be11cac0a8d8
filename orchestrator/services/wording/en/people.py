"""People: who may do what, and why somebody is not let in."""

from collections.abc import Mapping

from orchestrator.domain.passwords import PasswordFlaw
from orchestrator.domain.people import Permission, Role, ScopeKind
from orchestrator.services.wording.phrasebook import RefusalPhrase, Terms

TERMS: Terms = {
    Permission: {
        Permission.READ: "look at this",
        Permission.REQUEST: "ask for software here",
        Permission.ON_BEHALF: "ask for software on behalf of somebody else",
        Permission.STEER: "steer rollouts here",
        Permission.CONNECT: "test connections here",
        Permission.HOLD: "put the brake on here",
        Permission.DRAW: "draw the plan of this room",
        Permission.OVERRIDE: "record overrides here",
        Permission.APPROVE: "be the second person for decisions here",
        Permission.RULE: "rule on contests",
        Permission.SAFEGUARD: "set safeguards",
        Permission.GOVERN: "set who rules, the register, blackouts and the rules' numbers",
        Permission.CONFIGURE: "import the site or the catalogue",
        Permission.PEOPLE: "manage people here",
        Permission.ADMINISTER: "administer the site",
        Permission.READ_RECORD: "read the record",
        Permission.ACCOUNT: "change this account",
    },
    Role: {
        Role.INSTRUCTOR: "instructor",
        Role.COORDINATOR: "coordinator",
        Role.TECHNICIAN: "technician",
        Role.MANAGER: "manager",
        Role.SECURITY_OFFICER: "security officer",
        Role.AUDITOR: "auditor",
        Role.ADMINISTRATOR: "administrator",
    },
    ScopeKind: {
        ScopeKind.CAMPUS: "the whole site",
        ScopeKind.BUILDING: "a building",
        ScopeKind.DEPARTMENT: "a department",
        ScopeKind.CLASSROOM: "a room",
    },
    PasswordFlaw: {
        PasswordFlaw.TOO_SHORT: "It is too short",
        PasswordFlaw.TOO_LONG: "It is too long",
        PasswordFlaw.NAMES_THE_LOGIN: "It contains the name that you sign in with",
        PasswordFlaw.AMONG_THE_COMMONEST: "It is one of those that everybody tries first",
    },
}
"""By enumeration and member; a permission completes "You may not …"."""

NOT_FOUND: Mapping[str, str] = {
    "person": "Nobody signs in as “{name}”.",
    "role": "That person does not hold the role {name} there.",
    "session": "There is no session {name} of yours.",
    "token": "There is no token {name} of yours.",
    "building": "No room is in a building called {name}.[ There are: {known:list}.]",
    "department": "No room is owned by a department called {name}.[ There are: {known:list}.]",
}
"""Detail of ``not-found`` by kind of thing."""

REFUSALS: Mapping[str, RefusalPhrase] = {
    "login-taken": RefusalPhrase(
        "That name is taken", "Somebody else signs in as {login} already. Choose another name to sign in with."
    ),
    "role-already-held": RefusalPhrase(
        "Held already", "{login} is {role} there already, so nothing had to be changed."
    ),
    "role-only-for-campus": RefusalPhrase(
        "For the whole site only",
        "The role {role} is given for the whole site or not at all. Give it for the whole site.",
    ),
    "last-administrator": RefusalPhrase(
        "The last one",
        "Without {login} nobody could manage people any more. Give the role to somebody else first.",
    ),
    "person-deactivated": RefusalPhrase(
        "No longer active", "{login} is deactivated, so nothing can be given to or done for that person."
    ),
    "cannot-ask": RefusalPhrase(
        "May not ask for software",
        "{login} may not ask for software, and so could not withdraw a request either. Ask on behalf of somebody who "
        "teaches, or in the name of a coordinator.",
    ),
    "password-refused": RefusalPhrase(
        "Choose another password",
        "This password cannot be used: {flaw}. A password has {least} to {most} characters; several words make a good "
        "one. The old one, if there was one, still holds.",
    ),
    "has-a-password": RefusalPhrase(
        "Invited already",
        "{login} has set a password, so there is nothing to invite to any more. If it is lost, let an administrator "
        "reset it.",
    ),
    "sign-in-refused": RefusalPhrase(
        "Not signed in", "Name and password do not belong together. Check both and try again."
    ),
    "sign-in-throttled": RefusalPhrase(
        "Too many attempts", "There were too many attempts to sign in. The next one is possible on {until:when}."
    ),
    "sign-in-over": RefusalPhrase("Signed out", "You are not signed in any more. Sign in again."),
    "old-password-wrong": RefusalPhrase(
        "Not the present password", "The present password was not right, so it still holds. Try again."
    ),
    "code-not-valid": RefusalPhrase(
        "That code does not hold", "The code was used before, has expired, or never was one. Ask for a new one."
    ),
    "token-too-wide": RefusalPhrase(
        "More than you may",
        "A token cannot allow more than you may yourself: {permissions:list}. Leave that out.",
    ),
}
"""By code."""
