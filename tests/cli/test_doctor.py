"""``classroom doctor``: what is broken, what wants attention, and what to do."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from orchestrator.adapters.signing.keyring import Keyring
from orchestrator.adapters.workflows.process_lock import is_held
from orchestrator.adapters.workflows.schema import migrate_engine
from orchestrator.cli.examinations import of_distribution_point
from orchestrator.cli.main import app
from orchestrator.domain.evidence import Category
from orchestrator.domain.machines import ConnectionProfile
from orchestrator.domain.people import CAMPUS, Role
from orchestrator.domain.rulers import Ruler, RulerSide
from orchestrator.settings import ROOT, Settings
from tests.api.people import hire
from tests.store.databases import Database, make_template, opened_copy
from tests.unit.domain.examples import room


@dataclass
class Host:
    """A host with a database, and the settings of one."""

    database: Database
    folder: Path
    variables: dict[str, str] = field(default_factory=dict)

    def run(self, *words: str, **variables: str) -> Result:
        environment = {
            "CLASSROOM_DATABASE_URL": self.database.url,
            "CLASSROOM_STATE_DIR": str(self.folder / "state"),
            "CLASSROOM_COLLECTIONS_DIR": str(self.folder / "collections"),
            "CLASSROOM_EXECUTOR_ID": "host1",
            "COLUMNS": "100",
            **self.variables,
            **variables,
        }
        return CliRunner().invoke(app, ["doctor", *words], env=environment, catch_exceptions=False)

    def found(self, **variables: str) -> dict[str, dict[str, str]]:
        """Findings by what was looked at."""
        told = json.loads(self.run("--json", **variables).stdout)["findings"]
        return {finding["what"]: finding for finding in told}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = make_template(tmp_path_factory.mktemp("doctor"))
    migrate_engine(f"sqlite:///{file}")
    return file


@pytest.fixture
def host(template: Path, tmp_path: Path) -> Iterator[Host]:
    (tmp_path / "state").mkdir()
    with opened_copy(template, tmp_path) as database:
        yield Host(database, tmp_path)


def staff(host: Host) -> None:
    """People of each kind, and whole lists of who rules."""
    for login, role in (
        ("root", Role.ADMINISTRATOR),
        ("tim", Role.TECHNICIAN),
        ("marta", Role.MANAGER),
        ("grace", Role.INSTRUCTOR),
        ("dean", Role.INSTRUCTOR),
    ):
        hire(host.database, login, (role, CAMPUS))
    with host.database.transactions() as uow:
        for category in Category:
            teaching = Ruler(category, "person:grace", RulerSide.TEACHING)
            uow.rulers.put(category, [teaching, Ruler(category, "person:dean", RulerSide.OUTSIDE)])
        uow.commit()


def whole(host: Host) -> None:
    """All that a site needs, besides a worker."""
    staff(host)
    host.variables |= {
        "CLASSROOM_COLLECTIONS_DIR": str(ROOT / ".collections"),
        "CLASSROOM_DISTRIBUTION_POINT": "https://software.example.edu/classroom",
    }


def test_a_whole_installation_is_well(host: Host) -> None:
    whole(host)
    done = host.run()
    assert done.exit_code == 0, done.stdout
    assert "broken" not in done.stdout
    assert {what for what, one in host.found().items() if one["health"] != "ok"} == {"worker"}


def test_a_database_without_tables_is_broken_and_told_how_to_mend(host: Host, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'none.sqlite'}"
    assert host.run(CLASSROOM_DATABASE_URL=url).exit_code == 1
    found = host.found(CLASSROOM_DATABASE_URL=url)
    assert (found["database"]["health"], found["database"]["do"]) == ("broken", "Make its tables: classroom db migrate")
    assert "administrators" not in found, "without tables nobody can be counted"


def test_a_site_without_an_administrator_is_broken(host: Host) -> None:
    found = host.found()
    assert found["administrators"]["health"] == "broken"
    assert "people create-admin" in found["administrators"]["do"]


def test_it_says_where_nobody_could_confirm_a_reason(host: Host) -> None:
    """R3.2: a technician of the room confirms nothing, whatever else they are."""
    staff(host)
    hire(host.database, "sam", (Role.SECURITY_OFFICER, CAMPUS), (Role.TECHNICIAN, CAMPUS))
    with host.database.transactions() as uow:
        uow.classrooms.put(room())
        uow.commit()
    found = {what: one for what, one in host.found().items() if what.startswith("confirming")}
    assert set(found) == {"confirming security"}
    assert found["confirming security"]["health"] == "attention"
    assert "B-204" in found["confirming security"]["said"]
    hire(host.database, "joan", (Role.SECURITY_OFFICER, CAMPUS))
    assert host.found()["confirming"]["health"] == "ok"


def test_it_says_for_which_categories_nobody_independent_exists(host: Host) -> None:
    """R4.1: set-up says when nobody independent exists."""
    whole(host)
    assert host.found()["rulings"]["health"] == "ok"
    with host.database.transactions() as uow:
        uow.rulers.put(Category.HARDWARE, [])
        uow.rulers.put(Category.SECURITY, [Ruler(Category.SECURITY, "person:marta", RulerSide.IT)])
        uow.commit()
    found = host.found()
    assert found["rulings on hardware"]["said"] == "nobody who may rule is named."
    assert "nobody outside IT is named" in found["rulings on security"]["said"]
    assert "nobody independent" in found["rulings on security"]["said"]
    assert found["rulings on hardware"]["health"] == "attention"
    assert host.run().exit_code == 0, "it works all the same"


def test_what_several_categories_lack_alike_is_said_once(host: Host) -> None:
    """R4.1, on a site where nobody has been named yet."""
    found = {what: one for what, one in host.found().items() if what.startswith("rulings")}
    assert set(found) == {"rulings on 3 categories", "rulings on 7 categories"}
    assert found["rulings on 3 categories"]["said"].startswith("security, licence, legal: nobody who may rule is named")
    assert found["rulings on 7 categories"]["do"] == "Name people: classroom rulers set CATEGORY LOGIN:SIDE …"


def test_secrets_are_told_by_their_names_and_never_shown(host: Host) -> None:
    whole(host)
    with host.database.transactions() as uow:
        uow.machines.put_profile(ConnectionProfile("lab", "basic", "installer", "lab_password"))
        uow.commit()
    missing = host.found()["secret lab_password"]
    assert (missing["health"], "CLASSROOM_SECRET_LAB_PASSWORD" in missing["do"]) == ("broken", True)
    there = host.run(CLASSROOM_SECRET_LAB_PASSWORD="hunter2")
    assert there.exit_code == 0
    assert "secret lab_password" in there.stdout
    assert "hunter2" not in there.stdout


def test_a_secret_that_others_can_read_is_broken(host: Host) -> None:
    with host.database.transactions() as uow:
        uow.machines.put_profile(ConnectionProfile("lab", "basic", "installer", "lab_password"))
        uow.commit()
    folder = host.folder / "secrets"
    folder.mkdir()
    (folder / "lab_password").write_text("hunter2\n")
    (folder / "lab_password").chmod(0o644)
    found = host.found(CLASSROOM_SECRETS_DIR=str(folder))["secret lab_password"]
    assert found["health"] == "broken"
    assert "hunter2" not in json.dumps(found)


def test_keys_of_another_record_are_broken(host: Host) -> None:
    assert host.found()["record keys"]["said"] == "the first one is made when a worker starts"
    Keyring.create(host.folder / "state" / "record-keys", "example.org/record")
    assert host.found()["record keys"]["said"] == "1 of example.org/record can sign"
    assert host.found(CLASSROOM_RECORD_ORIGIN="example.org/other")["record keys"]["health"] == "broken"


def test_keys_that_others_can_read_are_broken(host: Host) -> None:
    folder = host.folder / "state" / "record-keys"
    Keyring.create(folder, "example.org/record")
    for file in folder.iterdir():
        file.chmod(0o644)
    assert host.found()["record keys"]["health"] == "broken"


def test_missing_collections_are_broken(host: Host) -> None:
    found = host.found()["collections"]
    assert (found["health"], found["do"]) == ("broken", "Install them: classroom collections install")


def test_a_missing_program_is_broken(host: Host) -> None:
    assert host.found(CLASSROOM_ANSIBLE_BIN_DIR=str(host.folder))["ansible"]["health"] == "broken"


@pytest.mark.parametrize(
    ("url", "health"),
    [
        ("", "attention"),
        ("https://software.example.edu", "ok"),
        ("http://software.example.edu", "broken"),
        ("software.example.edu", "broken"),
        ("https://", "broken"),
        ("https://software.example.edu/?a=b", "broken"),
        ("https://user:hunter2@software.example.edu/", "broken"),
    ],
)
def test_the_distribution_point_is_an_https_address_of_a_folder(url: str, health: str) -> None:
    finding = of_distribution_point(Settings(distribution_point=url))
    assert finding.health.value == health
    assert "hunter2" not in finding.said


def test_a_worker_of_this_host_is_seen(host: Host) -> None:
    file = host.folder / "state" / "worker-host1.lock"
    assert not is_held(file)
    assert host.found()["worker"]["do"] == "Start it: classroom worker"
    code = f"""
import sys
from pathlib import Path
from orchestrator.adapters.workflows.process_lock import ProcessLock
ProcessLock(Path({str(file)!r})).take()
print("taken", flush=True)
sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "taken\n"
        assert host.found()["worker"]["health"] == "ok"
        other.communicate()
    assert not is_held(file)
