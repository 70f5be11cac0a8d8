"""Which places of the site somebody is led to, by what they may do there."""

from collections.abc import Callable, Collection


def places_for(permissions: Collection[str], say: Callable[[str], str]) -> list[tuple[str, str]]:
    """Address and name of each, in the order of use.

    Args:
        permissions: Codes of what the visitor may, somewhere.
        say: Translates.
    """
    offered: list[tuple[str, str, str]] = [
        ("/", say("Start"), "account"),
        ("/ask", say("Ask for software"), "request"),
        ("/rooms", say("Rooms"), "read"),
        ("/owed", say("Owed"), "override"),
        ("/catalog", say("Catalogue"), "read"),
        ("/overrides", say("Overrides"), "read"),
        ("/contests", say("Contests"), "read"),
        ("/safeguards", say("Safeguards"), "read"),
        ("/figures", say("Figures"), "read_record"),
        ("/record", say("Record"), "read_record"),
        ("/rules", say("Rules"), "read"),
        ("/people", say("People"), "people"),
    ]
    return [(address, name) for address, name, permission in offered if permission in permissions]
