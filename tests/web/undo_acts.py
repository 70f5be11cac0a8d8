"""What pages do and undo: each act with what somebody else could do meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.api.answers.blackouts import set_one
from tests.api.letters import write_letter
from tests.api.people import MARTA, TIM
from tests.api.service import Service
from tests.web.visit import Shown, Visit

BLACKOUT = {"starts_at": "2027-01-13T08:00", "ends_at": "2027-01-14T18:00", "reason": "Written exams."}
LISTED = {"login[]": ["grace", "marta"], "side[]": ["teaching", "it"]}
WISH = {"classroom": "B-204", "title": "Stellarium", "purpose": "Night sky"}
AS_BEFORE = object()


@dataclass(frozen=True)
class Act:
    """Something that a page does and undoes.

    Attributes:
        who: Does it.
        do: Does it by a form, once all that it needs is there.
        said: What the page says then.
        undone: What it says when it is undone.
        state: What is looked at to see whether it is undone.
        meddle: What somebody else does meanwhile, so that it must not be undone.
        left: What is there when it is undone; by default what was there before.
    """

    who: str
    do: Callable[[Service, Visit], Shown]
    said: str
    undone: str
    state: Callable[[Service], Any]
    meddle: Callable[[Service], Any]
    left: object = AS_BEFORE


def open_requests(service: Service) -> list[str]:
    """Items of all open requests."""
    return [one["item"]["id"] for one in service.get("/requests", state="open").json()["requests"]]


def newest(service: Service, path: str, name: str) -> Any:  # noqa: ANN401 - JSON
    """The newest of a list."""
    return service.get(path, headers=MARTA).json()[name][0]


def _ask(_: Service, ada: Visit) -> Shown:
    ada.get("/ask")
    return ada.send("/ask", room="B-204", item="Git")


def _withdraw(service: Service, ada: Visit) -> Shown:
    here = f"/requests/{service.ask('firefox')['requests'][0]['id']}"
    ada.get(here)
    return ada.send(f"{here}/withdraw")


def hold(service: Service, tim: Visit) -> Shown:
    """By the form."""
    service.ask("firefox")
    tim.get("/rooms/B-204")
    return tim.send("/rooms/B-204/holds", what="item:firefox", sentence="The projector is black.")


def _go_back(service: Service, tim: Visit) -> Shown:
    service.ask("firefox")
    service.ask("git")
    tim.get("/rooms/B-204/revisions/1")
    return tim.send("/rooms/B-204/revisions/1/back", sentence="It broke.")


def _holds(service: Service) -> list[Any]:
    return [one for one in service.get("/holds", classroom="B-204").json()["holds"] if one["holds"]]


def _lift_hold(service: Service) -> None:
    service.post(f"/holds/{_holds(service)[0]['id']}/lift", headers=TIM)


def _advise(service: Service, tim: Visit) -> Shown:
    here = f"/requests/{service.ask('firefox')['requests'][0]['id']}"
    tim.get(f"{here}/team-words")
    return tim.send(f"{here}/recommendations", words="Git is smaller.", suggests="git")


def _take_advice_back(service: Service, tim: Visit) -> Shown:
    _advise(service, tim)
    here = f"/requests/{newest(service, '/requests', 'requests')['id']}"
    tim.get(f"{here}/team-words")
    return tim.send(f"{here}/recommendations/take-back")


def _open_advice(service: Service) -> list[str]:
    here = f"/requests/{newest(service, '/requests', 'requests')['id']}"
    given = service.get(f"{here}/recommendations").json()["recommendations"]
    return [one["words"] for one in given if one["state"]["code"] == "open"]


def _answer_advice(service: Service) -> None:
    here = f"/requests/{newest(service, '/requests', 'requests')['id']}"
    service.post(f"{here}/recommendations/answer", {"follows": False})


def _advise_otherwise(service: Service) -> None:
    here = f"/requests/{newest(service, '/requests', 'requests')['id']}"
    service.post(f"{here}/recommendations", {"words": "Take Edge."}, headers=TIM)


def set_blackout(_: Service, marta: Visit) -> Shown:
    """By the form."""
    marta.get("/blackouts")
    return marta.send("/blackouts", scope="campus", **BLACKOUT)


def _lift_blackout(service: Service, marta: Visit) -> Shown:
    set_one(service)
    page = marta.get("/blackouts")
    return marta.send(next(form["action"] for form in page.forms if form["action"].endswith("/lift")))


def blackouts(service: Service) -> list[tuple[str, ...]]:
    """Those that were not lifted."""
    listed = service.get("/blackouts").json()["blackouts"]
    return [(one["starts_at"], one["ends_at"], one["reason"]) for one in listed if not one["lifted_at"]]


def _end_blackout(service: Service) -> None:
    service.post(f"/blackouts/{newest(service, '/blackouts', 'blackouts')['id']}/lift", headers=MARTA)


def _give_role(_: Service, marta: Visit) -> Shown:
    marta.get("/people/ada")
    return marta.send("/people/ada/roles", role="coordinator", kind="building", where="Main building")


def _take_role(_: Service, marta: Visit) -> Shown:
    marta.get("/people/grace")
    return marta.send("/people/grace/roles/grace-1/take")


def _roles(login: str) -> Callable[[Service], Any]:
    def held(service: Service) -> Any:  # noqa: ANN401 - JSON
        roles = service.get(f"/people/{login}", headers=MARTA).json()["roles"]
        return [(one["role"]["code"], one["scope"]) for one in roles]

    return held


def _role_is_gone(service: Service) -> None:
    roles = service.get("/people/ada", headers=MARTA).json()["roles"]
    given = next(one["id"] for one in roles if one["role"]["code"] == "coordinator")
    service.delete(f"/people/ada/roles/{given}", headers=MARTA)


def _deactivate(_: Service, marta: Visit) -> Shown:
    marta.get("/people/grace")
    return marta.send("/people/grace/deactivate")


def _reactivate(service: Service, marta: Visit) -> Shown:
    service.post("/people/grace/deactivation", headers=MARTA)
    marta.get("/people/grace")
    return marta.send("/people/grace/reactivate")


def is_active(service: Service) -> bool:
    """Whether Grace may do anything here."""
    return service.get("/people/grace", headers=MARTA).json()["deactivated_at"] is None


def _read(service: Service, ada: Visit) -> Shown:
    service.ask("firefox")
    write_letter(service)
    ada.get("/notices")
    return ada.send("/notices/read")


def unread(service: Service) -> int:
    """How many notices Ada has not read."""
    return len(service.get("/me/notices", unread=True).json()["notices"])


def _mark_unread(service: Service) -> None:
    ids = [one["id"] for one in service.get("/me/notices").json()["notices"]]
    service.post("/me/notices/unread", {"notices": ids})


def _change_rulers(service: Service, marta: Visit) -> Shown:
    _put_rulers(service, "grace", "teaching")
    marta.get("/rulers/hardware")
    return marta.send("/rulers/hardware", **LISTED)


def _put_rulers(service: Service, login: str, side: str) -> None:
    body = {"rulers": [{"login": login, "side": side}]}
    service.client.put("/api/v1/rulers/hardware", json=body, headers=MARTA)


def _rulers(service: Service) -> list[str]:
    listed = next(one for one in service.get("/rulers").json()["lists"] if one["category"]["code"] == "hardware")
    return [one["person"]["login"] for one in listed["rulers"]]


def _say_superiors(service: Service, marta: Visit) -> Shown:
    service.client.put("/api/v1/superiors/tim", json={"superiors": ["root"]}, headers=MARTA)
    marta.get("/rulers")
    return marta.send("/superiors", person="Tim", superiors="marta")


def _superiors(service: Service) -> list[str]:
    (line,) = service.get("/superiors", headers=MARTA).json()["people"]
    return [one["login"] for one in line["superiors"]]


def _enter_document(_: Service, marta: Visit) -> Shown:
    marta.get("/documents")
    return marta.send("/documents", title="Rules of use", owner="Senate", outside="yes")


def _documents(service: Service) -> list[str]:
    return [one["title"] for one in service.get("/documents").json()["documents"]]


def _retire(service: Service) -> None:
    service.post(f"/documents/{newest(service, '/documents', 'documents')['id']}/retirement", headers=MARTA)


def _wish(_: Service, ada: Visit) -> Shown:
    ada.get("/wishes/new")
    return ada.send("/wishes/new", room="B-204", title="Stellarium", purpose="Night sky")


def _withdraw_wish(service: Service, ada: Visit) -> Shown:
    here = f"/wishes/{service.post('/wishes', WISH).json()['id']}"
    ada.get(here)
    return ada.send(f"{here}/withdraw")


def wishes(service: Service) -> list[tuple[str, str]]:
    """Those that are open."""
    return [(one["title"], one["purpose"]) for one in service.get("/wishes", state="open").json()["wishes"]]


def _let_an_hour_pass(service: Service) -> None:
    service.clock.moment += timedelta(hours=1, seconds=1)


def _take_wish_back(service: Service) -> None:
    service.post(f"/wishes/{newest(service, '/wishes', 'wishes')['id']}/withdraw")


ACTS: dict[str, Act] = {
    "asking": Act(
        "ada",
        _ask,
        "Your request was accepted.",
        "Undone: it is taken back.",
        open_requests,
        lambda s: s.post(f"/requests/{newest(s, '/requests', 'requests')['id']}/withdraw"),
    ),
    "withdrawing": Act(
        "ada",
        _withdraw,
        "It is taken back.",
        "Undone: you have asked for it again.",
        open_requests,
        lambda s: s.ask("firefox"),
        ["firefox"],
    ),
    "a hold": Act("tim", hold, "It is held.", "Undone: the hold is off.", _holds, _lift_hold),
    "going back": Act("tim", _go_back, "goes back to that state", "Undone: the hold is off.", _holds, _lift_hold),
    "advice": Act(
        "tim", _advise, "Your advice is given.", "Undone: the advice is taken back.", _open_advice, _answer_advice, []
    ),
    "advice taken back": Act(
        "tim",
        _take_advice_back,
        "The advice is taken back.",
        "Undone: the same advice is given again.",
        _open_advice,
        _advise_otherwise,
        ["Git is smaller."],
    ),
    "a blackout": Act(
        "marta", set_blackout, "The blackout is set.", "Undone: the blackout is lifted.", blackouts, _end_blackout
    ),
    "a blackout lifted": Act(
        "marta",
        _lift_blackout,
        "The blackout is lifted.",
        "Undone: the blackout is set again.",
        lambda s: len(blackouts(s)),
        set_one,
        1,
    ),
    "a role": Act(
        "marta", _give_role, "The role is given.", "Undone: the role is taken.", _roles("ada"), _role_is_gone
    ),
    "a role taken": Act(
        "marta",
        _take_role,
        "The role is taken.",
        "Undone: the role is given again.",
        _roles("grace"),
        lambda s: s.post("/people/grace/roles", {"role": "instructor"}, headers=MARTA),
    ),
    "deactivating": Act(
        "marta",
        _deactivate,
        "They may do nothing here any more.",
        "Undone: they can sign in again.",
        is_active,
        lambda s: s.delete("/people/grace/deactivation", headers=MARTA),
    ),
    "reactivating": Act(
        "marta",
        _reactivate,
        "They can sign in again.",
        "Undone: they may do nothing here any more.",
        is_active,
        lambda s: s.post("/people/grace/deactivation", headers=MARTA),
        left=False,
    ),
    "reading": Act("ada", _read, "They are marked as read.", "Undone: they are new again.", unread, _mark_unread, 1),
    "rulers": Act(
        "marta",
        _change_rulers,
        "The list is changed.",
        "Undone: the list is as it was.",
        _rulers,
        lambda s: _put_rulers(s, "ada", "teaching"),
        ["grace"],
    ),
    "superiors": Act(
        "marta",
        _say_superiors,
        "It is noted who answers to whom.",
        "Undone: it is as it was who answers to whom.",
        _superiors,
        lambda s: s.client.put("/api/v1/superiors/tim", json={"superiors": []}, headers=MARTA),
        ["root"],
    ),
    "a document": Act(
        "marta", _enter_document, "The document is in the register.", "the document is retired", _documents, _retire
    ),
    "a wish": Act("ada", _wish, "Your wish was taken up.", "Undone: the wish is taken back.", wishes, _take_wish_back),
    "a wish withdrawn": Act(
        "ada",
        _withdraw_wish,
        "The wish is taken back.",
        "Undone: you have wished for it again.",
        wishes,
        _let_an_hour_pass,
        [("Stellarium", "Night sky")],
    ),
}
