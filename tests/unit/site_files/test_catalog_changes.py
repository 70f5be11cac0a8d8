"""Catalog changes: what they say, and what they may not take away."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from orchestrator.domain.catalog import (
    Catalog,
    CatalogItem,
    DetectionRule,
    ItemInUse,
    ItemIsRequired,
    ItemsWouldConflict,
    Provider,
    Release,
    ReleaseInUse,
)
from orchestrator.domain.catalog_changes import differences, forbid_losses
from orchestrator.domain.changes import Change, ChangedThing, ChangeType, FieldChange
from orchestrator.domain.classrooms import Classroom, Seat
from orchestrator.domain.errors import Refusal
from orchestrator.domain.live_rooms import LiveRoom
from orchestrator.domain.requests import SoftwareRequest, Wanted

NOON = datetime(2027, 1, 12, 12, tzinfo=UTC)


def an_item(item_id: str, *versions: str, requires: tuple[str, ...] = ()) -> CatalogItem:
    return CatalogItem(
        item_id,
        item_id.title(),
        "Somebody",
        Provider.CHOCOLATEY if versions else Provider.EXTERNAL,
        DetectionRule(item_id),
        releases=tuple(map(Release, versions)),
        requires=requires,
    )


def a_catalog(*items: CatalogItem) -> Catalog:
    return Catalog({item.id: item for item in items})


EDGE = an_item("edge")
FORMS = an_item("forms", "4.2", requires=("edge",))
FIREFOX = an_item("firefox", "144.0", "145.0")
VLC = an_item("vlc", "3.0")
ALL = a_catalog(EDGE, FORMS, FIREFOX, VLC)


def without(*ids: str) -> Catalog:
    return Catalog({name: item for name, item in ALL.items.items() if name not in ids})


def having(item: CatalogItem) -> Catalog:
    return Catalog({**ALL.items, item.id: item})


def a_room(*requests: SoftwareRequest, baseline: tuple[str, ...] = (), code: str = "B-204") -> LiveRoom:
    return LiveRoom(Classroom(code, code, "Main", "UTC", baseline=baseline, seats=(Seat("s1", "01", 1, 1),)), requests)


def a_request(
    item: str, *, version: str = "latest", wanted: Wanted = Wanted.PRESENT, name: str = "r1"
) -> SoftwareRequest:
    return SoftwareRequest(name, "B-204", item, "ada", "ada", NOON, NOON, wanted, version)


def refusal(before: Catalog, after: Catalog, rooms: list[LiveRoom]) -> Refusal | None:
    try:
        forbid_losses(before, after, rooms, NOON)
    except Refusal as refused:
        return refused
    return None


def test_changes_are_told_item_by_item_and_release_by_release() -> None:
    moved = replace(FIREFOX, title="Fire Fox", releases=(Release("145.0.0", approved=False), Release("146.0")))
    found = list(differences(ALL, a_catalog(EDGE, FORMS, moved, an_item("git", "2.5"))))
    assert [(c.thing.value, c.type.value, c.within, c.name) for c in found] == [
        ("item", "changed", "", "firefox"),
        ("release", "removed", "firefox", "144.0"),
        ("release", "changed", "firefox", "145.0.0"),
        ("release", "added", "firefox", "146.0"),
        ("item", "added", "", "git"),
        ("release", "added", "git", "2.5"),
        ("item", "removed", "", "vlc"),
        ("release", "removed", "vlc", "3.0"),
    ]
    assert found[0].fields == (FieldChange("title", "Firefox", "Fire Fox"),)
    assert found[2].fields == (FieldChange("version", "145.0", "145.0.0"), FieldChange("approved", "true", "false"))


def test_a_detection_rule_is_compared_part_by_part() -> None:
    other = replace(VLC, detection=DetectionRule(name_pattern="VLC*"))
    assert list(differences(ALL, having(other))) == [
        Change(
            ChangedThing.ITEM,
            ChangeType.CHANGED,
            "vlc",
            fields=(
                FieldChange("detection.chocolatey_id", "vlc", None),
                FieldChange("detection.name_pattern", None, "VLC*"),
            ),
        )
    ]


def test_the_same_catalog_changes_nothing() -> None:
    assert list(differences(ALL, ALL)) == []


def test_what_nobody_has_may_go() -> None:
    assert refusal(ALL, without("forms"), [a_room(a_request("firefox"), baseline=("edge",))]) is None


def test_what_another_item_of_the_catalog_requires_may_not_go() -> None:
    with pytest.raises(ItemIsRequired) as caught:
        forbid_losses(ALL, without("edge"), [], NOON)
    assert caught.value.details() == {"item": "edge", "required_by": ("forms",), "classrooms": ()}


def test_the_rooms_that_have_what_requires_it_are_named() -> None:
    rooms = [a_room(a_request("forms")), a_room(baseline=("forms",), code="C-101"), a_room(code="D-1")]
    with pytest.raises(ItemIsRequired) as caught:
        forbid_losses(ALL, without("edge"), rooms, NOON)
    assert caught.value.classrooms == ("B-204", "C-101")


def test_both_may_go_together_when_nobody_has_either() -> None:
    assert refusal(ALL, without("edge", "forms"), [a_room(a_request("firefox"))]) is None


@pytest.mark.parametrize("wanted", Wanted)
def test_what_an_open_request_names_may_not_go(wanted: Wanted) -> None:
    with pytest.raises(ItemInUse) as caught:
        forbid_losses(ALL, without("vlc"), [a_room(a_request("vlc", wanted=wanted))], NOON)
    assert caught.value.details() == {"item": "vlc", "classrooms": ("B-204",), "requests": ("r1",)}


def test_what_a_baseline_names_may_not_go() -> None:
    with pytest.raises(ItemInUse) as caught:
        forbid_losses(ALL, without("vlc"), [a_room(baseline=("vlc",)), a_room(code="C-101")], NOON)
    assert caught.value.details() == {"item": "vlc", "classrooms": ("B-204",), "requests": ()}


@pytest.mark.parametrize(
    "less",
    [
        replace(VLC, releases=(Release("3.0", approved=False),)),
        replace(VLC, releases=()),
        replace(VLC, provider=Provider.EXTERNAL, releases=()),
    ],
    ids=["nothing approved", "nothing at all", "left to another tool"],
)
def test_an_item_that_is_asked_for_may_not_stop_being_delivered(less: CatalogItem) -> None:
    with pytest.raises(ItemInUse):
        forbid_losses(ALL, having(less), [a_room(a_request("vlc"))], NOON)
    assert refusal(ALL, having(less), [a_room(a_request("firefox"))]) is None


def test_what_a_live_line_requires_may_not_stop_being_delivered() -> None:
    needing = replace(VLC, requires=("firefox",))
    before = having(needing)
    after = Catalog({**before.items, "firefox": replace(FIREFOX, releases=())})
    assert refusal(before, after, [a_room(a_request("forms"))]) is None
    with pytest.raises(ItemIsRequired) as caught:
        forbid_losses(before, after, [a_room(a_request("vlc"))], NOON)
    assert caught.value.details() == {"item": "firefox", "required_by": ("vlc",), "classrooms": ("B-204",)}


def test_a_live_line_may_not_begin_to_require_what_cannot_be_had() -> None:
    before = having(replace(FIREFOX, releases=()))
    after = Catalog({**before.items, "vlc": replace(VLC, requires=("firefox",))})
    for room in (a_room(a_request("vlc")), a_room(baseline=("vlc",))):
        with pytest.raises(ItemIsRequired) as caught:
            forbid_losses(before, after, [room], NOON)
        assert caught.value.details() == {"item": "firefox", "required_by": ("vlc",), "classrooms": ("B-204",)}


def test_a_version_that_an_open_request_names_may_not_go() -> None:
    after = having(replace(FIREFOX, releases=(Release("145.0"),)))
    rooms = [a_room(a_request("firefox", version="144.0")), a_room(a_request("firefox", name="r2"), code="C-101")]
    with pytest.raises(ReleaseInUse) as caught:
        forbid_losses(ALL, after, rooms, NOON)
    assert caught.value.details() == {"item": "firefox", "version": "144.0", "requests": ("r1",)}
    assert refusal(ALL, after, rooms[1:]) is None


def test_two_items_that_are_live_in_one_room_may_not_be_set_against_each_other() -> None:
    after = having(replace(VLC, conflicts_with=("firefox",)))
    both = a_room(a_request("firefox"), a_request("vlc", name="r2"))
    with pytest.raises(ItemsWouldConflict) as caught:
        forbid_losses(ALL, after, [both], NOON)
    assert {caught.value.item, caught.value.with_item} == {"firefox", "vlc"}
    assert caught.value.classrooms == ("B-204",)
    assert set(caught.value.requests) == {"r1", "r2"}
    assert refusal(ALL, after, [a_room(a_request("firefox")), a_room(a_request("vlc"), code="C-101")]) is None


def test_a_conflict_that_is_there_already_keeps_no_other_change_away() -> None:
    before = having(replace(VLC, conflicts_with=("firefox",)))
    after = Catalog({**before.items, "vlc": replace(before.items["vlc"], title="VLC media player")})
    assert refusal(before, after, [a_room(a_request("firefox"), a_request("vlc", name="r2"))]) is None


def test_a_new_release_is_welcome_though_somebody_asked_for_an_older_one() -> None:
    room = a_room(a_request("firefox", version="145.0"), baseline=("firefox",))
    assert refusal(ALL, having(replace(FIREFOX, releases=(*FIREFOX.releases, Release("146.0")))), [room]) is None


def test_what_is_waiting_already_does_not_forbid_anything() -> None:
    assert refusal(ALL, without("forms"), [a_room(a_request("never-offered"))]) is None
