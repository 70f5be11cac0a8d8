"""A command at a real terminal: whoever types there is asked."""

import os
import pty
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orchestrator.settings import ROOT


@dataclass(frozen=True)
class Said:
    """How a command at a terminal ended, and what stood on the screen."""

    exit_code: int
    screen: str


def at_terminal(words: Sequence[str], dialogue: Mapping[str, str], **variables: str) -> Said:
    """Run ``classroom`` at a terminal, and answer each of its questions when it stands there.

    Args:
        words: The command line.
        dialogue: What is typed, by the question's end, in the order of the questions.
        variables: More of the environment.
    """
    keyboard, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "orchestrator.cli", *words],
        cwd=ROOT,
        env={**os.environ, **variables},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    ) as process:
        os.close(terminal)
        screen = ""
        waiting = list(dialogue.items())
        try:
            while said := _read(keyboard):
                screen += said
                if waiting and screen.endswith(waiting[0][0]):
                    # Not before: what is typed ahead, a terminal throws away when it is told not to show it.
                    os.write(keyboard, f"{waiting.pop(0)[1]}\n".encode())
        finally:
            os.close(keyboard)
        return Said(process.wait(60), screen)


def _read(keyboard: int) -> str:
    try:
        return os.read(keyboard, 4096).decode()
    except OSError:  # Linux says it so when the last one at the other end is gone
        return ""
