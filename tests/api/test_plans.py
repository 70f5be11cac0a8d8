"""Plans and dry runs over HTTP."""

from orchestrator.domain.people import WORKER
from orchestrator.domain.rollouts import Placement, Rollout, RolloutTrigger
from tests.api.moments import NOON
from tests.api.people import TIM
from tests.api.service import Service, edge, firefox
from tests.fakes.removals import let_go


def test_a_dry_run_looks_now_and_groups_machines_that_get_the_same(service: Service) -> None:
    service.ask("firefox")
    service.see("B-204", 1, edge(), firefox(), packages=("firefox=145.0.1",))
    service.see("B-204", 2, edge())
    service.see("B-204", 3, edge())
    plan = service.post("/classrooms/B-204/dry-run", headers=TIM).json()
    assert service.scanner.scanned == ["b204-m1", "b204-m2", "b204-m3"]
    assert plan["scanned"] is True
    assert [(group["seats"], [call["packages"] for call in group["calls"]]) for group in plan["groups"]] == [
        (["01"], []),
        (["02", "03"], [["firefox"]]),
    ]
    assert plan["text"] == (
        "A rollout would install Mozilla Firefox 145.0.1 on 2 seats. "
        "The machines were looked at for this just now; nothing was changed on them."
    )


def test_a_dry_run_starts_nothing(service: Service) -> None:
    service.ask("firefox", room="C-101")
    service.post("/classrooms/C-101/dry-run", headers=TIM)
    assert service.database.jobs.enqueued == []
    assert service.get("/rollouts").json()["rollouts"] == []


def test_a_plan_from_earlier_scans_looks_at_no_machine_and_says_what_it_does_not_know(service: Service) -> None:
    plan = service.get("/classrooms/B-204/plan").json()
    assert (plan["scanned"], service.scanner.scanned) == (False, [])
    assert plan["text"] == "There is nothing to install. Seats 01, 02 and 03 could not be planned."
    assert [(seat["label"], seat["state"]) for seat in plan["seats"]] == [
        ("01", "?"),
        ("02", "?"),
        ("03", "?"),
        ("04", "O"),
    ]


def test_an_older_version_is_named_as_what_it_is(service: Service) -> None:
    service.ask("firefox", room="C-101")
    for seat in (1, 2):
        service.see("C-101", seat, firefox("144.0.2"), packages=("firefox=144.0.2",))
    plan = service.post("/classrooms/C-101/dry-run", headers=TIM).json()
    assert plan["text"].startswith("A rollout would install Mozilla Firefox 145.0.1 over an older version on 2 seats.")
    line = plan["seats"][0]["lines"][0]
    assert (line["action"]["code"], line["observed"], line["wanted"]) == ("upgrade", "144.0.2", "145.0.1")
    assert [call["upgrade"] for call in plan["seats"][0]["calls"]] == [True]


def place_firefox(service: Service, seat: int) -> None:
    """Firefox at a seat of B-204 is ours."""
    with service.database.transactions() as uow:
        uow.rollouts.add(Rollout("o1", "b204", RolloutTrigger.OWED, WORKER.id, 0, NOON))
        uow.rollouts.put_placement(Placement(f"b204-m{seat}", "firefox", "145.0.1", "o1", NOON))
        uow.commit()


def test_what_is_ours_and_has_to_go_is_taken_away_and_what_others_put_there_is_only_shown(service: Service) -> None:
    """R4.2"""
    place_firefox(service, 1)
    let_go(service.database.transactions, "firefox")
    for seat in (1, 2):
        service.see("B-204", seat, edge(), firefox(), packages=("firefox=145.0.1",))
    plan = service.post("/classrooms/B-204/dry-run", headers=TIM).json()
    assert plan["text"].startswith("A rollout would take away Mozilla Firefox from 1 seat. ")
    ours, theirs = ({line["item"]["id"]: line for line in seat["lines"]}["firefox"] for seat in plan["seats"][:2])
    assert (ours["action"]["code"], theirs["action"]["code"]) == ("remove", "not_ours")
    assert {(line["absent"], line["wanted_text"]) for line in (ours, theirs)} == {(True, "not there")}
    (call,) = plan["seats"][0]["calls"]
    assert (call["removes"], call["upgrade"], call["packages"]) == (True, False, ["firefox"])
    assert (plan["seats"][0]["state"], plan["seats"][0]["text"]) == (
        "P",
        "Mozilla Firefox 145.0.1 is to be taken away from seat 01 and is still there.",
    )
    assert (plan["seats"][1]["state"], plan["seats"][1]["calls"]) == ("R", [])
