"""An instructor asks, looks, contests, and takes back, by pages alone."""

from collections.abc import Callable

from tests.api.answers.overrides import recorded
from tests.api.answers.owed import ANSWERS
from tests.api.service import FORMS, OLD_BROWSER, Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]


def test_room_and_title_are_enough_and_it_is_accepted_at_once(visit: Visitor) -> None:
    ada = visit("ada")
    assert "You have not asked for anything yet" in ada.page.text
    ada.get("/ask")
    page = ada.send("/ask", room="B-204", item="mozilla firefox")
    assert page.status == 200
    assert "Your request was accepted. It needs nobody's approval" in page.text
    assert "Mozilla Firefox is ready on 0 of 4 seats in B-204" in page.text
    assert "asked for Mozilla Firefox in B-204. It was accepted at once." in page.text
    assert "Mozilla Firefox is ready on 0 of 4 seats in B-204" in ada.get("/").text


def test_what_a_room_has_already_is_said_where_one_asks_for_it(service: Service, visit: Visitor) -> None:
    service.ask("firefox")
    ada = visit("ada")
    assert "There or asked for in B-204: Microsoft Edge, Mozilla Firefox" in ada.get("/ask?room=B-204").text
    assert "There or asked for in B-204:" in ada.get("/ask?room=b-204").text
    assert "There or asked for" not in ada.get("/ask?room=Z-999").text
    assert "There or asked for" not in ada.get("/ask").text


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/ask")
    page = ada.send("/ask", room="Z-999", item="firefox", course="CS-101")
    assert page.status == 404
    assert "There is no room Z-999" in page.text
    assert page.form("/ask")["fields"]["course"] == "CS-101"
    page = ada.send("/ask", room="B-204", item="firefox", needed_by="2020-01-01T08:00")
    assert page.status >= 400
    assert page.form("/ask")["fields"]["needed_by"] == "2020-01-01T08:00"


def test_what_the_catalogue_has_not_can_be_wished_for(visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/ask")
    page = ada.send("/ask", room="B-204", item="Stellarium")
    assert "The catalogue does not have “Stellarium” yet." in page.text
    page = ada.send("/wishes/from-asking")
    fields = page.form("/wishes/new")["fields"]
    assert (fields["room"], fields["title"]) == ("B-204", "Stellarium")


def test_a_title_that_can_be_several_is_asked_about(visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/ask")
    page = ada.send("/ask", room="B-204", item="mozilla")
    assert "“mozilla” can be several titles. Which one?" in page.text
    assert 'name="pick" value="firefox"' in page.html
    page = ada.send("/ask", pick="firefox")
    assert "Your request was accepted" in page.text


def test_a_conflict_is_said_before_it_is_sent(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    service.ask("firefox")
    ada.get("/ask")
    page = ada.send("/ask", room="B-204", item=OLD_BROWSER.title)
    assert "Old Browser does not get along with Mozilla Firefox, which B-204 has." in page.text
    assert len(service.get("/requests").json()["requests"]) == 1
    page = ada.send("/ask")
    assert "Your request was accepted" in page.text


def test_several_rooms_at_once(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/ask")
    ada.send("/ask", room="B-204", item="firefox", more_rooms="C-101", more_items="Git")
    asked = service.get("/requests").json()["requests"]
    assert sorted((one["classroom"], one["item"]["id"]) for one in asked) == [
        ("B-204", "firefox"),
        ("B-204", "git"),
        ("C-101", "firefox"),
        ("C-101", "git"),
    ]


def test_it_can_be_taken_back_and_asked_for_again(visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/ask")
    page = ada.send("/ask", room="B-204", item="firefox")
    page = ada.send(next(form["action"] for form in page.forms if form["action"].endswith("/withdraw")))
    assert "Ask for it again" in page.text


def test_a_session_that_is_over_keeps_what_was_typed(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/ask")
    ada.client.cookies.clear()
    page = ada.send("/ask", room="B-204", item="firefox", course="CS-101")
    assert page.status == 401
    assert "What you typed is kept" in page.text
    page = ada.send("/sign-in", login="ada", password="violet cup of tea")
    assert "Nothing was sent meanwhile" in page.text
    page = ada.send("/ask")
    assert "Your request was accepted" in page.text
    assert "CS-101" in page.text
    assert len(service.get("/requests").json()["requests"]) == 1


def test_nobody_is_led_elsewhere_by_a_link_to_the_sign_in(service: Service) -> None:
    for to in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        one = Visit(service)
        one.client.follow_redirects = False
        one.get(f"/sign-in?to={to}")
        answer = one.sign_in("ada")
        assert answer.headers["location"] == "/"


def test_a_wrong_password_is_told_and_the_login_stays(service: Service) -> None:
    one = Visit(service)
    page = one.sign_in("ada", "wrong")
    assert page.status == 401
    assert page.form("/sign-in")["fields"]["login"] == "ada"
    assert "violet" not in page.html


def test_another_site_changes_nothing(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/ask")
    form = ada.page.form("/ask")["fields"] | {"room": "B-204", "item": "firefox"}
    answer = ada.client.post("/ask", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    answer = ada.client.post("/ask", data=form | {"csrf": "wrong"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 403
    assert service.get("/requests").json()["requests"] == []


def test_every_page_has_a_strict_policy(visit: Visitor) -> None:
    ada = visit("ada")
    for path in ("/", "/ask", "/notices", "/letters", "/nowhere"):
        policy = ada.get(path).headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "<script>" not in ada.page.html
        assert " style=" not in ada.page.html
        assert " onclick" not in ada.page.html


def test_what_only_mentions_the_words_is_asked_about(service: Service, visit: Visitor) -> None:
    """Edge stands in Firefox's summary: whoever means another thing must not get it unasked."""
    ada = visit("ada")
    ada.get("/ask")
    page = ada.send("/ask", room="C-101", item="installs beside")
    assert "Nothing is called exactly “installs beside”. Do you mean this one?" in page.text
    assert "Not this one? You can wish for it" in page.text
    assert 'name="pick" value="firefox"' in page.html
    assert service.get("/requests").json()["requests"] == []


def test_either_all_rooms_are_asked_for_or_none(service: Service, visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/ask")
    page = ada.send("/ask", room="B-204", item="firefox", more_rooms="Z-999, C-101, Y-1")
    assert page.status == 404
    assert "There is no room Z-999" in page.text
    assert "There is no room Y-1" in page.text
    assert "Nothing was sent, for the other rooms neither." in page.text
    assert 'id="more_rooms-amiss"' in page.html
    assert 'id="room-amiss"' not in page.html
    fields = page.form("/ask")["fields"]
    assert (fields["room"], fields["more_rooms"]) == ("B-204", "Z-999, C-101, Y-1")
    page = ada.send("/ask", item="Stellarium")
    assert "There is no room Z-999" in page.text
    assert "The catalogue does not have “Stellarium” yet." in page.text
    assert service.get("/requests").json()["requests"] == []
    ada.send("/ask", item="firefox", more_rooms="C-101")
    assert {one["classroom"] for one in service.get("/requests").json()["requests"]} == {"B-204", "C-101"}


def test_what_was_asked_for_before_in_one_of_several_rooms_is_told_before_any_is_sent(
    service: Service, visit: Visitor
) -> None:
    asked = service.ask("firefox", room="C-101")["requests"][0]["id"]
    ada = visit("ada")
    ada.get("/ask")
    page = ada.send("/ask", room="B-204", item="firefox", more_rooms="C-101")
    assert page.status == 409
    assert "You have already asked for Mozilla Firefox in C-101. That request counts." in page.text
    assert f"/requests/{asked}" in page.links
    assert 'id="more_rooms-amiss"' in page.html
    assert 'id="item-amiss"' not in page.html
    assert "Nothing was sent, for the other rooms neither." in page.text
    page = ada.send("/ask", room="c-101", more_rooms="B-204")
    assert 'id="item-amiss"' in page.html
    assert 'id="more_rooms-amiss"' not in page.html
    page = ada.send("/ask", more_items="git")
    assert "Nothing was sent, for the other rooms and titles neither." in page.text
    assert len(service.get("/requests").json()["requests"]) == 1
    ada.send("/ask", more_items="", seats="podium")
    assert len(service.get("/requests").json()["requests"]) == 3


def test_what_was_sent_before_a_refusal_is_named_and_the_form_goes_on_with_the_rest(
    service: Service, visit: Visitor
) -> None:
    """Eight in the evening is over in the one zone, and still to come in the other."""
    service.move("C-101", "Pacific/Auckland")
    ada = visit("ada")
    ada.get("/ask")
    page = ada.send("/ask", room="B-204", item="firefox", more_rooms="C-101", needed_by="2027-01-12T20:00")
    assert "1 request was sent before this one was refused." in page.text
    assert f"/requests/{service.get('/requests').json()['requests'][0]['id']}" in page.links
    fields = page.form("/ask")["fields"]
    assert (fields["room"], fields["more_rooms"]) == ("C-101", "")


def test_whoever_names_no_room_or_title_is_told_so_beside_the_field(visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/ask")
    page = ada.send("/ask", room="", item="", course="CS-101", more_rooms="C-101")
    assert page.status == 422
    assert "The catalogue does not have" not in page.text
    for field in ("room", "item"):
        assert f'id="{field}-amiss"' in page.html
    assert page.form("/ask")["fields"]["more_rooms"] == "C-101"
    page = ada.send("/ask", room="", item="Mozilla Firefox")
    assert 'id="room-amiss"' in page.html
    assert 'id="item-amiss"' not in page.html
    page = ada.send("/ask", room="B-204", item=" ")
    assert 'id="item-amiss"' in page.html


def test_whoever_picks_the_title_that_they_mean_types_nothing_again(service: Service, visit: Visitor) -> None:
    service.offer(FORMS)
    ada = visit("ada")
    ada.get("/ask")
    titles = {"item": "Mozilla Firefox", "more_items": "forms, Git", "settings_line": "with Camera Raw & more"}
    others = {"until": "2027-07-01T08:00", "seats": "podium", "course": "CS-101"}
    ada.send("/ask", room="B-204", more_rooms="C-101", **titles, **others)
    assert "Nothing is called exactly “forms”. Do you mean this one?" in ada.page.text
    ada.send("/ask", pick=FORMS.id)
    asked = service.get("/requests").json()["requests"]
    assert {(one["classroom"], one["item"]["id"]) for one in asked} == {
        (room, item) for room in ("B-204", "C-101") for item in ("firefox", FORMS.id, "git")
    }
    assert {(one["course"], one["seats"]["code"], one["until"]) for one in asked} == {
        ("CS-101", "podium", "2027-07-01T06:00:00Z")
    }
    assert [one["settings_line"]["words"] for one in asked if one["settings_line"]] == 2 * ["with Camera Raw & more"]


def test_a_link_fills_the_form_with_what_people_call_it(visit: Visitor) -> None:
    ada = visit("ada")
    assert ada.get("/ask?item=firefox&course=CS-101").form("/ask")["fields"]["item"] == "Mozilla Firefox"
    assert ada.page.form("/ask")["fields"]["course"] == "CS-101"
    assert ada.get("/ask?item=no-such").form("/ask")["fields"]["item"] == "no-such"


def test_what_the_room_has_already_is_said_with_what_became_of_it_and_once(service: Service, visit: Visitor) -> None:
    service.ask("git", room="C-101")
    grace = visit("grace")
    grace.get("/ask")
    page = grace.send("/ask", room="C-101", item="mozilla")
    assert "Mozilla Firefox Mozilla there or asked for" not in page.text
    page = grace.send("/ask", item="git")
    assert "Already there or asked for before: Git in C-101." in page.text
    assert grace.get("/ask?room=C-101").text.count("Git") == 1
    ada = visit("ada")
    ada.get("/ask")
    assert "Already there" not in ada.send("/ask", room="C-101", item="firefox").text


def test_several_are_confirmed_on_the_first_page(visit: Visitor) -> None:
    ada = visit("ada")
    ada.get("/ask")
    page = ada.send("/ask", room="B-204", item="firefox", more_items="git")
    assert "2 requests were accepted. They need nobody's approval." in page.text


def test_whoever_changes_a_warned_form_is_warned_of_what_is_new(service: Service, visit: Visitor) -> None:
    service.ask("firefox")
    service.ask("firefox", room="C-101")
    ada = visit("ada")
    ada.get("/ask")
    page = ada.send("/ask", room="B-204", item=OLD_BROWSER.title)
    assert "which B-204 has" in page.text
    page = ada.send("/ask", room="C-101")
    assert "Old Browser does not get along with Mozilla Firefox, which C-101 has." in page.text
    assert "Your request was accepted" in ada.send("/ask").text


def test_a_refused_contest_keeps_its_words_where_they_belong(service: Service, visit: Visitor) -> None:
    override = recorded(service)
    request = service.get(f"/overrides/{override}").json()["requests"][0]
    ada = visit("ada")
    ada.get(f"/requests/{request}")
    page = ada.send(f"/requests/{request}/contest", words="x" * 5000)
    assert page.status >= 400
    assert page.html.count("x" * 5000) == 1
    page = ada.send(f"/requests/{request}/contest", words="The course needs it from Monday.")
    assert "You contest this. Somebody independent rules on it." in page.text
    assert "You contest this" not in visit("tim").get(f"/requests/{request}").text


def test_a_change_of_the_catalogue_can_be_contested_by_whoever_it_took_something_from(
    service: Service, visit: Visitor
) -> None:
    change = ANSWERS["approve_catalog_change", 200](service).json()
    (request,) = change["requests"]
    ada = visit("ada")
    page = ada.get("/catalog/changes?state=all")
    assert "Contest this change" in page.text
    page = ada.send(f"/requests/{request}/contest", words="The course runs until February.")
    assert page.status == 200
    (contest,) = service.get("/contests").json()["contests"]
    assert (contest["subject"]["code"], contest["decision"]) == ("catalog_change", change["id"])
    assert "Contest this change" not in visit("grace").get("/catalog/changes?state=all").text


def test_who_may_not_ask_is_told_before_they_type_and_who_asks_for_others_says_for_whom_first(
    service: Service, visit: Visitor
) -> None:
    olga = visit("olga")
    for path in ("/ask?room=B-204", "/wishes/new"):
        page = olga.get(path)
        assert page.status == 200
        assert "With your account nothing can be asked for" in page.text
        assert not [form for form in page.forms if form["action"] == path.partition("?")[0]]
    tim = visit("tim")
    for path in ("/rooms/B-204", "/catalog/firefox", "/requests"):
        assert "Ask on behalf of somebody" in tim.get(path).text, path
        assert "Ask for" not in tim.page.text, path
    assert "Wish for software" not in tim.get("/wishes").text
    assert "With your account you ask for somebody else only" in tim.get("/wishes/new").text
    page = tim.get("/ask?room=B-204&item=git")
    assert page.html.index('name="on_behalf_of"') < page.html.index('name="room"')
    tim.send("/ask", on_behalf_of="ada")
    assert service.get("/requests").json()["requests"][0]["requester"]["id"] == "person:ada"
