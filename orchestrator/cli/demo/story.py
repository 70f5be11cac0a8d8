"""The story of the demo, played through the HTTP API: two rooms, an instructor each, a technician."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestrator.cli.demo.client import DemoRefused, People, files_below
from orchestrator.cli.demo.screen import Screen

ADMINISTRATOR = "Ida Rhodes"
TECHNICIAN = "Tom Kilburn"
_BEGINS_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Scene:
    """What happens in one room.

    Attributes:
        room: Code of the room.
        instructor: Who asks.
        items: What for.
        by_itself: Whether the worker starts the room's rollouts; otherwise the technician does.
    """

    room: str
    instructor: str
    items: tuple[str, ...]
    by_itself: bool


SCENES = (
    Scene("B-204", "Prof. Ada Lovelace", ("firefox", "vlc", "7zip", "student-records-forms"), by_itself=True),
    Scene("C-101", "Dr. Marie Curie", ("notepadplusplus", "git", "libreoffice"), by_itself=False),
)


def prepare(people: People, site: Path, screen: Screen) -> None:
    """Import the site's and the catalog's files, as the administrator."""
    for what, folder in (("catalog", "inventory/catalog"), ("site", str(site))):
        files = files_below(folder)
        done = people.post(f"/{what}/import", {"files": files, "apply": True}, who=ADMINISTRATOR)
        screen.say(f"{ADMINISTRATOR} imports the {what}: {done['text']}")


def play(people: People, screen: Screen) -> int:
    """Play all scenes and show what is where and why. The number of seats in service that are not ready."""
    begun = time.monotonic()
    watched = [rollout for scene in SCENES if (rollout := _begin(people, scene, screen))]
    if watched:
        _watch(people, watched, screen, begun)
    else:
        screen.say("Nothing to do: every seat has what was asked for.")
    return sum(_show(people, scene, screen) for scene in SCENES)


def _begin(people: People, scene: Scene, screen: Screen) -> str | None:
    """Ask for the scene's software and see to it that a rollout begins; its id, or None when nothing is owed."""
    key = f"demo-{scene.room}"
    body = {"classroom": scene.room, "items": [{"item": item} for item in scene.items]}
    asked = people.post("/requests", body, who=scene.instructor, key=key)
    titles = ", ".join(request["item"]["title"] for request in asked["requests"])
    if asked["replayed"]:
        screen.say(f"{scene.instructor} has asked for {titles} in {scene.room} before.")
    else:
        screen.say(f"{scene.instructor} asks for {titles} in {scene.room}. Silence means yes: accepted.")
    room = people.get(f"/classrooms/{scene.room}", who=TECHNICIAN)
    if room["rollout_under_way"]:
        return str(room["rollout_under_way"])
    if all(state["state"] in {"R", "O"} for state in room["states"]):
        return None
    earlier = people.get("/rollouts", who=TECHNICIAN, classroom=scene.room, limit=1)["rollouts"]
    if asked["replayed"] and earlier:
        screen.say(f"{TECHNICIAN}, the technician, tries the seats in {scene.room} again that are not ready.")
        return str(people.post(f"/rollouts/{earlier[0]['id']}/retry", who=TECHNICIAN)["id"])
    if not scene.by_itself:
        screen.say(f"{TECHNICIAN}, the technician, starts the rollout in {scene.room}.")
        return str(people.post(f"/classrooms/{scene.room}/rollouts", who=TECHNICIAN)["id"])
    return _started_by_the_worker(people, scene.room, screen)


def _started_by_the_worker(people: People, room: str, screen: Screen) -> str:
    deadline = time.monotonic() + _BEGINS_SECONDS
    while time.monotonic() < deadline:
        found = people.get("/rollouts", who=TECHNICIAN, classroom=room, limit=1)["rollouts"]
        if found:
            screen.say(f"The worker starts the rollout in {room} by itself; nobody had to approve it.")
            return str(found[0]["id"])
        time.sleep(0.1)
    raise DemoRefused(f"The worker did not start a rollout in {room} within {_BEGINS_SECONDS} s.")


def _watch(people: People, rollouts: list[str], screen: Screen, begun: float) -> None:
    """Show each room's seats as they change, until all rollouts are over."""
    cursors = dict.fromkeys(rollouts, 0)
    while cursors:
        for rollout in list(cursors):
            # With several rollouts nobody waits long for one while the other has news.
            news = people.get(f"/rollouts/{rollout}/events", who=TECHNICIAN, after=cursors[rollout], wait=1)
            cursors[rollout] = news["next"]
            if news["events"] or news["over"]:
                screen.seats(people.get(f"/rollouts/{rollout}", who=TECHNICIAN), time.monotonic() - begun)
            if news["over"]:
                del cursors[rollout]


def _show(people: People, scene: Scene, screen: Screen) -> int:
    """What is where and why in one room, and each seat that is not ready. How many those are."""
    room: dict[str, Any] = people.get(f"/classrooms/{scene.room}", who=scene.instructor)
    seats: list[dict[str, Any]] = people.get(f"/classrooms/{scene.room}/seats", who=TECHNICIAN)
    screen.room(room, seats)
    return sum(seat["state"] not in {"R", "O"} for seat in seats)
