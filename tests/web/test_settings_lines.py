"""A line about settings and add-ons, by pages alone: asked for, stated, answered, changed."""

from collections.abc import Callable
from urllib.parse import urlsplit

from tests.api.people import TIM
from tests.api.service import PORT, Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]
WORDS = "with the <b>uBlock</b> extension"
EVIDENCE = "uBlock is in the policy."


def asked(ada: Visit, **more: str) -> str:
    """The address of what Ada asks for."""
    ada.get("/ask")
    page = ada.send("/ask", room="B-204", item="firefox", settings_line=WORDS, **more)
    assert page.status == 200
    return urlsplit(page.url).path


def test_it_is_asked_for_with_the_software_and_waits(visit: Visitor) -> None:
    """R2"""
    ada = visit("ada")
    request = asked(ada)
    assert f"Your line “{WORDS}” waits for an answer." in ada.page.text
    assert f"Your line “{WORDS}” waits for an answer." in ada.get("/").text
    assert f"Settings, add-ons “{WORDS}”" in ada.get(f"{request}/life").text
    tim = visit("tim")
    seen = f"The line “{WORDS}” about settings and add-ons waits for an answer."
    for place in ("/", "/owed", "/rooms/B-204", request):
        assert seen in tim.get(place).text, place


def test_a_technician_states_it_and_whoever_asked_says_whether_it_is_so(visit: Visitor) -> None:
    """R2: stated by N, in words; the requester's yes."""
    ada, tim = visit("ada"), visit("tim")
    request = asked(ada)
    assert "/tick" not in " ".join(str(form["action"]) for form in ada.page.forms)
    tim.get(request)
    page = tim.send(f"{request}/tick", evidence="x" * 501)
    assert page.status == 422
    assert page.form(f"{request}/tick")["fields"]["evidence"] == "x" * 501
    page = tim.send(f"{request}/tick", evidence=EVIDENCE)
    assert "is done, as Tim Technician states." in page.text
    assert "It is stated to be done." in page.text
    assert "Your line is answered" in ada.get("/notices").text
    page = ada.get(request)
    assert f"“{EVIDENCE}”" in page.text
    assert "It stays owed until you say that it is so, or say nothing until" in page.text
    page = ada.send(f"{request}/tick-answer", works="yes")
    assert "Thank you." in page.text
    assert f"Your line “{WORDS}” is done, as stated by Tim Technician; no machine has verified it." in page.text
    assert "said that the settings and add-ons of Mozilla Firefox in B-204 are as asked." in page.text


def test_what_was_read_before_the_line_changed_is_not_stated(visit: Visitor) -> None:
    """R2"""
    ada, tim = visit("ada"), visit("tim")
    request = asked(ada)
    tim.get(request)
    ada.get(request)
    ada.send(f"{request}/settings-line", words="with a start page")
    page = tim.send(f"{request}/tick", evidence=EVIDENCE)
    assert page.status == 409
    assert "is not what you have read" in page.text
    assert page.form(f"{request}/tick")["fields"]["evidence"] == EVIDENCE


def test_whoever_asked_changes_it_drops_it_and_adds_one_later(visit: Visitor) -> None:
    """R1.10"""
    ada = visit("ada")
    request = asked(ada)
    page = ada.send(f"{request}/settings-line", words="y" * 501)
    assert page.status == 422
    assert 'id="words-amiss"' in page.html
    assert page.form(f"{request}/settings-line")["fields"]["words"] == "y" * 501
    page = ada.send(f"{request}/settings-line", words="with a start page")
    assert "Your line “with a start page” waits for an answer." in page.text
    page = ada.send(f"{request}/settings-line", words="")
    assert "waits for an answer" not in page.text
    page = ada.send(f"{request}/settings-line", words=WORDS)
    assert f"Your line “{WORDS}” waits for an answer." in page.text
    page = visit("grace").get(request)
    assert f"{request}/settings-line" not in [form["action"] for form in page.forms]


def test_with_several_titles_it_is_about_the_first_in_each_room(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    asked(ada, more_items="Git", more_rooms="C-101")
    found = service.get("/requests").json()["requests"]
    lines = {(one["classroom"], one["item"]["id"]): one["settings_line"] for one in found}
    assert {place for place, line in lines.items() if line} == {("B-204", "firefox"), ("C-101", "firefox")}
    assert len(lines) == 4


def test_what_is_wrong_with_it_stands_beside_it_and_what_was_typed_stays(visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/ask")
    page = ada.send("/ask", room="B-204", item="firefox", settings_line="z" * 501)
    assert page.status == 422
    assert 'id="settings_line-amiss"' in page.html
    assert page.form("/ask")["fields"]["settings_line"] == "z" * 501


def test_work_by_hand_is_stated_on_its_page_too(service: Service, visit: Visitor) -> None:
    service.offer(PORT)
    request = f"/requests/{service.ask(PORT.id)['requests'][0]['id']}"
    tim = visit("tim")
    assert "To be done by hand" in tim.get(request).text
    assert "states that Open firewall port 8080" in tim.send(f"{request}/tick", evidence="Rule 4711").text
    assert f"{request}/tick" not in [form["action"] for form in tim.page.forms]


def test_at_the_rooms_door_it_is_asked_about(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    request = asked(ada)
    line = service.get(request).json()["settings_line"]["id"]
    service.post(f"{request}/ticks", {"evidence": EVIDENCE, "line": line}, headers=TIM)
    assert f"“{EVIDENCE}”" in ada.get("/rooms/B-204/works").text
    ada.send("/rooms/B-204/works", works="yes")
    assert service.get(request).json()["settings_line"]["state"]["code"] == "stated_done"
    assert "Nothing in B-204 waits for your word." in ada.get("/rooms/B-204/works").text


def test_a_technician_says_why_it_is_not_as_asked_and_whoever_asked_whether_that_will_do(visit: Visitor) -> None:
    """R2: what, why, until when, instead, what to do."""
    ada, tim = visit("ada"), visit("tim")
    request = asked(ada)
    tim.get(request)
    page = tim.send(f"{request}/tick", evidence="uBlock Lite is there.", as_asked="no", why="")
    assert page.status == 422
    assert 'id="why-amiss"' in page.html
    assert "Say in a sentence or two why it is not as asked: whoever asked reads it." in page.text
    typed = page.form(f"{request}/tick")["fields"]
    assert (typed["evidence"], typed["as_asked"]) == ("uBlock Lite is there.", "no")
    page = tim.send(f"{request}/tick", why="The licence forbids <i>uBlock</i>.")
    assert "Whoever asked is told why, and what they get instead." in page.text
    assert "Done otherwise than you asked" in ada.get("/notices").text
    page = ada.get(request)
    for said in (
        f"Your line “{WORDS}” is not done as you asked, says Tim Technician: “The licence forbids <i>uBlock</i>”.",
        "You get instead: “uBlock Lite is there”.",
        "whether that will do; without your yes it stays owed.",
        "done otherwise, and waits for a yes",
        "That will do",
        "That will not do",
    ):
        assert said in page.text
    page = ada.send(f"{request}/tick-answer", works="no", words="q" * 501)
    assert (page.status, page.form(f"{request}/tick-answer")["fields"]["words"]) == (422, "q" * 501)
    assert 'href="#answer-words"' in page.html
    page = ada.send(f"{request}/tick-answer", works="no", words="My students need the real one.")
    assert "Whoever did it is told your no, and it is owed again." in page.text
    page = tim.get(request)
    assert "“My students need the real one.”" in page.text
    assert "is done otherwise, and why." in ada.get(f"{request}/life").text
    tim.get(request)
    tim.send(f"{request}/tick", evidence="uBlock Lite is there.", as_asked="no", why="There is no licence.")
    page = (ada.get(request), ada.send(f"{request}/tick-answer", works="yes"))[1]
    assert "and whoever asked said that this will do." in page.text
    ada.send(f"{request}/withdraw")
    assert "that the line about settings and add-ons is not done as asked." in ada.get(request).text


def test_at_the_rooms_door_what_is_not_as_asked_is_told_with_its_why(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    request = asked(ada)
    line = service.get(request).json()["settings_line"]["id"]
    body = {"evidence": "Lite is there.", "line": line, "as_asked": False, "why": "No licence."}
    service.post(f"{request}/ticks", body, headers=TIM)
    page = ada.get("/rooms/B-204/works")
    assert "“No licence.”" in page.text
    assert "That will not do" in page.text
    ada.send("/rooms/B-204/works", works="no", words="I need it.")
    assert service.get(request).json()["ticks"][0]["answer_words"] == "I need it."
