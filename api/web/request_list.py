"""All requests, by room, title, person or state."""

from fastapi import APIRouter
from starlette.responses import Response

from api.web.deciding import address, choices, listing
from api.web.naming import items_named
from api.web.pages import Paged
from api.web.rooms import codes_of_rooms
from orchestrator.domain.requests import RequestState

router = APIRouter()
_NAMES = {"room": "classroom", "person": "requester", "by": "on_behalf_by"}


@router.get("/requests")
async def requests(
    page: Paged, room: str = "", item: str = "", person: str = "", by: str = "", state: str = "", after: str = ""
) -> Response:
    """Newest first."""
    asked = {"room": room.strip(), "item": item.strip(), "person": person.strip(), "by": by.strip()}
    asked |= {"state": state, "after": after}
    meant = await items_named(page, asked["item"])
    query = {**asked, "item": meant[0]["id"] if len(meant) == 1 else asked["item"]}
    found = await listing(page, "/requests", "requests", query, _NAMES)
    return await page.show(
        "requests.html",
        status=found["status"],
        asked=asked,
        requests=found["entries"],
        following=found["next"],
        wrong=found["wrong"],
        here=address("/requests", asked),
        states=choices(page, RequestState),
        codes=await codes_of_rooms(page),
    )
