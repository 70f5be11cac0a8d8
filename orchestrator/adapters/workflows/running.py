"""Which jobs run in this process, for whoever wants to stop it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class RunningJobs:
    """Counts jobs in and out. Safe for many threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._running: set[str] = set()
        self._left: set[str] = set()

    @contextmanager
    def counted(self, job_id: str) -> Iterator[None]:
        """Count a job for as long as its code runs."""
        with self._changed:
            self._running.add(job_id)
        ended = False
        try:
            yield
            ended = True
        except Exception:
            ended = True
            raise
        finally:
            with self._changed:
                self._running.discard(job_id)
                if not ended:
                    self._left.add(job_id)
                self._changed.notify_all()

    def wait_until_none(self, timeout_seconds: float) -> bool:
        """Wait until none runs. False if some still do when the time is over."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._running, timeout_seconds)

    def ids(self) -> frozenset[str]:
        """Ids of those that run now."""
        with self._changed:
            return frozenset(self._running)

    def left(self) -> frozenset[str]:
        """Ids of those that were interrupted: neither done nor failed, so they have no outcome in this process."""
        with self._changed:
            return frozenset(self._left)
