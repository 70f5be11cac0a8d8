"""The record: what was done, by whom, and what proves it."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from api.web.inside import ProblemMet
from api.web.naming import part, zone_of
from api.web.pages import Page, Paged
from api.web.passed_on import PassedOn
from api.web.periods import asking_for_days, begin_of, end_of
from api.web.proofs import compared, is_included, keys_of, leaf_fits, signed_head
from api.web.record_words import kinds_of_entries, naming

router = APIRouter()
_FILTERS = ("q", "person", "classroom", "item", "kind", "since", "until", "request", "rollout", "category", "outcome")
_FORMS = frozenset({"csv", "jsonl", "xlsx"})
_COMPARED = 10
"""Checkpoints that one look at the proofs goes through, newest first."""


@router.get("/record")
async def entries(page: Paged, request: Request) -> Response:
    """Newest first, narrowed by what the address says."""
    typed = _typed(request)
    zone = await zone_of(page, typed["classroom"])
    content: dict[str, Any] = {"listed": {"entries": [], "next": None}, "wrong": None}
    status = HTTPStatus.OK.value
    try:
        asked = {**_asked(typed, zone), "after": request.query_params.get("after")}
        content["listed"] = await page.api.get("/record", **asked)
    except ProblemMet as met:
        if met.status not in {HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY}:
            raise
        wrong = met.named(lambda field: field.removeprefix("query."))
        content["wrong"], status = asking_for_days(page, wrong), met.status
    given = {name: value for name, value in typed.items() if value}
    return await page.show(
        "record.html",
        status=status,
        typed=typed,
        zone=zone,
        kinds=kinds_of_entries(page.say),
        filters=urlencode(given),
        narrowed=bool(given),
        older=bool(request.query_params.get("after")),
        **content,
    )


@router.get("/record/export.{form}")
async def export(page: Paged, request: Request, form: str) -> Response:
    """The entries that the same filters give, as a file; it is sent on while it is made."""
    if form not in _FORMS:
        raise ProblemMet(HTTPStatus.NOT_FOUND, _no_such_form(page))
    typed = _typed(request)
    zone = await zone_of(page, typed["classroom"])
    return PassedOn(request, f"/record/export.{form}", _asked(typed, zone))


@router.get("/record/verify")
async def verify(page: Paged, kept: str = "") -> Response:
    """What can be checked here, what was found, what it means, and what has to be checked elsewhere."""
    head = await page.api.get("/record/head")
    keys = await _keys(page)
    listed = await page.api.get("/record/checkpoints", limit=_COMPARED)
    rows = []
    for checkpoint in listed["checkpoints"]:
        found = await _compare(page, checkpoint["note"], checkpoint["size"], head, keys)
        rows.append({"checkpoint": checkpoint, **found})
    return await page.show(
        "record_verify.html",
        zone=await zone_of(page),
        head=head,
        keys=[str(key) for key in keys],
        rows=rows,
        more=listed["next"] is not None,
        all_hold=all(row["holds"] for row in rows),
        unsigned=head["size"] - (head["checkpoint"]["size"] if head["checkpoint"] else 0),
        kept=kept,
        answer=await _kept(page, kept, head, keys) if kept.strip() else None,
    )


@router.get("/record/checkpoints")
async def checkpoints(page: Paged, after: str = "") -> Response:
    """Newest first, each with where it got to."""
    listed = await page.api.get("/record/checkpoints", after=after)
    return await page.show("record_checkpoints.html", zone=await zone_of(page), listed=listed)


@router.get("/record/{index}")
async def entry(page: Paged, index: str) -> Response:
    """One entry whole, and what proves it."""
    if not (index.isascii() and index.isdigit()):
        raise HTTPException(HTTPStatus.NOT_FOUND)  # something else of the record's stands there in the API
    found = await page.api.get(f"/record/{part(index)}")
    head = await page.api.get("/record/head")
    return await page.show(
        "record_entry.html",
        entry=found,
        called=naming(page.say),
        zone=await zone_of(page),
        last=head["size"] - 1,
        fits=leaf_fits(found),
        proof=await _inclusion(page, found["index"], head),
    )


def _typed(request: Request) -> dict[str, str]:
    return {name: request.query_params.get(name, "").strip() for name in _FILTERS}


def _asked(typed: dict[str, str], zone: str) -> dict[str, str]:
    """The API's filters: days become moments of the zone, and the last day is one of those that are wanted."""
    since, until = typed["since"], typed["until"]
    return {**typed, "since": since and begin_of(since, zone), "until": until and end_of(until, zone)}


def _no_such_form(page: Page) -> dict[str, str]:
    return {
        "title": page.say("There is no such file"),
        "detail": page.say("The record can be had as CSV, JSON lines and XLSX."),
    }


async def _keys(page: Page) -> Any:
    return keys_of((await page.api.call("GET", "/record/keys")).content.decode())


async def _compare(page: Page, note: str, size: int, head: Any, keys: Any) -> dict[str, Any]:
    said, signed = signed_head(note, head["origin"], keys)
    proof = await page.api.get("/record/consistency", old=size, new=head["size"])
    found = compared(said, signed, proof)
    return {**asdict(found), "holds": found.holds}


async def _kept(page: Page, kept: str, head: Any, keys: Any) -> dict[str, Any]:
    """What the checkpoint that somebody kept elsewhere says about the record as it is now."""
    note = kept.replace("\r\n", "\n").strip() + "\n"
    said, signed = signed_head(note, head["origin"], keys)
    if said is None:
        return {"code": "unreadable"}
    if said.origin != head["origin"]:
        return {"code": "other", "origin": said.origin}
    if said.size > head["size"]:
        return {"code": "shorter", "size": said.size, "signed": signed}
    found = await _compare(page, note, said.size, head, keys)
    return {"code": "holds" if found["same"] and found["grew"] else "differs", "size": said.size, "signed": signed}


async def _inclusion(page: Page, index: int, head: Any) -> dict[str, Any] | None:
    """The proof that an entry is among those that the newest checkpoint covers; None where it covers it not yet."""
    newest = head["checkpoint"]
    if newest is None or newest["size"] <= index:
        return None
    proof = await page.api.get(f"/record/{index}/inclusion", size=newest["size"])
    said, signed = signed_head(newest["note"], head["origin"], await _keys(page))
    same = said is not None and said.root.hex() == proof["root"]
    return {"checkpoint": newest, "signed": signed, "holds": is_included(proof) and same, **proof}
