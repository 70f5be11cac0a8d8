"""Who may call what: each operation of the API with what it needs, as it is meant to be.

A test walks all of it. Whoever adds a route adds a line here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from orchestrator.domain.people import Permission


class About(Enum):
    """Where a permission must hold."""

    ANYBODY = "anybody"  # unknown people too
    SITE = "site"  # on the whole campus
    ROOM = "room"  # in the room that the address names, by itself or by a request or rollout of it


@dataclass(frozen=True, slots=True)
class Need:
    """All of these permissions, held there."""

    about: About
    permissions: frozenset[Permission] = frozenset()


def _site(*permissions: Permission) -> Need:
    return Need(About.SITE, frozenset(permissions))


def _room(*permissions: Permission) -> Need:
    return Need(About.ROOM, frozenset(permissions))


_P = Permission
_OPEN = Need(About.ANYBODY)
_KNOWN = _site()  # whoever says who they are
_OWN, _READ = _site(_P.ACCOUNT), _site(_P.READ)
_READ_ROOM, _STEER_ROOM = _room(_P.READ), _room(_P.STEER)
_OVERRIDE_ROOM = _room(_P.OVERRIDE)
_PEOPLE, _CONFIGURE, _RECORD = _site(_P.PEOPLE), _site(_P.CONFIGURE), _site(_P.READ_RECORD)
_GOVERN = _site(_P.GOVERN)

ACCESS: Mapping[str, Need] = {
    # The service.
    "get_health": _OPEN,
    "get_openapi_description": _OPEN,
    # One's own account.
    "sign_in": _OPEN,
    "redeem_password_code": _OPEN,
    "list_sessions": _OWN,
    "sign_out": _OWN,
    "end_session": _OWN,
    "get_me": _KNOWN,
    "change_password": _OWN,
    "list_tokens": _OWN,
    "make_token": _OWN,
    "revoke_token": _OWN,
    # What one is told.
    "list_notices": _OWN,
    "read_notices": _OWN,
    "unread_notices": _OWN,
    "get_awaited_decisions": _OWN,  # each sees what they may decide on
    "list_letters": _OWN,
    "get_letter": _room(_P.READ_RECORD),  # of somebody else; one's own everybody may read
    "advise_on_letter": _READ,
    # People.
    "list_people": _PEOPLE,
    "invite_person": _PEOPLE,
    "get_person": _PEOPLE,
    "grant_role": _PEOPLE,
    "revoke_role": _PEOPLE,
    "deactivate_person": _PEOPLE,
    "reactivate_person": _PEOPLE,
    "renew_invitation": _PEOPLE,
    "reset_password": _site(_P.ADMINISTER),
    # Rooms.
    "list_classrooms": _READ,
    "get_classroom": _READ_ROOM,
    "list_seats": _READ_ROOM,
    "get_seat": _READ_ROOM,
    "list_seat_runs": _READ_ROOM,
    "list_observed": _READ_ROOM,
    "get_observed": _READ_ROOM,
    "get_seat_plan": _READ_ROOM,
    "draw_seat_plan": _room(_P.DRAW),
    "get_manifest": _READ_ROOM,
    "list_revisions": _READ_ROOM,
    "get_revision": _READ_ROOM,
    "compare_revisions": _READ_ROOM,
    "get_plan": _READ_ROOM,
    "dry_run_classroom": _STEER_ROOM,
    "test_connection": _room(_P.CONNECT),
    "list_connections": _site(_P.ADMINISTER),
    # Software and requests.
    "list_catalog": _READ,
    "get_catalog_item": _READ,
    "submit_requests": _site(_P.REQUEST),
    "submit_requests on behalf": _site(_P.ON_BEHALF),
    "list_requests": _READ,
    "get_request": _READ_ROOM,
    "get_request_life": _room(_P.READ_RECORD),  # of somebody else; one's own everybody may read
    "withdraw_request": _room(_P.REQUEST),
    "change_settings_line": _room(_P.REQUEST),
    "tick_work": _STEER_ROOM,
    "answer_tick": _room(_P.REQUEST),
    "note_delay": _OVERRIDE_ROOM,
    "get_delay_notes": _READ_ROOM,
    "get_request_decisions": _READ_ROOM,
    # What is owed, and what the catalogue does not have.
    "list_owed": _READ,
    "make_wish": _site(_P.REQUEST),
    "make_wish on behalf": _site(_P.ON_BEHALF),
    "list_wishes": _READ,
    "get_wish": _READ_ROOM,
    "answer_wish": _OVERRIDE_ROOM,
    "link_wish": _OVERRIDE_ROOM,
    "confirm_wish": _room(_P.REQUEST),
    "unlink_wish": _room(_P.REQUEST),
    "withdraw_wish": _room(_P.REQUEST),
    "list_catalog_changes": _READ,
    "get_catalog_change": _READ,
    "approve_catalog_change": _site(_P.CONFIGURE, _P.APPROVE),
    "refuse_catalog_change": _CONFIGURE,
    # Rollouts.
    "cancel_rollout": _STEER_ROOM,
    "start_rollout": _STEER_ROOM,
    "list_rollouts": _READ,
    "get_rollout": _READ_ROOM,
    "retry_rollout": _STEER_ROOM,
    "list_rollout_events": _READ_ROOM,
    # Overrides and holds.
    "record_override": _room(_P.OVERRIDE),
    "preview_override": _room(_P.OVERRIDE),
    "list_overrides": _READ,
    "export_overrides": _READ,
    "get_override": _READ_ROOM,
    "approve_override": _room(_P.APPROVE),
    "refuse_override": _room(_P.APPROVE),
    "confirm_override": _room(_P.APPROVE),  # of law whoever the evidence names, with any role
    "lift_override": _room(_P.OVERRIDE),
    "agree_to_substitute": _room(_P.REQUEST),
    "set_hold": _room(_P.HOLD),
    "go_back": _room(_P.HOLD),
    "list_holds": _READ,
    "lift_hold": _room(_P.HOLD),
    # Safeguards and blackouts.
    "list_safeguards": _READ,
    "get_exposed": _READ,
    "get_safeguard": _READ,
    "preview_safeguard": _site(_P.SAFEGUARD),
    "get_safeguard_impact": _site(_P.SAFEGUARD),
    "set_safeguard": _site(_P.SAFEGUARD),
    "approve_safeguard": _site(_P.SAFEGUARD),
    "refuse_safeguard": _site(_P.SAFEGUARD),
    "lift_safeguard": _site(_P.SAFEGUARD),
    "list_blackouts": _READ,
    "get_blackout": _READ,
    "set_blackout": _site(_P.GOVERN),
    "lift_blackout": _site(_P.GOVERN),
    # The site.
    "import_site": _CONFIGURE,
    "import_catalog": _CONFIGURE,
    # Softer words.
    "make_recommendation": _room(_P.OVERRIDE),
    "get_recommendations": _READ_ROOM,
    "answer_recommendation": _room(_P.REQUEST),
    "take_back_recommendation": _room(_P.OVERRIDE),
    "get_sign_off": _READ_ROOM,
    "sign_off": _room(_P.REQUEST),
    # The rules' numbers.
    "get_rules": _READ,
    "list_rule_changes": _READ,
    "propose_rules": _site(_P.GOVERN),
    "approve_rules": _site(_P.GOVERN),
    "refuse_rules": _site(_P.GOVERN),
    # What lists of advisories suggest.
    "list_suggestions": _site(_P.SAFEGUARD),
    "import_suggestions": _site(_P.SAFEGUARD),
    "dismiss_suggestion": _site(_P.SAFEGUARD),
    # Documents.
    "list_documents": _READ,
    "add_document": _GOVERN,
    "retire_document": _GOVERN,
    # Who rules, contests, exemptions.
    "get_rulers": _READ,
    "set_rulers": _GOVERN,
    "get_superiors": _GOVERN,
    "set_superiors": _GOVERN,
    "make_contest": _site(_P.REQUEST),
    "list_contests": _READ,
    "get_contest": _READ_ROOM,
    "rule_on_contest": _room(_P.RULE),
    "withdraw_contest": _room(_P.REQUEST),
    "list_exemptions": _READ,
    "make_exemption": _site(_P.SAFEGUARD),
    "get_exemption": _READ,
    "sign_exemption": _site(_P.RULE),
    "approve_exemption": _site(_P.APPROVE),
    "refuse_exemption": _site(_P.RULE),
    "lift_exemption": _site(_P.SAFEGUARD),
    # The record.
    "list_entries": _RECORD,
    "get_entry": _RECORD,
    "get_record_head": _RECORD,
    "prove_consistency": _RECORD,
    "prove_inclusion": _RECORD,
    "list_checkpoints": _RECORD,
    "get_latest_checkpoint": _RECORD,
    "get_verifier_keys": _RECORD,
    "export_csv": _RECORD,
    "export_jsonl": _RECORD,
    "export_xlsx": _RECORD,
    # Figures.
    "get_figures": _RECORD,
    "export_figures": _RECORD,
    "get_my_figures": _OWN,
    "list_person_figure_decisions": _READ,
    "propose_person_figures": _site(_P.GOVERN),
    "answer_person_figures": _site(_P.GOVERN),
    "get_person_figures": _READ,
}
"""By operation id, and by what else of the call it depends on."""
