"""The owed list and its filters."""

from collections.abc import Callable

from tests.api.answers.safeguards import set_one
from tests.api.service import Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]


def test_it_is_filtered_by_its_address(service: Service, visit: Visitor) -> None:
    request = service.ask("firefox")["requests"][0]["id"]
    tim = visit("tim")
    here = f"/requests/{request}"
    assert here in tim.get("/owed").links
    assert here in tim.get("/owed?room=B-204&building=Main+building&person=ada&mine=1").links
    assert tim.page.form("/owed")["fields"]["building"] == "Main building"
    assert here not in tim.get("/owed?building=Annex").links
    assert here not in tim.get("/owed?department=Chemistry").links
    assert "Nothing is owed" in tim.page.text


def test_what_is_wrong_with_a_filter_is_told_and_it_stays(visit: Visitor) -> None:
    tim = visit("tim")
    page = tim.get("/owed?person=nobody&room=B-204")
    assert page.status == 404
    assert page.form("/owed")["fields"]["person"] == "nobody"
    assert page.form("/owed")["fields"]["room"] == "B-204"


def test_there_are_pages(service: Service, visit: Visitor) -> None:
    for number in range(51):
        wish = {"classroom": "B-204", "title": f"Title {number}", "purpose": "For a course"}
        assert service.post("/wishes", wish).status_code == 201
    tim = visit("tim")
    first = tim.get("/owed?room=B-204")
    (following,) = [link for link in first.links if "after=" in link]
    assert following.startswith("/owed?room=B-204&after=")
    second = tim.get(following)
    wishes = [{link for link in page.links if link.startswith("/wishes/")} for page in (first, second)]
    assert [len(found) for found in wishes] == [50, 1]
    assert not wishes[0] & wishes[1]


def test_a_day_that_is_still_to_come_is_not_told_as_past_while_the_clock_stands_still(
    service: Service, visit: Visitor
) -> None:
    service.ask("firefox")
    set_one(service)
    page = visit("tim").get("/owed")
    assert "the clock stands still" in page.text
    assert "was needed by" not in page.text
    assert "needed by Tue 19 Jan, 19:00" in page.text
