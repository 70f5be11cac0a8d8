"""Settings of one installation, from the environment (``CLASSROOM_…``) or a file that ``CLASSROOM_SETTINGS`` names.

Secrets are not settings: a connection profile names one (``lab_admin``), and it is looked up as the environment
variable ``CLASSROOM_SECRET_LAB_ADMIN`` or as the 0600 file ``<secrets_dir>/lab_admin``.
"""

import os
import socket
import sys
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
"""Where the clone lies."""


class Settings(BaseSettings):
    """What an installation may set; every field has a default that suits a first try.

    Attributes:
        demo: Demo mode: whoever calls says who they are, and everybody may do everything.
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
    """

    model_config = SettingsConfigDict(env_prefix="CLASSROOM_", extra="ignore")

    demo: bool = False
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


def load_settings() -> Settings:
    """Settings from the environment and, where ``CLASSROOM_SETTINGS`` names one, from a ``NAME=value`` file.

    Raises:
        pydantic.ValidationError: A value is out of its bounds.
        FileNotFoundError: ``CLASSROOM_SETTINGS`` names a file that isn't there.
    """
    named = os.environ.get("CLASSROOM_SETTINGS")
    if named and not Path(named).is_file():
        raise FileNotFoundError(named)
    return Settings(_env_file=named)


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
    variable = f"CLASSROOM_SECRET_{name.upper()}"
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
