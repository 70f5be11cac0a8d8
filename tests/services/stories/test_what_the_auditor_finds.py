"""An auditor wants to know who overrode what, why, on what evidence, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from orchestrator.domain.evidence import Category, Evidence
from tests.services.court import MARTA, PETER, Court
from tests.services.deciders import FULL, Deciders
from tests.services.stories.conftest import OLGA, Web
from tests.services.story import ADA, BO, TECHNICIAN
from tests.store.record.written import Checks, sign

MOST_STEPS = 4
WHY = "The machines in this room have not enough memory for it."


@dataclass
class Auditor:
    """Olga at work. Each thing that she does is a step."""

    web: Web
    checks: Checks
    steps: int = 0

    def export(self) -> None:
        """One command on the host."""
        self.steps += 1
        self.checks.exported()

    def verify_offline(self) -> dict[str, Any]:
        """One command on a machine of hers, by the program that shares no code with the service."""
        self.steps += 1
        return self.checks.stand_alone()

    def search(self, kind: str) -> list[dict[str, Any]]:
        """One search; the subjects and texts of each entry by what they are, newest first."""
        self.steps += 1
        found = self.web.get("/record", OLGA, kind=kind).json()["entries"]
        return [
            {
                **entry,
                "subjects": {subject["kind"]: subject["id"] for subject in entry["subjects"]},
                "texts": {text["field"]: text["text"] for text in entry["texts"]},
            }
            for entry in found
        ]


@pytest.fixture
def overridden(court: Court, deciders: Deciders) -> dict[str, str]:
    """Two overrides: one takes a second person, the other is contested and overturned. Their ids, by item."""
    story, tia = court.story, court.caller(TECHNICIAN)
    editor = story.ask("editor").requests[0].request.id
    browser = story.ask("browser", actor=BO).requests[0].request.id
    needs = Evidence(memory_mb=64_000)
    hardware = deciders.record(
        tia, deciders.command(editor, category=Category.HARDWARE, evidence=needs, explanation=WHY)
    )
    other = deciders.command(browser, category=Category.OTHER, expires_at=deciders.after(days=20), **FULL)
    second = deciders.approve(court.caller(MARTA), deciders.record(tia, other))
    court.rule(court.contest(hardware.id, editor), PETER)
    story.work()
    return {"editor": hardware.id, "browser": second.id}


def test_who_what_why_on_what_evidence_and_with_what_outcome_in_four_steps_at_most(
    court: Court, overridden: dict[str, str], over_http: Callable[[Court], Web], tmp_path: Path
) -> None:
    """R3.3, R4.7: all of it stands in the record, names and reasons beside it, and a proof that nothing was bent."""
    sign(court.story.database)
    auditor = Auditor(over_http(court), Checks(court.story.database, tmp_path))

    auditor.export()
    verified = auditor.verify_offline()
    assert (verified["status"], verified["findings"]) == (0, [])

    said = {(e["subjects"]["item"], e["kind"]["code"]): e for e in auditor.search("override.")}
    recorded, approved = said["editor", "override.recorded"], said["browser", "override.approved"]
    assert recorded["actor"] == {"id": TECHNICIAN.id, "name": TECHNICIAN.name}
    assert recorded["subjects"] | {"person": ADA.id, "category": "hardware"} == recorded["subjects"]
    assert recorded["subjects"]["override"] == overridden["editor"]
    assert (recorded["texts"]["explanation"], recorded["texts"]["evidence"]) == (WHY, "memory_mb: 64000")
    assert approved["actor"] == {"id": MARTA.id, "name": MARTA.name}

    outcomes = {e["subjects"]["override"]: e for e in auditor.search("contest.") if "outcome" in e["subjects"]}
    ruled = outcomes[overridden["editor"]]
    assert (ruled["subjects"]["outcome"], ruled["actor"]["name"]) == ("overturned", PETER.name)
    assert ruled["texts"]["words"] == "It was measured again."
    assert auditor.steps <= MOST_STEPS
