"""Rooms, seats and what was seen, over HTTP."""

from orchestrator.domain.observations import ScanFailure, ScanFailureCause
from tests.api.moments import NOON
from tests.api.people import ADA, TIM
from tests.api.service import Service, edge, firefox


def _look(service: Service, room: str = "B-204") -> None:
    assert service.post(f"/classrooms/{room}/dry-run", headers=TIM).status_code == 200


def test_a_room_says_how_many_of_its_seats_are_ready_and_in_which_state_the_others_are(service: Service) -> None:
    service.see("B-204", 1, edge())
    _look(service)
    room = service.get("/classrooms/B-204").json()
    assert room["text"] == "1 of 4 seats in B-204 is ready. 1 seat is out of service."
    assert [(state["state"], state["word"], state["seats"]) for state in room["states"]] == [
        ("R", "ready", 1),
        ("P", "pending", 2),
        ("O", "out of service", 1),
    ]
    assert room["baseline"] == [{"id": "microsoft-edge", "title": "Microsoft Edge"}]
    assert (room["building"], room["mode"]["code"], room["revision"]) == ("Main building", "automatic", 0)


def test_seats_come_in_the_order_of_the_room_each_with_its_machine(service: Service) -> None:
    seats = service.get("/classrooms/B-204/seats").json()["seats"]
    assert [(s["label"], s["podium"], s["machine"]["name"]) for s in seats] == [
        ("01", True, "b204-01"),
        ("02", False, "b204-02"),
        ("03", False, "b204-03"),
        ("04", False, "b204-04"),
    ]


def test_a_seat_that_was_off_says_when_and_that_it_is_taken_up_by_itself(service: Service) -> None:
    _look(service)
    seat = service.get("/classrooms/B-204/seats/02").json()
    assert (seat["state"], seat["word"]) == ("P", "pending")
    assert seat["text"] == "Seat 02 was switched off when we tried on Tue 12 Jan, 13:00."
    assert [(cause["code"], cause["advice"]) for cause in seat["causes"]] == [
        ("off", "We try again by ourselves when it is on.")
    ]
    assert (seat["scanned_at"], seat["tried_at"]) == (None, "2027-01-12T12:00:00Z")


def test_where_a_technician_starts_rollouts_nothing_is_promised_to_happen_by_itself(service: Service) -> None:
    _look(service, "C-101")
    seat = service.get("/classrooms/C-101/seats/02").json()
    assert [cause["advice"] for cause in seat["causes"]] == ["Once it is on, a technician can try the seat again."]


def test_a_seat_out_of_service_gives_the_reason(service: Service) -> None:
    seat = service.get("/classrooms/B-204/seats/04", headers={**ADA, "Accept-Language": "de"}).json()
    assert (seat["state"], seat["text"]) == ("O", "Platz 04 ist außer Betrieb: fan broken.")


def test_a_stranger_at_a_seat_is_a_failure_with_technical_words_beside_it(service: Service) -> None:
    stranger = ScanFailure("", NOON, ScanFailureCause.WRONG_MACHINE, "hardware id that answers: 4711")
    service.scanner.results = {"b204-m2": stranger}
    _look(service)
    seat = service.get("/classrooms/B-204/seats/02").json()
    assert seat["state"] == "F"
    assert [(c["code"], c["detail"]) for c in seat["causes"]] == [("wrong_machine", stranger.detail)]
    assert seat["text"] == "Seat 02 was not touched: another machine answers behind its name."


def test_each_line_of_a_seat_has_its_whys_in_words(service: Service) -> None:
    request = service.ask("student-records-forms")["requests"][0]["id"]
    service.see("B-204", 1, edge())
    _look(service)
    lines = {line["item"]["id"]: line for line in service.get("/classrooms/B-204/seats/01").json()["lines"]}
    forms, browser = lines["student-records-forms"], lines["microsoft-edge"]
    assert (forms["action"], forms["observed"], forms["wanted"]) == (
        {"code": "install", "text": "install"},
        None,
        "4.2",
    )
    assert forms["whys"] == [
        {"code": "request", "request": request, "item": None, "text": "Prof. Ada Lovelace asked for it."}
    ]
    assert [why["text"] for why in browser["whys"]] == [
        "Student Records Forms needs it, which Prof. Ada Lovelace asked for.",
        "It is standard software of the room.",
    ]
    assert (browser["action"]["code"], browser["observed"]) == ("nothing", "142.0")


def test_a_wish_that_something_be_absent_does_not_read_like_one_for_it(service: Service) -> None:
    absent = {"classroom": "B-204", "items": [{"item": "firefox", "wanted": "absent"}]}
    assert service.post("/requests", absent).status_code == 201
    service.ask("microsoft-edge")

    def said() -> dict[str, tuple[bool, str, str]]:
        lines = service.get("/classrooms/B-204/seats/01").json()["lines"]
        return {line["item"]["id"]: (line["absent"], line["wanted_text"], line["whys"][0]["text"]) for line in lines}

    expected = {
        "firefox": (True, "not there", "Prof. Ada Lovelace asked that it be absent."),
        "microsoft-edge": (False, "any", "Prof. Ada Lovelace asked for it."),
    }
    assert expected.items() <= said().items()
    service.see("B-204", 1, edge())
    _look(service)
    assert expected.items() <= said().items()


def test_before_any_scan_a_seat_shows_what_is_wanted_and_that_nobody_looked(service: Service) -> None:
    seat = service.get("/classrooms/B-204/seats/01").json()
    assert seat["state"] == "?"
    assert seat["text"] == "Seat 01 has not been looked at yet. The next rollout or dry run does."
    assert [(line["item"]["id"], line["action"]) for line in seat["lines"]] == [("microsoft-edge", None)]


def test_observed_state_is_told_per_machine_and_never_mixed_with_what_is_wanted(service: Service) -> None:
    service.see("B-204", 1, edge(), firefox(), packages=("firefox=145.0.1",))
    _look(service)
    one = service.get("/classrooms/B-204/seats/01/observed").json()
    assert [product["name"] for product in one["products"]] == ["Microsoft Edge", "Mozilla Firefox (x64 en-GB)"]
    assert one["chocolatey"] == [{"id": "firefox", "version": "145.0.1"}]
    assert (one["machine"], one["computer_name"], one["at"]) == ("b204-01", "PC-1", "2027-01-12T12:00:00Z")
    assert "wanted" not in one
    overview = service.get("/classrooms/B-204/observed").json()["observed"]
    assert [(o["seat"], o["product_count"], o["products"]) for o in overview] == [
        ("01", 2, None),
        ("02", 0, None),
        ("03", 0, None),
        ("04", 0, None),
    ]
    assert overview[1]["failure"]["code"] == "off"


def test_what_a_machine_is_made_of_is_told_with_its_age(service: Service) -> None:
    """R3.2: evidence from the last scan comes with when it was seen, and what nobody saw is null."""
    service.see("B-204", 1)
    _look(service)
    one = service.get("/classrooms/B-204/seats/01/observed").json()["hardware"]
    assert (one["memory_mb"], one["windows_build"], one["seen_at"]) == (
        16384,
        "10.0.22631.4460",
        "2027-01-12T12:00:00Z",
    )
    assert one["text"].endswith("; seen on Tue 12 Jan, 13:00.")
    assert service.get("/classrooms/B-204/seats/01").json()["hardware"] == one
    overview = service.get("/classrooms/B-204/observed").json()["observed"]
    assert [seat["hardware"] for seat in overview] == [one, None, None, None]


def test_how_one_signs_in_to_a_machine_is_not_told(service: Service) -> None:
    text = service.get("/classrooms/B-204/seats").text
    assert "installer" not in text
    assert "lab_password" not in text


def test_what_has_to_wait_is_named_with_what_stands_in_its_way(service: Service) -> None:
    service.ask("firefox")
    waiting = service.ask("old-browser")["requests"][0]["id"]
    entries = service.get("/classrooms/B-204").json()["waiting"]
    assert [(e["code"], e["request"], e["with_item"]["id"], e["seats"]) for e in entries] == [
        ("items", waiting, "firefox", ["01", "02", "03", "04"])
    ]
    assert entries[0]["text"] == ("It cannot share a seat with Mozilla Firefox, which is there for another request.")


def test_a_rooms_code_is_read_without_case(service: Service) -> None:
    assert service.get("/classrooms/b-204").json()["code"] == "B-204"
