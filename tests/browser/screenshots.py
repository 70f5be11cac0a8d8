"""Pictures of every page, for whoever looks at them as a designer would.

    ./run screenshots [FOLDER]

Each page in light, dark, on a phone, and in German, as ``FOLDER/<login>-<page>-<how>.png``; the folder is
``.run/screenshots`` unless another one is named.
"""

import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from orchestrator.settings import ROOT
from tests.api.conftest import _filled
from tests.api.people import hire_cast
from tests.api.service import Service, furnish
from tests.browser.conftest import Site, launched, served
from tests.browser.pages import LOGINS, pages_of
from tests.fuzz.furnished import furnish_all
from tests.store.databases import make_template, opened_copy

HOW: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 800}},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 740}},
    "german": {"viewport": {"width": 1280, "height": 800}, "locale": "de-DE"},
}


def main(folder: Path) -> None:
    """Make them."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        place = Path(name)
        for part in ("migrated", "staffed", "furnished", "open"):
            (place / part).mkdir()
        staffed = _filled(make_template(place / "migrated"), place / "staffed", hire_cast)
        template = _filled(staffed, place / "furnished", furnish)
        browser = launched(playwright)
        with opened_copy(template, place / "open") as database:
            service = Service(database)
            known = furnish_all(service)
            with served(service.app(secure_cookies=False)) as url:
                shoot(Site(url, service, known, browser), folder)
        browser.close()


def shoot(site: Site, folder: Path) -> None:
    """All pictures of one campus."""
    for login in LOGINS:
        for how, options in HOW.items():
            with site.visitor(login, **options) as page:
                for address in pages_of(site, login):
                    page.goto(address)
                    page.wait_for_load_state()
                    name = re.sub(r"[^a-z0-9]+", "-", re.sub(r"[0-9a-f-]{36}", "one", address.lower())).strip("-")
                    file = folder / f"{login}-{name or 'start'}-{how}.png"
                    page.screenshot(path=str(file), full_page=True)
                    print(file)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".run" / "screenshots")
