"""The life of a request over HTTP: each thing once, and every kind of decision about it."""

from datetime import timedelta

from orchestrator.domain.evidence import Category
from orchestrator.domain.rollouts import RunState
from tests.api.answers import owed
from tests.api.answers.contests import EXEMPTION, SAFEGUARD, block
from tests.api.answers.safeguards import set_one
from tests.api.people import ADA, GRACE, OLGA, SAM, TIM
from tests.api.service import Service


def test_rollouts_that_ended_alike_one_after_the_other_are_one_moment(service: Service) -> None:
    request = service.ask("firefox")["requests"][0]["id"]
    for seats in ({2: RunState.READY, 3: RunState.FAILED},) * 3 + ({2: RunState.READY, 3: RunState.READY},):
        rollout = service.post("/classrooms/B-204/rollouts", headers=TIM).json()["id"]
        service.finish(rollout, seats, {})
    for reader in (OLGA, ADA):
        life = service.get(f"/requests/{request}/life", headers=reader).json()
        first, other = (moment for moment in life["moments"] if moment["kind"] == "outcome")
        assert first["text"] == (
            "The rollout in B-204 ended on Tue 12 Jan, 13:04: 1 of 2 seats ready. Not ready: Seat 03. "
            "2 more rollouts ended in the same way, the last one on Tue 12 Jan, 13:04."
        )
        assert (first["alike"], other["alike"]) == (2, 0)
        assert other["text"].endswith("2 of 2 seats ready.")


def test_the_life_names_what_beside_overrides_was_decided_also_when_it_is_over(service: Service) -> None:
    block(service, Category.SECURITY)
    request = service.ask("git")["requests"][0]["id"]
    other = service.ask("firefox")["requests"][0]["id"]
    made = service.post("/exemptions", EXEMPTION, headers=SAM).json()["id"]

    def named(one: str) -> tuple[list[str], list[str]]:
        life = service.get(f"/requests/{one}/life", headers=OLGA).json()
        return life["safeguards"], life["exemptions"]

    assert named(request) == ([SAFEGUARD], [made])
    assert named(other) == ([], [])
    service.clock.moment += timedelta(minutes=1)
    assert service.post(f"/safeguards/{SAFEGUARD}/lift", {"reason": "It is mended."}, headers=SAM).status_code == 200
    assert named(request) == ([SAFEGUARD], [made])
    service.clock.moment += timedelta(minutes=1)
    later = service.ask("git", headers=GRACE, room="C-101")["requests"][0]["id"]
    assert named(later) == ([], [])


def test_a_least_version_stands_in_the_life_of_whoever_asked_for_an_older_one_only(service: Service) -> None:
    older = service.post(
        "/requests", {"classroom": "B-204", "items": [{"item": "firefox", "version": "144.0.2"}]}, headers=ADA
    ).json()["requests"][0]["id"]
    newest = service.ask("firefox", room="C-101")["requests"][0]["id"]
    guard = set_one(service, kind="minimum_version", minimum="145.0.0").json()["id"]
    lives = [service.get(f"/requests/{one}/life", headers=OLGA).json() for one in (older, newest)]
    assert [life["safeguards"] for life in lives] == [[guard], []]


def test_a_change_of_the_catalogue_stands_in_the_life_of_what_it_touched(service: Service) -> None:
    change = owed.approved(service).json()["id"]
    request = service.get("/requests").json()["requests"][0]["id"]
    assert service.get(f"/requests/{request}/life", headers=OLGA).json()["catalog_changes"] == [change]
