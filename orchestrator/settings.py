"""Settings of one installation, from the environment (``CLASSROOM_…``) or a file that ``CLASSROOM_SETTINGS`` names.

Secrets are not settings: a connection profile names one (``lab_admin``), and it is looked up as the environment
variable ``CLASSROOM_SECRET_LAB_ADMIN`` or as the 0600 file ``<secrets_dir>/lab_admin``.
"""

import difflib
import os
import socket
import sys
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
"""Where the clone lies."""


_NAMED = r"^(secret:[a-z0-9_]+)?$"
_ADDRESS = r"[^\s@,<>\x00-\x1f]+@[^\s@,<>\x00-\x1f]+"
_PREFIX = "CLASSROOM_"
_SECRET = _PREFIX + "SECRET_"
_THIS_HOST = ("127.0.0.1", "::1", "localhost")


class Settings(BaseSettings):
    """What an installation may set; every field has a default that suits a first try.

    Attributes:
        database_url: Store of the service: ``sqlite:///path``, or ``postgresql://role:password@host/database`` for the
            service's role, which owns no table.
        database_owner_url: On PostgreSQL the same database for the role that owns the tables; only migrations use it.
        state_dir: Run folders and whatever else the service keeps beside the database.
        secrets_dir: Folder (0700) of secret files (0600), or None for environment variables only.
        distribution_point: Base URL of the site's own HTTPS distribution point for feeds and files.
        ca_file: Authorities that machine certificates are verified with where a profile names none.
        collections_dir: Where the Ansible collections lie.
        ansible_bin_dir: Folder of ``ansible-playbook``; another environment may hold a newer ansible-core.
        private_dir: Folder on a memory file system for what holds secrets during a run.
        forks: Machines that Ansible works on at once.
        scan_threads: Machines that are scanned at once.
        rooms_at_once: Rooms in which rollouts run at the same time.
        wave_size: Machines in a wave; 0 puts all into one.
        retry_pending_minutes: After how long the worker comes back for seats that were off.
        host: Address that the service listens on.
        port: Port that it listens on.
        executor_id: Stable name of this worker host.
        language: Language of words when a client asks for none that we have.
        secure_cookies: Whether browsers take the session's cookie over TLS only. Off for plain HTTP on this host.
        session_idle_minutes: After how long without use a session ends.
        session_days: After how long it ends in any case.
        sign_in_attempts_per_account: How often one may fail to sign in with one login within the window.
        sign_in_attempts_per_address: The same from one address: a campus may have one for all of its people.
        sign_in_window_minutes: How long failed attempts count.
        invitation_days: How long the code of an invitation can be used.
        reset_hours: How long the code of a password reset can be used.
        notice_days: After how many days a notice that was read is deleted.
        reads_per_minute: Reading calls that one person may make, or one address behind which nobody is known.
        writes_per_minute: Likewise calls that change something.
        expensive_per_minute: Likewise dry runs, imports and exports.
        sign_ins_per_minute: Likewise calls that bring a password.
        https_only: Whether browsers are told to reach this host by HTTPS only, for a year; once told, they insist.
        record_origin: Name of the record, as in its checkpoints; it goes into the first key and stays. Without one, a
            name is made of this host's and a random part.
        record_keys_dir: Folder (0700) of the record's keys, the same on every host that signs or shows the record;
            by default in ``state_dir``.
        checkpoint_dir: Folder that every checkpoint is written to; by default in ``state_dir``.
        checkpoint_second_dir: Another one, better on another machine.
        checkpoint_webhook: Address that new checkpoints are sent to; plain HTTP only on this host.
        checkpoint_webhook_bearer: ``secret:name`` of the token that is sent along.
        checkpoint_mail_to: Addresses with commas between that new checkpoints are sent to.
        checkpoint_mail_minutes: How long after a message the next one may be sent, with the newest checkpoint then.
        checkpoint_gather_seconds: How long a decision waits for others that the same checkpoint is to cover.
        smtp_host: Server by which mail leaves the house.
        smtp_port: Its port.
        smtp_security: ``starttls``, ``tls`` from the first byte, or ``none``, with which there is no logging in.
        smtp_username: To log in as, if the server asks for it.
        smtp_password: ``secret:name`` of its password.
        smtp_sender: Address that mail comes from.
    """

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="ignore")

    # Both may hold a password, so neither shows itself.
    database_url: str = Field(default=f"sqlite:///{ROOT / '.run' / 'classroom.sqlite'}", repr=False)
    database_owner_url: str | None = Field(default=None, repr=False)
    state_dir: Path = ROOT / ".run" / "state"
    secrets_dir: Path | None = None
    distribution_point: str = ""
    ca_file: Path | None = None
    collections_dir: Path = ROOT / ".collections"
    ansible_bin_dir: Path = Path(sys.executable).parent
    private_dir: Path = Path("/dev/shm")  # noqa: S108 - a memory file system; folders in it are made 0700
    forks: int = Field(default=10, ge=1, le=200)
    scan_threads: int = Field(default=64, ge=1, le=500)
    rooms_at_once: int = Field(default=4, ge=1, le=100)
    wave_size: int = Field(default=0, ge=0)
    retry_pending_minutes: int = Field(default=15, ge=1, le=1440)
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    executor_id: str = socket.gethostname()
    language: str = "en"
    secure_cookies: bool = True
    session_idle_minutes: int = Field(default=480, ge=5, le=1440)
    session_days: int = Field(default=7, ge=1, le=30)
    sign_in_attempts_per_account: int = Field(default=10, ge=3, le=100)
    sign_in_attempts_per_address: int = Field(default=100, ge=10, le=10_000)
    sign_in_window_minutes: int = Field(default=15, ge=1, le=1440)
    invitation_days: int = Field(default=7, ge=1, le=30)
    reset_hours: int = Field(default=24, ge=1, le=72)
    notice_days: int = Field(default=365, ge=30, le=3650)
    reads_per_minute: int = Field(default=2_400, ge=60, le=1_000_000)
    writes_per_minute: int = Field(default=300, ge=10, le=1_000_000)
    expensive_per_minute: int = Field(default=60, ge=2, le=1_000_000)
    sign_ins_per_minute: int = Field(default=60, ge=5, le=1_000_000)
    https_only: bool = False
    record_origin: str = Field(default="", pattern=r"^[^\s+\x00-\x1f]*$", max_length=200)
    record_keys_dir: Path | None = None
    checkpoint_dir: Path | None = None
    checkpoint_second_dir: Path | None = None
    # A receiver's address may hold a secret of theirs.
    checkpoint_webhook: str = Field(default="", repr=False)
    checkpoint_webhook_bearer: str = Field(default="", pattern=_NAMED)
    checkpoint_mail_to: str = Field(default="", pattern=rf"^({_ADDRESS}(\s*,\s*{_ADDRESS})*)?$")
    checkpoint_mail_minutes: int = Field(default=60, ge=0, le=1440)
    checkpoint_gather_seconds: int = Field(default=5, ge=0, le=600)
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["none", "starttls", "tls"] = "starttls"
    smtp_username: str = ""
    smtp_password: str = Field(default="", pattern=_NAMED)
    smtp_sender: str = Field(default="", pattern=rf"^({_ADDRESS})?$")

    @field_validator("checkpoint_webhook")
    @classmethod
    def _safe_to_send_to(cls, url: str) -> str:
        parts = urlsplit(url)
        secure = parts.scheme == "https" and parts.hostname
        if url and not secure and not (parts.scheme == "http" and parts.hostname in _THIS_HOST):
            raise ValueError("must begin with https://, or with http:// and this host")
        return url

    @model_validator(mode="after")
    def _mail_is_complete(self) -> Self:
        if self.checkpoint_mail_to and not (self.smtp_host and self.smtp_sender):
            raise ValueError("CLASSROOM_CHECKPOINT_MAIL_TO needs CLASSROOM_SMTP_HOST and CLASSROOM_SMTP_SENDER")
        if bool(self.smtp_username) != bool(self.smtp_password):
            raise ValueError("CLASSROOM_SMTP_USERNAME and CLASSROOM_SMTP_PASSWORD go together")
        if self.smtp_username and self.smtp_security == "none":
            raise ValueError("CLASSROOM_SMTP_SECURITY none would show the password on the way")
        return self


class SettingsFileWrong(ValueError):
    """A settings file cannot be taken as a whole; the message names the file, the line and what is wrong there."""


def load_settings() -> Settings:
    """Settings from the environment and, where ``CLASSROOM_SETTINGS`` names one, from a ``NAME=value`` file.

    Raises:
        pydantic.ValidationError: A value is out of its bounds.
        FileNotFoundError: ``CLASSROOM_SETTINGS`` names a file that isn't there.
        SettingsFileWrong: The file cannot be read, or names something that is no setting.
    """
    named = os.environ.get("CLASSROOM_SETTINGS")
    if named:
        if not Path(named).is_file():
            raise FileNotFoundError(named)
        _check_file(Path(named))
    return Settings(_env_file=named)


def _check_file(file: Path) -> None:
    """Why this exists: the library passes over a line that it cannot read, and over a name that it doesn't know.

    Somebody who mistypes one setting would run on its default without knowing.
    """
    try:
        with file.open(encoding="utf-8") as text:
            bindings = list(parse_stream(text))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsFileWrong(f"{file} cannot be read: {error}") from None
    for binding in bindings:
        written = binding.original.string
        line = binding.original.line + len(written[: len(written) - len(written.lstrip())].splitlines())
        if binding.error or (binding.key is not None and binding.value is None):
            raise SettingsFileWrong(f"{file}, line {line}, cannot be read: write NAME=value, with both quotes or none")
        name = (binding.key or "").upper()
        if name.startswith(_PREFIX) and name.removeprefix(_PREFIX).lower() not in Settings.model_fields:
            raise SettingsFileWrong(f"{file}, line {line}: {_no_setting(name)}")


def _no_setting(name: str) -> str:
    if name.startswith(_SECRET):
        return f"{name} is no setting: secrets come from the environment, or from a file in {_PREFIX}SECRETS_DIR"
    known = [_PREFIX + field.upper() for field in Settings.model_fields]
    nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.0)[0]
    return f"{name} is no setting; the nearest one is {nearest}"


class SecretMissing(LookupError):
    """A secret that a connection profile names is neither in the environment nor in the folder of secrets."""


class SecretIsOpen(PermissionError):
    """A secret's file may be read by others than its owner."""


def read_secret(settings: Settings, name: str) -> str:
    """The secret of this name.

    Raises:
        SecretMissing: It is nowhere; the message says where it was looked for.
        SecretIsOpen: Its file is readable by group or others.
    """
    variable = _SECRET + name.upper()
    value = os.environ.get(variable)
    if value:
        return value
    if settings.secrets_dir:
        file = settings.secrets_dir / name
        if file.is_file():
            if file.stat().st_mode & 0o077:
                raise SecretIsOpen(f"{file}: readable by others; chmod 600 it")
            return file.read_text().rstrip("\n")
    raise SecretMissing(f"{name}: set {variable} or put a 0600 file {name!r} into the folder of secrets")
