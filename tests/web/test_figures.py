"""Managers and auditors look at figures, everybody at their own, and some at those of one person after a decision."""

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import timedelta

from api.web.charts import Bar, bars
from orchestrator.domain.people import CAMPUS, Role
from tests.api.answers.contests import rule
from tests.api.answers.figures import DECISION, answered, two_due
from tests.api.people import MARTA, OLGA, hire
from tests.api.service import Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]


def test_the_lead_figure_is_the_first_thing_with_its_counts_and_its_goal(service: Service, visit: Visitor) -> None:
    two_due(service)
    page = visit("olga").get("/figures")
    assert "Ready in time, as asked: 1 of 2 requests" in page.text
    assert "The goal was missed. Of the requests that were due, 1 of 2 (50.00 %) were ready in time" in page.text
    assert "goal 99.99 %" in page.text
    assert 'role="img"' in page.html
    assert "<title>The goal was missed." in page.html
    assert " style=" not in page.html
    assert "Prof. Ada Lovelace" not in page.text


def test_without_anything_it_says_so(visit: Visitor) -> None:
    page = visit("olga").get("/figures")
    assert "No request was due in this period" in page.text
    assert "There is nothing to draw in this period" in page.text
    assert "unknown" in page.text


def test_period_and_groups_stand_in_the_address(service: Service, visit: Visitor) -> None:
    two_due(service)
    olga = visit("olga")
    for by, group in (("team", "Physics"), ("room", "B-204"), ("building", "Main building"), ("month", "2027-01")):
        page = olga.get(f"/figures?by={by}&since=2027-01-01&until=2027-02-28")
        assert page.form("/figures")["fields"] == {"since": "2027-01-01", "until": "2027-02-28", "by": by}
        assert group in page.text
        assert "The goal was reached in 0 of 1 groups." in page.text
        assert f"/figures.csv?since=2027-01-01&until=2027-02-28&by={by}" in page.links


def test_contests_and_overrides_have_their_charts(service: Service, visit: Visitor) -> None:
    rule(service)
    service.clock.moment += timedelta(hours=1)
    olga = visit("olga")
    page = olga.get("/figures?by=category")
    assert "Contests that were made, by category: 1 in all." in page.text
    assert "hardware" in page.text
    page = olga.get("/figures")
    assert "Of the contests that were made, 1 of 1 (100.00 %) overturned the decision." in page.text
    assert "The most frequent reason was: hardware (1)" in page.text


def test_a_wrong_period_is_told_and_stays(visit: Visitor) -> None:
    olga = visit("olga")
    page = olga.get("/figures?since=2027-01-12&until=1999-01-01")
    assert page.status == 422
    assert page.form("/figures")["fields"]["until"] == "1999-01-01"
    assert olga.get("/figures?by=person").status == 422


def test_the_file_of_a_chart_has_its_figures_only(service: Service, visit: Visitor) -> None:
    two_due(service)
    olga = visit("olga")
    page = olga.get("/figures?by=room")
    link = next(link for link in page.links if "only=" in link)
    answer = olga.client.get(link)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["group"], row["figure"], row["value"], row["of"]) for row in rows] == [
        ("B-204", "ready_in_time", "1", "2")
    ]
    assert answer.headers["content-type"].startswith("text/csv")
    assert 'filename="figures-' in answer.headers["content-disposition"]
    whole = olga.client.get("/figures.csv?by=room").content
    assert whole == service.get("/figures.csv", headers=OLGA, by="room").content


def test_ones_own_are_ones_own(service: Service, visit: Visitor) -> None:
    two_due(service)
    ada = visit("ada")
    assert ada.get("/figures").status == 403
    assert ada.get("/figures.csv").status == 403
    assert ada.get("/figures.csv?only=overrides").status == 403
    page = ada.get("/me/figures")
    assert "Ready in time, as asked: 1 of 2 requests" in page.text
    assert visit("grace").get("/me/figures").text.count("No request was due in this period") == 1
    assert ada.get("/me/figures?since=2026-13-45").status == 422
    assert "Give a day, such as" in ada.page.text


def test_two_persons_decide_who_may_look_at_one_persons_figures(service: Service, visit: Visitor) -> None:
    hire(service.database, "milo", (Role.MANAGER, CAMPUS), name="Milo Manager")
    marta = visit("marta")
    marta.get("/figures/decisions")
    page = marta.send("/figures/decisions", purpose="Hm", audience="olga", until="2027-06-30")
    assert page.status == 422
    assert page.form("/figures/decisions")["fields"]["audience"] == "olga"
    page = marta.send("/figures/decisions", purpose="See whether the team has too much to do", audience="nobody")
    assert page.status == 404
    page = marta.send("/figures/decisions", audience="olga")
    assert page.status == 200
    assert "You proposed it, so somebody else has to approve it." in page.text
    milo = visit("milo")
    page = milo.get("/figures/decisions")
    action = next(form["action"] for form in page.forms if form["action"].endswith("/answer"))
    page = milo.send(action, answer="maybe")
    assert page.status == 422
    page = milo.send(action, answer="approve")
    assert "Milo Manager" in page.text
    olga = visit("olga")
    page = olga.get("/figures/decisions")
    assert "Look at their figures" in page.html
    page = olga.get("/figures/people?login=tim")
    assert "Figures of tim" in page.text
    assert "That you looked is entered into the record" in page.text
    assert milo.get("/figures/people/tim").status == 403
    page = olga.get("/figures/people?login=")
    assert page.url.endswith("/figures/decisions")
    milo.get("/figures/decisions")
    assert "End that they may look" not in milo.send(action, answer="end").html


def test_everybody_may_read_who_may_look(service: Service, visit: Visitor) -> None:
    page = visit("ada").get("/figures/decisions")
    assert "Nobody may look at the figures of single persons" in page.text
    answered(service)
    page = visit("ada").get("/figures/decisions")
    assert str(DECISION["purpose"]) in page.text
    assert "Olga Auditor" in page.text
    assert page.forms[-1]["action"] != "/figures/decisions"
    assert service.get("/figures/decisions", headers=MARTA).status_code == 200


def test_a_chart_is_well_formed_and_escapes_its_names() -> None:
    drawn = bars("<a> & b", [Bar("<b>&", 0.5, "1 of 2", good=False), Bar("x" * 90, None, "unknown")], goal=0.9999)
    root = ET.fromstring(drawn)  # noqa: S314 - made just now
    space = "{http://www.w3.org/2000/svg}"
    texts = [text.text for text in root.iter() if text.tag.removeprefix(space) == "text"]
    assert "<b>&" in texts
    assert "x" * 59 + "…" in texts
    assert "unknown" in texts
    assert [e.get("class") for e in root.iter() if e.tag.removeprefix(space) == "rect"] == ["bar missed"]
    assert not [e for e in root.iter() if e.get("style")]


def test_nobody_is_called_like_a_way_up(visit: Visitor) -> None:
    assert visit("marta").get("/figures/people/%2E%2E").status == 422
