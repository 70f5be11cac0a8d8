"""What the record says of a request: the ids that an entry names, and the text beside it."""

from orchestrator.domain.recorded_changes import CHANGES, moved, recorded
from orchestrator.domain.requests import RequestState, SettingsLine, SoftwareRequest

SETTINGS_LINE = "settings_line"
"""Name of the text beside an entry that has a settings line's words."""
LINE = "line"
"""What an entry calls that line's id."""


def request_subjects(request: SoftwareRequest, revision: int, outcome: RequestState | None = None) -> dict[str, str]:
    """What an entry about a request names.

    Args:
        request: The request.
        revision: Number of the manifest's revision that came of it.
        outcome: The state in which it ended, or None where it has not.
    """
    ended = {"outcome": outcome.value} if outcome else {}
    return {
        "request": request.id,
        "classroom": request.classroom_id,
        "item": request.item_id,
        "person": request.requester_id,
        "revision": str(revision),
        **ended,
    }


def asked_texts(request: SoftwareRequest) -> dict[str, str]:
    """What was asked for."""
    changes = recorded(
        wanted=request.wanted.value,
        version=request.version,
        seats=request.target.value,
        enough=request.enough,
        course=request.course,
        needed_by=request.needed_by.isoformat(),
        until=request.until.isoformat() if request.until else None,
    )
    return {CHANGES: changes} | line_texts(request.settings_line)


def line_subjects(line: SettingsLine | None) -> dict[str, str]:
    """The settings line whose words stand beside the entry, so that they can be erased everywhere at once."""
    return {LINE: line.id} if line else {}


def line_texts(line: SettingsLine | None) -> dict[str, str]:
    """Its words, as a text of their own: what was asked for stays readable when they are erased."""
    return {SETTINGS_LINE: line.words} if line else {}


def ended_texts(request: SoftwareRequest, state: RequestState) -> dict[str, str]:
    """That an open request ended."""
    return {CHANGES: moved("state", request.state.value, state.value)}
