"""Making a page: its template, its words, its headers."""

import gettext
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from fastapi import Depends, Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse, RedirectResponse

from api.identity import asked_by_a_page_of_ours, session_secret, toolbox_of
from api.web.inside import Inside, ProblemMet
from api.web.navigation import places_for
from api.web.plainly import plainly
from api.web.static import address_of
from api.web.told import Told, Undo, shown_on, take_back, tell
from orchestrator.services.credentials import csrf_token
from orchestrator.services.wording import Speaker, choose_language
from orchestrator.services.wording.language import Language

HERE = Path(__file__).parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""Pages load what is ours and nothing else; no script or style stands in a page itself."""
CSRF_FIELD = "csrf"
WHOSE_FIELD = "typed_by"
"""Who was signed in where a form was shown: what they typed is offered again to nobody else."""
MOST_FIELDS = 5_000
"""Fields that a form may have: each seat of a large room is one, and a list of them may be repeated."""
_QUOTES = {Language.EN: "“”", Language.DE: "„“"}
SECRETS = frozenset({"old", "new", "again", "password"})
"""Names of fields that hold a password: it is taken as it was sent, and stands on no page again."""


_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
"""What browsers send of a field for a day, and for a day with its time."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks at a page.

    Attributes:
        person: Id, login, name, e-mail and language.
        permissions: Codes of what they may, somewhere.
        everywhere: Codes of what they may on the whole site.
        roles: Codes of their roles.
        csrf: What a form of theirs must bring along.
        zone: The site's time zone, in which they are shown moments about no room.
        parts: By code of what they may not do everywhere, the parts of the site where they may: kind and name of each.
    """

    person: Mapping[str, Any]
    permissions: frozenset[str]
    everywhere: frozenset[str]
    roles: frozenset[str]
    csrf: str
    zone: str
    parts: Mapping[str, frozenset[tuple[str, str]]]

    def may(self, permission: str) -> bool:
        """Whether they may do this at least somewhere."""
        return permission in self.permissions

    def may_in(self, permission: str, room: Mapping[str, Any]) -> bool:
        """Whether they may do this in a room, as the API lists it."""
        parts = self.parts.get(permission, frozenset())
        there = {("classroom", room["code"]), ("building", room["building"]), ("department", room["department"])}
        return permission in self.everywhere or bool(there & parts)


class Page:
    """One request of a browser: asks the API for whoever looks, and makes the answer.

    Attributes:
        typed_by: Id of who was signed in where the form was shown that is sent now, empty where it does not say.
    """

    def __init__(self, request: Request) -> None:
        """Take the request up; nothing is asked yet."""
        self.request = request
        self.api = Inside(request)
        tools = toolbox_of(request)
        self.language = choose_language(request.headers.get("accept-language", ""), tools.language)
        self.now = tools.clock.now()
        self.typed_by = ""
        self._visitor: Visitor | None = None

    async def visitor(self) -> Visitor:
        """Who looks.

        Raises:
            ProblemMet: Nobody is signed in.
        """
        if self._visitor is None:
            me = await self.api.get("/me")
            self._visitor = Visitor(
                me["person"],
                frozenset(held["code"] for held in me["permissions"]),
                frozenset(held["code"] for held in me["permissions"] if held["everywhere"]),
                frozenset(role["role"]["code"] for role in me["roles"]),
                me["csrf_token"] or "",
                me["timezone"],
                {
                    held["code"]: frozenset((scope["kind"]["code"], scope["name"]) for scope in held["scopes"])
                    for held in me["permissions"]
                },
            )
        return self._visitor

    async def form(self, *files: str) -> dict[str, Any]:
        """What a form brings: the last value of each name, and all of those whose name ends in ``[]`` as a list.

        From here on the API is told that a page of ours asked for what is done.

        Args:
            files: Names of fields that may hold a file; in all others a file is left out.
        """
        asked_by_a_page_of_ours(self.request)
        sent = await self.request.form(max_fields=MOST_FIELDS)
        values: dict[str, Any] = {}
        for name, value in sent.multi_items():
            if not isinstance(value, str) and name not in files:
                await value.close()
                continue
            if name.endswith("[]"):
                values.setdefault(name, []).append(value)
            else:
                values[name] = value.strip() if isinstance(value, str) and name not in SECRETS else value
        self.api.meant(str(values.pop(CSRF_FIELD, "")))
        self.typed_by = str(values.pop(WHOSE_FIELD, ""))
        return values

    async def show(self, template: str, *, status: int = HTTPStatus.OK, **content: Any) -> Response:
        """A page of this template; who looks is known to it if somebody is signed in.

        Raises:
            ProblemMet: Who looks cannot be found out.
        """
        try:
            visitor = await self.visitor()
        except ProblemMet as met:
            if met.status != HTTPStatus.UNAUTHORIZED:
                raise
            visitor = None
        return self.made(template, status, visitor=visitor, **content)

    def made(self, template: str, status: int, **content: Any) -> Response:
        """The same without asking who looks."""
        page = environment(self.language).get_template(template)
        secret = session_secret(self.request)
        told = shown_on(self.request, self.now)
        content = {name: self._plainly(name, value) for name, value in content.items()}
        words = page.render(
            {
                "path": self.request.url.path,
                "query": self.request.url.query,
                "language": self.language.value,
                "csrf": csrf_token(secret) if secret else "",
                "now": self.now,
                "visitor": None,
                "site_zone": visitor.zone if (visitor := content.get("visitor")) else "UTC",
                "told_once": told,
                **content,
            }
        )
        answer = HTMLResponse(words, status_code=status)
        if told:
            take_back(self.request, answer)
        answer.headers["Content-Security-Policy"] = POLICY
        answer.headers["Content-Language"] = self.language.value
        answer.headers["Vary"] = "Accept-Language, Cookie, HX-Request"
        answer.headers["Referrer-Policy"] = "same-origin"
        return answer

    def _plainly(self, name: str, value: Any) -> Any:
        if not isinstance(value, Mapping) or not name.startswith(("wrong", "problem")):
            return value
        looks = self.request.method in {"GET", "HEAD"}
        return plainly(value, self.say, Speaker(self.language, now=self.now), self.now, looks=looks)

    def go(self, address: str, *, told: str = "", undo: Undo | None = None, amiss: bool = False) -> Response:
        """Lead the browser to another page after a change, so that going back does not repeat it.

        Args:
            address: That page.
            told: What was done, in the visitor's language: the page says it once.
            undo: How it is undone, where that can be done without leaving traces: the page offers it as long as it
                says so.
            amiss: Whether it did not come to what was wanted.
        """
        answer = RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)
        if told:
            tell(self.request, answer, Told(told, address, amiss, undo), self.now)
        return answer

    def say(self, words: str) -> str:
        """A text of the pages in the visitor's language."""
        return translations(self.language).gettext(words)


Paged = Annotated[Page, Depends(Page)]


@cache
def translations(language: Language) -> gettext.NullTranslations:
    """The pages' texts in a language; English is what stands in the templates."""
    file = HERE / "locale" / f"{language.value}.po"
    if not file.exists():
        return gettext.NullTranslations()
    compiled = BytesIO()
    with file.open("rb") as read:
        write_mo(compiled, read_po(read, locale=language.value))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def environment(language: Language) -> Environment:
    """Templates that speak a language. What is shown is escaped, and what is not there is a fault, never a gap."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.loopcontrols"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    made.globals["asset"] = address_of
    made.globals["navigation"] = lambda visitor: places_for(visitor.permissions, translations(language).gettext)
    made.globals["csrf_field"] = pass_context(_csrf_field)
    made.globals["place_field"] = pass_context(_place_field)
    made.globals["first_page"] = pass_context(_first_page)
    made.filters["moment"] = lambda moment, zone="UTC", now=None: _moment(language, moment, zone, now)
    made.filters["day"] = lambda moment, zone="UTC": Speaker(language).day(_local(moment, zone).date())
    made.filters["quoted"] = lambda words: f"{_QUOTES[language][0]}{words}{_QUOTES[language][1]}"
    made.filters["as_typed"] = lambda typed: _as_typed(language, typed)
    made.filters["local"] = lambda moment, zone="UTC": _local(moment, zone).strftime("%Y-%m-%dT%H:%M")
    return made


def _csrf_field(context: Context) -> Markup:
    """What a form must bring along to be meant, and who it was shown to."""
    visitor = context.get("visitor")
    brought = [(CSRF_FIELD, context["csrf"]), *([(WHOSE_FIELD, visitor.person["id"])] if visitor else [])]
    fields = (f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in brought)
    return Markup("".join(fields))  # noqa: S704 - escaped


def _first_page(context: Context) -> str:
    """Address of the first page of the list that is looked at, with the same filters."""
    asked = [(name, value) for name, value in parse_qsl(context["query"]) if name != "after"]
    return f"{context['path']}?{urlencode(asked)}" if asked else str(context["path"])


def _place_field(context: Context) -> Markup:
    """The place of a list at which a form stands, so that one comes back to it."""
    here = context["path"] + (f"?{context['query']}" if context["query"] else "")
    place = escape(context.get("place") or here)
    return Markup(f'<input type="hidden" name="place" value="{place}">')  # noqa: S704 - escaped


def _read(moment: str | datetime) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)


def _local(moment: str | datetime, zone: str) -> datetime:
    return _read(moment).astimezone(ZoneInfo(zone))


def _as_typed(language: Language, typed: str) -> str:
    """A day, or a day with a time, as people say it; all else that somebody typed as it is."""
    try:
        local = datetime.fromisoformat(typed).replace(tzinfo=UTC)
    except ValueError:
        return typed
    if _DAY.fullmatch(typed):
        return Speaker(language).day(local.date())
    # Its year is always said: nobody knows any more on which day it was typed.
    return Speaker(language, now=datetime.min.replace(tzinfo=UTC)).moment(local) if _LOCAL.fullmatch(typed) else typed


def _moment(language: Language, moment: str | datetime | None, zone: str, now: datetime | None) -> Markup:
    """A moment as people say it, with the exact one in the title; nothing where there is none."""
    if moment is None:
        return Markup("")
    exact = _read(moment)
    local = _local(exact, zone)
    said = Speaker(language, zone, now).moment(exact)
    title = f"{local.isoformat(timespec='minutes')} {zone}"
    shown = f'<time datetime="{escape(exact.isoformat())}" title="{escape(title)}">{escape(said)}</time>'
    return Markup(shown)  # noqa: S704 - each part of it is escaped
