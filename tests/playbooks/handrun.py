"""What a person does with the playbook: start it in the clone, look at the recap."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(sys.executable).parent

_RECAP = re.compile(r"^(?P<host>\S+)\s+: (?P<figures>ok=\d+ .*)$", re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    """What was seen."""

    code: int
    output: str

    def recap(self, host: str) -> dict[str, int]:
        """The closing figures of a host, without those that are 0."""
        for match in _RECAP.finditer(self.output):
            if match["host"] == host:
                pairs = (figure.split("=") for figure in match["figures"].split())
                return {name: int(number) for name, number in pairs if number != "0"}
        raise AssertionError(f"no recap of {host} in:\n{self.output}")


def program(home: Path, name: str, *arguments: str) -> Outcome:
    """Run a program of the virtual environment in the clone, with an empty home and nothing set for Ansible."""
    environment = {"PATH": f"{PROGRAMS}{os.pathsep}{os.defpath}", "HOME": str(home), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [PROGRAMS / name, *arguments],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    return Outcome(done.returncode, done.stdout)


def apply_manifest(home: Path, inventory: Path, *arguments: str) -> Outcome:
    """``ansible-playbook -i <inventory> playbooks/apply_manifest.yml``."""
    return program(home, "ansible-playbook", "-i", str(inventory), "playbooks/apply_manifest.yml", *arguments)
