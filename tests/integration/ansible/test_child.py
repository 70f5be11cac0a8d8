"""The process that hosts ansible-runner, with a stand-in for Ansible."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from orchestrator.adapters.ansible.environment import run_environment
from orchestrator.adapters.ansible.fence import HOST_MODULE, Fence, alive, end_all
from tests.integration.ansible.bench import ROOT


class Host:
    """A started host whose ``ansible-playbook`` is a shell script."""

    def __init__(self, folder: Path, script: str) -> None:
        self.fence = Fence(folder, "room")
        program = folder / "ansible-playbook"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        (folder / "hosts.json").write_text("{}")
        environment = run_environment(
            private=folder, playbook=ROOT / "playbooks/apply_manifest.yml", collections=folder, executables=folder,
            marks=self.fence.marks("run-1"),
        )  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-m", HOST_MODULE],
            cwd=ROOT, env=os.environ | environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        job = {
            "private_directory": str(folder),
            "playbook": "x.yml",
            "inventory": str(folder / "hosts.json"),
            "forks": 2,
        }
        assert self.process.stdin
        print(json.dumps(job), file=self.process.stdin, flush=True)

    def lines(self) -> Iterator[dict[str, object]]:
        assert self.process.stdout
        return map(json.loads, self.process.stdout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        end_all(self.fence, grace=0)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream
            stream.close()
        self.process.wait()


def test_every_word_of_ansible_and_its_end_come_as_a_line(tmp_path: Path) -> None:
    with Host(tmp_path, "echo it is $1 $3 $4\necho broken >&2\nexit 3") as host:
        *events, end = host.lines()
    said = "".join(str(event["event"]["stdout"]) for event in events if isinstance(event["event"], dict))
    assert "it is -i --forks 2" in said
    assert "broken" in said
    assert end == {"end": {"status": "failed", "code": 3}}
    assert not list(tmp_path.glob("artifacts/run/job_events/*.json"))


def test_when_its_owner_is_gone_it_ends_ansible_and_itself(tmp_path: Path) -> None:
    with Host(tmp_path, "echo up\nsleep 600") as host:
        assert "up" in str(next(host.lines()))
        assert len(alive(host.fence)) >= 2
        assert host.process.stdin
        host.process.stdin.close()
        assert host.process.wait() == 1
        assert alive(host.fence) == []
        assert not (tmp_path / "hosts.json").exists()
