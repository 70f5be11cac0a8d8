"""What a room's team says about a request without deciding it."""

from collections.abc import Callable

from tests.api.service import Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]


def asked(service: Service) -> str:
    """The address of what Ada asks for."""
    return f"/requests/{service.ask('firefox')['requests'][0]['id']}"


def test_a_delay_is_told(service: Service, visit: Visitor) -> None:
    request = asked(service)
    tim = visit("tim")
    tim.get(f"{request}/team-words")
    page = tim.send(f"{request}/delay-notes", words="The maker has not sent it yet.", expected_at="soon")
    assert page.status == 422
    assert 'id="expected_at-amiss"' in page.html
    fields = page.form(f"{request}/delay-notes")["fields"]
    assert (fields["words"], fields["expected_at"]) == ("The maker has not sent it yet.", "soon")
    assert page.form(f"{request}/recommendations")["fields"]["words"] == ""
    page = tim.send(f"{request}/delay-notes", expected_at="2027-01-20T18:00")
    assert page.status == 200
    assert "The maker has not sent it yet." in page.text
    (note,) = service.get(f"{request}/delay-notes").json()["notes"]
    assert note["expected_at"] == "2027-01-20T17:00:00Z"


def test_something_else_is_recommended_and_taken_back(service: Service, visit: Visitor) -> None:
    request = asked(service)
    tim = visit("tim")
    tim.get(f"{request}/team-words")
    page = tim.send(f"{request}/recommendations", words=" ", suggests="git")
    assert page.status == 422
    assert page.form(f"{request}/recommendations")["fields"]["suggests"] == "git"
    page = tim.send(f"{request}/recommendations", words="Git is smaller.")
    assert page.status == 200
    assert "Git is smaller." in page.text
    page = tim.get(f"{request}/team-words")
    assert "Take your advice back" in page.text
    tim.send(f"{request}/recommendations/take-back")
    (advice,) = service.get(f"{request}/recommendations").json()["recommendations"]
    assert advice["state"]["code"] != "open"


def test_advice_that_waits_no_more_is_told(service: Service, visit: Visitor) -> None:
    request = asked(service)
    tim = visit("tim")
    tim.get(f"{request}/team-words")
    tim.send(f"{request}/recommendations", words="Git is smaller.")
    tim.get(f"{request}/team-words")
    service.post(f"{request}/recommendations/answer", {"follows": False})
    page = tim.send(f"{request}/recommendations/take-back")
    assert page.status == 409
    assert 'role="alert"' in page.html
