"""What scans saw last."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from orchestrator.domain.observations import (
    ChocolateyPackage,
    Hardware,
    InstalledProduct,
    Observation,
    ScanFailure,
    ScanFailureCause,
    ScanResult,
)
from orchestrator.services.stored_values import Seen
from tests.store.databases import Database
from tests.store.values import LATER, LATEST, NOON

SEEN = Observation(
    machine_id="b204-m1",
    at=LATER,
    computer_name="B204-01",
    hardware_id="4C4C4544-0051",
    products=(
        InstalledProduct("{GUID}", "64", 'Mozilla "Firefox" é', "145.0", "Mozilla", windows_installer=True),
        InstalledProduct("7-Zip", "32", "7-Zip", None, None),
    ),
    chocolatey=(ChocolateyPackage("7zip", "24.9.0"),),
    reboot_pending=("file_rename",),
    hardware=Hardware(16384, 487637, 214906, "Some CPU", 12, "10.0.22631.4460", "Windows 11 Education"),
)
BARE = Observation("b204-m1", LATER, None, None)
FAILED = ScanFailure("b204-m1", LATER, ScanFailureCause.TIMED_OUT, "no answer in 5 s")


def recorded(database: Database, *results: ScanResult) -> Seen | None:
    with database.transactions() as uow:
        for result in results:
            uow.observations.record(result)
        uow.commit()
    with database.reads() as uow:
        return uow.observations.latest({"b204-m1"}).get("b204-m1")


@pytest.mark.parametrize(
    "seen", [SEEN, BARE, replace(SEEN, chocolatey=()), replace(SEEN, hardware=Hardware(memory_mb=8192))]
)
def test_an_observation_comes_back_as_it_was_recorded(campus: Database, seen: Observation) -> None:
    assert recorded(campus, seen) == Seen(seen, None)


def test_an_observation_of_before_scans_asked_for_the_hardware_is_still_read(campus: Database) -> None:
    recorded(campus, SEEN)
    [(stored,)] = campus.sql("SELECT observation FROM cs_observations")
    body = json.loads(stored)
    del body["hardware"]
    campus.sql("UPDATE cs_observations SET observation = :body", body=json.dumps(body))
    with campus.reads() as uow:
        assert uow.observations.latest({"b204-m1"})["b204-m1"] == Seen(replace(SEEN, hardware=None), None)


def test_a_failure_comes_back_as_it_was_recorded(campus: Database) -> None:
    assert recorded(campus, FAILED) == Seen(None, FAILED)


def test_machines_that_no_scan_has_tried_are_missing(campus: Database) -> None:
    assert recorded(campus) is None
    with campus.transactions() as uow:
        uow.observations.record(SEEN)
        uow.observations.record(replace(FAILED, machine_id="b204-m2"))
        assert list(uow.observations.latest(["b204-m3", "b204-m2", "b204-m1"])) == ["b204-m1", "b204-m2"]
        assert uow.observations.latest([]) == {}


@pytest.mark.parametrize("later", [LATER, LATEST], ids=["in the same moment", "later"])
def test_a_failure_keeps_the_observation_before_it(campus: Database, later: object) -> None:
    failed = replace(FAILED, at=later)  # type: ignore[arg-type]
    assert recorded(campus, SEEN, failed) == Seen(SEEN, failed)


@pytest.mark.parametrize("later", [LATER, LATEST], ids=["in the same moment", "later"])
def test_an_observation_clears_the_failure_before_it(campus: Database, later: object) -> None:
    seen = replace(SEEN, at=later)  # type: ignore[arg-type]
    assert recorded(campus, FAILED, seen) == Seen(seen, None)


def test_results_that_come_late_hide_nothing(campus: Database) -> None:
    assert recorded(campus, SEEN, replace(BARE, at=NOON)) == Seen(SEEN, None)
    assert recorded(campus, replace(FAILED, at=NOON)) == Seen(SEEN, None)
    failed = replace(FAILED, at=LATEST)
    assert recorded(campus, failed, replace(FAILED, detail="earlier")) == Seen(SEEN, failed)
    assert recorded(campus, replace(BARE, at=LATER)) == Seen(replace(BARE, at=LATER), failed)


def test_a_newer_result_of_the_same_kind_replaces_the_older(campus: Database) -> None:
    newer = replace(BARE, at=LATEST)
    assert recorded(campus, SEEN, newer) == Seen(newer, None)
    assert recorded(campus, FAILED) == Seen(newer, None)


def test_a_machine_that_stays_off_is_known_to_be_so_since_the_first_time(campus: Database) -> None:
    refused = replace(FAILED, at=LATEST, cause=ScanFailureCause.REFUSED)
    assert recorded(campus, FAILED, refused) == Seen(None, replace(refused, since=LATER))
    latest = replace(FAILED, at=LATEST + timedelta(days=1))
    assert recorded(campus, latest) == Seen(None, replace(latest, since=LATER))


def test_an_answer_or_another_kind_of_failure_in_between_ends_the_time_for_which_a_machine_was_off(
    campus: Database,
) -> None:
    latest = replace(FAILED, at=LATEST)
    assert recorded(campus, replace(FAILED, at=NOON), BARE, latest) == Seen(BARE, latest)
    refused = replace(latest, at=LATEST + timedelta(days=1), cause=ScanFailureCause.CREDENTIALS_REFUSED)
    off_again = replace(latest, at=LATEST + timedelta(days=2))
    assert recorded(campus, refused) == Seen(BARE, refused)
    assert recorded(campus, off_again) == Seen(BARE, off_again)
