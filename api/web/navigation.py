"""Which places of the site somebody is led to, by what they may do there."""

from collections.abc import Callable, Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go, or several such places under one name.

    Attributes:
        name: What it is called.
        address: Where it is; empty for several.
        places: What stands under the name.
    """

    name: str
    address: str = ""
    places: tuple["Place", ...] = ()

    def holds(self, path: str) -> bool:
        """Whether the page at this path is the place, or belongs to it."""
        if self.places:
            return any(place.holds(path) for place in self.places)
        return path == self.address or (self.address != "/" and path.startswith(f"{self.address}/"))


def places_for(permissions: Collection[str], say: Callable[[str], str]) -> list[Place]:
    """The places, in the order of use.

    Args:
        permissions: Codes of what the visitor may, somewhere.
        say: Translates.
    """
    decisions = (
        Place(say("Overrides"), "/overrides"),
        Place(say("Contests"), "/contests"),
        Place(say("Safeguards"), "/safeguards"),
        Place(say("Exemptions"), "/exemptions"),
        Place(say("Rules"), "/rules"),
    )
    kept = (Place(say("Record"), "/record"), Place(say("Figures"), "/figures"))
    offered = [
        (Place(say("Start"), "/"), "account"),
        (Place(say("Ask for software"), "/ask"), "request"),
        (Place(say("Rooms"), "/rooms"), "read"),
        (Place(say("Owed"), "/owed"), "override"),
        (Place(say("Catalogue"), "/catalog"), "read"),
        (Place(say("Decisions"), places=decisions), "read"),
        (Place(say("Record and figures"), places=kept), "read_record"),
        (Place(say("People"), "/people"), "people"),
        (Place(say("Connections"), "/connections"), "administer"),
    ]
    return [place for place, permission in offered if permission in permissions]
