"""A manager keeps the register of documents, by pages alone."""

from collections.abc import Callable

from tests.api.answers.documents import USE, enter, retire
from tests.api.service import Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]


def test_one_is_entered_and_retired(visit: Visitor) -> None:
    marta = visit("marta")
    assert "No document is in the register" in marta.get("/documents").text
    said = {"title": USE["title"], "owner": USE["owner"], "outside": "yes", "url": USE["url"]}
    page = marta.send("/documents", **said)
    assert "Acceptable use of software in teaching rooms Senate committee for teaching yes" in page.text
    assert USE["url"] in page.links
    action = next(form["action"] for form in page.forms if form["action"].endswith("/retire"))
    page = marta.send(action)
    assert "No document is in the register" in page.text
    page = marta.get("/documents?retired=1")
    assert "It holds no more since" in page.text
    marta.page = page
    csrf = page.form("/documents")["fields"]["csrf"]
    again = marta.client.post(action, data={"csrf": csrf}, headers={"Sec-Fetch-Site": "same-origin"})
    assert again.status_code == 409


def test_what_is_wrong_stands_beside_its_field(visit: Visitor) -> None:
    marta = visit("marta")
    marta.get("/documents")
    page = marta.send("/documents", title="", owner="Senate", outside="", url="javascript:alert(1)")
    assert page.status == 422
    assert 'id="title-amiss"' in page.html
    assert 'id="url-amiss"' in page.html
    assert page.form("/documents")["fields"]["owner"] == "Senate"


def test_everybody_reads_it_and_few_keep_it(service: Service, visit: Visitor) -> None:
    enter(service, owner_outside_it=False)
    retire(service)
    page = visit("ada").get("/documents")
    assert "Its owner is inside IT." in page.text
    assert "It holds no more" not in page.text
    assert "/documents" not in [form["action"] for form in page.forms]
