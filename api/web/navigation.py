"""Which places of the site somebody is led to, by what they may do there."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

_OWE = {"override", "approve", "on_behalf"}
"""Who delivers, who answers for it, and who asks for others: to each of them it matters what is owed."""
_DECIDE = {"approve", "govern"}
"""For whom decisions wait day by day; others are asked now and then, and find it on their first page."""


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
    permitted = set(permissions)
    decides = (Place(say("Waiting for you"), "/decisions"),) if permitted & _DECIDE else ()
    decisions = (
        *decides,
        Place(say("Overrides"), "/overrides"),
        Place(say("Contests"), "/contests"),
        Place(say("Safeguards"), "/safeguards"),
        Place(say("Exemptions"), "/exemptions"),
        Place(say("Rules"), "/rules"),
    )
    kept = (Place(say("Record"), "/record"), Place(say("Figures"), "/figures"))
    offered = [
        (Place(say("Start"), "/"), {"account"}),
        (Place(say("Ask for software"), "/ask"), {"request"}),
        (Place(say("Rooms"), "/rooms"), {"read"}),
        (Place(say("Owed"), "/owed"), _OWE),
        (Place(say("Catalogue"), "/catalog"), {"read"}),
        (Place(say("Decisions"), places=decisions), {"read"}),
        (Place(say("Record and figures"), places=kept), {"read_record"}),
        (Place(say("People"), "/people"), {"people"}),
        (Place(say("Connections"), "/connections"), {"administer"}),
    ]
    return [place for place, needed in offered if needed & permitted]
