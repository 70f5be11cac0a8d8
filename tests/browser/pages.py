"""All pages that somebody can come to, with who looks at them."""

from typing import TYPE_CHECKING, Any

from tests.api.people import bearer

if TYPE_CHECKING:
    from tests.browser.conftest import Site


LOGINS = ("ada", "cleo", "tim", "sam", "marta", "olga", "root")
"""Whose pages they are: an instructor's, a coordinator's, a technician's, a security officer's, a manager's, an
auditor's, an administrator's."""


def pages_of(site: "Site", login: str) -> list[str]:
    """Addresses of the pages that this person comes to, on the furnished campus."""
    return _pages(site)[login]


def _pages(site: "Site") -> dict[str, list[str]]:
    request = _first(site, "ada", "/requests?requester=me", "requests")
    override = _first(site, "tim", "/overrides", "overrides")
    contest = _first(site, "marta", "/contests", "contests")
    return {
        "ada": [
            "/",
            "/ask",
            f"/requests/{request}",
            "/notices",
            "/letters",
            f"/letters/{_first(site, 'ada', '/me/letters', 'letters')}",
            "/rooms",
            "/rooms/B-204",
            "/rooms/B-204/works",
            "/catalog",
            "/catalog/firefox",
            "/wishes/new?room=B-204&title=Stellarium",
            f"/contests/{contest}",
            "/search?q=firefox",
            "/account",
            "/me/figures",
            f"/requests/{request}/life",
        ],
        "cleo": ["/", "/requests?by=me", "/wishes?by=me"],
        "tim": [
            "/",
            "/owed",
            "/rooms/B-204?seat=01",
            "/rooms/B-204/plan",
            "/rooms/B-204/revisions",
            "/rooms/B-204/rollouts",
            "/rooms/B-204/door",
            "/rooms/B-204/seat-plan",
            "/rollouts",
            f"/rollouts/{_first(site, 'tim', '/rollouts', 'rollouts')}",
            f"/requests/{request}",
            f"/requests/{request}/override",
            f"/requests/{request}/override?kind=decline&category=hardware",
            "/overrides",
            f"/overrides/{override}",
            "/wishes",
            f"/wishes/{_first(site, 'tim', '/wishes', 'wishes')}",
        ],
        "sam": ["/", "/safeguards", "/safeguards/new", "/safeguards/suggestions", "/exposed"],
        "marta": [
            "/",
            "/decisions",
            "/owed",
            "/contests",
            f"/contests/{contest}",
            "/exemptions",
            f"/safeguards/{_first(site, 'marta', '/safeguards', 'safeguards')}",
            "/catalog/changes",
            "/catalog/import",
            "/site/import",
            "/figures",
            "/figures/decisions",
            "/rules",
            "/rulers",
            "/blackouts",
            "/documents",
        ],
        "olga": [
            "/",
            "/record",
            "/record/1",
            "/record/verify",
            "/record/checkpoints",
            f"/requests/{request}/life",
        ],
        "root": ["/", "/people", "/people/ada", "/people/new", "/connections", "/health", "/account"],
    }


def _first(site: "Site", login: str, path: str, name: str) -> str:
    """Id of the first of what somebody may list."""
    address, _, query = path.partition("?")
    asked = dict(part.split("=") for part in query.split("&") if part)
    found: Any = site.service.get(address, headers=bearer(login), **asked).json()[name]
    return str(found[0]["id"])
