"""A professor who insists on two tools that safeguards keep away: letters, contests, and an exemption (RULES R4)."""

from typing import Any

from orchestrator.cli.demo.cast import ADA, MANAGER, MARIE, OFFICER, RISK_OWNER
from orchestrator.cli.demo.client import People
from orchestrator.cli.demo.guards import CATEGORY, ROOM, SHARING, WEATHER, later, set_up
from orchestrator.cli.demo.screen import Screen
from orchestrator.cli.demo.watching import watch_room

_FOR_WEATHER = "My students like it, and it costs nothing."
_FOR_SHARING = "In the course on networks we look at how this protocol works. There is no course without it."
_UPHELD = (
    "The program lives on what it sees on our machines, and nothing that we could do keeps it from that. The forecast "
    "itself is a page that any browser opens."
)
_OVERTURNED = (
    "The course is about exactly this program. What makes it dangerous is the open net, and the course needs none."
)
_COMPENSATION = (
    "The room is cut off from the internet while the program is used, and exchanges files within itself only."
)
_EXEMPT_DAYS = 60
_GOES_ON = frozenset({"proposed", "live"})
"""States of an exemption in which a demo that was ended early goes on with it."""


def play_insisting(people: People, screen: Screen) -> None:
    """Play what has not been played yet, from the safeguards to the software on all seats."""
    weather, sharing = set_up(people, screen)
    exemption = _exemption(people, sharing)
    if exemption and (exemption["canary_passed_at"] or exemption["state"]["code"] not in _GOES_ON):
        screen.say("This was played before: both contests were ruled on, and SwarmShare got an exemption.")
        return
    asks = {"classroom": ROOM, "items": [{"item": WEATHER.item}, {"item": SHARING.item}]}
    asked = people.post("/requests", asks, who=ADA, key="demo-insists")["requests"]
    titles = " and ".join(request["item"]["title"] for request in asked)
    screen.say(f"{ADA.name} asks for {titles} in {ROOM}. The requests are accepted, but nothing is installed:")
    for request in asked:
        screen.quote(people.get(f"/requests/{request['id']}", who=ADA)["standing"]["text"])
    _show_letter(people, screen, weather)
    contests = [
        _contest(people, safeguard, request, words)
        for safeguard, request, words in zip((weather, sharing), asked, (_FOR_WEATHER, _FOR_SHARING), strict=True)
    ]
    screen.say(f"{ADA.name} contests both. About Weather Buddy: “{_FOR_WEATHER}” About SwarmShare: “{_FOR_SHARING}”")
    _rule(people, screen, *contests)
    _sign(people, screen, sharing)
    _install(people, screen, sharing, asked[1]["id"])


def _show_letter(people: People, screen: Screen, safeguard: str) -> None:
    """The letter that a safeguard's refusal has brought her, whole."""
    for short in people.get("/me/letters", who=ADA, limit=50)["letters"]:
        letter = people.get(f"/letters/{short['id']}", who=ADA)
        if letter["about"].get("safeguard") == safeguard and letter["occasion"] == "safeguard":
            screen.say("She has got a letter about each. This is the one about Weather Buddy:")
            screen.quote(f"{letter['subject']}\n\n{letter['body']}")
            return


def _contest(people: People, safeguard: str, request: dict[str, Any], words: str) -> dict[str, Any]:
    """Her contest of a refusal: the one that an earlier demo has made, or a new one."""
    found = people.get("/contests", who=ADA, request=request["id"], decision=safeguard)["contests"]
    body = {"subject": "safeguard", "decision": safeguard, "request": request["id"], "words": words}
    contest: dict[str, Any] = found[0] if found else people.post("/contests", body, who=ADA)
    return contest


def _rule(people: People, screen: Screen, weather: dict[str, Any], sharing: dict[str, Any]) -> None:
    """Each contest is ruled on by somebody on the list who had no part in the safeguard."""
    if weather["state"]["code"] == "open":
        people.post(f"/contests/{weather['id']}/ruling", {"overturn": False, "words": _UPHELD}, who=OFFICER)
    screen.say(f"{OFFICER.name}, the security officer, upholds the first safeguard, which is not hers: “{_UPHELD}”")
    if sharing["state"]["code"] == "open":
        terms = {
            "compensation": _COMPENSATION,
            "expires_at": later(days=_EXEMPT_DAYS),
            "risk_owner": RISK_OWNER.login,
        }
        ruling = {"overturn": True, "words": _OVERTURNED, "exemption": terms}
        people.post(f"/contests/{sharing['id']}/ruling", ruling, who=MARIE)
    screen.say(f"{MARIE.name} overturns the second on the teaching side's behalf: “{_OVERTURNED}”")
    screen.say(f"That makes an exemption, on a condition: “{_COMPENSATION}”")


def _sign(people: People, screen: Screen, safeguard: str) -> None:
    """The risk owner signs, and as it is about security, a second person agrees."""
    exemption = _exemption(people, safeguard)
    if exemption["signed_at"] is None:
        people.post(f"/exemptions/{exemption['id']}/signature", who=RISK_OWNER)
    screen.say(f"{RISK_OWNER.name}, head of the library and outside IT, signs that she accepts the risk.")
    if exemption["approved_at"] is None:
        people.post(f"/exemptions/{exemption['id']}/approval", who=MANAGER)
    screen.say(f"{MANAGER.name} is the second person that {CATEGORY} needs. Now the exemption holds.")


def _install(people: People, screen: Screen, safeguard: str, request_id: str) -> None:
    """One seat goes first, and the others follow when it is ready."""
    exemption = _exemption(people, safeguard)
    screen.say(f"Seat {exemption['canary_seat']} gets SwarmShare first; the others follow when it is ready there.")

    def done() -> bool:
        passed = _exemption(people, safeguard)["canary_passed_at"]
        newest = people.get("/rollouts", who=OFFICER, classroom=ROOM, limit=1)["rollouts"][0]
        served = newest["finished_at"] is not None and passed is not None and newest["created_at"] >= passed
        return bool(served)

    since = max(exemption["signed_at"], exemption["approved_at"])
    if not watch_room(people, ROOM, screen, since=since, done=done):
        screen.say(f"It is not on all seats yet; the worker goes on. See: ./run classroom classrooms show {ROOM}")
    screen.say(people.get(f"/requests/{request_id}", who=ADA)["standing"]["text"])


def _exemption(people: People, safeguard: str) -> dict[str, Any]:
    """The newest exemption from a safeguard; empty where there is none."""
    found = people.get("/exemptions", who=OFFICER, safeguard=safeguard, limit=1)["exemptions"]
    newest: dict[str, Any] = found[0] if found else {}
    return newest
