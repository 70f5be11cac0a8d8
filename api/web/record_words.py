"""Words for what entries of the record are about, and for the fields that they tell of."""

import re
from collections.abc import Callable

from orchestrator.services.wording import Language, Speaker

Say = Callable[[str], str]
_PART = re.compile(r"(^|; )([a-z_]+): ")


def kinds_of_entries(say: Say) -> list[tuple[str, str]]:
    """Kinds of entries to choose from: the beginning that they share, and what they are about."""
    return [
        ("", say("everything")),
        ("request.", say("requests")),
        ("override.", say("overrides")),
        ("contest.", say("contests and rulings")),
        ("exemption.", say("exemptions")),
        ("safeguard.", say("safeguards")),
        ("recommendation.", say("recommendations")),
        ("hold.", say("holds on requests")),
        ("delay.", say("delay notes")),
        ("wish.", say("wishes")),
        ("work.", say("work by hand")),
        ("line.", say("settings and add-ons")),
        ("sign_off.", say("whether it works")),
        ("rollout.", say("rollouts")),
        ("canary.", say("first seats")),
        ("blackout.", say("blackouts")),
        ("catalog.", say("changes of the catalogue")),
        ("site.", say("changes of rooms and seats")),
        ("baseline.", say("standard software of rooms")),
        ("rules.", say("numbers of the rules")),
        ("rulers.", say("who rules")),
        ("superiors.", say("who answers to whom")),
        ("document.", say("documents")),
        ("account.", say("accounts")),
        ("invitation.", say("invitations")),
        ("password.", say("passwords")),
        ("role.", say("roles")),
        ("token.", say("access tokens")),
        ("suggestion.", say("suggestions")),
        ("person_figures.", say("figures of single persons")),
        ("record.", say("exports and keys of the record")),
        ("audit.", say("erased texts")),
    ]


def naming(say: Say) -> Callable[[str], str]:
    """What a field or a kind of thing is called; one that has no word here is called as the record does."""
    words = {
        "request": say("Request"),
        "rollout": say("Rollout"),
        "classroom": say("Room"),
        "item": say("Software"),
        "person": say("Person"),
        "revision": say("Revision of the manifest"),
        "outcome": say("How it ended"),
        "category": say("Reason (category)"),
        "role": say("Role"),
        "building": say("Building"),
        "department": say("Department"),
        "token": say("Access token"),
        "files": say("Files (SHA-256)"),
        "form": say("Kind of file"),
        "key": say("Key"),
        "entry": say("Entry"),
        "fields": say("Texts"),
        "override": say("Override"),
        "contest": say("Contest"),
        "safeguard": say("Safeguard"),
        "exemption": say("Exemption"),
        "blackout": say("Blackout"),
        "document": say("Document"),
        "change": say("Change"),
        "decision": say("Decision"),
        "wish": say("Wish"),
        "hold": say("Hold"),
        "seat": say("Seat"),
        "machine": say("Machine"),
        "machines": say("Machines"),
        "ready": say("Ready"),
        "state": say("State"),
        "trigger": say("What started it"),
        "wanted": say("Wanted"),
        "version": say("Version"),
        "seats": say("Seats"),
        "enough": say("Enough seats"),
        "needed_by": say("Needed by"),
        "until": say("Until"),
        "expires_at": say("Until"),
        "starts_at": say("From"),
        "ends_at": say("Until"),
        "course": say("Course"),
        "settings_line": say("Settings, add-ons"),
        "line": say("Line about settings, add-ons"),
        "name": say("Name"),
        "login": say("Login"),
        "email": say("E-mail"),
        "title": say("Title"),
        "words": say("Words"),
        "reason": say("Reason"),
        "explanation": say("Explanation"),
        "evidence": say("Evidence"),
        "why": say("Why"),
        "tick": say("Statement of work by hand"),
        "filter": say("Filter"),
        "purpose": say("Purpose"),
        "owner": say("Owner"),
    }
    return lambda code: words.get(code) or code.replace("_", " ").capitalize()


def evidence_in_words(text: str, language: Language) -> str:
    """Evidence as the record keeps it, with what its fields are called in the place of their names.

    The record writes ``name: value; name: value``; where a value looks like that itself, only known names are said.
    """
    names = Speaker(language).book.evidence.names
    return _PART.sub(lambda found: f"{found[1]}{names.get(found[2], found[2])}: ", text)
