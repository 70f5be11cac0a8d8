"""What the record and people are told of an exemption: the ids that an entry and a notice name."""

from orchestrator.domain.safeguards import Exemption, ExemptionState


def exemption_subjects(exemption: Exemption) -> dict[str, str]:
    """What an entry of the record about an exemption names; of several rooms, the first."""
    contest = {"contest": exemption.contest_id} if exemption.contest_id else {}
    over = exemption.state not in {ExemptionState.PROPOSED, ExemptionState.LIVE}
    return {
        "exemption": exemption.id,
        "safeguard": exemption.safeguard_id,
        "item": exemption.item_id,
        "classroom": exemption.classroom_ids[0],
        "person": exemption.risk_owner,
        **contest,
        **({"outcome": exemption.state.value} if over else {}),
    }


def exemption_about(exemption: Exemption) -> dict[str, str]:
    """What a notice about an exemption names; of several rooms, the first."""
    return {
        "exemption": exemption.id,
        "safeguard": exemption.safeguard_id,
        "item": exemption.item_id,
        "classroom": exemption.classroom_ids[0],
        "state": exemption.state.value,
    }
