"""Figures at a terminal."""

import csv
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from orchestrator.cli.exit_codes import ExitCode
from orchestrator.domain.milestones import Milestone, Promise, PromiseKind
from orchestrator.domain.people import CAMPUS, Role
from orchestrator.domain.requests import RequestState
from tests.api.answers.figures import two_due
from tests.api.moments import NOON
from tests.api.people import hire
from tests.cli.conftest import Shell


def test_r4_6_counts_stand_beside_percent(shell: Shell) -> None:
    two_due(shell.service)
    said = shell.ok("figures", "show", who="olga")
    assert "1 of 2 (50.00 %), goal 99.99 %" in said
    assert "unknown" in said
    assert "overrides by kind" not in said


def test_r4_6_one_of_412_that_is_missing_is_not_rounded_away(shell: Shell) -> None:
    service = shell.service
    room = service.ask("firefox")["requests"][0]["id"]
    with service.database.transactions() as uow:
        first = uow.requests.get(room)
        assert first is not None
        promised = Promise(first.id, PromiseKind.PACKAGED, first.created_at)
        for number in range(411):
            request = replace(first, id=f"r{number:03}", state=RequestState.CLOSED, ended_at=first.needed_by)
            uow.requests.add(request)
            uow.milestones.promise(replace(promised, request_id=request.id))
            uow.milestones.keep([Milestone(request.id, NOON, NOON, 2, 2, 2, 0, request.needed_by)])
        uow.commit()
    service.clock.moment = NOON + timedelta(days=14)
    assert "411 of 412 (99.75 %), goal 99.99 %" in shell.ok("figures", "show", who="olga")


def test_groups_stand_under_their_names(shell: Shell) -> None:
    two_due(shell.service)
    assert "\nB-204\n" in shell.ok("figures", "show", "--by", "room", who="olga")
    nothing = shell.ok("figures", "show", "--by", "room", "--until", "2026-06-01", who="olga")
    assert "Nothing falls into this time." in nothing
    assert shell("figures", "show", "--by", "person", who="olga").exit_code == ExitCode.INVALID


def test_ones_own_are_open_to_everybody(shell: Shell) -> None:
    two_due(shell.service)
    assert "1 of 2 (50.00 %)" in shell.ok("figures", "mine")
    assert shell("figures", "show").exit_code == ExitCode.NOT_ALLOWED


def test_a_file_holds_the_same(shell: Shell, tmp_path: Path) -> None:
    two_due(shell.service)
    file = tmp_path / "figures.csv"
    said = shell.ok("figures", "csv", "--by", "month", "--output", str(file), who="olga")
    assert "holds them." in said.replace("\n", " ")
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    assert {(r["figure"], r["value"], r["of"]) for r in rows} >= {("ready_in_time", "1", "2")}
    broken = shell("figures", "csv", "--output", str(tmp_path / "nowhere" / "x"), who="olga")
    assert broken.exit_code == ExitCode.FAULT


def test_r4_7_one_person_is_looked_at_after_two_have_decided(shell: Shell) -> None:
    hire(shell.service.database, "milo", (Role.MANAGER, CAMPUS), name="Milo Manager")
    assert "nobody has asked to" in shell.ok("figures", "decisions")
    assert shell("figures", "person", "tim", who="olga").exit_code == ExitCode.NOT_ALLOWED
    words = ["figures", "propose", "See who has too much to do", "--for", "olga", "--until", "2027-06-30"]
    made = json.loads(shell.ok(*words, "--json", who="marta"))
    assert "waits for a second person" in shell.ok(*words, who="marta")
    assert "in force" in shell.ok("figures", "answer", made["id"], "approve", who="milo")
    assert "Olga Auditor" in shell.ok("figures", "decisions", who="tim")
    assert "holds" in shell.ok("figures", "person", "tim", who="olga")
    assert (
        json.loads(shell.ok("figures", "answer", made["id"], "end", "--json", who="marta"))["state"]["code"] == "ended"
    )
