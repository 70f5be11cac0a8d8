"""What commands that sign on the host begin with."""

import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from orchestrator.cli.installation import not_usable, open_installation, settings_or_stop, stop

if TYPE_CHECKING:
    from orchestrator.adapters.signing.keyring import Keyring
    from orchestrator.bootstrap import Parts


@contextlib.contextmanager
def opened_with_keys() -> Iterator[tuple["Parts", "Keyring"]]:
    """The installation and its keys, made now if nothing was signed yet; or words."""
    settings = settings_or_stop()
    with _log_on_stderr(), open_installation(settings) as parts:
        from orchestrator.adapters.signing.errors import (
            KeyFileReadableByOthers,
            KeyIsNotTheListedOne,
            NotAPrivateKey,
            UnusableRecordKeys,
        )
        from orchestrator.bootstrap import record_keys

        try:
            parts.ensure_record_keys()
            yield parts, record_keys(settings).keyring()
        except UnusableRecordKeys as error:
            stop(f"{error}.", "Check CLASSROOM_RECORD_KEYS_DIR and CLASSROOM_RECORD_ORIGIN.")
        except (KeyFileReadableByOthers, KeyIsNotTheListedOne, NotAPrivateKey) as error:
            stop(f"{error}.")
        except OSError as error:
            if error.filename is None:
                raise
            stop(*not_usable(error, "CLASSROOM_STATE_DIR and CLASSROOM_RECORD_KEYS_DIR"))


@contextlib.contextmanager
def _log_on_stderr() -> Iterator[None]:
    """Why this exists: what is signed goes to the log too, and the log is no part of what a command prints."""
    import structlog

    before = structlog.get_config()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    try:
        yield
    finally:
        structlog.configure(**before)
