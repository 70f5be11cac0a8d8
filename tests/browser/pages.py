"""All pages that somebody can come to, with who looks at them."""

from typing import TYPE_CHECKING, Any

from tests.api.people import bearer

if TYPE_CHECKING:
    from tests.browser.conftest import Site


def pages_for(site: "Site") -> list[tuple[str, str]]:
    """Login and address of each page, on the furnished campus."""
    return [(login, address) for login, addresses in _pages(site).items() for address in addresses]


def _pages(site: "Site") -> dict[str, list[str]]:
    request = site.known["request_id"][0]
    letter = _first(site, "ada", "/me/letters", "letters")
    return {
        "ada": ["/", "/ask", f"/requests/{request}", "/notices", "/letters", f"/letters/{letter}"],
        "tim": ["/", f"/requests/{request}"],
        "marta": ["/"],
        "olga": ["/"],
    }


def _first(site: "Site", login: str, path: str, name: str) -> str:
    """Id of the first of what somebody may list."""
    found: Any = site.service.get(path, headers=bearer(login)).json()[name]
    return str(found[0]["id"])
