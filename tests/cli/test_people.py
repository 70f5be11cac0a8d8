"""Accounts, roles, passwords, sessions and tokens at the terminal."""

import json
import re

import pytest

from orchestrator.domain.people import Role, RoleScope, ScopeKind
from tests.api.people import PASSWORD, hire
from tests.cli.conftest import Shell

NEW_PASSWORD = "a pot of green tea"


def _plain(said: str) -> str:
    return " ".join(said.split())


def _code(said: str) -> str:
    """The code that stands on a line of its own."""
    (code,) = re.findall(r"^  (\S+)$", said, re.MULTILINE)
    return str(code)


def test_somebody_who_is_invited_sets_a_password_and_signs_in(shell: Shell) -> None:
    roles = ("--role", "instructor", "--role", "technician@building:Main building")
    said = shell.ok("people", "invite", "Rosa.Parks", "--name", "Rosa Parks", *roles, who="marta")
    assert "Rosa Parks has an account." in said
    set_ = shell.ok("people", "redeem", who=None, typed=f"{_code(said)}\n{NEW_PASSWORD}\n")
    assert "To sign in: classroom login rosa.parks" in set_
    shell.ok("login", "rosa.parks", who=None, typed=f"{NEW_PASSWORD}\n")
    held = json.loads(shell.ok("whoami", "--json", who=None))["roles"]
    assert [(role["role"]["code"], role["scope"]["name"]) for role in held] == [
        ("instructor", ""),
        ("technician", "Main building"),
    ]


def test_a_code_works_once(shell: Shell) -> None:
    code = _code(shell.ok("people", "reset-password", "ada", who="root"))
    shell.ok("people", "redeem", who=None, typed=f"{code}\n{NEW_PASSWORD}\n")
    assert shell("people", "redeem", who=None, typed=f"{code}\n{NEW_PASSWORD}\n").exit_code == 5


def test_whoami_says_which_rights_hold_only_somewhere(shell: Shell) -> None:
    room = RoleScope(ScopeKind.CLASSROOM, "b204")
    hire(shell.service.database, "kim", (Role.TECHNICIAN, room), (Role.MANAGER, room))
    said = _plain(shell.ok("whoami", who="kim"))
    assert "(only in B-204 (a room))" in said
    # Steer, hold, draw, connect, override, approve, read the record; the rest is the site's.
    assert said.count("only in") == 7


def test_who_has_set_no_password_yet_is_shown_as_invited(shell: Shell) -> None:
    shell.ok("people", "invite", "rosa", "--name", "Rosa", who="marta")
    lines = {line.split()[0]: line.split()[-1] for line in shell.ok("people", "list", who="marta").splitlines() if line}
    assert (lines["rosa"], lines["ada"]) == ("invited", "active")


def test_who_has_no_password_yet_is_invited_again_and_others_are_not(shell: Shell) -> None:
    first = _code(shell.ok("people", "invite", "rosa", "--name", "Rosa", who="marta"))
    again = _code(shell.ok("people", "invite-again", "rosa", who="marta"))
    assert shell("people", "redeem", who=None, typed=f"{first}\n{NEW_PASSWORD}\n").exit_code == 5
    shell.ok("people", "redeem", who=None, typed=f"{again}\n{NEW_PASSWORD}\n")
    assert shell("people", "invite-again", "ada", who="marta").exit_code == 5


def test_people_are_listed_with_their_roles_page_by_page(shell: Shell) -> None:
    assert "ada Prof. Ada Lovelace" in _plain(shell.ok("people", "list", who="marta"))
    page = shell.ok("people", "list", "--limit", "1", who="marta")
    assert page.endswith("There are more: add --after ada\n")
    assert "Prof. Ada Lovelace" not in shell.ok("people", "list", "--after", "ada", who="marta")


def test_a_role_is_given_and_taken_in_the_same_words(shell: Shell) -> None:
    role = "technician@classroom:B-204"
    assert role in shell.ok("people", "grant", "ada", role, who="marta")
    assert shell("people", "grant", "ada", role, who="marta").exit_code == 5
    assert role not in shell.ok("people", "revoke", "ada", "Technician@classroom:b-204", who="marta")


def test_a_role_is_taken_by_its_id_too(shell: Shell) -> None:
    held = json.loads(shell.ok("people", "show", "ada", "--json", who="marta"))["roles"][0]["id"]
    assert "No role." in shell.ok("people", "revoke", "ada", held, who="marta")


def test_a_role_that_is_not_held_is_told_with_those_that_are(shell: Shell) -> None:
    done = shell("people", "revoke", "ada", "technician", who="marta")
    assert done.exit_code == 3
    assert done.stderr == "Prof. Ada Lovelace does not hold the role technician. Roles held: instructor.\n"


@pytest.mark.parametrize("role", ["dean", "technician@room:B-204", "technician@classroom:Z-9", "manager@building"])
def test_a_role_that_cannot_be_one_is_refused(shell: Shell, role: str) -> None:
    assert shell("people", "grant", "ada", role, who="marta").exit_code in {3, 4}


def test_deactivating_asks_first(shell: Shell) -> None:
    done = shell("people", "deactivate", "ada", who="marta")
    assert done.exit_code == 2
    assert "add --yes" in done.stderr
    assert shell("whoami").exit_code == 0


def test_who_is_deactivated_may_nothing_more_until_reactivated(shell: Shell) -> None:
    assert "deactivated on 20" in shell.ok("people", "deactivate", "ada", "--yes", who="marta")
    assert shell("whoami").exit_code == 6
    assert shell("login", "ada", who=None, typed=f"{PASSWORD}\n").exit_code == 6
    assert "active" in shell.ok("people", "reactivate", "ada", who="marta")
    shell.ok("login", "ada", who=None, typed=f"{PASSWORD}\n")


def test_the_last_administrator_stays(shell: Shell) -> None:
    done = shell("people", "deactivate", "root", "--yes", who="root")
    assert done.exit_code == 5
    assert done.stderr.endswith("Try: classroom people grant LOGIN administrator\n")


def test_a_login_that_is_taken_is_shown(shell: Shell) -> None:
    done = shell("people", "invite", "ada", "--name", "Another Ada", who="marta")
    assert done.exit_code == 5
    assert done.stderr.endswith("Try: classroom people show ada\n")


def test_ones_own_password_is_changed_by_who_knows_the_present_one(shell: Shell) -> None:
    assert shell("people", "change-password", typed=f"something else\n{NEW_PASSWORD}\n").exit_code == 6
    refused = shell("people", "change-password", typed=f"{PASSWORD}\ntea4two\n")
    assert refused.exit_code == 5
    assert "tea4two" not in refused.stderr
    shell.ok("people", "change-password", typed=f"{PASSWORD}\n{NEW_PASSWORD}\n")
    assert shell("login", "ada", who=None, typed=f"{PASSWORD}\n").exit_code == 6
    shell.ok("login", "ada", who=None, typed=f"{NEW_PASSWORD}\n")


def test_a_token_allows_no_more_than_it_says(shell: Shell) -> None:
    said = shell.ok("tokens", "make", "nightly report", "--days", "7", "--permission", "read")
    token = _code(said)
    assert "B-204" in shell.ok("classrooms", "list", who=None, CLASSROOM_TOKEN=token)
    assert shell("requests", "submit", "B-204", "git", who=None, CLASSROOM_TOKEN=token).exit_code == 6
    assert token not in shell.ok("tokens", "list")


def test_a_token_that_is_revoked_holds_no_more_and_stays_listed(shell: Shell) -> None:
    made = json.loads(shell.ok("tokens", "make", "nightly report", "--json"))
    shell.ok("tokens", "revoke", made["token"]["id"])
    assert shell("whoami", who=None, CLASSROOM_TOKEN=made["text"]).exit_code == 6
    assert "revoked" in shell.ok("tokens", "list")


def test_a_session_of_a_browser_is_listed_and_ended(shell: Shell) -> None:
    answer = shell.service.client.post(
        "/api/v1/sessions", json={"login": "ada", "password": PASSWORD}, headers={"User-Agent": "Firefox"}
    )
    assert answer.status_code == 201
    session = json.loads(shell.ok("sessions", "list", "--json"))["sessions"][0]
    assert "Firefox" in shell.ok("sessions", "list")
    assert shell.ok("sessions", "end", session["id"]) == "The session is over.\n"
    done = shell("sessions", "end", session["id"])
    assert done.exit_code == 3
    assert done.stderr.endswith("Try: classroom sessions list\n")


def test_what_only_managers_may_is_refused_to_others(shell: Shell) -> None:
    for words in (("list",), ("show", "ada"), ("invite", "x", "--name", "X"), ("deactivate", "tim", "--yes")):
        assert shell("people", *words).exit_code == 6
    assert shell("people", "reset-password", "ada", who="marta").exit_code == 6
