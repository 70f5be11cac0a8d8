"""The environment of a run: small, explicit, and the same whatever the user's own configuration of Ansible says."""

import os
from pathlib import Path


def run_environment(
    *, private: Path, playbook: Path, collections: Path, executables: Path, marks: dict[str, str]
) -> dict[str, str]:
    """Everything that the host of a run, and through it Ansible, gets to see. Holds no secret.

    Args:
        private: The run's private directory; it holds an empty ``ansible.cfg``, so that no other is looked for.
        playbook: The playbook; roles stand beside it.
        collections: Directory that holds ``ansible_collections``.
        executables: Directory of ``ansible-playbook``.
        marks: The fence's variables.
    """
    return {
        "PATH": os.pathsep.join([str(executables), os.defpath]),
        "HOME": str(private),
        "TMPDIR": str(private),
        "LANG": "C.UTF-8",  # Ansible refuses to start in a locale that is not UTF-8
        "LC_ALL": "C.UTF-8",
        "PYTHONNOUSERSITE": "1",
        "ANSIBLE_CONFIG": str(private / "ansible.cfg"),
        "ANSIBLE_HOME": str(private),
        "ANSIBLE_LOCAL_TEMP": str(private),
        "ANSIBLE_COLLECTIONS_PATH": str(collections),
        "ANSIBLE_COLLECTIONS_SCAN_SYS_PATH": "False",
        "ANSIBLE_ROLES_PATH": str(playbook.parent / "roles"),
        "ANSIBLE_INVENTORY_ENABLED": "ansible.builtin.yaml",  # reads JSON too, and runs nothing
        "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "True",
        "ANSIBLE_RETRY_FILES_ENABLED": "False",
        "ANSIBLE_NOCOWS": "True",
        "ANSIBLE_NOCOLOR": "True",
        "ANSIBLE_DISPLAY_SKIPPED_HOSTS": "False",
        "ANSIBLE_DISPLAY_ARGS_TO_STDOUT": "False",
        "ANSIBLE_INJECT_INVOCATION": "False",  # ansible-core 2.19 does not know it yet
        **marks,
    }
