"""Figures: of the site, of oneself, and of one person after a decision."""

import csv
import io
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.web.figure_charts import charts_of, lead_of
from api.web.inside import ProblemMet
from api.web.naming import part, zone_of
from api.web.pages import Page, Paged
from api.web.passed_on import PassedOn
from api.web.periods import asking_for_days, begin_of, end_of

router = APIRouter()
_DECISION = {"purpose": "", "audience": "", "until": ""}


@router.get("/figures")
async def figures(page: Paged, since: str = "", until: str = "", by: str = "nothing") -> Response:
    """Of the whole site, for a period, perhaps apart by team, building, room, reason or month."""
    return await _report(page, "figures.html", "/figures", {"since": since, "until": until, "by": by})


@router.get("/figures.csv")
async def file(
    page: Paged, request: Request, since: str = "", until: str = "", by: str = "", only: str = ""
) -> Response:
    """The same figures as a file, or only those of one chart."""
    asked = {**await _period(page, since, until), "by": by}
    if not only:
        return PassedOn(request, "/figures.csv", asked)
    whole = await page.api.call("GET", "/figures.csv", query=asked)
    name = whole.headers["content-disposition"]
    return Response(
        _lines_of(whole.content, frozenset(only.split(","))),
        media_type=whole.headers["content-type"],
        headers={"Content-Disposition": name, "Cache-Control": "no-store"},
    )


@router.get("/me/figures")
async def mine(page: Paged, since: str = "", until: str = "") -> Response:
    """One's own; nobody else sees them without a decision."""
    return await _report(page, "figures_mine.html", "/me/figures", {"since": since, "until": until})


@router.get("/figures/decisions")
async def decisions(page: Paged, after: str = "") -> Response:
    """Who may look at whose figures, why, and until when."""
    return await _decisions(page, after=after)


@router.post("/figures/decisions")
async def propose(page: Paged) -> Response:
    """Propose that some people may."""
    typed = {**_DECISION, **await page.form()}
    until = typed["until"]
    body = {
        "purpose": typed["purpose"],
        "audience": [login.strip() for login in typed["audience"].split(",") if login.strip()],
        "until": until and end_of(until, await zone_of(page)),
    }
    try:
        await page.api.post("/figures/decisions", body)
    except ProblemMet as met:
        return await _told(page, met, typed)
    return page.go("/figures/decisions")


@router.post("/figures/decisions/{decision_id}/answer")
async def answer(page: Paged, decision_id: str) -> Response:
    """Approve, refuse or end one."""
    form = await page.form()
    try:
        await page.api.post(f"/figures/decisions/{part(decision_id)}/answer", {"answer": form.get("answer", "")})
    except ProblemMet as met:
        return await _told(page, met, _DECISION)
    return page.go("/figures/decisions")


@router.get("/figures/people")
async def find_person(page: Paged, login: str = "") -> Response:
    """To the figures of whoever was typed."""
    return page.go(f"/figures/people/{part(login.strip())}" if login.strip() else "/figures/decisions")


@router.get("/figures/people/{login}")
async def of_person(page: Paged, login: str, since: str = "", until: str = "") -> Response:
    """Of one person; each look is entered into the record."""
    path = f"/figures/people/{part(login)}"
    return await _report(page, "figures_person.html", path, {"since": since, "until": until}, login=login)


async def _period(page: Page, since: str, until: str) -> dict[str, str]:
    zone = await zone_of(page)
    return {"since": since and begin_of(since, zone), "until": until and end_of(until, zone)}


async def _report(page: Page, template: str, path: str, typed: dict[str, str], **content: Any) -> Response:
    asked = {**typed, **await _period(page, typed["since"], typed["until"])}
    try:
        report = await page.api.get(path, **asked)
    except ProblemMet as met:
        if met.status != HTTPStatus.UNPROCESSABLE_ENTITY:
            raise
        wrong = asking_for_days(page, met.named(_own_name))
        return await page.show(template, status=met.status, report=None, typed=typed, wrong=wrong, **content)
    return await page.show(
        template,
        report=report,
        typed=typed,
        wrong=None,
        lead=lead_of(report["figures"], page.say),
        charts=charts_of(report, page.say),
        asked=urlencode({name: value for name, value in typed.items() if value}),
        **content,
    )


async def _decisions(
    page: Page,
    *,
    after: str = "",
    typed: Mapping[str, Any] = _DECISION,
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    listed = await page.api.get("/figures/decisions", after=after)
    visitor = await page.visitor()
    return await page.show(
        "figures_decisions.html",
        status=status,
        listed=listed,
        zone=await zone_of(page),
        me=visitor.person["id"],
        typed=typed,
        wrong=wrong,
    )


async def _told(page: Page, met: ProblemMet, typed: Mapping[str, Any]) -> Response:
    if not met.for_the_form:
        raise met
    wrong = asking_for_days(page, met.named(_own_name))
    return await _decisions(page, typed=typed, wrong=wrong, status=met.status)


def _own_name(field: str) -> str:
    return field.removeprefix("query.").partition(".")[0]


def _lines_of(content: bytes, wanted: frozenset[str]) -> bytes:
    """The lines of a file that are about these figures, with its header."""
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    column = header.index("figure")
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(header)
    writer.writerows(row for row in rows if row[column] in wanted)
    return made.getvalue().encode("utf-8-sig")
