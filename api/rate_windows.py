"""The moments of recent calls, in the memory of this process."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from limits.storage import MemoryStorage

MOST_KEYS = 20_000
"""Keys that are kept; whoever called longest ago is forgotten first."""


class BoundedWindows(MemoryStorage):
    """The library's storage with an end to its memory.

    Why this exists: its parent keeps every key that was ever used, starts a thread after each call to empty them, and
    reads the wall clock, which may be set back.
    """

    def __init__(self, now: Callable[[], float], most_keys: int = MOST_KEYS) -> None:
        """Keep nothing yet.

        Args:
            now: Seconds that only grow.
            most_keys: Keys that are kept.
        """
        super().__init__()
        self._now = now
        self._most_keys = most_keys
        self._calls: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """How many keys are kept."""
        return len(self._calls)

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count ``amount`` calls, unless there were more than ``limit`` of them within ``expiry`` seconds."""
        with self._lock:
            now = self._now()
            calls = self._within(key, now, expiry)
            if len(calls) + amount > limit:
                return False
            calls.extend([now] * amount)
            self._calls[key] = calls
            self._calls.move_to_end(key)
            while len(self._calls) > self._most_keys:
                self._calls.popitem(last=False)
            return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:  # noqa: ARG002 - the library's
        """The moment of the oldest call that still counts, or now, and how many count."""
        with self._lock:
            now = self._now()
            calls = self._within(key, now, expiry)
            return (calls[0] if calls else now), len(calls)

    def _within(self, key: str, now: float, expiry: int) -> list[float]:
        calls = self._calls.get(key, [])
        # Moments only grow, so those that no longer count stand in front.
        return calls[bisect_left(calls, now - expiry) :]
