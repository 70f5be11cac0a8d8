"""A technician who does not like a browser: no category fits, the evidence does not hold, and advice delays nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

from orchestrator.cli.demo.cast import ADA, TECHNICIAN
from orchestrator.cli.demo.client import People
from orchestrator.cli.demo.screen import Screen

_ROOM = "B-204"
_WANTED, _OTHER = "firefox", "microsoft-edge"
_SHOWN = (_WANTED, _OTHER, "student-records-forms")
_DISLIKE = "I do not like it."
_ADVICE = "Microsoft Edge is on every machine already. One browser less is one less to keep up to date."


def play_taste(people: People, screen: Screen) -> None:
    """Let the technician try both, then advise, and the instructor stay with what she asked for."""
    found = people.get("/requests", who=ADA, classroom=_ROOM, requester=ADA.login, item=_WANTED, state="open", limit=1)[
        "requests"
    ]
    if not found:
        screen.say(f"{ADA.name} does not ask for that browser any more, so there is nothing to play.")
        return
    request = found[0]
    title = request["item"]["title"]
    about = f"/requests/{request['id']}/recommendations"
    if people.get(about, who=TECHNICIAN)["recommendations"]:
        screen.say(f"This was played before: {TECHNICIAN.name}'s advice about {title} in {_ROOM} was given.")
    else:
        _try_to_decline(people, screen, request)
        people.post(about, {"words": _ADVICE, "suggests": _OTHER}, who=TECHNICIAN)
        screen.say(f"So {TECHNICIAN.name} gives advice instead, which delays nothing: “{_ADVICE}”")
        people.post(f"{about}/answer", {"follows": False}, who=ADA)
        screen.say(f"{ADA.name} stays with what she asked for. She has to give no reason for that.")
    screen.say(people.get(f"/requests/{request['id']}", who=ADA)["standing"]["text"])
    screen.say(_what_is_there(people))


def _try_to_decline(people: People, screen: Screen, request: dict[str, Any]) -> None:
    until = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    decline = {"kind": "decline", "request": request["id"], "explanation": _DISLIKE, "expires_at": until}
    title = request["item"]["title"]
    screen.say(f"{TECHNICIAN.name} wants to decline {title}, for reasons of taste: “{_DISLIKE}” The service answers:")
    problem = people.refused("/overrides", {**decline, "category": "taste"}, who=TECHNICIAN)
    for one in problem["problems"]:
        screen.quote(one["text"])
    screen.say("Then he says that it is incompatible with Microsoft Edge. The service answers:")
    evidence = {"other_item": _OTHER, "symptom": "Both want to open links.", "seat": "01"}
    tried = {**decline, "category": "incompatibility", "evidence": evidence}
    screen.quote(people.refused("/overrides", tried, who=TECHNICIAN)["detail"])


def _what_is_there(people: People) -> str:
    """On how many seats the browser, the other one, and the old web tool that needs the other one are."""
    seats = people.get(f"/classrooms/{_ROOM}/seats", who=TECHNICIAN, limit=200)["seats"]
    counts = dict.fromkeys(_SHOWN, 0)
    titles: dict[str, str] = {}
    for line in (line for seat in seats for line in seat["lines"] if line["item"]["id"] in counts):
        titles[line["item"]["id"]] = line["item"]["title"]
        counts[line["item"]["id"]] += bool(line["observed"])
    there = ", ".join(f"{titles.get(item, item)} on {count}" for item, count in counts.items())
    return f"Of {len(seats)} seats in {_ROOM} there is {there}: the old forms keep the browser that they need."
