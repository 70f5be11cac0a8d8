"""Signing in and out at the terminal, and the file in which the token lies meanwhile."""

import json
import stat
from pathlib import Path

import pytest

from orchestrator.cli.kept_tokens import KeptToken, TokenFileRefused, forget, keep, read, read_for_revoking
from tests.api.people import PASSWORD, RULES
from tests.cli.conftest import Shell

SERVER = "https://classroom.example.edu"


def _file(shell: Shell) -> Path:
    (file,) = (shell.home / "classroom" / "tokens").iterdir()
    return file


def _login(shell: Shell, login: str = "ada") -> str:
    return shell.ok("login", login, who=None, typed=f"{PASSWORD}\n")


def test_who_signs_in_is_known_to_the_commands_that_follow(shell: Shell) -> None:
    said = _login(shell)
    assert "Signed in as Prof. Ada Lovelace until " in said
    assert str(_file(shell)) in "".join(said.split("\n"))
    me = json.loads(shell.ok("whoami", "--json", who=None))
    assert (me["person"]["login"], me["session"]) == ("ada", None)
    assert me["token"]["name"].startswith("login on ")
    assert "B-204" in shell.ok("classrooms", "list", who=None)


def test_the_password_is_neither_shown_nor_kept(shell: Shell) -> None:
    assert PASSWORD not in _login(shell)
    assert PASSWORD not in _file(shell).read_text()


def test_what_was_begun_to_get_the_token_is_ended(shell: Shell) -> None:
    _login(shell)
    assert json.loads(shell.ok("sessions", "list", "--json", who=None))["sessions"] == []


def test_the_tokens_file_and_its_folder_are_for_this_user_alone(shell: Shell) -> None:
    _login(shell)
    assert stat.S_IMODE(_file(shell).stat().st_mode) == 0o600
    assert stat.S_IMODE(_file(shell).parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_tokens_file_that_others_may_open_is_not_used(shell: Shell, mode: int) -> None:
    _login(shell)
    _file(shell).chmod(mode)
    done = shell("whoami", who=None)
    assert done.exit_code == 6
    assert "is open to others" in done.stderr
    assert done.stderr.endswith("Try: classroom logout, then classroom login\n")


def test_signing_out_revokes_also_a_token_that_others_may_know(shell: Shell) -> None:
    _login(shell)
    token = json.loads(_file(shell).read_text())["token"]
    _file(shell).chmod(0o644)
    shell.ok("logout", who=None)
    done = shell("whoami", who=None, CLASSROOM_TOKEN=token)
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (6, "Try: unset CLASSROOM_TOKEN; classroom login")


def test_signing_out_revokes_the_token_and_removes_the_file(shell: Shell) -> None:
    _login(shell)
    token = json.loads(_file(shell).read_text())["token"]
    assert "ada is signed out; the token holds no more." in shell.ok("logout", who=None)
    assert list((shell.home / "classroom" / "tokens").iterdir()) == []
    assert shell("whoami", who=None).exit_code == 6
    assert shell("whoami", who=None, CLASSROOM_TOKEN=token).exit_code == 6
    assert "Nobody was signed in" in shell.ok("logout", who=None)


def test_signing_out_with_a_token_that_is_over_already_removes_the_file(shell: Shell) -> None:
    _login(shell)
    token = json.loads(shell.ok("whoami", "--json", who=None))["token"]["id"]
    shell.ok("tokens", "revoke", token)
    shell.ok("logout", who=None)
    assert list((shell.home / "classroom" / "tokens").iterdir()) == []


def test_signing_in_again_revokes_the_token_of_before(shell: Shell) -> None:
    _login(shell)
    before = json.loads(_file(shell).read_text())["token"]
    _login(shell, "tim")
    assert json.loads(shell.ok("whoami", "--json", who=None))["person"]["login"] == "tim"
    assert shell("whoami", who=None, CLASSROOM_TOKEN=before).exit_code == 6


def test_the_token_of_the_environment_wins_and_it_is_said(shell: Shell) -> None:
    _login(shell)
    assert json.loads(shell.ok("whoami", "--json", who="tim"))["person"]["login"] == "tim"
    done = shell("login", "ada", who="tim", typed=f"{PASSWORD}\n")
    assert done.exit_code == 0
    assert done.stderr == "CLASSROOM_TOKEN is set: commands use that token, not the one of login.\n"


@pytest.mark.parametrize("token", ["a b", "gäste", "classroom_x\x7f"])
def test_what_can_be_no_token_is_told_without_being_shown(shell: Shell, token: str) -> None:
    done = shell("whoami", who=None, CLASSROOM_TOKEN=token)
    assert (done.exit_code, done.stderr.splitlines()[0]) == (6, "CLASSROOM_TOKEN holds no token.")


def test_a_wrong_password_and_a_wrong_login_are_refused_alike(shell: Shell) -> None:
    wrong = shell("login", "ada", who=None, typed="something else\n")
    nobody = shell("login", "nobody", who=None, typed=f"{PASSWORD}\n")
    assert (wrong.exit_code, wrong.stdout) == (6, "")
    assert (nobody.exit_code, nobody.stderr) == (wrong.exit_code, wrong.stderr)
    assert not (shell.home / "classroom").exists()


def test_too_many_attempts_are_refused_with_when_to_try_again(shell: Shell) -> None:
    for _ in range(RULES.throttle.per_account):
        assert shell("login", "ada", who=None, typed="something else\n").exit_code == 6
    done = shell("login", "ada", who=None, typed=f"{PASSWORD}\n")
    assert done.exit_code == 6
    assert "The next one is possible on Tue 12 Jan, " in done.stderr


@pytest.mark.parametrize("typed", ["", "\n"])
def test_without_a_password_nothing_is_sent(shell: Shell, typed: str) -> None:
    done = shell("login", "ada", who=None, typed=typed)
    assert (done.exit_code, done.stderr) == (2, "Password did not come: standard input has no such line.\n")


def test_where_nobody_can_be_asked_the_login_has_to_be_said(shell: Shell) -> None:
    done = shell("login", who=None)
    assert (done.exit_code, done.stderr) == (2, "Who signs in? Say it: classroom login LOGIN\n")


@pytest.mark.parametrize("words", [("login", "ada"), ("whoami",), ("people", "redeem"), ("logout",)])
@pytest.mark.parametrize("server", ["http://classroom.example.edu", "http://192.0.2.7:8000", "HTTP://[2001:db8::1]"])
def test_no_secret_is_sent_over_plain_http_to_another_host(shell: Shell, words: tuple[str, ...], server: str) -> None:
    done = shell(*words, "--server", server, typed=f"{PASSWORD}\n")
    assert done.exit_code == 6
    assert "Nothing has been sent." in done.stderr
    assert "https" in done.stderr


def test_a_folder_that_cannot_be_written_leaves_no_token_behind(shell: Shell) -> None:
    shell.home.mkdir()
    (shell.home / "classroom").write_text("a file where the folder should be")
    done = shell("login", "ada", who=None, typed=f"{PASSWORD}\n")
    assert done.exit_code == 1
    assert "The token cannot be kept" in done.stderr
    held = json.loads(shell.ok("tokens", "list", "--json"))["tokens"]
    assert [token["revoked_at"] is None for token in held if token["name"].startswith("login on ")] == [False]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("home")
def test_each_server_has_a_token_of_its_own() -> None:
    keep(KeptToken(SERVER, "ada", "", "one"))
    keep(KeptToken(f"{SERVER}:8443", "tim", "", "two"))
    keep(KeptToken(f"{SERVER}/physics", "grace", "", "three"))
    found = [read(server) for server in (SERVER, f"{SERVER}:8443", f"{SERVER}/physics", "http://127.0.0.1")]
    assert [kept.login if kept else None for kept in found] == ["ada", "tim", "grace", None]


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("spelling", [f"{SERVER}/", f"{SERVER}:443", "HTTPS://Classroom.Example.EDU"])
def test_another_spelling_of_an_address_is_the_same_server(spelling: str) -> None:
    keep(KeptToken(SERVER, "ada", "", "one"))
    kept = read(spelling)
    assert kept is not None
    assert kept.login == "ada"


@pytest.mark.usefixtures("home")
def test_a_token_replaces_the_one_before_and_its_text_shows_nowhere_by_itself() -> None:
    keep(KeptToken(SERVER, "ada", "", "one"))
    file = keep(KeptToken(SERVER, "tim", "", "a-secret"))
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert "a-secret" not in repr(read(SERVER))


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "nonsense", '{"server": 1, "login": "", "expires_at": "", "token": ""}']
)
def test_a_file_with_something_else_in_it_is_named(shell: Shell, text: str) -> None:
    _login(shell)
    _file(shell).write_text(text)
    done = shell("whoami", who=None)
    assert done.exit_code == 6
    assert "holds no token as login keeps it" in done.stderr
    assert "it held no token that could be revoked" in shell.ok("logout", who=None)


def test_a_folder_in_the_files_place_is_no_token(home: Path) -> None:
    file = keep(KeptToken(SERVER, "ada", "", "one"))
    assert file.is_relative_to(home)
    assert forget(SERVER)
    assert not forget(SERVER)
    file.mkdir()
    with pytest.raises(TokenFileRefused):
        read(SERVER)
    assert read_for_revoking(SERVER) is None
