"""The HTTP service over a real store on a file of this test's own, with a small campus in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from api.app import create_app
from api.rate_limits import Budgets
from orchestrator.domain.catalog import CatalogItem, DetectionRule, Provider, Release, Updates
from orchestrator.domain.classrooms import Classroom, RolloutMode, Seat
from orchestrator.domain.machines import ConnectionProfile, Machine, MachineStatus
from orchestrator.domain.observations import ChocolateyPackage, Hardware, InstalledProduct, Observation
from orchestrator.domain.rollouts import Cause, MachineRun, RolloutState, RunState
from orchestrator.services.toolbox import Toolbox
from tests.api.moments import NOON
from tests.api.people import ADA, HASHER, RULES
from tests.fakes.scanner import FakeScanner
from tests.fakes.tester import FakeTester
from tests.store.databases import Database

PROFILE = ConnectionProfile("lab", "basic", "installer", "lab_password")
EDGE = CatalogItem(
    id="microsoft-edge",
    title="Microsoft Edge",
    publisher="Microsoft Corporation",
    provider=Provider.EXTERNAL,
    detection=DetectionRule(name_pattern="Microsoft Edge", publisher="Microsoft Corporation"),
)
HARDWARE = Hardware(16384, 487637, 214906, "Intel(R) Core(TM) i5-8500", 6, "10.0.22631.4460", "Windows 11 Education")
FIREFOX = CatalogItem(
    id="firefox",
    title="Mozilla Firefox",
    publisher="Mozilla",
    summary="Web browser that installs beside Microsoft Edge.",
    provider=Provider.CHOCOLATEY,
    detection=DetectionRule("firefox", "Mozilla Firefox*", "Mozilla"),
    releases=(Release("144.0.2"), Release("145.0.1")),
    package="firefox",
    feed="feed",
    updates=Updates.SELF,
    coexists_with=("microsoft-edge",),
    provides=("browser",),
)
FORMS = CatalogItem(
    id="student-records-forms",
    title="Student Records Forms",
    publisher="Campus IT",
    provider=Provider.MSI,
    detection=DetectionRule(name_pattern="Student Records Forms"),
    releases=(Release("4.2", source="files/forms.msi", sha256="0" * 64, product_code="{A}"),),
    requires=("microsoft-edge",),
)
GIT = replace(
    FIREFOX, id="git", title="Git", summary="", package="git", detection=DetectionRule("git"), provides=(), minutes=2
)
PORT = CatalogItem(
    id="port-8080-open",
    title="Open firewall port 8080",
    publisher="Campus IT, network",
    provider=Provider.MANUAL,
    detection=DetectionRule(),
)
OLD_BROWSER = replace(GIT, id="old-browser", title="Old Browser", package="old", conflicts_with=("firefox",))

MANY_CALLS = Budgets(reads=10**6, writes=10**6, expensive=10**6, sign_ins=10**6)
ORIGIN = "https://classroom.example.edu"
"""Where the service is, as a browser sees it: a cookie that is for TLS only is sent there."""


class StandingClock:
    """Stands at NOON until it is set."""

    def __init__(self) -> None:
        self.moment: datetime = NOON

    def now(self) -> datetime:
        """That moment."""
        return self.moment


class CountingIds:
    """Ids that sort by age: the real ones may fall into one millisecond."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> str:
        """The next one."""
        self.count += 1
        return f"00000000-0000-7000-8000-{self.count:012d}"


@dataclass
class Service:
    """The service with everything that a test looks at or turns."""

    database: Database
    scanner: FakeScanner = field(default_factory=FakeScanner)
    tester: FakeTester = field(default_factory=FakeTester)
    clock: StandingClock = field(default_factory=StandingClock)
    new_id: CountingIds = field(default_factory=CountingIds)

    def __post_init__(self) -> None:
        self.client = TestClient(self.app(), ORIGIN, raise_server_exceptions=False)

    def toolbox(self, **other: Any) -> Toolbox:  # noqa: ANN401 - any field of it
        """The ports, or others in their place."""
        tools = Toolbox(
            transactions=self.database.transactions,
            reads=self.database.reads,
            clock=self.clock,
            new_id=self.new_id,
            scanner=self.scanner,
            tester=self.tester,
            ca_file=None,
            language="en",
            hasher=HASHER,
            rules=RULES,
            secure_cookies=True,
        )
        return replace(tools, **other)

    def app(self, *, budgets: Budgets = MANY_CALLS, **other: Any) -> FastAPI:  # noqa: ANN401 - any field of the toolbox
        """The application over the toolbox; a test may call as often as it likes."""
        return create_app(self.toolbox(**other), budgets=budgets)

    def get(self, path: str, *, headers: Mapping[str, str] = ADA, **query: Any) -> Response:  # noqa: ANN401 - its text
        """A GET below /api/v1 as Ada."""
        return self.client.get(f"/api/v1{path}", params=query, headers=dict(headers))

    def post(self, path: str, body: object = None, *, headers: Mapping[str, str] = ADA) -> Response:
        """A POST below /api/v1 as Ada."""
        return self.client.post(f"/api/v1{path}", json=body, headers=dict(headers))

    def delete(self, path: str, *, headers: Mapping[str, str] = ADA) -> Response:
        """A DELETE below /api/v1 as Ada."""
        return self.client.delete(f"/api/v1{path}", headers=dict(headers))

    def ask(self, *items: str, room: str = "B-204", headers: Mapping[str, str] = ADA, **form: Any) -> Any:  # noqa: ANN401 - JSON
        """Submit a request that must be accepted; what was answered."""
        answer = self.post(
            "/requests", {"classroom": room, "items": [{"item": item} for item in items], **form}, headers=headers
        )
        assert answer.status_code == 201, answer.text
        return answer.json()

    def ask_with_line(self, item: str, line: str, **ask: Any) -> str:  # noqa: ANN401 - JSON
        """Ask for one item in B-204 with a line about its settings; the request's id."""
        form = {"classroom": "B-204", "items": [{"item": item, "settings_line": line, **ask}]}
        answer = self.post("/requests", form, headers=ADA)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["requests"][0]["id"])

    def offer(self, item: CatalogItem) -> None:
        """Put another item into the catalog."""
        with self.database.transactions() as uow:
            uow.catalog.put(item)
            uow.commit()

    def move(self, room: str, zone: str) -> None:
        """Let the clocks of a room be those of another zone."""
        with self.database.transactions() as uow:
            found = uow.classrooms.by_code(room)
            assert found is not None
            uow.classrooms.put(replace(found, timezone=zone))
            uow.commit()

    def see(self, room: str, seat: int, *products: InstalledProduct, packages: tuple[str, ...] = ()) -> None:
        """Let the scanner see products and Chocolatey packages (``id=version``) at a seat, from the next scan on."""
        machine = f"{room.replace('-', '').lower()}-m{seat}"
        chocolatey = tuple(ChocolateyPackage(*package.split("=")) for package in packages)
        seen = Observation(
            machine, NOON, f"PC-{seat}", f"UUID-{machine}".upper(), products, chocolatey, hardware=HARDWARE
        )
        self.scanner.results = {**self.scanner.results, machine: seen}

    def finish(self, rollout_id: str, states: Mapping[int, RunState], causes: Mapping[int, Cause]) -> None:
        """End a rollout of B-204 with the given states by seat, as the worker would write it."""
        end = NOON + timedelta(minutes=4)
        with self.database.transactions() as uow:
            rollout = uow.rollouts.get(rollout_id)
            assert rollout is not None
            room = rollout.classroom_id
            runs = [
                MachineRun(
                    rollout_id, f"{room}-m{n}", f"{room}-s{n}", 1, state, end, (causes[n],) if n in causes else ()
                )
                for n, state in states.items()
            ]
            uow.rollouts.put_runs(runs)
            done = all(state is RunState.READY for state in states.values())
            running = rollout.moved_to(RolloutState.RUNNING, NOON)
            uow.rollouts.update(running.moved_to(RolloutState.DONE if done else RolloutState.INCOMPLETE, end))
            uow.events.append(rollout_id, NOON, [("rollout.started", None, {"machines": len(runs)})])
            uow.events.append(
                rollout_id,
                end,
                [
                    ("machine.state", run.machine_id, {"state": run.state.value, "wave": 1, "causes": _plain(run)})
                    for run in runs
                ],
            )
            uow.commit()


def firefox(version: str = "145.0.1") -> InstalledProduct:
    """Its entry in the registry."""
    return InstalledProduct("Mozilla Firefox", "64", "Mozilla Firefox (x64 en-GB)", version, "Mozilla")


def edge() -> InstalledProduct:
    """Its entry in the registry."""
    return InstalledProduct("Microsoft Edge", "32", "Microsoft Edge", "142.0", "Microsoft Corporation")


def furnish(database: Database) -> None:
    """B-204 with four seats (Edge is its baseline, the last is out of service), C-101 with two by technician.

    They have nothing in common: neither the building nor the department that owns them.
    """
    with database.transactions() as uow:
        uow.machines.put_profile(PROFILE)
        for item in (EDGE, FIREFOX, FORMS, GIT, OLD_BROWSER):
            uow.catalog.put(item)
        for code, building, department, mode, seats, baseline in (
            ("B-204", "Main building", "Physics", RolloutMode.AUTOMATIC, 4, (EDGE.id,)),
            ("C-101", "Annex", "Chemistry", RolloutMode.BY_TECHNICIAN, 2, ()),
        ):
            room = code.replace("-", "").lower()
            places = tuple(Seat(f"{room}-s{n}", f"{n:02}", 1, n, podium=n == 1) for n in range(1, seats + 1))
            uow.classrooms.put(
                Classroom(room, code, building, "Europe/Berlin", mode, baseline, places, department=department)
            )
            for n, seat in enumerate(places, 1):
                out = (code, n) == ("B-204", 4)
                machine = Machine(
                    f"{room}-m{n}",
                    f"{room}-{n:02}",
                    f"{room}-{n:02}.example.edu",
                    5986,
                    PROFILE.name,
                    status=MachineStatus.OUT_OF_SERVICE if out else MachineStatus.IN_SERVICE,
                    status_reason="fan broken" if out else "",
                )
                uow.machines.put(machine)
                uow.classrooms.assign(seat.id, machine.id, NOON)
        uow.commit()


def _plain(run: MachineRun) -> list[dict[str, Any]]:
    return [
        {k: v for k, v in (("code", c.code.value), ("item_id", c.item_id), ("exit_code", c.exit_code)) if v}
        for c in run.causes
    ]
