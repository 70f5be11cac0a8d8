"""Text from people, files and machines never runs on the controller, whatever it looks like."""

from datetime import timedelta
from pathlib import Path

from orchestrator.domain.catalog import CatalogItem, DetectionRule, Provider, Release
from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.overrides import OverrideKind
from orchestrator.domain.people import Role
from orchestrator.domain.safeguards import SafeguardKind
from orchestrator.services.delay_notes import note_delay
from orchestrator.services.override_aim import RecordOverride
from orchestrator.services.wishes import MakeWish, make_wish
from orchestrator.virtual_lab.specs import MachineSpec
from tests.integration.decisions.hands import guard, hire, hold, override
from tests.lab_fixture import MakeLab
from tests.service_fixture import ADA, GIT, Installation, MakeInstallation

EDITOR = CatalogItem(
    id="npp",
    title="Notepad++",
    publisher="Notepad++ Team",
    provider=Provider.CHOCOLATEY,
    detection=DetectionRule("notepadplusplus", "Notepad++*", "Notepad++ Team"),
    releases=(Release("8.7.9"), Release("8.8.1")),
    package="notepadplusplus",
    feed="feed",
)


def _decide(made: Installation, words: str) -> None:
    """Let people decide about three requests, and wish for something, with the same words wherever words may stand."""
    tools = made.parts.toolbox
    tia, joan = hire(tools, "tia", Role.TECHNICIAN), hire(tools, "joan", Role.SECURITY_OFFICER)
    pinned, held = (each.request for each in made.submit("npp", "git").requests)
    pin = RecordOverride(
        OverrideKind.PIN,
        Category.INCOMPATIBILITY,
        words,
        tools.clock.now() + timedelta(days=2),
        request_id=pinned.id,
        pin_version="8.7.9",
        evidence=Evidence(words=words, product=words, symptom=words),
        alternative=words,
        would_lift=words,
        compensation=words,
    )
    override(tools, tia, pin)
    hold(tools, tia, held.id, words)
    guard(tools, joan, SafeguardKind.MINIMUM_VERSION, "npp", words, minimum="8.7")
    wish, day = MakeWish("B-204", title=words, purpose=words, url=words), timedelta(days=1)
    make_wish(wish, actor=ADA, transactions=tools.transactions, clock=tools.clock, new_id=tools.new_id)
    note_delay(
        held.id,
        words,
        tools.clock.now() + day,
        actor=ADA,
        transactions=tools.transactions,
        clock=tools.clock,
        new_id=tools.new_id,
    )


def test_a_template_in_whatever_people_files_and_machines_say_does_not_run(
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
        items=(by_package, by_file, EDITOR, GIT),
        names={"b204-01": trap("machine")},
        building=trap("room"),
    )
    made.submit("trap-package", "trap-file")
    _decide(made, trap("decision"))
    made.start_worker()
    ended = made.finished()

    assert list(marks.iterdir()) == []
    modules = {entry["module"].rpartition(".")[2] for entry in lab.log("module")}
    # The text must have reached the machine, or this would say nothing.
    assert {"win_chocolatey", "win_package"} <= modules
    assert trap("version") in str(lab.log("module"))
    # What a decision says goes to people; to machines goes only what it comes to.
    assert "8.7.9" in str(lab.log("module"))
    assert str(marks / "decision") not in str(lab.log())
    with made.parts.toolbox.reads() as uow:
        events = uow.events.after(ended.id, 0, 1000)
    assert {e.kind for e in events} >= {"call_failed", "rollout.finished"}
