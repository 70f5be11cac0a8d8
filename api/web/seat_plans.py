"""Drawing where the seats of a room and its door are: looked at first, then saved, and put back."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.inside import Answered, ProblemMet
from api.web.naming import part
from api.web.pages import Page, Paged
from api.web.rooms import room_address
from api.web.told import Undo
from api.web.undoing import Undone, changed_since, undoes
from orchestrator.domain.doors import MOST_PLACES
from orchestrator.domain.seat_plans import SeatPlace, SeatPlan, place_bound

router = APIRouter()
_DRAWN = "seat plan drawn"
_WALLS = frozenset({"front", "back", "left", "right"})


@dataclass(frozen=True, slots=True)
class Line:
    """A seat as it stands in the form.

    Attributes:
        label: Which.
        row, column: As they were typed.
        stored: The seat as it is drawn now.
        most: The last row, and column, in which it can be drawn.
    """

    label: str
    row: str
    column: str
    stored: Mapping[str, Any]
    most: int

    @property
    def podium(self) -> bool:
        """Whether it is the lecturer's."""
        return bool(self.stored["podium"])

    @property
    def place(self) -> tuple[int, int] | None:
        """Where it can be drawn, or None."""
        row, column = _number(self.row), _number(self.column)
        fits = all(isinstance(n, int) and 1 <= n <= self.most for n in (row, column))
        return (int(row), int(column)) if fits else None


@router.get("/rooms/{code}/seat-plan")
async def form(page: Paged, code: str) -> Response:
    """The plan as it is, to be drawn anew."""
    stored = await _stored(page, code)
    return await _form(page, stored, _as_stored(stored.body), _door_typed(stored.body["door"]))


@router.post("/rooms/{code}/seat-plan")
async def draw(page: Paged, code: str) -> Response:
    """Show what was typed as a drawing, or save it."""
    typed = await page.form()
    places = zip(*(typed.get(name, []) for name in ("label[]", "row[]", "column[]")), strict=False)
    sent = [(str(label), str(row).strip(), str(column).strip()) for label, row, column in places]
    door = {"wall": typed.get("wall", ""), "place": typed.get("place", "")}
    saves = typed.get("do") == "save"
    body = {
        "seats": [{"label": label, "row": _number(row), "column": _number(column)} for label, row, column in sent],
        "door": {"wall": door["wall"], "place": _number(door["place"])} if door["wall"] else None,
        "apply": saves,
    }
    stored = await _stored(page, code)
    known = {"If-Match": typed.get("tag") or '""'}
    try:
        drawn = await page.api.call("PUT", room_address(code, "seat-plan"), body, headers=known)
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        # Where somebody else has drawn it, the form shows their places too; saved once more, it takes their place.
        return await _form(page, stored, _lines(stored.body, sent), door, wrong=met.problem, status=met.status)
    if not saves:
        return await _form(page, stored, _lines(stored.body, sent), door, tag=typed.get("tag", ""), looked=True)
    told = page.say("The plan is saved.")
    undo = _undo(stored, drawn) if stored.headers["ETag"] != drawn.headers["ETag"] else None
    return page.go(f"/rooms/{part(code)}/seat-plan", told=told, undo=undo)


def _undo(before: Answered, after: Answered) -> Undo:
    """How to put back what was there: only what was moved, as a cookie holds no whole hall."""
    were = {seat["label"]: (seat["row"], seat["column"]) for seat in before.body["seats"]}
    moved = {
        seat["label"]: were[seat["label"]]
        for seat in after.body["seats"]
        if were.get(seat["label"], (seat["row"], seat["column"])) != (seat["row"], seat["column"])
    }
    facts = {
        "room": before.body["classroom"],
        "tag": after.headers["ETag"],
        "moved": moved,
        "door": before.body["door"],
    }
    return Undo(_DRAWN, facts)


@undoes(_DRAWN)
async def _put_back(page: Page, facts: Mapping[str, Any]) -> Undone:
    stored = await _stored(page, facts["room"])
    seats = []
    for seat in stored.body["seats"]:
        row, column = facts["moved"].get(seat["label"], (seat["row"], seat["column"]))
        seats.append({"label": seat["label"], "row": row, "column": column})
    body = {"seats": seats, "door": facts["door"]}
    known = {"If-Match": facts["tag"]}
    try:
        await page.api.call("PUT", room_address(facts["room"], "seat-plan"), body, headers=known)
    except ProblemMet as met:
        if met.status in {HTTPStatus.PRECONDITION_FAILED, HTTPStatus.UNPROCESSABLE_ENTITY}:
            raise changed_since(page) from met
        raise
    return Undone(page.say("Undone: the plan is as it was before."))


async def _stored(page: Page, code: str) -> Answered:
    return await page.api.call("GET", room_address(code, "seat-plan"))


def _as_stored(plan: Mapping[str, Any]) -> list[Line]:
    most = _most(plan)
    return [Line(seat["label"], str(seat["row"]), str(seat["column"]), seat, most) for seat in plan["seats"]]


def _most(plan: Mapping[str, Any]) -> int:
    """The last row, and column, in which a seat can be drawn."""
    return place_bound(SeatPlan(tuple(SeatPlace(seat["label"], seat["row"], seat["column"]) for seat in plan["seats"])))


def _lines(plan: Mapping[str, Any], sent: list[tuple[str, str, str]]) -> list[Line]:
    """What was typed, in its order; a seat that came meanwhile stands behind it, and one that went is left out."""
    stored = {seat["label"]: seat for seat in plan["seats"]}
    most = _most(plan)
    typed = [Line(label, row, column, stored[label], most) for label, row, column in sent if label in stored]
    known = {line.label for line in typed}
    return [*typed, *(line for line in _as_stored(plan) if line.label not in known)]


def _door_typed(door: Mapping[str, Any] | None) -> dict[str, str]:
    return {"wall": door["wall"], "place": str(door["place"])} if door else {"wall": "", "place": ""}


def _door_drawn(typed: Mapping[str, str]) -> dict[str, Any] | None:
    place = _number(typed["place"])
    fits = typed["wall"] in _WALLS and isinstance(place, int) and 1 <= place <= MOST_PLACES
    return {"wall": typed["wall"], "place": place} if fits else None


def _number(typed: str) -> int | str:
    """What was typed as a number; else as it is, so that the API says beside its field what is wrong with it."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= len(str(MOST_PLACES)) + 1 else typed


async def _form(
    page: Page,
    stored: Answered,
    lines: list[Line],
    door: Mapping[str, str],
    *,
    tag: str = "",
    looked: bool = False,
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    places = [line.place for line in lines if line.place]
    return await page.show(
        "seat_plan.html",
        status=status,
        plan=stored.body,
        tag=tag or stored.headers["ETag"],
        lines=lines,
        door=door,
        door_drawn=_door_drawn(door),
        door_stored=_door_typed(stored.body["door"]),
        clashes={place for place in places if places.count(place) > 1},
        rows=max((row for row, _ in places), default=1),
        columns=max((column for _, column in places), default=1),
        most=_most(stored.body),
        looked=looked,
        changed=status == HTTPStatus.PRECONDITION_FAILED,
        wrong=wrong,
    )
