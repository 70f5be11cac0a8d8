"""R2: nobody narrows the catalog alone by way of a safeguard, or by dropping the newest release."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from orchestrator.domain.catalog import CatalogItem, ItemWouldBeBlocked, ReleaseInUse
from orchestrator.domain.catalog_narrowing import CatalogChange, CatalogChangedMeanwhile
from orchestrator.domain.classrooms import RolloutMode
from orchestrator.domain.clock import OwedRank
from orchestrator.domain.evidence import Category
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.overrides import OverrideKind
from orchestrator.domain.people import Caller, Role
from orchestrator.domain.safeguards import Aim, SafeguardKind
from orchestrator.domain.standing import StandingCode
from orchestrator.services.letters import list_letters
from orchestrator.services.requests import Ask
from tests.services.deciders import Deciders
from tests.services.guarding import approve as approve_guard
from tests.services.guarding import guard, hire, look_at, preview
from tests.services.owed_cast import (
    MARTA,
    approve,
    bring,
    entries,
    entry_of,
    hire_staff,
    offered,
    told,
    without_installers,
)
from tests.services.story import ADA, TECHNICIAN, Story

WHY = "The maker says that it needs this."


@pytest.fixture
def sam(story: Story) -> Caller:
    """The security officer, with a staffed room whose technician starts its rollouts."""
    hire_staff(story)
    without_installers(story)
    story.make(RolloutMode.BY_TECHNICIAN)
    return hire(story, "sam", Role.SECURITY_OFFICER)


def late(story: Story, item: str = "editor") -> str:
    """Ada's request, the date of which is over."""
    asked = story.ask(item).requests[0].request
    story.clock.move_to(asked.needed_by + timedelta(days=2))
    return asked.id


def with_changed(story: Story, **changed: CatalogItem) -> Iterable[CatalogItem]:
    return (offered(story) | changed).values()


def needing(story: Story) -> Iterable[CatalogItem]:
    """The catalog, in which the editor needs what is blocked."""
    return with_changed(story, editor=replace(offered(story)["editor"], requires=("vcredist",)))


def called_otherwise(story: Story) -> Iterable[CatalogItem]:
    """The catalog, in which the editor has a maker whom a pattern is about."""
    return with_changed(story, editor=replace(offered(story)["editor"], publisher="BadCorp"))


def block_badcorp(story: Story, sam: Caller) -> None:
    aim = Aim(publisher_pattern="BadCorp*")
    seen = preview(story, SafeguardKind.BLOCK, aim).digest
    made = guard(story, sam, SafeguardKind.BLOCK, None, aim=aim, seen=seen)
    approve_guard(story, made, hire(story, "mona", Role.MANAGER), seen=look_at(story, made))


def narrowed(story: Story, becomes: Iterable[CatalogItem]) -> CatalogChange:
    """Marta proposes it with a reason."""
    proposed = bring(story, becomes, WHY).proposed
    assert proposed is not None
    return proposed


class TestByWayOfASafeguard:
    def test_nobody_alone_has_it_need_what_is_blocked(self, story: Story, sam: Caller) -> None:
        """R2"""
        guard(story, sam, SafeguardKind.BLOCK, "vcredist")
        request_id = late(story)
        with pytest.raises(ItemWouldBeBlocked) as refused:
            bring(story, needing(story))
        assert (refused.value.item, refused.value.with_item) == ("editor", "vcredist")
        assert refused.value.requests == (request_id,)
        entry = entry_of(story, request_id)
        assert entry is not None
        assert (entry.rank, entry.clock.stands_still) == (OwedRank.LATE, False)

    def test_nobody_alone_has_a_pattern_fit_it(self, story: Story, sam: Caller) -> None:
        """R2"""
        block_badcorp(story, sam)
        request_id = late(story)
        with pytest.raises(ItemWouldBeBlocked) as refused:
            bring(story, called_otherwise(story))
        assert (refused.value.item, refused.value.with_item) == ("editor", "editor")
        entry = entry_of(story, request_id)
        assert entry is not None
        assert entry.rank is OwedRank.LATE

    def test_it_takes_a_second_person_and_whoever_asked_is_told_and_may_contest_it(
        self, story: Story, sam: Caller
    ) -> None:
        """R2: refused without a second person, reason, notice and a right to contest."""
        guard(story, sam, SafeguardKind.BLOCK, "vcredist")
        request_id = late(story)
        change = narrowed(story, needing(story))
        assert change.touched.request_ids == (request_id,)
        approve(story, change.id)
        assert story.standing(request_id).code is StandingCode.SAFEGUARDED
        assert told(story, ADA) == [NoticeKind.CATALOG_NARROWED]
        letter = list_letters(ADA.id, reads=story.reads)[0].letter
        assert "vcredist" in letter.body.casefold()
        assert "safeguard" in letter.body
        assert entries(story)[-2:] == ["catalog.narrowed", "request.narrowed"]

    def test_an_override_for_a_while_hides_nothing(self, story: Story, sam: Caller) -> None:
        """R2: the clock would stand still for the safeguard."""
        guard(story, sam, SafeguardKind.BLOCK, "vcredist")
        request_id = late(story)
        deciders = Deciders(story)
        tim = deciders.hire("tim", Role.TECHNICIAN)
        deciders.record(tim, deciders.command(request_id, OverrideKind.DEFER, category=Category.OTHER))
        with pytest.raises(ItemWouldBeBlocked):
            bring(story, needing(story))

    def test_what_waits_for_its_package_is_no_exception(self, story: Story, sam: Caller) -> None:
        """R2"""
        guard(story, sam, SafeguardKind.BLOCK, "vcredist")
        editor = offered(story)["editor"]
        empty = replace(editor, releases=tuple(replace(r, approved=False) for r in editor.releases))
        bring(story, with_changed(story, editor=empty))
        late(story)
        with pytest.raises(ItemWouldBeBlocked):
            bring(story, needing(story))

    def test_a_block_that_comes_meanwhile_is_noticed_by_the_second_person(self, story: Story, sam: Caller) -> None:
        request_id = late(story)
        narrower = [item for item in needing(story) if item.id != "pinned"]
        story.ask("pinned")
        change = narrowed(story, narrower)
        guard(story, sam, SafeguardKind.BLOCK, "vcredist")
        with pytest.raises(CatalogChangedMeanwhile):
            approve(story, change.id)
        assert story.standing(request_id).code is not StandingCode.SAFEGUARDED

    def test_what_is_blocked_already_may_change(self, story: Story, sam: Caller) -> None:
        guard(story, sam, SafeguardKind.BLOCK, "editor")
        late(story)
        assert bring(story, with_changed(story, editor=replace(offered(story)["editor"], minutes=9))).applied

    def test_what_nobody_asks_for_may_need_what_is_blocked(self, story: Story, sam: Caller) -> None:
        guard(story, sam, SafeguardKind.BLOCK, "vcredist")
        late(story, "browser")
        assert bring(story, needing(story)).applied


class TestTheNewestRelease:
    @pytest.fixture(autouse=True)
    def staffed(self, story: Story) -> None:
        """Technician and managers, and a catalog that files can say."""
        hire_staff(story)
        without_installers(story)

    def test_is_not_dropped_by_one_person_while_it_is_what_somebody_gets(self, story: Story) -> None:
        """R2: to narrow an item is to take a release away by which ``latest`` is less."""
        request_id = story.ask("pinned").requests[0].request.id
        for less in (dropped(story), disapproved(story)):
            with pytest.raises(ReleaseInUse) as refused:
                bring(story, less)
            assert (refused.value.version, refused.value.requests) == ("2.0", (request_id,))

    def test_goes_with_a_second_person_and_whoever_has_it_is_told(self, story: Story) -> None:
        """R2"""
        story.ask("pinned")
        approve(story, narrowed(story, dropped(story)).id)
        assert told(story, ADA) == [NoticeKind.CATALOG_NARROWED]
        letter = list_letters(ADA.id, reads=story.reads)[0].letter
        assert "no longer on offer in version 2.0" in letter.body

    def test_is_replaced_by_a_newer_one_without_anybody(self, story: Story) -> None:
        story.ask("pinned")
        pinned = offered(story)["pinned"]
        newer = replace(pinned.releases[-1], version="3.0")
        assert bring(story, with_changed(story, pinned=replace(pinned, releases=(newer,)))).applied

    def test_goes_where_everybody_named_an_older_one(self, story: Story) -> None:
        story.ask(Ask("pinned", version="1.0"), actor=TECHNICIAN, requester=ADA)
        assert bring(story, dropped(story), actor=MARTA).applied


def dropped(story: Story) -> Iterable[CatalogItem]:
    pinned = offered(story)["pinned"]
    return with_changed(story, pinned=replace(pinned, releases=pinned.releases[:1]))


def disapproved(story: Story) -> Iterable[CatalogItem]:
    pinned = offered(story)["pinned"]
    newest = replace(pinned.releases[1], approved=False)
    return with_changed(story, pinned=replace(pinned, releases=(pinned.releases[0], newest)))
