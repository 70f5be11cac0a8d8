"""The process of one run: started, listened to, and never left alive."""

import json
import selectors
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orchestrator
from orchestrator.adapters.ansible.fence import HOST_MODULE

LISTEN_SECONDS = 0.1
"""How long ``lines`` waits before it says that there was nothing."""

_CHUNK = 65536


class RunProcess:
    """Starts the host of ansible-runner on entry, and ends everything of the run on exit.

    Args:
        job: What the host reads; no secret is in it.
        environment: All that it and Ansible get to see.
        errors: File that takes its standard error.
        stop: Ends every process of the run, whoever its parent is.
    """

    def __init__(
        self, *, job: dict[str, Any], environment: dict[str, str], errors: Path, stop: Callable[[], int]
    ) -> None:
        self._job = job
        self._environment = environment
        self._errors = errors
        self._stop = stop

    def __enter__(self) -> Self:
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, by this interpreter
                [sys.executable, "-m", HOST_MODULE],
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                # Where this package is found, installed or not.
                cwd=Path(orchestrator.__file__).parent.parent,
                env=self._environment,
                # Ctrl-C is the worker's to hear, not Ansible's.
                start_new_session=True,
            )
        # Standard input stays open: its end tells the host that nobody owns the run any more.
        self._input, self._output = self._process.stdin, self._process.stdout
        try:
            if self._input:
                self._input.write(json.dumps(self._job).encode() + b"\n")
        except BrokenPipeError:
            # It ended at once; that there is no line from it says so, and its standard error says why.
            pass
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            self.stop()
        finally:
            for stream in (self._input, self._output):
                if stream:
                    stream.close()
        self._process.wait()

    def stop(self) -> None:
        """End everything of the run now; ``lines`` then comes to its end."""
        self._stop()

    def lines(self) -> Iterator[bytes | None]:
        """Each line that the host prints, as it comes, and None whenever LISTEN_SECONDS passed without one."""
        if self._output is None:
            return
        pending = b""
        with selectors.DefaultSelector() as selector:
            selector.register(self._output, selectors.EVENT_READ)
            while True:
                if not selector.select(LISTEN_SECONDS):
                    yield None
                    continue
                chunk = self._output.read(_CHUNK)
                if not chunk:
                    return
                *whole, pending = (pending + chunk).split(b"\n")
                yield from whole

    def last_words(self) -> str:
        """What the host wrote to standard error; nothing if another run of this fence took the directory away."""
        try:
            return self._errors.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""
