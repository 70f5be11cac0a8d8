"""Our own writers and the engine share one SQLite file; each waits for the other, and nobody is turned away."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text
from structlog.testing import capture_logs

from orchestrator.adapters.workflows.kinds import JobKind
from orchestrator.services.durable import WorkflowContext
from tests.integration.workflows.stage import DEADLINE_SECONDS, Stage, open_engine, wait_for

JOBS = 50
WRITERS = 4
PAUSE_SECONDS = 0.005
"""Between two transactions of a writer: SQLite serves those that wait by luck, and never those who never pause."""


def test_four_writers_and_fifty_jobs_do_not_lock_each_other_out(stage: Stage) -> None:
    done = threading.Event()
    begun = threading.Barrier(WRITERS + 1)

    def write(number: int) -> int:
        """Write until all jobs are done, on a connection of its own, reading first as a unit of work does."""
        engine = open_engine(stage.file)
        written = 0
        while not done.is_set():
            with engine.begin() as connection:
                last = connection.execute(text("SELECT coalesce(max(id), 0) FROM mark")).scalar_one()
                connection.execute(
                    text("INSERT INTO mark (id, job, word) VALUES (:id, 'writer', :word)"),
                    {"id": last + 1, "word": str(number)},
                )
            written += 1
            if written == 1:
                begun.wait(DEADLINE_SECONDS)
            time.sleep(PAUSE_SECONDS)
        engine.dispose()
        return written

    def job(context: WorkflowContext, **arguments: str | None) -> None:
        context.step("first", stage.mark, "job", arguments["number"])
        context.step("second", lambda: None)

    kinds = [JobKind("job", job, exclusive_per_room=False)]
    with capture_logs() as logged, stage.worker(kinds), ThreadPoolExecutor(WRITERS) as pool:
        writers = [pool.submit(write, number) for number in range(WRITERS)]
        try:
            begun.wait(DEADLINE_SECONDS)
            for number in range(JOBS):
                stage.enqueue(kinds, "job", str(number), {"number": str(number)})
            wait_for(lambda: stage.states() == {"SUCCESS": JOBS})
        finally:
            done.set()
        written = [writer.result(DEADLINE_SECONDS) for writer in writers]

    assert logged == []
    assert len(stage.marks("writer")) == sum(written)
    assert sorted(stage.marks("job"), key=int) == [str(number) for number in range(JOBS)]
    print(f"{JOBS} jobs beside {sum(written)} transactions of {WRITERS} writers: {written}")  # noqa: T201 - a figure for people
