"""The story of the demo, played through the HTTP API: two rooms, an instructor each, a technician."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orchestrator.cli.demo.cast import ADA, ADMINISTRATOR, MARIE, TECHNICIAN
from orchestrator.cli.demo.client import DemoRefused, People, files_below
from orchestrator.cli.demo.screen import Screen
from orchestrator.services.people import NewPerson

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
    instructor: NewPerson
    items: tuple[str, ...]
    by_itself: bool


SCENES = (
    Scene("B-204", ADA, ("firefox", "vlc", "7zip", "student-records-forms"), by_itself=True),
    Scene("C-101", MARIE, ("notepadplusplus", "git", "libreoffice"), by_itself=False),
)


def prepare(people: People, site: Path, screen: Screen) -> None:
    """Import the site's and the catalog's files, as the administrator."""
    for what, folder in (("catalog", "inventory/catalog"), ("site", str(site))):
        files = files_below(folder)
        done = people.post(f"/{what}/import", {"files": files, "apply": True}, who=ADMINISTRATOR)
        screen.say(f"{ADMINISTRATOR.name} imports the {what}: {done['text']}")


def play(people: People, screen: Screen) -> None:
    """Play all scenes and show what is where and why."""
    begun = time.monotonic()
    watched = [watch for scene in SCENES if (watch := _begin(people, scene, screen))]
    if not watched:
        screen.say("Nothing to do: every seat has what was asked for.")
    while watched:
        for watch in list(watched):
            if _follow(people, watch, screen, begun):
                watched.remove(watch)
    for scene in SCENES:
        screen.room(people.get(f"/classrooms/{scene.room}", who=scene.instructor), _seats(people, scene))


def not_ready(people: People) -> int:
    """The number of seats in service that are not ready."""
    return sum(seat["state"] not in {"R", "O"} for scene in SCENES for seat in _seats(people, scene))


@dataclass
class _Watch:
    """A room that is watched until a rollout which serves what was asked for is over.

    Attributes:
        scene: What happens there.
        revision, asked_at: The manifest's revision that was asked for, and when.
        rollout: The rollout that is watched, or None while it is not there yet.
        after: The last event that was seen of it.
        deadline: Until when a rollout must have begun.
    """

    scene: Scene
    revision: int
    asked_at: str
    rollout: str | None = None
    after: int = 0
    deadline: float = field(default_factory=lambda: time.monotonic() + _BEGINS_SECONDS)


def _begin(people: People, scene: Scene, screen: Screen) -> _Watch | None:
    """Ask for the scene's software and see to it that a rollout begins; None when nothing is owed."""
    body = {"classroom": scene.room, "items": [{"item": item} for item in scene.items]}
    asked = people.post("/requests", body, who=scene.instructor, key=f"demo-{scene.room}")
    titles = ", ".join(request["item"]["title"] for request in asked["requests"])
    watch = _Watch(scene, asked["revision"], asked["requests"][-1]["created_at"])
    if not asked["replayed"]:
        screen.say(f"{scene.instructor.name} asks for {titles} in {scene.room}. Silence means yes: accepted.")
        if scene.by_itself:
            screen.say(f"Nobody has to approve it: the worker starts the rollout in {scene.room} by itself.")
        else:
            _start(people, watch, screen)
        return watch
    screen.say(f"{scene.instructor.name} has asked for {titles} in {scene.room} before.")
    room = people.get(f"/classrooms/{scene.room}", who=TECHNICIAN)
    if room["rollout_under_way"]:
        watch.rollout = room["rollout_under_way"]
        return watch
    if all(state["state"] in {"R", "O"} for state in room["states"]):
        return None
    earlier = people.get("/rollouts", who=TECHNICIAN, classroom=scene.room, limit=1)["rollouts"]
    if earlier and earlier[0]["ready"] < earlier[0]["seats_in_all"]:
        screen.say(f"{TECHNICIAN.name}, the technician, tries the seats in {scene.room} again that are not ready.")
        watch.rollout = people.post(f"/rollouts/{earlier[0]['id']}/retry", who=TECHNICIAN)["id"]
    else:
        _start(people, watch, screen)
    watch.revision = 0  # a rollout that was started for this purpose serves whatever was asked for
    return watch


def _start(people: People, watch: _Watch, screen: Screen) -> None:
    room = watch.scene.room
    screen.say(f"{TECHNICIAN.name}, the technician, starts the rollout in {room}.")
    watch.rollout = people.post(f"/classrooms/{room}/rollouts", who=TECHNICIAN)["id"]


def _follow(people: People, watch: _Watch, screen: Screen, begun: float) -> bool:
    """Show the room's seats as they change. True when what was asked for has been served."""
    if watch.rollout is None:
        _find(people, watch)
        return False
    news = people.get(f"/rollouts/{watch.rollout}/events", who=TECHNICIAN, after=watch.after, wait=1)
    watch.after = news["next"]
    if not news["events"] and not news["over"]:
        return False
    rollout = people.get(f"/rollouts/{watch.rollout}", who=TECHNICIAN)
    screen.progress(rollout, news["events"], time.monotonic() - begun)
    if not news["over"]:
        return False
    if rollout["revision"] >= watch.revision or any(wave["at"] > watch.asked_at for wave in rollout["waves"]):
        return True
    # It was over before it could see what was asked for; the next one is on its way.
    watch.rollout, watch.after = None, 0
    return False


def _find(people: People, watch: _Watch) -> None:
    """Look for a rollout of the room that can serve what was asked for."""
    room = watch.scene.room
    found = people.get("/rollouts", who=TECHNICIAN, classroom=room, limit=1)["rollouts"]
    if found and (found[0]["revision"] >= watch.revision or found[0]["finished_at"] is None):
        watch.rollout = found[0]["id"]
    elif time.monotonic() > watch.deadline:
        raise DemoRefused(f"The worker did not start a rollout in {room} within {_BEGINS_SECONDS} s.")
    else:
        time.sleep(0.1)


def _seats(people: People, scene: Scene) -> list[dict[str, Any]]:
    seats: list[dict[str, Any]] = people.get(f"/classrooms/{scene.room}/seats", who=TECHNICIAN, limit=200)["seats"]
    return seats
