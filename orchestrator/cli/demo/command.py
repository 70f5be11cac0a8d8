"""The command ``classroom demo``."""

import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from orchestrator.cli.servers import DEFAULT_SERVER
from orchestrator.settings import ROOT

if TYPE_CHECKING:
    from orchestrator.cli.demo.screen import Screen
    from orchestrator.cli.demo.surroundings import Surroundings

BROKEN = {
    "b204-05": ("off", "is switched off"),
    "b204-09": ("installer-fails=firefox:1603", "has an installer of Firefox that ends with 1603"),
    "b204-11": ("wrong-password", "refuses our password"),
}
"""What ``--broken`` does to which machine: the lab's word, and ours."""

NOT_ALL_READY = 2
"""Exit status when a seat in service is not ready."""


def demo(
    once: Annotated[
        bool, typer.Option("--once", help="End after the story: 0 when every seat is ready, else 2.")
    ] = False,
    broken: Annotated[
        bool, typer.Option("--broken", help="Begin anew: one machine off, one installer failing, one password wrong.")
    ] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what an earlier demo left in its folder.")] = False,
    port: Annotated[
        int, typer.Option(help="Port of the service; a free one when it is taken.", min=0, max=65535)
    ] = 8000,
    state: Annotated[Path, typer.Option(help="Folder of everything that the demo keeps.")] = ROOT / ".demo",
) -> None:
    """Play the main job on a virtual lab: requests become verified software, through real Ansible and WinRM.

    Example: classroom demo --once --broken
    """
    from orchestrator.cli.demo.client import DemoRefused
    from orchestrator.cli.demo.screen import Screen
    from orchestrator.cli.demo.surroundings import DemoNotStarted, empty, running

    for number in (signal.SIGTERM, signal.SIGINT):
        # Also where a shell has started us with Ctrl-C ignored.
        signal.signal(number, _as_interrupt)
    screen = Screen()
    state = state.resolve()
    if fresh or broken:
        # Machines that have everything already would show nothing of what is broken.
        empty(state)
    try:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        print(f"{state} cannot be made: {error.strerror}. Choose another folder: --state", file=sys.stderr)
        raise typer.Exit(1) from None
    try:
        with running(state, port=port) as surroundings:
            missing = _story(surroundings, screen, broken=broken)
            screen.people(surroundings.cast)
            if once:
                screen.say("\nThe passwords hold until the next demo, for whoever serves what this one leaves:")
                screen.say(f"  {_on_this_host(state)} serve")
            else:
                _serve(surroundings, screen)
    except (DemoNotStarted, DemoRefused) as error:
        print(f"{error}\nTo begin anew: ./run demo --fresh", file=sys.stderr)
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        screen.say("\nEnded; nothing of the demo runs any more. ./run demo goes on where it was.")
        raise typer.Exit(0 if not once else 130) from None
    raise typer.Exit(NOT_ALL_READY if missing else 0)


def _story(surroundings: "Surroundings", screen: "Screen", *, broken: bool) -> int:
    from orchestrator.cli.demo.client import People
    from orchestrator.cli.demo.decisions import play_decisions
    from orchestrator.cli.demo.story import not_ready, play, prepare
    from orchestrator.virtual_lab.control import ask

    count = len(surroundings.lab.machines)
    screen.say(f"A lab of {count} simulated Windows machines answers WinRM over HTTPS; service at {surroundings.url}")
    for machine, (word, words) in BROKEN.items() if broken else ():
        ask(surroundings.state / "lab", "set", machine=machine, word=word)
        screen.say(f"Broken on purpose: {machine} {words}.")
    with People(surroundings.url, surroundings.cast) as people:
        screen.heading("The story")
        prepare(people, surroundings.site, screen)
        screen.legend()
        begun = time.monotonic()
        play(people, screen)
        screen.say(f"\nThe story took {time.monotonic() - begun:.1f} s.")
        begun = time.monotonic()
        play_decisions(people, screen)
        screen.say(f"\nThe decisions took {time.monotonic() - begun:.1f} s.")
        missing = not_ready(people)
    if missing:
        screen.say(f"{missing} {'seat is' if missing == 1 else 'seats are'} not ready; each is named above.")
        screen.say("To mend one, while ./run demo serves, in another terminal: ./run classroom lab set b204-05 on")
        screen.say("The next ./run demo touches only the seats that are not ready.")
    return missing


def _serve(surroundings: "Surroundings", screen: "Screen") -> None:
    from orchestrator.cli.demo.cast import TECHNICIAN

    screen.say(f"\nOpen {surroundings.url}/ in a browser, and sign in as one of them.")
    screen.say("\nOr look around in another terminal; the password is asked for:")
    if surroundings.url != DEFAULT_SERVER:
        screen.say(f"  export CLASSROOM_SERVER={surroundings.url}")
    screen.say(f"  ./run classroom login {TECHNICIAN.login}")
    screen.say("  ./run classroom classrooms show B-204")
    screen.say("\nCommands that work on the database itself need the demo's settings:")
    screen.say(f"  {_on_this_host(surroundings.state)} audit verify")
    screen.say(f"\nServing: {surroundings.url}/api/v1/openapi.json describes the API. Ctrl-C ends everything.")
    while True:
        signal.pause()


def _on_this_host(state: Path) -> str:
    """How a host command on the demo begins, as somebody types it in the clone."""
    folder = state.relative_to(ROOT) if state.is_relative_to(ROOT) else state
    return f"CLASSROOM_SETTINGS={folder}/settings.env ./run classroom"


def _as_interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt
