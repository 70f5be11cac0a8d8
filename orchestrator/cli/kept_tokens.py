"""The bearer tokens that ``classroom login`` got: a file per server, that nobody but this user may read."""

import json
import os
import stat
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import quote

from orchestrator.cli.servers import normal


@dataclass(frozen=True, slots=True)
class KeptToken:
    """A token with what is worth knowing of it.

    Attributes:
        server: Address of the service that it is for, in its normal form.
        login: Who signed in.
        expires_at: Until when it holds, as the service wrote it.
        token: What is shown to the service.
    """

    server: str
    login: str
    expires_at: str
    token: str = field(repr=False)


class TokenFileRefused(PermissionError):
    """A token's file may be read by others, or is not ours; the message says which and what to do."""


class TokenFileBroken(ValueError):
    """A token's file does not hold what we write there; the message says which."""


def folder() -> Path:
    """Where the tokens lie: ``classroom/tokens`` in the user's folder of settings (XDG Base Directory 0.8)."""
    named = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    # The specification: a path that isn't absolute is to be ignored.
    return (named if named.is_absolute() else Path.home() / ".config") / "classroom" / "tokens"


def can_be_sent(token: str) -> bool:
    """Whether a text can stand in a header; what no token can be, is better not shown in an error of the library."""
    return token.isascii() and token.isprintable() and " " not in token


def file_of(server: str) -> Path:
    """The file of one server's token; it need not be there.

    Raises:
        ValueError: The server's address is none.
    """
    return folder() / f"{quote(normal(server), safe='')}.json"


def read(server: str) -> KeptToken | None:
    """The token for a server, or None.

    Raises:
        TokenFileRefused: Others may read or write its file, or it belongs to somebody else.
        TokenFileBroken: Something else is in it.
        OSError: It cannot be read.
        ValueError: The server's address is none.
    """
    file = file_of(server)
    try:
        handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    # What is looked at is what was opened, not what lies at the path a moment later.
    if why := _why_not(file, os.fstat(handle)):
        os.close(handle)
        raise TokenFileRefused(why)
    with os.fdopen(handle, encoding="utf-8") as opened:
        return _parsed(file, opened.read())


def read_for_revoking(server: str) -> KeptToken | None:
    """What can be read of a server's token, also where it isn't used any more because others may know it."""
    file = file_of(server)
    try:
        return _parsed(file, file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _why_not(file: Path, facts: os.stat_result) -> str | None:
    if facts.st_uid != os.geteuid() or not stat.S_ISREG(facts.st_mode):
        return f"{file} is no file of yours, so no token is taken from it."
    if facts.st_mode & 0o077:
        return f"{file} is open to others: they may know its token, and it is not used any more."
    return None


def _parsed(file: Path, text: str) -> KeptToken:
    try:
        kept = KeptToken(**json.loads(text))
    except (ValueError, TypeError) as error:
        raise TokenFileBroken(f"{file} holds no token as login keeps it.") from error
    if not all(isinstance(value, str) for value in asdict(kept).values()) or not can_be_sent(kept.token):
        raise TokenFileBroken(f"{file} holds no token as login keeps it.")
    return kept


def keep(kept: KeptToken) -> Path:
    """Keep a token instead of what was kept for its server before; the file.

    Raises:
        OSError: It cannot be written.
    """
    file = file_of(kept.server)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Made 0600 by mkstemp, and renamed when it is whole: nobody ever meets half a file or an open one.
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            json.dump(asdict(kept), opened)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return file


def forget(server: str) -> bool:
    """Remove the file of a server's token, whatever is in it. Whether there was one."""
    try:
        file_of(server).unlink()
    except FileNotFoundError:
        return False
    return True
