"""The steps of each workflow, pinned to the version under which running work is stored.

When this fails because the order was changed on purpose: raise the number in ``adapters/workflows/identity.py``, and
then the lists here. Without that, work that began before an upgrade would be replayed against other code.
"""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from orchestrator.adapters.workflows.identity import APPLICATION_VERSION
from orchestrator.bootstrap import job_kinds
from tests.fakes.workflow import step_order

MOMENT = "2027-01-12T08:00:00+00:00"
ROLL: dict[str, str | None] = {"classroom_id": "room", "rollout_id": "rollout", "trigger": "owed", "revision": "1"}

PINNED: dict[str, list[tuple[dict[str, str | None], dict[str, Sequence[Any]], tuple[str, ...]]]] = {
    "owe-room": [
        ({"classroom_id": "room", "revision": "1"}, {"slot": [MOMENT]}, ("slot", "begin")),
        ({"classroom_id": "room", "revision": "1"}, {"slot": [None]}, ("slot",)),
        (
            {"classroom_id": "room", "revision": "1", "because": "override:o1:expired"},
            {"slot": [MOMENT]},
            ("slot", "begin"),
        ),
    ],
    "follow-deadlines": [
        ({"thing": "override", "thing_id": "o1"}, {"next-1": [None]}, ("next-1",)),
        (
            {"thing": "override", "thing_id": "o1"},
            {"next-1": [MOMENT], "next-2": [MOMENT], "next-3": [None]},
            ("next-1", "due-1", "next-2", "due-2", "next-3"),
        ),
    ],
    "await-machines": [
        (
            {"classroom_id": "room", "rollout_id": "rollout"},
            {"next-1": [MOMENT], "look-1": ["silent"], "next-2": [MOMENT], "look-2": ["answered"]},
            ("next-1", "look-1", "next-2", "look-2", "begin-2"),
        ),
        (
            {"classroom_id": "room", "rollout_id": "rollout"},
            {"next-1": [MOMENT], "look-1": ["over"]},
            ("next-1", "look-1"),
        ),
    ],
    "sign-checkpoint": [({}, {"gather": [MOMENT]}, ("gather", "sign"))],
    "publish-checkpoints": [
        ({"number": "0"}, {"targets": [["folder"]], "folder-1": [True]}, ("targets", "folder-1")),
        (
            {"number": "0"},
            {"targets": [["folder"]], "folder-1": [False], "again-1": [None]},
            ("targets", "folder-1", "again-1"),
        ),
        (
            {"number": "0"},
            {
                "targets": [["folder", "mail"]],
                "folder-1": [True],
                "mail-1": [False],
                "again-1": [MOMENT],
                "mail-2": [False],
                "again-2": [MOMENT],
                "mail-3": [False],
                "again-3": [MOMENT],
                "mail-4": [False],
            },
            ("targets", "folder-1", "mail-1", "again-1", "mail-2", "again-2", "mail-3", "again-3", "mail-4"),
        ),
    ],
    "reconcile-record": [({"at": MOMENT}, {}, ("catch-up", "sign"))],
    "forget-personal-data": [({"at": MOMENT}, {}, ("notices",))],
    "keep-waiting-days": [({"at": MOMENT}, {}, ("evening",))],
    "run-rollout": [
        (ROLL, {"open": [False]}, ("open",)),
        (
            ROLL,
            {"open": [True], "plan-1": [2], "plan-2": [1], "plan-3": [0]},
            ("open", "plan-1", "apply-1", "verify-1", "plan-2", "apply-2", "verify-2", "plan-3", "close"),
        ),
    ],
}


def _no_tools() -> Any:  # noqa: ANN401 - no step runs, so nobody looks at them
    return SimpleNamespace(publishing=None)


def test_the_pinned_steps_belong_to_this_version() -> None:
    assert APPLICATION_VERSION == "classroom-wf1"


@pytest.mark.parametrize("kind", [kind.name for kind in job_kinds(*(_no_tools,) * 4)])
def test_a_workflow_takes_its_pinned_steps(kind: str) -> None:
    job = next(k.job for k in job_kinds(*(_no_tools,) * 4) if k.name == kind)
    for arguments, results, steps in PINNED[kind]:
        assert step_order(job, arguments, results) == steps
