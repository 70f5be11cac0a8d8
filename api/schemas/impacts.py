"""What a safeguard does, or would do, on the wire."""

from collections.abc import Mapping

from pydantic import Field

from api.schemas.wire import ItemRef, Wire
from orchestrator.services.safeguard_impact import Impact, RoomImpact
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.safeguards import say_impact


class CopiesOut(Wire):
    """Installed copies of one product, on machines of the whole site."""

    name: str
    publisher: str | None
    item: ItemRef | None = Field(description="Null for software that the catalog does not know.")
    ours: int = Field(description="Placed by this service: a block removes them.")
    others: int = Field(description="Everybody else's: only reported.")


class RoomImpactOut(Wire):
    """What it does in one room."""

    classroom: str
    requests: tuple[str, ...] = Field(description="Ids of live requests that are concerned.")
    withheld: tuple[str, ...] = Field(description="Of these, those that it keeps away.")
    raised: tuple[str, ...] = Field(description="Of these, those whose version it raises.")
    seats: tuple[str, ...] = Field(description="Labels of seats.")
    copies_ours: int
    copies_others: int
    pins: tuple[str, ...] = Field(description="Ids of overrides whose pinned version is too old.")


class ImpactOut(Wire):
    """What it does to the site. Nothing binds by looking at it."""

    digest: str = Field(description="Shown again by whoever sets or approves it: nothing else binds.")
    items: tuple[ItemRef, ...] = Field(description="Items of the catalog that it is about.")
    requests: int
    seats: int
    copies: tuple[CopiesOut, ...]
    rooms: tuple[RoomImpactOut, ...]
    text: str


def impact_out(impact: Impact, titles: Mapping[str, str], speaker: Speaker) -> ImpactOut:
    """The same as a body."""
    own = Speaker(speaker.language, speaker.zone, speaker.now, titles)
    return ImpactOut(
        digest=impact.digest,
        items=tuple(ItemRef.of(item_id, own) for item_id in impact.items),
        requests=impact.requests,
        seats=impact.seats,
        copies=tuple(
            CopiesOut(
                name=count.name,
                publisher=count.publisher,
                item=ItemRef.of(count.item_id, own) if count.item_id else None,
                ours=count.ours,
                others=count.others,
            )
            for count in impact.copies
        ),
        rooms=tuple(map(_room_out, impact.rooms)),
        text=say_impact(own, impact),
    )


def _room_out(impact: RoomImpact) -> RoomImpactOut:
    labels = {seat.id: seat.label for seat in impact.room.seats}
    return RoomImpactOut(
        classroom=impact.room.code,
        requests=tuple(r.id for r in impact.concerned),
        withheld=tuple(r.id for r in impact.withheld),
        raised=tuple(r.id for r in impact.raised),
        seats=tuple(labels[seat_id] for seat_id in impact.seats),
        copies_ours=sum(copy.ours for copy in impact.copies),
        copies_others=sum(not copy.ours for copy in impact.copies),
        pins=tuple(override.id for override in impact.pins),
    )
