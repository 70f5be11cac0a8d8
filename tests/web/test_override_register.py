"""The register of overrides as an auditor uses it: narrowed by its form, opened, and taken away as a file."""

import csv
import io
from collections.abc import Callable

from tests.api.answers.overrides import recorded
from tests.api.service import Service
from tests.api.test_override_register import contested
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]


def test_an_auditor_finds_who_what_why_on_what_evidence_and_the_outcome_in_four_steps(
    service: Service, visit: Visitor
) -> None:
    first, second = contested(service)
    olga = visit("olga")
    page = olga.get("/overrides")  # one: the register
    assert "Tim Technician" in page.text
    narrowed = {"team": "Physics", "contest": "yes", "since": "2027-01-01", "until": "2027-01-12"}
    page = olga.get("/overrides?" + "&".join(f"{name}={value}" for name, value in narrowed.items()))  # two: its filters
    assert f"/overrides/{first}" in page.links
    assert f"/overrides/{second}" not in page.links
    assert "upheld: the decision stays" in page.text
    kept = page.form("/overrides")["fields"]
    assert {name: kept[name] for name in narrowed} == narrowed
    page = olga.get(f"/overrides/{first}")  # three: one of them
    for said in ("Tim Technician", "Projector Suite*", "It crashes.", "upheld: the decision stays"):
        assert said in page.text
    (contest,) = [link for link in page.links if link.startswith("/contests/")]
    assert "The projector is needed in every lecture." in olga.get(contest).text  # four: how it was ruled


def test_the_form_offers_what_there_is_to_narrow_by(service: Service, visit: Visitor) -> None:
    recorded(service)
    page = visit("olga").get("/overrides")
    assert set(page.form("/overrides")["fields"]) == {
        "room", "team", "item", "kind", "category", "state", "contest", "since", "until", "person",
    }  # fmt: skip
    assert '<option value="Physics">' in page.html
    assert '<option value="overturned">' in page.html


def test_each_of_the_new_filters_narrows_by_itself(service: Service, visit: Visitor) -> None:
    override = f"/overrides/{recorded(service)}"
    olga = visit("olga")
    for query in ("team=Physics", "contest=no", "since=2027-01-12", "until=2027-01-12"):
        assert override in olga.get(f"/overrides?{query}").links, query
    for query in ("team=Chemistry", "contest=yes", "contest=open", "since=2027-01-13", "until=2027-01-11"):
        page = olga.get(f"/overrides?{query}")
        assert "No override fits these filters." in page.text, query
        assert "Download as CSV" not in page.text
    page = olga.get("/overrides?since=soon")
    assert '<small class="amiss" id="since-amiss">Give a day, such as Tue 12 Jan 2027.</small>' in page.html
    assert 'id="contest-amiss"' in olga.get("/overrides?contest=perhaps").html


def test_the_file_holds_what_the_same_filters_give(service: Service, visit: Visitor) -> None:
    first, second = contested(service)
    olga = visit("olga")
    for query, found in (
        ("", [second, first]),
        ("?contest=yes&item=Mozilla+Firefox&until=2027-01-12", [first]),
        ("?state=proposed&person=tim", [second]),
    ):
        (link,) = [link for link in olga.get(f"/overrides{query}").links if ".csv" in link]
        answer = olga.client.get(link)
        assert answer.headers["Content-Disposition"] == 'attachment; filename="overrides-2027-01-12.csv"'
        rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
        assert [row["id"] for row in rows] == found


def test_a_file_that_cannot_be_had_is_a_page(visit: Visitor) -> None:
    assert visit("olga").get("/overrides.csv?room=Z-9").status == 404
    assert visit("ada").get("/overrides.csv?person=tim").status == 403
