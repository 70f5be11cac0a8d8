"""The auditor reads the record, checks it, and takes it along, by pages alone."""

import json
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from orchestrator.adapters.signing.ed25519 import generate, public_bytes
from orchestrator.domain.checkpoints import Checkpoint
from orchestrator.domain.evidence import Category
from orchestrator.domain.signed_notes import Signer, VerifierKey
from orchestrator.services.record_stores import StoredCheckpoint
from tests.api.answers.contests import RULING, SAFEGUARD, TERMS, block, name_rulers, rule
from tests.api.moments import NOON
from tests.api.people import CLEO, MARTA, OLGA, TIM
from tests.api.service import ORIGIN, Service
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]
RECORD = "example.org/record"


KEY = generate()
KNOWN = VerifierKey(RECORD, public_bytes(KEY))


def _signed(service: Service, *, root: str = "") -> str:
    """A checkpoint over what there is; its note."""
    head = service.get("/record/head", headers=OLGA).json()
    signer = Signer(KNOWN, KEY.sign)
    checkpoint = Checkpoint(RECORD, head["size"], bytes.fromhex(root or head["root"]))
    note = checkpoint.signed_by([signer]).to_bytes()
    with service.database.transactions() as uow:
        uow.record.add_checkpoint(StoredCheckpoint(0, head["size"], NOON, note))
        uow.commit()
    return note.decode()


def _known(service: Service, keys: tuple[VerifierKey, ...] = ()) -> Visit:
    """Olga before a service whose record has a name."""
    olga = Visit(service)
    app = service.app(verifier_keys=lambda: keys, record_origin=lambda: RECORD)
    olga.client = TestClient(app, ORIGIN, headers=dict(olga.client.headers))
    olga.sign_in("olga")
    return olga


def test_entries_stand_as_sentences_newest_first(service: Service, visit: Visitor) -> None:
    olga = visit("olga")
    service.ask("firefox")
    service.ask("git")
    page = olga.get("/record")
    assert page.text.index("asked for Git in B-204") < page.text.index("asked for Mozilla Firefox in B-204")
    assert "Prof. Ada Lovelace" in page.text
    assert "/record/0" in page.links


def test_filters_stand_in_the_address_and_stay_typed(service: Service, visit: Visitor) -> None:
    service.ask("firefox")
    service.ask("git")
    olga = visit("olga")
    page = olga.get("/record?item=git&kind=request.&since=2027-01-12&until=2027-01-12&person=ada&classroom=B-204")
    assert "asked for Git" in page.text
    assert "asked for Mozilla Firefox" not in page.text
    typed = page.form("/record")["fields"]
    assert (typed["item"], typed["kind"], typed["until"]) == ("git", "request.", "2027-01-12")
    assert "No entry fits all of this." in olga.get("/record?until=2027-01-11").text
    assert "/record/export.csv?item=git" in olga.get("/record?item=git").links


def test_a_page_keeps_its_place_while_others_write(service: Service, visit: Visitor) -> None:
    for _ in range(52):
        service.post("/requests", {"classroom": "B-204", "items": [{"item": "git"}]})
        asked = service.get("/requests").json()["requests"][0]["id"]
        service.post(f"/requests/{asked}/withdraw")
    olga = visit("olga")
    page = olga.get("/record?classroom=B-204")
    older = next(link for link in page.links if "after=" in link)
    last = min(int(link.rpartition("/")[2]) for link in page.links if link.removeprefix("/record/").isdecimal())
    service.ask("firefox")
    page = olga.get(older)
    assert f"/record/{last - 1}" in page.links
    assert f"/record/{last}" not in page.links
    assert "/record?classroom=B-204" in page.links


@pytest.mark.parametrize(
    ("query", "said"),
    [("classroom=Z-999", "There is no room Z-999"), ("since=soon", "Give a day, such as"), ("kind=x", "right form")],
)
def test_a_wrong_filter_is_told_and_stays(visit: Visitor, query: str, said: str) -> None:
    olga = visit("olga")
    page = olga.get(f"/record?{query}")
    assert page.status in {404, 422}
    assert said in page.text
    name, _, value = query.partition("=")
    assert page.form("/record")["fields"][name] == value


def test_nobody_reads_it_who_may_not(service: Service, visit: Visitor) -> None:
    service.ask("firefox")
    ada = visit("ada")
    for path in ("/record", "/record/0", "/record/verify", "/record/checkpoints", "/record/export.csv"):
        assert ada.get(path).status == 403


def test_one_entry_whole(service: Service, visit: Visitor) -> None:
    request = service.ask("firefox")["requests"][0]["id"]
    page = visit("olga").get("/record/0")
    assert "Prof. Ada Lovelace asked for Mozilla Firefox in B-204. It was accepted at once." in page.text
    assert f"/requests/{request}/life" in page.links
    assert "Needed by nothing 2027-01-19T18:00:00+00:00" in page.text
    assert "The entry reads as it did when it was written" in page.text
    assert "No signed checkpoint covers this entry yet" in page.text
    assert visit("olga").get("/record/7").status == 404


def test_words_that_were_written_stand_with_an_entry(service: Service, visit: Visitor) -> None:
    rule(service)
    olga = visit("olga")
    page = olga.get("/record?kind=contest.")
    entry = next(link for link in page.links if link.removeprefix("/record/").isdecimal())
    assert "The memory was measured again: it suffices." in olga.get(entry).text


def test_an_entry_under_a_checkpoint_is_proven(service: Service) -> None:
    service.ask("firefox")
    _signed(service)
    page = _known(service).get("/record/0")
    assert "It is one of the 1 entries that were signed" in page.text
    assert "This service names no key" in page.text
    assert "bears the signature of a key" in _known(service, (KNOWN,)).get("/record/0").text
    page = _known(service, (VerifierKey(RECORD, public_bytes(generate())),)).get("/record/0")
    assert "No key that this service names has signed that checkpoint." in page.text


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx"])
def test_an_export_is_the_files_of_the_api_with_the_same_filters(service: Service, visit: Visitor, form: str) -> None:
    service.ask("firefox")
    service.ask("git")
    olga = visit("olga")
    answer = olga.client.get(f"/record/export.{form}?item=git&since=2027-01-12&until=2027-01-12")
    asked = {"item": "git", "since": "2027-01-12T00:00:00+01:00", "until": "2027-01-13T00:00:00+01:00"}
    same = service.get(f"/record/export.{form}", headers=OLGA, **asked)
    for name in ("content-type", "content-disposition", "content-language"):
        assert answer.headers[name] == same.headers[name]
    if form == "jsonl":
        (line,) = answer.text.splitlines()
        assert json.loads(line)["text"].startswith("Prof. Ada Lovelace asked for Git")
    assert answer.headers.get_list("content-security-policy") == same.headers.get_list("content-security-policy")
    exported = service.get("/record", headers=OLGA, kind="record.exported").json()["entries"]
    assert len(exported) == 2


def test_an_export_that_is_refused_is_a_page(visit: Visitor) -> None:
    olga = visit("olga")
    page = olga.get("/record/export.csv?classroom=Z-999")
    assert (page.status, "There is no room Z-999" in page.text) == (404, True)
    assert olga.get("/record/export.pdf").status == 404
    olga.client.cookies.clear()
    assert olga.get("/record/export.csv").status == 401


def test_the_check_says_what_was_found_and_what_it_means(service: Service, visit: Visitor) -> None:
    page = visit("olga").get("/record/verify")
    assert "Nothing proves the record yet" in page.text
    service.ask("firefox")
    _signed(service)
    service.ask("git")
    page = _known(service).get("/record/verify")
    assert "The record is unchanged, as far as this page can tell" in page.text
    assert "Entries behind the newest checkpoint: 1." in page.text
    assert "verifier/verify_record.py record-export" in page.text


def test_the_check_tells_of_a_checkpoint_that_does_not_fit(service: Service) -> None:
    service.ask("firefox")
    _signed(service, root="ab" * 32)
    page = _known(service).get("/record/verify")
    assert "Something is wrong with the record" in page.text


def test_the_check_compares_a_checkpoint_that_somebody_kept(service: Service) -> None:
    service.ask("firefox")
    note = _signed(service)
    olga = _known(service)
    olga.get("/record/verify")
    bent = Checkpoint(RECORD, 1, b"x" * 32).text() + note[note.index("\n\n") + 1 :]
    more = Checkpoint(RECORD, 9, b"x" * 32).text() + note[note.index("\n\n") + 1 :]
    other = note.replace(RECORD, "other.example/record")
    for kept, said in (
        (note.replace("\n", "\r\n"), "It fits: the first 1 entries are those that your checkpoint covers."),
        (bent, "The first 1 entries are no longer those"),
        (more, "Your checkpoint covers 9 entries, and the record holds only 1."),
        (other, "This is a checkpoint of another record, other.example/record."),
        ("hello", "This is no checkpoint."),
    ):
        page = olga._see(olga.client.get("/record/verify", params={"kept": kept}))
        assert said in page.text
        assert olga.page.form("/record/verify")["fields"]["kept"].split() == kept.split()


def test_the_headline_of_the_check_is_about_the_checkpoint_that_somebody_kept(service: Service) -> None:
    """Whoever brings one came for its answer: what the newest ones say is no comfort where it does not fit."""
    service.ask("firefox")
    note = _signed(service)
    olga = _known(service)
    signature = note[note.index("\n\n") + 1 :]
    for kept, headline in (
        (note, "The record is unchanged, as far as this page can tell"),
        (Checkpoint(RECORD, 1, b"x" * 32).text() + signature, "Something is wrong with the record"),
        (Checkpoint(RECORD, 9, b"x" * 32).text() + signature, "Something is wrong with the record"),
        (note.replace(RECORD, "other.example/record"), "What you pasted could not be compared"),
        ("hello", "What you pasted could not be compared"),
    ):
        page = olga._see(olga.client.get("/record/verify", params={"kept": kept}))
        assert f"<h1>{headline}</h1>" in page.html, kept
        before, _, after = page.html.partition('id="answer" tabindex="-1"')
        assert "What was checked here" in after, "the answer comes before everything else"
        assert headline in before


def test_a_checkpoint_that_no_known_key_has_signed_proves_nothing_against_the_record(service: Service) -> None:
    service.ask("firefox")
    note = _signed(service)
    signature = note[note.index("\n\n") + 1 :]
    olga = _known(service, (KNOWN,))
    page = olga._see(olga.client.get("/record/verify", params={"kept": note}))
    assert "<h1>The record is unchanged, as far as this page can tell</h1>" in page.html
    kept = Checkpoint(RECORD, 1, b"x" * 32).text() + signature
    page = olga._see(olga.client.get("/record/verify", params={"kept": kept}))
    assert "<h1>No known key has signed what you pasted</h1>" in page.html


def test_the_checkpoints_are_listed(service: Service, visit: Visitor) -> None:
    olga = visit("olga")
    assert "Nothing is signed yet." in olga.get("/record/checkpoints").text
    service.ask("firefox")
    note = _signed(service)
    page = olga.get("/record/checkpoints")
    assert note.splitlines()[2] in page.text
    assert "nowhere yet" in page.text


def test_a_requests_whole_life_is_one_page(service: Service, visit: Visitor) -> None:
    rule(service)
    request = service.get("/requests").json()["requests"][0]["id"]
    service.post(f"/requests/{request}/recommendations", {"words": "Take Firefox."}, headers=TIM)
    page = visit("olga").get(f"/requests/{request}/life")
    for said in (
        "The whole life of Git in B-204",
        "The course needs it from May.",
        "The memory was measured again: it suffices.",
        "The machines have not enough memory for it.",
        "Take Firefox.",
        "entry 1",
        "Fingerprint of the record then:",
    ):
        assert said in page.text
    assert "data-print" in page.html
    (contested,) = [line for line in page.html.splitlines() if "Prof. Ada Lovelace contested “Git is not" in line]
    assert "over since" not in contested
    page = visit("ada").get(f"/requests/{request}/life")
    assert "Tim Technician" not in page.text
    assert "/record/0" not in page.links


def test_a_life_shows_safeguards_exemptions_and_what_was_contested(service: Service, visit: Visitor) -> None:
    block(service, Category.SECURITY)
    name_rulers(service, "security", {"rulers": [{"login": "marta", "side": "it"}]})
    request = service.ask("git")["requests"][0]["id"]
    contest = {"subject": "safeguard", "decision": SAFEGUARD, "request": request, "words": "The course is about it."}
    made = service.post("/contests", contest).json()["id"]
    ruling = {**RULING, "exemption": TERMS}
    assert service.post(f"/contests/{made}/ruling", ruling, headers=MARTA).status_code == 200
    exemption = service.get("/exemptions").json()["exemptions"][0]["id"]
    assert service.post(f"/exemptions/{exemption}/signature", headers=CLEO).status_code == 200
    for login in ("ada", "olga"):
        text = visit(login).get(f"/requests/{request}/life").text
        for said in (
            "Safeguard: No version control in teaching rooms",
            "Sam Security",
            "Prof. Ada Lovelace contested “No version control in teaching rooms”",
            "The course is about it.",
            "Exemption from the safeguard “No version control in teaching rooms” in B-204",
            "These seats have a network of their own.",
            "Cleo Coordinator, ",
            "Second person still needed",
        ):
            assert said in text
        assert "Nobody decided anything" not in text


def test_a_life_without_decisions_says_so(service: Service, visit: Visitor) -> None:
    request = service.ask("firefox")["requests"][0]["id"]
    page = visit("ada").get(f"/requests/{request}/life")
    assert "Nobody decided anything about it" in page.text
    assert visit("grace").get(f"/requests/{request}/life").status in {403, 404}
    assert name_rulers(service).status_code == 200


@pytest.mark.parametrize("path", ["/record/head", "/record/keys", "/record/-1", "/record/consistency", "/record/²"])
def test_an_address_beside_the_entries_is_no_page(visit: Visitor, path: str) -> None:
    page = visit("olga").get(path)
    assert page.status == 404
    assert "There is no such page" in page.text


def test_an_entry_of_a_number_without_end_is_not_there(visit: Visitor) -> None:
    assert visit("olga").get(f"/record/{'9' * 5000}").status in {404, 422}


def test_what_stands_in_an_address_leads_to_no_other(service: Service, visit: Visitor) -> None:
    request = service.ask("firefox")["requests"][0]["id"]
    olga = visit("olga")
    assert olga.get(f"/requests/{request}%3F/life").status == 404
    assert olga.get("/record?classroom=B-204/manifest").status == 404
    assert olga.get("/letters/%2E%2E").status == 404
