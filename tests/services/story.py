"""The cast of the stories: a room in a real store, its machines in memory, its people, and the worker."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any

from orchestrator.adapters.db.unit_of_work import SqlUnitOfWork
from orchestrator.domain.calendars import Site
from orchestrator.domain.catalog import CatalogItem, Provider, Updates
from orchestrator.domain.classrooms import Classroom, RolloutMode, Seat
from orchestrator.domain.machines import ConnectionProfile, Machine, MachineStatus
from orchestrator.domain.people import Actor
from orchestrator.domain.rollouts import CauseCode, MachineRun, Placement, Rollout, RunState
from orchestrator.domain.standing import RequestStanding
from orchestrator.domain.verdicts import SeatState
from orchestrator.services.deadlines import FOLLOW, follow_deadlines
from orchestrator.services.followed import FOLLOWED
from orchestrator.services.owed import await_machines, owe_room
from orchestrator.services.owing import OWE_ROOM
from orchestrator.services.request_ends import withdraw_request
from orchestrator.services.request_reading import get_request
from orchestrator.services.request_views import RequestView
from orchestrator.services.requests import Ask, SubmitRequests, Submitted, submit_requests
from orchestrator.services.rollout_ends import AWAIT_MACHINES
from orchestrator.services.rollouts import RUN_ROLLOUT, RoomPlan, dry_run, run_rollout, start_rollout
from orchestrator.services.room_picture import RoomPicture, picture
from orchestrator.services.waves import RolloutTools
from tests.fakes.clock import StoryClock
from tests.fakes.deployer import FakeDeployer, WorkerDied
from tests.fakes.jobs import JobLog, QueuedJob
from tests.fakes.scanner import WorldScanner
from tests.fakes.workflow import InlineContext, KeptStep
from tests.fakes.world import FakeMachine, Installer, World
from tests.store.databases import Database
from tests.unit.domain.examples import catalog, item, release

ADA = Actor("person:ada", "Ada")
BO = Actor("person:bo", "Bo")
TECHNICIAN = Actor("person:tia", "Tia")
ROOM = "B-204"
LONGEST = 50
"""Jobs or looks after which a story counts as endless."""

OFFERED = (
    item("browser", "1.0", "2.0", updates=Updates.SELF, feed_newest="2.0"),
    item("editor", "5.0", feed_newest="5.0"),
    item("pinned", "1.0", "2.0", feed_newest="9.0"),
    item("zip", release("24.09", source="zip.msi", sha256="ab" * 32, product_code="{ZIP}"), provider=Provider.MSI),
    item("edge", provider=Provider.EXTERNAL),
    item("portal", "3.0", requires=["edge"]),
    item("rival", "1.0", conflicts_with=["editor"]),
    item("vcredist", "1.0"),
    item("unpackaged"),
)


@dataclass
class _Plot:
    """What happens around a rollout's steps: before one, instead of one, or after one before its result is kept."""

    before: dict[str, Callable[[], object]] = field(default_factory=dict)
    breaks: list[str] = field(default_factory=list)
    forgets: list[str] = field(default_factory=list)


@dataclass
class _Watched(InlineContext):
    """Lets things happen around steps, each once."""

    plot: _Plot = field(default_factory=_Plot)

    def step(self, name: str, function: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401 - plain JSON
        assert len(self.steps) < LONGEST, "the rollout never ends"
        if happening := self.plot.before.pop(name, None):
            happening()

        def run(*given: Any) -> Any:  # noqa: ANN401 - plain JSON
            if name in self.plot.breaks:
                self.plot.breaks.remove(name)
                raise RuntimeError(name)
            result = function(*given)
            if name in self.plot.forgets:
                self.plot.forgets.remove(name)
                raise WorkerDied
            return result

        return super().step(name, run, *arguments)


class NotYet(Exception):
    """A job sleeps until a moment that has not come."""


@dataclass
class _Patient(InlineContext):
    """Does not move the clock: a job that sleeps longer is left asleep."""

    def sleep_until(self, moment: datetime) -> None:
        if moment > self.clock.now():
            raise NotYet
        super().sleep_until(moment)


@dataclass
class Story:
    """One room and all that acts on it. Times go on by themselves; jobs run when they are told to.

    Attributes:
        database: The store.
        jobs: What was enqueued.
        clock: Tells the time.
        world: The machines as they really are, by machine id ``m1``, ``m2`` …
        deployer: Works on them.
        tools: What the steps of a rollout work with.
        histories: What each job's steps have given so far, by job id: a job that died goes on from there.
        plot: What happens around the steps of rollouts; each thing once.
    """

    database: Database
    jobs: JobLog
    clock: StoryClock
    world: World
    deployer: FakeDeployer
    tools: RolloutTools
    histories: dict[str, dict[int, KeptStep]] = field(default_factory=dict)
    plot: _Plot = field(default_factory=_Plot)

    def transactions(self) -> SqlUnitOfWork:
        return SqlUnitOfWork(self.database.engines.write, self.jobs.on)

    def reads(self) -> SqlUnitOfWork:
        return SqlUnitOfWork(self.database.engines.read)

    # What people do.

    def ask(self, *items: str | Ask, actor: Actor = ADA, **more: object) -> Submitted:
        """Somebody asks for items in the room."""
        asks = tuple(i if isinstance(i, Ask) else Ask(i) for i in items)
        command = SubmitRequests(ROOM, asks, **more)  # type: ignore[arg-type]
        return submit_requests(
            command, actor=actor, transactions=self.transactions, clock=self.clock, new_id=self.tools.new_id
        )

    def withdraw(self, asked: Submitted, actor: Actor = ADA) -> RequestView:
        """Whoever asked takes the first of the requests back."""
        request_id = asked.requests[0].request.id
        return withdraw_request(request_id, actor=actor, transactions=self.transactions, clock=self.clock)

    def start(self) -> Rollout:
        """A technician starts a rollout."""
        return start_rollout(
            ROOM, actor=TECHNICIAN, transactions=self.transactions, clock=self.clock, new_id=self.tools.new_id
        )

    def offer(self, offered: CatalogItem) -> None:
        """The catalog gets an item, or another version of it."""
        with self.transactions() as uow:
            uow.catalog.put(offered)
            uow.commit()
        self.world.catalog = catalog(*(self.world.catalog.items | {offered.id: offered}).values())

    def take_out_of_service(self, machine_id: str, reason: str) -> None:
        with self.transactions() as uow:
            machine = uow.machines.get(machine_id)
            assert machine is not None
            uow.machines.put(replace(machine, status=MachineStatus.OUT_OF_SERVICE, status_reason=reason))
            uow.commit()

    def newcomer(self, machine_id: str) -> None:
        """A new machine comes to a new seat of the room."""
        number = len(self.room().seats) + 1
        self.world.machines[machine_id] = FakeMachine(f"UUID-{machine_id}")
        with self.transactions() as uow:
            seat = Seat(f"s{number}", f"{number:02}", 1, number)
            uow.classrooms.put(replace(self.room(), seats=(*self.room().seats, seat)))
            uow.machines.put(Machine(machine_id, f"b204-{number:02}", f"b204-{number:02}.example", 5986, "lab"))
            uow.classrooms.assign(seat.id, machine_id, self.clock.now())
            uow.commit()

    def make(self, mode: RolloutMode) -> None:
        with self.transactions() as uow:
            uow.classrooms.put(replace(self.room(), mode=mode))
            uow.commit()

    # What happens to machines.

    def fail(self, machine_id: str, item_id: str, exit_code: int = 1603) -> None:
        """Let an item's installer fail on a machine from now on."""
        self.world.machines[machine_id].installers[item_id] = Installer(exit_code)

    def before_step(self, name: str, happening: Callable[[], object]) -> None:
        """Let something happen just before a rollout's next step of that name."""
        self.plot.before[name] = happening

    def break_step(self, name: str) -> None:
        """Let a rollout's next step of that name raise instead of doing its work."""
        self.plot.breaks.append(name)

    def forget_step(self, name: str) -> None:
        """Let the worker die when a rollout's next step of that name has done its work, and nothing of it is kept."""
        self.plot.forgets.append(name)

    def stop_the_worker(self) -> None:
        """From now on the worker is about to end."""
        self.tools = replace(self.tools, stopping=lambda: True)

    def look(self) -> RoomPlan:
        """Somebody has the room scanned, without a rollout."""
        return dry_run(
            ROOM,
            transactions=self.transactions,
            reads=self.reads,
            clock=self.clock,
            scanner=self.tools.scanner,
            ca_file=None,
        )

    # What the worker does.

    def work(self, *kinds: str) -> list[str]:
        """Run what waits, in order, and what comes of it; seats that are off are left to ``watch``. Kinds that ran."""
        chosen = kinds or (OWE_ROOM, RUN_ROLLOUT)
        ran: list[str] = []
        while job := next((j for j in self.jobs.waiting if j.kind in chosen and "until" not in j.arguments), None):
            self.run(job)
            ran.append(job.kind)
            assert len(ran) < LONGEST, "the work never ends"
        return ran

    def wait_for_the_end(self) -> None:
        """Let requests that end by themselves end, and run what comes of it."""
        for job in [j for j in self.jobs.waiting if "until" in j.arguments]:
            self.run(job)
        self.work()

    def wait_until(self, moment: datetime) -> None:
        """Time passes until a moment: what has fallen due by then happens, and the worker does what comes of it."""
        self.clock.move_to(moment)
        for job in [j for j in self.jobs.waiting if j.kind == FOLLOW]:
            history = self.histories.setdefault(job.id, {})
            context = _Patient(clock=self.clock, history=history)
            try:
                follow_deadlines(context, self.tools, FOLLOWED, **job.arguments)  # type: ignore[arg-type]
            except NotYet:
                continue
            self.jobs.waiting.remove(job)
        self.work()

    def watch(self) -> None:
        """Run what looks after seats that were off, and what comes of it."""
        self.work(AWAIT_MACHINES, OWE_ROOM, RUN_ROLLOUT)

    def run(self, job: QueuedJob) -> InlineContext:
        """Run one job from where it died, if it did. It waits no more once it is through or has failed."""
        history = self.histories.setdefault(job.id, {})
        context = _Watched(clock=self.clock, history=history, exclusive_per_room=job.kind == RUN_ROLLOUT)
        if job.kind == RUN_ROLLOUT:
            context.plot = self.plot
        code = {OWE_ROOM: owe_room, RUN_ROLLOUT: run_rollout, AWAIT_MACHINES: await_machines}[job.kind]
        try:
            code(context, self.tools, **job.arguments)  # type: ignore[operator]
        except Exception:
            self.jobs.waiting.remove(job)
            raise
        self.jobs.waiting.remove(job)
        return context

    # What can be seen.

    def room(self) -> Classroom:
        with self.reads() as uow:
            room = uow.classrooms.by_code(ROOM)
        assert room is not None
        return room

    def picture(self) -> RoomPicture:
        with self.reads() as uow:
            return picture(uow, self.room(), self.clock.now())

    def view(self, submitted: Submitted, index: int = 0) -> RequestView:
        """A request as it stands now."""
        return get_request(submitted.requests[index].request.id, reads=self.reads, clock=self.clock)

    def standing(self, request_id: str) -> RequestStanding:
        """How a request stands now."""
        return get_request(request_id, reads=self.reads, clock=self.clock).standing

    def rollouts(self) -> list[Rollout]:
        """All rollouts, oldest first."""
        with self.reads() as uow:
            return list(reversed(uow.rollouts.page(classroom_id=None, after=None, limit=LONGEST)))

    def runs(self, rollout: Rollout | None = None) -> dict[str, MachineRun]:
        """The machine runs of a rollout, or of the last one."""
        with self.reads() as uow:
            return {run.machine_id: run for run in uow.rollouts.runs((rollout or self.rollouts()[-1]).id)}

    def touched(self) -> list[set[str]]:
        """The machines on which each rollout did something, oldest first; not those that it did nothing on."""
        return [{m for m, run in self.runs(rollout).items() if run.wave} for rollout in self.rollouts()]

    def states(self, rollout: Rollout | None = None) -> dict[str, RunState]:
        return {machine_id: run.state for machine_id, run in self.runs(rollout).items()}

    def causes(self, machine_id: str) -> list[tuple[CauseCode, str | None]]:
        return [(cause.code, cause.item_id) for cause in self.runs()[machine_id].causes]

    def seats(self) -> dict[str, SeatState]:
        """Each seat's state as people see it, by the machine that stands there."""
        return {seat.machine.id if seat.machine else seat.seat.id: seat.state for seat in self.picture().seats}

    def placements(self) -> dict[str, dict[str, Placement]]:
        """What is ours, by machine and item."""
        with self.reads() as uow:
            found = uow.rollouts.placements(set(self.world.machines))
        ours: dict[str, dict[str, Placement]] = {machine_id: {} for machine_id in self.world.machines}
        for placement in found:
            ours[placement.machine_id][placement.item_id] = placement
        return ours

    def executed(self) -> dict[str, list[str]]:
        """What installers were really started on each machine."""
        return {machine_id: machine.executed for machine_id, machine in self.world.machines.items()}

    def events(self, rollout: Rollout | None = None) -> list[str]:
        with self.reads() as uow:
            return [event.kind for event in uow.events.after((rollout or self.rollouts()[-1]).id, 0, 10_000)]


def furnished(
    database: Database,
    *,
    machines: int = 4,
    mode: RolloutMode = RolloutMode.AUTOMATIC,
    baseline: Iterable[str] = (),
    software: Mapping[str, str] | None = None,
    wave_size: int = 0,
    notice_working_days: int = 0,
) -> Story:
    """A room whose seats each have a machine; the first seat is the podium.

    Args:
        database: An empty store.
        machines: How many.
        mode: Who starts its rollouts.
        baseline: What it has without a request.
        software: What is on every machine at first.
        wave_size: Machines in a wave; 0 for all at once.
        notice_working_days: The site's notice.
    """
    clock = StoryClock()
    world = World(catalog(*OFFERED))
    deployer = FakeDeployer(world)
    jobs = JobLog()
    numbers = count(1)
    story = Story(database, jobs, clock, world, deployer, None)  # type: ignore[arg-type]
    story.tools = RolloutTools(
        transactions=story.transactions,
        clock=clock,
        new_id=lambda: f"id-{next(numbers):06}",
        scanner=WorldScanner(world, clock),
        deployer=deployer,
        ca_file=None,
        wave_size=wave_size,
        retry_pending_minutes=15,
    )
    ids = [f"m{n}" for n in range(1, machines + 1)]
    seats = tuple(Seat(f"s{n}", f"{n:02}", 1, n, podium=n == 1) for n in range(1, machines + 1))
    with story.transactions() as uow:
        uow.site.put(Site("UTC", notice_working_days=notice_working_days))
        for offered in OFFERED:
            uow.catalog.put(offered)
        uow.machines.put_profile(ConnectionProfile("lab", "basic", "admin", "lab-password"))
        uow.classrooms.put(Classroom("room", ROOM, "B", "UTC", mode, tuple(baseline), seats))
        for number, machine_id in enumerate(ids, 1):
            world.machines[machine_id] = FakeMachine(f"UUID-{machine_id}", dict(software or {}))
            uow.machines.put(Machine(machine_id, f"b204-{number:02}", f"b204-{number:02}.example", 5986, "lab"))
            uow.classrooms.assign(f"s{number}", machine_id, clock.now())
        uow.commit()
    return story
