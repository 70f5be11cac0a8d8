"""One unit of work is one transaction."""

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, ResourceClosedError

from orchestrator.adapters.db.errors import ReadsOnly
from orchestrator.adapters.db.unit_of_work import SqlUnitOfWork
from orchestrator.domain.people import WORKER, Actor
from orchestrator.services.unit_of_work import Reads, Transactions
from tests.store.databases import Database
from tests.store.values import NOON, a_machine, a_request, a_room

ADA = Actor("person:ada", "Ada")


def names(database: Database) -> dict[str, str]:
    with database.reads() as uow:
        return dict(uow.people.names({ADA.id, WORKER.id}))


def test_it_is_the_port_that_services_expect(database: Database) -> None:
    transactions: Transactions = database.transactions
    reads: Reads = database.reads
    with transactions() as uow:
        uow.people.remember(ADA)
        uow.commit()
    with reads() as uow:
        assert uow.people.names([ADA.id]) == {ADA.id: "Ada"}


def test_what_is_committed_lasts(database: Database) -> None:
    with database.transactions() as uow:
        uow.people.remember(ADA)
        uow.commit()
    assert names(database) == {ADA.id: "Ada"}


def test_a_forgotten_commit_rolls_back(database: Database) -> None:
    with database.transactions() as uow:
        uow.people.remember(ADA)
    assert names(database) == {}


def test_an_exception_rolls_back_and_passes_through(database: Database) -> None:
    def fail_after_writing() -> None:
        with database.transactions() as uow:
            uow.people.remember(ADA)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_writing()
    assert names(database) == {}


def test_a_refused_statement_rolls_back_what_came_before_it(campus: Database) -> None:
    def write_and_be_refused() -> None:
        with campus.transactions() as uow:
            uow.people.remember(ADA)
            uow.requests.add(a_request(room="nowhere"))

    with pytest.raises(IntegrityError):
        write_and_be_refused()
    assert names(campus) == {}


def test_it_sees_what_it_wrote(database: Database) -> None:
    with database.transactions() as uow:
        uow.people.remember(ADA)
        assert uow.people.names([ADA.id]) == {ADA.id: "Ada"}


def test_reads_see_nothing_uncommitted_and_do_not_wait_for_it(database: Database) -> None:
    with database.transactions() as uow:
        uow.people.remember(ADA)
        assert names(database) == {}
        uow.commit()
    assert names(database) == {ADA.id: "Ada"}


def test_a_read_sees_one_unchanging_state(database: Database) -> None:
    with database.reads() as before:
        assert before.people.names([ADA.id]) == {}
        with database.transactions() as uow:
            uow.people.remember(ADA)
            uow.commit()
        assert before.people.names([ADA.id]) == {}


def test_the_database_refuses_to_write_in_a_read(campus: Database) -> None:
    with campus.reads() as uow, pytest.raises(DBAPIError, match=r"(?i)read-?only"):
        uow.people.remember(ADA)
    with campus.reads() as uow, pytest.raises(DBAPIError, match=r"(?i)read-?only"):
        uow.classrooms.put(a_room(1))
    with campus.reads() as uow, pytest.raises(DBAPIError, match=r"(?i)read-?only"):
        uow.audit.append(at=NOON, actor=ADA, kind="k", subjects={})


def test_a_read_enqueues_nothing(database: Database) -> None:
    with database.reads() as uow, pytest.raises(ReadsOnly, match="run-rollout o1"):
        uow.jobs.enqueue("run-rollout", "o1", {})


def test_jobs_are_made_on_the_connection_of_the_transaction(database: Database) -> None:
    with database.transactions() as uow:
        uow.people.remember(ADA)
        uow.jobs.enqueue("run-rollout", "o1", {"rollout_id": "o1", "note": None})
        (connection,) = database.jobs.connections
        assert connection.exec_driver_sql("SELECT name FROM cs_people").scalar_one() == "Ada"
    assert database.jobs.enqueued == [("run-rollout", "o1", {"rollout_id": "o1", "note": None})]


def test_after_the_commit_it_is_over(database: Database) -> None:
    with database.transactions() as uow:
        uow.commit()
        with pytest.raises(ResourceClosedError):
            uow.people.remember(ADA)


def test_a_commit_needs_a_beginning(database: Database) -> None:
    with pytest.raises(RuntimeError, match="inside its with block"):
        database.transactions().commit()


def test_a_failing_jobs_factory_leaves_no_transaction_open(database: Database) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), SqlUnitOfWork(database.engines.write, broken):  # type: ignore[arg-type]
        pass
    with database.transactions() as uow:
        uow.people.remember(ADA)
        uow.commit()


def test_foreign_keys_are_kept(campus: Database) -> None:
    with campus.transactions() as uow, pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        uow.classrooms.assign("b204-s1", "no-such-machine", NOON)
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        campus.sql("DELETE FROM cs_classrooms WHERE id = 'b204'")
    with campus.reads() as uow:
        assert uow.machines.get("b204-m1") == a_machine(1)
