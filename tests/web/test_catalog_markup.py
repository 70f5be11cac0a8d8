"""Marks of every page about catalogue, intake, people, account and doors: one heading, labels, nothing inline."""

import re
from collections import Counter
from collections.abc import Callable

import pytest

from tests.api.people import MARTA
from tests.api.service import Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]
_PATHS = {
    "ada": ("/catalog", "/catalog/firefox", "/search", "/search?q=firefox", "/account", "/wishes", "/wishes/new"),
    "tim": ("/owed", "/wishes/{wish}", "/rooms/B-204/door", "/rooms/B-204/works", "/health", "/password-code"),
    "marta": ("/people", "/people/new", "/people/ada", "/catalog/import", "/site/import", "/catalog/changes"),
}
_NAMED = re.compile(r"<(?:input|select|textarea)\b[^>]*>")


@pytest.mark.parametrize("login", _PATHS)
def test_each_has_one_heading_labels_and_nothing_inline(service: Service, visit: Visitor, login: str) -> None:
    service.ask("firefox")
    wish = service.post("/wishes", {"classroom": "B-204", "title": "Stellarium", "purpose": "x"}).json()["id"]
    service.post("/people", {"login": "kim", "name": "Kim"}, headers=MARTA)
    one = visit(login)
    for path in _PATHS[login]:
        page = one.get(path.format(wish=wish))
        assert page.status == 200, path
        assert page.html.count("<h1") == 1, path
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?! src=)", page.html), path
        ids = Counter(re.findall(r'\sid="([^"]+)"', page.html))
        assert not [name for name, times in ids.items() if times > 1], path
        labelled = set(re.findall(r'<label for="([^"]+)"', page.html))
        for field in _NAMED.findall(page.html):
            if any(word in field for word in ('type="hidden"', " hidden", "aria-label", 'type="checkbox"')):
                continue
            found = re.search(r'\sid="([^"]+)"', field)
            assert found, (path, field)
            assert found[1] in labelled, (path, field)
        assert "<th>" not in page.html, path
