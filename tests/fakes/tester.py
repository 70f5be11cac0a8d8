"""A tester of connections that finds what it is told to find."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from orchestrator.domain.connections import ConnectionFinding, StepFacts, StepResult, StepState, completed
from orchestrator.domain.connections import ConnectionStep as Step
from orchestrator.services.connections import ConnectionTester
from orchestrator.services.scanning import ScanTarget

_F = ConnectionFinding
AS_IT_SHOULD_BE = (
    StepResult(Step.NAME, StepState.PASSED, _F.NAME_KNOWN, 2, facts=StepFacts(addresses=("10.20.4.5",))),
    StepResult(Step.PORT, StepState.PASSED, _F.PORT_OPEN, 1, facts=StepFacts(connected="10.20.4.5")),
    StepResult(
        Step.CERTIFICATE,
        StepState.PASSED,
        _F.CERTIFICATE_TRUSTED_BY_SYSTEM,
        11,
        facts=StepFacts(until=datetime(2028, 5, 2, 10, 0, tzinfo=UTC)),
    ),
    StepResult(Step.LOGIN, StepState.PASSED, _F.SIGNED_IN, 48),
    StepResult(Step.SHELL, StepState.PASSED, _F.SHELL_ANSWERED, 95, facts=StepFacts(code_page=65001)),
)
"""What a test of a machine finds that is reached."""


def failing(step: Step, finding: ConnectionFinding, detail: str = "", facts: StepFacts | None = None) -> StepResult:
    """A step that fails."""
    return StepResult(step, StepState.FAILED, finding, 7, detail, facts or StepFacts())


@dataclass
class FakeTester(ConnectionTester):
    """Reaches every machine, but for the steps that it is told of.

    Attributes:
        fails: The step that fails, by machine id.
        tested: What was tested, in order.
    """

    fails: Mapping[str, StepResult] = field(default_factory=dict)
    tested: list[ScanTarget] = field(default_factory=list)

    def test(self, target: ScanTarget) -> tuple[StepResult, ...]:
        """All steps."""
        self.tested.append(target)
        failed = self.fails.get(target.machine.id)
        found: Sequence[StepResult] = AS_IT_SHOULD_BE
        if failed is not None:
            found = [failed if one.step is failed.step else one for one in AS_IT_SHOULD_BE]
        return completed(found)
