"""How often one may call, so that one client that runs wild does not keep the others waiting.

Calls are counted per minute, as a moving window, in the memory of this process: with several processes behind one
address each counts for itself. This spares the service; guessing passwords is throttled in the store, by account and
address, whatever is counted here.
"""

import hashlib
import ipaddress
import math
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

from limits import RateLimitItemPerMinute
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.dependencies import speaker_for
from api.identity import PLAIN_COOKIE, SECURE_COOKIE
from api.problems import problem_response
from api.rate_windows import BoundedWindows
from api.refusals import RateLimited

WINDOW_SECONDS = 60
MOST_CREDENTIALS = 20_000
"""Credentials whose holder is remembered; whoever called longest ago is looked up anew."""
_IPV6_SITE = 64
"""Bits of an IPv6 address that one subscriber has; the rest may change at will."""


class Kind(StrEnum):
    """What a call costs us; each kind has a budget of its own."""

    READ = "read"
    WRITE = "write"
    EXPENSIVE = "expensive"  # reads a whole room's machines, or all of the site's files, record or overrides
    SIGN_IN = "sign-in"  # hashes a password


@dataclass(frozen=True, slots=True)
class Budgets:
    """Calls a minute by kind, for each person, and for each address as long as nobody is known behind it."""

    reads: int = 2_400
    writes: int = 300
    expensive: int = 60
    sign_ins: int = 60

    def of(self, kind: Kind) -> int:
        """The budget of a kind."""
        return {
            Kind.READ: self.reads,
            Kind.WRITE: self.writes,
            Kind.EXPENSIVE: self.expensive,
            Kind.SIGN_IN: self.sign_ins,
        }[kind]


SPECIAL: tuple[tuple[str, str, Kind], ...] = (
    ("POST", "/classrooms/[^/]+/dry-run", Kind.EXPENSIVE),
    ("POST", "/classrooms/[^/]+/seats/[^/]+/connection-test", Kind.EXPENSIVE),
    ("POST", "/(site|catalog)/import", Kind.EXPENSIVE),
    ("GET", "/record/export[.](csv|jsonl|xlsx)", Kind.EXPENSIVE),
    ("GET", "/(me/)?figures([.]csv|/people/[^/]+)?", Kind.EXPENSIVE),
    ("GET", "/overrides[.]csv", Kind.EXPENSIVE),
    ("POST", "/sessions", Kind.SIGN_IN),
    ("POST", "/password-codes/redeem", Kind.SIGN_IN),
    ("PUT", "/me/password", Kind.SIGN_IN),
)
"""Method and address below the prefix of calls that are neither plain reads nor plain writes."""


def too_many(request: Request, refusal: RateLimited, headers: Mapping[str, str]) -> Response:
    """The answer to a call beyond its caller's budget."""
    return problem_response(refusal, speaker_for(request), headers)


class RateLimits:
    """Middleware that counts calls by caller and refuses those beyond the caller's budget.

    A credential is anybody's to make up, so an unknown one counts for the address that it comes from. Once the
    application has said whose it is (``request.state.caller``), it counts for that person, however many they have.
    What is kept is bounded whatever is sent.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        prefix: str,
        budgets: Budgets,
        answer: Callable[[Request, RateLimited, Mapping[str, str]], Response] = too_many,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Set the middleware up.

        Args:
            app: What comes behind it.
            prefix: What every address begins with.
            budgets: Calls a minute.
            answer: Makes the answer to a call beyond them.
            now: Seconds that only grow.
        """
        self._app = app
        self._budgets = {kind: RateLimitItemPerMinute(budgets.of(kind), namespace=kind.value) for kind in Kind}
        self._answer = answer
        self._now = now
        self._special = [(method, re.compile(prefix + pattern), kind) for method, pattern, kind in SPECIAL]
        self._limiter = MovingWindowRateLimiter(BoundedWindows(now))
        self._callers: OrderedDict[bytes, str] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the call on and say on its answer how many are left, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        credential = _credential(Headers(scope=scope))
        caller = self._callers.get(credential, "") if credential else ""
        key = caller or _address(scope)
        kind = self._kind(scope["method"], scope["path"])
        budget = self._budgets[kind]
        if not self._limiter.hit(budget, key):
            seconds = self._seconds_until_one_is_free(budget, key)
            refusal = RateLimited(limit=budget.amount, seconds=seconds)
            told = {"Retry-After": str(seconds), **self._told(budget, key)}
            await self._answer(Request(scope), refusal, told)(scope, receive, send)
            return

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._learn(credential, state.get("caller"), message["status"])
                MutableHeaders(scope=message).update(self._told(budget, key))
            await send(message)

        await self._app(scope, receive, send_counted)

    def _kind(self, method: str, path: str) -> Kind:
        for special, pattern, kind in self._special:
            if method == special and pattern.fullmatch(path):
                return kind
        return Kind.READ if method in {"GET", "HEAD", "OPTIONS"} else Kind.WRITE

    def _learn(self, credential: bytes | None, caller: object, status: int) -> None:
        """Remember whose a credential is; one that is nobody's any more counts for its address again."""
        if credential is None:
            return
        if isinstance(caller, str):
            self._callers[credential] = caller
            self._callers.move_to_end(credential)
            if len(self._callers) > MOST_CREDENTIALS:
                self._callers.popitem(last=False)
        elif status == HTTPStatus.UNAUTHORIZED:
            self._callers.pop(credential, None)

    def _told(self, budget: RateLimitItemPerMinute, key: str) -> dict[str, str]:
        left = self._limiter.get_window_stats(budget, key).remaining
        return {
            "RateLimit-Limit": str(budget.amount),
            "RateLimit-Remaining": str(left),
            "RateLimit-Reset": str(self._seconds_until_one_is_free(budget, key)),
        }

    def _seconds_until_one_is_free(self, budget: RateLimitItemPerMinute, key: str) -> int:
        """Until the oldest call that counts no longer does; the whole window where none counts."""
        reset = self._limiter.get_window_stats(budget, key).reset_time
        return max(1, math.ceil(reset - self._now()))


def _credential(headers: Headers) -> bytes | None:
    """What stands for the credential that a call brings; never that itself.

    Only what says who calls: with a cookie of another name anybody could make a new one at each call.
    """
    brought = headers.get("authorization", "")
    if not brought:
        cookies = cookie_parser(headers.get("cookie", ""))
        brought = cookies.get(SECURE_COOKIE) or cookies.get(PLAIN_COOKIE) or ""
    return hashlib.sha256(brought.encode()).digest() if brought else None


def _address(scope: Scope) -> str:
    """Where the call comes from: an IPv4 address, or the network that an IPv6 address lies in."""
    host = scope["client"][0] if scope.get("client") else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return f"address {host}"
    if address.version == 6:  # noqa: PLR2004 - the version
        return f"address {ipaddress.ip_network((address, _IPV6_SITE), strict=False)}"
    return f"address {address}"
