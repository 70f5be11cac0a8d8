"""A real PostgreSQL server for tests: made for the session in a temporary folder, and ended with it.

Why it is not taken from a package: the server refuses to run as root, and test machines often run as nothing else. So
its processes get an account of their own then. It listens on loopback only, and only to who knows the password.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from orchestrator.adapters.db.migrate import migrate
from orchestrator.adapters.workflows.schema import migrate_engine

OWNER = "classroom_owner"
SERVICE = "classroom_service"
PACKAGE = "postgresql"
"""Debian's package of the server."""
_INSTALLED = Path("/usr/lib/postgresql")
_MEMORY = Path("/dev/shm")  # noqa: S108 - only a folder with an unforeseeable name is made in it
_ROOM_IN_MEMORY = 2 * 1024**3
_START_SECONDS = 60
_STOP_SECONDS = 20
_ATTEMPTS = 3
_CAN_COPY_FILES = 150000
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""What a server that may lose everything at a power cut does not have to wait for."""


@dataclass(frozen=True, slots=True)
class PostgresDatabase:
    """One database, as its two roles connect to it.

    Attributes:
        name: Its name.
        url: For the service's role.
        owner_url: For the role that owns the tables.
    """

    name: str
    url: str
    owner_url: str


@dataclass
class PostgresServer:
    """A running server with the two roles, and a migrated database to copy."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    passwords: dict[str, str]
    version: int = 0
    _made: int = field(default=0)

    def url(self, role: str, database: str) -> str:
        """URL of a database for a role."""
        return f"postgresql://{role}:{self.passwords[role]}@127.0.0.1:{self.port}/{database}"

    def empty(self, *, template: str = "template0") -> PostgresDatabase:
        """A new database that belongs to the owner, with nothing in it unless a template is named."""
        self._made += 1
        name = f"test_{self._made}"
        # Takes half the time where nothing has to reach a disk.
        how = sql.SQL(" STRATEGY FILE_COPY" if self.version >= _CAN_COPY_FILES else "")
        names = map(sql.Identifier, (name, template, OWNER))
        self._do(sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}{}").format(*names, how))
        return PostgresDatabase(name, self.url(SERVICE, name), self.url(OWNER, name))

    def migrated(self) -> PostgresDatabase:
        """A new database with all tables, ours and the durable engine's."""
        return self.empty(template="migrated")

    def drop(self, database: PostgresDatabase) -> None:
        """Remove a database, whoever is still connected to it."""
        self._do(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database.name)))

    def restart_connections(self, database: PostgresDatabase) -> None:
        """End every session of a database, as a restart of the server would."""
        statement = sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}")
        self._do(statement.format(sql.Literal(database.name)))

    def prepare(self) -> None:
        """Make the roles and the template."""
        with psycopg.connect(self.url("postgres", "postgres")) as connection:
            self.version = connection.info.server_version
        for role in (OWNER, SERVICE):
            statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
            self._do(statement.format(sql.Identifier(role), sql.Literal(self.passwords[role])))
        self._do(sql.SQL("CREATE DATABASE migrated TEMPLATE template0 OWNER {}").format(sql.Identifier(OWNER)))
        url = self.url(OWNER, "migrated")
        migrate(url, SERVICE)
        migrate_engine(url, SERVICE)

    def as_owner(self, database: PostgresDatabase) -> psycopg.Connection:
        """A connection of the owner's to a database; as a context it commits and closes."""
        return psycopg.connect(database.owner_url)

    def as_superuser(self, statement: str) -> None:
        """Do something to the server itself, such as to its roles."""
        self._do(sql.SQL(statement).format())

    def stop(self) -> None:
        """End the server: its sessions at once, and everything after a while."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(_STOP_SECONDS)

    def _do(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            connection.execute(statement)


@contextlib.contextmanager
def running_server(*, durable: bool = False) -> Iterator[PostgresServer]:
    """A server with roles and template, in a temporary folder that goes with it.

    Args:
        durable: Whether a commit waits for the disk, as it does in life and as benchmarks need it.
    """
    binaries = _binaries()
    # Not pytest's folder: that one is closed to all but its user, and the server may have to be another one.
    folder = Path(tempfile.mkdtemp(prefix="classroom-postgres-", dir=None if durable else _memory()))
    try:
        if os.geteuid() == 0:
            account = _account()
            os.chown(folder, account.pw_uid, account.pw_gid)
        passwords = {role: secrets.token_hex(16) for role in ("postgres", OWNER, SERVICE)}
        _make_cluster(binaries, folder, passwords["postgres"])
        server = _start(binaries, folder, passwords, durable=durable)
        try:
            server.prepare()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The session's server."""
    with running_server() as server:
        yield server


@pytest.fixture
def postgres_database(postgres: PostgresServer) -> Iterator[PostgresDatabase]:
    """A migrated database of this test's own."""
    made = postgres.migrated()
    yield made
    postgres.drop(made)


def _binaries() -> Path:
    """Folder of the newest installed server's programs. Without one the test fails: it proves nothing when skipped."""
    found = [folder for folder in _INSTALLED.glob("*/bin") if (folder / "initdb").exists()]
    if found:
        return max(found, key=lambda folder: int(folder.parent.name))
    on_path = shutil.which("initdb")
    if on_path is None:
        pytest.fail(f"There is no PostgreSQL server here. Install it: apt-get install {PACKAGE}", pytrace=False)
    return Path(on_path).resolve().parent


def _memory() -> Path | None:
    """A memory file system with room enough, or None: copying a database there takes a third of the time."""
    with contextlib.suppress(OSError):
        if shutil.disk_usage(_MEMORY).free > _ROOM_IN_MEMORY:
            return _MEMORY
    return None


def _account() -> pwd.struct_passwd:
    """The unprivileged account that the server runs as when the tests run as root."""
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    pytest.fail("There is neither an account postgres nor nobody to run the server as.", pytrace=False)


def _command(*words: str | Path) -> list[str]:
    """A command as the server's account. It ends with us, however we end."""
    guarded = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() == 0:
        account = _account()
        guarded += ["--reuid", str(account.pw_uid), "--regid", str(account.pw_gid), "--clear-groups"]
    return [*guarded, "--", *map(str, words)]


def _make_cluster(binaries: Path, folder: Path, password: str) -> None:
    """Make the server's files. Its databases sort as people do, which is the harder case for us."""
    told = folder / "password"
    told.write_text(password)
    told.chmod(0o644)  # in a folder that only the server's account and root can enter
    options = ["--username=postgres", f"--pwfile={told}", "--auth=scram-sha-256", "--encoding=UTF8", "--no-sync"]
    sorting = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US"]
    command = _command(binaries / "initdb", *options, *sorting, folder / "data")
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    told.unlink()


def _start(binaries: Path, folder: Path, passwords: dict[str, str], *, durable: bool) -> PostgresServer:
    options = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "logging_collector=off"]
    options += [] if durable else _FAST
    flags = [word for option in options for word in ("-c", option)]
    for _ in range(_ATTEMPTS):
        # Somebody may take the port between our look and the server's start: then another one is tried.
        port = _free_port()
        command = _command(binaries / "postgres", "-D", folder / "data", "-p", str(port), *flags)
        with (folder / "log").open("ab") as log:
            process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        server = PostgresServer(folder, port, process, passwords)
        if _answers(server):
            return server
    pytest.fail("PostgreSQL did not start:\n" + (folder / "log").read_text()[-2000:], pytrace=False)


def _answers(server: PostgresServer) -> bool:
    """Wait until the server takes connections; False if it has ended instead."""
    deadline = time.monotonic() + _START_SECONDS
    while server.process.poll() is None:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(server.url("postgres", "postgres"), connect_timeout=30).close()
            return True
        assert time.monotonic() < deadline, (server.folder / "log").read_text()[-2000:]
        time.sleep(0.02)
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
