"""A room over a real database file whose deadlines a worker process follows, by a clock that the test sets.

Why the clock is a file: the test and the worker that it kills are two processes, and a test that sets the time needs
not wait for it. Nothing listens where the room's machine should be, so that rollouts begin and find it switched off.
"""

import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from orchestrator.bootstrap import Parts
from orchestrator.domain.calendars import Site
from orchestrator.domain.classrooms import Classroom, RolloutMode, Seat
from orchestrator.domain.machines import ConnectionProfile, Machine
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.services.requests import Ask, SubmitRequests, submit_requests
from orchestrator.settings import Settings
from tests.service_fixture import ADA, FIREFOX, GIT, ROOM

MORNING = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
"""When a test begins; a Monday."""
NOBODY_LISTENS = 9
"""A port of this host, of a service that no longer exists."""


@dataclass(frozen=True)
class FileClock:
    """Tells the moment that is written in a file; it stands still until it is set."""

    file: Path

    def now(self) -> datetime:
        return datetime.fromisoformat(self.file.read_text(encoding="ascii"))

    def set(self, moment: datetime) -> None:
        """Let it be a moment, later or earlier, from now on: whoever looks sees the old one or this one."""
        fresh = self.file.with_suffix(".fresh")
        fresh.write_text(moment.isoformat(), encoding="ascii")
        fresh.replace(self.file)

    def jump(self, by: timedelta) -> None:
        self.set(self.now() + by)


def settings_of(folder: Path) -> Settings:
    """The settings of the installation in a folder."""
    os.environ["CLASSROOM_SECRET_LAB_ADMIN"] = "nobody asks for it"
    return Settings(
        database_url=f"sqlite:///{folder / 'classroom.sqlite'}", state_dir=folder / "state", executor_id="test"
    )


def by_the_file(parts: Parts, folder: Path) -> Parts:
    """The same parts with the clock of the folder."""
    return replace(parts, toolbox=replace(parts.toolbox, clock=FileClock(folder / "clock")))


@dataclass
class DeadlineStage:
    """The room, and what a test does and sees there."""

    folder: Path
    parts: Parts

    def __post_init__(self) -> None:
        self.clock = FileClock(self.folder / "clock")
        self.tools = self.parts.toolbox

    def furnish(self) -> None:
        """The room with one seat, and its machine."""
        with self.tools.transactions() as uow:
            uow.site.put(Site(notice_working_days=0))
            uow.machines.put_profile(ConnectionProfile("lab", "basic", "admin", "lab_admin", connect_timeout=1))
            seat = Seat("seat-1", "01", 1, 1)
            room = Classroom(ROOM, "B-204", "Main building", "Europe/Berlin", mode=RolloutMode.AUTOMATIC, seats=(seat,))
            uow.classrooms.put(room)
            uow.machines.put(Machine("b204-01", "b204-01", "127.0.0.1", NOBODY_LISTENS, "lab", None))
            uow.classrooms.assign(seat.id, "b204-01", self.clock.now())
            for item in (FIREFOX, GIT):
                uow.catalog.put(item)
            uow.commit()

    def ask(self, item: str) -> SoftwareRequest:
        """Ada asks for something."""
        tools = self.tools
        asked = submit_requests(
            SubmitRequests("B-204", (Ask(item),)),
            actor=ADA,
            transactions=tools.transactions,
            clock=tools.clock,
            new_id=tools.new_id,
        )
        return asked.requests[0].request

    def jobs(self, beginning: str) -> dict[str, str]:
        """State of each piece of durable work whose id begins so."""
        query = text("SELECT workflow_uuid, status FROM workflow_status WHERE workflow_uuid LIKE :beginning")
        with self.parts.engines.read.connect() as connection:
            rows = connection.execute(query, {"beginning": f"{beginning}%"}).all()
        return {row.workflow_uuid: row.status for row in rows}

    def steps(self, job_id: str) -> list[str]:
        """Steps of a piece of work whose results are kept, in order."""
        query = text("SELECT function_name FROM operation_outputs WHERE workflow_uuid = :id ORDER BY function_id")
        with self.parts.engines.read.connect() as connection:
            return [row.function_name for row in connection.execute(query, {"id": job_id})]
