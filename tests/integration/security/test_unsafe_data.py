"""Text from people, files and machines never runs on the controller, whatever it looks like."""

from pathlib import Path

from orchestrator.domain.catalog import CatalogItem, DetectionRule, Provider, Release
from orchestrator.virtual_lab.specs import MachineSpec
from tests.lab_fixture import MakeLab
from tests.service_fixture import MakeInstallation


def test_a_template_in_title_version_argument_room_and_machine_name_does_not_run(
    make_lab: MakeLab, make_installation: MakeInstallation, tmp_path: Path
) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()

    def trap(name: str) -> str:
        return "{{ lookup('ansible.builtin.pipe', 'touch " + str(marks / name) + "') }}"

    lab = make_lab([MachineSpec("b204-01", computer_name="{% raw %}")])
    by_package = CatalogItem(
        id="trap-package",
        title=trap("title"),
        publisher=trap("publisher"),
        provider=Provider.CHOCOLATEY,
        detection=DetectionRule("firefox", trap("pattern"), "Mozilla"),
        releases=(Release("145.0.1", package_version=trap("version")),),
        package="firefox",
        feed="feed",
    )
    by_file = CatalogItem(
        id="trap-file",
        title=trap("title-of-file"),
        publisher="Somebody",
        provider=Provider.MSI,
        detection=DetectionRule(name_pattern="Trap", product_codes_from_releases=True),
        releases=(
            Release(
                "1.0",
                source="files/7z2409-x64.msi",
                sha256="0" * 64,
                product_code="{11111111-2222-3333-4444-555555555555}",
            ),
        ),
        arguments=f"ALLUSERS=1 NAME={trap('argument')}",
    )
    made = make_installation(
        lab,
        items=(by_package, by_file),
        names={"b204-01": trap("machine")},
        building=trap("room"),
    )
    made.submit("trap-package", "trap-file")
    made.start_worker()
    ended = made.finished()

    assert list(marks.iterdir()) == []
    modules = {entry["module"].rpartition(".")[2] for entry in lab.log("module")}
    # The text must have reached the machine, or this would say nothing.
    assert {"win_chocolatey", "win_package"} <= modules
    assert trap("version") in str(lab.log("module"))
    with made.parts.toolbox.reads() as uow:
        events = uow.events.after(ended.id, 0, 1000)
    assert {e.kind for e in events} >= {"call_failed", "rollout.finished"}
