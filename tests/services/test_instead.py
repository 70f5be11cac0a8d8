"""What is promised in the place of what was asked for can be delivered, or the override is refused (R3.6, R4.2)."""

import pytest

from orchestrator.domain.evidence import Evidence
from orchestrator.domain.override_refusals import Hindrance, InsteadNotDeliverable
from orchestrator.domain.overrides import OverrideKind, OverrideState
from orchestrator.domain.people import Caller, Role
from orchestrator.domain.requests import Wanted
from orchestrator.domain.safeguards import SafeguardKind
from orchestrator.services.requests import Ask
from orchestrator.services.wording import Language, words
from tests.services.deciders import FULL, Deciders
from tests.services.guarding import guard
from tests.services.story import BO, Story
from tests.unit.domain.examples import item


@pytest.fixture
def sam(deciders: Deciders) -> Caller:
    return deciders.hire("sam", Role.SECURITY_OFFICER)


def asked(story: Story, *items: str | Ask) -> str:
    return story.ask(*items).requests[0].request.id


def instead(tim: Caller, deciders: Deciders, request_id: str, item: str, **more: object) -> InsteadNotDeliverable:
    """What a substitute is refused with."""
    command = deciders.command(request_id, OverrideKind.SUBSTITUTE, substitute_item=item, **more)
    with pytest.raises(InsteadNotDeliverable) as refused:
        deciders.record(tim, command)
    return refused.value


def test_no_blocked_title_stands_in_the_place_of_another(
    story: Story, deciders: Deciders, tim: Caller, sam: Caller
) -> None:
    request = asked(story, "editor")
    block = guard(story, sam, SafeguardKind.BLOCK, "zip")
    found = instead(tim, deciders, request, "zip")
    assert (found.item, found.hindrance, found.safeguard_id) == ("zip", Hindrance.BLOCKED, block.id)
    assert deciders.told("person:ada") == []


def test_nor_one_that_needs_something_blocked(story: Story, deciders: Deciders, tim: Caller, sam: Caller) -> None:
    story.offer(item("portal", "3.0", requires=["vcredist"]))
    request = asked(story, "editor")
    block = guard(story, sam, SafeguardKind.BLOCK, "vcredist")
    assert instead(tim, deciders, request, "portal").safeguard_id == block.id


def test_nor_one_that_nobody_has_packaged(story: Story, deciders: Deciders, tim: Caller) -> None:
    found = instead(tim, deciders, asked(story, "editor"), "unpackaged")
    assert (found.hindrance, found.possible) == (Hindrance.NO_RELEASE, ())


def test_nor_one_that_cannot_share_a_seat_with_what_is_there(story: Story, deciders: Deciders, tim: Caller) -> None:
    story.ask("editor", actor=BO)
    found = instead(tim, deciders, asked(story, "zip"), "rival")
    assert (found.hindrance, found.with_item) == (Hindrance.CONFLICT, "editor")


def test_nor_one_that_others_want_away(story: Story, deciders: Deciders, tim: Caller) -> None:
    story.ask(Ask("zip", wanted=Wanted.ABSENT), actor=BO)
    assert instead(tim, deciders, asked(story, "editor"), "zip").hindrance is Hindrance.CONFLICT


def test_what_another_tool_delivers_may_stand_in(story: Story, deciders: Deciders, tim: Caller) -> None:
    command = deciders.command(asked(story, "editor"), OverrideKind.SUBSTITUTE, substitute_item="edge")
    assert deciders.record(tim, command).state is OverrideState.LIVE


def test_no_pin_goes_below_a_least_version(story: Story, deciders: Deciders, tim: Caller, sam: Caller) -> None:
    """R4.2, R3.7: a safeguard wins over a pin, so the letter would promise what nobody gets."""
    request = asked(story, "pinned")
    least = guard(story, sam, SafeguardKind.MINIMUM_VERSION, "pinned")
    refusals = deciders.preview(tim, deciders.command(request, OverrideKind.PIN, pin_version="1.0")).refusals
    (found,) = refusals
    assert isinstance(found, InsteadNotDeliverable)
    assert (found.hindrance, found.version, found.safeguard_id) == (Hindrance.TOO_OLD, "1.0", least.id)
    assert found.possible == ("2.0",)
    assert deciders.preview(tim, deciders.command(request, OverrideKind.PIN, pin_version="2.0")).refusals == ()


def test_a_pin_that_waits_for_a_deferral_is_looked_at_as_if_that_were_over(
    story: Story, deciders: Deciders, tim: Caller
) -> None:
    request = asked(story, "pinned")
    deciders.record(tim, deciders.command(request, OverrideKind.DEFER))
    found = deciders.preview(tim, deciders.command(request, OverrideKind.PIN, pin_version="1.0")).refusals
    assert not any(isinstance(refusal, InsteadNotDeliverable) for refusal in found)


def test_what_came_meanwhile_counts_when_a_second_person_approves(
    story: Story, deciders: Deciders, tim: Caller, sam: Caller
) -> None:
    marta = deciders.hire("marta", Role.MANAGER)
    crash = Evidence(driver="projector 4", symptom="It goes black.", seat_id="01")
    full = {**FULL, "expires_at": deciders.after(days=60), "evidence": crash}
    command = deciders.command(asked(story, "editor"), OverrideKind.SUBSTITUTE, substitute_item="zip", **full)
    override = deciders.record(tim, command)
    assert override.state is OverrideState.PROPOSED
    guard(story, sam, SafeguardKind.BLOCK, "zip")
    with pytest.raises(InsteadNotDeliverable):
        deciders.approve(marta, override)
    assert deciders.told("person:ada") == []
    assert deciders.refuse(marta, override).state is OverrideState.REFUSED


def test_the_refusal_says_what_stands_in_the_way_and_what_would_be_possible() -> None:
    said = InsteadNotDeliverable(
        item="pinned", version="1.0", hindrance=Hindrance.TOO_OLD, safeguard_id="g1", possible=("2.0", "2.1")
    )
    for language in Language:
        text = words(said, language)
        assert "1.0" in text
        assert "2.1" in text
