"""Machines and how they are reached."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from orchestrator.domain.machines import MachineStatus
from tests.store.databases import Database
from tests.store.values import LATER, PROFILE, a_machine


def test_a_machine_comes_back_as_it_was_put(campus: Database) -> None:
    machine = replace(
        a_machine(1), hardware_id="4C4C4544-0051", status=MachineStatus.OUT_OF_SERVICE, status_reason="fan is loud"
    )
    with campus.transactions() as uow:
        uow.machines.put(machine)
        uow.commit()
    with campus.reads() as uow:
        assert uow.machines.get("b204-m1") == machine
        assert uow.machines.get("nobody") is None


def test_machines_are_listed_by_name(campus: Database) -> None:
    with campus.transactions() as uow:
        uow.machines.put(replace(a_machine(7), id="0", name="aaa"))
        uow.commit()
    with campus.reads() as uow:
        assert [m.name for m in uow.machines.all()] == [
            "aaa", "b204-01", "b204-02", "b204-03", "c101-01", "c101-02", "c101-03",
        ]  # fmt: skip


def test_the_machines_of_a_room_stand_in_seat_order(campus: Database) -> None:
    with campus.transactions() as uow:
        uow.classrooms.assign("b204-s1", "b204-m3", LATER)
        uow.classrooms.assign("b204-s3", "c101-m1", LATER)
        assert [m.id for m in uow.machines.of_classroom("b204")] == ["b204-m3", "b204-m2", "c101-m1"]
        assert [m.id for m in uow.machines.of_classroom("c101")] == ["c101-m2", "c101-m3"]
        assert uow.machines.of_classroom("nowhere") == []


def test_a_name_is_one_machine(campus: Database) -> None:
    with campus.transactions() as uow, pytest.raises(IntegrityError, match="name"):
        uow.machines.put(replace(a_machine(1), id="other"))


def test_a_machine_needs_a_profile(campus: Database) -> None:
    with campus.transactions() as uow, pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        uow.machines.put(replace(a_machine(1), profile="unheard"))


def test_profiles_come_back_by_name(database: Database) -> None:
    plain = replace(PROFILE, name="a", ca_file=None)
    with database.transactions() as uow:
        assert uow.machines.profiles() == {}
        uow.machines.put_profile(PROFILE)
        uow.machines.put_profile(plain)
        uow.machines.put_profile(replace(PROFILE, user="other"))
        assert uow.machines.profiles() == {"a": plain, "lab": replace(PROFILE, user="other")}
