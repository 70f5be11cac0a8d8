"""Who rules in the demo, and what its safeguards keep away: an ad-ware weather tool, and a file exchange."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from orchestrator.cli.demo.cast import MANAGER, MARIE, OFFICER, RISK_OWNER
from orchestrator.cli.demo.client import People
from orchestrator.cli.demo.screen import Screen
from orchestrator.domain.evidence import Category
from orchestrator.services.people import NewPerson

ROOM = "B-204"
CATEGORY = Category.SECURITY.value
_REVIEW_DAYS, _DAYS = 60, 120
_RULERS = ((MARIE, "teaching"), (MANAGER, "it"), (OFFICER, "it"), (RISK_OWNER, "outside"))


@dataclass(frozen=True, slots=True)
class Guard:
    """A safeguard of the demo.

    Attributes:
        item: The catalog item that somebody will ask for.
        title: By which it is found again.
        aim: What it is about, as the API takes it.
        explanation, instead: Plain words.
        evidence: As the API takes it.
    """

    item: str
    title: str
    aim: dict[str, str]
    explanation: str
    instead: str
    evidence: dict[str, str]


WEATHER = Guard(
    item="weather-buddy",
    title="Weather Buddy",
    aim={"item": "weather-buddy"},
    explanation="The program is free because it sells what it sees. It notes which pages are opened on the machine and "
    "sends that to companies that buy such lists, and it shows their adverts, in class on the projector too.",
    instead="The page of the national weather service opens in any browser and has no adverts.",
    evidence={"advisory": "CIT-2026-07", "affected": "<= 7.1"},
)
SHARING = Guard(
    item="swarm-share",
    title="Programs that exchange files with strangers",
    aim={"name_pattern": "*SwarmShare*"},
    explanation="With this program a machine does not only fetch files: it also hands them out to strangers, all the "
    "time and to everybody who asks. If one of them may not be shared, the university has to answer for it.",
    instead="Put large files on the course's file share. If you want to fetch one, say which, and we fetch it for you.",
    evidence={"advisory": "CIT-2026-11", "affected": "<= 4.6.7"},
)


def set_up(people: People, screen: Screen) -> tuple[str, str]:
    """See to it that somebody rules on every category and that both safeguards are set; their ids."""
    lists = people.get("/rulers", who=MANAGER)["lists"]
    if not any(one["rulers"] for one in lists):
        rulers = [{"login": person.login, "side": side} for person, side in _RULERS]
        for category in Category:
            people.put(f"/rulers/{category.value}", {"rulers": rulers}, who=MANAGER)
        screen.say(
            f"{MANAGER.name}, the manager, names who rules on contests: {MARIE.name} for those who teach, herself and "
            f"{OFFICER.name} for IT, and {RISK_OWNER.name} from outside."
        )
    known = {one["title"]: one["id"] for one in people.get("/safeguards", who=MANAGER, limit=200)["safeguards"]}
    weather, sharing = known.get(WEATHER.title), known.get(SHARING.title)
    if weather is None:
        weather = _set(people, WEATHER, MANAGER)["id"]
        screen.say(f"{MANAGER.name} sets a safeguard: Weather Buddy is installed nowhere.")
    if sharing is None:
        sharing = _set_with_two(people, screen)
    return weather, sharing


def later(*, days: int) -> str:
    """A moment so many days from now, for the API."""
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


def _set_with_two(people: People, screen: Screen) -> str:
    """A pattern: its impact is looked at before, and a second person approves it."""
    seen = people.post("/safeguards/preview", {"kind": "block", "aim": SHARING.aim}, who=OFFICER)
    guard = _set(people, SHARING, OFFICER, impact=seen["digest"])
    screen.say(
        f"{OFFICER.name}, the security officer, proposes another, for whatever is called "
        f"{SHARING.aim['name_pattern']}. What it would do is shown before: {seen['text']}"
    )
    again = people.get(f"/safeguards/{guard['id']}/impact", who=MANAGER)
    people.post(f"/safeguards/{guard['id']}/approve", {"impact": again["digest"]}, who=MANAGER)
    screen.say(f"A pattern needs two persons: {MANAGER.name} looks at it, too, and approves it.")
    made: str = guard["id"]
    return made


def _set(people: People, guard: Guard, owner: NewPerson, **more: str) -> dict[str, Any]:
    body = {
        "kind": "block",
        "category": CATEGORY,
        "title": guard.title,
        "aim": guard.aim,
        "explanation": guard.explanation,
        "instead": guard.instead,
        "evidence": guard.evidence,
        "owner": owner.login,
        "review_at": later(days=_REVIEW_DAYS),
        "expires_at": later(days=_DAYS),
        **more,
    }
    made: dict[str, Any] = people.post("/safeguards", body, who=owner)
    return made
