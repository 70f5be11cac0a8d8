"""Whatever people and machines write comes back as it was."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestrator.adapters.db.errors import UnstorableText
from orchestrator.domain.classrooms import SeatTarget
from orchestrator.domain.manifests import ChangeKind, ManifestLine, Revision
from orchestrator.domain.observations import (
    ChocolateyPackage,
    Hardware,
    InstalledProduct,
    Observation,
    ScanFailure,
    ScanFailureCause,
)
from orchestrator.domain.requests import RequestState, SoftwareRequest, Wanted
from orchestrator.domain.resolution import (
    DesiredLine,
    DesiredState,
)
from orchestrator.domain.rollouts import Cause, CauseCode, MachineRun, RunState
from orchestrator.domain.whys import Why, WhyCode
from orchestrator.services.stored_values import Wave
from tests.postgres_fixture import PostgresServer
from tests.store.databases import Database, opened_copy
from tests.store.values import NOON, furnish

AWKWARD = st.sampled_from(
    [
        "",
        " ",
        "{{ lookup('pipe', 'id') }}",
        "{% raw %}",
        "'; DROP TABLE cs_requests; --",
        '"quoted"',
        "\\",
        "%s :x ?",
        "é\u0301😀",
        "\n\r\t",
    ]
)
LONG = st.integers(min_value=10_000, max_value=60_000).map(lambda length: "ü{{ x }}'" * (length // 9))
STORABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=50) | AWKWARD | LONG
ANYTHING = st.text(st.characters(), max_size=50) | AWKWARD | LONG
MOMENTS = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis wants bounds without a zone
    timezones=st.just(UTC),
)
MAYBE = st.none() | STORABLE

REQUESTS = st.builds(
    SoftwareRequest,
    id=STORABLE,
    classroom_id=st.just("b204"),
    item_id=STORABLE,
    requester_id=STORABLE,
    entered_by=STORABLE,
    needed_by=MOMENTS,
    created_at=MOMENTS,
    wanted=st.sampled_from(Wanted),
    version=STORABLE,
    target=st.sampled_from(SeatTarget),
    enough=st.none() | st.integers(min_value=1, max_value=10_000),
    course=MAYBE,
    until=st.none() | MOMENTS,
    group_id=MAYBE,
    state=st.sampled_from(RequestState),
    ended_at=st.none() | MOMENTS,
)
PRODUCTS = st.builds(
    InstalledProduct,
    key=ANYTHING,
    hive=st.sampled_from(["64", "32"]),
    name=ANYTHING,
    version=st.none() | ANYTHING,
    publisher=st.none() | ANYTHING,
    windows_installer=st.booleans(),
)
NUMBERS = st.none() | st.integers(min_value=0, max_value=2**40)
HARDWARE = st.builds(
    Hardware,
    memory_mb=NUMBERS,
    disk_mb=NUMBERS,
    disk_free_mb=NUMBERS,
    cpu=st.none() | ANYTHING,
    cpu_cores=NUMBERS,
    windows_build=st.none() | ANYTHING,
    windows_name=st.none() | ANYTHING,
)
OBSERVATIONS = st.builds(
    Observation,
    machine_id=st.just("b204-m1"),
    at=MOMENTS,
    computer_name=st.none() | ANYTHING,
    hardware_id=st.none() | ANYTHING,
    products=st.lists(PRODUCTS, max_size=4).map(tuple),
    chocolatey=st.none() | st.lists(st.builds(ChocolateyPackage, id=ANYTHING, version=ANYTHING), max_size=4).map(tuple),
    reboot_pending=st.lists(ANYTHING, max_size=2).map(tuple),
    hardware=st.none() | HARDWARE,
)
FAILURES = st.builds(
    ScanFailure, machine_id=st.just("b204-m1"), at=MOMENTS, cause=st.sampled_from(ScanFailureCause), detail=ANYTHING
)
CAUSES = st.builds(
    Cause,
    code=st.sampled_from(CauseCode),
    item_id=st.none() | ANYTHING,
    exit_code=st.none() | st.integers(),
    observed=st.none() | ANYTHING,
    wanted=st.none() | ANYTHING,
    detail=ANYTHING,
)
LINES = st.builds(
    ManifestLine,
    item_id=ANYTHING,
    request_id=st.none() | ANYTHING,
    wanted=st.sampled_from(Wanted),
    version=ANYTHING,
    target=st.sampled_from(SeatTarget),
    enough=st.none() | st.integers(min_value=1),
)
DESIRED = st.builds(
    DesiredLine,
    item_id=STORABLE,
    wanted=st.sampled_from(Wanted),
    version=MAYBE,
    whys=st.lists(st.builds(Why, st.sampled_from(WhyCode), MAYBE, MAYBE), max_size=2).map(tuple),
)

RELAXED = settings(deadline=None, max_examples=40)


@pytest.fixture(scope="module")
def campus(template: Path | PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One campus for all examples: each is rolled back."""
    with opened_copy(template, tmp_path_factory.mktemp("round-trips")) as opened:
        furnish(opened)
        yield opened


@RELAXED
@given(request_=REQUESTS)
def test_requests(campus: Database, request_: SoftwareRequest) -> None:
    with campus.transactions() as uow:
        uow.requests.add(request_)
        assert uow.requests.get(request_.id) == request_
        assert uow.requests.page(
            classroom_id="b204",
            requester_id=request_.requester_id,
            state=request_.state,
            item_id=request_.item_id,
            after=None,
            limit=1,
        ) == [request_]


@RELAXED
@given(text=st.text(st.characters(), max_size=20), bad=st.sampled_from(["\x00", "\ud800", "\udfff"]))
def test_a_request_with_a_character_that_no_database_keeps_is_refused(campus: Database, text: str, bad: str) -> None:
    request = SoftwareRequest("r", "b204", text + bad + text, "person:ada", "person:ada", NOON, NOON)
    with campus.transactions() as uow, pytest.raises(UnstorableText):
        uow.requests.add(request)


@RELAXED
@given(seen=OBSERVATIONS)
def test_observations(campus: Database, seen: Observation) -> None:
    with campus.transactions() as uow:
        uow.observations.record(seen)
        assert uow.observations.latest(["b204-m1"])["b204-m1"].observation == seen


@RELAXED
@given(failed=FAILURES)
def test_failures(campus: Database, failed: ScanFailure) -> None:
    with campus.transactions() as uow:
        uow.observations.record(failed)
        assert uow.observations.latest(["b204-m1"])["b204-m1"].failure == failed


@RELAXED
@given(causes=st.lists(CAUSES, max_size=3).map(tuple), state=st.sampled_from(RunState))
def test_machine_runs(campus: Database, causes: tuple[Cause, ...], state: RunState) -> None:
    run = MachineRun("o1", "b204-m1", "b204-s1", 1, state, NOON, causes)
    with campus.transactions() as uow:
        uow.rollouts.put_runs([run])
        assert uow.rollouts.runs("o1") == [run]


@RELAXED
@given(lines=st.lists(LINES, max_size=4).map(tuple), change=st.sampled_from(ChangeKind))
def test_manifests(campus: Database, lines: tuple[ManifestLine, ...], change: ChangeKind) -> None:
    revision = Revision("b204", 1, lines, change, None, "person:ada", NOON)
    with campus.transactions() as uow:
        uow.manifests.append(revision)
        assert uow.manifests.latest("b204") == revision


@RELAXED
@given(lines=st.lists(DESIRED, max_size=4).map(tuple))
def test_desired_states_of_waves_come_back_to_the_letter(campus: Database, lines: tuple[DesiredLine, ...]) -> None:
    desired = DesiredState("b204", NOON, lines, {"b204-s1": lines})
    changes = tuple({"item": line.item_id} for line in lines)
    wave = Wave("o1", 1, NOON, desired.as_json(), desired.digest, changes)
    with campus.transactions() as uow:
        uow.rollouts.add_wave(wave)
        assert uow.rollouts.wave("o1", 1) == wave
