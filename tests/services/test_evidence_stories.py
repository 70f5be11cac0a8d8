"""R3.2: what is put forward is looked at against what would really happen in the room, and is no way around a rule."""

from dataclasses import replace

import pytest

from orchestrator.domain.errors import Refusal
from orchestrator.domain.evidence import Category, CheckCode, CheckResult, Evidence
from orchestrator.domain.observations import Hardware
from orchestrator.domain.override_refusals import EvidenceNotMet
from orchestrator.domain.override_rules import NoReasonAgainstAbsence
from orchestrator.domain.overrides import OverrideKind
from orchestrator.domain.people import Caller, Role
from orchestrator.domain.requests import Wanted
from orchestrator.domain.safeguards import SafeguardKind
from orchestrator.services.override_aim import RecordOverride
from orchestrator.services.requests import Ask
from orchestrator.services.wording import Language, words
from tests.services.deciders import Deciders
from tests.services.guarding import guard
from tests.services.story import BO, Story
from tests.unit.domain.examples import item


class TestTheOtherThing:
    """R3.2: where the catalogue says that the two get along only something new counts, however the other is named."""

    @pytest.fixture
    def editor(self, story: Story) -> str:
        """A request for the editor, which the catalogue knows to get along with the browser; both are there."""
        story.offer(replace(item("editor", "5.0", feed_newest="5.0"), coexists_with=("browser",)))
        asked = story.ask("browser", "editor")
        story.work()
        return asked.requests[1].request.id

    def against(self, tim: Caller, deciders: Deciders, request_id: str, **named: str) -> list[Refusal]:
        said = Evidence(symptom="It is slow.", seat_id="01", **named)  # type: ignore[arg-type]
        return list(deciders.preview(tim, deciders.command(request_id, evidence=said)).refusals)

    @pytest.mark.parametrize(
        "named",
        [{"other_item": "browser"}, {"product": "browser*"}, {"product": "BROWSER (x64)"}, {"agent": "Browser"}],
    )
    def test_what_the_catalogue_knows_to_get_along_is_no_reason_under_any_name(
        self, deciders: Deciders, tim: Caller, editor: str, named: dict[str, str]
    ) -> None:
        (refusal,) = self.against(tim, deciders, editor, **named)
        assert isinstance(refusal, EvidenceNotMet)
        assert refusal.checks == (CheckCode.NO_COEXISTENCE,)
        assert self.against(tim, deciders, editor, **named, new_evidence="It hung on Monday.") == []

    @pytest.mark.parametrize("named", [{"product": "editor*"}, {"product": "Editor"}, {"driver": "editor"}])
    def test_nothing_is_incompatible_with_itself_under_any_name(
        self, deciders: Deciders, tim: Caller, editor: str, named: dict[str, str]
    ) -> None:
        (refusal,) = self.against(tim, deciders, editor, **named)
        assert isinstance(refusal, EvidenceNotMet)
        assert refusal.checks == (CheckCode.OTHER_IS_THERE,)


class TestTheVersion:
    """R3.2: the range has to cover the version that would be installed, whatever was asked for."""

    def security(
        self,
        tim: Caller,
        deciders: Deciders,
        request_id: str,
        affected: str,
        kind: OverrideKind = OverrideKind.DECLINE,
        **more: object,
    ) -> CheckResult:
        said = Evidence(advisory="CVE-2026-12345", affected=affected, new_evidence="It is out.")
        command = deciders.command(request_id, kind, category=Category.SECURITY, evidence=said, **more)
        (check,) = deciders.preview(tim, command).override.checks
        return check.result

    def test_a_least_version_raises_it(self, story: Story, deciders: Deciders, tim: Caller) -> None:
        asked = story.ask(Ask("pinned", version="1.0")).requests[0].request
        assert self.security(tim, deciders, asked.id, "< 2.0") is CheckResult.HOLDS
        guard(story, deciders.hire("sam", Role.SECURITY_OFFICER), SafeguardKind.MINIMUM_VERSION, "pinned")
        assert self.security(tim, deciders, asked.id, "< 2.0") is CheckResult.FAILS
        assert self.security(tim, deciders, asked.id, ">= 2.0") is CheckResult.HOLDS

    def test_a_live_pin_holds_it_and_one_that_is_over_by_then_does_not(
        self, story: Story, deciders: Deciders, tim: Caller
    ) -> None:
        asked = story.ask("pinned").requests[0].request
        pin = deciders.record(tim, deciders.command(asked.id, OverrideKind.PIN, pin_version="1.0"))
        assert self.security(tim, deciders, asked.id, ">= 2.0", OverrideKind.DEFER) is CheckResult.FAILS
        assert self.security(tim, deciders, asked.id, "< 2.0", OverrideKind.DEFER) is CheckResult.HOLDS
        later: dict[str, object] = {"starts_at": pin.expires_at, "expires_at": deciders.after(days=4)}
        found = self.security(tim, deciders, asked.id, ">= 2.0", OverrideKind.DEFER, **later)
        assert found is CheckResult.HOLDS

    def test_a_refusal_that_holds_already_does_not_hide_it(self, story: Story, deciders: Deciders, tim: Caller) -> None:
        asked = story.ask("pinned").requests[0].request
        deciders.record(tim, deciders.command(asked.id))
        deciders.hold(tim, request_id=asked.id)
        assert self.security(tim, deciders, asked.id, ">= 2.0") is CheckResult.HOLDS

    def test_what_would_not_be_installed_at_all_is_unknown(self, story: Story, deciders: Deciders, tim: Caller) -> None:
        story.ask("editor", actor=BO)
        asked = story.ask("rival").requests[0].request
        assert self.security(tim, deciders, asked.id, "< 9.0") is CheckResult.UNKNOWN

    @pytest.mark.parametrize(
        ("category", "said"),
        [
            (Category.SECURITY, Evidence(advisory="CVE-2026-12345", affected="< 9")),
            (Category.LICENCE, Evidence(seats_needed=4, seats_owned=2)),
            (Category.HARDWARE, Evidence(memory_mb=16384)),
        ],
    )
    def test_what_speaks_against_having_it_is_no_reason_not_to_take_it_away(
        self, story: Story, deciders: Deciders, tim: Caller, category: Category, said: Evidence
    ) -> None:
        """Else a clock would stand still that nothing dangerous stands behind."""
        asked = story.ask(Ask("editor", wanted=Wanted.ABSENT)).requests[0].request
        command = deciders.command(asked.id, category=category, evidence=said)
        with pytest.raises(NoReasonAgainstAbsence) as refused:
            deciders.record(tim, command)
        assert (refused.value.request_id, refused.value.category) == (asked.id, category)


def test_a_room_is_too_weak_only_where_all_that_is_meant_is(story: Story, deciders: Deciders, tim: Caller) -> None:
    """R3.2: hardware is a reason for the seats that are short; what is refused says which they are."""
    for machine_id, machine in story.world.machines.items():
        machine.hardware = Hardware(memory_mb=8192 if machine_id in {"m2", "m3"} else 32768)
    story.look()
    asked = story.ask("editor").requests[0].request

    def command(seats: tuple[str, ...] = ()) -> RecordOverride:
        need = Evidence(memory_mb=16384)
        return deciders.command(asked.id, category=Category.HARDWARE, evidence=need, seats=seats)

    with pytest.raises(EvidenceNotMet) as refused:
        deciders.record(tim, command())
    for language in Language:
        assert "02, 03" in words(refused.value, language)
    for seats, result in ((("02", "03"), CheckResult.HOLDS), (("02", "04"), CheckResult.FAILS)):
        (check,) = deciders.preview(tim, command(seats)).override.checks
        assert check.result is result
