"""What ``classroom audit`` tells: what a check found, and how far something long has come."""

import sys
import time
from dataclasses import asdict, is_dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from orchestrator.cli.output import say

if TYPE_CHECKING:
    from orchestrator.services.record_verify import Verification
    from orchestrator.settings import Settings

_SECONDS = 0.5


def tell(result: "Verification", settings: "Settings") -> None:
    """Say in the site's language what a check found."""
    from orchestrator.services.wording import Speaker, choose_language
    from orchestrator.services.wording.findings import say_verification

    say(*say_verification(Speaker(choose_language("", settings.language)), result))


def as_json_object(result: "Verification", settings: "Settings") -> dict[str, Any]:
    """The same for machines."""
    from orchestrator.services.wording import Speaker, choose_language
    from orchestrator.services.wording.findings import say_caveat, say_finding

    speaker = Speaker(choose_language("", settings.language))
    return {
        "status": result.verdict.value,
        "verdict": speaker.book.findings.verdicts[result.verdict],
        "origin": result.origin,
        "keys": [str(key) for key in result.keys],
        "entries": result.entries,
        "texts": result.texts,
        "checkpoints_listed": result.checkpoints_listed,
        "checkpoints_published": result.checkpoints_published,
        "proven_size": result.proven_size,
        "findings": [
            {
                "code": finding.code,
                "grade": finding.grade,
                "first": finding.first,
                "last": finding.last,
                **{name: asdict(f) if is_dataclass(f) else f for name, f in finding.facts.items()},
                "sentence": say_finding(speaker, finding),
            }
            for finding in result.findings
        ],
        "caveats": [{"code": caveat.code, "sentence": say_caveat(speaker, caveat)} for caveat in result.caveats],
    }


class Progress:
    """Tells on a terminal how far something long has come; elsewhere nothing."""

    def __init__(self, verb: str) -> None:
        self._verb, self._shown, self._due = verb, False, time.monotonic() + 2 * _SECONDS

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")

    def tell(self, done: int, of: int) -> None:
        """So many entries are done."""
        if done % 1000 or time.monotonic() < self._due or not sys.stderr.isatty():
            return
        self._shown, self._due = True, time.monotonic() + _SECONDS
        sys.stderr.write(f"\r{done:,} of {of:,} entries {self._verb}")
        sys.stderr.flush()
