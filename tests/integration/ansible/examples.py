"""Machines and calls that the tests of this folder share."""

from orchestrator.domain.machines import ConnectionProfile, Machine
from orchestrator.domain.provider_calls import ChocolateyCall, ChocolateyState, MsiCall, MsiState, ProviderCall
from orchestrator.services.deployment import MachineWork

PROFILE = ConnectionProfile("classrooms", "basic", "deploy", "winrm", ca_file="/etc/lab/ca.pem")

BROWSERS = ChocolateyCall(("firefox", "brave"), ("firefox", "brave-pkg"), ChocolateyState.PRESENT, None, "feed")
EDITOR = ChocolateyCall(("editor",), ("notepadplusplus",), ChocolateyState.UPGRADE, "8.7.1", "feed")
ARCHIVER = MsiCall(
    "archiver", "7-Zip", "files/7z.msi", "ab" * 32, "{23170F69-40C1-2702-2409-000001000000}", "/quiet X=1"
)
VIEWER = MsiCall("viewer", "PDF viewer", "files/viewer.msi", "cd" * 32, "{AC76BA86-7AD7-1033-7B44-AC0F074E4100}")
RIVAL_GONE = ChocolateyCall(("rival",), ("rival-pkg",), ChocolateyState.ABSENT, None, "feed")
VIEWER_GONE = MsiCall("viewer", "PDF viewer", "", "", "{AC76BA86-7AD7-1033-7B44-AC0F074E4100}", state=MsiState.ABSENT)


def work(number: int, *calls: ProviderCall, address: str = "192.0.2.1", port: int = 5986) -> MachineWork:
    """Machine ``m<number>`` with these calls."""
    machine = Machine(f"m{number}", f"b204-{number:02d}", address, port, PROFILE.name)
    return MachineWork(machine, PROFILE, calls)
