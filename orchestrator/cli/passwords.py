"""``classroom people change-password`` and ``redeem``: setting one's own password."""

from orchestrator.cli.client import DEFAULT_SERVER, Server, calling, calling_as_nobody, checked
from orchestrator.cli.output import say
from orchestrator.cli.typed_secrets import FromStdin, typed, typed_twice


def change_password(from_stdin: FromStdin = False, server: Server = DEFAULT_SERVER) -> None:
    """Set another password for yourself. All your sessions end; tokens hold on.

    Both are asked for; on standard input the present one comes first.

    Example: classroom people change-password
    """
    checked(server)
    old = typed("Present password", from_stdin=from_stdin)
    new = typed_twice("New password", from_stdin=from_stdin)
    with calling(server) as client:
        client.put("/me/password", {"old": old, "new": new})
    say("The new password holds from now on.")


def redeem(from_stdin: FromStdin = False, server: Server = DEFAULT_SERVER) -> None:
    """Set a password with the code of an invitation or a reset.

    Both are asked for; on standard input the code comes first.

    Example: classroom people redeem
    """
    checked(server)
    code = typed("Code", from_stdin=from_stdin)
    password = typed_twice("New password", from_stdin=from_stdin)
    with calling_as_nobody(server) as client:
        person = client.post("/password-codes/redeem", {"code": code, "password": password})
    say(f"The password of {person['name']} is set.", f"To sign in: classroom login {person['login']}")
